"""What every painted widget needs: the theme, kept text layouts, and the few shapes all of them share."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QObject, QRect, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QTransform
from PySide6.QtWidgets import QLabel, QWidget

from cati_app.ui.theme import FOCUS_WIDTH, RADIUS, RADIUS_KEYCAP, RADIUS_SMALL, Role, Theme
from cati_app.ui.widgets.text import TextCache

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_LEFT = _MIDDLE | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
_CENTER = Qt.AlignmentFlag.AlignCenter


class Kit(QObject):
    """Handed to widgets in their constructor; one for a window."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.texts = TextCache()
        theme.changed.connect(self._forget)  # before any widget connects, so that all measure anew

    @Slot()
    def _forget(self) -> None:
        self.texts.clear()


def mirrored(rect: QRect, width: int, right_to_left: bool) -> QRect:
    """A rectangle of a widget of this width, mirrored for scripts that run from right to left."""
    if not right_to_left:
        return rect
    return QRect(width - rect.x() - rect.width(), rect.y(), rect.width(), rect.height())


def draw_card(
    painter: QPainter, rect: QRect, fill: QColor, border: QColor, wide: bool = False, radius: int = RADIUS
) -> None:
    """A rounded surface with its border inside the rectangle."""
    pen_width = FOCUS_WIDTH if wide else 1
    inset = pen_width / 2
    painter.setPen(QPen(border, pen_width))
    painter.setBrush(fill)
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius)


def draw_bar(painter: QPainter, rect: QRect, share: float, fill: QColor, ground: QColor, rtl: bool = False) -> None:
    """A thin progress bar."""
    radius = rect.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(rect, radius, radius)
    filled = round(rect.width() * max(0.0, min(1.0, share)))
    if filled:
        x = rect.right() + 1 - filled if rtl else rect.x()
        painter.setBrush(fill)
        painter.drawRoundedRect(QRect(x, rect.y(), filled, rect.height()), radius, radius)


def keycap_width(kit: Kit, text: str) -> int:
    """Width of a keycap with this text."""
    metrics = QFontMetrics(kit.theme.font(Role.KEYCAP))
    return metrics.horizontalAdvance(text) + 2 * kit.theme.space(1.5)


def draw_keycap(painter: QPainter, kit: Kit, rect: QRect, text: str, on_accent: bool = False) -> None:
    """A key as it is printed on a keyboard; fills the rectangle."""
    theme = kit.theme
    ink = theme.color("on_accent") if on_accent else theme.color("muted")
    border = QColor(ink) if on_accent else theme.color("line_strong")
    if on_accent:
        border.setAlphaF(0.5)
    fill = Qt.GlobalColor.transparent if on_accent else theme.color("surface")
    draw_card(painter, rect, QColor(fill), border, radius=RADIUS_KEYCAP)
    painter.setFont(theme.font(Role.KEYCAP))
    painter.setPen(ink)
    painter.drawText(rect, int(_CENTER), text)


def draw_code(painter: QPainter, kit: Kit, rect: QRect, text: str, selected: bool, ring: bool = False) -> None:
    """The badge with the code of an answer; the ring shows where the keyboard is."""
    theme = kit.theme
    fill, border, ink = (
        (theme.color("accent"), theme.color("accent"), theme.color("on_accent"))
        if selected
        else (theme.color("background"), theme.color("line_strong"), theme.color("muted"))
    )
    if ring:
        border = theme.color("ink" if selected else "accent")
    draw_card(painter, rect, fill, border, wide=ring, radius=RADIUS_SMALL)
    painter.setFont(theme.font(Role.CODE))
    painter.setPen(ink)
    painter.drawText(rect, int(_CENTER), text)


def draw_line_text(
    painter: QPainter,
    kit: Kit,
    rect: QRect,
    text: str,
    role: Role,
    color: QColor,
    align: Qt.AlignmentFlag = _LEFT,
) -> None:
    """One line of text, shortened with an ellipsis where it does not fit."""
    font = kit.theme.font(role)
    painter.setFont(font)
    painter.setPen(color)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(align | _MIDDLE), shown)


def draw_tick(painter: QPainter, rect: QRect, color: QColor, width: float = 2.0) -> None:
    """A tick inside the rectangle."""
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    place = QTransform.fromTranslate(rect.x(), rect.y()).scale(rect.width(), rect.height())
    corners = [place.map(x, y) for x, y in ((0.12, 0.55), (0.4, 0.82), (0.9, 0.22))]
    for (x1, y1), (x2, y2) in itertools.pairwise(corners):
        painter.drawLine(round(x1), round(y1), round(x2), round(y2))


def label(kit: Kit, role: Role, tone: str = "", wrap: bool = False, text: str = "") -> QLabel:
    """A plain label whose font follows the theme."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if tone:
        made.setProperty("tone", tone)
    follow_font(kit, made, role)
    return made


def follow_font(kit: Kit, widget: QWidget, role: Role) -> None:
    """Give a widget the font of a role, now and after each change of the theme."""
    _FontFollower(kit, widget, role)


class _FontFollower(QObject):
    """A child of its widget, so that it ends with it."""

    def __init__(self, kit: Kit, widget: QWidget, role: Role) -> None:
        super().__init__(widget)
        self._kit, self._widget, self._role = kit, widget, role
        kit.theme.changed.connect(self._apply)
        self._apply()

    @Slot()
    def _apply(self) -> None:
        self._widget.setFont(self._kit.theme.font(self._role))


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the tone of a label; does nothing when it is the same."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
