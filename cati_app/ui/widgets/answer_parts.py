"""What is heard of an answer list and of a grid: each answer with its code, its question and whether it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible

from cati_app.engine.form.screen import QuestionKind
from cati_app.texts import say
from cati_app.ui.widgets.wording import special_word

if TYPE_CHECKING:
    from cati_app.ui.widgets.answer_list import AnswerList
    from cati_app.ui.widgets.grid import GridList


class AnswerParts:
    """The options of a list."""

    role = QAccessible.Role.List

    def __init__(self, owner: AnswerList) -> None:
        self._list = owner

    @property
    def part_role(self) -> QAccessible.Role:
        return QAccessible.Role.RadioButton if self._list.picks_one else QAccessible.Role.CheckBox

    @property
    def current(self) -> int:
        return self._list.cursor_place if self._list.options else -1

    def __len__(self) -> int:
        return len(self._list.options)

    def name(self, place: int) -> str:
        option = self._list.options[place]
        return f"{option.code} {option.label}".strip()

    def detail(self, place: int) -> str:
        return f"{place + 1} / {len(self)}"

    def mark(self, place: int, state: QAccessible.State) -> None:
        state.checkable = True
        state.checked = place in self._list.selected

    def rect(self, place: int) -> QRect:
        return self._list.visual_rect(place)


class GridParts:
    """The answers of all rows, row by row."""

    role = QAccessible.Role.List

    def __init__(self, owner: GridList) -> None:
        self._grid = owner

    @property
    def part_role(self) -> QAccessible.Role:
        several = any(view.kind is QuestionKind.MULTIPLE for view in self._grid.rows)
        return QAccessible.Role.CheckBox if several else QAccessible.Role.RadioButton

    @property
    def current(self) -> int:
        """The given answer of the row that has the keyboard, else its first one."""
        for place, (row, column) in enumerate(self._places()):
            if row == self._grid.row:
                view = self._grid.rows[row]
                given = self._grid.answer(row).text.split()
                columns = range(len(view.choices))
                return place - column + next((c for c in columns if view.choices[c].name in given), 0)
        return -1

    def __len__(self) -> int:
        return sum(len(view.choices) for view in self._grid.rows)

    def _places(self) -> list[tuple[int, int]]:
        return [(row, column) for row, view in enumerate(self._grid.rows) for column in range(len(view.choices))]

    def place_of(self, row: int, column: int) -> int:
        """The part of an answer."""
        return self._places().index((row, column))

    def name(self, place: int) -> str:
        """`Neighbours: 2 rather satisfied`."""
        row, column = self._places()[place]
        view = self._grid.rows[row]
        return f"{view.label}: {view.choices[column].code} {view.choices[column].label}".strip()

    def detail(self, place: int) -> str:
        """The row, and an answer that stands in no column."""
        row, _ = self._places()[place]
        parts = [say("row {row} of {rows}", row=row + 1, rows=len(self._grid.rows))]
        special = self._grid.answer(row).special
        return ", ".join([*parts, *([special_word(special)] if special is not None else [])])

    def mark(self, place: int, state: QAccessible.State) -> None:
        row, column = self._places()[place]
        view = self._grid.rows[row]
        state.checkable = view.asks
        state.checked = view.choices[column].name in self._grid.answer(row).text.split()

    def rect(self, place: int) -> QRect:
        return self._grid.cell_rect(*self._places()[place])
