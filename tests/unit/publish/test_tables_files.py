"""Tables as a workbook, as pages and as pictures: read back, and the same bytes again."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from cati_app.domain.tabulation.plan import Banner, TablePlan, ValueGroup
from cati_app.publish.dataset.table_book import MadeTable
from cati_app.publish.dataset.table_words import TABLE_TERMS
from cati_app.publish.formats.tables_xlsx import tables_xlsx
from cati_app.publish.print.as_html import document_html
from cati_app.publish.print.as_pdf import document_pdf
from cati_app.publish.print.charts import drawn
from cati_app.publish.print.document import (
    ChartKind,
    ChartPart,
    ChartPoint,
    ReportChart,
    ReportDocument,
    ReportTable,
)
from cati_app.publish.print.shapes import ChartBox, ChartLabel, ChartRule
from cati_app.publish.print.stacked import colours
from cati_app.publish.reports.tables_report import tables_report
from tests.unit.publish.records import START
from tests.unit.publish.test_table_book import book

FONTS = Path(__file__).parents[3] / "resources" / "fonts"
PLAN = TablePlan(
    banners=(Banner("main", "Kopf", ("sex",)),),
    nets={"use": (ValueGroup("Bad oder Buch", ("a", "b")),)},
    intervals=True,
    letters=True,
)
Told = Sequence[tuple[MadeTable, list[str]]]


@pytest.fixture(scope="module")
def told() -> Told:
    return [(made, ["a note"]) for made in book(PLAN).tables(handed_out=False)]


@pytest.fixture(scope="module")
def report(told: Told) -> ReportDocument:
    return tables_report(book().data.table, told, "a note", "Quelle", handed_out=False, is_rehearsal=False)


def test_a_workbook_lists_the_tables_and_has_sheets_of_percentages_and_counts(told: Told) -> None:
    written = b"".join(tables_xlsx("Titel", START, told, "Quelle", "de"))
    assert written == b"".join(tables_xlsx("Titel", START, told, "Quelle", "de"))
    read = openpyxl.load_workbook(io.BytesIO(written))
    assert ["Tabellen", "Prozent 1", "Anzahl 1", "Intervalle ± 1", "Buchstaben 1"] == read.sheetnames
    listed = list(read["Tabellen"].values)
    assert (1, "sex", "Geschlecht?", "Kopf", None, 4, "a note") == listed[1]
    percent = list(read["Prozent 1"].values)
    assert (
        "Nr.",
        "Variable",
        "Code",
        "Antwort",
        "Gesamt",
        "Geschlecht?: Mann (A)",
        "Geschlecht?: Frau (B)",
    ) == percent[0]
    assert (1, "sex", "1", "Mann", 50, 100, 0) == percent[1]
    assert any(row[1:] == ("use", None, "Bad oder Buch", 66.7, 100, 0) for row in percent)
    assert any(row[1] == "trust" and row[3] == "Mittelwert, gewichtet" and row[4] == 5 for row in percent)
    assert (1, "sex", "1", "Mann", 2, 2, 0) == list(read["Anzahl 1"].values)[1]


def test_pages_hold_every_question_with_tables_and_pictures(report: ReportDocument) -> None:
    by_title = {section.title: section for section in report.sections}
    tables = [block for block in by_title["Geschlecht?"].blocks if isinstance(block, ReportTable)]
    assert ("1", "Mann", "2", "50", "49,0") == tables[0].rows[0]
    assert ("Mann", "50 ±49,0 (2)", "100 ±0,0 (2)", "0 ±0,0 (0)") == tables[1].rows[0]
    assert ("Basis n, ungewichtet", "4", "2", "2") == tables[1].rows[-2]
    charts = [block.kind for block in by_title["Vertrauen?"].blocks if isinstance(block, ReportChart)]
    assert [ChartKind.COLUMNS] == charts
    grid = [block for block in by_title["Zuhause – Wie oft?"].blocks if isinstance(block, ReportChart)]
    assert ["Zuhause – Wie oft?", "Arbeit – Wie oft?"] == [point.label for point in grid[1].points]
    assert "internen Gebrauch" in report.warning
    assert document_html(report).startswith(b"<!DOCTYPE html>")
    written = document_pdf(report, FONTS)
    assert (written[:5], written) == (b"%PDF-", document_pdf(report, FONTS))


def test_in_a_browser_no_head_is_empty_and_no_two_tables_are_called_alike(report: ReportDocument) -> None:
    page = document_html(report).decode()
    assert not re.search("<th[^>]*></th>", page)
    texts = dict(re.findall(r'id="([^"]+)">([^<]*)<', page))
    named = [
        tuple(texts[key] for key in keys.split()) for keys in re.findall(r'region" aria-labelledby="([^"]+)"', page)
    ]
    assert len(named) == len(set(named)) > 2


def test_hidden_parts_of_a_bar_are_one_hatched_part_that_tells_no_share() -> None:
    hidden = [ChartPart(0, 0.5, "50"), ChartPart(1, 0.0, "•", True), ChartPart(2, 0.0, "•", True)]
    points = (ChartPoint("16–29", 1.0, "n 63", parts=tuple(hidden)), ChartPoint("leer", 1.0, "n 0"))
    chart = ReportChart("Bild", ChartKind.STACKED, points, "", "", ("dafür", "egal", "dagegen"))
    shapes = drawn(chart, 400).shapes
    texts = [shape.text for shape in shapes if isinstance(shape, ChartLabel)]
    assert ["dafür", "egal", "dagegen", "16–29", "50", "n 63", "leer", "n 0"] == texts
    bars = [shape for shape in shapes if isinstance(shape, ChartBox) and shape.height > 9]
    assert [0.5, 0.5] == pytest.approx([bar.width / (400 * 0.73 - 34) for bar in bars], abs=0.01)
    assert any(isinstance(shape, ChartRule) for shape in shapes)
    assert ("#0B5CAD", "#D3DAE1", "#9A5B00") == colours(3)


def test_a_long_legend_goes_on_below() -> None:
    chart = ReportChart("Bild", ChartKind.STACKED, (), "", "", tuple(f"{'lange Antwort ' * 3}{n}" for n in range(3)))
    assert len({shape.y for shape in drawn(chart, 300).shapes if isinstance(shape, ChartLabel)}) == 3


@pytest.mark.parametrize(
    ("handed_out", "is_rehearsal", "warning"),
    [
        (True, False, ""),
        (True, True, "Probelauf: Nichts davon ist echt."),
        (False, True, TABLE_TERMS.of("de")("internal")),
    ],
)
def test_every_page_says_what_must_not_be_taken_for_real_or_handed_out(
    told: Told, handed_out: bool, is_rehearsal: bool, warning: str
) -> None:
    table = book().data.table
    made = tables_report(table, told, "a note", "Quelle", handed_out=handed_out, is_rehearsal=is_rehearsal)
    assert warning == made.warning
