"""The table as a Stata file (format 118, Stata 14 and later): extended missing values with labels, long texts as strL.

Written here because no library at hand writes extended missing values without turning every number into an object, and
none lets the clock of the header be set. Layout after Stata's own description of the format (`help dta`).
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from cati_app.publish.dataset.missing_letters import LETTERS
from cati_app.publish.dataset.names import cut_characters, encodable
from cati_app.publish.dataset.table import DataTable, Kind, Variable
from cati_app.publish.dataset.typed import NumberColumn, TextColumn, TypedColumn, TypedTable
from cati_app.publish.dataset.words import DATA_TERMS
from cati_app.publish.formats.codebook import codes_told
from cati_app.publish.formats.guards import STATA_LABEL
from cati_app.values import dataclass

LONGEST_TEXT = 2_045  # bytes of a text that is kept in its row
MOST_VARIABLES = 32_767
_STR_L = 32_768
_BLOCK = 4_000  # rows made at a time
_SINCE_1960_S = 315_619_200  # seconds from the first of January 1960 to that of 1970
_FORMATS = {Kind.DATE: "%td", Kind.MONTH: "%tdMonth_CCYY", Kind.MOMENT: "%tc", Kind.TIME: "%tcHH:MM:SS"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NAME, _FORMAT, _LABEL = 129, 57, 321  # bytes


@dataclass(frozen=True, slots=True)
class _Storage:
    """How a number is kept: Stata's code of the type, its numpy type, range of values, and the first missing value."""

    code: int
    dtype: str
    low: float
    high: float


_WHOLE = (_Storage(65_530, "<i1", -127, 100), _Storage(65_529, "<i2", -32_767, 32_740))
_LONG = _Storage(65_528, "<i4", -2_147_483_647, 2_147_483_620)
_DOUBLE = _Storage(65_526, "<f8", -math.inf, math.inf)


def dta_pieces(typed: TypedTable) -> Iterator[bytes]:
    """The file, piece by piece; the same table gives the same bytes.

    Raises:
        ValueError: there are more variables than the format holds; the guard of exports refuses them before.
    """
    if len(typed.columns) > MOST_VARIABLES:
        raise ValueError("too many variables")
    kept = [_kept(column, number) for number, column in enumerate(typed.columns, 1)]
    head, described = _header(typed.table), _described(typed.table, kept)
    data = sum(column.width for column in kept) * len(typed) + len(b"<data></data>")
    long_texts, labels = _section(b"strls", list(_long_texts(kept))), _labels(kept)
    yield head
    sizes = [*map(len, described), data, len(long_texts), len(labels)]
    yield b"<map>" + struct.pack("<14Q", *_places(len(head), sizes)) + b"</map>"
    yield from described
    yield b"<data>"
    yield from _rows(kept, len(typed))
    yield b"</data>"
    yield long_texts
    yield labels
    yield b"</stata_dta>"


def _places(map_at: int, sizes: Sequence[int]) -> list[int]:
    """Where each section begins, as the map wants it."""
    at = map_at + len(b"<map></map>") + 14 * 8
    places = [0, map_at]
    for size in sizes:
        places.append(at)
        at += size
    return [*places, at, at + len(b"</stata_dta>")]


# -- columns -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Kept:
    """A column as it stands in the file."""

    column: TypedColumn
    number: int  # from 1, for long texts
    code: int
    width: int
    storage: _Storage | None = None

    @property
    def variable(self) -> Variable:
        return self.column.variable


def _kept(column: TypedColumn, number: int) -> _Kept:
    if isinstance(column, TextColumn):
        longest = max((len(text.encode()) for text in column.texts), default=0)
        if longest > LONGEST_TEXT:
            return _Kept(column, number, _STR_L, 8)
        width = max(1, longest)
        return _Kept(column, number, width, width)
    storage = _storage(column)
    return _Kept(column, number, storage.code, np.dtype(storage.dtype).itemsize, storage)


