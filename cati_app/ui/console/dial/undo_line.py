"""The line that says what the last result was and how long it can be taken back."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QRect, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.texts import say
from cati_app.ui.console.states import UndoState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.kit import Kit, draw_line_text
from cati_app.ui.widgets.wording import command_key

_TICK_MS = 500


class UndoLine(QWidget):
    """Counts down on its own and is empty at zero. It keeps its room, so that nothing below it moves."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._undo: UndoState | None = None
        self._text = self._brief = ""
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # it fills itself: nothing below is painted with it
        kit.theme.changed.connect(self.updateGeometry)

    def show_undo(self, undo: UndoState | None) -> None:
        if undo is self._undo and undo is not None:
            return
        self._undo = undo
        if undo is None:
            self._timer.stop()
            self._say("")
            return
        self._since.start()
        self._timer.start()
        self._tick()

    @property
    def text(self) -> str:
        """What it says; blank: nothing can be taken back."""
        return self._text

    @Slot()
    def _tick(self) -> None:
        undo = self._undo
        left = 0 if undo is None else undo.seconds - self._since.elapsed() // 1000
        if undo is None or left <= 0:
            self.show_undo(None)
            return
        text = say("{result} – {key} takes it back ({seconds} s)")
        brief = say("{key} takes it back ({seconds} s)")
        self._brief = brief.format(key=command_key("undo"), seconds=left)
        self._say(text.format(result=undo.text, key=command_key("undo"), seconds=left))

    def _say(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.update()

    def fitting(self, width: int) -> str:
        """What stands in a line of this width: where the whole does not fit, key and seconds without the result."""
        whole = self._kit.texts.line(self._text, self._kit.theme.font(TextRole.CONTROL), self.isRightToLeft())
        return self._text if whole.width <= width + 1 else self._brief

    def sizeHint(self) -> QSize:
        theme = self._kit.theme
        return QSize(0, theme.line_height(TextRole.CONTROL) + 2 * theme.space(2))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, pad = self._kit.theme, self._kit.theme.space(4)
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface" if self._text else "background"))
        if not self._text:
            return
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), theme.color("line"))
        area = self.rect().adjusted(pad, 0, -pad, 0)
        draw_line_text(painter, self._kit, area, self.fitting(area.width()), TextRole.CONTROL, theme.color("ink"))
