"""Who is in an interview now; painted, clocks keep counting on their own."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QRect, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QFontMetrics, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget

from cati_app.texts import say
from cati_app.ui.desk.board.states import ActiveInterview
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.clock import short_clock_text
from cati_app.ui.widgets.kit import Kit, draw_line_text


class ActiveList(QWidget):
    """Interviewer, what they do, for how long."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._active: tuple[ActiveInterview, ...] = ()
        self._nobody = say("Nobody. Interviews appear here as soon as one begins.")
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self.update)
        kit.theme.changed.connect(self._fit)
        self._fit()

    def render_active(self, active: tuple[ActiveInterview, ...], *, elsewhere: bool = False) -> None:
        self._nobody = say("Nobody. Interviews appear here as soon as one begins.")
        if elsewhere:
            self._nobody = say("Nobody here: interviews run at their stations.")
        if active == self._active and self._since.isValid():
            return
        self._active = active
        self._since.start()
        self.setAccessibleName("; ".join(f"{a.interviewer} {a.detail}" for a in active))
        self._fit()

    @Slot()
    def _fit(self) -> None:
        self.setFixedHeight(max(1, len(self._active)) * self._row())
        self.update()

    def _row(self) -> int:
        theme = self._kit.theme
        return theme.line_height(TextRole.CONTROL) + theme.line_height(TextRole.SMALL) + theme.space(3)

    def sizeHint(self) -> QSize:
        return QSize(self._kit.theme.text_px(220), self.height())

    def showEvent(self, event: QShowEvent) -> None:
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, width, row = self._kit.theme, self.width(), self._row()
        muted = theme.color("muted")
        if not self._active:
            self._kit.texts.get(self._nobody, width, theme.font(TextRole.CONTROL)).draw(painter, 0, 0, muted)
            return
        passed = self._since.elapsed() // 1000
        last = QFontMetrics(theme.font(TextRole.CONTROL)).horizontalAdvance("00:00:00")
        line = theme.line_height(TextRole.CONTROL)
        for index, active in enumerate(self._active):
            y = index * row + theme.space(1.5)
            above = QRect(0, y, width - last, line)
            draw_line_text(painter, self._kit, above, active.interviewer, TextRole.CONTROL, theme.color("ink"))
            below = QRect(0, y + line, width, theme.line_height(TextRole.SMALL))
            draw_line_text(painter, self._kit, below, active.detail, TextRole.SMALL, muted)
            clock = short_clock_text(active.seconds + passed)
            right = QRect(width - last, y, last, line)
            draw_line_text(
                painter, self._kit, right, clock, TextRole.CONTROL, theme.color("ok"), Qt.AlignmentFlag.AlignRight
            )
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawLine(0, (index + 1) * row - 1, width, (index + 1) * row - 1)
