"""What somebody computes who has all tables of a study: told sums as equations over the cells of each two variables.

Nothing of the program's own rules is used. Which variables put others' categories together is read off the interviews;
that a count is never negative is known too. Interviews that a filter leaves out have cells of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from cati_app.domain.tabulation.crosstab import Bools, TabulatedVariable
from cati_app.domain.tabulation.table import AnswerTable

Cell = tuple[str, int, str, int, int]
"""Two variables with a category of each, and on which side of the filter."""
_EVERYBODY, _INSIDE, _OUTSIDE = (0, 1), (0,), (1,)


@dataclass(frozen=True)
class ToldTable:
    """A table as it is handed out; of several answers each is a question of its own, named `name/number`."""

    question: str
    answers: TabulatedVariable
    banner: Sequence[tuple[str, TabulatedVariable]]
    table: AnswerTable
    is_filtered: bool = False


def followed(tables: Sequence[ToldTable], limit: int, only: Bools | None = None) -> list[str]:
    """Hidden cells of fewer people, and small sums of two or three of a column, that follow from what is told.

    Of tables of two kin no sums: that few are in one category beside those of another that it holds is told by lists.

    Args:
        only: The interviews in filtered tables; None: there are none.
    """
    return _Attack(tables, limit, only).followed()


class _Attack:
    def __init__(self, tables: Sequence[ToldTable], limit: int, only: Bools | None) -> None:
        self._limit = limit
        inside = np.ones(len(tables[0].answers.index), np.bool_) if only is None else only
        self._sides = (inside,) if only is None else (inside, ~inside)
        self._parts: dict[str, list[Bools]] = {}
        self._columns: dict[str, None] = {}
        for told in tables:
            self._parts.update(_parts(told.question, told.answers))
            for name, answers in told.banner:
                self._parts.update(_parts(name, answers))
                self._columns.update(dict.fromkeys(part for part, _ in _parts(name, answers)))
        self._numbers: dict[Cell, int] = {}
        self._counts: list[int] = []
        for one, other in combinations(sorted(self._parts), 2):
            if not {one, other} & self._columns.keys():
                continue  # nothing is told of the two
            for at, first in enumerate(self._parts[one]):
                for there, second in enumerate(self._parts[other]):
                    for side, within in enumerate(self._sides):
                        self._numbers[one, at, other, there, side] = len(self._counts)
                        self._counts.append(int((first & second & within).sum()))
        self._equations: list[dict[int, int]] = []
        self._targets: list[tuple[str, bool, list[list[int]]]] = []
        for side in range(len(self._sides)):
            self._study((side,))
        for told in tables:
            self._table(told)

    def _cells(self, name: str, at: int, other: str, there: int, sides: Sequence[int]) -> list[int]:
        """The cell of two categories; of one variable with itself it is a sum over any other, or nothing."""
        if name == other:
            return self._total(name, at, sides) if at == there else []
        key = (name, at, other, there) if name < other else (other, there, name, at)
        numbers = [self._numbers.get((*key, side)) for side in sides]
        return [number for number in numbers if number is not None]

    def _total(self, name: str, at: int, sides: Sequence[int]) -> list[int]:
        other = next(each for each in (*self._columns, *self._parts) if each != name)
        return [cell for n in range(len(self._parts[other])) for cell in self._cells(name, at, other, n, sides)]

    def _known(self, plus: Sequence[int], minus: Sequence[int] = ()) -> None:
        equation: dict[int, int] = {}
        for cells, sign in ((plus, 1), (minus, -1)):
            for cell in cells:
                equation[cell] = equation.get(cell, 0) + sign
        self._equations.append(equation)

    def _study(self, side: Sequence[int]) -> None:
        """What anybody knows: sums of each variable are the same in every table, and which categories never meet."""
        for name, parts in self._parts.items():
            self._known([cell for at in range(len(parts)) for cell in self._total(name, at, side)])
            for at in range(len(parts)):
                for other in self._parts:
                    if other != name and {other, name} & self._columns.keys():
                        size = range(len(self._parts[other]))
                        sums = [cell for n in size for cell in self._cells(name, at, other, n, side)]
                        self._known(sums, self._total(name, at, side))
        for one, other in combinations(sorted(self._parts), 2):
            bound = _bound(self._parts[one], self._parts[other])
            for rows, columns in bound if len(bound) > 1 else ():
                self._kin(one, rows, other, columns, side)

    def _kin(self, one: str, rows: set[int], other: str, columns: set[int], side: Sequence[int]) -> None:
        for at in rows:
            for there in set(range(len(self._parts[other]))) - columns:
                self._known(self._cells(one, at, other, there, side))
        for third, parts in self._parts.items():
            if third not in self._columns and not {one, other} <= self._columns.keys():
                continue
            for n in range(len(parts)):
                first = [cell for at in rows for cell in self._cells(one, at, third, n, side)]
                second = [cell for there in columns for cell in self._cells(other, there, third, n, side)]
                self._known(first, second)

    def _table(self, told: ToldTable) -> None:
        heads: list[tuple[str, int]] = [("", 0)]
        for name, answers in told.banner:
            size = range(len(answers.categories))
            heads += [(f"{name}/{n}", 0) if answers.is_multiple else (name, n) for n in size]
        rows = range(len(told.answers.categories))
        for place, (variable, at) in enumerate(heads):
            if told.answers.is_multiple:
                for row in rows:
                    self._column(told, place, f"{told.question}/{row}", [row, None], variable, at)
            else:
                self._column(told, place, told.question, list(rows), variable, at)

    def _column(
        self, told: ToldTable, place: int, name: str, rows: Sequence[int | None], variable: str, at: int
    ) -> None:
        def cells(row: int, sides: Sequence[int]) -> list[int]:
            return self._cells(name, row, variable, at, sides) if variable else self._total(name, row, sides)

        sides = _INSIDE if told.is_filtered else _EVERYBODY
        lines = [cells(row, sides) for row in range(len(rows))]
        if told.table.columns[place].base is not None:
            self._known([cell for line in lines for cell in line])
        hidden = [lines[0], lines[1]] if rows[-1:] == [None] else []
        for number, row in enumerate(rows):
            if row is None:
                continue
            if not told.table.lines[row].cells[place].is_hidden:
                self._known(lines[number])
                hidden = []
            elif rows[-1] is not None:
                hidden.append(lines[number])
        named = f"{name} by {variable}={at}" if variable else name
        are_kin = variable and len(_bound(self._parts[name], self._parts[variable])) > 1
        self._targets.append((named, not are_kin, hidden))
        if told.is_filtered:
            left_out = [cells(row, _OUTSIDE) for row in range(len(rows))]
            if sum(self._counts[cell] for line in left_out for cell in line) >= self._limit:  # else bases tell
                self._targets += [(f"{named} left out", False, [line]) for line in left_out]

    def followed(self) -> list[str]:
        free = self._free()
        found = []
        for named, with_sums, hidden in self._targets:
            people = [(cells, sum(self._counts[cell] for cell in cells)) for cells in hidden]
            people = [(cells, n) for cells, n in people if n]
            base = sum(n for _, n in people)
            for size in (1, 2, 3) if with_sums else (1,):
                for chosen in combinations(people, size):
                    n = sum(each for _, each in chosen)
                    if (
                        0 < n < self._limit
                        and (n < base or size == 1)
                        and not free([c for cells, _ in chosen for c in cells])
                    ):
                        found.append(f"{named}: {n}")
        return found

    def _free(self) -> Callable[[Sequence[int]], bool]:
        """Whether a sum of cells is not the same in every solution."""
        counts = np.array(self._counts)
        known = self._matrix(self._equations)
        zeros = np.zeros(len(counts), np.bool_)
        while True:
            values, vectors = np.linalg.eigh(known.T @ known + np.diag(zeros.astype(np.float64)))
            loose = vectors[:, values < 1e-8]
            moves = np.abs(loose).max(axis=1, initial=0.0) > 1e-6
            more = np.zeros_like(zeros)
            for line in known:
                left = (line != 0) & moves
                if left.any() and ((line[left] > 0).all() or (line[left] < 0).all()) and not counts[left].any():
                    more |= left  # nothing is left for them, and none is negative
            if not (more & ~zeros).any():
                return lambda cells: bool(np.abs(loose[list(cells)].sum(axis=0)).max(initial=0.0) > 1e-6)
            zeros |= more

    def _matrix(self, equations: Sequence[Mapping[int, int]]) -> NDArray[np.float64]:
        known = np.zeros((len(equations), len(self._counts)))
        for at, equation in enumerate(equations):
            for cell, sign in equation.items():
                known[at, cell] = sign
        return np.unique(known, axis=0)


def _parts(name: str, answers: TabulatedVariable) -> Iterator[tuple[str, list[Bools]]]:
    """Interviews by category, those without one last; of several answers those who chose each, the others, the rest."""
    rest = ~answers.answered
    members = [answers.members(at) for at in range(len(answers.categories))]
    if answers.is_multiple:
        for at, chosen in enumerate(members):
            yield f"{name}/{at}", [chosen, answers.answered & ~chosen, rest]
    elif members:
        yield name, [*members, rest]


def _bound(one: Sequence[Bools], other: Sequence[Bools]) -> list[tuple[set[int], set[int]]]:
    """Categories of both with the same interviews, as few as can be."""
    met = np.array([[bool((first & second).any()) for second in other] for first in one])
    bound: list[tuple[set[int], set[int]]] = []
    for at, line in enumerate(met):
        rows, columns = {at}, set(np.flatnonzero(line).tolist())
        for each in [each for each in bound if each[1] & columns]:
            bound.remove(each)
            rows |= each[0]
            columns |= each[1]
        bound.append((rows, columns))
    return [each for each in bound if each[1]]
