"""The page of tables without Qt: what is read, asked, kept and written, and what stands there while nothing is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.texts import words_of
from cati_app.ui.analyst.tables.port import AskedTable, TableSet
from cati_app.ui.analyst.tables.presenter import TablesPresenter
from cati_app.ui.analyst.tables.states import AnswerFigures, QuestionLine, TablesState
from cati_app.ui.stage.panel_states import FormPanelState, PanelKind
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName, Tone
from tests.fakes.runner import RunnerOnDemand
from tests.unit.ui.stagehands import Shell, View

QUESTIONS = (QuestionLine("sex", "Sex"), QuestionLine("rooms", "Rooms"))
READ = TableSet(QUESTIONS, (("main", "Age and status"),), (("women", "Women"),), 400, weight="2026.1")


class _Tables:
    """Tells what it was asked for."""

    def __init__(self) -> None:
        self.there = READ
        self.asked: list[AskedTable] = []
        self.kept: list[AskedTable] = []
        self.written: list[tuple[AskedTable, tuple[str, ...], str, bool]] = []
        self.reading: Callable[[], None] = lambda: None
        self.problem: Exception | None = None

    def read(self, on_progress: Callable[[float], None]) -> TableSet:
        on_progress(0.0)
        self.reading()
        on_progress(0.5)
        if self.problem is not None:
            raise self.problem
        return self.there

    def table(self, asked: AskedTable) -> AnswerFigures:
        self.asked.append(asked)
        if "nothing" in (asked.columns, asked.filter):
            raise RuleViolation("tables_variable_unknown", variable="nothing", near="sex", place="")
        if asked.weighed and self.problem is not None:
            raise self.problem
        return AnswerFigures(asked.question, asked.question, "", asked.columns, asked.filter, (), ())

    def keep(self, asked: AskedTable) -> TableSet:
        self.kept.append(asked)
        return TableSet(QUESTIONS, READ.banners, READ.filters, 400, 1, "2026.1")

    def folder(self) -> str:
        return "/home/eve/small-tables"

    def write(
        self,
        asked: AskedTable,
        formats: tuple[str, ...],
        folder: str,
        on_progress: Callable[[float], None],
        *,
        alone: bool,
    ) -> tuple[str, ...]:
        on_progress(0.1)
        self.reading()
        on_progress(0.9)
        self.written.append((asked, formats, folder, alone))
        return tuple(f"{folder}/small.{name}" for name in formats)


class _TablesScreen(View):
    def __init__(self) -> None:
        super().__init__()
        self.opened: list[tuple[str, ...]] = []
        self.gone: tuple[str, ...] = ()

    def open_files(self, files: tuple[str, ...]) -> tuple[str, ...]:
        self.opened.append(files)
        return self.gone


class _TablesDesk:
    def __init__(self) -> None:
        self.runner, self.view, self.tables, self.shell = RunnerOnDemand(), _TablesScreen(), _Tables(), Shell()
        self.stage = Stage(self.shell, words_of("en"), self.runner)
        self.stage.situate(screen=ScreenName.DESK, tab="tables")
        self.presenter = TablesPresenter(self.stage, self.view, self.tables)

    def open(self) -> None:
        self.presenter.shown()
        self.runner.run_all()

    def type(self, kind: PanelKind, *texts: str) -> None:
        self.presenter.text_saved(kind, "\n".join(texts))
        self.runner.run_all()

    @property
    def state(self) -> TablesState:
        state = self.view.states[-1]
        assert isinstance(state, TablesState)
        return state

    @property
    def panel(self) -> FormPanelState:
        panel = self.shell.panel
        assert isinstance(panel, FormPanelState)
        return panel


@pytest.fixture
def desk() -> _TablesDesk:
    return _TablesDesk()


def test_nothing_is_read_before_the_page_is_opened_and_then_once(desk: _TablesDesk) -> None:
    assert ([], 0) == (desk.tables.asked, desk.stage.busy)
    desk.open()
    desk.open()
    assert [AskedTable("sex", "main")] == desk.tables.asked
    assert ("sex", "main", "") == (desk.state.selected, desk.state.table and desk.state.table.columns, desk.state.empty)
    assert "Columns: Age and status" in dict(desk.state.buttons).values()
    assert "Weight: 2026.1" in dict(desk.state.buttons).values()


def test_the_newest_question_follows_and_those_between_are_left_out(desk: _TablesDesk) -> None:
    desk.open()
    desk.presenter.question_chosen("rooms")
    desk.presenter.question_chosen("sex")
    desk.presenter.question_chosen("rooms")
    desk.runner.run_all()
    assert ["sex", "rooms"] == [asked.question for asked in desk.tables.asked]
    assert desk.state.table is not None
    assert "rooms" == desk.state.table.label


def test_columns_filter_weight_and_hidden_cells_are_chosen_by_key(desk: _TablesDesk) -> None:
    desk.open()
    for key in ("tables_columns", "tables_filter"):
        assert desk.presenter.command(key)
        assert {"kept", "typed"} == {field.key for field in desk.panel.form.fields}
    desk.type(PanelKind.TABLE_COLUMNS, "main", "sex, age")
    desk.type(PanelKind.TABLE_FILTER, "women", "")
    desk.presenter.command("tables_weight")
    desk.presenter.command("tables_cells")
    desk.runner.run_all()
    assert AskedTable("sex", "sex, age", "women", weighed=False, handed_out=False) == desk.tables.asked[-1]
    desk.type(PanelKind.TABLE_COLUMNS, "", "")
    assert "" == desk.tables.asked[-1].columns
    assert "Columns: all interviews alone" in dict(desk.state.buttons).values()


def test_what_names_nothing_is_told_where_it_was_typed_and_the_table_stays(desk: _TablesDesk) -> None:
    desk.open()
    desk.presenter.command("tables_columns")
    asked = desk.panel
    desk.type(PanelKind.TABLE_COLUMNS, "main", "nothing")
    assert asked.form.key == desk.panel.form.key
    assert "no variable “nothing”" in desk.panel.form.message
    assert "tables.yaml" not in desk.panel.form.message
    assert "nothing" == desk.panel.form.fields[1].value
    assert "Columns: Age and status" in dict(desk.state.buttons).values()
    assert (True, "main") == (desk.state.table is not None, desk.state.table and desk.state.table.columns)
    desk.type(PanelKind.TABLE_FILTER, "", "nothing")
    assert PanelKind.TABLE_FILTER is desk.panel.kind
    desk.type(PanelKind.TABLE_FILTER, "women", "")
    assert desk.shell.panel is None
    desk.presenter.command("tables_filter")
    desk.type(PanelKind.TABLE_FILTER, "women", "")
    assert desk.shell.panel is None


def test_interviews_that_do_not_fit_the_weighting_are_shown_without_it(desk: _TablesDesk) -> None:
    desk.tables.problem = EnvironmentProblem("weighting_unfit", "They do not fit.", "Choose another one.")
    desk.tables.reading = lambda: None
    desk.tables.there, problem = READ, desk.tables.problem
    desk.tables.problem = None
    desk.presenter.shown()
    desk.runner.run_next()
    desk.tables.problem = problem
    desk.runner.run_all()
    assert [True, False] == [asked.weighed for asked in desk.tables.asked]
    assert ("They do not fit.\nChoose another one.", Tone.WARN) == (desk.state.message, desk.state.tone)


def test_a_table_is_kept_as_it_is_seen(desk: _TablesDesk) -> None:
    desk.open()
    desk.presenter.command("tables_keep")
    desk.runner.run_all()
    assert [AskedTable("sex", "main")] == desk.tables.kept
    assert "Kept. tables.yaml lists 1 table; the next wave gives the same." == desk.state.message
    assert "tables.yaml lists 1 table, which files hold." == desk.state.kept


def test_files_are_written_and_opened(desk: _TablesDesk) -> None:
    desk.open()
    assert "tables_open" not in dict(desk.state.buttons)
    desk.presenter.command("tables_save")
    assert ["alone", "pdf", "/home/eve/small-tables"] == [field.value for field in desk.panel.form.fields]
    desk.type(PanelKind.TABLE_FILES, "all", "pdf,csv", "/out")
    assert [(AskedTable("sex", "main"), ("pdf", "csv"), "/out", False)] == desk.tables.written
    assert ("2 files written.", Tone.OK, None) == (desk.state.message, desk.state.tone, desk.state.progress)
    desk.presenter.command("tables_open")
    assert [("/out/small.pdf", "/out/small.csv")] == desk.view.opened
    assert "written" in desk.state.message
    desk.view.gone = ("/out/small.csv",)
    desk.presenter.command("tables_open")
    assert desk.state.message.startswith("Not opened: small.csv.")
    assert "/out." in desk.state.message


def test_reading_and_writing_can_be_ended(desk: _TablesDesk) -> None:
    desk.tables.reading = desk.presenter.stop
    desk.open()
    assert ("Reading was stopped. R reads the interviews.", ()) == (desk.state.empty, desk.state.questions)
    desk.tables.reading = lambda: None
    desk.presenter.command("tables_read")
    desk.runner.run_all()
    desk.tables.reading = desk.presenter.stop
    desk.type(PanelKind.TABLE_FILES, "alone", "pdf", "/out")
    assert ("Stopped. Nothing was written.", [], ()) == (desk.state.message, desk.tables.written, desk.state.files)


@pytest.mark.parametrize(
    ("there", "told"),
    [
        (TableSet((), (), (), 0), "No completed interview counts yet"),
        (TableSet((), (), (), 3), "asks for nothing that has categories"),
    ],
)
def test_an_empty_page_says_what_fills_it(desk: _TablesDesk, there: TableSet, told: str) -> None:
    desk.tables.there = there
    desk.open()
    assert told in desk.state.empty
    assert desk.presenter.command("tables_columns")
    assert (None, None) == (desk.shell.panel, desk.state.table)


def test_errors_of_the_file_are_told_and_it_is_read_again_by_key(desk: _TablesDesk) -> None:
    desk.tables.problem = EnvironmentProblem("tables_errors", "3: unknown setting", "Correct it.")
    desk.open()
    assert "3: unknown setting" in desk.state.empty
    desk.tables.problem = None
    desk.presenter.command("tables_read")
    desk.runner.run_all()
    assert ("", QUESTIONS) == (desk.state.empty, desk.state.questions)
