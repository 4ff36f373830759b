"""LibreOffice makes CSV of the sheets of the workbook: the data, and the codebook."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from cati_app.publish.dataset.table import DataTable
from cati_app.publish.dataset.words import DATA_TERMS
from tests.readers.programs import columns_of, last_line, program
from tests.readers.seen import SYSTEM_MISSING, ReadBack
from tests.readers.studies import ReadTable

_EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
_CLOCK = re.compile(r"^(\d\d):(\d\d:\d\d) ([AP])M$")
_NAMED = re.compile(r" \[[^\]]*\]$")


def by_spreadsheets(tables: Sequence[ReadTable]) -> Iterator[tuple[ReadTable, ReadBack]]:
    """The workbook of each table.

    Raises:
        NotThere: LibreOffice.
    """
    office = program("soffice")
    with TemporaryDirectory() as name:
        folder = Path(name)
        profile = f"-env:UserInstallation=file://{folder / 'profile'}"
        command = [office, profile, "--headless", "--convert-to", _EVERY_SHEET, "--outdir", str(folder)]
        files = [str(read.file(".xlsx")) for read in tables]
        done = subprocess.run([*command, *files], check=False, capture_output=True, text=True, timeout=300)
        for read in tables:
            words = DATA_TERMS.of(read.table.language)
            data, codebook = (folder / f"{read.stem}-{words(sheet)}.csv" for sheet in ("sheet_data", "codebook"))
            if data.exists() and codebook.exists():
                yield read, _read_back(read.table, data.read_text("utf-8"), codebook.read_text("utf-8"))
            else:
                yield read, ReadBack("xlsx", "LibreOffice", more={last_line(done.stderr): False})


def _read_back(table: DataTable, data: str, codebook: str) -> ReadBack:
    values = {name: list(map(_clock, cells)) for name, cells in columns_of(data).items()}
    told = columns_of(codebook)
    names = told["name"]
    missing = {name: _numbered(text) for name, text in zip(names, told["missing"], strict=True)}
    choices = {name: _pairs(text) for name, text in zip(names, told["values"], strict=True)}
    sets: dict[str, list[str]] = {}
    for name, members in zip(names, told["set"], strict=True):
        if members:
            sets.setdefault(members, []).append(name)
    labels = {members.name: members.label for members in table.sets}
    return ReadBack(
        "xlsx",
        "LibreOffice",
        values,
        labels=dict(zip(names, told["label"], strict=True)),
        choices={name: choices[name] | missing[name] for name in names},
        has_full_texts=True,
        missing={name: [_reason(cell, missing[name]) for cell in values[name]] for name in names},
        sets={name: (None, tuple(members)) for name, members in sets.items() if name in labels},
    )


def _clock(cell: str) -> str:
    """A time of day as LibreOffice says it, by twenty-four hours."""
    told = _CLOCK.match(cell)
    return f"{int(told[1]) % 12 + 12 * (told[3] == 'P'):02}:{told[2]}" if told else cell


def _pairs(text: str) -> dict[str, str]:
    """Codes and texts of a field of the codebook."""
    pairs = (part.partition(" = ") for part in text.split(" | ") if " = " in part)
    return {code: _NAMED.sub("", told) for code, _, told in pairs}


def _numbered(text: str) -> dict[str, str]:
    """Those with numbers for codes: of a text the field says in words what a blank one means."""
    return {code: told for code, told in _pairs(text).items() if code.lstrip("-").isdigit()}


def _reason(cell: str, missing: dict[str, str]) -> str:
    if cell in missing:
        return cell
    return SYSTEM_MISSING if cell == "" else ""
