"""The page of reports without Qt: looked at, written, opened and ended."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.texts import words_of
from cati_app.ui.analyst.reports.port import AskedReport, LookedAt, ReportKind
from cati_app.ui.analyst.reports.presenter import ReportsPresenter
from cati_app.ui.analyst.reports.states import ReportsState
from cati_app.ui.stage.panel_states import FormPanelState, PanelKind
from cati_app.ui.stage.paper_states import PaperPage
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName, Tone
from tests.fakes.runner import RunnerOnDemand
from tests.unit.ui.stagehands import Shell, View


class _Reports:
    """Tells what it was asked for."""

    def __init__(self) -> None:
        self.looked: list[AskedReport] = []
        self.written: list[tuple[AskedReport, str]] = []
        self.at_half: Callable[[], None] = lambda: None
        self.problem: Exception | None = None

    def kinds(self) -> tuple[ReportKind, ...]:
        return tuple(ReportKind)

    def look(self, asked: AskedReport, on_progress: Callable[[float], None]) -> LookedAt:
        self._work(on_progress)
        self.looked.append(asked)
        return LookedAt(asked, (PaperPage("Page 1 of 1", 595, 842, ()),))

    def folder(self) -> str:
        return "/home/eve/small-reports"

    def write(self, asked: AskedReport, folder: str, on_progress: Callable[[float], None]) -> tuple[str, ...]:
        self._work(on_progress)
        self.written.append((asked, folder))
        return (f"{folder}/small.pdf", f"{folder}/small.html")

    def _work(self, on_progress: Callable[[float], None]) -> None:
        on_progress(0.1)
        self.at_half()
        on_progress(0.6)
        if self.problem is not None:
            raise self.problem


class _ReportsScreen(View):
    def __init__(self) -> None:
        super().__init__()
        self.opened: list[tuple[str, ...]] = []
        self.gone: tuple[str, ...] = ()

    def open_files(self, files: tuple[str, ...]) -> tuple[str, ...]:
        self.opened.append(files)
        return self.gone


class _ReportsDesk:
    def __init__(self) -> None:
        self.runner, self.view, self.reports, self.shell = RunnerOnDemand(), _ReportsScreen(), _Reports(), Shell()
        stage = Stage(self.shell, words_of("en"), self.runner)
        stage.situate(screen=ScreenName.DESK, tab="reports")
        self.presenter = ReportsPresenter(stage, self.view, self.reports, "de")
        self.presenter.shown()

    def give(self, name: str) -> None:
        assert self.presenter.command(name)
        self.runner.run_all()

    @property
    def state(self) -> ReportsState:
        state = self.view.states[-1]
        assert isinstance(state, ReportsState)
        return state


@pytest.fixture
def desk() -> _ReportsDesk:
    return _ReportsDesk()


def test_the_page_says_how_a_report_is_looked_at_before_anything_is_made(desk: _ReportsDesk) -> None:
    assert "Enter shows the pages" in desk.state.empty
    assert ["field", "topline", "codebook", "methods"] == [line.key for line in desk.state.reports]
    assert ([], "field") == (desk.reports.looked, desk.state.selected)


def test_pages_are_looked_at_in_either_language_and_go_with_another_report(desk: _ReportsDesk) -> None:
    desk.give("reports_look")
    assert ("Field report · 1 page, as it would be written now", 1) == (desk.state.looked, len(desk.state.pages))
    desk.give("reports_language")
    assert ["de", "en"] == [asked.language for asked in desk.reports.looked]
    assert "Language: English" == desk.state.language
    desk.presenter.report_chosen("codebook")
    assert ((), "", "codebook") == (desk.state.pages, desk.state.looked, desk.state.selected)
    assert [] == desk.reports.written


def test_what_was_chosen_meanwhile_is_shown(desk: _ReportsDesk) -> None:
    desk.reports.at_half = lambda: desk.presenter.report_chosen("codebook")
    desk.give("reports_look")
    assert [ReportKind.FIELD, ReportKind.CODEBOOK] == [asked.kind for asked in desk.reports.looked]
    assert desk.state.looked.startswith("Codebook")


def test_a_report_is_written_where_it_is_said_and_its_files_are_opened(desk: _ReportsDesk) -> None:
    desk.give("reports_open")
    desk.give("reports_write")
    panel = desk.shell.panel
    assert isinstance(panel, FormPanelState)
    assert "/home/eve/small-reports" == panel.form.fields[0].value
    desk.presenter.text_saved(PanelKind.REPORT_FILES, "/out ")
    desk.runner.run_all()
    assert [(AskedReport(ReportKind.FIELD, "de"), "/out")] == desk.reports.written
    assert ("2 files written.", Tone.OK) == (desk.state.message, desk.state.tone)
    desk.give("reports_open")
    assert [("/out/small.pdf", "/out/small.html")] == desk.view.opened
    desk.view.gone = ("/out/small.html",)
    desk.give("reports_open")
    assert desk.state.message.startswith("Not opened: small.html.")


def test_it_can_be_ended_and_says_why_it_was_refused(desk: _ReportsDesk) -> None:
    desk.reports.at_half = desk.presenter.stop
    desk.give("reports_look")
    assert ("Stopped. Nothing was written.", None) == (desk.state.message, desk.state.progress)
    desk.reports.at_half = lambda: None
    desk.reports.problem = RuleViolation("no_export")
    desk.give("reports_look")
    assert (Tone.BAD, True) == (desk.state.tone, bool(desk.state.message))
    assert not desk.presenter.text_saved(PanelKind.NOTE, "x")
