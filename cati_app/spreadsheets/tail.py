"""What stands behind the rows of a worksheet and says how they look: merged cells, and a filter at work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from cati_app.spreadsheets.parts import TooLarge
from cati_app.values import dataclass

_CHUNK = 1 << 20
_LONGEST = 200  # bytes of one tag
_MOST = 200_000
_MERGED = re.compile(rb'mergeCell\s[^>]{0,100}?ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"')

_FILTER = re.compile(rb"<(?:\w{1,20}:)?filterColumn[\s>]")


@dataclass(frozen=True, slots=True, order=True)
class Merge:
    """A block of cells, rows and columns from 1."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    def covered(self, row: int, width: int) -> Iterator[int]:
        """Columns (from 0) of a row that the block hides, no further than `width`."""
        start = self.first_column if row == self.first_row else self.first_column - 1
        return iter(range(start, min(self.last_column, width)))


@dataclass(frozen=True, slots=True)
class Tail:
    """All merged blocks in order, and whether a filter is at work (not only its arrows shown)."""

    merges: list[Merge]
    filtered: bool


def read_tail(part: IO[bytes]) -> Tail:
    """The tail of a sheet; it is looked for through the whole file once, before the rows are read.

    Raises:
        TooLarge: more blocks than anybody merges.
    """
    merges: set[Merge] = set()
    filtered = False
    tail = b""
    while chunk := part.read(_CHUNK):
        window = tail + chunk
        for match in _MERGED.finditer(window):
            left, top, right, bottom = match.groups()
            merges.add(Merge(int(top), int(bottom), _column(left), _column(right)))
        filtered = filtered or _FILTER.search(window) is not None
        if len(merges) > _MOST:
            raise TooLarge
        tail = chunk[-_LONGEST:]
    return Tail(sorted(merges), filtered)


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column
