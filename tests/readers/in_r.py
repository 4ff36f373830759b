"""R reads system files and Stata's with haven, runs the script beside the plain CSV, and weighs with survey."""

from __future__ import annotations

import csv
import io
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from cati_app.publish.dataset.missing_letters import LETTERS
from cati_app.publish.dataset.table import DataTable, Kind, Variable
from cati_app.publish.formats.guards import STATA_LABEL
from tests.readers.programs import INSTALL, NotThere, columns_of, last_line, program
from tests.readers.seen import (
    ReadBack,
    SeenSet,
    SeenWeight,
    as_letters,
    dates_on_one_line,
    of_dates_where_given,
)
from tests.readers.studies import ReadTable

_SCRIPT = Path(__file__).with_name("read.R")
_DATES = frozenset({Kind.DATE, Kind.MONTH, Kind.MOMENT, Kind.TIME})


def by_r(tables: Sequence[ReadTable]) -> Iterator[tuple[ReadTable, ReadBack]]:
    """The three formats that R has a way to read, of all tables in one run of it.

    Raises:
        NotThere: R or one of its packages.
    """
    wanted = [(read, ending) for read in tables for ending in (".sav", ".dta", ".R")]
    with TemporaryDirectory() as name:
        done = subprocess.run(
            [program("Rscript"), str(_SCRIPT), name, *(str(read.file(ending)) for read, ending in wanted)],
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, "LANGUAGE": "en", "LC_ALL": "C.UTF-8"},  # what R says is read below
        )
        if done.returncode and "there is no package called" in done.stderr:
            raise NotThere(f"R lacks a package: {INSTALL}")
        for number, (read, ending) in enumerate(wanted, 1):
            yield read, _seen(read.table, ending[1:], Path(name, str(number)), last_line(done.stderr))


def _seen(table: DataTable, kind: str, folder: Path, said: str) -> ReadBack:
    reader = "R, survey" if kind == "R" else "R haven, survey"
    if not (folder / "facts.csv").exists():  # R is there, and cannot read the file
        told = folder / "failed.txt"
        return ReadBack(kind.lower(), reader, more={told.read_text("utf-8").strip() if told.exists() else said: False})
    values, reasons, facts = (
        columns_of((folder / name).read_text("utf-8")) for name in ("cells.csv", "reasons.csv", "facts.csv")
    )
    labels, choices, sets = _described(folder / "described.csv")
    mean = facts["mean"][0]
    weight = SeenWeight(facts["weight"][0], float(mean)) if mean else None
    if kind == "dta":
        codes = {variable.name: _codes(variable) for variable in table.variables}
        choices = {
            name: {codes[name].get(code, code): text for code, text in told.items()} for name, told in choices.items()
        }
        reasons = {name: [codes[name].get(cell, cell) for cell in cells] for name, cells in reasons.items()}
    if kind == "R":
        values = {name: [cell.strip() for cell in cells] for name, cells in values.items()}
    as_written = {"sav": of_dates_where_given, "dta": as_letters, "R": dates_on_one_line}[kind]
    without = {"sav": _DATES, "dta": frozenset({Kind.TEXT}), "R": _DATES}[kind]
    return ReadBack(
        kind.lower(),
        reader,
        values,
        as_written,
        labels,
        choices,
        lambda variable: variable.kind in without,
        missing=reasons,
        sets=sets if kind == "R" else None,
        weight=weight,
        has_distinct_choices=kind == "R",
        longest_label=STATA_LABEL if kind == "dta" else None,
    )


def _codes(variable: Variable) -> Mapping[str, str]:
    """Codes of missing values by Stata's letters."""
    return {f".{LETTERS[reason]}": str(code) for reason, code in variable.missing.items()}


def _described(path: Path) -> tuple[dict[str, str], dict[str, dict[str, str]], dict[str, SeenSet]]:
    """Variable labels, value labels and sets."""
    labels: dict[str, str] = {}
    choices: dict[str, dict[str, str]] = {}
    sets: dict[str, SeenSet] = {}
    for row in csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")):
        match row["code"]:
            case "label":
                labels[row["name"]] = row["text"]
            case "set":
                sets[row["name"]] = (None, tuple(row["text"].split()))
            case code:
                choices.setdefault(row["name"], {})[code] = row["text"]
    return labels, choices, sets
