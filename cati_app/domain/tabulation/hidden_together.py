"""What the tables of a study hide because they are told together: one decision for all of them.

It does not depend on which of them are written: every question is held against its kin, in the column of all interviews
and by each variable of the banner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product

import numpy as np

from cati_app.domain.tabulation.crosstab import Bools, Counts, Indexes, TabulatedVariable
from cati_app.domain.tabulation.hiding import SettledBlock, hidden_of_all
from cati_app.domain.tabulation.kin_equations import KinSide, KinTable
from cati_app.domain.tabulation.kin_tables import hide_together
from cati_app.domain.tabulation.kinship import Kinship, families, kinships
from cati_app.domain.tabulation.partitions import (
    Partition,
    Partitioned,
    alike,
    chosen_or_not,
    counted_with_rest,
    in_or_out,
    listed,
    of_some,
    partition_of,
)
from cati_app.domain.tabulation.small_cells import hidden_in_block

_UNKNOWN = Partitioned((), is_multiple=False)
"""A question that is asked for once: it is hidden by itself, and its columns are those of the others."""


class HiddenTogether:
    """All tables of a study over the same interviews.

    Args:
        questions: That have a table, recodes too.
        banner: Variables by which they have columns.
        limit: Fewer people are not told of; 2 or more.
        before: Tables that were decided without further variables of the banner, and stay as they are.
        only: The interviews that are in the tables; None: all.
        whole: The same tables of all interviews; None: these are it.
    """

    def __init__(
        self,
        questions: Mapping[str, TabulatedVariable],
        banner: Mapping[str, TabulatedVariable],
        limit: int,
        before: HiddenTogether | None = None,
        only: Bools | None = None,
        whole: HiddenTogether | None = None,
    ) -> None:
        self._limit = limit
        self._before = before
        self._only = only
        self._whole = whole
        self._partitions: list[Partition] = [] if whole is None else whole._partitions
        self._rows: dict[str, Partitioned] = {} if whole is None else whole._rows
        self._columns: dict[str, Partitioned] = {} if whole is None else whole._columns
        for name, answers in questions.items():
            self._rows[name] = self._told(answers, chosen_or_not)
        for name, answers in banner.items():
            known = self._rows.get(name)
            is_same = known is not None and not known.is_multiple
            self._columns[name] = known if known is not None and is_same else self._told(answers, in_or_out)
        self._crossed: dict[tuple[int, int], tuple[Counts, Counts | None]] = {}
        self._kinds: dict[tuple[int, ...], dict[int, Indexes]] = {}
        self._blocks: dict[tuple[tuple[int, ...], tuple[int, ...]], Mapping[tuple[int, int], KinTable]] = {}

    def filtered(self, only: Bools) -> HiddenTogether:
        """The same tables of some of the interviews."""
        before = self._before and self._before.filtered(only)
        return HiddenTogether({}, {}, self._limit, before, only, self)

    def _told(
        self, answers: TabulatedVariable, of_answer: Callable[[TabulatedVariable, int], Partition]
    ) -> Partitioned:
        first, size = len(self._partitions), len(answers.categories)
        if answers.is_multiple:
            self._partitions += [of_answer(answers, at) for at in range(size)]
        elif size:
            self._partitions.append(partition_of(answers))
        return Partitioned(tuple(range(first, len(self._partitions))), answers.is_multiple)

    def rows(self, question: str) -> frozenset[int]:
        """Answers that are hidden among all interviews of the tables, and so in every column."""
        return self._rows.get(question, _UNKNOWN).hidden(self._hidden)

    def lists(self) -> Iterator[tuple[str, frozenset[int]]]:
        """Each question and variable of the banner with its answers that are hidden among all interviews."""
        for name, told in (self._columns | self._rows).items():
            yield name, told.hidden(self._hidden)

    def block(self, question: str, variable: str) -> SettledBlock:
        """What is hidden of a question by a variable of the banner."""
        rows, columns = self._rows.get(question, _UNKNOWN), self._columns[variable]
        cells: set[tuple[int, int]] = set()
        is_withheld = False
        for (at, row), (beside, column) in product(enumerate(rows.numbers), enumerate(columns.numbers)):
            table = self.settled(row, column)
            is_withheld |= table.is_withheld
            for of, there in np.argwhere(table.hidden).tolist():
                if not (rows.is_multiple and of) and not (columns.is_multiple and there):
                    cells.add((at if rows.is_multiple else of, beside if columns.is_multiple else there))
        return SettledBlock(columns.hidden(self._hidden), frozenset(cells), is_withheld)

    @cached_property
    def _kinships(self) -> tuple[Kinship, ...]:
        return self._whole._kinships if self._whole is not None else kinships(self._partitions, self._limit)

    @cached_property
    def _families(self) -> tuple[tuple[int, ...], ...]:
        if self._whole is not None:
            return self._whole._families
        return families(len(self._partitions), self._kinships)

    @cached_property
    def _within(self) -> Sequence[Partition]:
        return self._partitions if self._only is None else of_some(self._partitions, self._only)

    @cached_property
    def _beyond(self) -> Sequence[Partition] | None:
        """Those that a filter leaves out."""
        return None if self._only is None else of_some(self._partitions, ~self._only)

    @cached_property
    def _hidden(self) -> Sequence[Bools]:
        """Of each variable the categories that are hidden among all interviews."""
        hidden: list[Bools | None] = [None] * len(self._partitions)
        for family in dict.fromkeys(self._families):
            lists = [self._list(number) for number in family]
            side = KinSide(self._bonds(family), {}, self._alike(family) if len(family) > 1 else {})
            hide_together(lists, side, None, self._limit)
            for each in lists:
                hidden[each.row] = each.hidden[:, 0]
        return [each for each in hidden if each is not None]

    def _alike(self, family: tuple[int, ...]) -> dict[int, Indexes]:
        if family not in self._kinds:
            self._kinds[family] = alike(self._within, family)
        return self._kinds[family]

    def _bonds(self, family: Sequence[int]) -> tuple[Kinship, ...]:
        return tuple(bond for bond in self._kinships if bond.first in family)

    def _list(self, number: int) -> KinTable:
        """The column of all interviews, with those that a filter leaves out beside it."""
        within = listed(self._within[number])
        beyond = listed(self._beyond[number]) if self._beyond is not None else None
        guarded = self._is_small(within)
        if beyond is not None:
            guarded |= (within > 0) & self._is_small(beyond) | self._told_by_filter(number)

        def close(hidden: Bools) -> Bools:
            outside = beyond.tolist() if beyond is not None else None
            rows = hidden_of_all(within.tolist(), outside, self._limit, np.flatnonzero(hidden[:, 0]).tolist())
            return np.isin(np.arange(len(within)), sorted(rows))[:, None]

        secret, known = self._decided_list(number)
        return KinTable(number, 0, within[:, None], guarded[:, None], secret[:, None], known[:, None], close)

    def _decided_list(self, number: int) -> tuple[Bools, Bools]:
        """Which categories other tables hide among the same interviews, and which they tell."""
        if self._before is not None and number < len(self._before._partitions):
            hidden = self._before._hidden[number]
            return hidden, ~hidden
        inside = np.zeros(self._partitions[number].size, np.bool_)
        if self._whole is None or self._beyond is None:
            return inside, inside
        inside, hidden = listed(self._beyond[number]) == 0, self._whole._hidden[number]
        return inside & hidden, inside & ~hidden

    def _told_by_filter(self, number: int) -> Bools:
        """Categories of which the tables of all interviews hide how many are in the filter, as some of another."""
        told = np.zeros(self._partitions[number].size, np.bool_)
        for other, chosen in self._filtering:
            if self._whole is None or other in self._families[number]:
                continue
            if self._has_table(number, other) or self._has_table(other, number):
                hidden = self._whole.settled(number, other).hidden
                told |= hidden[:, chosen].any(axis=1) & hidden[:, ~chosen].any(axis=1)
        return told

    @cached_property
    def _filtering(self) -> Sequence[tuple[int, Bools]]:
        """Variables of which some categories, put together, are those in the filter."""
        filtering = []
        for number, (within, beyond) in enumerate(zip(self._within, self._beyond or (), strict=False)):
            inside, outside = (np.bincount(each.categories, minlength=each.size + 1) > 0 for each in (within, beyond))
            if not (inside & outside).any():
                filtering.append((number, inside[: within.size]))
        return filtering

    # -- by a variable of the banner ----------------------------------------------------------------------------

    def settled(self, row: int, column: int) -> KinTable:
        """A table of two partitions, by their numbers, hidden beside its kin."""
        if column in self._families[row]:
            return self._of_kin(row, column)
        first, second = sorted((self._families[row], self._families[column]))
        if (first, second) not in self._blocks:
            self._blocks[first, second] = self._of_families(first, second)
        told = self._blocks[first, second]
        if row in first:
            return told[row, column]
        turned = told[column, row]
        parts = turned.counts.T, turned.guarded.T, turned.hidden.T, turned.known.T
        return KinTable(row, column, *parts, is_withheld=turned.is_withheld)

    def _of_families(self, first: tuple[int, ...], second: tuple[int, ...]) -> Mapping[tuple[int, int], KinTable]:
        tables = [
            self._table(row, column)
            for row in first
            for column in second
            if self._has_table(row, column) or self._has_table(column, row)
        ]
        rows, columns = (
            KinSide(self._bonds(family), {number: self._hidden[number] for number in family}, self._alike(family))
            for family in (first, second)
        )
        hide_together(tables, rows, columns, self._limit)
        return {(table.row, table.column): table for table in tables}

    def _has_table(self, row: int, column: int) -> bool:
        """Whether there is a table with these rows and columns."""
        questions, banner = self._roles
        return row in questions and column in banner

    @cached_property
    def _roles(self) -> tuple[frozenset[int], frozenset[int]]:
        """The partitions of questions, and of variables of the banner."""
        questions, banner = (
            frozenset(number for told in each.values() for number in told.numbers)
            for each in (self._rows, self._columns)
        )
        return questions, banner

    def _table(self, row: int, column: int) -> KinTable:
        """A table, with the columns of one and the rows of the other or, if there is that, the other way round."""
        within, beyond = self._counts(row, column)
        counts = within[:, :-1]
        guarded = self._is_small(counts)
        if beyond is not None:
            guarded |= (counts > 0) & self._is_small(beyond[:, :-1])
        secret, known = self._decided(row, column)
        secret = secret | self._hidden[row][:, None] | self._hidden[column][None, :]

        def close(hidden: Bools) -> Bools | None:
            closed: Bools = hidden
            for rows, columns, is_turned in ((row, column, False), (column, row, True)):
                if self._has_table(rows, columns):
                    more = self._closed(rows, columns, closed.T if is_turned else closed)
                    if more is None:
                        return None
                    closed = more.T if is_turned else more
            return closed

        return KinTable(row, column, counts, guarded, secret, known, close)

    def _counts(self, row: int, column: int) -> tuple[Counts, Counts | None]:
        """Interviews in the tables and those left out, by category of both; the last column is those in none."""
        if (row, column) not in self._crossed:
            beyond = self._beyond
            self._crossed[row, column] = (
                counted_with_rest(self._within[row], self._within[column]),
                None if beyond is None else counted_with_rest(beyond[row], beyond[column]),
            )
        return self._crossed[row, column]

    def _closed(self, row: int, column: int, hidden: Bools) -> Bools | None:
        """What the rule of a single table hides beside what is hidden; None: all."""
        counts, left_out = self._counts(row, column)
        cells = hidden_in_block(
            counts[:, :-1].tolist(),
            counts[:, -1].tolist(),
            self._limit,
            [(of, there) for of, there in np.argwhere(hidden).tolist()],
            rows=set(np.flatnonzero(self._hidden[row]).tolist()),
            columns=set(np.flatnonzero(self._hidden[column]).tolist()),
            left_out=[] if left_out is None else left_out.tolist(),
        )
        closed = np.zeros_like(hidden)
        for at in cells or ():
            closed[at] = True
        return None if cells is None else closed

    def _decided(self, row: int, column: int) -> tuple[Bools, Bools]:
        """Which cells other tables hide of the same interviews, and which they tell."""
        before = self._before
        if before is not None and any(before._has_table(*pair) for pair in ((row, column), (column, row))):
            hidden = before.settled(row, column).hidden
            return hidden, ~hidden
        inside = np.zeros((self._partitions[row].size, self._partitions[column].size), np.bool_)
        if self._whole is None or self._beyond is None:
            return inside, inside
        inside = np.logical_or.outer(*(listed(self._beyond[of]) == 0 for of in (row, column)))
        hidden = self._whole.settled(row, column).hidden
        return inside & hidden, inside & ~hidden

    def _is_small(self, counts: Counts) -> Bools:
        small: Bools = (counts > 0) & (counts < self._limit)
        return small

    def _of_kin(self, row: int, column: int) -> KinTable:
        """A table of two kin: where more than lists hide is small, their equations are more than those of a table."""
        table = self._table(row, column)
        closed = table.close(table.hidden)
        if closed is None or (closed & ~table.hidden).any():
            table.withhold()
        return table
