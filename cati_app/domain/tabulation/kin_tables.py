"""Tables of kin variables, hidden together: what the one tells must not give what the other hides.

All tables of two families of variables tell sums over the same interviews. A cell follows from them where it is the
same in every solution of these equations. Against that four cells are hidden, as in a single table, so that interviews
could change places and no told sum would show it: in every table of the families those cells in which they are. Places
that are one and the same in a kin table cost nothing there, so these are looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from cati_app.domain.tabulation.crosstab import Bools, Floats, Indexes
from cati_app.domain.tabulation.kin_equations import HiddenNumbers, KinSide, KinTable
from cati_app.domain.tabulation.small_counts import is_small

_SHORT, _MOST = 8, 5
"""In a line with at most so many small cells sums of fewer than five of them are looked at, in a longer one of two."""
_ZERO = 1e-7

Target = tuple[KinTable, Bools]
"""Cells of a table whose sum must not be told."""
_Change = tuple[int, int, int, int]
"""Of groups of interviews that are alike two in rows and two in columns: one moves, and another back."""


def hide_together(tables: Sequence[KinTable], rows: KinSide, columns: KinSide | None, limit: int) -> None:
    """Hide in each table what would give a guarded cell of any of them, or a sum of fewer people.

    Args:
        tables: All of the two families that are told; their hidden cells grow.
        rows: Of the tables.
        columns: The same; None: the tables are lists, of one column each, the sums of which are public.
        limit: Fewer people are not told of.
    """
    _Together(tables, rows, columns, limit).settle()


class _Together:
    def __init__(self, tables: Sequence[KinTable], rows: KinSide, columns: KinSide | None, limit: int) -> None:
        self._tables, self._rows, self._limit = tables, rows, limit
        self._are_lists = columns is None
        self._columns = columns or KinSide((), {}, {tables[0].column: np.zeros(1, np.intp)})
        self._given_up: set[tuple[int, bytes]] = set()

    def settle(self) -> None:
        """Each table by its own rule and then beside its kin, or the other way round where that hides fewer people."""
        for table in self._tables:
            table.hidden = table.hidden | table.guarded
        begun = self._state()
        self._close()
        if not self._hide_following():
            return
        by_itself_first, hidden = self._state(), self._people_hidden()
        self._restore(begun)
        self._hide_following()
        if hidden <= self._people_hidden():
            self._restore(by_itself_first)

    def _hide_following(self) -> bool:
        """Hide until nothing follows any more, and each table keeps its own rule; whether anything was to do."""
        acted = False
        while len(self._tables) > 1 or not self._are_lists:  # a list alone keeps its own rule
            following, changes = self._following(), list[_Change]()
            for target in following:
                if not any(self._moves(change, target) for change in changes):
                    self._protect(target, changes)
            acted = acted or bool(following)
            if not following and not self._close():
                break
        return acted

    def _state(self) -> list[tuple[Bools, bool]]:
        return [(table.hidden.copy(), table.is_withheld) for table in self._tables]

    def _restore(self, state: Sequence[tuple[Bools, bool]]) -> None:
        for table, (hidden, is_withheld) in zip(self._tables, state, strict=True):
            table.hidden, table.is_withheld = hidden, is_withheld

    def _people_hidden(self) -> int:
        """Interviews in hidden cells, as often as they are in one."""
        return sum(int(table.counts[table.hidden].sum()) for table in self._tables)

    def _close(self) -> bool:
        """Whether a table had to hide more by its own rule."""
        more = False
        for table in self._tables:
            if table.is_withheld:
                continue
            closed = table.close(table.hidden)
            if closed is None:
                table.withhold()
                more = True
            elif (closed & ~table.hidden).any():
                table.hidden = table.hidden | closed
                more = True
        return more

    # -- what follows -------------------------------------------------------------------------------------------

    def _following(self) -> list[Target]:
        """Guarded cells and small sums that are the same in every solution of what is told."""
        targets = list(self._targets())
        if not targets:
            return []
        numbers = HiddenNumbers(self._tables, self._rows, self._columns, are_lists=self._are_lists)
        free = numbers.free()
        sums = np.zeros((len(targets), numbers.count))
        for at, (table, cells) in enumerate(targets):
            sums[at, numbers.of_table(table)[cells]] = 1
        moved = np.abs(sums @ free).max(axis=1, initial=0.0)
        return [target for target, by in zip(targets, moved.tolist(), strict=True) if by < _ZERO]

    def _targets(self) -> Iterator[Target]:
        for table in self._tables:
            seen: set[bytes] = set()
            for cells in self._sets(table):
                named = cells.tobytes()
                if named not in seen and (id(table), named) not in self._given_up:
                    seen.add(named)
                    yield table, cells

    def _sets(self, table: KinTable) -> Iterator[Bools]:
        people = table.counts > 0
        for row, column in np.argwhere(table.guarded & people & ~table.known).tolist():
            yield _cells(table, np.array([row]), np.array([column]))
        for rows, columns in self._lines(table):
            line = _cells(table, rows, columns)
            told = int(table.counts[line].sum()) if table.is_withheld else 0  # its base is
            for chosen in self._together(table, np.argwhere(line & table.hidden & people & ~table.known).tolist()):
                cells = np.zeros_like(line)
                cells[tuple(np.array(chosen).T)] = True
                count = int(table.counts[cells].sum())
                if is_small(count, self._limit) and count != told:
                    yield cells

    def _together(self, table: KinTable, inside: Sequence[list[int]]) -> Iterator[Sequence[list[int]]]:
        """Cells of a line: all that are hidden, and each few of the small ones."""
        if len(inside) > 1:
            yield inside
        small = [cell for cell in inside if table.counts[tuple(cell)] < self._limit - 1]
        for size in range(2, _MOST if len(small) <= _SHORT else 3):
            yield from combinations(small, size)

    def _lines(self, table: KinTable) -> Iterator[tuple[Indexes, Indexes]]:
        """Rows and columns whose cells may be known together: of one of the two there is a single one."""
        height, width = table.counts.shape
        for line in self._rows.lines(table.row, height):
            yield from ((line, np.array([column])) for column in range(width))
        if not self._are_lists:
            for line in self._columns.lines(table.column, width):
                yield from ((np.array([row]), line) for row in range(height))

    # -- what is hidden against it --------------------------------------------------------------------------------

    def _protect(self, target: Target, changes: list[_Change]) -> None:
        """The change that is hidden at the least cost; where there is none, tables are withheld, its own first."""
        change = self._change(target)
        if change is not None:
            self._hide(*change)
            changes.append(change)
            return
        own = target[0]
        others = sorted(self._tables, key=lambda each: (each.counts.size, each.row, each.column))
        for table in (own, *(others if not own.known.any() else ())):
            if not table.is_withheld and (table is own or not table.known.any()):
                table.withhold()
                return
        self._given_up.add((id(own), target[1].tobytes()))

    def _moves(self, change: _Change, target: Target) -> bool:
        """Whether a change that is hidden already changes the target, too."""
        row, column, other_row, other_column = change
        effect = self._effect(target)
        if self._are_lists:
            return bool(effect[row, 0] != effect[other_row, 0])
        return bool(
            effect[row, column]
            - effect[row, other_column]
            - effect[other_row, column]
            + effect[other_row, other_column]
        )

    def _effect(self, target: Target) -> Floats:
        """By groups of interviews in rows and columns, whether they are in the target."""
        table, cells = target
        effect = np.zeros(np.array(cells.shape) + 1)
        effect[:-1, :-1] = cells
        whole: Floats = effect[self._rows.alike[table.row]][:, self._columns.alike[table.column]]
        return whole

    def _change(self, target: Target) -> _Change | None:
        """Two groups of interviews in rows and two in columns, of which one each is in the target."""
        changes = self._effect(target)
        prices = [self._prices(each) for each in self._tables]
        best: tuple[float, int, int, int, int] | None = None
        for row, column in np.argwhere(changes > 0).tolist():
            if self._are_lists:
                by = changes[row, column] - changes[:, :1]
            else:
                by = changes[row, column] - changes[row] - changes[:, column][:, None] + changes
            cost = np.zeros(by.shape)
            for each, price in zip(self._tables, prices, strict=True):
                cost += self._cost(each, price, row, column)
            cost[by == 0] = np.inf
            at = int(cost.argmin())
            priced = float(cost.flat[at]), row, column, *divmod(at, cost.shape[1])
            if np.isfinite(priced[0]) and (best is None or priced < best):
                best = priced
        return best[1:] if best is not None else None

    def _prices(self, table: KinTable) -> Floats:
        """By groups of interviews, what hiding their cell costs; what nobody is in, or has no category, cannot move."""
        prices = np.full((table.counts.shape[0] + 1, table.counts.shape[1] + 1), np.inf)
        prices[:-1, :-1] = np.where(table.hidden, 0.0, table.counts)
        empty = (table.counts == 0) & (not table.is_withheld)
        prices[:-1, :-1][empty] = np.inf
        prices[:-1, :-1][table.known] = np.nan
        prices[-1, :] = prices[:, -1] = np.nan  # bases tell them
        whole: Floats = prices[self._rows.alike[table.row]][:, self._columns.alike[table.column]]
        return whole

    def _cost(self, table: KinTable, price: Floats, row: int, column: int) -> Floats:
        """Of a change from one cell to each other; a table in which it cannot be hidden would be withheld for it."""
        row_of, column_of = self._rows.alike[table.row], self._columns.alike[table.column]
        if self._are_lists:
            apart = (row_of != row_of[row])[:, None]
            cost = price[row, column] + price
        else:
            apart = (row_of != row_of[row])[:, None] & (column_of != column_of[column])[None, :]
            cost = price[row, column] + price[row][None, :] + price[:, column][:, None] + price
        withheld = float(table.counts[~table.hidden].sum() + table.counts.sum())
        cost = np.where(np.isnan(cost), np.inf, np.minimum(cost, withheld))
        return np.where(apart, cost, 0.0)

    def _hide(self, row: int, column: int, other_row: int, other_column: int) -> None:
        for table in self._tables:
            row_of, column_of = self._rows.alike[table.row], self._columns.alike[table.column]
            rows = row_of[[row, other_row]]
            columns = column_of[[column, other_column]]
            if rows[0] == rows[1] or (columns[0] == columns[1] and not self._are_lists):
                continue
            corners = np.ix_(rows, columns[:1] if self._are_lists else columns)
            if (table.counts[corners] == 0).any() and not table.is_withheld:
                table.withhold()
            table.hidden[corners] = True


def _cells(table: KinTable, rows: Indexes, columns: Indexes) -> Bools:
    cells = np.zeros_like(table.hidden)
    cells[rows[:, None], columns[None, :]] = True
    return cells
