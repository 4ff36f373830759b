"""The cases of an SPSS system file, compressed by the codes of single bytes, many cases at once.

Layout after the developers' guide of GNU PSPP, chapter “System File Format”: a case is a row of elements of eight
bytes, and before each eight elements stand eight codes that say what they are: a small whole number or nothing but
blanks, which the code holds itself, or eight bytes that follow. Each case begins codes of its own, as in the files that
pyreadstat writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cati_app.publish.dataset.table import Kind
from cati_app.publish.dataset.typed import TextColumn, TypedColumn, TypedTable
from cati_app.publish.formats.spss_formats import SPSS_EPOCH

_CODES: TypeAlias = NDArray[np.uint8]
_ELEMENTS: TypeAlias = NDArray[np.uint64]
_END, _FOLLOWS, _BLANK, _MISSING = 252, 253, 254, 255
_LEAST, _MOST, _BIAS = -99, 151, 100  # whole numbers that a code holds, and what is added to them
_BLANKS = np.frombuffer(b" " * 8, "<u8")[0]
_SYSTEM_MISSING = -np.finfo(np.float64).max
_PART, _PART_KEPT = 252, 256  # bytes of a part of a text beyond 255, as they count and as they are kept
_PART_HOLDS = 255
_FROM_1970 = (datetime(1970, 1, 1) - SPSS_EPOCH).total_seconds()  # noqa: DTZ001 - local time
_DATED = (Kind.DATE, Kind.MONTH, Kind.MOMENT)
_ROOM = 2_000_000  # elements made at once


def case_pieces(typed: TypedTable) -> Iterator[bytes]:
    """The cases in order; nothing of a data set without any."""
    widths = [_width(column) for column in typed.columns]
    groups = sum(widths) // 8 + 1
    at_once = max(1, _ROOM // (groups * 9))
    columns = _placed(typed.columns, widths)
    for start in range(0, len(typed), at_once):
        rows = slice(start, min(start + at_once, len(typed)))
        yield _cases(columns, rows, sum(widths), is_last=rows.stop == len(typed))


def _width(column: TypedColumn) -> int:
    """Elements."""
    if not isinstance(column, TextColumn):
        return 1
    parts = (column.variable.width - 1) // _PART if column.variable.width > _PART_HOLDS else 0
    return parts * _PART_KEPT // 8 + -(-(column.variable.width - parts * _PART) // 8)


class _Numbers:
    """A column of numbers, its different ones coded."""

    def __init__(self, column: TypedColumn, at: int) -> None:
        assert not isinstance(column, TextColumn)
        is_dated = column.variable.kind in _DATED
        numbers = column.with_codes(column.distinct + _FROM_1970 if is_dated else column.distinct)
        nothing = np.isnan(numbers)
        whole = np.nan_to_num(numbers, nan=_LEAST - 1.0)
        in_code = (whole >= _LEAST) & (whole <= _MOST) & (whole == np.floor(whole))
        coded = np.where(in_code, whole + _BIAS, _FOLLOWS)
        self._codes: _CODES = np.where(nothing, _MISSING, coded).astype(np.uint8)
        self._elements: _ELEMENTS = np.where(nothing, _SYSTEM_MISSING, numbers).astype("<f8").view("<u8")
        self._places = column.places
        self.at = at

    def of(self, rows: slice) -> tuple[_CODES, _ELEMENTS]:
        """Of each row a code and an element."""
        places = self._places[rows]
        return self._codes[places][:, None], self._elements[places][:, None]


class _Texts:
    """A column of texts; of these rows each different one is coded once."""

    def __init__(self, column: TextColumn, at: int) -> None:
        self._column = column
        self.at = at

    def of(self, rows: slice) -> tuple[_CODES, _ELEMENTS]:
        """Of each row the codes and elements of its text, as many as the longest of them has."""
        used, places = np.unique(self._column.places[rows], return_inverse=True)
        elements = _elements([self._column.distinct[at] for at in used.tolist()])
        codes = np.where(elements == _BLANKS, _BLANK, _FOLLOWS).astype(np.uint8)
        return codes[places], elements[places]


def _elements(texts: Sequence[str]) -> _ELEMENTS:
    encoded = [_in_parts(text.encode()) for text in texts]
    width = max(8, -(-max(map(len, encoded)) // 8) * 8)
    joined = b"".join(text.ljust(width) for text in encoded)
    return np.frombuffer(joined, "<u8").reshape(len(texts), width // 8)


def _in_parts(text: bytes) -> bytes:
    """A long text as the parts that older programs take for variables of their own, a blank behind each."""
    if len(text) <= _PART_HOLDS:
        return text
    return b" ".join(text[start : start + _PART_HOLDS] for start in range(0, len(text), _PART_HOLDS))


def _placed(columns: Iterable[TypedColumn], widths: Sequence[int]) -> list[_Numbers | _Texts]:
    """The columns, each with the number of its first element."""
    placed: list[_Numbers | _Texts] = []
    at = 0
    for column, width in zip(columns, widths, strict=True):
        placed.append(_Texts(column, at) if isinstance(column, TextColumn) else _Numbers(column, at))
        at += width
    return placed


def _cases(columns: Sequence[_Numbers | _Texts], rows: slice, width: int, *, is_last: bool) -> bytes:
    """Cases of so many elements: before each eight elements their codes, and of the elements those that follow."""
    count, groups = rows.stop - rows.start, width // 8 + 1
    codes: _CODES = np.zeros((count, groups * 8), np.uint8)
    codes[:, :width] = _BLANK
    if is_last:
        codes[-1, width] = _END
    file: _ELEMENTS = np.empty((count, groups, 9), "<u8")
    elements = file[:, :, 1:]
    for column in columns:
        of_rows, its_elements = column.of(rows)
        numbers = np.arange(column.at, column.at + its_elements.shape[1])
        codes[:, numbers] = of_rows
        elements[:, numbers // 8, numbers % 8] = its_elements
    is_kept = np.empty((count, groups, 9), np.bool_)
    is_kept[:, :, 0] = True
    is_kept[:, :, 1:] = codes.reshape(count, groups, 8) == _FOLLOWS
    file[:, :, 0] = codes.view("<u8")
    return file[is_kept].tobytes()
