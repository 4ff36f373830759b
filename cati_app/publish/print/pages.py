"""Plain documents: headings, texts, facts with what they are called, grids; broken and hyphenated as reports are."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, SimpleDocTemplate, Table, TableStyle

from cati_app.publish.print.bidi import begins_right_to_left
from cati_app.publish.print.faces import Faces
from cati_app.publish.print.prose import LINE, QUIET, Prose, Setting, Style, draw_line

TITLE = Style(size=18, leading=23, strong=True, whole=True, after=2)
HEAD = Style(size=11, leading=15, strong=True, before=11, after=3, whole=True)
NAME = Style(size=9.5, leading=13, strong=True)
TEXT = Style(size=9, leading=12.5)
STRONG = replace(TEXT, strong=True)
WRONG = replace(STRONG, colour=HexColor("#A32020"))
SMALL = Style(size=8, leading=11, colour=QUIET)
_FOOT = Style(size=7.5, leading=10, colour=QUIET)
MARGIN = 20 * mm
WIDTH = A4[0] - 2 * MARGIN - 12
"""Within the margins and the padding of the frame."""
NAMES = 74 * mm
_BETWEEN = 3.0  # columns, at least
_LONGEST = 300  # characters of a text that somebody wrote, where a document has a certain number of pages


class Pages:
    """What a document is made of, and the document.

    Args:
        fonts: The folder `resources/fonts`.
        language: Of its texts.

    Raises:
        OSError: a font cannot be read.
    """

    def __init__(self, fonts: Path, language: str) -> None:
        self.faces = Faces(fonts)
        self.language = language
        self._setting = Setting(self.faces, right_to_left=False, language=language)

    def text(self, text: str, style: Style = TEXT) -> Prose:
        """A paragraph, or several where it has several lines."""
        return Prose(self._setting, text, style)

    def letter(self, text: str, style: Style = TEXT) -> Prose:
        """A text somebody wrote, in the direction of its own letters."""
        setting = replace(self._setting, right_to_left=begins_right_to_left(text))
        return Prose(setting, text, style)

    def code(self, text: str, style: Style = TEXT) -> Prose:
        """Names of variables and codes, which are not hyphenated."""
        return Prose(self._setting.verbatim(), text, style)

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> Table:
        """What each fact is called, and the fact."""
        cells = [[self.text(left, SMALL), self.text(short(right))] for left, right in pairs]
        return _without_lines(cells, NAMES)

    def coded(self, pairs: Sequence[tuple[str, str]], width: float) -> Table:
        """Codes or names of variables, in a column of that width in points, and what each means."""
        return _without_lines([[self.code(left), self.text(right)] for left, right in pairs], width)

    def grid(self, rows: Sequence[Sequence[str]], shares: Sequence[float]) -> Table:
        """Rows under a head, which comes again on each page; `shares` of the width, which add up to 1."""
        cells = [[self.text(text, TEXT if number else SMALL) for text in row] for number, row in enumerate(rows)]
        table = Table(cells, colWidths=[share * WIDTH for share in shares], hAlign="LEFT", repeatRows=1)
        table.setStyle(
            TableStyle(
                [
                    ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("LEFTPADDING", (0, 0), (-1, -1), 0),
                    ("RIGHTPADDING", (0, 0), (-1, -1), _BETWEEN),
                    ("TOPPADDING", (0, 0), (-1, -1), 1.5),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
                ]
            )
        )
        return table

    def bound(self, story: Sequence[Flowable], title: str, foot: tuple[str, str]) -> bytes:
        """The document; the same story gives the same bytes.

        Args:
            title: In the facts about the document.
            foot: What stands on the left and on the right of each page's end; `{page}` is its number.
        """
        target = io.BytesIO()
        document = SimpleDocTemplate(
            target,
            pagesize=A4,
            leftMargin=MARGIN,
            rightMargin=MARGIN,
            topMargin=MARGIN,
            bottomMargin=MARGIN,
            title=title,
            author="",
            invariant=1,
            lang=self.language,
        )
        left, right = foot

        def end(canvas: Canvas, pages: SimpleDocTemplate) -> None:
            told, number = self.faces.printable(short(left)), right.replace("{page}", str(pages.page))
            draw_line(canvas, self._setting, told, _FOOT, MARGIN + 6, 12 * mm)
            draw_line(canvas, self._setting, number, _FOOT, A4[0] - MARGIN - 6, 12 * mm, end=True)

        document.build(list(story), onFirstPage=end, onLaterPages=end)
        return target.getvalue()


def short(text: str) -> str:
    """A text that somebody wrote, cut where it is longer than the pages have room for."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _without_lines(cells: list[list[Prose]], first: float) -> Table:
    table = Table(cells, colWidths=[first, WIDTH - first], hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), _BETWEEN),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    return table
