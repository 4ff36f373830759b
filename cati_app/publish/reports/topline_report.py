"""The topline: every question in the questionnaire's order with counts and weighted percentages, means of scales."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import compress, groupby

from cati_app.domain.tabulation.crosstab import AnswerCategory
from cati_app.domain.tabulation.small_counts import is_small
from cati_app.domain.tabulation.table import TableCell, TableLine
from cati_app.publish.dataset.table import DataTable, Kind
from cati_app.publish.dataset.table_book import MadeTable
from cati_app.publish.dataset.table_words import TABLE_TERMS
from cati_app.publish.dataset.tabulated import Tabulation
from cati_app.publish.print.document import (
    ChartKind,
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
from cati_app.publish.reports.field_words import HIDDEN, ReportWords
from cati_app.texts import words_of
from cati_app.texts.figures import figures_in
from cati_app.values import dataclass

_LONG_SCALE = 8  # steps from which a scale is drawn upright


@dataclass(frozen=True, slots=True)
class PlacedQuestion:
    """Where a question stands in the questionnaire.

    Args:
        part: The outermost part that it stands in; blank: none.
        number: Its running number; 0: it asks nothing.
        condition: In words, who is asked; blank: everybody.
        item: What is ranked, where each thing that is has a table of its own; blank of any other question.
        is_long: Whether its list is so long that rare answers tell who gave them.
    """

    part: str
    number: int
    condition: str
    item: str = ""
    is_long: bool = False


def topline_report(
    table: DataTable,
    tables: Sequence[tuple[MadeTable, Sequence[str]]],
    placed: Mapping[str, PlacedQuestion],
    caveat: str,
    source: str,
    *,
    is_weighed: bool,
    is_rehearsal: bool,
) -> ReportDocument:
    """The whole report; the same tables give the same report.

    Args:
        table: The data set, labelled in the language of the report.
        tables: Without columns beside that of all interviews, each with its notes.
        placed: By name of the question.
        caveat: What is said of the sample; blank: nothing.
        source: Where the figures come from.
        is_weighed: Whether a weighting was chosen.
    """
    pages = _Topline(table, placed, caveat, is_weighed=is_weighed)
    say = pages.words.say
    sections = [pages.about(tables)]
    for part, group in groupby(tables, key=lambda each: pages.part(each[0])):
        sections.append(ReportSection(part, (), tuple(pages.question(made, notes) for made, notes in group)))
    texts = pages.open_questions()
    if texts is not None:
        sections.append(texts)
    interviews = pages.words.words.say_count("{count} interview", "{count} interviews", pages.interviews)
    return ReportDocument(
        kind=say("Topline"),
        title=table.title,
        beneath=f"{interviews} · {say('data as of {at:%Y-%m-%d %H:%M}', at=table.data_time)}",
        language=table.language,
        sections=tuple(sections),
        source=source,
        page=say("Page {page} of {pages}", page="{page}", pages="{pages}"),
        contents=say("Contents"),
        warning=say("Rehearsal: nothing of this is real.") if is_rehearsal else "",
    )


def rare_together(lines: Sequence[TableLine], base: int | None, others: str, *, is_multiple: bool) -> list[TableLine]:
    """Lines that are told, and as one those that are hidden, which are not even named: they tell of somebody.

    Args:
        base: Interviews with an answer; None: hidden.
        is_multiple: Whether an interview may be in several lines, so that what is hidden has no sum.
    """
    told = [line for line in lines if line.cells[0].count]
    if not any(line.cells[0].is_hidden for line in lines):
        return told
    rest = 0 if base is None else base - sum(line.cells[0].count or 0 for line in told)
    whole = TableCell(None, None)
    if not is_multiple and rest and not is_small(rest):
        whole = TableCell(rest, max(0.0, 1 - sum(line.cells[0].share or 0.0 for line in told)))
    return [*told, TableLine(AnswerCategory("", "", others), (whole,))]


class _Topline:
    def __init__(
        self, table: DataTable, placed: Mapping[str, PlacedQuestion], caveat: str, *, is_weighed: bool
    ) -> None:
        self.words = ReportWords(words_of(table.language))
        self.interviews = sum(table.counted)
        self._terms = TABLE_TERMS.of(table.language)
        self._table = table
        self._placed = placed
        self._caveat = caveat
        self._is_weighed = is_weighed
        self._source = self.words.say(
            "Source: telephone survey, questionnaire {version}, checksum {digest}.",
            version=table.version,
            digest=f"{table.checksum[:4]} {table.checksum[4:8]}",
        )

    def part(self, made: MadeTable) -> str:
        """The part of the questionnaire that a question stands in, as a heading."""
        where = self._placed.get(made.question.name)
        return (where.part if where is not None else "") or self.words.say("Questions and computed variables")

    def about(self, tables: Sequence[tuple[MadeTable, Sequence[str]]]) -> ReportSection:
        """How the figures are to be read."""
        say = self.words.say
        told = [
            say("Count: interviews, unweighted. Percent: weighted, of those who gave an answer.")
            if self._is_weighed
            else say("Count: interviews. Percent: of those who gave an answer. Nothing is weighted."),
            say(
                "n: interviews with an answer, of all that are complete and count. Shares may not add up to 100 because"
                " they are rounded."
            ),
        ]
        blocks: list[ReportBlock] = [ReportText(text) for text in told]
        if any(HIDDEN in note for _, notes in tables for note in notes):
            blocks.append(ReportText(say("{sign}: too few people to be told.", sign=HIDDEN)))
        if self._caveat:
            blocks.append(ReportText(self._caveat, TextKind.CAVEAT))
        return ReportSection(say("How to read it"), tuple(blocks))

    def question(self, made: MadeTable, notes: Sequence[str]) -> ReportSection:
        """A question: wording, who was asked, answers with bars, nets, mean, notes."""
        question, where = made.question, self._placed.get(made.question.name)
        number = f"{where.number} " if where is not None and where.number else ""
        blocks: list[ReportBlock] = [ReportText(self._base(made), TextKind.NOTE)]
        blocks += self._figures(made)
        nets = [line for line in made.table.lines if line.is_net]
        if nets:
            say = self.words.say
            told = [
                say("{net}: {share} percent", net=net.category.text, share=self._percent(net.cells[0])) for net in nets
            ]
            blocks.append(ReportText(" · ".join(told)))
        blocks += [ReportText(note, TextKind.NOTE) for note in notes]
        item = f" – {where.item}" if where is not None and where.item else ""
        return ReportSection(f"{number}{question.text}{item}", tuple(blocks))

    def _base(self, made: MadeTable) -> str:
        say, where = self.words.say, self._placed.get(made.question.name)
        asked = say("all respondents") if where is None or not where.condition else where.condition
        n = made.table.columns[0].base
        count = HIDDEN if n is None else self.words.number(n)
        base = say("n {count} of {all}", count=count, all=self.words.number(self.interviews))
        return f"{made.question.name} · {asked} · {base}"

    def _figures(self, made: MadeTable) -> Iterator[ReportBlock]:
        lines = [line for line in made.table.lines if not line.is_net]
        where = self._placed.get(made.question.name)
        if where is not None and where.is_long:
            others, base = self.words.say("others, together"), made.table.columns[0].base
            lines = rare_together(lines, base, others, is_multiple=made.table.is_multiple)
        mean = self._mean(made)
        if not lines:
            yield ReportText(mean)
            return
        if made.question.kind is Tabulation.SCALE and len(lines) >= _LONG_SCALE:
            yield from self._scale(made, lines)
        else:
            yield self._answers(made, lines)
        if mean:
            yield ReportText(mean)

    def _answers(self, made: MadeTable, lines: Sequence[TableLine]) -> ReportTable:
        terms = self._terms
        has_interval = any(line.cells[0].half_width is not None for line in lines)
        heads = [
            ReportColumn(terms("row"), 4.4),
            ReportColumn(terms("count"), 0.9, is_number=True),
            ReportColumn(terms("percent_head"), 0.9, is_number=True),
            *([ReportColumn("±", 0.7, is_number=True)] if has_interval else []),
        ]
        rows = []
        for line in lines:
            cell, code = line.cells[0], line.category.code
            name = (
                line.category.text
                if not code.isdigit() or code == line.category.text
                else f"{code}  {line.category.text}"
            )
            row = [name, self._count(cell), self._percent(cell)]
            rows.append((*row, self._half(cell)) if has_interval else tuple(row))
        amounts = tuple(line.cells[0].share for line in lines)
        caption = self.words.say("Answers to {name}", name=made.question.name)
        return ReportTable(caption, tuple(heads), tuple(rows), self._source, amounts=amounts)

    def _scale(self, made: MadeTable, lines: Sequence[TableLine]) -> Iterator[ReportBlock]:
        say, terms = self.words.say, self._terms
        cells = [line.cells[0] for line in lines]
        steps = [line.category.code for line in lines]
        points = [
            ChartPoint(step, cell.share or 0.0, self._percent(cell)) for step, cell in zip(steps, cells, strict=True)
        ]
        told = "; ".join(f"{point.label}: {point.written}" for point in points)
        yield ReportChart(terms("picture"), ChartKind.COLUMNS, tuple(points), told, self._source)
        heads = (
            ReportColumn(say("Step of the scale"), 1.6),
            *(ReportColumn(step, 0.7, is_number=True) for step in steps),
        )
        rows = (
            (terms("count"), *map(self._count, cells)),
            (terms("percent_head"), *map(self._percent, cells)),
        )
        yield ReportTable(say("Answers to {name}", name=made.question.name), heads, rows, self._source)
        named = [line for line in lines if line.category.text != line.category.code]
        if named:
            words = "; ".join(f"{line.category.code} {line.category.text}" for line in named)
            yield ReportText(words, TextKind.NOTE)

    def _mean(self, made: MadeTable) -> str:
        if not made.table.has_means:
            return ""
        say, column = self.words.say, made.table.columns[0]
        figure = (
            HIDDEN
            if column.mean_hidden
            else "–"
            if column.mean is None
            else figures_in(self.words.words, f"{column.mean:.1f}")
        )
        steps = [line.category.code for line in made.table.lines if not line.is_net]
        if not steps:
            return say("Mean, weighted: {mean}", mean=figure) if self._is_weighed else say("Mean: {mean}", mean=figure)
        scale = {"mean": figure, "least": steps[0], "most": steps[-1]}
        if self._is_weighed:
            return say("Mean, weighted: {mean}, scale {least} to {most}", **scale)
        return say("Mean: {mean}, scale {least} to {most}", **scale)

    def open_questions(self) -> ReportSection | None:
        """Questions that were answered in words: how many did; no texts."""
        say, rows = self.words.say, []
        for index, variable in enumerate(self._table.variables):
            if variable.origin != "question" or variable.kind is not Kind.TEXT or variable.codes:
                continue
            given = sum(map(bool, compress(self._table.columns[index], self._table.counted)))
            rows.append((variable.name, variable.question or variable.label, self.words.number(given)))
        if not rows:
            return None
        heads = (ReportColumn(self._terms("question"), 1.4, is_code=True), ReportColumn(self._terms("wording"), 4.0))
        count = ReportColumn(say("Answers"), 0.8, is_number=True)
        told = ReportTable(say("Answers in words"), (*heads, count), tuple(rows), self._source)
        return ReportSection(say("Open questions"), (told, ReportText(say("Texts are not told here."), TextKind.NOTE)))

    def _count(self, cell: TableCell) -> str:
        return HIDDEN if cell.count is None else self.words.number(cell.count)

    def _percent(self, cell: TableCell) -> str:
        if cell.is_hidden:
            return HIDDEN
        return "–" if cell.share is None else self.words.number(100 * cell.share)

    def _half(self, cell: TableCell) -> str:
        return "" if cell.half_width is None else self.words.number(100 * cell.half_width, 1)
