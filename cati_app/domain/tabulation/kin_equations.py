"""What tables of kin variables tell as equations, and what these leave open of the cells that are hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field

import numpy as np

from cati_app.domain.tabulation.crosstab import Bools, Counts, Floats, Indexes
from cati_app.domain.tabulation.kinship import Kinship
from cati_app.values import dataclass

_ZERO = 1e-7


@dataclass(frozen=True, slots=True)
class KinSide:
    """The rows, or the columns, of the tables of two families: the variables of one of them.

    Args:
        bonds: Between its members.
        hidden: Of each member which of its categories are hidden among all interviews.
        alike: Groups of interviews that are alike in all members, the largest: of each member the category of each.
    """

    bonds: tuple[Kinship, ...]
    hidden: dict[int, Bools]
    alike: dict[int, Indexes]

    def lines(self, member: int, size: int) -> list[Indexes]:
        """Categories of a member of which the sum may be known: all, those hidden in whole, each part of kin."""
        parts = [bond.parts for bond in self.bonds if member == bond.first]
        turned = [bond.parts for bond in self.bonds if member == bond.second]
        sides = [first for each in parts for first, _ in each] + [second for each in turned for _, second in each]
        bound = [np.array(sorted(side - {size}), np.intp) for side in sides]
        whole = self.hidden.get(member)
        return [np.arange(size), *([] if whole is None else [np.flatnonzero(whole)]), *bound]


@dataclass(slots=True)
class KinTable:
    """One table.

    Args:
        row: The number of the variable whose categories are its rows.
        column: The same of its columns.
        counts: Interviews, without those who are in no category.
        guarded: Cells that must not be told.
        hidden: Cells that are not told.
        known: Cells that another table tells: hiding them helps nobody.
        close: Which cells have to be hidden beside those that are; None: all of them.
        is_withheld: Whether nothing of it is told but its bases.
    """

    row: int
    column: int
    counts: Counts
    guarded: Bools
    hidden: Bools
    known: Bools
    close: Callable[[Bools], Bools | None] = field(default=lambda hidden: hidden)
    is_withheld: bool = False

    def withhold(self) -> None:
        """Tell nothing of it."""
        self.hidden = np.ones_like(self.hidden)
        self.is_withheld = True


class HiddenNumbers:
    """The hidden cells of tables, and hidden categories of all interviews, as unknown numbers with equations."""

    def __init__(self, tables: Sequence[KinTable], rows: KinSide, columns: KinSide, *, are_lists: bool) -> None:
        self.count = 0
        self._tables, self._sides = tables, (rows, columns)
        self._numbers = [self._numbered(table.hidden & ~table.known) for table in tables]
        hidden = (rows.hidden, columns.hidden)
        self._totals = tuple(
            {number: self._numbered(cells) for number, cells in ({} if are_lists else side).items()} for side in hidden
        )
        self._are_lists = are_lists

    def _numbered(self, hidden: Bools) -> Indexes:
        numbers = np.full(hidden.shape, -1, np.intp)
        more = int(hidden.sum())
        numbers[hidden] = np.arange(self.count, self.count + more)
        self.count += more
        return numbers

    def of_table(self, table: KinTable) -> Indexes:
        """The numbers of its cells; -1: told."""
        return next(numbers for each, numbers in zip(self._tables, self._numbers, strict=True) if each is table)

    def free(self) -> Floats:
        """Changes that no equation shows, as columns that make up all of them."""
        lines = [line for line in self._equations() if any(len(numbers) for numbers, _ in line)]
        known = np.zeros((len(lines), self.count))
        for at, line in enumerate(lines):
            for numbers, sign in line:
                known[at, numbers] += sign
        values, vectors = np.linalg.eigh(known.T @ known)
        free: Floats = vectors[:, values < _ZERO]
        return free

    def _equations(self) -> Iterator[list[tuple[Indexes, int]]]:
        for axis, side in enumerate(self._sides):
            if axis == 1 and self._are_lists:
                return
            for table, numbers in zip(self._tables, self._numbers, strict=True):
                across = numbers if axis == 0 else numbers.T
                total = self._totals[axis].get(table.row if axis == 0 else table.column)
                if self._are_lists:
                    yield [(_known(across[:, 0]), 1)]
                    continue
                for at, line in enumerate(across):
                    yield [(_known(line), 1), (_known(total[at : at + 1]) if total is not None else _NONE, -1)]
            for totals in self._totals[axis].values():
                yield [(_known(totals), 1)]
            for bond in side.bonds:
                yield from self._bound(bond, axis)

    def _bound(self, bond: Kinship, axis: int) -> Iterator[list[tuple[Indexes, int]]]:
        """That either variable has the same interviews in a part: in all, and in each line of two tables."""
        of = {
            (table.row, table.column)[:: 1 - 2 * axis]: numbers
            for table, numbers in zip(self._tables, self._numbers, strict=True)
        }
        for first, second in bond.parts:
            totals = self._totals[axis]
            if bond.first in totals and bond.second in totals:
                yield [(_within(totals[bond.first], first), 1), (_within(totals[bond.second], second), -1)]
            for (member, other), numbers in of.items():
                if member != bond.first or (bond.second, other) not in of:
                    continue
                partner = of[bond.second, other]
                here, there = (numbers, partner) if axis == 0 else (numbers.T, partner.T)
                for column in range(here.shape[1]):
                    yield [(_within(here[:, column], first), 1), (_within(there[:, column], second), -1)]


_NONE = np.zeros(0, np.intp)


def _known(numbers: Indexes) -> Indexes:
    return numbers[numbers >= 0]


def _within(numbers: Indexes, part: frozenset[int]) -> Indexes:
    return _known(numbers[sorted(number for number in part if number < len(numbers))])
