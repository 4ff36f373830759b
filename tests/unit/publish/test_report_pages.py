"""Where a report breaks into pages."""

from __future__ import annotations

import pytest

from cati_app.publish.print.as_pdf import document_pages
from cati_app.publish.print.document import ReportColumn, ReportDocument, ReportSection, ReportTable
from tests.unit.publish.records import FONTS

SOURCE = "Source: records"


def report(rows: int, *, has_bars: bool) -> ReportDocument:
    table = ReportTable(
        "Caption",
        (ReportColumn("Row", 1),),
        tuple((f"row {number}",) for number in range(rows)),
        SOURCE,
        amounts=tuple(map(float, range(rows))) if has_bars else (),
    )
    sections = (ReportSection("Section", (table,)),)
    return ReportDocument("Kind", "Title", "Beneath", "en", sections, "Foot", "Page {page} of {pages}", "Contents")


@pytest.mark.parametrize("has_bars", [False, True])
def test_the_source_of_a_table_stands_below_its_last_row_on_the_same_page(has_bars: bool) -> None:
    seen = set()
    for rows in range(24, 46):
        pages = [[text.text for text in page.texts] for page in document_pages(report(rows, has_bars=has_bars), FONTS)]
        (last,) = [page for page in pages if SOURCE in page]
        assert {f"row {rows - 2}", f"row {rows - 1}"} <= set(last), rows
        seen.add(len(pages))
    assert {1, 2} == seen
