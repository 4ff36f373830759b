"""`cati sample import`: the worst files named by row, re-import without doubles, nothing changed by what fails."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cati_app.domain.ids import CaseId
from tests.commands import Command, Run
from tests.stations import PASSWORD, Site
from tests.unit.cli.studies import study_with

_STUDY = Path(__file__).parents[3] / "tests" / "golden" / "broken" / "healthy"


class Importing:
    """The command on a study's database; every number is one of fiction."""

    def __init__(self, cati: Command, site: Site, folder: Path) -> None:
        self._cati, self.site, self.folder = cati, site, folder
        site.close()

    def file(self, content: str | bytes, name: str = "sample.csv") -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def book(self, *rows: list[object], name: str = "sample.xlsx", merge: str = "") -> Path:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        for row in rows:
            sheet.append(row)
        if merge:
            sheet.merge_cells(merge)
        book.save(self.folder / name)
        return self.folder / name

    def run(self, path: Path, *more: object, code: int = 0) -> Run:
        report = self.folder / "report.csv"
        run = self._cati(
            "sample", "import", _STUDY, path, "--db", self.site.path, "--as", "sue", "--json", "--report", report, *more
        )
        assert code == run.returncode, run.stderr
        assert not any(digits in run.stdout + run.stderr for digits in ("23125", "3920", "0690"))
        return run

    def summary(self, path: Path, *more: object, code: int = 0) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run(path, *more, code=code).stdout)
        return found

    def reasons(self, path: Path, *more: object) -> list[tuple[int, str, str]]:
        self.run(path, *more)
        text = (self.folder / "report.csv").read_text(encoding="utf-8-sig")
        assert "23125" not in text
        return [(int(r["row"]), r["column"], r["reason"]) for r in csv.DictReader(text.splitlines())]

    def stored(self) -> list[tuple[object, ...]]:
        """Cases beside the five of the site: name, frame, language, fields, numbers in order."""
        self.site.reopen()
        with self.site.units()() as unit:
            ids = [str(row[0]) for row in self.site.sql('SELECT id FROM "case" WHERE case_no > 5 ORDER BY case_no')]
            cases = [unit.cases.get(one) for one in ids]  # type: ignore[arg-type]
        names = self.site.sample_ids()
        self.site.close()
        return [
            (names[c.id], c.frame, c.language, dict(c.fields), [n.number.e164[-8:] for n in c.numbers if n.number])
            for c in cases
        ]


