"""A tab that goes by steps: one page after the other, each with Enter for its verb and Esc for the way back."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cati_app.ui.desk.parts import Page
from cati_app.ui.widgets.enter import confirms, is_enter, presses_button
from cati_app.ui.widgets.kit import Kit


class StepTab(QWidget):
    """The pages of a tab, of which one is in front; what Enter and Esc mean on it, a tab says by `enter` and `leave`.

    Args:
        pages: By step; the first is in front at the beginning.
    """

    _settled = Signal()

    def __init__(self, kit: Kit, pages: Mapping[StrEnum, Page], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._pages = pages
        self.step = next(iter(pages))
        self.focus_waits = False
        self._stack = QStackedWidget()
        for page in pages.values():
            self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._settled.connect(self._take_focus, Qt.ConnectionType.QueuedConnection)

    def enter(self) -> None:
        """Enter on the page in front, where no button has it; a page to look at has no verb."""

    def leave(self) -> bool:
        """Esc on the page in front; False where there is no way back, as on the first one."""
        return False

    def bring_to_front(self, step: StrEnum) -> None:
        """Another page; it gets the focus once it has its contents."""
        if step is not self.step:
            self.step = step
            self._stack.setCurrentWidget(self._pages[step])
            self.focus_waits = True

    def settle(self, step: StrEnum) -> None:
        """A page that has just come to the front and has its contents gets the focus, once they are shown."""
        if self.focus_waits and step is self.step:
            self._settled.emit()

    @Slot()
    def _take_focus(self) -> None:
        if self.focus_waits and self.isVisible():
            self._pages[self.step].show_top()  # the focus went through it from the page that was left
            self.take_focus()
        self.focus_waits = False

    def take_focus(self) -> None:
        """To the page in front."""
        self._pages[self.step].take_focus()

    def run_local(self, name: str) -> bool:
        """A command of the table."""
        if name not in ("scroll_up", "scroll_down"):
            return False
        self._pages[self.step].scroller.scroll_by_steps(-1 if name == "scroll_up" else 1)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if not self.leave():
                super().keyPressEvent(event)  # a message of the window may want it
        elif confirms(self._kit, event):
            if not presses_button(self):
                self.enter()
        elif not is_enter(event):
            super().keyPressEvent(event)
