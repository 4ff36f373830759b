"""What is heard of the results of a call: each with its digit, what follows, and whether it can be given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible

if TYPE_CHECKING:
    from cati_app.ui.widgets.result_list import ResultList


class ResultParts:
    """The results in sight."""

    role = QAccessible.Role.List
    part_role = QAccessible.Role.RadioButton

    def __init__(self, owner: ResultList) -> None:
        self._list = owner

    @property
    def current(self) -> int:
        return self._list.cursor_place if self._list.options else -1

    def __len__(self) -> int:
        return len(self._list.options)

    def name(self, place: int) -> str:
        """`2 wrong number …`."""
        return f"{place + 1} {self._list.name_of(place)}"

    def detail(self, place: int) -> str:
        """What will happen next, what is asked again, or why not."""
        return self._list.detail_of(place)

    def mark(self, place: int, state: QAccessible.State) -> None:
        state.checkable = True
        state.checked = self._list.options[place] is self._list.selected
        state.disabled = not self._list.is_usable(place)

    def rect(self, place: int) -> QRect:
        return self._list.rect_of(place)
