"""Reports for an analyst in a window: looked at page by page before they are written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cati_app.publish.outputs import Outputs
from cati_app.station.analyst_reading import AnalystReading
from cati_app.ui.analyst.reports.port import AskedReport, LookedAt, ReportKind
from cati_app.ui.stage.paper_states import PaperBox, PaperLine, PaperPage, PaperRule

if TYPE_CHECKING:  # slow to load, and needed only once a report is asked for
    from cati_app.publish.print.document import ReportDocument
    from cati_app.publish.print.drawn_pages import DrawnPage

_SEVERAL = 12  # pages after which half of the bar is full; nobody knows how many there will be


class StationReports:
    """The analyst's `ReportsDesk`."""

    def __init__(self, reading: AnalystReading) -> None:
        self._reading = reading

    def _document(self, asked: AskedReport, on_progress: Callable[[float], None]) -> ReportDocument:
        """Half of the work."""
        from cati_app.station.report_files import report_document  # noqa: PLC0415 - slow to load
        from cati_app.station.tables_desk import tables_problem  # noqa: PLC0415 - as above
        from cati_app.station.tabulating import TablesFindings  # noqa: PLC0415 - as above

        self._reading.check()
        on_progress(0.0)
        source, language = self._reading.source, asked.language
        half = partial(_scaled, on_progress, 0.5)
        try:
            return report_document(asked.kind.value, source, self._reading.user, self._reading.keys, language, half)
        except TablesFindings as errors:
            raise tables_problem(errors.findings, source.loaded.folder) from None

    def look(self, asked: AskedReport, on_progress: Callable[[float], None]) -> LookedAt:
        """The pages of a report as it would be written now."""
        from cati_app.station.report_files import report_pages  # noqa: PLC0415 - as above

        document, laid_out = self._document(asked, on_progress), 0

        def counted() -> None:
            nonlocal laid_out
            laid_out += 1
            on_progress(0.5 + 0.5 * laid_out / (laid_out + _SEVERAL))

        pages = report_pages(document, counted)
        return LookedAt(asked, tuple(_paper(page, document, n, len(pages)) for n, page in enumerate(pages, 1)))

    def folder(self) -> str:
        """Beside the user's documents, by study."""
        return str(Path.home() / f"{self._reading.station.loaded.study.id}-reports")

    def write(self, asked: AskedReport, folder: str, on_progress: Callable[[float], None]) -> tuple[str, ...]:
        """Write its files, all or none; those that hold answers are told to the log."""
        from cati_app.station.report_files import OF_ANSWERS, write_report  # noqa: PLC0415 - as above

        document, outputs = (
            self._document(asked, on_progress),
            Outputs(stores=self._reading.station.stores, by_hand=True),
        )
        files = write_report(document, asked.kind.value, Path(folder), outputs, self._reading.station, on_progress)
        if asked.kind.value in OF_ANSWERS:
            interviews = self._reading.source.read_board()(self._reading.user).completes
            formats = [f"{asked.kind.value}-{ending}" for ending in ("pdf", "html")]
            self._reading.station.note_export()(self._reading.user, interviews, formats)
        return tuple(map(str, files))

    def kinds(self) -> tuple[ReportKind, ...]:
        """Every report there is."""
        return tuple(ReportKind)


def _scaled(on_progress: Callable[[float], None], by: float, share: float) -> None:
    on_progress(by * share)


def _paper(page: DrawnPage, document: ReportDocument, number: int, count: int) -> PaperPage:
    return PaperPage(
        document.page.format(page=number, pages=count),
        page.width,
        page.height,
        tuple(PaperLine(each.x, each.y, each.size, each.is_strong, each.text, each.colour) for each in page.texts),
        fills=tuple(PaperBox(each.x, each.y, each.width, each.height, each.colour) for each in page.boxes),
        rules=tuple(PaperRule(r.x, r.y, r.to_x, r.to_y, r.width, r.colour) for r in page.rules),
    )
