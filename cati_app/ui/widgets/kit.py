"""What every painted widget needs: the theme, kept text layouts, and the few shapes all of them share."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPalette,
    QPen,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtWidgets import QLabel, QWidget

from cati_app.ui.stage.digits import KeyGuard
from cati_app.ui.theme import FOCUS_WIDTH, RADIUS, RADIUS_KEYCAP, RADIUS_SMALL, TextRole, Theme
from cati_app.ui.widgets.text import TextCache

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_LEFT = _MIDDLE | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
_CENTER = int(Qt.AlignmentFlag.AlignCenter)
_CENTER_FLAG, _RIGHT_FLAG = Qt.AlignmentFlag.AlignHCenter.value, Qt.AlignmentFlag.AlignRight.value
_ABSOLUTE_FLAG = Qt.AlignmentFlag.AlignAbsolute.value
_SHORTENED_KEPT = 2000
_KEPT_FROM = 2000  # pixels of area
_TICK = ((0.12, 0.55), (0.4, 0.82), (0.9, 0.22))  # corners, as shares of the rectangle


def monotonic_ms() -> int:
    """Milliseconds that never run backwards."""
    return time.monotonic_ns() // 1_000_000


class Kit(QObject):
    """Handed to widgets in their constructor; one for a window."""

    struck = Signal()
    """A key or a button was pressed somewhere, before anything is done about it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.texts = TextCache()
        self.keys = KeyGuard(monotonic_ms)  # one for a window: no bounce reaches the next screen or panel either
        self.keycap_widths: dict[str, int] = {}
        self.shortened: dict[tuple[str, int, TextRole], str] = {}
        theme.changed.connect(self._forget)  # before any widget connects, so that all measure anew

    @Slot()
    def _forget(self) -> None:
        self.texts.clear()
        self.keycap_widths.clear()
        self.shortened.clear()

    def shorten(self, text: str, width: int, role: TextRole) -> str:
        """A text as far as it fits on one line of this width."""
        key = (text, width, role)
        shown = self.shortened.get(key)
        if shown is None:
            if len(self.shortened) > _SHORTENED_KEPT:
                self.shortened.clear()
            metrics = QFontMetrics(self.theme.font(role))
            shown = self.shortened[key] = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        return shown


def mirrored(rect: QRect, width: int, right_to_left: bool) -> QRect:
    """A rectangle of a widget of this width, mirrored for scripts that run from right to left."""
    if not right_to_left:
        return rect
    return QRect(width - rect.x() - rect.width(), rect.y(), rect.width(), rect.height())


def draw_kept(painter: QPainter, rect: QRect, key: str, draw: Callable[[QPainter, QRect], None]) -> None:
    """Draw into a rectangle from a kept picture; `key` names everything the picture depends on but its size."""
    ratio = painter.device().devicePixelRatio()
    key = f"{rect.width()} {rect.height()} {ratio} {key}"
    kept: QPixmap | None = QPixmapCache.find(key)  # type: ignore[call-overload]
    if kept is None or kept.isNull():
        kept = QPixmap(round(rect.width() * ratio), round(rect.height() * ratio))
        kept.setDevicePixelRatio(ratio)
        kept.fill(Qt.GlobalColor.transparent)
        inside = QPainter(kept)
        inside.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(inside, QRect(0, 0, rect.width(), rect.height()))
        inside.end()
        QPixmapCache.insert(key, kept)
    painter.drawPixmap(rect.topLeft(), kept)


def draw_card(
    painter: QPainter, rect: QRect, fill: QColor, border: QColor, wide: bool = False, radius: int = RADIUS
) -> None:
    """A rounded surface with its border inside the rectangle. Large ones are kept as pictures: drawing them is dear."""
    if rect.width() * rect.height() < _KEPT_FROM:
        _draw_rounded(painter, QRectF(rect), fill, border, wide, radius)
        return

    def draw(inside: QPainter, area: QRect) -> None:
        _draw_rounded(inside, QRectF(area), fill, border, wide, radius)

    draw_kept(painter, rect, f"card {fill.rgba()} {border.rgba()} {wide} {radius}", draw)


def _draw_rounded(painter: QPainter, rect: QRectF, fill: QColor, border: QColor, wide: bool, radius: int) -> None:
    pen_width = FOCUS_WIDTH if wide else 1
    inset = pen_width / 2
    painter.setPen(QPen(border, pen_width))
    painter.setBrush(fill)
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)


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
    width = kit.keycap_widths.get(text)
    if width is None:
        metrics = QFontMetrics(kit.theme.font(TextRole.KEYCAP))
        width = kit.keycap_widths[text] = metrics.horizontalAdvance(text) + 2 * kit.theme.space(1.5)
    return width