@pytest.fixture
def importing(cati: Command, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Importing:
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    return Importing(cati, site, tmp_path)


def test_a_sample_comes_in_with_several_numbers_and_fields(importing: Importing) -> None:
    path = importing.file(
        "ID;Telefon;Mobil;Sprache;Ort\nA1;030 23125 900;0171 3920063;de;Süd\nA2;+49 30 23125901;;;Nord\n"
    )

    summary = importing.summary(path)

    assert (2, 2, 3, True) == tuple(summary[name] for name in ("rows", "added", "numbers_added", "stored"))
    assert {"case_id": "ID", "number 1": "Telefon", "number 2": "Mobil", "language": "Sprache", "field Ort": "Ort"} == (
        summary["columns"]
    )
    assert [
        ("A1", "landline", "de", {"Ort": "Süd"}, ["23125900", "13920063"]),
        ("A2", "landline", None, {"Ort": "Nord"}, ["23125901"]),
    ] == importing.stored()


def test_an_import_says_which_columns_are_clear_and_which_are_sealed(
    importing: Importing, sue: Command, tmp_path: Path
) -> None:
    study = study_with(tmp_path, "\nsample: {clear: {Ort: stratum}}\noutcomes: {weight: w}\n")
    path = importing.file("ID;Telefon;Sprache;Ort;w;Vorname\nA1;030 23125 900;de;Süd;1,5;Quill\n")

    command = "sample", "import", study, path, "--db", importing.site.path
    told = json.loads(sue(*command, "--json", "--dry-run").stdout)
    text = sue(*command).stdout

    assert {"language": "language", "field Ort": "stratum", "field w": "weight"} == told["clear"]
    assert ["case_id", "number 1", "field Vorname"] == told["sealed"]
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert "field Ort ← Ort (clear: stratum)" in lines
    assert "field Vorname ← Vorname (sealed)" in lines
    assert {"Ort": "Süd", "w": "1,5"} == json.loads(
        str(importing.site.sql('SELECT fields FROM "case" WHERE case_no = 6')[0][0])
    )
    assert {"Ort": "Süd", "w": "1,5", "Vorname": "Quill"} == importing.stored()[0][3]


def test_a_second_import_renews_and_never_doubles(importing: Importing) -> None:
    importing.run(importing.file("id,number,ort\nA1,030 23125 900,a\nA2,030 23125 901,b\n"))

    again = importing.summary(importing.file("id,number,ort\nA2,030 23125 901,b\nA1,030 23125 902,c\n"))

    assert (0, 1, 1) == (again["added"], again["renewed"], again["unchanged"])
    assert [["23125902"], ["23125901"]] == [numbers for *_, numbers in importing.stored()]


def test_what_the_file_calls_a_case_is_never_its_number_in_the_open(importing: Importing) -> None:
    ids = [6, 7, 8, 9, 10, 11, 12, 4711, 987654321]  # the first ones are the numbers that come next
    rows = [f"{name};030 23125 9{at:02d}" for at, name in enumerate(ids)]
    importing.run(importing.file("\n".join(["ID;Telefon", *rows]) + "\n"))

    importing.site.reopen()
    known = importing.site.sample_ids()
    stored = {CaseId(str(case)): int(str(no)) for case, no in importing.site.sql('SELECT id, case_no FROM "case"')}
    named = {name: no for case, no in stored.items() if (name := known[case]) is not None}
    assert {str(name) for name in ids} == set(named)
    assert [] == [name for name, no in named.items() if int(name) == no]
    assert len(ids) == len(set(named.values()))
    assert set(range(6, 16)) >= set(named.values()), "small numbers, none twice"


def test_without_a_column_of_cases_the_number_tells_them(importing: Importing) -> None:
    importing.run(importing.file("number,ort\n030 23125 900,a\n"))

    again = importing.summary(importing.file("number,number_2,ort\n030 23125 900,0171 3920063,b\n"))

    assert (0, 1) == (again["added"], again["renewed"])
    assert [(None, "landline", None, {"ort": "b"}, ["23125900", "13920063"])] == importing.stored()


def test_every_damaged_number_is_named_by_row(importing: Importing) -> None:
    rows = [
        ("030 23125 900", None),
        ("4.94E+11", "number_rounded"),
        ("4,94E+11", "number_rounded"),
        ("30 23125901", "number_zero_lost"),
        ("3023125901.0", "number_zero_lost"),
        ("030 TAXI", "number_not_readable"),
        ("112", "number_too_short"),
        ("0110", "number_too_short"),
        ("0900 1234567", "number_service"),
        ("+49 30", "number_too_short"),
        ("0000000000", "number_too_short"),
        ("030 1", "number_too_short"),
        ("030 23125900123456", "number_impossible"),
        ("030 23125900", "number_of_other_row"),
        ("030 23125001", "number_of_other_case"),
    ]
    text = "id\tphone\n" + "".join(f"A{n}\t{number}\n" for n, (number, _) in enumerate(rows))

    found = importing.reasons(importing.file(text))

    expected = [(n, "phone", reason) for n, (_, reason) in enumerate(rows, 2) if reason]
    assert expected == [one for one in found if one[2] != "number_missing"]
    assert [row for row, *_ in expected] == [row for row, _, reason in found if reason == "number_missing"]


def test_zeros_come_back_where_that_is_clear(importing: Importing) -> None:
    path = importing.book(["id", "phone"], ["A1", 3023125900], ["A2", 493023125901], ["A3", 3023125902.0])

    assert [(row, "phone", "number_zero_lost") for row in (2, 3, 4)] == [
        one for one in importing.reasons(path) if one[2] != "number_missing"
    ]
    assert 3 == importing.summary(path, "--restore-zeros")["added"]
    assert ["23125900", "23125901", "23125902"] == [numbers[0] for *_, numbers in importing.stored()]  # type: ignore[index]


def test_formulas_empty_rows_and_errors_of_a_workbook_are_named(importing: Importing) -> None:
    filled: list[list[object]] = [["A2", "030 23125900", "=C9"], ["A3", "030 23125901", "y"], [None]]
    path = importing.book(["id", "phone", "ort"], ["A1", "=B9", "x"], [], *filled)

    assert [
        (2, "phone", "number_formula"),
        (2, "", "number_missing"),
        (3, "", "row_empty"),
        (4, "ort", "cell_formula"),
    ] == importing.reasons(path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no row below its headers"),
        (b"id,phone\n", ""),
        ("id,ort\nA1,x\n", "No column looks like telephone numbers"),
        ("id,phone,phone\nA1,1,2\n", "same header"),
        ("id,phone,\nA1,030 23125900,x\n", "row 2, column 3: A column has values but no header"),
        ('id,phone\nA1,"030 23125900\nA2,030 23125901\n', "row 2: A quotation mark"),
        ("03023125900,03023125901\n03023125900,03023125902\n", "values instead of headers"),
        (b"\xd0\xcf\x11\xe0rest", "old or password-protected"),
        (b"PK\x03\x04rest", "no workbook"),
    ],
)
def test_a_file_that_cannot_be_taken_changes_nothing(importing: Importing, content: str | bytes, says: str) -> None:
    path = importing.file(content)
    if says:
        assert says in importing.run(path, code=1).stderr
    else:
        assert 0 == importing.summary(path)["added"]
    assert [] == importing.stored()


