"""The fonts at hand, which of them has a letter, and shaped pieces of lines ready to be drawn."""

from __future__ import annotations

import io
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import ShapedStr, TTFont, shapeStr

from cati_app.publish.print.bidi import mirrored, visual_runs
from cati_app.values import dataclass

_FILES = {
    "Inter": "print/Inter-Regular.ttf",
    "Inter-SemiBold": "print/Inter-SemiBold.ttf",
    "NotoArabic": "NotoSansArabic-Regular.ttf",
    "NotoArabic-Bold": "NotoSansArabic-Bold.ttf",
}
_PLAIN, _STRONG = ("Inter", "NotoArabic"), ("Inter-SemiBold", "NotoArabic-Bold")
_LEFT_OUT = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad"
_NUMBER = re.compile(r"(?<=\d) (?=\d)")  # groups of one number, which would be swapped from right to left
_SAME = str.maketrans({"\u202f": "\u00a0", "\u2011": "-", "\t": " ", **dict.fromkeys(_LEFT_OUT)})


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters of one font, as they stand from left to right."""

    font: str
    text: str
    width: float


class Faces:
    """The fonts of one document; each document registers them again, so that equal input gives equal bytes."""

    def __init__(self, folder: Path) -> None:
        """Read and register the fonts.

        Args:
            folder: The folder `resources/fonts`.

        Raises:
            OSError: a font cannot be read.
        """
        for name, file in _FILES.items():
            data = (folder / file).read_bytes()
            pdfmetrics.registerFont(TTFont(name, io.BytesIO(data), shapable=name.startswith("Noto")))
        self._letters = {name: frozenset(pdfmetrics.getFont(name).face.charToGlyph) for name in _FILES}
        self.pieces = lru_cache(maxsize=None)(self._pieces)

    def printable(self, text: str) -> str:
        """The text without invisible marks; a letter that no font has is written as its number."""
        text = _NUMBER.sub("\u00a0", unicodedata.normalize("NFC", text).translate(_SAME))
        if all(sign == "\n" or self.has(sign) for sign in text):
            return text
        return "".join(sign if sign == "\n" or self.has(sign) else f"[U+{ord(sign):04X}]" for sign in text)

    def has(self, sign: str) -> bool:
        """Whether some font has the letter."""
        return any(ord(sign) in self._letters[name] for name in _PLAIN)

    def missing_share(self, text: str) -> float:
        """The share of the letters that no font has, 0 to 1."""
        text = unicodedata.normalize("NFC", text).translate(_SAME)
        letters = [sign for sign in text if unicodedata.category(sign)[0] in "LM"]
        return sum(not self.has(sign) for sign in letters) / len(letters) if letters else 0.0

    def width(self, text: str, size: float, strong: bool = False) -> float:
        """The width of a piece of a line in points."""
        return sum(piece.width for piece in self.pieces(text, size, strong, False))

    def _pieces(self, text: str, size: float, strong: bool, right_to_left: bool) -> tuple[Piece, ...]:
        """A line from left to right."""
        pieces: list[Piece] = []
        for run in visual_runs(text, right_to_left):
            parts = [
                self._piece(font, part, size, run.right_to_left)
                for font, part in self._by_font(text[run.start : run.end], strong)
            ]
            pieces += parts[::-1] if run.right_to_left else parts
        return tuple(pieces)

    def _by_font(self, text: str, strong: bool) -> list[tuple[str, str]]:
        fonts = _STRONG if strong else _PLAIN
        parts: list[tuple[str, str]] = []
        for sign in text:
            last = parts[-1][0] if parts else ""
            known = [name for name in fonts if ord(sign) in self._letters[name]]
            font = last if last in known else known[0] if known else fonts[0]
            if last == font:
                parts[-1] = (font, parts[-1][1] + sign)
            else:
                parts.append((font, sign))
        return parts

    @staticmethod
    def _piece(font: str, text: str, size: float, right_to_left: bool) -> Piece:
        joins = any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text)
        if right_to_left and joins:
            made = shapeStr(text, font, size, force=True)  # from right to left, as the script says
            if isinstance(made, ShapedStr):
                advance: float = sum(glyph.x_advance for glyph in made.__shapeData__)
                return Piece(font, made, advance * size / 1000)
        text = mirrored(text) if right_to_left else text
        return Piece(font, text, float(pdfmetrics.stringWidth(text, font, size)))
