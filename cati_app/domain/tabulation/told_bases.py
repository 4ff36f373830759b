"""Bases that would tell what tables hide: of questions that only those were asked who gave certain answers.

How many were asked a question is the sum of some cells of another table, where the routing says so. Such a base is told
only where it adds nothing to what that table tells of its hidden cells, and differs from nothing that is told by few
people. Whose routing it is stands in no data: what counts is that everybody in a cell was asked, or nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from cati_app.domain.tabulation.crosstab import Bools, Counts, Indexes
from cati_app.domain.tabulation.small_counts import is_small
from cati_app.values import dataclass

HiddenCells = Callable[[], frozenset[tuple[int, int]]]
"""Cells of a table that are hidden, by row and column; asked only where a base could tell of them."""


@dataclass(frozen=True, slots=True)
class CountedTable:
    """A table that is handed out.

    Args:
        row: Of each interview the category, then one number for those asked without an answer, one for those not asked.
        rows: How many categories there are.
        columns: The interviews of each column; the first is all of them.
        hidden: Its hidden cells.
    """

    row: Indexes
    rows: int
    columns: tuple[Bools, ...]
    hidden: HiddenCells

    @property
    def asked(self) -> Bools:
        """Whom its question was asked."""
        chosen: Bools = self.row <= self.rows
        return chosen


class ToldBases:
    """Which groups of interviews may be told by their number.

    Args:
        tables: All that are handed out.
        groups: Whom each question was asked.
        limit: Fewer people are not told of; 2 or more.
    """

    def __init__(self, tables: Sequence[CountedTable], groups: Sequence[Bools], limit: int) -> None:
        self._tables = tables
        self._limit = limit
        self._known: dict[bytes, bool] = {}
        self._told: list[Bools] = []
        distinct = {group.tobytes(): group for group in groups}
        for group in sorted(distinct.values(), key=lambda each: (-int(each.sum()), each.tobytes())):
            if self.is_told(group):
                self._told.append(group)

    def is_told(self, group: Bools) -> bool:
        """Whether it may be told how many are in a group, such as those who were asked a question."""
        if group.all() or not group.any():
            return True
        named = group.tobytes()
        if named not in self._known:
            self._known[named] = not (
                self._is_close_to(group, np.ones(len(group), np.bool_))
                or is_small(int(group.sum()), self._limit)
                or any(self._is_close_to(group, other) for other in self._told)
                or any(self._is_betrayed(group, table) for table in self._tables)
            )
        return self._known[named]

    def _is_close_to(self, group: Bools, other: Bools) -> bool:
        """Whether one holds the other, and few people more."""
        apart = int((group ^ other).sum())
        return is_small(apart, self._limit) and (not (group & ~other).any() or not (other & ~group).any())

    def _is_betrayed(self, group: Bools, table: CountedTable) -> bool:
        hidden = None
        for number, column in enumerate(table.columns):
            whole, inside = (_counts(table, chosen) for chosen in (column, column & group))
            if ((inside > 0) & (inside < whole)).any():
                continue  # some of a cell were asked: their number is no sum of cells
            split = inside[: table.rows + 1].any() and (whole - inside)[: table.rows + 1].any()
            if not split:
                continue
            hidden = table.hidden() if hidden is None else hidden
            rows = [row for row, there in hidden if there == number and row < table.rows]
            within, beyond = (any(counts[row] for row in rows) for counts in (inside, whole - inside))
            unknown = any(not whole[row] for row in rows)  # nobody is in it: whether those would be asked is not known
            if (within and beyond) or (unknown and (within or beyond)):
                return True
        if not (table.asked & ~group).any() or (group & ~table.asked).any():
            return False
        hidden = table.hidden() if hidden is None else hidden
        return any(self._is_close_to(group, visible) for visible in _visible(table, hidden))


def _counts(table: CountedTable, chosen: Bools) -> Counts:
    counts: Counts = np.bincount(table.row[chosen], minlength=table.rows + 2).astype(np.int64)
    return counts


def _visible(table: CountedTable, hidden: frozenset[tuple[int, int]]) -> Iterator[Bools]:
    """The interviews of each category that is told."""
    yield from (table.row == row for row in range(table.rows) if (row, 0) not in hidden)
