"""Pages of a report as what stands on them, for a screen: told by the canvas that would write the PDF."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

from reportlab.lib.colors import Color
from reportlab.pdfbase.ttfonts import ShapedStr
from reportlab.pdfgen.textobject import PDFTextObject

from cati_app.publish.print.held_pages import HeldPages
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class DrawnText:
    """Letters on a base line; lengths in points from the upper left corner of the page."""

    x: float
    y: float
    size: float
    is_strong: bool
    text: str
    colour: str


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class DrawnRule:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    width: float
    colour: str


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page of paper."""

    width: float
    height: float
    texts: tuple[DrawnText, ...]
    boxes: tuple[DrawnBox, ...]
    rules: tuple[DrawnRule, ...]


class ToldPages(HeldPages):
    """A canvas that tells what is drawn on it and writes nothing; a class of a document sets `around` and `told`."""

    told: Callable[[DrawnPage], None]
    """Gets each page when all are laid out."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._begin()

    def _startPage(self) -> None:
        super()._startPage()
        self._begin()

    def _begin(self) -> None:
        self._texts: list[DrawnText] = []
        self._boxes: list[DrawnBox] = []
        self._rules: list[DrawnRule] = []

    def save(self) -> None:
        """Tell the pages, each with what stands around it."""
        held = self._held
        for number, page in enumerate(held, 1):
            self.__dict__.update(page)
            self.around(self, number, len(held))
            width, height = self._pagesize
            self.told(DrawnPage(width, height, tuple(self._texts), tuple(self._boxes), tuple(self._rules)))

    def beginText(self, x: float = 0, y: float = 0, direction: Any = None) -> PDFTextObject:
        """Letters of one font from there on."""
        return _ToldText(self, x, y, direction)

    def write_down(self, x: float, y: float, text: str) -> None:
        """Letters that begin there."""
        left, top = self._on_page(x, y)
        strong = "Bold" in self._fontname
        self._texts.append(DrawnText(left, top, self._fontsize, strong, text, _named(self._fillColorObj)))

    def rect(self, x: float, y: float, width: float, height: float, stroke: int = 1, fill: int = 0) -> None:
        """A rectangle; one without a filling is its four sides."""
        left, low = self._on_page(x, y)
        right, top = self._on_page(x + width, y + height)
        if fill:
            self._boxes.append(DrawnBox(left, top, right - left, low - top, _named(self._fillColorObj)))
        elif stroke:
            for ends in (
                (left, top, right, top),
                (left, low, right, low),
                (left, top, left, low),
                (right, top, right, low),
            ):
                self._rule(*ends)

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A straight line."""
        self._rule(*self._on_page(x1, y1), *self._on_page(x2, y2))

    def lines(self, linelist: Any) -> None:
        """Several of them."""
        for ends in linelist:
            self.line(*ends)

    def _rule(self, x: float, y: float, to_x: float, to_y: float) -> None:
        self._rules.append(DrawnRule(x, y, to_x, to_y, self._lineWidth, _named(self._strokeColorObj)))

    def _on_page(self, x: float, y: float) -> tuple[float, float]:
        left, up = self.absolutePosition(x, y)
        return left, self._pagesize[1] - up


class _ToldText(PDFTextObject):  # type: ignore[misc] # reportlab has no types
    def textOut(self, text: str) -> None:
        """Letters; where the next ones begin nobody asks, for each piece has a text of its own."""
        canvas = self._canvas
        kept = canvas._fontname, canvas._fontsize
        canvas._fontname, canvas._fontsize = self._fontname, self._fontsize
        canvas.write_down(self._x, self._y, _as_read(text))
        canvas._fontname, canvas._fontsize = kept

    def textLine(self, text: str = "") -> None:
        """The same, with an end of line behind it."""
        self.textOut(text)


def _as_read(text: str) -> str:
    """Letters that were joined for paper stand there as they are seen, from left to right."""
    return unicodedata.normalize("NFKC", text[::-1]) if isinstance(text, ShapedStr) else text


def _named(colour: Color) -> str:
    return f"#{colour.hexval()[2:]}" if isinstance(colour, Color) else "#000000"
