"""Pages of paper on the screen, and on a printer: the same lines and boxes, black on white in every theme."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Slot
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.ui.stage.paper_states import PaperPage
from cati_app.ui.widgets.kit import Kit

if TYPE_CHECKING:  # loaded by whoever prints
    from PySide6.QtPrintSupport import QPrinter

_WIDTH, _NARROWEST = 560, 200.0  # pixels of a page: at normal text size, and at least
_FROM_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop)
_FINE = 1000  # a font this high has no rounding of pixels


class PaperView(QWidget):
    """Pages beside each other where there is room, else below; a screen reader gets their lines."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._pages: tuple[PaperPage, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        kit.theme.changed.connect(self._fit)

    def render_pages(self, pages: tuple[PaperPage, ...]) -> None:
        """Show pages; none forgets those before."""
        if pages != self._pages:
            self._pages = pages
            self.setAccessibleName(" · ".join(page.title for page in pages))
            self.setAccessibleDescription("\n".join(line.text for page in pages for line in page.lines))
            self._fit()

    @Slot()
    def _fit(self) -> None:
        areas = self._areas()
        self.setFixedHeight(math.ceil(areas[-1].bottom()) + 1 if areas else 1)
        self.update()

    def _areas(self) -> list[QRectF]:
        """Where each page lies."""
        gap, room = float(self._kit.theme.space(3)), max(float(self.width()), _NARROWEST)
        width = min(float(self._kit.theme.text_px(_WIDTH)), room)
        abreast = max(1, int((room + gap) // (width + gap)))
        areas: list[QRectF] = []
        top, height = 0.0, 0.0
        for number, page in enumerate(self._pages):
            if number and number % abreast == 0:
                top += height + gap
            left = number % abreast * (width + gap)
            height = page.height / page.width * width
            areas.append(QRectF(self.width() - left - width if self.isRightToLeft() else left, top, width, height))
        return areas

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._kit.theme
        for page, area in zip(self._pages, self._areas(), strict=True):
            if not area.intersects(QRectF(event.rect())):
                continue
            painter.setPen(QPen(theme.color("accent" if self.hasFocus() else "line"), 2 if self.hasFocus() else 1))
            painter.setBrush(QColor("white"))
            painter.drawRect(area.adjusted(1, 1, -1, -1))
            paint_page(painter, page, area)


def paint_page(painter: QPainter, page: PaperPage, area: QRectF) -> None:
    """Draw a page into a rectangle, of a screen or a printer."""
    scale = area.width() / page.width
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for x, y, width, height in page.boxes:
        left, top = round(area.x() + x * scale), round(area.y() + y * scale)
        right, bottom = round(area.x() + (x + width) * scale), round(area.y() + (y + height) * scale)
        painter.fillRect(left, top, right - left, bottom - top, QColor("black"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for fill in page.fills:
        corner = QPointF(area.x() + fill.x * scale, area.y() + fill.y * scale)
        painter.fillRect(QRectF(corner, QSizeF(fill.width * scale, fill.height * scale)), QColor(fill.colour))
    for rule in page.rules:
        painter.setPen(QPen(QColor(rule.colour), rule.width * scale))
        begin = QPointF(area.x() + rule.x * scale, area.y() + rule.y * scale)
        painter.drawLine(begin, QPointF(area.x() + rule.to_x * scale, area.y() + rule.to_y * scale))
    for line in page.lines:
        painter.setPen(QColor(line.colour))
        font = _font(line.strong)
        metrics = QFontMetricsF(font)
        painter.save()
        painter.translate(area.x() + line.x * scale, area.y() + line.y * scale)
        painter.scale(line.size * scale / _FINE, line.size * scale / _FINE)
        painter.setFont(font)
        painter.drawText(QRectF(0, -metrics.ascent(), _FINE * _FINE, metrics.height()), _FROM_LEFT, line.text)
        painter.restore()
    painter.restore()


def print_pages(printer: QPrinter, pages: tuple[PaperPage, ...]) -> bool:
    """Send pages to a printer, straight from memory; False where it refuses."""
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for number, page in enumerate(pages):
        if number and not printer.newPage():
            painter.end()
            return False
        area = printer.pageLayout().fullRectPixels(printer.resolution())
        width = min(float(area.width()), area.height() * page.width / page.height)
        paint_page(painter, page, QRectF(0, 0, width, width * page.height / page.width))
    return painter.end()


def _font(strong: bool) -> QFont:
    """The letters that the lines were measured with."""
    font = QFont("Inter")
    font.setPixelSize(_FINE)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return font
