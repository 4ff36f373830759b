"""The topline: every question in its part, with base, answers, bars that repeat shares, means and open questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from cati_app.domain.tabulation.crosstab import AnswerCategory
from cati_app.domain.tabulation.plan import TablePlan, ValueGroup
from cati_app.domain.tabulation.table import TableCell, TableLine
from cati_app.publish.dataset.table_book import MadeTable
from cati_app.publish.print.as_html import document_html
from cati_app.publish.print.as_pdf import document_pdf
from cati_app.publish.print.document import ReportChart, ReportDocument, ReportTable, ReportText, TextKind
from cati_app.publish.reports.topline_report import PlacedQuestion, rare_together, topline_report
from tests.unit.publish.test_table_book import book

FONTS = Path(__file__).parents[3] / "resources" / "fonts"
PLAN = TablePlan(nets={"use": (ValueGroup("Bad oder Buch", ("a", "b")),)})
PLACED = {"sex": PlacedQuestion("Person", 1, ""), "trust": PlacedQuestion("Stadt", 3, "Frage 1 beantwortet", "Rat")}


@pytest.fixture(scope="module")
def report() -> ReportDocument:
    made = book(PLAN)
    told = [(table, ["a note"]) for table in made.tables(handed_out=False)]
    return topline_report(made.data.table, told, PLACED, "Quote", "Quelle", is_weighed=True, is_rehearsal=False)


def test_questions_stand_in_their_parts_with_number_base_and_answers(report: ReportDocument) -> None:
    first, person, *_ = report.sections
    assert [TextKind.PLAIN, TextKind.PLAIN, TextKind.CAVEAT] == [
        block.kind for block in first.blocks if isinstance(block, ReportText)
    ]
    (sex,) = person.sections
    assert ("Person", "1 Geschlecht?") == (person.title, sex.title)
    base, table, note = sex.blocks
    assert isinstance(base, ReportText)
    assert "sex · alle Befragten · n 4 von 4" == base.text
    assert isinstance(table, ReportTable)
    assert (("1  Mann", "2", "50"), ("2  Frau", "2", "50")) == table.rows
    assert (0.5, 0.5) == table.amounts
    assert isinstance(note, ReportText)
    assert "a note" == note.text


def test_a_long_scale_is_a_picture_with_its_figures_and_a_mean(report: ReportDocument) -> None:
    (trust,) = next(section for section in report.sections if section.title == "Stadt").sections
    assert "3 Vertrauen? – Rat" == trust.title
    chart, table = (block for block in trust.blocks if isinstance(block, ReportChart | ReportTable))
    assert isinstance(chart, ReportChart)
    assert isinstance(table, ReportTable)
    assert (11, 2) == (len(chart.points), len(table.rows))
    texts = [block.text for block in trust.blocks if isinstance(block, ReportText)]
    assert "Mittelwert, gewichtet: 5,0, Skala 0 bis 10" in texts
    assert texts[0].startswith("trust · Frage 1 beantwortet · n 3 von 4")


def test_numbers_nets_and_texts_are_told_as_they_can_be(report: ReportDocument) -> None:
    texts = [
        block.text
        for section in report.sections
        for each in section.sections
        for block in each.blocks
        if isinstance(block, ReportText)
    ]
    assert "Mittelwert, gewichtet: 47,5" in texts
    assert "Bad oder Buch: 67 Prozent" in texts
    (table, _) = report.sections[-1].blocks
    assert isinstance(table, ReportTable)
    assert (("wish", "Wunsch?", "4"),) == table.rows


def test_both_files_are_written_with_bars(report: ReportDocument) -> None:
    html = document_html(report).decode()
    assert html == document_html(report).decode()
    assert '<td class="bar"><svg aria-hidden="true"' in html
    pages = document_pdf(report, FONTS)
    assert pages == document_pdf(report, FONTS)


def line(name: str, count: int | None) -> TableLine:
    cell = TableCell(count, None if count is None else count / 20)
    return TableLine(AnswerCategory(name, name, name), (cell,))


def together(lines: list[TableLine], base: int, *, is_multiple: bool = False) -> list[tuple[str, int | None]]:
    told = rare_together(lines, base, "andere", is_multiple=is_multiple)
    return [(each.category.text, each.cells[0].count) for each in told]


def test_hidden_answers_of_a_long_list_are_one_line_that_names_none_of_them() -> None:
    lines = [line("a", 9), line("b", None), line("c", None), line("d", 0)]
    assert [("a", 9), ("andere", 11)] == together(lines, 20)
    assert [("a", 9), ("andere", None)] == together(lines, 20, is_multiple=True)
    assert [("andere", None)] == together([line("a", None)], 2)
    assert [("a", 9)] == together([line("a", 9), line("d", 0)], 9)


def test_without_a_weighting_nothing_is_called_weighted() -> None:
    made = book(PLAN)
    told: list[tuple[MadeTable, list[str]]] = [(table, []) for table in made.tables(handed_out=False)]
    report = topline_report(made.data.table, told, PLACED, "", "Quelle", is_weighed=False, is_rehearsal=False)
    assert "gewichtet:" not in document_html(report).decode()
    assert "Mittelwert: 5,0, Skala 0 bis 10" in document_html(report).decode()
