"""What is done of a target until today, and ahead the days between which it is full, with the end of field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

from cati_app.ui.stage.chart_states import CurvesState, CurveState, FanState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.charts import Chart
from cati_app.ui.widgets.kit import Kit, draw_line_text

_BAND = 0.16
_BEYOND = 1.25
"""How much wider than the last day in sight the chart is where an end is not in sight."""
_LEAST_DAYS = 5
_HIGH, _SMALL_HIGH, _SMALL_WIDE = 170, 56, 210
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


def _days_of(states: Sequence[FanState]) -> tuple[int, int]:
    """First and last day on which all of them have room; the day before the first one begins at nothing."""
    begun = [state.past[0][0] - 1 for state in states if state.past]
    seen = [day for state in states for day in (state.median, state.high, state.end) if day is not None]
    last = max([_LEAST_DAYS, *seen])
    ends = all(state.high is not None or state.low is None for state in states)
    return min([0, *begun]), last if ends else round(last * _BEYOND) + 1


class _Curve:
    """Paints one curve into a rectangle whose top is the target."""

    def __init__(self, chart: Chart, painter: QPainter, area: QRect, state: FanState, days: tuple[int, int]) -> None:
        self._theme, self._painter, self._area, self._state = chart.kit.theme, painter, area, state
        self._first, self._last = days
        self._accent = QColor(self._theme.color("accent"))

    def spot(self, day: float, share: float) -> QPointF:
        """Where a share of the target stands on a day."""
        area = self._area
        across = (min(day, self._last) - self._first) / (self._last - self._first)
        return QPointF(area.left() + area.width() * across, area.bottom() - area.height() * min(1.0, share))

    def paint(self) -> None:
        """Target and ground, what is done, the fan, the end of field."""
        self._paint_level(self._area.top(), "ink")
        self._paint_level(self._area.bottom(), "line_strong")
        self._paint_past()
        self._paint_fan()
        if self._state.end is not None:
            self._painter.setPen(QPen(self._theme.color("warn"), 2, Qt.PenStyle.DotLine))
            self._painter.drawLine(self.spot(self._state.end, 0), self.spot(self._state.end, 1.0))

    def _paint_level(self, y: int, ink: str) -> None:
        self._painter.setPen(QPen(self._theme.color(ink), 1))
        self._painter.drawLine(self._area.left(), y, self._area.right(), y)

    def _paint_past(self) -> None:
        """In steps: a day counts at its end."""
        line, before = [], 0.0
        if self._state.past:
            line.append(self.spot(self._state.past[0][0] - 1, 0))
        for day, share in self._state.past:
            line += [self.spot(day, before), self.spot(day, share)]
            before = share
        line.append(self.spot(0, self._state.done))
        self._painter.setPen(QPen(self._accent, 2))
        self._painter.drawPolyline(QPolygonF(line))

    def _paint_fan(self) -> None:
        """The days between which it is full in 8 of 10 plays, and the middle one, dashed."""
        state, painter, begin = self._state, self._painter, self.spot(0, self._state.done)
        band = QColor(self._accent)
        band.setAlphaF(_BAND)
        if state.low is not None:
            low, high = (self.spot(self._last if day is None else day, 1.0) for day in (state.low, state.high))
            painter.setPen(QPen(self._accent, 1))
            painter.setBrush(band)
            painter.drawPolygon(QPolygonF([begin, low, high]))
        painter.setPen(QPen(self._accent, 1))
        painter.setBrush(self._accent)
        painter.drawEllipse(begin, 3, 3)
        if state.median is not None:
            full = self.spot(state.median, 1.0)
            painter.setPen(QPen(self._accent, 2, Qt.PenStyle.DashLine))
            painter.drawLine(begin, full)
            painter.setPen(QPen(self._accent, 2))
            painter.setBrush(self._theme.color("surface"))
            painter.drawEllipse(full, 4, 4)


class FanChart(Chart):
    """Its figures stand as lines or as a table beside it, so that it has no keyboard of its own."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._state: FanState | None = None

    def render_fan(self, state: FanState | None) -> None:
        """Show a state; nothing for None."""
        if state != self._state:
            self._state = state
            self.fit()

    def high(self) -> int:
        return self.kit.theme.text_px(_HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        state = self._state
        if state is None:
            return
        theme, painter = self.kit.theme, self.painter()
        line = theme.line_height(TextRole.SMALL)
        first = max(map(self.wide, state.levels)) + theme.space(3)
        area = QRect(first, line + theme.space(1), self.width() - first - theme.space(4), self.height() - 4 * line)
        curve = _Curve(self, painter, area, state, _days_of([state]))
        self._paint_levels(painter, area, state, line)
        curve.paint()
        self._paint_days(painter, curve, state, line)

    def _paint_levels(self, painter: QPainter, area: QRect, state: FanState, line: int) -> None:
        """Target above, and what is done."""
        theme = self.kit.theme
        done = area.bottom() - round(area.height() * min(1.0, state.done))
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(area.left(), done, area.right(), done)
        for y, text in ((done, state.levels[0]), (area.top(), state.levels[1])):
            if y == area.top() or abs(done - area.top()) >= line:
                self.text(painter, QRect(0, y - line // 2, area.left() - theme.space(1), line), text, "muted")

    def _paint_days(self, painter: QPainter, curve: _Curve, state: FanState, line: int) -> None:
        """Words under the first day, today, the middle day and the end of field, where there is room."""
        below = round(curve.spot(0, 0).y()) + self.kit.theme.space(1)
        taken = self._day(painter, curve.spot(0, 0).x(), below, line, state.today, -1)
        if state.median is not None:
            self._day(painter, curve.spot(state.median, 0).x(), below, line, state.full, taken)
        if state.past:
            left = curve.spot(state.past[0][0], 0).x()
            if left + self.wide(state.begun) / 2 + 4 < curve.spot(0, 0).x() - self.wide(state.today) / 2:
                self._day(painter, left, below, line, state.begun, -1)
        if state.end is None:
            return
        wide = self.wide(state.end_text) + 4
        left = min(self.width() - wide, max(0, round(curve.spot(state.end, 0).x()) - wide // 2))
        self.text(painter, QRect(left, below + line, wide, line), state.end_text, "warn")

    def _day(self, painter: QPainter, x: float, y: int, line: int, text: str, taken: int) -> int:
        """A word under a day, where there is room behind the one before; where it ends."""
        wide = self.wide(text) + 4
        left = min(self.width() - wide, max(0, round(x) - wide // 2))
        if left <= taken:
            return taken
        self.text(painter, QRect(left, y, wide, line), text, "muted")
        return left + wide


class CurveGrid(Chart):
    """Small curves beside and below each other, on the same days; only those that changed are painted again."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._state = CurvesState(())
        self._days, self._columns = (0, _LEAST_DAYS), 1

    def render_curves(self, state: CurvesState) -> None:
        """Show a state."""
        old, self._state = self._state, state
        days, self._days = self._days, _days_of([curve.fan for curve in state.curves])
        if days != self._days or len(old.curves) != len(state.curves):
            self.fit()
            return
        for index, (before, curve) in enumerate(zip(old.curves, state.curves, strict=True)):
            if before != curve:
                self.update(self.box(index))

    @Slot()
    def fit(self) -> None:
        self._columns = max(1, self.width() // self.kit.theme.text_px(_SMALL_WIDE))
        super().fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._columns != max(1, self.width() // self.kit.theme.text_px(_SMALL_WIDE)):
            self.fit()

    def high(self) -> int:
        return self._row * -(-len(self._state.curves) // self._columns)

    @property
    def _row(self) -> int:
        theme = self.kit.theme
        return 2 * theme.line_height(TextRole.SMALL) + theme.text_px(_SMALL_HIGH) + theme.space(5)

    def box(self, index: int) -> QRect:
        """Where a curve stands with its words, the gap behind it left out."""
        row, column = divmod(index, self._columns)
        wide, gap = self.width() / self._columns, self.kit.theme.space(4)
        left, right = round(column * wide), round((column + 1) * wide)
        return QRect(left, row * self._row, right - left - gap, self._row - self.kit.theme.space(2))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = self.painter()
        for index, curve in enumerate(self._state.curves):
            box = self.box(index)
            if event.region().intersects(box):
                self._paint_curve(painter, box, curve)

    def _paint_curve(self, painter: QPainter, box: QRect, curve: CurveState) -> None:
        theme = self.kit.theme
        line, gap = theme.line_height(TextRole.SMALL), theme.space(1)
        wide = self.wide(curve.figures) + 2
        name = QRect(box.left(), box.top(), box.width() - wide - gap, line)
        figures = QRect(box.right() - wide, box.top(), wide, line)
        below = QRect(box.left(), box.bottom() - line, box.width(), line)
        ahead = "warn" if curve.is_late else "muted"
        for rect, text, ink, align in (
            (name, curve.name, "ink", _LEFT),
            (figures, curve.figures, "ink", _RIGHT),
            (below, curve.ahead, ahead, _LEFT),
        ):
            draw_line_text(painter, self.kit, rect, text, TextRole.SMALL, theme.color(ink), align)
        top = box.top() + line + 2 * gap
        area = QRect(box.left() + 4, top, box.width() - 8, below.top() - gap - top)
        _Curve(self, painter, area, curve.fan, self._days).paint()
