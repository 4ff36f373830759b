"""Pictures of weights: margins before and after as pairs of bars, and how the weights are spread."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cati_app.ui.analyst.weights.states import BeforeAfter, BeforeAfterState, SpreadState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.charts import Chart
from cati_app.ui.widgets.kit import Kit, draw_line_text

_NAMES, _WIDEST_NAMES = 0.34, 300  # share of the width for names, and pixels at normal size
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
_DASH = "–"


class BeforeAfterBars(Chart):
    """A hatched bar before, a full one after, and a mark at the target; figures behind them, and in the table above."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._state = BeforeAfterState((), ("", "", ""))

    def render_pairs(self, state: BeforeAfterState) -> None:
        """Show a state."""
        if state != self._state:
            self._state = state
            self.setAccessibleDescription("; ".join(map(self._spoken, state.bars)))
            self.fit()

    def _spoken(self, bar: BeforeAfter) -> str:
        return " ".join(filter(None, (f"{bar.heading}:" if bar.heading else "", f"{bar.label}, {bar.text}")))

    @property
    def _row(self) -> int:
        return self.kit.theme.line_height(TextRole.SMALL) + self.kit.theme.space(2)

    def high(self) -> int:
        bars = self._state.bars
        headings = sum(bool(bar.heading) for bar in bars)
        return self._row * (len(bars) + headings + len(self._legend_rows())) + self.kit.theme.space(2)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        if self.height() != self.high():
            self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        bars, theme = self._state.bars, self.kit.theme
        if not bars:
            return
        painter, gap, row = self.painter(), theme.space(2), self._row
        longest = max(self.wide(bar.label) for bar in bars)
        names = min(longest + gap, round(self.width() * _NAMES), theme.text_px(_WIDEST_NAMES))
        behind = max(self.wide(bar.text) for bar in bars) + gap
        room = max(1, self.width() - names - behind)
        most = max(max(bar.before, bar.after, bar.target) for bar in bars) or 1.0
        top = self._paint_legend(painter)
        for bar in bars:
            if bar.heading:
                self._write(painter, QRect(0, top, self.width(), row), bar.heading, "ink", TextRole.CONTROL_STRONG)
                top += row
            self._write(painter, QRect(0, top, names - gap, row), bar.label, "ink")
            half = (row - 4) / 2
            before, after = (room * share / most for share in (bar.before, bar.after))
            self._paint_bar(painter, QRectF(names, top + 2, before, half), is_before=True)
            self._paint_bar(painter, QRectF(names, top + 2 + half, after, half), is_before=False)
            self._paint_mark(painter, names + room * bar.target / most, top, row)
            self._write(painter, QRect(names + room + gap, top, behind, row), bar.text, "ink")
            top += row

    # -- parts of it --------------------------------------------------------------------------------------------

    def _paint_bar(self, painter: QPainter, rect: QRectF, *, is_before: bool) -> None:
        accent = self.kit.theme.color("accent")
        painter.setPen(QPen(accent, 1))
        painter.setBrush(QBrush(accent, Qt.BrushStyle.BDiagPattern if is_before else Qt.BrushStyle.SolidPattern))
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_mark(self, painter: QPainter, at: float, top: int, high: int) -> None:
        painter.setPen(QPen(self.kit.theme.color("ink"), 2))
        painter.drawLine(round(at), top, round(at), top + high)

    @property
    def _side(self) -> int:
        return self.kit.theme.text_px(12)

    def _legend_rows(self) -> list[list[tuple[int, int, str]]]:
        """Rows of the legend: which part, where it begins, and its words."""
        rows: list[list[tuple[int, int, str]]] = []
        theme, room, left = self.kit.theme, max(1, self.width()), 0
        for part, words in enumerate(self._state.legend):
            wide = min(room, self._side + theme.space(1) + self.wide(words) + theme.space(4))
            if not rows or left + wide > room:
                rows.append([])
                left = 0
            rows[-1].append((part, left, words))
            left += wide
        return rows

    def _paint_legend(self, painter: QPainter) -> int:
        rows, side, row = self._legend_rows(), self._side, self._row
        for line, parts in enumerate(rows):
            for part, left, words in parts:
                top = line * row + (row - side) // 2
                if part < 2:
                    self._paint_bar(painter, QRectF(left, top, side, side), is_before=part == 0)
                else:
                    self._paint_mark(painter, left + side / 2, top, side)
                begin = left + side + self.kit.theme.space(1)
                self._write(painter, QRect(begin, line * row, self.width() - begin, row), words, "muted")
        return len(rows) * row

    def _write(self, painter: QPainter, rect: QRect, text: str, ink: str, role: TextRole = TextRole.SMALL) -> None:
        draw_line_text(painter, self.kit, rect, text, role, self.kit.theme.color(ink), _LEFT)


