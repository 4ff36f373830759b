"""Reports for the window: the document of each kind, its pages for a look, and its files.

Imported only when a report is made: what it needs is slow to load.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from cati_app.domain.people.users import User
from cati_app.publish.formats.files import problems_told
from cati_app.publish.outputs import HTML, PDF, FileKind, Outputs
from cati_app.publish.print.as_html import document_html
from cati_app.publish.print.as_pdf import document_pages, document_pdf
from cati_app.publish.print.document import ReportDocument
from cati_app.publish.print.drawn_pages import DrawnPage
from cati_app.resources import shipped
from cati_app.station.codebook import codebook
from cati_app.station.folders import file_names_begin
from cati_app.station.loading import LoadedStudy
from cati_app.station.methods import methods
from cati_app.station.opening import Station
from cati_app.station.reporting import study_report
from cati_app.station.topline import topline
from cati_app.store.trust.held_keys import HeldKeys

FIELD, TOPLINE, CODEBOOK, METHODS = "field", "topline", "codebook", "methods"
_CALLED = {FIELD: "field_report", TOPLINE: "topline", CODEBOOK: "codebook", METHODS: "methods_report"}
OF_ANSWERS = frozenset({TOPLINE, CODEBOOK})
"""Kinds for which answers are read: that they were written is told to the log."""


def report_document(
    kind: str,
    station: Station,
    by: User,
    keys: HeldKeys,
    language: str,
    on_progress: Callable[[float], None] = lambda share: None,
) -> ReportDocument:
    """A report.

    Args:
        kind: One of `_CALLED`.
        on_progress: Told the share that is read, from 0 to 1; what it raises ends the work.

    Raises:
        RuleViolation: who asks may not read it.
        TablesFindings: of tables.yaml, which says what is small, and what the topline puts together.
    """
    if kind == CODEBOOK:
        return codebook(station, by, keys, language, on_progress)
    if kind == TOPLINE:
        return topline(station, by, keys, language)
    if kind == METHODS:
        return methods(station, by, keys, language)
    return study_report(station, by, language)


def report_pages(document: ReportDocument, counted: Callable[[], None]) -> tuple[DrawnPage, ...]:
    """Its pages as what stands on them; `counted` as `document_pages`."""
    return document_pages(document, shipped("resources") / "fonts", counted)


def report_paths(kind: str, language: str, loaded: LoadedStudy, out: Path) -> tuple[tuple[Path, FileKind], ...]:
    """Where its PDF and its HTML go, and what they are."""
    name = f"{file_names_begin(loaded.folder)}{loaded.study.id}_{_CALLED[kind]}_{language}"
    return (out / f"{name}.pdf", PDF), (out / f"{name}.html", HTML)


def write_report(
    document: ReportDocument,
    kind: str,
    out: Path,
    outputs: Outputs,
    station: Station,
    on_progress: Callable[[float], None] = lambda share: None,
) -> tuple[Path, ...]:
    """Write `STUDY_KIND_LANGUAGE.pdf` and `.html`; both, or none.

    Args:
        on_progress: Told the share that is done, from 0 to 1; what it raises ends the work, and no file is changed.

    Raises:
        EnvironmentProblem: as `Outputs.check`; the folder cannot be written or the disk is full.
    """
    paths = report_paths(kind, document.language, station.loaded, out)
    for path, sort in paths:
        outputs.check(path, sort)
    on_progress(0.6)
    pdf = document_pdf(document, shipped("resources") / "fonts")
    on_progress(0.8)
    html = document_html(document)
    on_progress(0.9)
    with problems_told(out), ExitStack() as all_or_none:
        outputs.folder(out)
        for (path, sort), data in zip(paths, (pdf, html), strict=True):
            all_or_none.enter_context(outputs.opened(path, sort)).write(data)
    return tuple(path for path, _ in paths)
