"""Pages of paper on the screen, and on a printer: the same lines and boxes, black on white in every theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cati_app.ui.stage.paper_states import PaperPage
from cati_app.ui.widgets.kit import Kit

if TYPE_CHECKING:  # loaded by whoever prints
    from PySide6.QtPrintSupport import QPrinter

_WIDTH = 560  # pixels of a page at normal text size
_FROM_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop)
_FINE = 1000  # a font this high has no rounding of pixels


class PaperView(QWidget):
    """Pages below each other, as wide as the room allows; a screen reader gets their lines."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self._pages: tuple[PaperPage, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        kit.theme.changed.connect(self._fit)

    def render_pages(self, pages: tuple[PaperPage, ...]) -> None:
        """Show pages; none forgets those before."""
        if pages != self._pages:
            self._pages = pages
            self.setAccessibleName(" · ".join(page.title for page in pages))
            self.setAccessibleDescription("\n".join(line.text for page in pages for line in page.lines))
            self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self._height())
        self.updateGeometry()
        self.update()

    def _gap(self) -> int:
        return self._kit.theme.space(3)

    def _page_width(self) -> float:
        return float(min(self._kit.theme.text_px(_WIDTH), max(200, self.width() or _WIDTH)))

    def _height(self) -> int:
        return round(
            sum(page.height / page.width * self._page_width() + self._gap() for page in self._pages) or self._gap()
        )

    def sizeHint(self) -> QSize:
        return QSize(round(self._page_width()), self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(self._height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._kit.theme
        top, width = 0.0, self._page_width()
        left = self.width() - width if self.isRightToLeft() else 0.0
        for page in self._pages:
            area = QRectF(left, top, width, page.height / page.width * width)
            painter.setPen(theme.color("accent" if self.hasFocus() else "line"))
            painter.setBrush(QColor("white"))
            painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
            paint_page(painter, page, area)
            top = area.bottom() + self._gap()


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
    painter.setPen(QColor("black"))
    for line in page.lines:
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