def _storage(column: NumberColumn) -> _Storage:
    if column.variable.kind in (Kind.MOMENT, Kind.TIME):
        return _DOUBLE
    values = _in_units(column)
    there = values[column.is_valid]
    if not np.all(there == np.floor(there)):
        return _DOUBLE
    low, high = (float(there.min()), float(there.max())) if there.size else (0.0, 0.0)
    codes = [code for code in column.variable.labels if isinstance(code, int) and code not in _codes(column.variable)]
    low, high = min([low, *codes]), max([high, *codes])
    return next((kind for kind in (*_WHOLE, _LONG) if kind.low <= low and high <= kind.high), _DOUBLE)


def _codes(variable: Variable) -> frozenset[int]:
    return frozenset(variable.missing.values())


def _in_units(column: NumberColumn) -> NDArray[np.float64]:
    """Days since 1960, milliseconds since 1960 or since midnight, numbers as they are."""
    kind = column.variable.kind
    if kind in (Kind.DATE, Kind.MONTH):
        return (column.numbers + _SINCE_1960_S) / 86_400
    if kind is Kind.MOMENT:
        return (column.numbers + _SINCE_1960_S) * 1_000
    return column.numbers * 1_000 if kind is Kind.TIME else column.numbers


def _rows(kept: Sequence[_Kept], rows: int) -> Iterator[bytes]:
    names = [f"v{number}" for number in range(len(kept))]
    layout = np.dtype([(name, _dtype(column)) for name, column in zip(names, kept, strict=True)])
    ready = [_values(column) if column.storage else None for column in kept]
    for start in range(0, rows, _BLOCK):
        end = min(start + _BLOCK, rows)
        block = np.zeros(end - start, dtype=layout)
        for name, column, values in zip(names, kept, ready, strict=True):
            block[name] = values[start:end] if values is not None else _texts(column, start, end)
        yield block.tobytes()


def _dtype(column: _Kept) -> str:
    if column.storage:
        return column.storage.dtype
    return "<u8" if column.code == _STR_L else f"S{column.width}"


def _values(column: _Kept) -> NDArray[np.generic]:
    """Numbers with missing values as Stata keeps them."""
    assert column.storage is not None
    assert isinstance(column.column, NumberColumn)
    values, reasons = _in_units(column.column), column.column.reasons
    missing = {0: 0, **{code: _rank(reason) for reason, code in column.variable.missing.items()}}
    if column.storage is _DOUBLE:
        bits = values.view(np.uint64).copy()
        for code, rank in missing.items():
            places = np.isnan(values) & (reasons == code)
            bits[places] = 0x7FE0_0000_0000_0000 + rank * 0x0000_0100_0000_0000
        return bits.view(np.float64)
    whole = np.nan_to_num(values).astype(np.int64)
    for code, rank in missing.items():
        whole[np.isnan(values) & (reasons == code)] = int(column.storage.high) + 1 + rank
    return whole.astype(column.storage.dtype)


def _rank(reason: str) -> int:
    """1 for .a to 26 for .z."""
    return ord(LETTERS[reason]) - ord("a") + 1


def _texts(column: _Kept, start: int, end: int) -> NDArray[np.generic]:
    assert isinstance(column.column, TextColumn)
    texts = column.column.texts[start:end]
    if column.code != _STR_L:
        return np.array([text.encode() for text in texts], dtype=f"S{column.width}")
    pointers = (
        (column.number | (row + 1) << 16 if text else 0)  # two bytes for the variable, six for the row, both from 1
        for row, text in enumerate(texts, start)
    )
    return np.fromiter(pointers, dtype="<u8", count=len(texts))


def _long_texts(kept: Sequence[_Kept]) -> Iterator[bytes]:
    """The texts beside the rows, in the order of rows."""
    long = [column for column in kept if column.code == _STR_L]
    rows = len(long[0].column.texts) if long and isinstance(long[0].column, TextColumn) else 0
    for row in range(rows):
        for column in long:
            assert isinstance(column.column, TextColumn)
            content = column.column.texts[row].encode()
            if content:
                yield b"GSO" + struct.pack("<IQBI", column.number, row + 1, 130, len(content) + 1) + content + b"\0"


# -- what describes them -------------------------------------------------------------------------------------------


def _header(table: DataTable) -> bytes:
    title = cut_characters(f"{table.title} ({table.version})", STATA_LABEL).encode()
    clock = _clock(table.data_time).encode()
    head = b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>"
    head += struct.pack("<H", len(table.variables)) + b"</K><N>" + struct.pack("<Q", len(table.rows)) + b"</N><label>"
    head += struct.pack("<H", len(title)) + title + b"</label><timestamp>" + struct.pack("<B", len(clock)) + clock
    return head + b"</timestamp></header>"


