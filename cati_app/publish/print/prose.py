"""Text on paper: lines broken to a width, in both directions, with what stands before the first of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.platypus import Flowable

from cati_app.publish.print.faces import Faces
from cati_app.publish.print.hyphens import Cut, hyphens_of
from cati_app.values import dataclass

INK, QUIET, LINE = HexColor("#1A1A1A"), HexColor("#595959"), HexColor("#BFBFBF")
_LEAST_LETTERS = 3
"""Before and behind the place where a word is cut that no pattern cuts."""
_FULL = 0.8
"""Share of a line from which on it is full enough: the next word is not cut for it."""
_CUTS_IN_A_ROW = 2
"""Lines below each other that end in a cut word, at most, where the words would fit into a line."""
_SEAM_WITHIN = 5
"""So many letters may be given away for a cut between the words of a compound."""
_AROUND = "„“”‚‘’»«\"'()[].,;:!?…"
SHADE, AMBER = HexColor("#EEF2F6"), HexColor("#7A4B00")


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks; sizes in points. `indent` is on the side where lines begin."""

    size: float = 9.5
    leading: float = 13.0
    colour: Color = INK
    strong: bool = False
    indent: float = 0.0
    before: float = 0.0
    after: float = 0.0
    fill: Color | None = None
    middle: bool = False  # each line in the middle of the width
    end: bool = False  # each line at the side where lines end
    whole: bool = False  # a word is cut only where it is wider than a line


@dataclass(frozen=True, slots=True)
class Setting:
    """What all texts of a chapter share.

    Args:
        language: By whose patterns words are cut; blank: by none, as codes are.
    """

    faces: Faces
    right_to_left: bool
    language: str = ""

    def verbatim(self) -> Setting:
        """The same for codes and names of variables, which are read as they are written."""
        return replace(self, language="")

    def upright(self) -> Setting:
        """The same for formulas, which always run from left to right."""
        return replace(self, right_to_left=False)


def draw_line(canvas: Any, setting: Setting, text: str, style: Style, x: float, y: float, end: bool = False) -> float:
    """Draw one line; `x` is where it begins (or ends): the left edge, or the right one from right to left.

    Returns:
        Its width.
    """
    pieces = setting.faces.pieces(text, style.size, style.strong, setting.right_to_left)
    width = sum(piece.width for piece in pieces)
    if setting.right_to_left != end:
        x -= width
    canvas.setFillColor(style.colour)
    for piece in pieces:
        line = canvas.beginText(x, y)
        line.setFont(piece.font, style.size)
        line.textOut(piece.text)
        canvas.drawText(line)
        x += piece.width
    return width


def draw_box(canvas: Any, x: float, y: float, size: float, round_: bool) -> None:
    """A box or circle to be ticked, centred on x, its lower edge at y."""
    canvas.setStrokeColor(QUIET)
    canvas.setLineWidth(0.7)
    if round_:
        canvas.circle(x, y + size / 2, size / 2, stroke=1, fill=0)
    else:
        canvas.rect(x - size / 2, y, size, size, stroke=1, fill=0)


def _best(cuts: Sequence[Cut]) -> Cut:
    """Of those that fit, in order: behind an own hyphen of the word, else at a seam near the last, else the last."""
    own = [cut for cut in cuts if not cut.mark]
    seams = [cut for cut in cuts if cut.is_seam and cut.after > cuts[-1].after - _SEAM_WITHIN]
    return own[-1] if own else seams[0] if seams else cuts[-1]


