"""Sequences whose different items are kept once, as the columns of a data set are: many rows say few things."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import Generic, TypeVar, overload

T = TypeVar("T")
U = TypeVar("U")
_REMEMBERED = 2_000
"""Different items that are looked for; where there are more, mostly texts in own words, the rest stand singly."""


_BLOCK = 500  # rows


class Factored(Sequence[T], Generic[T]):
    """A sequence as different items and, for each row, the place of its item among them.

    Args:
        distinct: Items; nothing depends on whether two of them are equal or one is in no row.
        places: One for each row, from 0.
    """

    __slots__ = ("distinct", "places")

    def __init__(self, distinct: Sequence[T], places: array[int]) -> None:
        self.distinct = distinct
        self.places = places

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(_blocks(self.distinct, self.places))

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, slice):
            return [self.distinct[at] for at in self.places[index]]
        return self.distinct[self.places[index]]

    def read_as(self, read: Callable[[T], U]) -> Factored[U]:
        """What each row's item is read as; each different one is read once."""
        return Factored([read(item) for item in self.distinct], self.places)

    def read_singly(self, read: Callable[[T], U]) -> Iterator[U]:
        """The same, row by row: where nearly every row has its own item, what it is read as is not kept."""
        return map(read, self) if len(self.distinct) > _REMEMBERED else iter(self.read_as(read))

    def counts(self) -> list[int]:
        """Rows of each different item."""
        counted = Counter(self.places)
        return [counted[at] for at in range(len(self.distinct))]

    def in_order(self, order: Iterable[int]) -> Factored[T]:
        """The rows at these indexes, in this order."""
        return Factored(self.distinct, array("I", map(self.places.__getitem__, order)))


class Growing(Generic[T]):
    """A factored sequence that is appended to. 1 and 1.0 are different items; all are hashable."""

    __slots__ = ("_known", "distinct", "places")

    def __init__(self) -> None:
        self.distinct: list[T] = []
        self.places = array("I")
        self._known: dict[tuple[type[T], T], int] = {}

    def append(self, item: T) -> None:
        """One more row."""
        key = item.__class__, item
        at = self._known.get(key)
        if at is None:
            at = len(self.distinct)
            self.distinct.append(item)
            if at < _REMEMBERED:
                self._known[key] = at
        self.places.append(at)

    def finished(self) -> Factored[T]:
        """The sequence."""
        return Factored(self.distinct, self.places)


def factored(items: Iterable[T]) -> Factored[T]:
    """Items as a factored sequence."""
    growing: Growing[T] = Growing()
    for item in items:
        growing.append(item)
    return growing.finished()


def paired(first: Factored[T], second: Factored[U]) -> Factored[tuple[T, U]]:
    """Two sequences of the same length, row by row."""
    known: dict[tuple[int, int], int] = {}
    pairs = zip(first.places, second.places, strict=True)
    places = array("I", [known.setdefault(pair, len(known)) for pair in pairs])
    return Factored([(first.distinct[left], second.distinct[right]) for left, right in known], places)


def _blocks(distinct: Sequence[T], places: array[int]) -> Iterator[Sequence[T]]:
    """The items of the rows, many at once, which takes half as long as one by one."""
    for start in range(0, len(places), _BLOCK):
        first, *others = places[start : start + _BLOCK]
        yield itemgetter(first, *others)(distinct) if others else (distinct[first],)
