"""Reports as values, written as PDF and as HTML: what stands in both, and what nobody is told."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cati_app.publish.print.as_html import document_html
from cati_app.publish.print.as_pdf import document_pdf
from cati_app.publish.print.document import (
    ReportChart,
    ReportDocument,
    ReportTable,
    ReportText,
    document_data,
)
from cati_app.publish.reports.field_report import field_report
from tests.unit.publish.reported import GROUPS, figures, nothing_yet, reported_study

FONTS = Path(__file__).parents[3] / "resources" / "fonts"


@pytest.fixture(scope="module")
def report() -> ReportDocument:
    """In German, of a rehearsal."""
    return field_report(reported_study(rehearsal=True), figures(), GROUPS, "de")


def tables(document: ReportDocument) -> dict[str, ReportTable]:
    """By caption."""
    blocks = [block for section in document.sections for block in section.blocks]
    return {block.caption: block for block in blocks if isinstance(block, ReportTable)}


class Read(HTMLParser):
    """What a browser would make of a file: tags that close, ids, heads of tables, what fetches or runs."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.ids: list[str] = []
        self.refers: list[str] = []
        self.heads: list[int] = []
        self.tables = self.captions = self.pictures = self.titled = 0
        self.cells_without_head = 0
        self.texts: list[str] = []
        self._row = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag not in ("meta", "br", "rect", "line"):
            self.opened.append(tag)
        assert tag not in ("script", "link", "iframe", "img", "object")
        assert not any(name.startswith("on") or name in ("src", "style") for name in known)
        self.ids += [known["id"] or ""] if "id" in known else []
        self.refers += (known.get("aria-labelledby") or "").split() + (
            [(known.get("href") or "#")[1:]] if tag == "a" else []
        )
        self.heads += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        self.tables += tag == "table"
        self.captions += tag == "caption"
        self.pictures += tag == "svg"
        if tag == "svg":
            assert known["role"] == "img"
        if tag == "th":
            assert known["scope"] in ("col", "row")
            self._row = self._row or known["scope"] == "row"
        if tag == "tr":
            self._row = False
        if tag == "td":
            self.cells_without_head += not self._row

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("rect", "line")

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(document: ReportDocument) -> Read:
    parsed = Read()
    parsed.feed(document_html(document).decode())
    parsed.close()
    return parsed


def test_the_html_is_sound_and_says_what_each_part_is(report: ReportDocument) -> None:
    page = read(report)

    assert [] == page.opened
    assert len(page.ids) == len(set(page.ids))
    assert set(page.refers) <= set(page.ids)
    assert 1 == page.heads.count(1)
    assert all(after - before <= 1 for before, after in zip(page.heads, page.heads[1:], strict=False))
    assert page.tables == page.captions > 8
    assert 0 == page.cells_without_head
    assert page.pictures > 3


def test_the_length_is_told_as_it_is_counted(report: ReportDocument) -> None:
    texts = [block.text for section in report.sections for block in section.blocks if isinstance(block, ReportText)]
    assert any("in mehreren Anrufen ohne die Zeit dazwischen" in text for text in texts)


def test_language_title_and_policy_stand_at_the_head(report: ReportDocument) -> None:
    text = document_html(report).decode()

    assert text.startswith('<!DOCTYPE html>\n<html lang="de">')
    assert "<title>Feldbericht – Probelauf: Leben &amp; Wohnen &lt;Stadt&gt;</title>" in text
    assert "default-src 'none'" in text


