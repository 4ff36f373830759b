"""What assistive technology hears of painted widgets: one child per part with name, state and position."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QAccessibleStateChangeEvent
from PySide6.QtWidgets import QAccessibleWidget, QWidget


class Parts(Protocol):
    """The parts of one painted widget, counted from 0 as they are read."""

    @property
    def role(self) -> QAccessible.Role:
        """Of the whole."""
        ...

    @property
    def part_role(self) -> QAccessible.Role:
        """Of each part."""
        ...

    @property
    def current(self) -> int:
        """The part at the cursor; -1 where there is none."""
        ...

    def __len__(self) -> int: ...

    def name(self, index: int) -> str:
        """Where the part stands and what it holds."""
        ...

    def detail(self, index: int) -> str:
        """What is said after the name."""
        ...

    def mark(self, index: int, state: QAccessible.State) -> None:
        """Set what holds for the part: checked, selected, disabled."""
        ...

    def rect(self, index: int) -> QRect:
        """Where the part is painted in its widget."""
        ...


@runtime_checkable
class Speaks(Protocol):
    """A painted widget whose parts are heard."""

    def accessible_parts(self) -> Parts: ...


class PartInterface(QAccessibleInterface):
    """One part; lives as long as its widget."""

    def __init__(self, owner: QWidget, parts: Parts, index: int) -> None:
        super().__init__()
        self._owner = owner
        self._parts = parts
        self._index = index

    def isValid(self) -> bool:
        return self._index < len(self._parts)

    def object(self) -> QObject:
        return None  # type: ignore[return-value]

    def parent(self) -> QAccessibleInterface:
        return QAccessible.queryAccessibleInterface(self._owner)

    def child(self, index: int) -> QAccessibleInterface:
        return None  # type: ignore[return-value]

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        return None  # type: ignore[return-value]

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def rect(self) -> QRect:
        rect = self._parts.rect(self._index) if self.isValid() else QRect()
        return QRect(self._owner.mapToGlobal(rect.topLeft()), rect.size())

    def role(self) -> QAccessible.Role:
        return self._parts.part_role

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = True
        state.focused = self._owner.hasFocus() and self._parts.current == self._index
        if self.isValid():
            self._parts.mark(self._index, state)
        return state

    def text(self, kind: QAccessible.Text) -> str:
        if not self.isValid():
            return ""
        if kind == QAccessible.Text.Name:
            return self._parts.name(self._index)
        return self._parts.detail(self._index) if kind == QAccessible.Text.Description else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Parts are not edited."""


class PartsInterface(QAccessibleWidget):
    """The widget as a group of its parts."""

    def __init__(self, owner: QWidget, parts: Parts) -> None:
        super().__init__(owner, parts.role)
        self._owner = owner
        self._parts = parts
        self._children: list[PartInterface] = []

    def childCount(self) -> int:
        return len(self._parts)

    def child(self, index: int) -> QAccessibleInterface:
        while len(self._children) <= index:
            self._children.append(PartInterface(self._owner, self._parts, len(self._children)))
        return self._children[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return self._children.index(child) if child in self._children else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        point = self._owner.mapFromGlobal(QPoint(x, y))
        places = (index for index in range(len(self._parts)) if self._parts.rect(index).contains(point))
        index = next(places, None)
        return None if index is None else self.child(index)  # type: ignore[return-value]

    def focusChild(self) -> QAccessibleInterface:
        return self.child(self._parts.current) if 0 <= self._parts.current < len(self._parts) else self


def tell_moved(owner: QWidget, parts: Parts) -> None:
    """Another part has the cursor."""
    if QAccessible.isActive() and parts.current >= 0:
        event = QAccessibleEvent(owner, QAccessible.Event.Focus)
        event.setChild(parts.current)
        QAccessible.updateAccessibility(event)


def tell_picked(owner: QWidget, index: int) -> None:
    """A part was picked, or is picked no more."""
    if QAccessible.isActive():
        changed = QAccessible.State()
        changed.checked = True
        event = QAccessibleStateChangeEvent(owner, changed)
        event.setChild(index)
        QAccessible.updateAccessibility(event)


def _make(key: str, thing: QObject) -> QAccessibleInterface | None:
    if isinstance(thing, QWidget) and isinstance(thing, Speaks):
        return PartsInterface(thing, thing.accessible_parts())
    return None


def install() -> None:
    """Make painted widgets speak; once, after the application object exists."""
    QAccessible.installFactory(_make)
