"""Reads the files beside a questionnaire: CSV, XML and GeoJSON as tables. Their bytes are passed in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePath
from xml.etree.ElementTree import ParseError

import defusedxml.ElementTree as safe_xml
from defusedxml.common import DefusedXmlException

from cati_app.domain.findings import Finding
from cati_app.domain.phrases import Phrase
from cati_app.engine.form.dataset import DataSet, data_set
from cati_app.engine.sheets.codes import finding
from cati_app.engine.xlsform.nested import TooManyCells, is_flat, local, nested_tables

MOST_BYTES = 20 * 1024 * 1024
MOST_RECORDS = 200_000
MOST_COLUMNS = 500
_LONGEST_CELL = 131_072


class _Unusable(Exception):
    """A file that cannot be read as a table; says why."""


def read_attached(name: str, data: bytes) -> tuple[DataSet | None, list[Finding]]:
    """The table in a file, None with a finding when there is none."""
    if len(data) > MOST_BYTES:
        return None, [
            finding(
                "attachment-broken", name=name, reason=Phrase("it is bigger than {most} MB", most=MOST_BYTES // 2**20)
            )
        ]
    read = _READERS.get(PurePath(name).suffix.lower())
    if read is None:
        return None, [finding("attachment-broken", name=name, reason=Phrase("only .csv, .xml and .geojson are read"))]
    try:
        return read(data), []
    except _Unusable as error:
        return None, [finding("attachment-broken", name=name, reason=str(error))]
    except (ValueError, ArithmeticError, LookupError, RecursionError, csv.Error, ParseError, DefusedXmlException):
        return None, [
            finding(
                "attachment-broken", name=name, reason=Phrase("it is no sound {kind}", kind=PurePath(name).suffix[1:])
            )
        ]


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")  # what spreadsheet programs write as CSV in the West


def _csv(data: bytes) -> DataSet:
    text = _text(data)
    if "\0" in text:
        raise _Unusable("it is no text")
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    lines = csv.reader(io.StringIO(text), delimiter=delimiter)
    first = next(lines, None)
    if not first or not any(first):
        raise _Unusable("its first line must name the columns")
    columns = _named([cell.strip() for cell in first])
    rows = []
    for line in lines:
        if any(line):
            cells = [cell.strip()[:_LONGEST_CELL] for cell in line[: len(columns)]]
            rows.append(cells + [""] * (len(columns) - len(cells)))
            _bounded(rows)
    return data_set(columns, rows)


def _named(cells: Sequence[str]) -> list[str]:
    """Column names, each once; a column without a name keeps a position nobody can address."""
    if len(cells) > MOST_COLUMNS:
        raise _Unusable(f"it has more than {MOST_COLUMNS} columns")
    names: list[str] = []
    for number, cell in enumerate(cells):
        names.append(cell if cell and cell not in names else f" {number}")
    return names


def _bounded(rows: Sequence[object]) -> None:
    if len(rows) > MOST_RECORDS:
        raise _Unusable(f"it has more than {MOST_RECORDS} records")


def _xml(data: bytes) -> DataSet:
    root = safe_xml.fromstring(data, forbid_dtd=True)
    if is_flat(root):
        items = [{local(cell): "".join(cell.itertext()).strip() for cell in item} for item in root if local(item)]
        return _table(items)
    try:
        parts = nested_tables(root)
    except TooManyCells:
        raise _Unusable("its groups hold too many records") from None
    return DataSet({}, (), {path: data_set(columns, rows) for path, (columns, rows) in parts.items()})


def _table(items: Sequence[Mapping[str, str]]) -> DataSet:
    _bounded(items)
    columns = _named([name for name in dict.fromkeys(name for item in items for name in item) if name])
    return data_set(columns, [[item.get(name, "") for name in columns] for item in items])


def _geojson(data: bytes) -> DataSet:
    content = json.loads(_text(data))
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise _Unusable("it is no collection of features")
    return _table([dict(_feature(feature)) for feature in features])


def _feature(feature: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    properties = feature.get("properties")
    yield "geometry", _geometry(feature.get("geometry"))
    if "id" in feature:
        yield "id", _plain(feature["id"])
    for name, value in properties.items() if isinstance(properties, dict) else ():
        yield str(name), _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _geometry(geometry: object) -> str:
    """A geometry as XForms writes it: latitude, longitude, altitude, accuracy; points joined by semicolons."""
    if not isinstance(geometry, dict):
        return ""
    points: list[str] = []
    waiting = [geometry.get("coordinates")]
    while waiting:
        part = waiting.pop()
        if not isinstance(part, list) or not part:
            continue
        if len(part) >= 2 and all(isinstance(number, int | float) for number in part[:2]):
            height = part[2] if len(part) > 2 and isinstance(part[2], int | float) else 0
            points.append(f"{part[1]} {part[0]} {height} 0")
        else:
            waiting += reversed(part)
    return "; ".join(points)


_READERS: Mapping[str, Callable[[bytes], DataSet]] = {".csv": _csv, ".xml": _xml, ".geojson": _geojson}