def test_colours_of_the_html_can_be_told_apart(report: ReportDocument) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1 at least, of every colour a text has on the paper or on the ground of a caveat."""
    style = document_html(report).decode().partition("</style>")[0]
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", style)
    paper = "#ffffff"
    for _, declared in rules:
        colour = re.search(r"(?<![-\w])color:(#\w+)", declared)
        ground = re.search(r"background:(#\w+)", declared)
        if colour:
            assert contrast(colour[1], ground[1] if ground else paper) >= 4.5


def contrast(first: str, other: str) -> float:
    light, dark = sorted((luminance(first), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_pdf_has_language_title_and_bookmarks_and_the_same_bytes(report: ReportDocument) -> None:
    data = document_pdf(report, FONTS)

    assert data == document_pdf(report, FONTS)
    assert b"/Lang (de)" in data
    assert b"Probelauf: Leben & Wohnen <Stadt>" in data
    assert b"/PageMode /UseOutlines" in data
    assert data.count(b"/Parent") - pages(data) >= len(report.sections)  # a bookmark for each
    assert pages(data) >= 4


def pages(data: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", data))


def test_every_picture_has_words_and_its_figures_stand_in_a_table(report: ReportDocument) -> None:
    for section in report.sections:
        charts = [block for block in section.blocks if isinstance(block, ReportChart)]
        assert all(chart.told and chart.source.startswith("Quelle: ") for chart in charts)
        written = {
            cell for block in section.blocks if isinstance(block, ReportTable) for row in block.rows for cell in row
        }
        for chart in charts:
            assert {part for point in chart.points for part in point.written.split(" / ")} <= written


def test_every_table_has_its_source(report: ReportDocument) -> None:
    assert all(
        table.source.startswith("Quelle: ") and "07.11.2026 19:05" in table.source for table in tables(report).values()
    )


def test_rates_stand_with_their_formulas(report: ReportDocument) -> None:
    rates = {row[0]: row for row in tables(report)["Ausschöpfungsquoten (AAPOR)"].rows}

    assert 16 == len(rates)
    assert "9,6\u00a0%" in rates["RR1"][2].replace(" ", "\u00a0")
    assert "I / (I+P+R+NC+O+UH+UO)" == rates["RR1"][-1]


def test_small_counts_are_told_neither_in_tables_nor_in_pictures(report: ReportDocument) -> None:
    known = tables(report)
    cells = {row[0]: row[2] for row in known["Quote: Alter × Status"].rows}
    assert ["•", "•", "•", "•", "0", "82"] == list(cells.values()), "the sums of both categories are public"
    categories = {row[0]: row[1:3] for row in known["Quote: Alter × Status: nach Ausprägungen"].rows}
    assert [("50", "48"), ("70", "34"), ("55", "31"), ("65", "51")] == list(categories.values())
    assert ["16 bis 29", "30 und älter", "Status <niedrig>", "Status hoch"] == list(categories)
    languages = [row[1] for row in known["Vollständige Interviews nach Sprache"].rows]
    assert ["75", "•", "•", "82"] == languages
    charts = [block for section in report.sections for block in section.blocks if isinstance(block, ReportChart)]
    assert not [chart for chart in charts if chart.caption.startswith("Quote")]


def test_of_interviewers_only_groups_are_told(report: ReportDocument) -> None:
    rows = tables(report)["Wie oft Gespräche weiterführten, nach Gruppen"].rows
    assert ("alle", "8", "700", "120", "121,4", "0,99 (0,90 bis 1,09)") == rows[0]
    assert "nicht genannt: zu wenige Personen" == rows[1][-1]
    assert {"–"} == set(rows[1][1:-1])


def test_no_rates_stand_where_the_numbers_are_no_random_sample() -> None:
    document = field_report(reported_study(random_numbers=False), figures(), GROUPS, "en")
    known = tables(document)
    assert "Outcome rates (AAPOR)" not in known
    assert not any("Exhaustion" in row[0] for row in known["From the gross sample to the interviews"].rows)
    assert any("No rates are printed" in text for text in read(document).texts)


def test_a_field_before_its_first_call_has_a_report() -> None:
    document = field_report(reported_study(quota=False), nothing_yet(), (), "en")
    assert document_pdf(document, FONTS).startswith(b"%PDF-")
    assert [] == read(document).opened
    assert "" == document.warning


def test_programs_read_the_same_tables(report: ReportDocument) -> None:
    sections = document_data(report)["sections"]
    assert isinstance(sections, list)
    titles = [section["title"] for section in sections]
    assert titles == [section.title for section in report.sections]
    quota = next(section for section in sections if section["title"] == "Quote, geplant und erreicht")
    assert "•" in {
        cell for block in quota["blocks"] if block["kind"] == "table" for row in block["rows"] for cell in row
    }
