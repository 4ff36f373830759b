"""The parts of a workbook that are small: which sheets there are and where, which styles are dates."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

_MOST_BYTES = 16 * 1024 * 1024
_ROOT = "xl/workbook.xml"


class TooLarge(Exception):
    """A part is larger than any of its kind needs to be."""


@dataclass(frozen=True, slots=True)
class Book:
    """Worksheets by name in their order, as paths in the archive; ids of cell styles that are dates and durations."""

    sheets: Mapping[str, str]
    texts: str | None
    dates: frozenset[int]
    durations: frozenset[int]
    epoch: datetime


def read_book(archive: zipfile.ZipFile) -> Book:
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
    for sheet in _all(book, "sheet"):
        link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        if link in places:
            sheets[sheet.get("name", "")] = places[link]
    if not sheets:
        raise KeyError("worksheet")
    settings = next(_all(book, "workbookPr"), None)
    old = settings is not None and settings.get("date1904") in ("1", "true")
    styles = kinds.get("styles")
    dates, durations = _dates(_part(archive, styles)) if styles else (frozenset[int](), frozenset[int]())
    return Book(sheets, kinds.get("sharedStrings"), dates, durations, MAC_EPOCH if old else WINDOWS_EPOCH)


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


def _dates(styles: Element) -> tuple[frozenset[int], frozenset[int]]:
    own = {
        int(number_format.get("numFmtId", "0")): number_format.get("formatCode", "")
        for number_format in _all(styles, "numFmt")
    }
    used = next(_all(styles, "cellXfs"), None)
    codes = [int(cell_format.get("numFmtId", "0")) for cell_format in used] if used is not None else []
    forms = [own.get(code) or BUILTIN_FORMATS.get(code, "General") for code in codes]
    return (
        frozenset(n for n, form in enumerate(forms) if is_date_format(form)),
        frozenset(n for n, form in enumerate(forms) if is_timedelta_format(form)),
    )


def _part(archive: zipfile.ZipFile, path: str) -> Element:
    if archive.getinfo(path).file_size > _MOST_BYTES:
        raise TooLarge
    root: Element = fromstring(archive.read(path))
    return root


def _all(part: Element, name: str) -> Iterator[Element]:
    return (element for element in part.iter() if element.tag == name or element.tag.endswith(f"}}{name}"))
