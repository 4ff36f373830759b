"""Room for answers on paper: boxes in a row, lines to write on, tables of questions with the same answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportlab.platypus import Flowable, Table, TableStyle

from cati_app.publish.print.prose import LINE, QUIET, SHADE, Prose, Setting, Style, draw_box, draw_line

SMALL = Style(size=8, leading=11, colour=QUIET)
_BOX, _GAP = 7.5, 4.0


class Boxes(Flowable):  # type: ignore[misc] # reportlab has no types
    """Boxes with short texts behind them, in as many lines as they need."""

    def __init__(self, setting: Setting, texts: Sequence[str], style: Style, shape: str = "circle") -> None:
        super().__init__()
        self.setting = setting
        self.texts = [setting.faces.printable(text) for text in texts]
        self.style = style
        self.shape = shape
        self.places: list[tuple[float, int]] = []
        self.spaceBefore = style.before

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Put the boxes into lines."""
        self.width = width
        self.places, x, line = [], self.style.indent, 0
        for text in self.texts:
            needs = _BOX + _GAP + self.setting.faces.width(text, self.style.size) + 14
            if x + needs > width and x > self.style.indent:
                x, line = self.style.indent, line + 1
            self.places.append((x, line))
            x += needs
        self.height = (line + 1) * (self.style.leading + 2)
        return width, self.height

    def draw(self) -> None:
        """Draw each box with its text."""
        flip = self.setting.right_to_left
        for text, (x, line) in zip(self.texts, self.places, strict=True):
            y = self.height - (line + 1) * (self.style.leading + 2) + 3
            side = self.width - x - _BOX / 2 if flip else x + _BOX / 2
            draw_box(self.canv, side, y - 0.4, _BOX, self.shape == "circle")
            begin = x + _BOX + _GAP
            draw_line(self.canv, self.setting, text, self.style, self.width - begin if flip else begin, y)


class AnswerLines(Flowable):  # type: ignore[misc] # reportlab has no types
    """Lines to write on, with a unit behind the last."""

    def __init__(self, setting: Setting, count: int, length: float, unit: str = "", indent: float = 0.0) -> None:
        super().__init__()
        self.setting = setting
        self.count = count
        self.length = length  # in points, 0 for the whole width
        self.unit = setting.faces.printable(unit)
        self.indent = indent

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """As high as the lines need."""
        self.width = width
        return width, self.count * 18.0 + 2

    def draw(self) -> None:
        """Draw the lines."""
        canvas, flip = self.canv, self.setting.right_to_left
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.7)
        end = self.indent + (self.length or self.width - self.indent)
        for number in range(self.count):
            y = (self.count - 1 - number) * 18.0 + 4
            canvas.line(self.width - end if flip else self.indent, y, self.width - self.indent if flip else end, y)
        if self.unit:
            at = end + 6
            draw_line(canvas, self.setting, self.unit, replace(SMALL, size=8.5), self.width - at if flip else at, 5)


class Tick(Flowable):  # type: ignore[misc] # reportlab has no types
    """One box in the middle of a cell."""

    def __init__(self, shape: str) -> None:
        super().__init__()
        self.shape = shape

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """As wide as its cell."""
        self.width = width
        return width, _BOX + 3

    def draw(self) -> None:
        """Draw the box."""
        draw_box(self.canv, self.width / 2, 1, _BOX, self.shape == "circle")


def grid(setting: Setting, heads: Sequence[str], rows: Sequence[Sequence[Flowable]], shape: str, width: float) -> Table:
    """Questions below one another, their common answers side by side; the head stands on every page."""
    head_style = Style(size=7.5 if len(heads) <= 7 else 6.5, leading=9.5, colour=QUIET, middle=True)
    words = [word for text in heads for word in text.split()]
    longest = max((setting.faces.width(word, head_style.size) for word in words), default=0.0) + 8
    each = min(max(longest, width * 0.54 / len(heads)), width * 0.72 / len(heads))
    first = width - each * len(heads)
    head: list[object] = ["", *(Prose(setting, text, head_style) for text in heads)]
    cells: list[list[object]] = [head]
    cells += [[list(row), *(Tick(shape) for _ in heads)] for row in rows]
    widths = [first, *([each] * len(heads))]
    if setting.right_to_left:
        cells, widths = [line[::-1] for line in cells], widths[::-1]
    made = Table(cells, colWidths=widths, repeatRows=1)
    made.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
                ("BACKGROUND", (0, 0), (-1, 0), SHADE),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return made