def draw_keycap(painter: QPainter, kit: Kit, rect: QRect, text: str, on_accent: bool = False) -> None:
    """A key as it is printed on a keyboard; fills the rectangle."""
    theme = kit.theme

    def draw(inside: QPainter, area: QRect) -> None:
        ink = theme.color("on_accent") if on_accent else theme.color("muted")
        border = QColor(ink) if on_accent else theme.color("line_strong")
        if on_accent:
            border.setAlphaF(0.5)
        fill = QColor(Qt.GlobalColor.transparent) if on_accent else theme.color("surface")
        _draw_badge(inside, theme.font(TextRole.KEYCAP), area, text, (fill, border, ink), RADIUS_KEYCAP)

    draw_kept(painter, rect, f"keycap {on_accent} {theme.dark} {theme.percent} {text}", draw)


def draw_code(painter: QPainter, kit: Kit, rect: QRect, text: str, selected: bool, ring: bool = False) -> None:
    """The badge with the code of an answer; the ring shows where the keyboard is."""
    theme = kit.theme

    def draw(inside: QPainter, area: QRect) -> None:
        fill, border, ink = (
            (theme.color("accent"), theme.color("accent"), theme.color("on_accent"))
            if selected
            else (theme.color("background"), theme.color("line_strong"), theme.color("muted"))
        )
        if ring:
            border = theme.color("ink" if selected else "accent")
        _draw_badge(inside, theme.font(TextRole.CODE), area, text, (fill, border, ink), RADIUS_SMALL, ring)

    draw_kept(painter, rect, f"code {selected} {ring} {theme.dark} {theme.percent} {text}", draw)


def _draw_badge(
    painter: QPainter,
    font: QFont,
    rect: QRect,
    text: str,
    colors: tuple[QColor, QColor, QColor],
    radius: int,
    wide: bool = False,
) -> None:
    """A short text in a rounded frame; fill, border and ink. Whoever draws many alike keeps them as pictures."""
    fill, border, ink = colors
    _draw_rounded(painter, QRectF(rect), fill, border, wide, radius)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(rect, _CENTER, text)


def draw_line_text(
    painter: QPainter,
    kit: Kit,
    rect: QRect,
    text: str,
    role: TextRole,
    color: QColor,
    align: Qt.AlignmentFlag = _LEFT,
) -> None:
    """One line of text, shortened with an ellipsis where it does not fit."""
    rtl, font, width = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft, kit.theme.font(role), rect.width()
    laid = kit.texts.line(text, font, rtl)
    if laid.width > width + 1:
        laid = kit.texts.line(kit.shorten(text, width, role), font, rtl)
    flags = align.value
    if flags & _CENTER_FLAG:
        x = rect.x() + (width - laid.width) // 2
    elif bool(flags & _RIGHT_FLAG) != (rtl and not flags & _ABSOLUTE_FLAG):
        x = rect.x() + width - laid.width
    else:
        x = rect.x()
    laid.draw(painter, x - laid.left, rect.y() + (rect.height() - laid.height) // 2, color)


def draw_tick(painter: QPainter, rect: QRect, color: QColor, width: float = 2.0) -> None:
    """A tick inside the rectangle."""
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    corners = [QPoint(round(rect.x() + rect.width() * x), round(rect.y() + rect.height() * y)) for x, y in _TICK]
    painter.drawPolyline(corners)


def label(kit: Kit, role: TextRole, tone: str = "", wrap: bool = False, text: str = "") -> QLabel:
    """A plain label whose font follows the theme."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    follow_font(kit, made, role)
    set_tone(made, tone)
    return made


def show_texts(*shown: tuple[QLabel, str]) -> None:
    """Labels with their texts; one without a text takes no room."""
    for part, text in shown:
        part.setText(text)
        part.setVisible(bool(text))


def follow_font(kit: Kit, widget: QWidget, role: TextRole) -> None:
    """Give a widget the font of a role, now and after each change of the theme."""
    _FontFollower(kit, widget, role)


class _FontFollower(QObject):
    """A child of its widget, so that it ends with it."""

    def __init__(self, kit: Kit, widget: QWidget, role: TextRole) -> None:
        super().__init__(widget)
        self._kit, self._widget, self._role = kit, widget, role
        self._tone = ""
        kit.theme.changed.connect(self._apply)
        self._apply()
        widget.installEventFilter(self)  # until it is shown: polishing gives it the font of when it was made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show:
            self._widget.removeEventFilter(self)
            if self._widget.font().pixelSize() != self._kit.theme.font(self._role).pixelSize():
                self._apply()
        return False

    def set_tone(self, tone: str) -> None:
        if tone != self._tone:
            self._tone = tone
            self._color()

    def _color(self) -> None:
        palette = self._widget.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._kit.theme.color(self._tone or "ink"))
        self._widget.setPalette(palette)

    @Slot()
    def _apply(self) -> None:
        self._widget.setFont(self._kit.theme.font(self._role))
        if isinstance(self._widget, QLabel):
            self._widget.setIndent(self._widget.indent())  # else one without a text stays as high as it was
            self._color()


def announce(widget: QWidget, text: str) -> None:
    """Have assistive technology say something that has just appeared."""
    if QAccessible.isActive() and text:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the colour token of a label made by `label`; does nothing when it is the same."""
    follower = widget.findChild(_FontFollower, options=Qt.FindChildOption.FindDirectChildrenOnly)
    if follower is not None:
        follower.set_tone("" if tone == "plain" else tone)