class SpreadBars(Chart):
    """Bars side by side with their counts; those at a bound are hatched in another colour, and a legend says so."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._state = SpreadState((), "", 0.0, "")

    def render_spread(self, state: SpreadState) -> None:
        """Show a state."""
        if state != self._state:
            self._state = state
            ends = [*(bar.edge for bar in state.bars[1:]), state.last_edge]
            told = (f"{bar.edge} {_DASH} {end}: {bar.count}" for bar, end in zip(state.bars, ends, strict=True))
            self.setAccessibleDescription("; ".join((*told, state.bound)))
            self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        state, theme = self._state, self.kit.theme
        if not state.bars:
            return
        painter, line = self.painter(), theme.line_height(TextRole.SMALL)
        below = 2 if state.bound else 1
        edge = max(map(self.wide, (state.last_edge, *(bar.edge for bar in state.bars)))) // 2 + 2
        area = QRect(edge, 2 * line + 4, self.width() - 2 * edge, self.height() - (2 + below) * line - 12)
        step = area.width() / len(state.bars)
        highest = max(bar.count for bar in state.bars)
        for number, bar in enumerate(state.bars):
            left, right = (area.left() + round(step * n) for n in (number, number + 1))
            high = round(area.height() * bar.count / highest)
            rect = QRect(left + 1, area.bottom() - high, max(1, right - left - 2), high)
            if bar.count:
                self._paint_bar(painter, rect, is_at_bound=bar.is_at_bound)
                wide = max(right - left, self.wide(str(bar.count)) + 2)
                above = QRect((left + right - wide) // 2, rect.top() - line - 1, wide, line)
                self.text(painter, above, str(bar.count), "ink")
        painter.setPen(QPen(theme.color("line_strong"), 1))
        painter.drawLine(area.left(), area.bottom() + 1, area.right(), area.bottom() + 1)
        self._paint_edges(painter, area, step)
        self._paint_mean(painter, area, line)
        if state.bound:
            self._paint_legend(painter, self.height() - line - 2, line)

    def _paint_bar(self, painter: QPainter, rect: QRect, *, is_at_bound: bool) -> None:
        color = self.kit.theme.color("warn" if is_at_bound else "accent")
        pattern = Qt.BrushStyle.BDiagPattern if is_at_bound else Qt.BrushStyle.SolidPattern
        painter.setPen(QPen(color, 1))
        painter.setBrush(QBrush(color, pattern))
        painter.drawRect(rect)

    def _paint_edges(self, painter: QPainter, area: QRect, step: float) -> None:
        """As many as have room."""
        state, line = self._state, self.kit.theme.line_height(TextRole.SMALL)
        edges = [*(bar.edge for bar in state.bars), state.last_edge]
        wide = max(map(self.wide, edges)) + self.kit.theme.space(1)
        every = max(1, -(-wide // max(1, int(step))))
        for number in range(0, len(edges), every):
            at = area.left() + round(step * number)
            self.text(painter, QRect(at - wide // 2, area.bottom() + 4, wide, line), edges[number], "muted")

    def _paint_mean(self, painter: QPainter, area: QRect, line: int) -> None:
        at = area.left() + round(area.width() * self._state.mean_at)
        painter.setPen(QPen(self.kit.theme.color("ink"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(at, line, at, area.bottom())
        wide = self.wide(self._state.mean) + 4
        left = min(max(0, at - wide // 2), self.width() - wide)
        self.text(painter, QRect(left, 0, wide, line), self._state.mean, "ink")

    def _paint_legend(self, painter: QPainter, top: int, line: int) -> None:
        theme = self.kit.theme
        side = theme.text_px(12)
        self._paint_bar(painter, QRect(0, top + (line - side) // 2, side, side), is_at_bound=True)
        begin = side + theme.space(1)
        rect = QRect(begin, top, self.width() - begin, line)
        draw_line_text(painter, self.kit, rect, self._state.bound, TextRole.SMALL, theme.color("muted"), _LEFT)
