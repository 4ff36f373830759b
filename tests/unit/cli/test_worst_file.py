"""The worst files, through the command and through the window: every row named with its reason, nothing half done."""

from __future__ import annotations

import csv
import json
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest

from cati_app.domain.sampling.reasons import REASONS
from cati_app.station.sample_desk import StationSample
from cati_app.ui.desk.sample.port import FileRefused, ImportPlan
from tests.commands import Command
from tests.stations import PASSWORD, Site
from tests.workbooks import write_parts, write_texts
from tests.worst_file import expected, expected_of_book, worst_book, worst_csv

_STUDY = Path(__file__).parents[3] / "tests" / "golden" / "broken" / "healthy"


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)


def _by_command(cati: Command, site: Site, path: Path, report: Path) -> tuple[dict[str, object], list[tuple[int, str]]]:
    site.close()
    run = cati("sample", "import", _STUDY, path, "--db", site.path, "--as", "sue", "--json", "--report", report)
    site.reopen()
    assert 0 == run.returncode, run.stderr
    text = report.read_text(encoding="utf-8-sig")
    assert not any(digits in text + run.stdout + run.stderr for digits in ("23125", "3920063", "494000"))
    rows = list(csv.DictReader(text.splitlines()))
    assert all(row["explanation"] and row["cure"] for row in rows)
    return json.loads(run.stdout), [(int(row["row"]), row["reason"]) for row in rows]


def _by_window(site: Site, path: Path) -> tuple[int, list[tuple[int, str]]]:
    desk = StationSample(site.station, site.keys, site.sue)
    facts = desk.look(str(path))
    plan = ImportPlan(facts.path, facts.sheet, tuple(column.role for column in facts.columns))
    found = desk.run(plan, store=False, on_progress=lambda row: None)
    return found.counts.added, [(note.row, note.reason) for group in found.groups for note in group.first]


def test_the_worst_csv_is_named_row_by_row(cati: Command, site: Site, tmp_path: Path) -> None:
    path = worst_csv(tmp_path / "worst.csv")
    added, seen = _by_window(site, path)
    summary, notes = _by_command(cati, site, path, tmp_path / "report.csv")

    assert sorted(expected()) == sorted(notes) == sorted(seen)
    assert (8, 8, "CSV, cp1252") == (summary["added"], added, summary["format"])
    site.reopen()
    assert ["Ä27"] == [name for name in site.sample_ids().values() if name is not None and name.startswith("Ä")]


def test_the_worst_workbook_is_named_row_by_row(cati: Command, site: Site, tmp_path: Path) -> None:
    path = worst_book(tmp_path / "worst.xlsx")
    added, seen = _by_window(site, path)
    summary, notes = _by_command(cati, site, path, tmp_path / "report.csv")

    assert sorted(expected_of_book()) == sorted(notes) == sorted(seen)
    assert (8, 8, "XLSX") == (summary["added"], added, summary["format"])


def test_the_worst_files_show_nearly_every_reason() -> None:
    shown = {reason for _, reason in [*expected(), *expected_of_book()]}
    elsewhere = {
        "number_ambiguous",
        "number_blocked",
        "number_shared",
        "time_zone_unknown",
        "state_unknown",
        "quota_value_unknown",
        "hour_unreadable",
        "hours_reversed",
        "hours_too_short",
        "cell_formula",
        "case_reopened",
        "case_in_hand",
        "row_folded",
        "row_hidden",
        "row_outside_table",
    }
    assert set(REASONS) == shown | elsewhere


