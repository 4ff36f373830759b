"""Cells of a questionnaire's workbook as a spreadsheet names them: the columns of its sheets by their letters."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from cati_app.engine.sheets.workbook import canonical
from cati_app.engine.xlsform.read import read_workbook

_WITH_LETTERS = (".xlsx", ".xlsm", ".xls")
_LETTERS = 26

ColumnLetters = Mapping[str, Mapping[str, str]]
"""By sheet and column, as findings name them."""


def column_letters(data: bytes, filename: str) -> ColumnLetters:
    """The letters; none where the file is no workbook or cannot be read."""
    if PurePath(filename).suffix.lower() not in _WITH_LETTERS:
        return {}
    workbook, _ = read_workbook(data, filename)
    if workbook is None:
        return {}
    return {
        name: {column: _letters(position) for column, position in sheet.places.items()}
        for name, sheet in workbook.sheets.items()
    }


def cell_name(letters: ColumnLetters, sheet: str | None, row: int | None, column: str | None) -> str:
    """`D24`; blank where row or column are not known."""
    columns = letters.get(sheet or "", {})
    letter = columns.get(column or "") or columns.get(canonical(column or ""))
    return f"{letter}{row}" if letter and row else ""


def _letters(position: int) -> str:
    """`A` for 0, `AA` for 26."""
    written, position = "", position + 1
    while position:
        position, rest = divmod(position - 1, _LETTERS)
        written = chr(ord("A") + rest) + written
    return written
