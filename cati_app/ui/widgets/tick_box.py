"""A box to tick, painted like everything else."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from cati_app.ui.theme import RADIUS_KEYCAP, TextRole
from cati_app.ui.widgets.kit import Kit, draw_card, draw_line_text, draw_tick, mirrored


class TickBox(QCheckBox):
    """Space ticks it."""

    def __init__(self, kit: Kit, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._kit = kit
        kit.theme.changed.connect(self._theme_changed)

    @Slot()
    def _theme_changed(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        theme = self._kit.theme
        metrics = QFontMetrics(theme.font(TextRole.CONTROL))
        width = metrics.horizontalAdvance(self.text()) + theme.text_px(18) + theme.space(4)
        return QSize(width, metrics.height() + theme.space(2))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._kit.theme.text_px(60), self.sizeHint().height())

    def hitButton(self, point) -> bool:  # type: ignore[no-untyped-def]
        return self.rect().contains(point)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, rtl, width = self._kit.theme, self.isRightToLeft(), self.width()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = theme.text_px(18)
        box = mirrored(QRect(0, (self.height() - size) // 2, size, size), width, rtl)
        checked = self.isChecked()
        fill = theme.color("accent" if checked and self.isEnabled() else "surface")
        edge = theme.color("ink" if self.hasFocus() and checked else "accent" if self.hasFocus() else "line_strong")
        draw_card(painter, box, fill, edge, wide=self.hasFocus(), radius=RADIUS_KEYCAP)
        if checked:
            inset = size // 5
            draw_tick(painter, box.adjusted(inset, inset, -inset, -inset), theme.color("on_accent"))
        start = size + theme.space(2.5)
        area = mirrored(QRect(start, 0, width - start, self.height()), width, rtl)
        color = theme.color("ink" if self.isEnabled() else "muted")
        draw_line_text(painter, self._kit, area, self.text(), TextRole.CONTROL, color)