def _bomb(path: Path) -> Path:
    """A workbook that says it unpacks to more than 1,000 MB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part in range(21):
            with archive.open(f"xl/{part}.xml", "w", force_zip64=True) as file:
                for _ in range(50):
                    file.write(bytes(1 << 20))
    return path


def _refused(site: Site, path: Path) -> tuple[str, int | None]:
    desk = StationSample(site.station, site.keys, site.sue)
    with pytest.raises(FileRefused) as refused:
        facts = desk.look(str(path))
        plan = ImportPlan(facts.path, facts.sheet, tuple(column.role for column in facts.columns))
        desk.run(plan, store=True, on_progress=lambda row: None)
    return refused.value.reason, refused.value.row


_HEAD = b"id;phone;ort\n"
_ROW = "A1;030 23125 900;Süd\n"


@pytest.mark.parametrize(
    ("content", "reason", "row"),
    [
        (b"", "empty", None),
        (b"\n\n \n", "empty", None),
        (b"\xef\xbb\xbf", "empty", None),
        (_HEAD + _ROW.encode("cp1252") + b"A2;030 23125 901;\x81\x8d\xff\n", None, None),
        (b'id;phone\nA1;"030 23125 900\n' + b"A2;030 23125 901\n" * 30, "quote_open", 2),
        (b"id;phone;phone\nA1;1;2\n", "header_twice", 1),
        (b"id;phone;\nA1;030 23125 900;x\n", "header_missing", 2),
        (b"030 23125 900;030 23125 901\n030 23125 902;1\n", "header_no_text", 1),
        (_HEAD + _ROW.encode() + b"A2;030 23125 901;S\xfcd\n", "encoding_mixed", 3),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old xls or password", "old_excel", None),
        (b"PK\x03\x04 cut off", "no_workbook", None),
    ],
)
def test_a_text_that_cannot_be_taken_changes_nothing(
    site: Site, tmp_path: Path, content: bytes, reason: str | None, row: int | None
) -> None:
    path = tmp_path / "file.xlsx"  # what a file is called tells nothing
    path.write_bytes(content)

    if reason is not None:
        assert (reason, row) == _refused(site, path)
    else:
        assert 2 == _by_window(site, path)[0]  # bytes of an odd page of codes come in as some letters
    assert [(5,)] == site.sql('SELECT count(*) FROM "case"')


@pytest.mark.slow
def test_a_workbook_that_cannot_be_taken_changes_nothing(site: Site, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["phone", None])
    book.worksheets[0].merge_cells("A1:B1")
    book.save(tmp_path / "merged.xlsx")
    write_texts(tmp_path / "twice.xlsx", [["id", "phone", "Phone"], ["A1", "1", "2"]])
    write_parts(tmp_path / "cut.xlsx", "<sheetData><row><c t='s'><v>5")
    whole = write_texts(tmp_path / "whole.xlsx", [["id", "phone"], *([f"A{n}", "030 23125 900"] for n in range(99))])
    (tmp_path / "torn.xlsx").write_bytes(whole.read_bytes()[:-200])

    assert ("header_merged", 1) == _refused(site, tmp_path / "merged.xlsx")
    assert ("header_twice", 1) == _refused(site, tmp_path / "twice.xlsx")
    assert ("no_workbook", None) == _refused(site, tmp_path / "cut.xlsx")
    assert ("no_workbook", None) == _refused(site, tmp_path / "torn.xlsx")
    assert ("too_big", None) == _refused(site, _bomb(tmp_path / "bomb.xlsx"))
    assert [(5,)] == site.sql('SELECT count(*) FROM "case"')


def test_a_folder_and_a_file_without_the_right_to_read_are_named(site: Site, tmp_path: Path) -> None:
    pipe = tmp_path / "missing.csv"
    assert ("unreadable", None) == _refused(site, tmp_path)
    assert ("unreadable", None) == _refused(site, pipe)
    closed = tmp_path / "closed.csv"
    closed.write_bytes(_HEAD)
    closed.chmod(0)
    if not os.access(closed, os.R_OK):  # for the superuser there are no closed files
        assert ("unreadable", None) == _refused(site, closed)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig", "latin-1", "utf-32"])
def test_the_window_reads_every_usual_encoding(site: Site, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes((_HEAD.decode() + _ROW * 1).encode(encoding))
    desk = StationSample(site.station, site.keys, site.sue)

    assert ("ort", ("Süd",)) == [(one.name, one.examples) for one in desk.look(str(path)).columns][2]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_window_finds_the_delimiter(site: Site, tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "file.csv"
    path.write_text(f"id{delimiter}phone\nA1{delimiter}030 23125 900\n", encoding="utf-8")

    assert 1 == _by_window(site, path)[0]
