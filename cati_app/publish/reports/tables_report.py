"""Tables of answers as a report: each question in full, its counts and percentages with a picture, then its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from cati_app.domain.tabulation.table import TableCell, TableColumn, TableLine
from cati_app.publish.dataset.table import DataTable
from cati_app.publish.dataset.table_book import MadeTable
from cati_app.publish.dataset.table_words import HIDDEN, TABLE_TERMS, base_told
from cati_app.publish.dataset.tabulated import Tabulation
from cati_app.publish.print.document import (
    ChartKind,
    ChartPart,
    ChartPoint,
    ReportBlock,
    ReportChart,
    ReportColumn,
    ReportDocument,
    ReportSection,
    ReportTable,
    ReportText,
    TextKind,
)
from cati_app.publish.print.stacked import MOST_PARTS
from cati_app.texts import words_of
from cati_app.texts.read_figures import SEPARATORS

NOTHING = "–"
_LONGEST = 90  # characters of a heading
_MOST_POINTS = 24  # of a picture; longer ones would not fit a page
_Told = Sequence[tuple[MadeTable, Sequence[str]]]


def tables_report(
    table: DataTable, tables: _Told, caveat: str, source: str, *, handed_out: bool, is_rehearsal: bool
) -> ReportDocument:
    """The whole report; the same tables give the same report.

    Args:
        tables: Each with its notes; a note that is the caveat stands out.
        caveat: What is said of the sample; blank: nothing.
        source: Where the figures come from.
        handed_out: Whether small cells are hidden.
        is_rehearsal: Whether each page says that nothing is real; of tables that stay inside, the title says it.
    """
    words = TABLE_TERMS.of(table.language)
    rehearsed = words_of(table.language).say("Rehearsal: nothing of this is real.") if is_rehearsal else ""
    pages = _Pages(table.language, caveat, source)
    sections: list[ReportSection] = []
    for grid, group in groupby(tables, key=lambda each: each[0].question.grid):
        rows = list(group)
        for number, (made, notes) in enumerate(rows):
            beside = rows if grid and number == 0 and len(rows) > 1 else []
            sections.append(pages.section(made, notes, [each for each, _ in beside]))
    return ReportDocument(
        kind=words("title"),
        title=table.title,
        beneath=source,
        language=table.language,
        sections=tuple(sections),
        source=source,
        page=words("page"),
        contents=words("contents"),
        warning=rehearsed if handed_out else words("internal"),
    )


class _Pages:
    def __init__(self, language: str, caveat: str, source: str) -> None:
        self._words = TABLE_TERMS.of(language)
        self._separators = SEPARATORS.get(language, {})
        self._caveat = caveat
        self._source = source

    def section(self, made: MadeTable, notes: Sequence[str], grid: Sequence[MadeTable]) -> ReportSection:
        """A question: wording, all interviews, the rows of its grid, the variables of the banner, notes."""
        question = made.question
        blocks: list[ReportBlock] = []
        if question.text != question.label:
            blocks.append(ReportText(question.text))
        base = made.table.columns[0]
        told = (question.name, made.filter or self._words("all"), self._words("base_of", count=base_told(base)))
        blocks.append(ReportText(" · ".join(told), TextKind.NOTE))
        blocks += self._all(made)
        if grid:
            blocks += self._grid(grid)
        numbered = list(enumerate(made.table.columns))[1:]
        for variable, group in groupby(numbered, key=lambda each: each[1].variable):
            blocks += self._variable(made, variable, [number for number, _ in group])
        for note in notes:
            blocks.append(ReportText(note, TextKind.CAVEAT if note == self._caveat else TextKind.NOTE))
        label = question.label if len(question.label) <= _LONGEST else f"{question.label[: _LONGEST - 1]}…"
        return ReportSection(label, tuple(blocks))

    def _all(self, made: MadeTable) -> Iterator[ReportBlock]:
        words, table = self._words, made.table
        column = table.columns[0]
        has_interval = any(line.cells[0].half_width is not None for line in table.lines)
        heads = [
            ReportColumn(words("code"), 0.5, is_code=True),
            ReportColumn(words("row"), 4),
            ReportColumn(words("count"), 0.9, is_number=True),
            ReportColumn(words("percent_head"), 0.9, is_number=True),
        ]
        if has_interval:
            heads.append(ReportColumn("±", 0.7, is_number=True))
        rows = [self._line(line, has_interval=has_interval) for line in table.lines]
        if table.has_means:
            rows.append(["", words("mean"), "", self._mean(column), *([""] if has_interval else [])])
        yield ReportTable(words("total_caption"), tuple(heads), tuple(map(tuple, rows)), self._source, words("nobody"))
        points = [
            ChartPoint(line.category.text, line.cells[0].share, self._percent(line.cells[0]))
            for line in table.lines
            if line.cells[0].share is not None and not line.is_net
        ]
        if 0 < len(points) <= _MOST_POINTS:
            kind = ChartKind.COLUMNS if made.question.kind is Tabulation.SCALE else ChartKind.BARS
            told = "; ".join(f"{point.label}: {point.written}" for point in points)
            yield ReportChart(words("picture"), kind, tuple(points), told, self._source)

    def _line(self, line: TableLine, *, has_interval: bool) -> list[str]:
        cell = line.cells[0]
        count = HIDDEN if cell.count is None else str(cell.count)
        told = [line.category.code, line.category.text, count, self._percent(cell)]
        return [*told, self._half(cell)] if has_interval else told

    def _grid(self, rows: Sequence[MadeTable]) -> Iterator[ReportBlock]:
        lines = [line for line in rows[0].table.lines if not line.is_net]
        legend = [line.category.text for line in lines]
        if 2 <= len(legend) <= MOST_PARTS and all(
            legend == [line.category.text for line in row.table.lines if not line.is_net] for row in rows
        ):
            points = [self._stack(row.question.label, row, 0) for row in rows]
            yield self._stacked(self._words("grid"), points, legend)

    def _variable(self, made: MadeTable, variable: str, numbers: Sequence[int]) -> Iterator[ReportBlock]:
        words, table = self._words, made.table
        lines = [line for line in table.lines if not line.is_net]
        shown = [0, *numbers]
        names = [words("total"), *(self._head(table.columns[number]) for number in numbers)]
        if not table.is_multiple and 2 <= len(lines) <= MOST_PARTS and variable not in table.withheld:
            points = [self._stack(name, made, number) for name, number in zip(names, shown, strict=True)]
            yield self._stacked(variable, points, [line.category.text for line in lines])
        heads = [ReportColumn("", 3), *(ReportColumn(name, 1, is_number=True) for name in names)]
        rows = [(line.category.text, *(self._told(line.cells[number]) for number in shown)) for line in table.lines]
        columns = [table.columns[number] for number in shown]
        if table.has_means:
            rows.append((words("mean"), *(self._mean(column) for column in columns)))
        rows.append((words("base"), *(base_told(column) for column in columns)))
        rows.append((words("weighted_base"), *(self._weighted(column) for column in columns)))
        caption = f"{variable}, {words('percent_caption')}"
        yield ReportTable(caption, tuple(heads), tuple(rows), self._source)

    def _weighted(self, column: TableColumn) -> str:
        return HIDDEN if column.weighted_base is None else self._figure(f"{column.weighted_base:.1f}")

    def _stack(self, name: str, made: MadeTable, number: int) -> ChartPoint:
        cells = [line.cells[number] for line in made.table.lines if not line.is_net]
        parts = tuple(
            ChartPart(step, cell.share or 0.0, self._percent(cell), is_hidden=cell.is_hidden)
            for step, cell in enumerate(cells)
        )
        column = made.table.columns[number]
        return ChartPoint(name, 1.0, f"n {base_told(column)}", parts=parts if column.base != 0 else ())

    def _stacked(self, caption: str, points: Sequence[ChartPoint], legend: Sequence[str]) -> ReportChart:
        told = "; ".join(f"{point.label}: " + ", ".join(part.written for part in point.parts) for point in points)
        return ReportChart(caption, ChartKind.STACKED, tuple(points), told, self._source, tuple(legend))

    def _head(self, column: TableColumn) -> str:
        return f"{column.text} {column.letter}".strip()

    def _told(self, cell: TableCell) -> str:
        percent = self._percent(cell)
        told = f"{percent} {cell.letters}".strip()
        if cell.half_width is not None:
            told = f"{told} ±{self._half(cell)}"
        return told if cell.count is None else f"{told} ({cell.count})"

    def _percent(self, cell: TableCell) -> str:
        if cell.is_hidden:
            return HIDDEN
        return NOTHING if cell.share is None else self._figure(f"{cell.share * 100:.0f}")

    def _half(self, cell: TableCell) -> str:
        return "" if cell.half_width is None else self._figure(f"{cell.half_width * 100:.1f}")

    def _mean(self, column: TableColumn) -> str:
        if column.mean_hidden:
            return HIDDEN
        return NOTHING if column.mean is None else self._figure(f"{column.mean:.2f}")

    def _figure(self, text: str) -> str:
        return text.translate(self._separators)
