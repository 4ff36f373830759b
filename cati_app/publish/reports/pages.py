"""What the pages of reports have in common: type, tables of two columns, grids."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

INK, QUIET, LINE, BAD = HexColor("#1A1A1A"), HexColor("#595959"), HexColor("#BFBFBF"), HexColor("#A32020")
TITLE = ParagraphStyle("title", fontName="Inter-SemiBold", fontSize=18, leading=23, textColor=INK)
HEAD = ParagraphStyle(
    "head", fontName="Inter-SemiBold", fontSize=11, leading=15, textColor=INK, spaceBefore=11, spaceAfter=3
)
TEXT = ParagraphStyle("text", fontName="Inter", fontSize=9, leading=12.5, textColor=INK)
STRONG = ParagraphStyle("strong", parent=TEXT, fontName="Inter-SemiBold")
WRONG = ParagraphStyle("wrong", parent=STRONG, textColor=BAD)
SMALL = ParagraphStyle("small", fontName="Inter", fontSize=8, leading=11, textColor=QUIET)
MARGIN = 20 * mm
WIDTH = A4[0] - 2 * MARGIN - 12
LONGEST = 300  # characters of a declared text: the report has two pages


def use_fonts(folder: Path) -> None:
    """Make `Inter-Regular.ttf` and `Inter-SemiBold.ttf` of a folder known. OSError where they cannot be read."""
    for name, file in (("Inter", "Inter-Regular.ttf"), ("Inter-SemiBold", "Inter-SemiBold.ttf")):
        with (folder / file).open("rb") as opened:
            pdfmetrics.registerFont(TTFont(name, io.BytesIO(opened.read())))


def bound(story: Sequence[Flowable], title: str, foot: tuple[str, str], language: str) -> bytes:
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
        lang=language,
    )
    left, right = foot

    def end(canvas: Canvas, pages: SimpleDocTemplate) -> None:
        canvas.setFont("Inter", 7.5)
        canvas.setFillColor(QUIET)
        canvas.drawString(MARGIN + 6, 12 * mm, short(left))
        canvas.drawRightString(A4[0] - MARGIN - 6, 12 * mm, right.replace("{page}", str(pages.page)))

    document.build(list(story), onFirstPage=end, onLaterPages=end)
    return target.getvalue()


def short(text: str) -> str:
    """A text that somebody wrote, cut where it is longer than the pages have room for."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def pairs(pairs: list[tuple[str, str]]) -> Table:
    """What each fact is called, and the fact."""
    cells = [[Paragraph(escape(left), SMALL), Paragraph(escape(short(right)), TEXT)] for left, right in pairs]
    table = Table(cells, colWidths=[62 * mm, WIDTH - 62 * mm], hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    return table


def grid(rows: list[list[str]], shares: list[float]) -> Table:
    """Rows under a head, which comes again on each page; `shares` of the width, which add up to 1."""
    cells = [
        [Paragraph(escape(text), SMALL if number == 0 else TEXT) for text in row] for number, row in enumerate(rows)
    ]
    table = Table(cells, colWidths=[share * WIDTH for share in shares], hAlign="LEFT", repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 1.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ]
        )
    )
    return table
