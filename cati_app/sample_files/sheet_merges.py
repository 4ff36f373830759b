"""Merged cells of a worksheet: only the first cell of each holds a value, and the others look empty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from cati_app.sample_files.sheet_parts import TooLarge

_CHUNK = 1 << 20
_LONGEST = 200  # bytes of one tag
_MOST = 200_000
_MERGED = re.compile(rb'mergeCell\s[^>]{0,100}?ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"')


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


def merged_cells(part: IO[bytes]) -> list[Merge]:
    """All blocks in order; they stand at the end of the sheet's file, so it is looked through once before it is read.

    Raises:
        TooLarge: more blocks than anybody merges.
    """
    merges: set[Merge] = set()
    tail = b""
    while chunk := part.read(_CHUNK):
        for match in _MERGED.finditer(tail + chunk):
            left, top, right, bottom = match.groups()
            merges.add(Merge(int(top), int(bottom), _column(left), _column(right)))
        if len(merges) > _MOST:
            raise TooLarge
        tail = chunk[-_LONGEST:]
    return sorted(merges)


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column