def _described(table: DataTable, kept: Sequence[_Kept]) -> list[bytes]:
    """Types, names, order, formats, names of labels, labels, notes."""
    variables = [column.variable for column in kept]
    labelled = [variable.name if _labelled(variable) else "" for variable in variables]
    labels = [cut_characters(variable.label, STATA_LABEL) for variable in variables]
    return [
        _section(b"variable_types", [struct.pack("<H", column.code) for column in kept]),
        _section(b"varnames", [_padded(variable.name, _NAME) for variable in variables]),
        _section(b"sortlist", [b"\0\0"] * (len(kept) + 1)),
        _section(b"formats", [_padded(_format(column), _FORMAT) for column in kept]),
        _section(b"value_label_names", [_padded(name, _NAME) for name in labelled]),
        _section(b"variable_labels", [_padded(label, _LABEL) for label in labels]),
        _section(b"characteristics", list(_notes(table))),
    ]


def _section(name: bytes, parts: Sequence[bytes]) -> bytes:
    return b"<" + name + b">" + b"".join(parts) + b"</" + name + b">"


def _padded(text: str, size: int) -> bytes:
    return text.encode().ljust(size, b"\0")


def _clock(at: datetime) -> str:
    return f"{at.day:02} {_MONTHS[at.month - 1]} {at.year} {at.hour:02}:{at.minute:02}"


def _format(column: _Kept) -> str:
    variable = column.variable
    if variable.kind is Kind.TEXT:
        return "%9s" if column.code == _STR_L else f"%{min(column.width, LONGEST_TEXT)}s"
    return _FORMATS.get(variable.kind) or f"%{max(9, min(variable.width, 20))}.{min(variable.decimals, 9)}f"


def _notes(table: DataTable) -> Iterator[bytes]:
    """What Stata shows with `notes`: study, version, data time, checksum; of a text, which has no labels, its codes."""
    words = DATA_TERMS.of(table.language)
    notes = [
        f"{table.study_id}, {words('version')} {table.version}",
        f"{words('data_time')}: {table.data_time.isoformat()}",
        f"{words('checksum')}: {table.checksum}",
    ]
    yield from _notes_of("_dta", notes)
    for variable in table.variables:
        if variable.kind is Kind.TEXT and variable.codes:
            yield from _notes_of(variable.name, [encodable(codes_told(variable)).replace("\0", "")])


def _notes_of(name: str, notes: Sequence[str]) -> Iterator[bytes]:
    for number, text in enumerate([str(len(notes)), *notes]):
        content = _padded(name, _NAME) + _padded(f"note{number}", _NAME) + text.encode() + b"\0"
        yield b"<ch>" + struct.pack("<I", len(content)) + content + b"</ch>"


def _labelled(variable: Variable) -> bool:
    return bool(variable.labels) and variable.kind is not Kind.TEXT


def _labels(kept: Sequence[_Kept]) -> bytes:
    tables = [_label_table(column.variable) for column in kept if _labelled(column.variable)]
    return _section(b"value_labels", tables)


def _label_table(variable: Variable) -> bytes:
    """Value labels of a variable, of missing values too."""
    reasons = {code: reason for reason, code in variable.missing.items()}
    labels = {}
    for code, text in variable.labels.items():
        if isinstance(code, int):
            labels[int(_LONG.high) + 1 + _rank(reasons[code]) if code in reasons else code] = text
    ordered = sorted(labels.items())
    texts = [text.encode() + b"\0" for _, text in ordered]
    starts = [sum(map(len, texts[:number])) for number in range(len(texts))]
    content = struct.pack("<2i", len(ordered), sum(map(len, texts)))
    content += struct.pack(f"<{len(ordered)}i", *starts)
    content += struct.pack(f"<{len(ordered)}i", *(code for code, _ in ordered)) + b"".join(texts)
    name = _padded(variable.name, _NAME) + b"\0\0\0"
    return b"<lbl>" + struct.pack("<I", len(content)) + name + content + b"</lbl>"
