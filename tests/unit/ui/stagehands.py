"""A window without Qt: views that remember what they were shown, signals that call, work that runs on demand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from cati_app.domain.people.users import Role, User
from cati_app.engine.form.answers import Answer
from cati_app.fieldwork.ports.dialer import Dialer
from cati_app.station.figures_desk import OpenedFiguresHere
from cati_app.station.plan_desk import StationPlanning
from cati_app.station.sample_desk import StationSample
from cati_app.station.settings_desk import StationSettings
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import words_of
from cati_app.ui.console.interview.presenter import InterviewPresenter
from cati_app.ui.console.presenter import InterviewerPresenter
from cati_app.ui.console.wiring import connect_console, connect_sittings
from cati_app.ui.desk.outcomes.states import OutcomesState
from cati_app.ui.desk.people.states import CodeState, PeopleState, PeopleStep, SheetState, WorkState
from cati_app.ui.desk.presenter import SupervisorPresenter
from cati_app.ui.desk.sample.states import ColumnsState, OverviewState, ResultState, RunningState, SampleStep
from cati_app.ui.desk.settings.states import SettingsState, SettingsStep, ShiftLogState
from cati_app.ui.desk.team.states import TeamState
from cati_app.ui.desk.views import DeskViews
from cati_app.ui.desk.wiring import connect_desk
from cati_app.ui.shell.presenter import WindowPresenter
from cati_app.ui.sign_in.port import SignedIn
from cati_app.ui.sign_in.states import LoginState
from cati_app.ui.stage.form_states import FormState
from cati_app.ui.stage.panel_states import AppointmentPanelState, ExplanationState, PanelKind, PanelState
from cati_app.ui.stage.role import RolePresenter
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import HeaderState, MessageState, ScreenName
from tests.fakes.runner import RunnerOnDemand
from tests.stations import PASSWORD, Site


class Signal:
    """Calls whoever connected."""

    def __init__(self) -> None:
        self._slots: list[Callable[..., Any]] = []

    def connect(self, slot: Callable[..., Any], /) -> None:
        self._slots.append(slot)

    def emit(self, *args: Any) -> None:
        for slot in self._slots:
            slot(*args)


class View:
    """Any screen: the signals asked for, and the states rendered."""

    def __init__(self) -> None:
        self.states: list[Any] = []
        self.empty: list[Any] = []
        self.stories: list[Any] = []
        self.edges: list[bool] = []
        self.begun_anew = 0
        self.tab = "quotas"  # in front before anybody says so
        self.reminder = self.age = self.selected = ""
        self._signals: dict[str, Signal] = {}

    def __getattr__(self, name: str) -> Signal:
        return self._signals.setdefault(name, Signal())

    def render(self, state: Any) -> None:
        self.states.append(state)

    def begin_anew(self) -> None:
        self.begun_anew += 1

    def render_empty(self, state: Any) -> None:
        self.empty.append(state)

    def render_story(self, state: Any) -> None:
        self.stories.append(state)

    def show_edge(self, last: bool) -> None:
        self.edges.append(last)

    def selected_cell(self) -> str:
        return self.selected

    def remind(self, text: str) -> None:
        self.reminder = text

    def tell_age(self, text: str) -> None:
        self.age = text

    def show_tab(self, key: str) -> None:
        """As tabs do: nobody is told of one that was in front already."""
        if key != self.tab:
            self.tab = key
            self.tab_shown.emit(key)


class GuidedScreen(View):
    """The guided screen of a sitting; the text as its field has it."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def show_text(self, text: str) -> None:
        self.text = text


class SampleScreen(View):
    """The sample tab: the page in front and what each page shows."""

    def __init__(self) -> None:
        super().__init__()
        self.step = SampleStep.OVERVIEW
        self.overview = OverviewState()
        self.columns = ColumnsState()
        self.running: list[RunningState] = []
        self.result = ResultState()

    def show_step(self, step: SampleStep) -> None:
        self.step = step

    def render_overview(self, state: OverviewState) -> None:
        self.overview = state

    def render_columns(self, state: ColumnsState) -> None:
        self.columns = state

    def render_running(self, state: RunningState) -> None:
        self.running.append(state)

    def render_result(self, state: ResultState) -> None:
        self.result = state


