"""Buttons that carry their key: label at the start, keycap at the end."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.kit import Kit, draw_card, draw_kept, draw_keycap, keycap_width, mirrored

Look = Literal["plain", "primary", "danger", "pill"]


class KeyButton(QPushButton):
    """A button with the key that does the same. Checked means selected."""

    focused = Signal()

    def __init__(self, kit: Kit, text: str, key: str = "", look: Look = "plain", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._kit = kit
        self._key = key
        self._look: Look = look
        self._hint: QSize | None = None
        self._token = ""
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._describe()
        kit.theme.changed.connect(self._theme_changed)

    def set_texts(self, text: str, key: str) -> None:
        """Change label and key."""
        if (text, key) != (self.text(), self._key):
            self._key = key
            self._hint = None
            self.setText(text)
            self._describe()
            self.updateGeometry()

    @property
    def key(self) -> str:
        """The key that does the same, as it is printed."""
        return self._key

    @property
    def look(self) -> Look:
        """`primary` for the verb of a screen or panel."""
        return self._look

    def set_look(self, look: Look) -> None:
        if look != self._look:
            self._look = look
            self.update()

    def set_token(self, token: str) -> None:
        """The colour of the text, `ok`, `warn` or `bad`; blank: that of its look."""
        if token != self._token:
            self._token = token
            self.update()

    def _describe(self) -> None:
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(self._key)

    @Slot()
    def _theme_changed(self) -> None:
        self._hint = None
        self.updateGeometry()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def _text_role(self) -> TextRole:
        return TextRole.SMALL if self._look == "pill" else TextRole.CONTROL

    def sizeHint(self) -> QSize:
        if self._hint is None:
            self._hint = self._measure()
        return self._hint

    def _measure(self) -> QSize:
        theme = self._kit.theme
        metrics = QFontMetrics(theme.font(self._text_role()))
        width = metrics.horizontalAdvance(self.text()) + 2 * theme.space(3)
        if self._key:
            width += keycap_width(self._kit, self._key) + theme.space(2)
        extra = theme.space(2) if self._look == "pill" else theme.space(5)
        return QSize(width + 2, metrics.height() + extra)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _colors(self) -> tuple[QColor, QColor, QColor]:
        """Fill, border, ink."""
        color = self._kit.theme.color
        if not self.isEnabled():
            return color("background"), color("line"), color("muted")
        if self._look == "primary":
            fill = color("accent").lighter(108) if self.underMouse() else color("accent")
            return fill, fill, color("on_accent")
        if self.isChecked():
            return color("accent_soft"), color("accent"), color("accent")
        if self._token:
            return color(f"{self._token}_soft"), color(f"{self._token}_soft"), color(self._token)
        fill = color("background") if self.underMouse() or self._look == "pill" else color("surface")
        if self._look == "danger":
            return fill, color("bad"), color("bad")
        return fill, color("line"), color("muted") if self._look == "pill" else color("ink")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self._kit.theme
        state = (self.isEnabled(), self.hasFocus(), self.isChecked(), self.underMouse(), self.isRightToLeft())
        look = f"button {self._look} {self._token} {state} {theme.dark} {theme.percent} {self._key} {self.text()}"
        draw_kept(painter, self.rect(), look, self._draw)

    def _draw(self, painter: QPainter, rect: QRect) -> None:
        """The button as it looks now."""
        theme, rtl = self._kit.theme, self.isRightToLeft()
        fill, border, ink = self._colors()
        primary = self._look == "primary" and self.isEnabled()
        radius = rect.height() // 2 if self._look == "pill" else 8
        focused = self.hasFocus()
        edge = theme.color("ink") if focused and primary else theme.color("accent") if focused else border
        draw_card(painter, rect, fill, edge, wide=focused or self.isChecked(), radius=radius)
        pad = theme.space(3)
        end = rect.width() - pad
        if self._key:
            width = keycap_width(self._kit, self._key)
            height = QFontMetrics(theme.font(TextRole.KEYCAP)).height() + theme.space(0.75)
            cap = QRect(end - width, (rect.height() - height) // 2, width, height)
            draw_keycap(painter, self._kit, mirrored(cap, rect.width(), rtl), self._key, primary)
            end = cap.x() - theme.space(2)
        area = mirrored(QRect(pad, 0, end - pad, rect.height()), rect.width(), rtl)
        painter.setFont(theme.font(self._text_role()))
        painter.setPen(ink)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(area, int(align), self.text())
