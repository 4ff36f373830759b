"""Every kind of HTML file that the program writes: field report, codebook, tables; German and English."""

from __future__ import annotations

from collections.abc import Iterator

from cati_app.publish.print.as_html import document_html
from cati_app.publish.reports.codebook_report import codebook_report
from cati_app.publish.reports.field_report import field_report
from cati_app.publish.reports.tables_report import tables_report
from tests.readers.studies import every_kind, reference
from tests.unit.publish.reported import GROUPS, figures, nothing_yet, reported_study
from tests.unit.publish.test_codebook_report import ASKED, TABLE
from tests.unit.publish.test_table_book import book
from tests.unit.publish.test_tables_files import PLAN


def written_pages() -> Iterator[tuple[str, bytes]]:
    """Name and content of each."""
    for language in ("de", "en"):
        report = field_report(reported_study(rehearsal=language == "de"), figures(), GROUPS, language)
        yield f"field report, {language}", document_html(report)
    empty = field_report(reported_study(quota=False), nothing_yet(), GROUPS, "en")
    yield "field report before the first call", document_html(empty)
    yield (
        "codebook with Arabic texts and conditions",
        document_html(codebook_report(TABLE, ASKED, least=5, is_rehearsal=True)),
    )
    yield (
        "codebook of every kind of question",
        document_html(codebook_report(every_kind(), {}, least=5, is_rehearsal=False)),
    )
    yield (
        "codebook of the reference study",
        document_html(codebook_report(reference(), {}, least=5, is_rehearsal=False)),
    )
    for name, handed_out in (("tables handed out", True), ("tables that stay inside", False)):
        told = [(made, ["a note"]) for made in book(PLAN).tables(handed_out=handed_out)]
        report = tables_report(book().data.table, told, "a note", "Quelle", handed_out=handed_out, is_rehearsal=False)
        yield name, document_html(report)