class PeopleScreen(View):
    """The tab of people: the page in front and what each page shows."""

    def __init__(self) -> None:
        super().__init__()
        self.step = PeopleStep.LIST
        self.people = PeopleState()
        self.form = FormState("", "", "")
        self.code = CodeState()
        self.work: list[WorkState] = []
        self.sheet = SheetState()
        self.asked: list[str] = []

    def show_step(self, step: PeopleStep) -> None:
        self.step = step

    def render_people(self, state: PeopleState) -> None:
        self.people = state

    def render_form(self, state: FormState) -> None:
        self.form = state

    def render_code(self, state: CodeState) -> None:
        self.code = state

    def render_work(self, state: WorkState) -> None:
        self.work.append(state)

    def render_sheet(self, state: SheetState) -> None:
        self.sheet = state

    def ask_where_to_save(self) -> None:
        self.asked.append("file")

    def ask_printer(self) -> None:
        self.asked.append("printer")


class SettingsScreen(View):
    """The tab of settings: the page in front and what each page shows."""

    def __init__(self) -> None:
        super().__init__()
        self.step = SettingsStep.LIST
        self.settings = SettingsState()
        self.log = ShiftLogState()

    def show_step(self, step: SettingsStep) -> None:
        self.step = step

    def render_settings(self, state: SettingsState) -> None:
        self.settings = state

    def render_log(self, state: ShiftLogState) -> None:
        self.log = state


class OutcomesScreen(View):
    """The tab of outcomes: what it shows, and whether as tables."""

    def __init__(self) -> None:
        super().__init__()
        self.outcomes = OutcomesState()
        self.tables = False
        self.file_name = ""  # that a table is to have

    def render_outcomes(self, state: OutcomesState) -> None:
        self.outcomes = state

    def show_tables(self, tables: bool) -> None:
        self.tables = tables

    def ask_where_to_save(self, name: str) -> None:
        self.file_name = name


