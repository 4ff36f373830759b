"""A table as the window shows it: figures as they are read in the language of its labels, and its picture.

Imported only when tables are made: what it needs is slow to load.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cati_app.domain.tabulation.table import AnswerTable, TableCell, TableColumn, TableLine
from cati_app.publish.dataset.table_book import MadeTable
from cati_app.publish.dataset.table_words import HIDDEN, TABLE_TERMS, base_told
from cati_app.station.tabulating import StudyTables
from cati_app.texts.read_figures import SEPARATORS
from cati_app.ui.analyst.figure_states import FigureCell, FigureHead, FigureRow
from cati_app.ui.analyst.tables.states import AnswerFigures
from cati_app.ui.stage.chart_states import MOST_PARTS, ShareBar, SharePart, SharesState

NOTHING = "–"
_MOST_BARS = 40


def answer_figures(tables: StudyTables, made: MadeTable, grid: Sequence[MadeTable]) -> AnswerFigures:
    """The table.

    Args:
        grid: Rows of the grid it belongs to, to be drawn beside each other; none: it is drawn alone.
    """
    return _Figures(tables, made).told(grid)


class _Figures:
    def __init__(self, tables: StudyTables, made: MadeTable) -> None:
        self._tables, self._made, self._table = tables, made, made.table
        self._words = TABLE_TERMS.of(tables.language)
        self._separators = SEPARATORS.get(tables.language, {})

    def told(self, grid: Sequence[MadeTable]) -> AnswerFigures:
        """The whole of it."""
        made, words, question = self._made, self._words, self._made.question
        notes, caveat = list(self._tables.notes(made)), ""
        if notes and notes[-1] in (words("quota"), words("caveat")):
            caveat = notes.pop()
        pictured, picture = self._picture(grid)
        base = words("base_of", count=base_told(made.table.columns[0]))
        return AnswerFigures(
            kind=" · ".join((question.name, made.filter or words("all"), base, words("percent_caption"))),
            label=question.label,
            text=question.text if question.text != question.label else "",
            columns=made.banner,
            filter=made.filter,
            heads=tuple(self._head(column) for column in self._table.columns),
            rows=tuple(self._rows()),
            notes=tuple(notes),
            caveat=caveat,
            source=self._tables.source,
            picture=picture,
            pictured=pictured,
        )

    def _head(self, column: TableColumn) -> FigureHead:
        text = column.text or self._words("total")
        return FigureHead(column.variable, f"{text} {column.letter}".strip())

    def _rows(self) -> Iterator[FigureRow]:
        words, table = self._words, self._table
        for line in table.lines:
            code = line.category.code
            name = f"{code} {line.category.text}" if code.isdigit() else line.category.text
            yield FigureRow(name, tuple(self._cell(cell) for cell in line.cells), is_strong=line.is_net)
        columns = table.columns
        if table.has_means:
            means = tuple(FigureCell(self._mean(column)) for column in columns)
            yield FigureRow(words("mean"), means, is_strong=True)
        yield FigureRow(words("base"), tuple(FigureCell(base_told(column)) for column in columns), is_quiet=True)
        weighed = tuple(
            FigureCell(HIDDEN if (n := column.weighted_base) is None else self._figure(f"{n:.1f}"))
            for column in columns
        )
        yield FigureRow(words("weighted_base"), weighed, is_quiet=True)

    def _cell(self, cell: TableCell) -> FigureCell:
        if cell.is_hidden:
            return FigureCell(HIDDEN)
        half = "" if cell.half_width is None else self._figure(f"{cell.half_width * 100:.1f}")
        return FigureCell(self._percent(cell), cell.letters, half, str(cell.count))

    def _percent(self, cell: TableCell) -> str:
        if cell.is_hidden:
            return HIDDEN
        return NOTHING if cell.share is None else self._figure(f"{cell.share * 100:.0f}")

    def _mean(self, column: TableColumn) -> str:
        if column.mean_hidden:
            return HIDDEN
        return NOTHING if column.mean is None else self._figure(f"{column.mean:.2f}")

    def _figure(self, text: str) -> str:
        return text.translate(self._separators)

    # -- the picture --------------------------------------------------------------------------------------------

    def _picture(self, grid: Sequence[MadeTable]) -> tuple[str, SharesState | None]:
        """What it shows, and the picture; None where there is nothing to draw."""
        words, table = self._words, self._table
        if grid and self._is_stacked(table) and all(_steps(row.table) == _steps(table) for row in grid):
            bars = tuple(self._bar(row.question.label, row.table, 0) for row in grid)
            return words("grid"), SharesState(bars, _steps(table))
        if len(table.columns) > 1 and self._is_stacked(table):
            stacked = [self._bar(words("total"), table, 0)]
            before = ""
            for number, column in enumerate(table.columns[1:], 1):
                if column.variable not in table.withheld:
                    begins = column.variable != before
                    stacked.append(self._bar(column.text, table, number, begins_group=begins))
                before = column.variable
            return words("picture"), SharesState(tuple(stacked), _steps(table))
        lines = [line for line in _categories(table) if line.cells[0].share is not None]
        if not 0 < len(lines) <= _MOST_BARS:
            return "", None
        single = tuple(
            ShareBar(line.category.text, text, (SharePart(0, line.cells[0].share or 0.0, text),))
            for line in lines
            for text in (self._percent(line.cells[0]),)
        )
        return f"{words('picture')} · {words('total')}", SharesState(single)

    def _is_stacked(self, table: AnswerTable) -> bool:
        return not table.is_multiple and 2 <= len(_steps(table)) <= MOST_PARTS

    def _bar(self, name: str, table: AnswerTable, number: int, *, begins_group: bool = False) -> ShareBar:
        cells = [line.cells[number] for line in _categories(table)]
        parts = [
            SharePart(step, cell.share, self._percent(cell))
            for step, cell in enumerate(cells)
            if cell.share is not None
        ]
        rest = 1 - sum(part.share for part in parts)
        column = table.columns[number]
        if column.base != 0 and any(cell.is_hidden for cell in cells) and rest > 0:
            parts.append(SharePart(0, rest, "", is_hidden=True))
        return ShareBar(name, f"n {base_told(column)}", tuple(parts), begins_group)


def _categories(table: AnswerTable) -> list[TableLine]:
    return [line for line in table.lines if not line.is_net]


def _steps(table: AnswerTable) -> tuple[str, ...]:
    return tuple(line.category.text for line in _categories(table))
