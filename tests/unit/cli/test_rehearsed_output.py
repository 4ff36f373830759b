"""Every way out of a study that is rehearsed has the word: what is printed, JSON, and each file that is written."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyreadstat
import pytest

from cati_app.__main__ import main
from tests.commands import Command
from tests.stations import FORM, STUDY

_SAMPLE = "telefon\n" + "".join(f"03023125{n:03d}\n" for n in range(8))
_PEOPLE = "calls: {}\nanswers: {age: {range: [16, 80]}}\n"


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One day with one seat."""
    study = tmp_path_factory.mktemp("rehearsed") / "study"
    study.mkdir()
    (study / "form.md").write_text(FORM)
    (study / "study.yaml").write_text(STUDY + "sample: {file: sample.csv, columns: {numbers: [telefon]}}\n")
    (study / "sample.csv").write_text(_SAMPLE)
    (study / "respondents.yaml").write_text(_PEOPLE)
    out = study.with_name("tryout")
    assert 0 == main(["rehearse", str(study), "--seats", "1", "--days", "1", "--out", str(out), "--json"])
    return out


@pytest.fixture
def cati(cati: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Commands of people whose password everybody knows."""
    monkeypatch.setenv("CATI_PASSWORD", "demo")
    return cati


_PRINTING = {
    "status": ("--as", "supervision"),
    "rates": ("--as", "supervision"),
    "forecast": ("--as", "supervision"),
    "alerts": ("--as", "supervision"),
    "figures": ("--as", "supervision"),
    "quota": ("--as", "supervision"),
    "next": ("--as", "seat01"),
    "case": ("1", "--as", "supervision"),
    "verify": (),
    "user": ("list", "--as", "supervision"),
}


@pytest.mark.parametrize("command", _PRINTING)
def test_what_a_command_prints_says_so(cati: Command, rehearsed: Path, command: str) -> None:
    words = _PRINTING[command]
    action, options = (words[:1], words[1:]) if command == "user" else ((), words)
    plain = cati(command, *action, rehearsed, *options)
    assert plain.stdout.startswith("Rehearsal: nothing of this is real.\n"), plain.stderr
    read = json.loads(cati(command, *action, rehearsed, *options, "--json").stdout)
    assert all(told["rehearsal"] is True for told in (read if isinstance(read, list) else [read]))


def test_every_file_of_a_data_set_says_so(cati: Command, rehearsed: Path, tmp_path: Path) -> None:
    out = tmp_path / "export"
    formats = "csv,csv-semicolon,sav,paradata"
    words = ("--as", "analyse", "--format", formats, "--include", "complete,set-aside", "--out", out)
    run = cati("export", rehearsed, *words)
    assert 0 == run.returncode, run.stderr
    files = sorted(path.name for path in out.iterdir())
    assert 8 == len(files)
    assert files == [name for name in files if name.startswith("rehearsal_")]
    [manifest] = out.glob("*_manifest.json")
    assert "Probelauf: Klein" == json.loads(manifest.read_text(encoding="utf-8"))["title"]
    [sav] = out.glob("*.sav")
    _, facts = pyreadstat.read_sav(str(sav), metadataonly=True)
    assert "Probelauf: Klein (1)" == facts.file_label
    [codebook] = out.glob("*_codebook.csv")
    with codebook.open(encoding="utf-8-sig", newline="") as lines:
        assert {"Probelauf: Klein"} == {line["title"] for line in csv.DictReader(lines)}
    [pages] = out.glob("*.pdf")
    assert b"Probelauf: Klein" in pages.read_bytes()


def test_every_file_of_weights_says_so(cati: Command, rehearsed: Path, tmp_path: Path) -> None:
    out, margins = tmp_path / "weights", tmp_path / "margins.csv"
    margins.write_text("variable,category,share,source,date\nage,16-80,100,census,2022-05-15\n")
    run = cati("weigh", rehearsed, "--margins", margins, "--as", "analyse", "--out", out)
    assert 0 == run.returncode, run.stderr
    names = sorted(path.name for path in out.iterdir())
    assert 3 == len(names)
    assert names == [name for name in names if name.startswith("rehearsal_")]
    [picture] = out.glob("*.svg")
    assert "Rehearsal: Small" in picture.read_text() or "Probelauf: Klein" in picture.read_text()


@pytest.mark.parametrize("report", ["compliance", "seen"])
def test_every_document_says_so(
    cati: Command, rehearsed: Path, tmp_path: Path, report: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("03023125001\n"))
    out = tmp_path / "report.pdf"
    run = cati("report", rehearsed, report, "--as", "supervision", "--out", out)
    assert 0 == run.returncode, run.stderr
    assert b"Probelauf: Klein" in out.read_bytes()


@pytest.mark.parametrize(("report", "called"), [("field", "_field_report_de."), ("codebook", "_codebook_de.")])
def test_a_report_says_so_on_each_page(
    cati: Command, rehearsed: Path, tmp_path: Path, report: str, called: str
) -> None:
    out = tmp_path / "reports"
    run = cati("report", rehearsed, report, "--as", "analyse", "--out", out)
    assert 0 == run.returncode, run.stderr
    names = sorted(path.name for path in out.iterdir())
    assert [True, True] == [name.startswith("rehearsal_") and called in name for name in names]
    page, pdf = (out / name for name in names)
    assert '<p class="warning">Probelauf: Nichts davon ist echt.</p>' in page.read_text()
    assert b"Probelauf: Klein" in pdf.read_bytes()
