"""Wrapped text painted by hand: layouts are kept by text, width and font, because building them is what costs."""

from __future__ import annotations

import re
import unicodedata
from collections import OrderedDict
from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextOption

_KEPT = 1500
_ONE_LINE = 1 << 14  # wider than any window
_LINE_SEPARATOR = "\u2028"
_NO_OTHER_SCRIPT = re.compile("[\0-\u058d\u2010-\u2027]*").fullmatch  # with dashes, quotation marks and dots
_LETTER = re.compile("[A-Za-z]").search


def reads_from_right(text: str, otherwise: bool) -> bool:
    """Whether a text reads from right to left: as all its letters do, `otherwise` where it has none or both kinds.

    So a message of the program keeps its full stop at its end in an interview from right to left.
    """
    if _NO_OTHER_SCRIPT(text) and _LETTER(text):
        return False
    kinds = {unicodedata.bidirectional(sign) for sign in text}
    from_right, from_left = bool(kinds & {"R", "AL"}), "L" in kinds
    return from_right if from_right != from_left else otherwise


@lru_cache(maxsize=4)
def _wrapped(right_to_left: bool, from_right: bool) -> QTextOption:
    """How a text is laid out; layouts take a copy."""
    option = QTextOption(Qt.AlignmentFlag.AlignRight if right_to_left else Qt.AlignmentFlag.AlignLeft)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if from_right else Qt.LayoutDirection.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


class LaidText:
    """A wrapped text, ready to be drawn; `right_to_left` says from which side lines begin."""

    __slots__ = ("_layout", "height", "left", "width")

    def __init__(self, text: str, width: int, font: QFont, right_to_left: bool, leading: float) -> None:
        layout = self._layout = QTextLayout(text.replace("\n", _LINE_SEPARATOR), font)
        layout.setTextOption(_wrapped(right_to_left, reads_from_right(text, otherwise=right_to_left)))
        layout.setCacheEnabled(True)
        layout.beginLayout()
        top, widest = 0.0, 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top))
            top += line.height() * leading
            widest = max(widest, line.naturalTextWidth())
        layout.endLayout()
        self.height = ceil(top)
        self.width = ceil(widest)
        self.left = width - self.width if right_to_left else 0  # where a single line begins

    def draw(self, painter: QPainter, x: int, y: int, color: QColor) -> None:
        """Draw with the top left corner at x, y."""
        painter.setPen(color)
        self._layout.draw(painter, QPointF(x, y))


class TextCache:
    """Keeps the text layouts used last. One for all widgets of a window; cleared when the theme changes."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int, int, bool, float], LaidText] = OrderedDict()
        self._fonts: dict[int, QFont] = {}  # held, so that no other font gets the same id

    def get(self, text: str, width: int, font: QFont, right_to_left: bool = False, leading: float = 1.0) -> LaidText:
        """The layout of a text; `leading` is the distance of lines, 1.0 for the font's own."""
        width = max(width, 1)
        key = (text, width, id(font), right_to_left, leading)
        laid = self._kept.get(key)
        if laid is None:
            self._fonts[id(font)] = font
            laid = self._kept[key] = LaidText(text, width, font, right_to_left, leading)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return laid

    def line(self, text: str, font: QFont, right_to_left: bool = False) -> LaidText:
        """The layout of a text on one line, however long; it begins at its `left`."""
        return self.get(text, _ONE_LINE, font, right_to_left)

    def clear(self) -> None:
        """Forget everything: fonts have changed."""
        self._kept.clear()
        self._fonts.clear()
