"""The line above a question: section, how far, how long still."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.texts import say
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.ground import Ground
from cati_app.ui.widgets.kit import Kit, draw_bar, draw_line_text, mirrored

_BAR = 6


def time_left_text(seconds: int) -> str:
    """About how long it still takes."""
    minutes = max(1, (seconds + 30) // 60)
    return say("about {minutes} min left", minutes=minutes)


class ProgressStrip(Ground):
    """Painted as a whole; asks for an update only, so that nothing is painted in the middle of a change."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, "background", parent)
        self._section, self._position, self._share = "", "", 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        kit.theme.changed.connect(self.updateGeometry)

    def show_progress(self, section: str, position: str, share: float) -> None:
        if (section, position, share) != (self._section, self._position, self._share):
            self._section, self._position, self._share = section, position, share
            self.setAccessibleName(f"{section}, {position}")
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, self._kit.theme.line_height(TextRole.SMALL) + self._kit.theme.space(2))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rtl, width, height = self._kit.theme, self.isRightToLeft(), self.width(), self.height()
        texts, font = self._kit.texts, theme.font(TextRole.SMALL)
        gap = theme.space(3)
        last = min(texts.line(self._position, font, rtl).width + 2, width // 2)
        first = min(texts.line(self._section, font, rtl).width + 2, max(0, (width - last) // 2))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        align = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        align |= Qt.AlignmentFlag.AlignAbsolute
        muted = theme.color("muted")
        rect = mirrored(QRect(0, 0, first, height), width, rtl)
        draw_line_text(painter, self._kit, rect, self._section, TextRole.SMALL, muted, align)
        bar = QRect(first + gap, (height - _BAR) // 2, max(0, width - first - last - 2 * gap), _BAR)
        if bar.width() > _BAR:
            area = mirrored(bar, width, rtl)
            draw_bar(painter, area, self._share, theme.color("accent"), theme.color("line"), rtl)
        rect = mirrored(QRect(width - last, 0, last, height), width, rtl)
        draw_line_text(painter, self._kit, rect, self._position, TextRole.SMALL, muted, align)
