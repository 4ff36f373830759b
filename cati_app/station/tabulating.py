"""Composition of tables: what tables.yaml says in one language, the data set as its questions, and the files.

Imported only when tables are made: what it needs is slow to load.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from cati_app.domain.findings import Finding
from cati_app.domain.tabulation.chance import SampleDesign
from cati_app.domain.tabulation.plan import (
    Banner,
    Recode,
    TableFilter,
    TablePlan,
    ValueGroup,
    WantedTable,
)
from cati_app.fieldwork.rights import Actor
from cati_app.publish.dataset.table import DataTable
from cati_app.publish.dataset.table_book import MadeTable, TableBook
from cati_app.publish.dataset.table_words import TABLE_TERMS, notes, source_line
from cati_app.publish.dataset.tabulated import TabulatedData
from cati_app.publish.formats.files import problems_told
from cati_app.publish.formats.tables_csv import TABLE, tables_csv
from cati_app.publish.formats.tables_xlsx import tables_xlsx
from cati_app.publish.outputs import HTML, PDF, XLSX, FileKind, Outputs, csv_kind
from cati_app.resources import shipped
from cati_app.station.data_table import LABELS_IN, complete_interviews
from cati_app.station.folders import file_names_begin, is_rehearsal
from cati_app.station.opening import Station
from cati_app.station.weighing import weighed_by_study
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.study.model import Study
from cati_app.study.part import Translated
from cati_app.study.tables_file import CategorySettings, TablesFile, read_tables
from cati_app.values import dataclass

FORMATS = ("csv", "xlsx", "pdf", "html")


class TablesFindings(Exception):
    """tables.yaml has errors; `findings` names each with its line."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(len(findings))
        self.findings = tuple(findings)


@dataclass(frozen=True, slots=True)
class StudyTables:
    """The tables of a study.

    Args:
        book: What gives each of them.
        source: The line that tells where the figures come from.
        is_rehearsal: Whether nothing of the study is real, which stands on every page.
    """

    book: TableBook
    source: str
    language: str
    is_rehearsal: bool

    def notes(self, made: MadeTable) -> list[str]:
        """What stands below a table."""
        plan = self.book.plan
        return notes(
            made,
            limit=plan.limit,
            is_quota=plan.design is SampleDesign.QUOTA,
            intervals=plan.tells_intervals and bool(made.table.lines),
            letters=plan.tells_letters and len(made.table.columns) > 1,
            language=self.language,
        )


def study_tables(
    station: Station,
    by: Actor,
    keys: HeldKeys,
    *,
    language: str = LABELS_IN,
    weighed: bool = True,
    original: bool = False,
) -> StudyTables:
    """The tables of the complete interviews of a study; `original`: without the codes of open answers.

    Raises:
        TablesFindings: tables.yaml has errors.
        RuleViolation: `no_export`; as `TableBook`.
        EnvironmentProblem: `weighting_unfit`.
    """
    settings = tables_settings(station)
    table = complete_interviews(station, by, keys, language, original=original).table
    return tables_of(station, settings, weighed_by_study(station, by, keys, table) if weighed else table, language)


def tables_settings(station: Station) -> TablesFile:
    """What tables.yaml says now. TablesFindings: it has errors."""
    read = read_tables(station.loaded.folder)
    if read.settings is None:
        raise TablesFindings(read.findings)
    return read.settings


def tables_of(station: Station, settings: TablesFile, table: DataTable, language: str) -> StudyTables:
    """The tables of a data set that has been read. RuleViolation: as `TableBook`."""
    data = TabulatedData(table, station.loaded.data_form)
    plan = plan_of(settings, station.loaded.study, table, language)
    source = source_line(table, data.interviews, weighed=data.is_weighed)
    return StudyTables(TableBook(data, plan), source, language, is_rehearsal(station.loaded.folder))


def plan_of(settings: TablesFile, study: Study, table: DataTable, language: str) -> TablePlan:
    """The plan in one language; without a banner the dimensions of the quota are one."""

    def say(texts: Translated) -> str:
        return texts.get(language) or texts.get(LABELS_IN) or next(iter(texts.values()))

    def groups(categories: Sequence[CategorySettings]) -> tuple[ValueGroup, ...]:
        return tuple(ValueGroup(say(each.label), tuple(each.values)) for each in categories)

    banners = tuple(Banner(each.name, say(each.label), tuple(each.variables)) for each in settings.banners)
    return TablePlan(
        recodes=tuple(
            Recode(each.name, each.variable, say(each.label), groups(each.categories)) for each in settings.recodes
        ),
        filters=tuple(
            TableFilter(each.name, say(each.label), {name: tuple(values) for name, values in each.where.items()})
            for each in settings.filters
        ),
        banners=banners or _quota_banner(study, table),
        tables=tuple(WantedTable(each.question, each.banner, each.filter) for each in settings.tables),
        nets={name: groups(nets) for name, nets in settings.nets.items()},
        design=SampleDesign(study.design),
        intervals=settings.intervals,
        letters=settings.letters,
        limit=settings.small_cells,
    )