def test_merged_headers_are_refused(importing: Importing) -> None:
    path = importing.book(["phone", None], ["030 23125900", "x"], merge="A1:B1")

    assert "merged" in importing.run(path, code=1).stderr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "cp850"])
def test_umlauts_arrive_whatever_program_wrote_the_file(importing: Importing, encoding: str) -> None:
    path = importing.file("id,phone,ort\nA1,030 23125900,Größe über Öl\n".encode(encoding))

    importing.run(path)

    assert [{"ort": "Größe über Öl"}] == [fields for *_, fields, _ in importing.stored()]


def test_a_wrong_declared_encoding_is_named_with_its_row(importing: Importing) -> None:
    path = importing.file("id,phone,ort\nA1,030 23125900,a\nA2,030 23125901,ü\n".encode("cp1252"))

    assert "row 3" in importing.run(path, "--encoding", "utf-8", code=1).stderr
    assert "no such encoding" in importing.run(path, "--encoding", "nonsense", code=1).stderr


def test_giant_cells_nul_bytes_and_shifted_rows_are_named_and_the_others_come_in(importing: Importing) -> None:
    giant = "x" * 10_000_000
    path = importing.file(
        f"id,phone,ort\nA1,030 23125900,{giant}\nA2,030 23125901,a\0\nA3,030 23125902,a,b\n"
        f'A4,030 23125903,{"y" * 20_000}\nA5,030 23125904,"a"b\nA6,030 23125905,fine\n'
    )

    assert [
        (2, "", "cell_too_long"),
        (3, "", "nul_byte"),
        (4, "", "row_too_wide"),
        (5, "ort", "cell_too_long"),
        (6, "", "quote_broken"),
    ] == importing.reasons(path)
    assert ["A6"] == [name for name, *_ in importing.stored()]


