"""Shares as bars across: one for each answer, or for each group of people a whole bar in the steps of a scale."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cati_app.ui.stage.chart_states import SharePart, SharesState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.charts import Chart
from cati_app.ui.widgets.kit import Kit, draw_line_text

_STEPS = ("accent", "accent", "line_strong", "warn", "warn")
"""From one end of a scale to the other; not green and red, and every share is written in."""
_AMOUNTS = (1.0, 0.5, 1.0, 0.5, 1.0)  # of the colour on the ground
_OF = {1: (0,), 2: (0, 4), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
_NAMES, _WIDEST_NAMES = 0.34, 300  # share of the width for names, and pixels at normal size
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute


class ShareBars(Chart):
    """Its figures are those of the table above it."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._state = SharesState(())

    def render_shares(self, state: SharesState) -> None:
        """Show a state."""
        if state != self._state:
            self._state = state
            self.fit()

    @property
    def _row(self) -> int:
        return self.kit.theme.line_height(TextRole.SMALL) + self.kit.theme.space(2)

    @property
    def _apart(self) -> int:
        return self.kit.theme.space(2)

    def high(self) -> int:
        bars = self._state.bars
        groups = sum(bar.begins_group for bar in bars)
        return self._row * (len(bars) + len(self._legend_rows())) + self._apart * (groups + 1)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        if self.height() != self.high():
            self.fit()

    # -- the legend ---------------------------------------------------------------------------------------------

    def _legend_rows(self) -> list[list[tuple[int, int, str]]]:
        """Rows of the legend: each part with where it begins and its words."""
        rows: list[list[tuple[int, int, str]]] = []
        theme, room, left = self.kit.theme, max(1, self.width()), 0
        for step, words in enumerate(self._state.legend):
            wide = min(room, self._key_side + theme.space(1) + self.wide(words) + theme.space(4))
            if not rows or left + wide > room:
                rows.append([])
                left = 0
            rows[-1].append((step, left, words))
            left += wide
        return rows

    @property
    def _key_side(self) -> int:
        return self.kit.theme.text_px(12)

    def _paint_legend(self, painter: QPainter) -> int:
        rows, side, row = self._legend_rows(), self._key_side, self._row
        for line, parts in enumerate(rows):
            for step, left, words in parts:
                square = QRect(left, line * row + (row - side) // 2, side, side)
                painter.fillRect(square, self._fill(step)[0])
                begin = left + side + self.kit.theme.space(1)
                self._write(painter, QRect(begin, line * row, self.width() - begin, row), words, "muted")
        return len(rows) * row

    # -- the bars -----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        state, theme = self._state, self.kit.theme
        if not state.bars:
            return
        painter = self.painter()
        gap = theme.space(2)
        longest = max(self.wide(bar.label) for bar in state.bars)
        names = min(longest + gap, round(self.width() * _NAMES), theme.text_px(_WIDEST_NAMES))
        behind = max(self.wide(bar.text) for bar in state.bars) + gap
        room = QRectF(names, 0, max(1, self.width() - names - behind), 0)
        most = (
            1.0 if state.legend else max((part.share for bar in state.bars for part in bar.parts), default=1.0) or 1.0
        )
        top = self._paint_legend(painter)
        for bar in state.bars:
            top += self._apart if bar.begins_group else 0
            self._write(painter, QRect(0, top, names - gap, self._row), bar.label, "ink")
            left = room.left()
            for part in bar.parts:
                wide = room.width() * part.share / most
                self._paint_part(painter, QRectF(left, top + 2, wide, self._row - 4), part)
                left += wide
            end = QRect(round(room.right()), top, behind, self._row)
            if state.legend:
                self._write(painter, end, bar.text, "muted", _RIGHT)
            else:
                self._write(painter, end.translated(round(left - room.right()) + gap, 0), bar.text, "ink", _LEFT)
            top += self._row

    def _paint_part(self, painter: QPainter, rect: QRectF, part: SharePart) -> None:
        if rect.width() <= 0:
            return
        inside = rect.adjusted(0, 0, -1 if self._state.legend and rect.width() > 2 else 0, 0)
        if part.is_hidden:
            painter.fillRect(inside, self._mixed("warn", 0.15))
            painter.fillRect(inside, QBrush(self.kit.theme.color("warn"), Qt.BrushStyle.BDiagPattern))
            return
        fill, ink = self._fill(part.step)
        painter.fillRect(inside, fill)
        if self._state.legend and self.wide(part.text) + 4 <= inside.width():
            self.text(painter, inside.toRect(), part.text, ink)

    def _fill(self, step: int) -> tuple[QColor, str]:
        """The colour of a part, and the token of what is written on it."""
        at = _OF[max(1, len(self._state.legend))][step]
        return self._mixed(_STEPS[at], _AMOUNTS[at]), "on_accent" if at in (0, len(_STEPS) - 1) else "ink"

    def _mixed(self, token: str, amount: float) -> QColor:
        color, ground = self.kit.theme.color(token), self.kit.theme.color("surface")
        parts = ((color.red(), ground.red()), (color.green(), ground.green()), (color.blue(), ground.blue()))
        return QColor(*(round(own * amount + other * (1 - amount)) for own, other in parts))

    def _write(self, painter: QPainter, rect: QRect, text: str, ink: str, align: Qt.AlignmentFlag = _LEFT) -> None:
        draw_line_text(painter, self.kit, rect, text, TextRole.SMALL, self.kit.theme.color(ink), align)