def _quota_banner(study: Study, table: DataTable) -> tuple[Banner, ...]:
    """The dimensions of the quota as they were frozen, which every interview in a cell has."""
    known = {variable.name: variable for variable in table.variables}
    names = dict.fromkeys(
        dimension.freeze_as or f"quota_{dimension.variable}" for _, dimension in study.quota_dimensions
    )
    variables = tuple(name for name in names if name in known and known[name].codes)
    if not variables:
        return ()
    return (Banner("quota", TABLE_TERMS.of(table.language)("quota_banner"), variables),)


def write_tables(
    tables: StudyTables,
    formats: Sequence[str],
    out: Path,
    outputs: Outputs,
    station: Station,
    *,
    handed_out: bool,
    alone: WantedTable | None = None,
    on_progress: Callable[[float], None] = lambda share: None,
) -> tuple[Path, ...]:
    """Write `STUDY_tables.FORMAT` for each format; all of them, or none.

    Args:
        formats: Some of `FORMATS`.
        out: Folder, made if need be.
        handed_out: Whether small cells are hidden.
        alone: The one table of `STUDY_table_QUESTION.FORMAT`; None: all that are wanted.
        on_progress: Told the share that is done, from 0 to 1; what it raises ends the work, and no file is changed.

    Raises:
        EnvironmentProblem: as `Outputs.check`; the folder cannot be written or the disk is full.
    """
    name = "tables" if alone is None else f"table_{alone.question}"
    begin = f"{file_names_begin(station.loaded.folder)}{station.loaded.study.id}_{name}"
    if not handed_out:
        begin += "_internal"
    wanted, made = tables.book.wanted if alone is None else (alone,), []
    for number, each in enumerate(wanted):
        on_progress(number / len(wanted) / 2)
        table = tables.book.table(each, handed_out=handed_out)
        made.append((table, tables.notes(table)))
    files = [
        (out / f"{begin}.{name}", kind, pieces)
        for name, kind, pieces in _contents(tables, formats, made, handed_out=handed_out)
    ]
    for path, kind, _ in files:
        outputs.check(path, kind)
    with problems_told(out):
        outputs.folder(out)
        with ExitStack() as all_or_none:  # each file gets its name when all are written
            for number, (path, kind, pieces) in enumerate(files):
                on_progress((1 + number / len(files)) / 2)
                all_or_none.enter_context(outputs.opened(path, kind)).writelines(pieces())
    return tuple(path for path, _, _ in files)


def _contents(
    tables: StudyTables, formats: Sequence[str], made: Sequence[tuple[MadeTable, list[str]]], *, handed_out: bool
) -> Iterator[tuple[str, FileKind, Callable[[], Iterable[bytes]]]]:
    """Ending, kind and content of each file that is wanted; contents are made when they are asked for."""
    words, table = TABLE_TERMS.of(tables.language), tables.book.data.table
    for name in dict.fromkeys(formats):
        if name == "csv":
            told = [(each, [*below, tables.source]) for each, below in made]
            yield name, csv_kind(TABLE), partial(tables_csv, told, words("total"))
        elif name == "xlsx":
            facts = table.title, table.data_time, made, tables.source, tables.language
            yield name, XLSX, partial(tables_xlsx, *facts)
        elif name in ("pdf", "html"):
            report = partial(_report, tables, made, name, handed_out=handed_out)
            yield name, PDF if name == "pdf" else HTML, report


def _report(
    tables: StudyTables, made: Sequence[tuple[MadeTable, list[str]]], name: str, *, handed_out: bool
) -> list[bytes]:
    from cati_app.publish.print.as_html import document_html  # noqa: PLC0415 - slow to load
    from cati_app.publish.print.as_pdf import document_pdf  # noqa: PLC0415 - the same
    from cati_app.publish.reports.tables_report import tables_report  # noqa: PLC0415 - the same

    plan, words = tables.book.plan, TABLE_TERMS.of(tables.language)
    caveat = words("caveat" if plan.needs_caveat else "quota") if plan.design is SampleDesign.QUOTA else ""
    table, is_rehearsed = tables.book.data.table, tables.is_rehearsal
    report = tables_report(table, made, caveat, tables.source, handed_out=handed_out, is_rehearsal=is_rehearsed)
    return [document_html(report) if name == "html" else document_pdf(report, shipped("resources") / "fonts")]
