"""The curve of a cell ahead: from what is done today to the days between which it is full, and the end of field."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from cati_app.ui.stage.chart_states import FanState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.charts import Chart
from cati_app.ui.widgets.kit import Kit

_BAND = 0.16
_BEYOND = 1.25
"""How much wider than the last day in sight the chart is where an end is not in sight."""
_LEAST_DAYS = 5
_Spot = Callable[[float, float], QPointF]
"""Where a share of the target stands on a day."""


class FanChart(Chart):
    """Its figures stand as lines beside it, so that it has no keyboard of its own."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._state: FanState | None = None

    def render_fan(self, state: FanState | None) -> None:
        """Show a state; nothing for None."""
        self.setVisible(state is not None)
        if state != self._state:
            self._state = state
            self.fit()

    def high(self) -> int:
        return self.kit.theme.text_px(170)

    def paintEvent(self, event: QPaintEvent) -> None:
        state = self._state
        if state is None:
            return
        theme, painter = self.kit.theme, self.painter()
        line = theme.line_height(TextRole.SMALL)
        first = max(map(self.wide, state.levels)) + theme.space(3)
        area = QRect(first, line + theme.space(1), self.width() - first - theme.space(4), self.height() - 4 * line)
        seen = [day for day in (state.median, state.high, state.end) if day is not None]
        last = max([_LEAST_DAYS, *seen])
        last = last if state.high is not None else round(last * _BEYOND) + 1

        def spot(day: float, share: float) -> QPointF:
            return QPointF(area.left() + area.width() * min(day, last) / last, area.bottom() - area.height() * share)

        self._paint_levels(painter, area, state, line)
        self._paint_band(painter, spot, state, last)
        self._paint_days(painter, spot, state, line)

    def _paint_levels(self, painter: QPainter, area: QRect, state: FanState, line: int) -> None:
        """Target above, nothing below, and what is done."""
        theme = self.kit.theme
        done = area.bottom() - round(area.height() * min(1.0, state.done))
        for y, text, ink in ((done, state.levels[0], "line"), (area.top(), state.levels[1], "ink")):
            painter.setPen(QPen(theme.color(ink), 1))
            painter.drawLine(area.left(), y, area.right(), y)
            if not (text == state.levels[0] and abs(done - area.top()) < line):
                self.text(painter, QRect(0, y - line // 2, area.left() - theme.space(1), line), text, "muted")
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.drawLine(area.left(), area.bottom(), area.right(), area.bottom())

    def _paint_band(self, painter: QPainter, spot: _Spot, state: FanState, last: int) -> None:
        """The days between which it is full in 8 of 10 plays, and the middle one, dashed."""
        begin = spot(0, min(1.0, state.done))
        accent = QColor(self.kit.theme.color("accent"))
        band = QColor(accent)
        band.setAlphaF(_BAND)
        low, high = (spot(last if day is None else day, 1.0) for day in (state.low, state.high))
        if state.low is not None:
            painter.setPen(QPen(accent, 1))
            painter.setBrush(band)
            painter.drawPolygon(QPolygonF([begin, low, high]))
        painter.setPen(QPen(accent, 1))
        painter.setBrush(accent)
        painter.drawEllipse(begin, 3, 3)
        if state.median is not None:
            full = spot(state.median, 1.0)
            painter.setPen(QPen(accent, 2, Qt.PenStyle.DashLine))
            painter.drawLine(begin, full)
            painter.setPen(QPen(accent, 2))
            painter.setBrush(self.kit.theme.color("surface"))
            painter.drawEllipse(full, 4, 4)

    def _paint_days(self, painter: QPainter, spot: _Spot, state: FanState, line: int) -> None:
        theme, base = self.kit.theme, spot(0, 0)
        below = round(base.y()) + theme.space(1)
        taken = self._day(painter, base.x(), below, line, state.today, -1)
        if state.median is not None:
            taken = self._day(painter, spot(state.median, 0).x(), below, line, state.full, taken)
        if state.end is None:
            return
        end, top = spot(state.end, 0), spot(state.end, 1.0)
        painter.setPen(QPen(theme.color("warn"), 2, Qt.PenStyle.DotLine))
        painter.drawLine(end, top)
        wide = self.wide(state.end_text) + 4
        left = min(self.width() - wide, max(0, round(end.x()) - wide // 2))
        self.text(painter, QRect(left, below + line, wide, line), state.end_text, "warn")

    def _day(self, painter: QPainter, x: float, y: int, line: int, text: str, taken: int) -> int:
        """A word under a day, where there is room behind the one before; where it ends."""
        wide = self.wide(text) + 4
        left = min(self.width() - wide, max(0, round(x) - wide // 2))
        if left <= taken:
            return taken
        self.text(painter, QRect(left, y, wide, line), text, "muted")
        return left + wide