def test_a_case_may_bring_its_own_calling_window(importing: Importing) -> None:
    path = importing.file(
        "id,phone,zeitzone,bundesland,anruf ab,anruf bis\n"
        "A1,030 23125900,Europe/Lisbon,ni,9,17:30\nA2,030 23125901,Mars/North,,,\nA3,030 23125902,,XX,,\n"
        "A4,030 23125903,,,late,\nA5,030 23125904,,,12:00,11:00\nA6,030 23125905,,,19:50,\n"
        "A7,030 23125906,,,21:00,22:00\n"
    )

    assert [
        (3, "zeitzone", "time_zone_unknown"),
        (4, "bundesland", "state_unknown"),
        (5, "anruf ab", "hour_unreadable"),
        (6, "anruf bis", "hours_reversed"),
        (7, "anruf ab", "hours_too_short"),
        (8, "anruf bis", "hours_too_short"),
    ] == importing.reasons(path)
    window = {"time_zone": "Europe/Lisbon", "state": "NI", "call_from": "09:00", "call_until": "17:30"}
    assert [window] == [fields for *_, fields, _ in importing.stored()]


def test_a_number_abroad_is_called_by_its_own_clock_unless_the_sample_says_otherwise(importing: Importing) -> None:
    path = importing.file("id,phone,zeitzone\nA1,+1 212 5550100,\nA2,030 23125901,\nA3,+1 212 5550101,Europe/Berlin\n")

    importing.run(path)

    importing.site.reopen()
    names = importing.site.sample_ids()
    rows = importing.site.sql('SELECT id, place FROM "case"')
    places = {name: place for case_id, place in rows if (name := names[CaseId(str(case_id))]) is not None}
    assert {"A1": "America/New_York|NI", "A2": "", "A3": ""} == places


def test_columns_can_be_named_on_the_command_line(importing: Importing) -> None:
    path = importing.file("a,b,c\nA1,030 23125900,x\n")

    importing.run(path, "--map", "case_id=a", "--map", "number=B", "--map", "region=c")

    assert [("A1", "landline", None, {"region": "x"}, ["23125900"])] == importing.stored()
    assert "does not have the columns d" in importing.run(path, "--map", "number=d", code=1).stderr


@pytest.mark.parametrize("option", ["--strict", "--dry-run"])
def test_a_strict_or_dry_run_changes_nothing(importing: Importing, option: str) -> None:
    path = importing.file("id,phone\nA1,030 23125900\nA2,nonsense\n")

    summary = importing.summary(path, option, code=1 if option == "--strict" else 0)

    assert (False, 1) == (summary["stored"], summary["added"])
    assert [] == importing.stored()


def test_a_cancel_in_the_middle_changes_nothing(importing: Importing, monkeypatch: pytest.MonkeyPatch) -> None:
    def cancelled(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cati_app.cli.sample_import.RowProgress.__call__", cancelled)
    path = importing.file("id,phone\nA1,030 23125900\n")

    assert "Stopped" in importing.run(path, code=1).stderr
    assert [] == importing.stored()


def test_only_a_supervisor_imports(importing: Importing, cati: Command) -> None:
    path = importing.file("id,phone\nA1,030 23125900\n")

    run = cati("sample", "import", _STUDY, path, "--db", importing.site.path, "--as", "ann")

    assert (1, True) == (run.returncode, "supervisor" in run.stderr)


def test_a_header_that_looks_like_a_number_is_never_printed_or_stored(importing: Importing) -> None:
    path = importing.file("id,phone,030 23125999\nA1,030 23125900,x\n")

    assert "column 3" == importing.summary(path)["columns"]["field column 3"]
    assert [{"column 3": "x"}] == [fields for *_, fields, _ in importing.stored()]


def test_without_json_the_report_is_for_people(importing: Importing, cati: Command) -> None:
    path = importing.file("id,phone\nA1,030 23125900\nA2,nonsense\n")

    run = cati("sample", "import", _STUDY, path, "--db", importing.site.path, "--as", "sue")

    assert ("row 3, phone: The number cannot be read." in run.stdout, "23125" in run.stdout) == (True, False)
