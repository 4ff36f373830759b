"""The sample tab: a file is looked at, its columns are named, a look shows what would come of it, then it comes in."""

from __future__ import annotations

from functools import partial

from cati_app.domain.changes import ChangeSet, Topic
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.ui.desk.outlook_services import OutlookServices
from cati_app.ui.desk.sample.overview import SampleOverview, grouped
from cati_app.ui.desk.sample.port import FileFacts, FileRefused, ImportOutcome, ImportPlan, SampleDesk, Unblocking
from cati_app.ui.desk.sample.reasons import file_reason
from cati_app.ui.desk.sample.states import ColumnRow, ColumnsState, OverviewQuestion, RunningState, SampleStep
from cati_app.ui.desk.sample.views import SampleView
from cati_app.ui.desk.sample.words import plan_problem, result_state, role_labels
from cati_app.ui.stage.runner import Cancelled, Operation, Progress
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone

TAB = "sample"
_AGAIN_AT_MOST = 4


class SamplePresenter:
    """Goes from page to page; nothing is stored before somebody has seen what it will do."""

    def __init__(self, stage: Stage, view: SampleView, desk: SampleDesk, ahead: OutlookServices | None = None) -> None:
        self._stage, self._view, self._desk = stage, view, desk
        self.overview = SampleOverview(stage, view, desk, ahead)
        self.step = SampleStep.OVERVIEW
        self._file: FileFacts | None = None
        self._plan: ImportPlan | None = None
        self._outcome: ImportOutcome | None = None
        self._operation: Operation | None = None
        self._chosen = ""
        self._storing = False
        self._again = 0
        self._shown = False
        stage.listen(self._changed)

    def shown(self, key: str) -> None:
        """A tab came to the front."""
        self._shown = key == TAB
        self._stage.situate(tab=f"{TAB} {self.step}" if self._shown else key)
        if self._shown and self.step is SampleStep.OVERVIEW:
            self.overview.read()

    def _changed(self, changes: ChangeSet) -> None:
        if self._shown and self.step is SampleStep.OVERVIEW and self.overview.state().asked is OverviewQuestion.NOTHING:
            self.overview.read()

    def ask(self, what: OverviewQuestion) -> None:
        """Release, block or unblock; only from the overview."""
        if self.step is SampleStep.OVERVIEW:
            self.overview.ask(what)

    def unblock(self, number_text: str, login: str, password: str, reason: str) -> None:
        """Two people take a number off the block list."""
        self.overview.unblock(Unblocking(number_text, login, password, reason))

    # -- the file -----------------------------------------------------------------------------------------------

    def open_file(self, path: str, sheet: str = "", hidden: bool | None = None) -> None:
        """Look at its columns."""
        if self._operation is not None:
            return
        self._stage.run(partial(self._desk.look, path, sheet, hidden), self._looked, self._not_looked)

    def choose_sheet(self, sheet: str) -> None:
        """Another sheet of the same workbook."""
        if self._file is not None and sheet != self._file.sheet:
            self.open_file(self._file.path, sheet, self._file.hidden)

    def read_hidden(self, hidden: bool) -> None:
        """Read the rows and columns that the workbook hides, or leave them out: its columns may be others then."""
        if self._file is not None and hidden is not self._file.hidden:
            self.open_file(self._file.path, self._file.sheet, hidden)

    def _looked(self, facts: FileFacts) -> None:
        self._file = facts
        self._plan = ImportPlan(
            facts.path,
            facts.sheet,
            tuple(column.role for column in facts.columns),
            facts.restore_zeros,
            facts.portion_size,
            facts.hidden,
        )
        self._show_columns()

    def _not_looked(self, error: Exception) -> bool:
        if not isinstance(error, FileRefused):
            return False
        self._go(SampleStep.OVERVIEW)
        message, cure = file_reason(self._stage.words, error)
        self.overview.read(f"{message} {cure}", Tone.BAD)
        return True

    def _show_columns(self, problem: str = "") -> None:
        words, facts, plan = self._stage.words, self._file, self._plan
        assert facts is not None
        assert plan is not None
        source = {
            "study": words.say("Filled in as study.yaml says."),
            "last": words.say("Filled in as at the last import of these columns."),
            "guess": words.say("Filled in as the headers suggest; please check."),
        }[facts.known_from]
        columns = tuple(
            ColumnRow(column.name, " · ".join(column.examples), role, role_labels(words, column.use))
            for column, role in zip(facts.columns, plan.roles, strict=True)
        )
        self._go(SampleStep.COLUMNS)
        self._view.render_columns(
            ColumnsState(
                title=words.say("{file}: what do the columns hold?", file=facts.name),
                source=f"{words.worded(facts.format)} · {source}",
                columns=columns,
                sheets=facts.sheets if len(facts.sheets) > 1 else (),
                sheet=facts.sheet,
                restore_zeros=plan.restore_zeros,
                portion_size=str(plan.portion_size or ""),
                may_hide=facts.may_hide,
                hidden=facts.hidden,
                problem=problem,
            )
        )

    def give_columns(self, roles: tuple[str, ...], restore_zeros: bool, portion_size: str) -> None:
        """The columns are named: look what would come of it."""
        if self.step is not SampleStep.COLUMNS or self._file is None:
            return
        size = portion_size.strip()
        number = int(size) if size.isascii() and size.isdecimal() else None
        facts = self._file
        self._plan = ImportPlan(facts.path, facts.sheet, roles, restore_zeros, number or None, facts.hidden)
        problem = plan_problem(self._stage.words, self._plan, size)
        if problem:
            self._show_columns(problem)
        else:
            self._run(store=False)

    def back(self) -> None:
        """Esc: one page back; work under way stops."""
        if self._operation is not None:
            self._operation.cancel()
        elif self.step is SampleStep.RESULT and self._outcome is not None and not self._outcome.counts.stored:
            self._show_columns()
        else:
            self._go(SampleStep.OVERVIEW)
            self.overview.read()

    # -- work under way -----------------------------------------------------------------------------------------

    def confirm(self) -> None:
        """Enter on the result: import what was looked at, or go back to the overview when it is done."""
        if self.step is not SampleStep.RESULT or self._outcome is None:
            return
        if self._outcome.counts.stored:
            self.back()
        elif self._outcome.counts.brings_cases:
            self._run(store=True)

    def _run(self, *, store: bool) -> None:
        if self._operation is not None or self._plan is None:
            return
        self._go(SampleStep.RUNNING)
        self._storing = store
        self._progressed(0.0, "0")
        work = partial(self._work, self._plan, store)
        self._operation = self._stage.run_long(work, self._done, self._stopped, self._progressed)

    def _work(self, plan: ImportPlan, store: bool, progress: Progress) -> ImportOutcome:
        """In the store's lane."""
        rows = max(1, self._file.rows if self._file is not None else 1)

        def told(row: int) -> None:
            progress.check()
            progress.report(min(row / rows, 0.99), str(row))

        return self._desk.run(plan, store=store, on_progress=told)

    def _progressed(self, share: float, text: str) -> None:
        words, facts = self._stage.words, self._file
        title = words.say("Importing the sample …") if self._storing else words.say("Preparing the preview …")
        rows = facts.rows if facts is not None else 0
        said = words.say("row {row} of about {rows}", row=grouped(int(text)), rows=grouped(max(rows, int(text))))
        self._view.render_running(RunningState(title, said, share))

    def _done(self, outcome: ImportOutcome) -> None:
        if outcome.counts.stored and self._desk.is_shared:
            work = partial(self._bringing, outcome)
            self._operation = self._stage.run_long(work, self._brought, self._not_brought, self._progressed, "net")
            return
        self._show(outcome)

    def _bringing(self, outcome: ImportOutcome, progress: Progress) -> ImportOutcome:
        """In the lane `net`."""
        rows = max(1, self._file.rows if self._file is not None else 1)

        def told(done: int, of: int) -> None:
            progress.check()
            progress.report(min(done / max(1, of), 0.99), str(rows * done // max(1, of)))

        return self._desk.bring(outcome, told)

    def _brought(self, outcome: ImportOutcome) -> None:
        self._again = 0
        self._show(outcome)

    def _not_brought(self, error: Exception) -> bool:
        """Others were faster: the file is compared once more with what is there now."""
        changed = isinstance(error, RuleViolation) and error.code == "sample_changed"
        if changed and self._again < _AGAIN_AT_MOST:
            self._operation = None
            self._again += 1
            self._run(store=True)
            return True
        self._again = 0
        if not isinstance(error, EnvironmentProblem):
            return self._stopped(error)
        self._operation = None
        words = self._stage.words
        self._show_columns(words.say("It is kept at this station, and goes to the hub with the next import."))
        return False

    def _show(self, outcome: ImportOutcome) -> None:
        self._operation = None
        self._outcome, self._chosen = outcome, ""
        self._go(SampleStep.RESULT)
        self._show_result()
        if outcome.counts.stored:
            self._stage.changed(frozenset({Topic.CASES}))

    def _stopped(self, error: Exception) -> bool:
        """Cancelled or failed: the database is as it was."""
        self._operation = None
        words = self._stage.words
        if isinstance(error, Cancelled):
            self._show_columns(words.say("Stopped. Nothing was changed."))
            return True
        if isinstance(error, FileRefused):
            message, cure = file_reason(words, error)
            self._show_columns(words.say("{message} Nothing was changed. {cure}", message=message, cure=cure))
            return True
        self._show_columns(words.say("Nothing was changed."))
        return False

    # -- the outcome --------------------------------------------------------------------------------------------

    def filter(self, reason: str) -> None:
        """Show the rows of one reason; blank: all."""
        self._chosen = reason
        if self.step is SampleStep.RESULT:
            self._show_result()

    def save(self, path: str) -> None:
        """The report as CSV."""
        if self.step is SampleStep.RESULT:
            self._stage.run(partial(self._desk.save_report, path), partial(self._saved, path))

    def _saved(self, path: str, _: None) -> None:
        self._show_result(self._stage.words.say("Every row is written to {path}.", path=path))

    def _show_result(self, message: str = "") -> None:
        outcome = self._outcome
        assert outcome is not None
        can = not outcome.counts.stored and outcome.counts.brings_cases
        assert self._file is not None
        self._view.render_result(
            result_state(self._stage.words, self._file, outcome, self._chosen, message, can_import=can)
        )

    def _go(self, step: SampleStep) -> None:
        self.step = step
        self._stage.situate(tab=f"{TAB} {step}" if self._shown else self._stage.situation.tab)
        self._view.show_step(step)
