"""A report as a PDF document: bookmarks, language, title, numbered pages; the same report gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from reportlab.graphics.shapes import Drawing, Line, Rect, Shape, String
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, SimpleDocTemplate, Spacer, Table, TableStyle

from cati_app.publish.print.charts import drawn
from cati_app.publish.print.document import (
    ReportBlock,
    ReportChart,
    ReportDocument,
    ReportFacts,
    ReportSection,
    ReportTable,
    ReportText,
    TextKind,
)
from cati_app.publish.print.drawn_pages import DrawnPage, ToldPages
from cati_app.publish.print.faces import Faces
from cati_app.publish.print.held_pages import HeldPages
from cati_app.publish.print.prose import LINE, QUIET, Prose, Setting, Style, draw_line
from cati_app.publish.print.shapes import ChartBox, ChartLabel, ChartRule, ChartShape

MARGIN, _TOP, _END = 20 * mm, 24 * mm, 24 * mm
TEXT_WIDTH = A4[0] - 2 * MARGIN - 12
_BLUE, _AMBER = HexColor("#0B5CAD"), HexColor("#8A4B00")
_KIND = Style(size=9, leading=13, colour=_BLUE, strong=True)
_TITLE = Style(size=20, leading=26, strong=True, whole=True)
_BENEATH = Style(size=9.5, leading=14, colour=QUIET, after=8)
_HEADS = (
    Style(size=13, leading=18, strong=True, before=14, after=4, whole=True),
    Style(size=10, leading=14, strong=True, before=8, whole=True),
)
_TEXTS = {
    TextKind.PLAIN: Style(size=9.5, leading=13.5, after=3),
    TextKind.NOTE: Style(size=8, leading=11, colour=QUIET, after=2),
    TextKind.CAVEAT: Style(
        size=9, leading=12.5, colour=HexColor("#5E3A00"), fill=HexColor("#FDF0DC"), before=4, after=6
    ),
    TextKind.FORMULA: Style(size=9, leading=13, indent=12, after=2),
    TextKind.GAP: Style(size=9.5, leading=13.5, colour=_AMBER, after=3),
}
_MARKED = 56.0  # room for what stands before a text
_CAPTION = Style(size=9, leading=13, strong=True, before=6, after=2)
_HEAD, _CELL = Style(size=7.5, leading=10, colour=QUIET), Style(size=8.5, leading=11.5)
_SOURCE = Style(size=7.5, leading=10, colour=QUIET, before=2, after=8)
_RUNNING = Style(size=7.5, leading=10, colour=QUIET)
_NAMES = 62 * mm
_BARS = 0.38  # of the width, for bars behind the rows of a table
_WITH_SOURCE = 3  # rows that are not torn apart at the end of a table, its source among them
_SHORT = 16  # rows of a table that is not torn apart
_FIRST = 110.0  # so much room a heading needs below it


def document_pdf(document: ReportDocument, fonts: Path, on_page: Callable[[], None] = lambda: None) -> bytes:
    """The whole document.

    Args:
        fonts: The folder `resources/fonts`.
        on_page: Called for each page that is laid out; what it raises ends the work.

    Raises:
        OSError: a font cannot be read.
    """
    writer = _Writer(document, Faces(fonts))
    target = io.BytesIO()

    class NumberedPages(HeldPages):
        around = staticmethod(writer.around)
        counted = staticmethod(on_page)

    _lay_out(document, writer, target, NumberedPages)
    return target.getvalue()


def document_pages(
    document: ReportDocument, fonts: Path, on_page: Callable[[], None] = lambda: None
) -> tuple[DrawnPage, ...]:
    """The same pages as what stands on them, to be looked at before anything is written.

    Args:
        fonts: As `document_pdf`.
        on_page: Called for each page that is laid out; what it raises ends the work.

    Raises:
        OSError: a font cannot be read.
    """
    writer = _Writer(document, Faces(fonts))
    pages: list[DrawnPage] = []

    class PreviewedPages(ToldPages):
        around = staticmethod(writer.around)
        told = staticmethod(pages.append)
        counted = staticmethod(on_page)

    _lay_out(document, writer, io.BytesIO(), PreviewedPages)
    return tuple(pages)


def _lay_out(document: ReportDocument, writer: _Writer, target: io.BytesIO, canvas: type[Canvas]) -> None:
    template = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=_TOP,
        bottomMargin=_END,
        title=document.name,
        subject=document.kind,
        author="",
        invariant=1,
        lang=document.language,
    )
    template.build(list(writer.story()), canvasmaker=canvas)


class _Writer:
    def __init__(self, document: ReportDocument, faces: Faces) -> None:
        self._document = document
        self._setting = Setting(faces, right_to_left=False, language=document.language)
        self._marks = 0

    def story(self) -> Iterator[Flowable]:
        """Everything, from the title on."""
        document = self._document
        yield self._prose(document.kind.upper(), _KIND)
        yield self._prose(document.title, _TITLE)
        yield self._prose(document.beneath, _BENEATH)
        for section in document.sections:
            yield from self._section(section, 0)

    def _section(self, section: ReportSection, level: int, above: Sequence[Flowable] = ()) -> Iterator[Flowable]:
        """A section; `above` are headings that stand directly over it, and stay with it."""
        self._marks += 1
        style = _HEADS[min(level, len(_HEADS) - 1)]
        waiting = [*above, _Bookmark(f"s{self._marks}", section.title, level), self._prose(section.title, style)]
        for block in section.blocks:
            flowables = list(self._block(block))
            if waiting and isinstance(block, ReportText):
                waiting += flowables
            elif isinstance(block, ReportText):
                yield from flowables
            elif isinstance(block, ReportTable) and len(block.rows) > _SHORT:
                yield CondPageBreak(_FIRST)
                yield from (*waiting, *flowables)
                waiting = []
            else:
                yield KeepTogether([*waiting, *flowables])
                waiting = []
        passed_on = waiting if section.sections and not section.blocks else []
        if waiting and not passed_on:
            yield CondPageBreak(_FIRST)
            yield from waiting
        for number, each in enumerate(section.sections):
            yield from self._section(each, level + 1, passed_on if number == 0 else ())

    def _block(self, block: ReportBlock) -> Iterator[Flowable]:
        match block:
            case ReportText():
                yield self._text(block)
            case ReportFacts():
                yield self._facts(block)
            case ReportTable():
                yield from self._table(block)
            case ReportChart():
                yield from self._chart(block)

    def _prose(self, text: str, style: Style) -> Prose:
        return Prose(self._setting, text, style)

    def _text(self, text: ReportText) -> Prose:
        style = _TEXTS[text.kind]
        setting = replace(
            self._setting, right_to_left=text.right_to_left, language=text.language or self._document.language
        )
        return Prose(setting, text.text, replace(style, indent=_MARKED) if text.mark else style, text.mark)

    def _facts(self, facts: ReportFacts) -> Table:
        cells = [[self._prose(name, _HEAD), self._prose(fact, _CELL)] for name, fact in facts.pairs]
        table = Table(cells, colWidths=[_NAMES, TEXT_WIDTH - _NAMES], hAlign="LEFT")
        table.setStyle(TableStyle([*_BARE, ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]))
        return table

    def _table(self, table: ReportTable) -> Iterator[Flowable]:
        yield self._prose(table.caption, _CAPTION)
        if not table.rows:
            yield self._prose(table.none, _SOURCE)
            return
        yield self._grid(table)

    def _grid(self, table: ReportTable) -> Table:
        """The rows, and as the last one the source, which stays on the page of the rows before it."""
        parts = sum(column.share for column in table.columns)
        columns = list(enumerate(table.columns))
        last = len(table.rows) - 1
        cells: list[list[Flowable]] = [
            [self._prose(column.head, replace(_HEAD, end=column.is_number)) for _, column in columns]
        ]
        for number, row in enumerate(table.rows):
            strong = table.has_total and number == last
            styles = [replace(_CELL, end=column.is_number, strong=strong) for _, column in columns]
            settings = [self._setting.verbatim() if column.is_code else self._setting for _, column in columns]
            cells.append(
                [Prose(setting, text, style) for setting, text, style in zip(settings, row, styles, strict=True)]
            )
        widths = [TEXT_WIDTH * column.share / parts for _, column in columns]
        if table.amounts:
            widths = [width * (1 - _BARS) for width in widths] + [TEXT_WIDTH * _BARS]
            most = max([1e-9, *(amount or 0 for amount in table.amounts)])
            lengths = [(amount or 0) / most * (TEXT_WIDTH * _BARS - 18) for amount in table.amounts]
            cells = [
                [*cells[0], _bar(0)],
                *([*row, _bar(length)] for row, length in zip(cells[1:], lengths, strict=True)),
            ]
        cells.append([self._prose(table.source, _SOURCE), *[""] * (len(cells[0]) - 1)])
        grid = Table(
            cells,
            colWidths=widths,
            hAlign="LEFT",
            repeatRows=1,
            spaceAfter=_SOURCE.after,
        )
        numbers = [
            ("LEFTPADDING", (at, 0), (at, -1), 8) for at, column in columns if at and not columns[at - 1][1].is_number
        ]
        grid.setStyle(
            TableStyle(
                [
                    *_BARE,
                    ("LINEBELOW", (0, 0), (-1, -2), 0.4, LINE),
                    ("LINEBELOW", (0, 0), (-1, 0), 0.8, QUIET),
                    ("TOPPADDING", (0, 0), (-1, -1), 2),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
                    ("LEFTPADDING", (1, 0), (-1, -1), 8),
                    *numbers,
                    ("SPAN", (0, -1), (-1, -1)),
                    ("TOPPADDING", (0, -1), (-1, -1), _SOURCE.before),
                    ("BOTTOMPADDING", (0, -1), (-1, -1), 0),
                    ("NOSPLIT", (0, max(-_WITH_SOURCE, -len(cells))), (0, -1)),
                ]
            )
        )
        return grid

    def _chart(self, chart: ReportChart) -> Iterator[Flowable]:
        field = drawn(chart, TEXT_WIDTH)
        drawing = Drawing(field.width, field.height)
        for shape in field.shapes:
            drawing.add(self._shape(shape, field.height))
        yield from (self._prose(chart.caption, _CAPTION), Spacer(0, 2), drawing, self._prose(chart.source, _SOURCE))

    def _shape(self, shape: ChartShape, height: float) -> Shape:
        """Upwards from the lower edge, as this library counts."""
        match shape:
            case ChartBox():
                up = height - shape.y - shape.height
                fill = HexColor(shape.fill)
                return Rect(shape.x, up, shape.width, shape.height, fillColor=fill, strokeColor=None, strokeWidth=0)
            case ChartRule():
                ends = shape.x, height - shape.y, shape.to_x, height - shape.to_y
                return Line(*ends, strokeColor=HexColor(shape.colour), strokeWidth=shape.width)
            case ChartLabel():
                return String(
                    shape.x,
                    height - shape.y,
                    self._setting.faces.printable(shape.text),
                    fontName="Inter-SemiBold" if shape.is_strong else "Inter",
                    fontSize=shape.size,
                    fillColor=HexColor(shape.colour),
                    textAnchor=shape.anchor,
                )

    def around(self, canvas: Canvas, page: int, pages: int) -> None:
        """What stands on each page above and below its texts."""
        document, setting = self._document, self._setting
        left, right = MARGIN + 6, A4[0] - MARGIN - 6
        top, low = A4[1] - 15 * mm, 15 * mm
        room = (right - left) * (0.55 if document.warning else 1)
        printable = setting.faces.printable
        draw_line(canvas, setting, self._fitting(document.title, room), _RUNNING, left, top)
        warned = replace(_RUNNING, colour=_AMBER, strong=True)
        draw_line(canvas, setting, printable(document.warning), warned, right, top, end=True)
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.4)
        canvas.line(left, low + 11, right, low + 11)
        number = printable(document.page.format(page=page, pages=pages))
        draw_line(canvas, setting, number, _RUNNING, right, low, end=True)
        foot = Prose(setting, document.source, _RUNNING)
        for at, line in enumerate(foot.broken(right - left - 70)[:2]):
            draw_line(canvas, setting, line, _RUNNING, left, low - at * _RUNNING.leading)

    def _fitting(self, text: str, room: float) -> str:
        first, *rest = Prose(self._setting, text, _RUNNING).broken(room) or [""]
        return f"{first} …" if rest else first


def _bar(length: float) -> Drawing:
    drawing = Drawing(length + 10, 10)
    if length > 0:
        drawing.add(Rect(10, 1, length, 8, fillColor=_BLUE, strokeColor=None, strokeWidth=0))
    return drawing


_BARE = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
]
"""Of every table; ink of `INK`, no frame."""


class _Bookmark(Flowable):  # type: ignore[misc] # reportlab has no types
    """Where a section begins, for the reader's outline."""

    def __init__(self, key: str, title: str, level: int) -> None:
        super().__init__()
        self.key, self.title, self.level = key, title, level

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """It takes no room."""
        return 0, 0

    def draw(self) -> None:
        """Leave the mark on the page."""
        self.canv.bookmarkHorizontal(self.key, 0, 18)
        self.canv.addOutlineEntry(self.title, self.key, self.level)
        self.canv.showOutline()
