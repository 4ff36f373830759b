"""The text to read aloud and, set apart, the instruction that is not."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.ui.theme import RADIUS, TextRole
from cati_app.ui.widgets.kit import Kit, draw_kept, draw_line_text, mirrored
from cati_app.ui.widgets.levels import Levels
from cati_app.ui.widgets.text import LaidText

_LEADING = 1.16


class ReadingText(QWidget):
    """Paints text, instruction and a small remark line. Never takes the focus."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._text = ""
        self._hint = ""
        self._aside = ""
        self._role = TextRole.READ_ALOUD
        self._current = False
        self._text_height = self._hint_height = 0  # as placed, which may be more than this text needs
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str, hint: str, aside: str = "", role: TextRole = TextRole.READ_ALOUD) -> None:
        """Show text and instruction; `aside` is a muted line below, such as a remark."""
        if (text, hint, aside, role) == (self._text, self._hint, self._aside, self._role):
            return
        self._text, self._hint, self._aside, self._role = text, hint, aside, role
        self.setAccessibleName(text)
        self.setAccessibleDescription(hint)
        self.update()

    def mark_current(self, current: bool) -> None:
        """A bar before the question in focus, where several stand below one another."""
        if current != self._current:
            self._current = current
            self.update()

    def height_for(self, width: int, levels: Levels) -> int:
        """Arrange for a width and return the height."""
        theme = self._kit.theme
        text = self._laid(self._text, width, self._role).height if self._text else 0
        self._text_height = levels.at_least("text", text)
        self._hint_height = levels.at_least("hint", self._hint_height_for(width) if self._hint else 0)
        aside = levels.at_least("aside", theme.space(2) + theme.line_height(TextRole.SMALL) if self._aside else 0)
        return self._hint_top() + self._hint_height + aside

    def _hint_top(self) -> int:
        gap = self._text_height and self._hint_height
        return self._text_height + (self._kit.theme.space(4) if gap else 0)

    def _laid(self, text: str, width: int, role: TextRole) -> LaidText:
        rtl = self.isRightToLeft()
        leading = 1.0 if rtl else _LEADING  # the Arabic font brings its own
        return self._kit.texts.get(text, width, self._kit.theme.font(role), rtl, leading)

    def _hint_height_for(self, width: int) -> int:
        theme = self._kit.theme
        inner = width - self._hint_start() - theme.space(3)
        return self._laid(self._hint, inner, TextRole.CONTROL).height + 2 * theme.space(2.5)

    def _hint_start(self) -> int:
        return self._kit.theme.text_px(16) + 2 * self._kit.theme.space(3)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rtl, width, top = self._kit.theme, self.isRightToLeft(), self.width(), self._hint_top()
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._text:
            laid = self._laid(self._text, width, self._role)
            laid.draw(painter, 0, 0, theme.color("accent" if self._current else "ink"))
        if self._hint:
            self._paint_hint(painter, top)
        if self._aside:
            rect = QRect(0, top + self._hint_height + theme.space(2), width, theme.line_height(TextRole.SMALL))
            align = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
            align |= Qt.AlignmentFlag.AlignAbsolute
            draw_line_text(painter, self._kit, rect, self._aside, TextRole.SMALL, theme.color("muted"), align)
        painter.end()
        self.painted()

    def _paint_hint(self, painter: QPainter, top: int) -> None:
        theme, rtl, width = self._kit.theme, self.isRightToLeft(), self.width()
        height, start = self._hint_height, self._hint_start()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("warn_soft"))
        painter.drawRoundedRect(QRect(0, top, width, height), RADIUS, RADIUS)
        self._paint_sign(painter, mirrored(QRect(theme.space(3), top, start, height), width, rtl))
        inner = width - start - theme.space(3)
        x = theme.space(3) if rtl else start
        laid = self._laid(self._hint, inner, TextRole.CONTROL)
        laid.draw(painter, x, top + theme.space(2.5), theme.color("warn"))

    def _paint_sign(self, painter: QPainter, area: QRect) -> None:
        """A circled i, so that the instruction is told apart without its colour."""
        theme = self._kit.theme
        size = theme.text_px(15)
        x = area.right() - size if self.isRightToLeft() else area.x()
        circle = QRect(x, area.y() + theme.space(2.5) + theme.text_px(1), size, size)
        look = f"sign {theme.dark} {theme.percent}"
        draw_kept(painter, circle.adjusted(-1, -1, 2, 2), look, self._draw_sign)  # the pen is wider than its line

    def _draw_sign(self, painter: QPainter, area: QRect) -> None:
        theme, circle = self._kit.theme, area.adjusted(1, 1, -2, -2)
        painter.setPen(QPen(theme.color("warn"), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        painter.setFont(theme.font(TextRole.KEYCAP))
        painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), "i")

    def painted(self) -> None:
        """End of painting; replaced by whoever measures."""
