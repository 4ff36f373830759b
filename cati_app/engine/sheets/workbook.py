"""A questionnaire workbook as text: sheets, rows by number, columns by their canonical names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from cati_app.values import dataclass

_ALIASES = {
    "relevance": "relevant",
    "calculate": "calculation",
    "read_only": "read_only",
    "readonly": "read_only",
    "constraint_msg": "constraint_message",
    "required_msg": "required_message",
    "list name": "list_name",
    "command": "type",
    "tag": "name",
    "skippable": "required",
    "caption": "label",
    "noapperrorstring": "required_message",
    "repeat_count": "repeat_count",
    "jr:count": "repeat_count",
    "jr:constraintmsg": "constraint_message",
    "jr:requiredmsg": "required_message",
    "bind::relevant": "relevant",
    "bind::required": "required",
    "bind::constraint": "constraint",
    "bind::calculate": "calculation",
    "bind::readonly": "read_only",
    "bind::jr:constraintmsg": "constraint_message",
    "bind::jr:requiredmsg": "required_message",
    "control::appearance": "appearance",
    "body::appearance": "appearance",
    "jr:preload": "preload",
}
TRANSLATED = frozenset(
    {
        "label",
        "hint",
        "guidance_hint",
        "constraint_message",
        "required_message",
        "cati_soft_message",
        "cati_unit",
        "cati_status",
        "image",
        "audio",
        "video",
        "big-image",
        "media",
    }
)
_SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that is not blank; `number` as the spreadsheet shows it."""

    number: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        """The trimmed text of a cell, blank when there is none."""
        return self.cells.get(column, "")


@dataclass(slots=True)
class Sheet:
    """A sheet; `headers` gives for each canonical column the header as written, `places` the column, from 0."""

    name: str
    headers: dict[str, str] = field(default_factory=dict)
    rows: list[SheetRow] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict, compare=False)  # as it was read; a repaired one has none

    def languages(self) -> list[str]:
        """Languages of the translated columns as written, in order."""
        codes: dict[str, None] = {}
        for column in self.headers:
            base, _, language = column.partition("::")
            if language and base in TRANSLATED and base != "cati_status":
                codes[language] = None
        return list(codes)


@dataclass(slots=True)
class Workbook:
    """The sheets a questionnaire consists of; others are left out."""

    filename: str
    sheets: dict[str, Sheet]
    other_sheets: tuple[str, ...] = ()

    @property
    def is_xform(self) -> bool:
        """Whether the rows were written from an XForm: their numbers are lines, their columns ours."""
        return self.filename.lower().endswith(".xml")

    def sheet(self, name: str) -> Sheet:
        """A sheet, an empty one when there is none."""
        return self.sheets.get(name) or Sheet(name)


def canonical(header: str) -> str:
    """The canonical name of a column: lower case, aliases resolved, `base::Language` for translations."""
    text = re.sub(r"\s*(::?)\s*", r"\1", header.strip())
    low = text.lower().replace(" ", "_")
    if low in _ALIASES:
        return _ALIASES[low]
    text = re.sub(r"(?i)^(bind|control|body|media)::?(jr:)?", lambda m: "" if m[1].lower() == "media" else m[0], text)
    base, mark, rest = text.partition("::")
    if not mark:
        base, mark, rest = text.partition(":")
    base = base.strip().lower().replace(" ", "_")
    base = _ALIASES.get(base, base)
    if mark and base in TRANSLATED:
        return f"{base}::{rest.strip()}"
    return f"{base}{mark}{rest}" if mark else base


def known_sheet(name: str) -> str | None:
    """The canonical name when a sheet is one of a questionnaire's."""
    low = name.strip().lower()
    return low if low in _SHEETS else None


def build_sheet(name: str, rows: Iterable[tuple[int, Sequence[str]]]) -> Sheet:
    """A sheet from numbered rows of trimmed cells; the first row that is not blank is the header."""
    sheet = Sheet(name)
    columns: list[str] = []
    for number, cells in rows:
        if not any(cells):
            continue
        if not columns:
            columns = _header(sheet, cells)
            continue
        filled = {column: cell for column, cell in zip(columns, cells, strict=False) if column and cell}
        if filled:
            sheet.rows.append(SheetRow(number, filled))
    return sheet


def _header(sheet: Sheet, cells: Sequence[str]) -> list[str]:
    columns: list[str] = []
    for position, cell in enumerate(cells):
        column = canonical(cell) if cell else ""
        if column and column in sheet.headers:
            sheet.duplicates.append(cell)
            column = ""
        elif column:
            sheet.headers[column] = cell
            sheet.places[column] = position
        columns.append(column)
    return columns
