"""A vertical scroll area that keyboard users can reach and that shows what is selected."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QRect, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget


@runtime_checkable
class SaysUnderField(Protocol):
    """A part of a scrolled page that writes below a field what is wrong with it."""

    def message_of(self, field: QWidget) -> QWidget | None:
        """What must be in sight together with the field, right below it."""
        ...


@runtime_checkable
class ShowsSelection(Protocol):
    """A part of a scrolled page of which only what is selected must be in sight, as in a matrix of cells."""

    def current_rect(self) -> QRect:
        """What is selected, in its own coordinates."""
        ...


class Scroll(QScrollArea):
    """Scrolls one widget up and down; the bar is always there, so that its appearing moves nothing."""

    def __init__(self, widget: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inside = widget
        self._news: QWidget | None = None
        self._left: QWidget | None = None  # need not be in sight until the focus has moved on
        self.setViewport(QWidget())  # to find out of which class Qt's own is takes PySide 30 ms at a start
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(widget)
        self.viewport().setAutoFillBackground(False)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._show_focus)
        self.verticalScrollBar().rangeChanged.connect(self.show_focus, Qt.ConnectionType.QueuedConnection)
        self.verticalScrollBar().actionTriggered.connect(self._scrolled)  # by wheel or bar

    @Slot(QWidget, QWidget)
    def _show_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        """Wherever the focus goes, by Tab or by the program, it is in sight; what is higher than the area stays."""
        if new is None or new is self._left:
            return
        self._left = None
        if not self._inside.isAncestorOf(new):
            return
        self._news = None
        if isinstance(new, ShowsSelection):
            self.show_selection(new, new.current_rect())
        elif new.height() <= self.viewport().height():
            self.show_rect(new, self._with_message(new))  # Qt's own way shows no more than the cursor of a field

    def _with_message(self, field: QWidget) -> QRect:
        """The field, with what is said about it as far as both fit."""
        parent = field.parentWidget()
        message = parent.message_of(field) if isinstance(parent, SaysUnderField) else None
        if message is None:
            return field.rect()
        both = field.rect().united(QRect(message.pos() - field.pos(), message.size()))
        return both if both.height() <= self.viewport().height() else field.rect()

    @Slot()
    def show_focus(self) -> None:
        """What was told last, else what has the focus, once more: what is inside, or the area, has another height."""
        if self._news is not None and self._news.isVisible():
            self.show_rect(self._news, self._news.rect())
        else:
            self._show_focus(None, self.window().focusWidget())

    def stay_at(self, focus: QWidget | None) -> None:
        """What is in sight stays so while that has the focus, wherever it stands."""
        self._left = focus

    @Slot()
    def _scrolled(self) -> None:
        """Somebody looks at another place than where the focus is."""
        self.stay_at(self.window().focusWidget())

    def show_news(self, part: QWidget) -> None:
        """A text that has just come is in sight, wherever the focus is, until the focus moves or somebody scrolls."""
        self._news = part
        QTimer.singleShot(0, self, self.show_focus)  # after it was laid out

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # Qt would scroll by arrows and page keys, which the screen or panel around it gives a meaning

    def scroll_by_steps(self, steps: int) -> None:
        """Scroll by a third of what is in sight."""
        self._news = None
        self._scrolled()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + steps * self.viewport().height() // 3)

    def show_selection(self, owner: QWidget, rect: QRect) -> None:
        """What is selected is in sight, and all that stands above it where that fits too."""
        if owner.mapTo(self._inside, rect.bottomLeft()).y() < self.viewport().height():
            self.verticalScrollBar().setValue(0)
        else:
            self.show_rect(owner, rect)

    def show_rect(self, owner: QWidget, rect: QRect) -> None:
        """Scroll so far that a rectangle of a widget inside is in sight."""
        corner = owner.mapTo(self._inside, rect.topLeft())
        self.ensureVisible(corner.x(), corner.y() + rect.height(), 0, 0)
        self.ensureVisible(corner.x(), corner.y(), 0, 0)
