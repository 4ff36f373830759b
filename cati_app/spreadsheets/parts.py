"""The parts of a workbook that are small: which sheets there are and where, what styles show, tables."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from cati_app.spreadsheets.cells import LeadingSigns, unescaped
from cati_app.values import dataclass

_MOST_BYTES = 16 * 1024 * 1024
_ROOT = "xl/workbook.xml"


class TooLarge(Exception):
    """A part is larger than any of its kind needs to be."""


@dataclass(frozen=True, slots=True)
class BookParts:
    """Worksheets by name in their order, as paths in the archive, and which of them are hidden; what styles show.

    `dates`, `durations` and `signs` hold ids of cell styles.
    """

    sheets: Mapping[str, str]
    hidden: frozenset[str]
    texts: str | None
    dates: frozenset[int]
    durations: frozenset[int]
    signs: Mapping[int, LeadingSigns]
    epoch: datetime


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a worksheet, rows from 1; `last_row` without its totals, `filtered` while a filter is at work."""

    first_row: int
    last_row: int
    end_row: int
    filtered: bool


def read_book(archive: zipfile.ZipFile) -> BookParts:
    """The outline of a workbook.

    Raises:
        KeyError: a part is missing.
        TooLarge, ParseError, zipfile.BadZipFile and what else a damaged archive brings.
    """
    links = {kind: target for _, kind, target in _links(archive, "")}
    root = links.get("officeDocument", _ROOT)
    book = _part(archive, root)
    places: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for name, kind, target in _links(archive, root):
        kinds.setdefault(kind, target)
        if kind == "worksheet":
            places[name] = target
    sheets: dict[str, str] = {}
    hidden = set()
    for sheet in _all(book, "sheet"):
        link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        if link in places:
            name = unescaped(sheet.get("name", ""))
            sheets[name] = places[link]
            if sheet.get("state", "visible") != "visible":
                hidden.add(name)
    if not sheets:
        raise KeyError("worksheet")
    settings = next(_all(book, "workbookPr"), None)
    old = settings is not None and settings.get("date1904") in ("1", "true")
    styles = kinds.get("styles")
    codes = _formats(_part(archive, styles)) if styles else []
    return BookParts(
        sheets,
        frozenset(hidden),
        kinds.get("sharedStrings"),
        frozenset(n for n, code in enumerate(codes) if is_date_format(code)),
        frozenset(n for n, code in enumerate(codes) if is_timedelta_format(code)),
        {n: signs for n, code in enumerate(codes) if (signs := LeadingSigns.of(code)) is not None},
        MAC_EPOCH if old else WINDOWS_EPOCH,
    )


def read_tables(archive: zipfile.ZipFile, sheet_path: str) -> list[Table]:
    """The tables of a worksheet.

    Raises:
        As `read_book`.
    """
    tables = []
    for _, kind, target in _links(archive, sheet_path):
        if kind != "table":
            continue
        table = _part(archive, target)
        _, first, _, end = range_boundaries(table.get("ref", ""))
        totals = int(table.get("totalsRowCount", "0"))
        filtered = next(_all(table, "filterColumn"), None) is not None
        tables.append(Table(first or 1, (end or 1) - totals, end or 1, filtered))
    return tables


def _links(archive: zipfile.ZipFile, path: str) -> Iterator[tuple[str, str, str]]:
    """Id, kind and target of the relations of a part."""
    folder, name = posixpath.split(path)
    links_path = posixpath.join(folder, "_rels", f"{name}.rels")
    if links_path not in archive.NameToInfo:
        return
    for link in _all(_part(archive, links_path), "Relationship"):
        target = link.get("Target", "")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        yield link.get("Id", ""), link.get("Type", "").rpartition("/")[2], whole


def _formats(styles: Element) -> list[str]:
    """The number format of each cell style."""
    own = {
        int(number_format.get("numFmtId", "0")): number_format.get("formatCode", "")
        for number_format in _all(styles, "numFmt")
    }
    used = next(_all(styles, "cellXfs"), None)
    codes = [int(cell_format.get("numFmtId", "0")) for cell_format in used] if used is not None else []
    return [own.get(code) or BUILTIN_FORMATS.get(code, "General") for code in codes]


def _part(archive: zipfile.ZipFile, path: str) -> Element:
    if archive.getinfo(path).file_size > _MOST_BYTES:
        raise TooLarge
    root: Element = fromstring(archive.read(path))
    return root


def _all(part: Element, name: str) -> Iterator[Element]:
    return (element for element in part.iter() if element.tag == name or element.tag.endswith(f"}}{name}"))
