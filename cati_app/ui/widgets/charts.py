"""Charts painted from tokens of the theme: a map of shades, a line, stacked bars. What they show is worded elsewhere.

Shades differ by lightness and parts of a bar by hatching, so that nothing is told by colour alone; each figure is
written in. A chart has no keyboard of its own: its table, beside it in the page, is what one walks through.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.ui.stage.chart_states import BarsState, HeatCell, HeatState, TrendState
from cati_app.ui.theme import RADIUS_SMALL, TextRole
from cati_app.ui.widgets.kit import Kit, draw_line_text

_SHADES = (0.05, 0.16, 0.32, 0.5, 1.0)
"""How much of the accent a shade has; at half of it dark ink is still read."""
_DARKEST = len(_SHADES) - 1
_HIGH = 180
_CENTER = Qt.AlignmentFlag.AlignCenter
_HATCHED = (Qt.BrushStyle.SolidPattern, Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.Dense6Pattern)
_WIDEST_BAR = 56
_ABOVE = 4
"""Pixels between a point and its figure."""


class Chart(QWidget):
    """Takes the width it gets; its height follows the size of the text."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kit = kit
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        kit.theme.changed.connect(self.fit)

    @Slot()
    def fit(self) -> None:
        """The text has another size, or there is something else to show."""
        self.setFixedHeight(self.high())
        self.updateGeometry()
        self.update()

    def high(self) -> int:
        """The height that is needed."""
        return self.kit.theme.text_px(_HIGH)

    def sizeHint(self) -> QSize:
        return QSize(self.kit.theme.text_px(_HIGH), self.height())

    def painter(self) -> QPainter:
        """To paint with, in a paint event."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return painter

    def text(self, painter: QPainter, rect: QRect, text: str, ink: str, role: TextRole = TextRole.SMALL) -> None:
        """A word in the middle of a rectangle; `ink` is a token."""
        draw_line_text(painter, self.kit, rect, text, role, self.kit.theme.color(ink), _CENTER)

    def wide(self, text: str, role: TextRole = TextRole.SMALL) -> int:
        """Width of a text in pixels."""
        return QFontMetrics(self.kit.theme.font(role)).horizontalAdvance(text)


class HeatMap(Chart):
    """Rows and columns of figures on shades."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._state = HeatState((), ())

    def render_map(self, state: HeatState) -> None:
        """Show a state."""
        if state != self._state:
            self._state = state
            self.fit()

    @property
    def _row(self) -> int:
        return self.kit.theme.line_height(TextRole.SMALL) + self.kit.theme.space(3)

    def high(self) -> int:
        return self._row * (len(self._state.rows) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        state, row, theme = self._state, self._row, self.kit.theme
        if not state.columns:
            return
        painter = self.painter()
        first = max((self.wide(name) for name, _ in state.rows), default=0) + theme.space(3)
        width = (self.width() - first) / len(state.columns)
        gap = max(1, theme.space(0.5))

        def field(column: int, line: int) -> QRect:
            left, right = first + round(column * width), first + round((column + 1) * width)
            return QRect(left, line * row, right - left - gap, row - gap)

        for column, name in enumerate(state.columns):
            self.text(painter, field(column, 0), name, "muted")
        for line, (name, cells) in enumerate(state.rows, 1):
            self.text(painter, QRect(0, line * row, first - theme.space(2), row - gap), name, "muted")
            for column, cell in enumerate(cells):
                self._paint_field(painter, field(column, line), cell)
        self._paint_legend(painter, (len(state.rows) + 1) * row)

    def _paint_field(self, painter: QPainter, rect: QRect, cell: HeatCell) -> None:
        if cell.shade is None:
            painter.setPen(QPen(self.kit.theme.color("line"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_SMALL, RADIUS_SMALL)
            self.text(painter, rect, cell.text, "muted")
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._shade(cell.shade))
        painter.drawRoundedRect(rect, RADIUS_SMALL, RADIUS_SMALL)
        self.text(painter, rect, cell.text, "on_accent" if cell.shade == _DARKEST else "ink")

    def _shade(self, shade: int) -> QColor:
        color = QColor(self.kit.theme.color("accent"))
        color.setAlphaF(_SHADES[shade])
        return color

    def _paint_legend(self, painter: QPainter, top: int) -> None:
        theme, left = self.kit.theme, 0
        side = theme.text_px(12)
        for shade, words in enumerate(self._state.legend):
            wide = self.wide(words) + 2
            square = QRect(left, top + (self._row - side) // 2, side, side)
            painter.setPen(QPen(theme.color("line_strong"), 1))
            painter.setBrush(self._shade(min(_DARKEST, shade + _DARKEST + 1 - len(self._state.legend))))
            painter.drawRect(square)
            self.text(painter, QRect(left + side + theme.space(1), top, wide, self._row), words, "muted")
            left += side + wide + theme.space(4)


class TrendLine(Chart):
    """A line over time; its first, last and highest point have their figure."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._state = TrendState((), ())

    def render_line(self, state: TrendState) -> None:
        """Show a state."""
        if state != self._state:
            self._state = state
            self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        state, theme, painter = self._state, self.kit.theme, self.painter()
        line = theme.line_height(TextRole.SMALL)
        first = max((self.wide(words) for _, words in state.marks), default=0) + theme.space(2)
        top = line + _ABOVE
        area = QRect(first, top, self.width() - first - theme.space(4), self.height() - 2 * line - top)
        for share, words in state.marks:
            y = area.bottom() - round(share * area.height())
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawLine(area.left(), y, area.right(), y)
            self.text(painter, QRect(0, y - line // 2, first - theme.space(1), line), words, "muted")
        if not state.points:
            return
        step = area.width() / max(1, len(state.points) - 1)
        spots = [QPointF(area.left() + index * step, area.bottom()) for index in range(len(state.points))]
        self._paint_line(painter, area, spots)
        self._paint_labels(painter, area, spots, line)

    def _paint_line(self, painter: QPainter, area: QRect, spots: list[QPointF]) -> None:
        painter.setPen(QPen(self.kit.theme.color("accent"), 2))
        painter.setBrush(self.kit.theme.color("accent"))
        run: list[QPointF] = []
        for spot, point in zip(spots, self._state.points, strict=True):
            if point.share is None:
                painter.drawPolyline(QPolygonF(run))
                run = []
                continue
            spot.setY(area.bottom() - point.share * area.height())
            painter.drawEllipse(spot, 2.5, 2.5)
            run.append(spot)
        painter.drawPolyline(QPolygonF(run))

    def _paint_labels(self, painter: QPainter, area: QRect, spots: list[QPointF], line: int) -> None:
        points = self._state.points
        known = [index for index, point in enumerate(points) if point.share is not None]
        told = {known[0], known[-1], max(known, key=lambda index: points[index].share or 0)} if known else set()
        widest = max(max(self.wide(point.label), self.wide(point.text)) for point in points) + 4
        last_label = last_text = -widest
        for index, point in enumerate(points):
            left = max(0, min(self.width() - widest, round(spots[index].x()) - widest // 2))
            if left >= last_label + widest:
                self.text(painter, QRect(left, area.bottom() + line // 2, widest, line), point.label, "muted")
                last_label = left
            if index in told and left >= last_text + widest:
                above = QRect(max(left, area.left()), round(spots[index].y()) - line - _ABOVE, widest, line)
                self.text(painter, above, point.text, "ink")
                last_text = left


class StackedBars(Chart):
    """Bars with their total above and their parts told apart by hatching, named below."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._state = BarsState((), ())

    def render_bars(self, state: BarsState) -> None:
        """Show a state."""
        if state != self._state:
            self._state = state
            self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        state, theme = self._state, self.kit.theme
        if not state.bars:
            return
        painter = self.painter()
        line = theme.line_height(TextRole.SMALL)
        named = len(state.series) > 1
        area = QRect(0, line + 4, self.width(), self.height() - (3 if named else 2) * line - 8)
        room = area.width() / len(state.bars)
        wide = min(theme.text_px(_WIDEST_BAR), round(room * 0.75))
        highest = max(bar.total for bar in state.bars) or 1
        for index, bar in enumerate(state.bars):
            left = round(room * index + (room - wide) / 2)
            top = area.bottom()
            for series, part in enumerate(bar.parts):
                high = round(area.height() * part / highest)
                top -= high
                self._paint_part(painter, QRect(left, top, wide, high), series)
            around = QRect(round(room * index), top - line - 2, round(room), line)
            self.text(painter, around, str(bar.total), "ink")
            self.text(painter, around.translated(0, area.bottom() + 2 - around.top()), bar.label, "muted")
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.drawLine(0, area.bottom() + 1, self.width(), area.bottom() + 1)
        if named:
            self._paint_names(painter, self.height() - line, line)

    def _paint_part(self, painter: QPainter, rect: QRect, series: int) -> None:
        if not rect.height():
            return
        accent = self.kit.theme.color("accent")
        painter.setPen(QPen(accent, 1))
        painter.setBrush(QBrush(accent, _HATCHED[series % len(_HATCHED)]))
        painter.drawRect(rect)

    def _paint_names(self, painter: QPainter, top: int, line: int) -> None:
        theme, left = self.kit.theme, 0
        side = theme.text_px(12)
        for series, name in enumerate(self._state.series):
            wide = self.wide(name) + 2
            self._paint_part(painter, QRect(left, top + (line - side) // 2, side, side), series)
            self.text(painter, QRect(left + side + theme.space(1), top, wide, line), name, "muted")
            left += side + wide + theme.space(4)