class TeamScreen(View):
    """The tab of the team: what it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.team = TeamState()

    def render_team(self, state: TeamState) -> None:
        self.team = state


class Shell(View):
    """The window."""

    def __init__(self) -> None:
        super().__init__()
        self.header = HeaderState()
        self.screen = ScreenName.LOGIN
        self.panel: PanelState | None = None
        self.message: MessageState | None = None
        self.enabled: frozenset[str] = frozenset()
        self.closed = False
        self.keys: list[str] = []  # what was said of keys struck ahead

    def keep_keys(self) -> None:
        self.keys.append("keep")

    def give_keys(self) -> None:
        self.keys.append("give")

    def await_panel(self) -> None:
        self.keys.append("await panel")

    def await_no_panel(self, *, until_rest: bool = False) -> None:
        self.keys.append("await no panel, until rest" if until_rest else "await no panel")

    def drop_keys(self, *, until_rest: bool = False) -> None:
        self.keys.append("drop until rest" if until_rest else "drop")

    def render(self, state: HeaderState) -> None:
        self.header = state

    def show_screen(self, name: ScreenName) -> None:
        self.screen = name

    def show_panel(self, state: PanelState) -> None:
        self.panel = state

    def hide_panel(self) -> None:
        self.panel = None

    def open_panel(self) -> PanelKind | None:
        if isinstance(self.panel, AppointmentPanelState):
            return PanelKind.APPOINTMENT
        if isinstance(self.panel, ExplanationState):
            return PanelKind.EXPLANATION
        return getattr(self.panel, "kind", None)

    def show_message(self, state: MessageState | None) -> None:
        self.message = state

    def set_enabled(self, names: frozenset[str], tab: str = "") -> None:
        self.enabled = names

    def allow_close(self) -> None:
        self.closed = True


@dataclass(frozen=True)
class Views:
    """The screens of a window."""

    login: View
    dial: View
    console: View
    guided: GuidedScreen
    board: View
    cases: View
    sample: SampleScreen
    people: PeopleScreen
    outcomes: OutcomesScreen
    team: TeamScreen
    settings: SettingsScreen


class Window:
    """A window on a station: `press` and `answer` do what a key would; work waits until `rest`."""

    def __init__(self, site: Site, dialer: Dialer | None = None) -> None:
        self.site = site
        self._dialer = dialer
        self.shell = Shell()
        self.runner = RunnerOnDemand()
        self.stored: list[int] = []
        self.edition = 0  # so often the study was renewed
        self.asks_for_agreement = False  # to a changed questionnaire, as the application does
        self.sample = SampleScreen()
        self.people = PeopleScreen()
        self.outcomes = OutcomesScreen()
        self.team = TeamScreen()
        self.settings = SettingsScreen()
        screens = (self.sample, self.people, self.outcomes, self.team, self.settings)
        self.views = views = Views(View(), View(), View(), GuidedScreen(), View(), View(), *screens)
        self.desk_views = DeskViews(
            views.board, views.cases, views.sample, views.people, views.outcomes, views.team, views.settings
        )
        self.stage = stage = Stage(self.shell, words_of("en"), self.runner)
        connect_console(views.dial, views.console, lambda: self.interviewer)
        connect_sittings(views.guided, lambda: self.interviewer)
        connect_desk(self.desk_views, lambda: self.supervisor)
        self.presenter = WindowPresenter(
            stage, views.login, self._sign_in, LoginState("Small"), edition=lambda: self.edition
        )
        self.presenter.start()

    @property
    def interviewer(self) -> InterviewerPresenter | None:
        """The presenter at work, when it is an interviewer's."""
        at_work = self.presenter.at_work
        return at_work if isinstance(at_work, InterviewerPresenter) else None

    @property
    def supervisor(self) -> SupervisorPresenter | None:
        """The presenter at work, when it is a supervisor's."""
        at_work = self.presenter.at_work
        return at_work if isinstance(at_work, SupervisorPresenter) else None

    def _sign_in(self, login: str, password: str, _: Callable[[float], None]) -> SignedIn | None:
        found = self.site.station.sign_in(login, password)
        if found is None:
            return None
        return self._at_work(*found)

    def _at_work(self, user: User, keys: HeldKeys) -> SignedIn:
        if not keys.sees_contact:
            return SignedIn(user, RolePresenter)
        views, stage, site = self.views, self.stage, self.site
        if self.asks_for_agreement:
            site.station.agree_to_form(user, site.station.foresee_form(keys))
            site.station.prepare(keys, user)
        news = site.loaded.study.version if site.station.agree_to_form.is_news_to(user) else ""
        if user.role is Role.SUPERVISOR:
            desk = site.desk(user, StationSample(site.station, keys, user))
            in_file = StationSettings(site.station, keys, user)
            team = replace(desk.team, opened=OpenedFiguresHere(site.station, keys, user, site.station))
            desk = replace(desk, settings=in_file, planning=StationPlanning(in_file), team=team)
            return SignedIn(
                user,
                lambda: SupervisorPresenter(stage, self.desk_views, desk),
                news,
                again=partial(self._at_work, user, keys),
                edition=self.edition,
            )
        services = site.place(user, self._dialer)
        stored = self.stored.append
        return SignedIn(
            user,
            lambda: InterviewerPresenter(stage, views.dial, views.console, services, stored, views.guided),
            news,
            again=partial(self._at_work, user, keys),
            edition=self.edition,
        )

    def sign_in(self, user: User) -> Window:
        """With the right password."""
        self.views.login.login_given.emit(user.login, PASSWORD)
        self.rest()
        return self

    def rest(self) -> None:
        """Until nothing is under way."""
        self.runner.run_all()

    def press(self, command: str) -> None:
        """A command of the table."""
        self.shell.command_given.emit(command)

    def result(self, code: str) -> None:
        """Digit and Enter on the result."""
        self.views.dial.result_chosen.emit(code)

    def begin(self) -> None:
        """Dial, and somebody answers."""
        self.press("dial")
        self.rest()
        self.views.dial.begin_pressed.emit()
        self.rest()

    def answer(self, text: str = "", ref: str | None = None) -> None:
        """Type and Enter on the question shown."""
        self.views.console.answer_given.emit(ref or self.ref, Answer(text), True)

    def answer_all(self, *texts: str) -> None:
        """One after the other, each durable before the next."""
        for text in texts:
            self.answer(text)
            self.rest()

    @property
    def interviewing(self) -> InterviewPresenter:
        assert self.interviewer is not None
        return self.interviewer.interviewing

    @property
    def ref(self) -> str:
        """The question in focus."""
        session = self.interviewing.session
        return (session.ref or "") if session is not None else ""

    @property
    def case_no(self) -> int | None:
        """The case on the screen."""
        interviewer = self.interviewer
        offer = interviewer.calling.offer if interviewer is not None else None
        return offer.case.case_no if offer is not None else None

    @property
    def told(self) -> str:
        """The message line."""
        return self.shell.message.text if self.shell.message is not None else ""
