"""The readers, each with what it sees of the files; one that is not there says so."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from cati_app.publish.dataset.table import Kind, Value, Variable
from tests.readers.scene import STEM, scene
from tests.readers.seen import ReadBack, as_coded, as_letters, of_dates_where_given, on_one_line

Told = Callable[[Variable, Value], str | None]
_SCRIPT = Path(__file__).with_name("read.R")


class NotThere(Exception):
    """A program that is not installed; the message says how it gets here."""


def table_of(text: str) -> dict[str, list[str]]:
    """Columns of a CSV by name."""
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    return {name: [row[place] for row in rows] for place, name in enumerate(head)}


def _program(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise NotThere(f"{name}: apt-get install {package}")
    return found


def _last_line(text: str) -> str:
    return ([line for line in text.splitlines() if line.strip()] or ["failed without a word"])[-1]


def by_haven(folder: Path, ending: str) -> Iterator[tuple[ReadBack, Told]]:
    """R's haven, and survey for the weight."""
    program = _program("Rscript", "r-cran-haven r-cran-survey")
    done = subprocess.run(
        [program, str(_SCRIPT), str(folder / f"{STEM}{ending}"), str(folder)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "LANGUAGE": "en"},  # what R says is read below
    )
    if done.returncode and "there is no package called" in done.stderr:
        raise NotThere("R: apt-get install r-cran-haven r-cran-survey")
    if done.returncode:  # it is there, and cannot read the file
        yield ReadBack(ending[1:], "R haven, survey", {}, more={_last_line(done.stderr): False}), as_coded
        return
    described = list(csv.DictReader(io.StringIO((folder / "described.csv").read_text("utf-8"), newline="")))
    labels = {row["name"]: row["text"] for row in described if row["code"] == "label"}
    choices: dict[str, dict[str, str]] = {}
    for row in described:
        if row["code"] != "label":
            choices.setdefault(row["name"], {})[row["code"]] = row["text"]
    values = table_of((folder / "cells.csv").read_text("utf-8"))
    durations, weights = ([float(str(value)) for value in scene().column(name)] for name in ("duration_s", "weight"))
    mean = sum(map(float.__mul__, durations, weights)) / sum(weights)
    more = {"weighted mean by survey": abs(mean - float(done.stdout.split()[-1])) < 1e-6}
    if ending == ".dta":
        letters = {name: _coded(found, name) for name, found in choices.items()}
        no_texts = frozenset({Kind.TEXT})
        yield ReadBack("dta", "R haven, survey", values, labels, letters, no_texts, more), as_letters
    else:
        no_dates = frozenset({Kind.DATE, Kind.MONTH, Kind.MOMENT, Kind.TIME})
        yield ReadBack("sav", "R haven, survey", values, labels, choices, no_dates, more), of_dates_where_given


def _coded(found: Mapping[str, str], name: str) -> dict[str, str]:
    """Choices with the codes of missing values in place of Stata's letters."""
    variable = next(known for known in scene().variables if known.name == name)
    codes = {as_letters(variable, code): str(code) for code in variable.missing.values()}
    return {codes.get(code, code): text for code, text in found.items()}


def by_duckdb(folder: Path) -> Iterator[tuple[ReadBack, Told]]:
    """Parquet and CSV."""
    try:
        import duckdb
    except ImportError:
        raise NotThere("duckdb: see requirements/readers.in") from None
    files = {"parquet": f"read_parquet('{folder / STEM}.parquet')"}
    files["csv"] = f"read_csv('{folder / STEM}_plain.csv', all_varchar = true, header = true)"
    for name, source in files.items():
        answer = duckdb.sql(f"SELECT * FROM {source}")
        rows = answer.fetchall()
        values = {
            column: ["" if row[place] is None else str(row[place]) for row in rows]
            for place, column in enumerate(answer.columns)
        }
        moments = [known.name for known in scene().variables if known.kind is Kind.MOMENT]
        for moment in moments:
            values[moment] = [value.replace("T", " ") for value in values[moment]]
        yield ReadBack(name, "duckdb", values), of_dates_where_given if name == "parquet" else on_one_line


def by_triples(folder: Path) -> Iterator[tuple[ReadBack, Told]]:
    """Triple-S: what it sees of the questions is held against the CSV beside."""
    try:
        import triple_s
    except ImportError:
        raise NotThere("triple-s-survey: see requirements/readers.in") from None
    survey = triple_s.read_triple_s(str(folder / f"{STEM}.sss"), str(folder / f"{STEM}_sss.csv"))
    frame = survey.to_pandas()
    written = table_of((folder / f"{STEM}_sss.csv").read_text("utf-8"))
    same = len(frame) == len(scene().rows) and list(frame.columns) == list(written)
    yield ReadBack("triples", "triple-s-survey", {}, more={"rows and questions": same}), lambda *_: None


def by_spreadsheets(folder: Path) -> Iterator[tuple[ReadBack, Told]]:
    """The workbook, as LibreOffice makes a CSV of it: texts, numbers, no formula that was run."""
    program = _program("soffice", "libreoffice-calc-nogui")
    profile = folder / "profile"
    done = subprocess.run(
        [
            program,
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false",
            "--outdir",
            str(folder / "office"),
            str(folder / f"{STEM}.xlsx"),
        ],
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    made = folder / "office" / f"{STEM}.csv"
    if not made.exists():
        yield ReadBack("xlsx", "LibreOffice", {}, more={_last_line(done.stderr): False}), as_coded
        return
    yield ReadBack("xlsx", "LibreOffice", table_of(made.read_text("utf-8"))), as_coded


def by_schema(folder: Path, schemas: Path) -> Iterator[tuple[ReadBack, Told]]:
    """DDI by the schema of the DDI Alliance, which the project does not carry."""
    try:
        import xmlschema
    except ImportError:
        raise NotThere("xmlschema: see requirements/readers.in") from None
    source = schemas / "ddi-2.5" / "schemas" / "codebook.xsd"
    if not source.exists():
        raise NotThere(f"DDI: no {source}; make readers SCHEMAS=FOLDER")
    schema = xmlschema.XMLSchema(str(source))
    found = {path.name: schema.is_valid(str(path)) for path in sorted(folder.glob("*_ddi.xml"))}
    yield (
        ReadBack("ddi", "xmlschema", {}, more={f"{name} valid": valid for name, valid in found.items()}),
        lambda *_: None,
    )


def by_pspp(folder: Path) -> Iterator[tuple[ReadBack, Told]]:
    """The system file and the syntax, by the tests of the suite that ask GNU PSPP."""
    _program("pspp", "pspp")
    tests = ["tests/golden/test_sav_in_pspp.py", "tests/golden/test_scripts_read_back.py"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", *tests], check=False, capture_output=True, text=True
    )
    more = {done.stdout.strip().splitlines()[-1]: done.returncode == 0}
    yield ReadBack("sav, r", "GNU PSPP, R", {}, more=more), lambda *_: None
