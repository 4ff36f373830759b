"""GNU PSPP reads the system file, and runs the syntax beside the plain CSV."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from cati_app.publish.dataset.table import DataTable, Kind, Value, Variable
from cati_app.publish.formats.sav import spss_number
from tests.readers.programs import last_line, program
from tests.readers.seen import SYSTEM_MISSING, ReadBack, SeenSet, SeenWeight
from tests.readers.studies import ReadTable

_TABLE = re.compile(r"^Table: (.+)$", re.MULTILINE)
_DATES = (Kind.DATE, Kind.MONTH, Kind.MOMENT, Kind.TIME)


@dataclass(frozen=True)
class SeenByPspp:
    """A file as PSPP reads it.

    Args:
        output: What it printed, tables as CSV.
        values: The data, names first; dates and times as seconds.
        mean: The mean of `duration_s` by the weight of the file; blank: there is no such variable.
    """

    output: str
    values: list[list[str]]
    mean: str

    def tables(self, title: str) -> list[list[list[str]]]:
        """The tables of that title, as cells."""
        parts = _TABLE.split(self.output)[1:]
        return [
            list(csv.reader(io.StringIO(body)))
            for head, body in zip(parts[::2], parts[1::2], strict=True)
            if head.strip() == title
        ]

    def variables(self, *, dates_as_numbers: bool = False) -> dict[str, dict[str, str]]:
        """What the dictionary says of each variable."""
        head, *rows = (row for row in self.tables("Variables")[-1 if dates_as_numbers else 0] if len(row) > 2)
        return {row[0]: dict(zip(head, row, strict=True)) for row in rows}

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        """Value labels by variable and value."""
        found: dict[str, dict[str, str]] = {}
        name = ""
        for row in (self.tables("Value Labels") or [[]])[-1][1:]:
            if len(row) == 3:
                name = row[0] or name
                found.setdefault(name, {})[row[1].removesuffix("[a]").strip()] = row[2]
        return found

    @cached_property
    def sets(self) -> dict[str, list[str]]:
        """Label, kind, counted value and variables of each multiple-response set, by its name with $."""
        tables = self.tables("Multiple Response Sets")
        return {
            row[0]: [*row[1:4], " ".join(row[4].split())]
            for row in (tables[0] if tables else [])
            if row[:1] and row[0][:1] == "$"
        }

    @property
    def weight(self) -> str:
        """The weight variable; blank: there is none."""
        told = re.search(r"WEIGHT is (\w+)", self.output)
        return "" if told is None or told[1] == "off" else told[1]


def seen_by_pspp(first: str, table: DataTable, folder: Path) -> SeenByPspp:
    """What PSPP makes of a command that reads a file; it runs in a folder where it may write.

    Raises:
        ValueError: it does not carry that out; the message is its last line.
    """
    names = [known.name for known in table.variables]
    dates = " ".join(known.name for known in table.variables if known.kind in _DATES)
    syntax = [
        "SET TVARS=NAMES.",
        first,
        "DISPLAY DICTIONARY.",
        *([f"FORMATS {dates} (F20.0)."] if dates else []),
        "DISPLAY LABELS.",
        "DISPLAY DICTIONARY.",
        "MRSETS /DISPLAY NAME=ALL.",
        "SHOW WEIGHT.",
        "DISPLAY DOCUMENTS.",
        "SAVE TRANSLATE /OUTFILE='values.csv' /TYPE=CSV /FIELDNAMES /CELLS=VALUES /MISSING=IGNORE /REPLACE.",
    ]
    if "duration_s" in names:
        syntax += [
            "COMPUTE every = 1.",
            "AGGREGATE /OUTFILE=* /BREAK=every /mean = MEAN(duration_s).",
            "SAVE TRANSLATE /OUTFILE='mean.csv' /TYPE=CSV /CELLS=VALUES /REPLACE.",
        ]
    (folder / "read.sps").write_text("\n".join(syntax), encoding="utf-8")
    command = ["pspp", "-O", "format=csv", "-o", "seen.csv", "read.sps"]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True)
    output = (folder / "seen.csv").read_text(encoding="utf-8")
    if done.returncode:
        raise ValueError(last_line(output))
    values = list(csv.reader(io.StringIO((folder / "values.csv").read_bytes().decode(), newline="")))
    mean = (folder / "mean.csv").read_text("utf-8").strip().rpartition(",")[2] if "duration_s" in names else ""
    return SeenByPspp(output, values, mean)


def by_pspp(tables: Sequence[ReadTable]) -> Iterator[tuple[ReadTable, ReadBack]]:
    """Both ways into SPSS, of each table.

    Raises:
        NotThere: PSPP.
    """
    program("pspp")
    for read in tables:
        for name, first, folded in (
            ("sav", f"GET FILE='{read.file('.sav')}'.", False),
            ("sps", f"CD '{read.folder}'.\nINSERT FILE='{read.file('.sps').name}'.", True),
        ):
            with TemporaryDirectory() as folder:
                back = f"\nCD '{folder}'." if folded else ""
                try:
                    seen = seen_by_pspp(first + back, read.table, Path(folder))
                except ValueError as failure:
                    yield read, ReadBack(name, "GNU PSPP", more={str(failure): False})
                else:
                    yield read, _read_back(name, seen, read.table, folded=folded)


def _read_back(name: str, seen: SeenByPspp, table: DataTable, *, folded: bool) -> ReadBack:
    """`folded`: line breaks within texts are blanks."""
    head, *rows = seen.values
    values = {column: [row[place].strip() for row in rows] for place, column in enumerate(head)}
    dictionary = seen.variables()
    spans = {column: _span(facts) for column, facts in seen.variables(dates_as_numbers=True).items()}
    more = {"levels": all(_level(dictionary[known.name]) == known.level.value for known in table.variables)}
    if name == "sav":
        more["documents"] = table.checksum in seen.output
    sets: dict[str, SeenSet] = {
        column[1:]: (label, tuple(members.split())) for column, (label, _, _, members) in seen.sets.items()
    }
    return ReadBack(
        name,
        "GNU PSPP",
        {column: ["" if cell == "." else cell for cell in cells] for column, cells in values.items()},
        _folded if folded else _in_seconds,
        {column: facts["Label"] for column, facts in dictionary.items()},
        {known.name: _plain_codes(seen.labels.get(known.name, {})) for known in table.variables},
        missing={column: [_reason(cell, spans[column]) for cell in cells] for column, cells in values.items()},
        sets=sets,
        weight=SeenWeight(seen.weight or "none", float(seen.mean)) if seen.mean else None,
        more=more,
    )


def _level(facts: Mapping[str, str]) -> str:
    return facts["Measurement Level"].lower()


def _plain_codes(labels: Mapping[str, str]) -> dict[str, str]:
    """Codes as whole numbers where they are some."""
    return {code.removesuffix(".00").removesuffix(".0"): text for code, text in labels.items()}


def _span(facts: Mapping[str, str]) -> tuple[float, float] | None:
    """Lowest and highest missing code; None for a text, and where there is none."""
    numbers = re.findall(r"-?\d+(?:\.\d+)?", facts["Missing Values"])
    return (float(numbers[0]), float(numbers[-1])) if numbers else None


def _reason(cell: str, span: tuple[float, float] | None) -> str:
    if cell in ("", "."):
        return SYSTEM_MISSING
    if span is not None and span[0] <= float(cell) <= span[1]:
        return cell
    return ""


def _in_seconds(variable: Variable, value: Value) -> str:
    """As the system file has it: dates and times in seconds."""
    if variable.kind is Kind.TEXT:
        return str(value)
    if value is None:
        return ""
    return f"{spss_number(value):.15g}"


def _folded(variable: Variable, value: Value) -> str:
    return " ".join(str(value).split()) if variable.kind is Kind.TEXT else _in_seconds(variable, value)
