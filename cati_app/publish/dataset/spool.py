"""Keeps items of an export in order, out of memory: beyond a few megabytes they go to a nameless file."""

from __future__ import annotations

import pickle
import tempfile
import weakref
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Generic, TypeVar, overload

T = TypeVar("T")
_IN_MEMORY = 16 * 1024 * 1024  # bytes


class Spool(Sequence[T], Generic[T]):
    """A sequence that is only appended to; eight bytes of memory for each item once the file is in use.

    Args:
        folder: Where the file goes, which holds answers and is gone with the spool; None: the system's folder for
            temporary files.

    Raises:
        OSError: from any method, when the disk is full.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=None if folder is None else str(folder))  # noqa: SIM115 - closed with the spool
        self._starts = array("Q")
        weakref.finalize(self, self._file.close)

    def append(self, item: T) -> None:
        """One more item, at the end."""
        self._starts.append(self._file.seek(0, 2))
        pickle.dump(item, self._file, pickle.HIGHEST_PROTOCOL)

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[T]:
        return self.at(range(len(self)))

    def at(self, indexes: Iterable[int]) -> Iterator[T]:
        """Items in another order, read one by one."""
        for index in indexes:
            self._file.seek(self._starts[index])
            item: T = pickle.load(self._file)  # written by this object, into a file without a name
            yield item

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        chosen = range(len(self))[index]
        if isinstance(chosen, range):
            return list(self.at(chosen))
        return next(self.at((chosen,)))
