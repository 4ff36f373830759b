"""What assistive technology hears of an answer list: one child per option with name, state and position."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from cati_app.ui.widgets.answer_list import AnswerList, Mode


class OptionInterface(QAccessibleInterface):
    """One option; lives as long as its list."""

    def __init__(self, owner: AnswerList, place: int) -> None:
        super().__init__()
        self._list = owner
        self._place = place

    def isValid(self) -> bool:
        return self._place < len(self._list.options)

    def object(self) -> QObject:
        return None  # type: ignore[return-value]

    def parent(self) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self._list)

    def child(self, index: int) -> QAccessibleInterface:
        return None  # type: ignore[return-value]

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        return None  # type: ignore[return-value]

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def rect(self) -> QRect:
        rect = self._list.visual_rect(self._place)
        return QRect(self._list.mapToGlobal(rect.topLeft()), rect.size())

    def role(self) -> QAccessible.Role:
        single = self._list.mode is Mode.SINGLE
        return QAccessible.Role.RadioButton if single else QAccessible.Role.CheckBox

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.checkable = True
        state.checked = self._place in self._list.selected
        state.focusable = True
        state.focused = self._list.hasFocus() and self._list.cursor_place == self._place
        return state

    def text(self, kind: QAccessible.Text) -> str:
        if not self.isValid():
            return ""
        option = self._list.options[self._place]
        if kind == QAccessible.Text.Name:
            return f"{option.code} {option.label}".strip()
        if kind == QAccessible.Text.Description:
            return f"{self._place + 1} / {len(self._list.options)}"
        return ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Options are not edited."""


class AnswerListInterface(QAccessibleWidget):
    """The list as a group of options."""

    def __init__(self, owner: AnswerList) -> None:
        super().__init__(owner, QAccessible.Role.List)
        self._list = owner
        self._children: list[OptionInterface] = []

    def childCount(self) -> int:
        return len(self._list.options)

    def child(self, index: int) -> QAccessibleInterface:
        while len(self._children) <= index:
            self._children.append(OptionInterface(self._list, len(self._children)))
        return self._children[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return self._children.index(child) if child in self._children else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        place = self._list.place_at(self._list.mapFromGlobal(QPoint(x, y)))
        return None if place is None else self.child(place)  # type: ignore[return-value]

    def focusChild(self) -> QAccessibleInterface:
        return self.child(self._list.cursor_place) if self._list.options else self


def _make(key: str, thing: QObject) -> QAccessibleInterface | None:
    return AnswerListInterface(thing) if isinstance(thing, AnswerList) else None


def install() -> None:
    """Make answer lists speak; once, after the application object exists."""
    QAccessible.installFactory(_make)