class Prose(Flowable):  # type: ignore[misc] # reportlab has no types
    """A text with, before its first line, a number or code (`mark`) and a box to be ticked."""

    def __init__(self, setting: Setting, text: str, style: Style, mark: str = "", box: str = "") -> None:
        super().__init__()
        self.setting = setting
        self.text = setting.faces.printable(text)
        self.style = style
        self.mark = setting.faces.printable(mark)
        self.box = box  # "", "box" or "circle"
        self.lines: list[str] = []
        self.spaceBefore, self.spaceAfter = style.before, style.after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Break into lines."""
        self.width = width
        pad = 6.0 if self.style.fill else 0.0
        self.lines = self.broken(width - self.style.indent - 2 * pad)
        return width, len(self.lines) * self.style.leading + pad

    def broken(self, room: float) -> list[str]:
        """The lines of the text; a word is cut where a line would stay short, or where it is wider than one."""
        lines: list[str] = []
        for paragraph in self.text.split("\n"):
            line, cuts = "", 0
            for word in filter(None, paragraph.split(" ")):
                while self.measure(f"{line} {word}" if line else word) > room and (line or len(word) > 1):
                    head, word, is_needed = self._cut(line, word, room, cuts < _CUTS_IN_A_ROW)
                    cuts = cuts + 1 if head and not is_needed else 0
                    lines.append(f"{line} {head}" if line and head else line or head)
                    line = ""
                line = f"{line} {word}" if line else word
            lines.append(line)
        return lines

    def _cut(self, line: str, word: str, room: float, may_cut: bool) -> tuple[str, str, bool]:
        """What of a word goes behind a line that is begun, with its mark, and what is left; whether it had to be cut.

        Args:
            line: Blank: the word is wider than a line.
            may_cut: Whether a word may be cut that would fit into the next line.
        """
        is_needed = self.measure(word) > room
        if is_needed or (may_cut and not self.style.whole and self.measure(line) < room * _FULL):
            before = f"{line} " if line else ""
            fitting = [
                cut
                for cut in self._cuts(word, is_needed)
                if self.measure(f"{before}{word[: cut.after]}{cut.mark}") <= room
            ]
            if fitting:
                cut = _best(fitting)
                return word[: cut.after] + cut.mark, word[cut.after :], is_needed
        if line:
            return "", word, is_needed
        fits = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or self.measure(word[:n]) <= room)
        cut_at = min(fits - 1, len(word) - _LEAST_LETTERS)
        if self.setting.right_to_left or cut_at < _LEAST_LETTERS or not word[cut_at - 1 : cut_at + 1].isalpha():
            return word[:fits], word[fits:], True
        return f"{word[:cut_at]}-", word[cut_at:], True

    def _cuts(self, word: str, is_needed: bool) -> list[Cut]:
        """Where a word may be cut, in order: behind its own hyphens, and by the patterns of its language.

        What holds other signs than letters is a code, an address, a date or a range: it is cut behind its own hyphens
        alone, and only where it must be.
        """
        own = [
            Cut(at + 1, "")
            for at, sign in enumerate(word[:-1])
            if at and sign == "-" and (is_needed or (word[at - 1] + word[at + 1]).isalpha())
        ]
        hyphens = None if self.setting.right_to_left else hyphens_of(self.setting.language)
        inner = word.strip(_AROUND)
        if hyphens is None or not inner.replace("-", "").isalpha():
            return own
        begin, by_pattern = word.index(inner), []
        for part in inner.split("-"):
            by_pattern += [replace(cut, after=begin + cut.after) for cut in hyphens.cuts(part)]
            begin += len(part) + 1
        return sorted([*own, *by_pattern], key=lambda cut: cut.after)

    def measure(self, text: str) -> float:
        """Width of a part of a line: word by word, which is what shaping depends on."""
        words = text.split(" ")
        faces, style = self.setting.faces, self.style
        gap = faces.width(" ", style.size, style.strong)
        return sum(faces.width(word, style.size, style.strong) for word in words) + gap * (len(words) - 1)

    def split(self, width: float, height: float) -> list[Flowable]:
        """The lines that still fit, and the rest."""
        self.wrap(width, height)
        fit = int((height - (6.0 if self.style.fill else 0.0)) // self.style.leading)
        if fit < 1 or fit >= len(self.lines):
            return [] if fit < 1 else [self]
        head = Prose(self.setting, "\n".join(self.lines[:fit]), self.style, self.mark, self.box)
        return [head, Prose(self.setting, "\n".join(self.lines[fit:]), self.style)]

    def draw(self) -> None:
        """Draw the lines from top to bottom."""
        style, canvas = self.style, self.canv
        pad = 6.0 if style.fill else 0.0
        height = len(self.lines) * style.leading + pad
        flip = self.setting.right_to_left
        if style.fill:
            canvas.setFillColor(style.fill)
            canvas.rect(0 if flip else style.indent, 0, self.width - style.indent, height, stroke=0, fill=1)
        start = style.indent + pad
        base = height - pad / 2 - style.size * 0.98
        for number, line in enumerate(self.lines):
            begin = (self.width - self.measure(line)) / 2 if style.middle else self.width if style.end else start
            y = base - number * style.leading
            draw_line(canvas, self.setting, line, style, self.side(begin), y, end=style.end)
        shift = 0.0
        if self.box:
            size = 7.5
            centre = self.side(start - 30)
            draw_box(canvas, centre, base - 0.6, size, self.box == "circle")
            shift = 9.0
        if self.mark:
            lead = replace(style, colour=QUIET, strong=style.strong and not self.box)
            at = start - (30 - shift if self.box else style.indent)
            draw_line(canvas, self.setting, self.mark, lead, self.side(at), base)

    def side(self, distance: float) -> float:
        """A distance from where lines begin as a distance from the left."""
        return self.width - distance if self.setting.right_to_left else distance
