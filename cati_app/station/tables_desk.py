"""Tables for an analyst in a window: the interviews are read once, each table is made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.findings import Finding
from cati_app.domain.phrases import Phrase
from cati_app.publish.outputs import Outputs
from cati_app.station.analyst_reading import AnalystReading
from cati_app.study.tables_file import keep_table
from cati_app.texts import worded
from cati_app.ui.analyst.tables.port import AskedTable, TableSet
from cati_app.ui.analyst.tables.states import AnswerFigures, QuestionLine

if TYPE_CHECKING:  # slow to load, and needed only once the page is opened
    from cati_app.publish.dataset.table import DataTable
    from cati_app.station.tabulating import StudyTables
    from cati_app.station.typed_tables import TableInPlan
    from cati_app.study.tables_file import TablesFile


class StationTables:
    """The analyst's `TablesDesk`.

    Args:
        language: Of the labels.
    """

    def __init__(self, reading: AnalystReading, language: str) -> None:
        self._reading = reading
        self._language = language
        self._settings: TablesFile | None = None
        self._interviews: DataTable | None = None
        self._weight = ""
        self._made: dict[bool, StudyTables] = {}  # by whether they are weighed

    def read(self, on_progress: Callable[[float], None]) -> TableSet:
        """The interviews, and tables.yaml as it stands now."""
        from cati_app.station.data_table import complete_interviews  # noqa: PLC0415 - slow to load

        self._reading.check()
        self._made, self._interviews = {}, None
        self._settings = self._read_settings()
        read = complete_interviews(
            self._reading.source, self._reading.user, self._reading.keys, self._language, on_progress
        ).table
        chosen = self._reading.source.read_weightings(self._reading.keys).in_force(self._reading.user)
        self._weight = str(chosen.version) if chosen is not None and chosen.recipe is not None else ""
        self._interviews = read
        return self._set()

    def _read_settings(self) -> TablesFile:
        from cati_app.station.tabulating import TablesFindings, tables_settings  # noqa: PLC0415 - as above

        try:
            return tables_settings(self._reading.source)
        except TablesFindings as errors:
            raise tables_problem(errors.findings, self._reading.source.loaded.folder) from None

    def _set(self) -> TableSet:
        tables = self._tables(weighed=False)
        plan = tables.book.plan
        return TableSet(
            tuple(QuestionLine(name, label) for name, label in tables.book.labels()),
            tuple((banner.name, banner.text) for banner in plan.banners),
            tuple((kept.name, kept.text) for kept in plan.filters),
            tables.book.data.interviews,
            len(plan.tables),
            self._weight,
            plan.limit,
        )

    def _tables(self, *, weighed: bool) -> StudyTables:
        """Of the interviews that were read. EnvironmentProblem: `weighting_unfit`."""
        from cati_app.station.tabulating import tables_of  # noqa: PLC0415 - as above
        from cati_app.station.weighing import weighed_by_study  # noqa: PLC0415 - the same

        weighed = weighed and bool(self._weight)
        if weighed not in self._made:
            assert self._interviews is not None
            assert self._settings is not None
            table = self._interviews
            if weighed:
                table = weighed_by_study(self._reading.source, self._reading.user, self._reading.keys, table)
            self._made[weighed] = tables_of(self._reading.source, self._settings, table, self._language)
        return self._made[weighed]

    def _typed(self, asked: AskedTable) -> TableInPlan:
        from cati_app.station.typed_tables import typed_table  # noqa: PLC0415 - as above

        return typed_table(self._tables(weighed=asked.weighed), asked)

    def table(self, asked: AskedTable) -> AnswerFigures:
        """One table."""
        from cati_app.station.table_figures import answer_figures  # noqa: PLC0415 - as above

        typed = self._typed(asked)
        made = typed.tables.book.table(typed.wanted, handed_out=asked.handed_out)
        return answer_figures(typed.tables, made, typed.rows_of_grid(asked, made))

    def keep(self, asked: AskedTable) -> TableSet:
        """Write a table with its columns and filter into tables.yaml."""
        from cati_app.station.typed_tables import settings_of  # noqa: PLC0415 - as above

        self._reading.check_login()
        if self._reading.station.opened.is_joined():
            raise RuleViolation("settings_elsewhere")
        self._settings = self._read_settings()
        keep_table(self._reading.source.loaded.folder, settings_of(self._typed(asked), self._language))
        self._settings = self._read_settings()
        self._made = {}
        return self._set()

    def folder(self) -> str:
        """Beside the user's documents, by study."""
        return str(Path.home() / f"{self._reading.station.loaded.study.id}-tables")

    def write(
        self,
        asked: AskedTable,
        formats: tuple[str, ...],
        folder: str,
        on_progress: Callable[[float], None],
        *,
        alone: bool,
    ) -> tuple[str, ...]:
        """Write files, all or none, and tell the log."""
        from cati_app.station.tabulating import write_tables  # noqa: PLC0415 - as above

        self._reading.check_login()
        typed = self._typed(asked)
        outputs = Outputs(stores=self._reading.station.stores, by_hand=True)
        files = write_tables(
            typed.tables,
            formats,
            Path(folder),
            outputs,
            self._reading.station,
            handed_out=asked.handed_out,
            alone=typed.wanted if alone else None,
            on_progress=on_progress,
        )
        interviews = typed.tables.book.data.interviews
        self._reading.station.note_export()(self._reading.user, interviews, [f"tables-{name}" for name in formats])
        return tuple(map(str, files))


def tables_problem(findings: Sequence[Finding], folder: Path) -> EnvironmentProblem:
    """`tables_errors`: each error of tables.yaml with its line."""
    told = "\n".join(f"{finding.row or 1}: {worded(finding.message)}" for finding in findings)
    return EnvironmentProblem(
        "tables_errors",
        Phrase("tables.yaml has errors, here with their lines.\n{told}", told=told),
        Phrase("Correct tables.yaml in {folder}; docs/tables.md shows how it is written.", folder=folder),
    )
