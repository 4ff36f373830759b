"""The codebook as a PDF document for people: what the data set is, then question by question."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from cati_app.publish.dataset.names import cut
from cati_app.publish.dataset.table import Coded, DataTable, Difference, Variable
from cati_app.publish.dataset.words import DATA_TERMS
from cati_app.publish.formats.codebook import blank_told, code_text, format_of

_INK, _QUIET, _LINE = HexColor("#1A1A1A"), HexColor("#595959"), HexColor("#BFBFBF")
_TITLE = ParagraphStyle("title", fontName="Inter-SemiBold", fontSize=18, leading=23, textColor=_INK, spaceAfter=2)
_HEAD = ParagraphStyle("head", fontName="Inter-SemiBold", fontSize=11, leading=15, textColor=_INK, spaceBefore=10)
_NAME = ParagraphStyle("name", fontName="Inter-SemiBold", fontSize=9.5, leading=13, textColor=_INK)
_TEXT = ParagraphStyle("text", fontName="Inter", fontSize=9, leading=12.5, textColor=_INK)
_SMALL = ParagraphStyle("small", fontName="Inter", fontSize=7.5, leading=10.5, textColor=_QUIET)
_FOOT = 90
"""Bytes of the title at the end of each page."""
_WIDTH = A4[0] - 40 * mm - 12  # within the margins and the padding of the frame
_MOST_LINES = 14  # codes; longer lists run on in a paragraph


def codebook_pdf(table: DataTable, fonts: Path) -> bytes:
    """The whole document; the same table gives the same bytes.

    Args:
        table: The data set; no value of an answer is printed, only counts of valid ones.
        fonts: Folder with `Inter-Regular.ttf` and `Inter-SemiBold.ttf`.

    Raises:
        OSError: the fonts cannot be read.
    """
    book = _Book(table, fonts)
    target = io.BytesIO()
    document = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
        title=f"{book.words('codebook')} {table.title}",
        author="",
        invariant=1,
        lang=table.language,
    )
    document.build([*book.front(), *book.questions()], onFirstPage=book.foot, onLaterPages=book.foot)
    return target.getvalue()


def _change(difference: Difference) -> str:
    texts = [text for text in (difference.before, difference.after) if text]
    return f"{difference.change}: {' → '.join(texts)}" if texts else difference.change


class _Book:
    def __init__(self, table: DataTable, fonts: Path) -> None:
        for name, file in (("Inter", "Inter-Regular.ttf"), ("Inter-SemiBold", "Inter-SemiBold.ttf")):
            with (fonts / file).open("rb") as opened:
                pdfmetrics.registerFont(TTFont(name, io.BytesIO(opened.read())))
        self._glyphs = pdfmetrics.getFont("Inter").face.charToGlyph
        self._table = table
        self.words = DATA_TERMS.of(table.language)
        self._blank = {variable.name: blank_told(table, index) for index, variable in enumerate(table.variables)}
        self._valid = {variable.name: table.valid(index) for index, variable in enumerate(table.variables)}

    # -- front matter --------------------------------------------------------------------------------------------

    def front(self) -> Iterator[Flowable]:
        """Title, facts, missing codes, sets, notices."""
        table, words = self._table, self.words
        yield Paragraph(escape(table.title), _TITLE)
        yield Paragraph(words("codebook"), _HEAD)
        facts = [
            (words("version"), table.version),
            (words("data_time"), f"{table.data_time:%Y-%m-%d %H:%M:%S %Z}"),
            (words("cases"), str(len(table.rows))),
            (words("variables"), str(len(table.variables))),
            (words("checksum"), table.checksum),
            *([(words("log_end"), table.log_end)] if table.log_end else []),
        ]
        if table.exported is not None:
            told = f"{table.exported.by}, {table.exported.at:%Y-%m-%d %H:%M:%S %Z}"
            facts.append((words("exported_by"), told))
        yield self._pairs(facts, 38 * mm)
        yield Spacer(0, 6)
        yield Paragraph(escape(words("how_id")), _TEXT)
        yield Paragraph(words("missing_codes"), _HEAD)
        codes = next(
            (variable for variable in table.variables if variable.missing and max(variable.missing.values()) > -100),
            None,
        )
        if codes is not None:
            yield self._pairs([(str(code), codes.labels[code]) for code in codes.missing.values()], 20 * mm)
        if table.sets:
            yield Paragraph(words("sets"), _HEAD)
            counted = words("counted")
            yield self._pairs(
                [
                    (f"${answer_set.name}", f"{answer_set.label} ({counted}: {answer_set.counted})")
                    for answer_set in table.sets
                ],
                50 * mm,
            )
        if table.notices:
            yield Paragraph(words("notices"), _HEAD)
            yield self._pairs([(notice.variable, notice.text) for notice in table.notices], 50 * mm)
        if table.differences:
            yield Paragraph(words("versions"), _HEAD)
            changes = [(f"{change.question} ({change.later})", _change(change)) for change in table.differences]
            yield self._pairs(changes, 50 * mm)
        yield Paragraph(words("variables"), _HEAD)

    def _pairs(self, pairs: list[tuple[str, str]], width: float) -> Table:
        cells = [
            [Paragraph(escape(self._printable(left)), _TEXT), Paragraph(escape(right), _TEXT)] for left, right in pairs
        ]
        grid = Table(cells, colWidths=[width, _WIDTH - width], hAlign="LEFT")
        grid.setStyle(
            TableStyle(
                [
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("LEFTPADDING", (0, 0), (-1, -1), 0),
                    ("TOPPADDING", (0, 0), (-1, -1), 0),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
                ]
            )
        )
        return grid

    # -- variables -----------------------------------------------------------------------------------------------

    def questions(self) -> Iterator[Flowable]:
        """Variables of one question together."""
        numbered = enumerate(self._table.variables)
        for _, group in groupby(numbered, key=lambda pair: pair[1].source or str(pair[0])):
            yield from self._question([variable for _, variable in group])

    def _question(self, variables: list[Variable]) -> Iterator[Flowable]:
        main = variables[0]
        span = main.name if not main.item else f"{main.name} … {variables[-1].name}"
        block: list[Flowable] = [_rule(), Paragraph(escape(span), _NAME)]
        block.append(Paragraph(escape(self._printable(main.question or main.label)), _TEXT))
        block.append(Paragraph(escape(self._facts(main)), _SMALL))
        if main.item:
            block.append(
                self._pairs(
                    [(variable.name, self._counted(variable.item, variable)) for variable in variables], 50 * mm
                )
            )
        yield KeepTogether([*block, *self._codes(main.codes)])
        for text in main.notes:
            yield Paragraph(escape(text), _SMALL)
        for variable in variables[1:]:
            if variable.origin == "reason":
                yield Paragraph(escape(f"{variable.name}: {self.words('reason')}"), _SMALL)
        yield Spacer(0, 7)

    def _facts(self, variable: Variable) -> str:
        words = self.words
        parts = [words(f"kind_{variable.kind.value}"), words(f"level_{variable.level.value}"), format_of(variable)]
        if not variable.item:
            parts.append(f"{words('n_valid')}: {self._valid[variable.name]}")
        if blank := self._blank[variable.name]:
            parts.append(blank)
        if variable.source:
            parts.append(f"{words('source')}: {variable.source}")
        parts += [
            f"{words(key)}: {text}" for key, text in (("field", variable.field), ("theme", variable.theme)) if text
        ]
        return " · ".join(parts)

    def _counted(self, text: str, variable: Variable) -> str:
        return f"{text} ({self.words('n_valid')}: {self._valid[variable.name]})"

    def _codes(self, codes: tuple[Coded, ...]) -> list[Flowable]:
        if len(codes) > _MOST_LINES:
            run = " · ".join(self._printable(code_text(coded), coded.name) for coded in codes)
            return [Paragraph(escape(run), _SMALL)]
        if not codes:
            return []
        return [self._pairs([(str(coded.code), self._code(coded)) for coded in codes], 20 * mm)]

    def _code(self, coded: Coded) -> str:
        return self._printable(code_text(coded).partition(" = ")[2], coded.name)

    def _printable(self, text: str, instead: str = "") -> str:
        """The text, or what to print instead of one in a script that the font does not have."""
        if all(ord(sign) in self._glyphs for sign in text):
            return text
        return instead or "".join(sign if ord(sign) in self._glyphs else "·" for sign in text)

    def foot(self, canvas: Canvas, document: SimpleDocTemplate) -> None:
        """Title, version and page number."""
        canvas.setFont("Inter", 7.5)
        canvas.setFillColor(_QUIET)
        title = self._printable(cut(self._table.title, _FOOT), self._table.study_id)
        canvas.drawString(20 * mm, 12 * mm, f"{title} · {self._table.version}")
        canvas.drawRightString(A4[0] - 20 * mm, 12 * mm, f"{self.words('page')} {document.page}")


def _rule() -> Table:
    line = Table([[""]], colWidths=[_WIDTH], rowHeights=[3])
    line.setStyle(TableStyle([("LINEABOVE", (0, 0), (-1, 0), 0.4, _LINE)]))
    return line
