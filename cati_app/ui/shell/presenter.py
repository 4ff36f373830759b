"""One window: who is signed in, which screen is in front, and to whom a command goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from cati_app.domain.people.users import Role, User
from cati_app.ui.analyst.presenter import ExportPresenter, ExportStudy
from cati_app.ui.analyst.views import ExportView
from cati_app.ui.console.presenter import InterviewerPresenter
from cati_app.ui.console.services import InterviewerServices
from cati_app.ui.console.views import ConsoleView, DialView
from cati_app.ui.desk.presenter import SupervisorPresenter
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.desk.views import BoardView, CasesView, SampleView
from cati_app.ui.shell.wiring import connect_console, connect_desk
from cati_app.ui.sign_in.states import LoginState
from cati_app.ui.sign_in.views import LoginView
from cati_app.ui.stage.panel_states import HelpState, PauseState
from cati_app.ui.stage.refused_digits import RefusedDigits
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName, Tone
from cati_app.ui.stage.views import ShellView


@dataclass(frozen=True, slots=True)
class Views:
    """The screens of a window."""

    login: LoginView
    dial: DialView
    console: ConsoleView
    board: BoardView
    desk: ExportView
    cases: CasesView
    sample: SampleView


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person at work, with the use cases of the role; None: there is nothing to do here for it."""

    user: User
    services: InterviewerServices | SupervisorServices | ExportStudy | None


SignIn = Callable[[str, str], SignedIn | None]
"""Login and password to a person at work; None when they do not fit. Runs in the store's lane."""


class WindowPresenter:
    """Routes the window's signals; knows no rule of its own."""

    def __init__(
        self,
        stage: Stage,
        views: Views,
        sign_in: SignIn,
        login: LoginState,
        on_stored: Callable[[int], None],
        open_window: Callable[[], None] = lambda: None,
    ) -> None:
        self._stage = stage
        self._views = views
        self._sign_in = sign_in
        self._login = login
        self._on_stored = on_stored
        self._open_window = open_window
        self.interviewer: InterviewerPresenter | None = None
        self.supervisor: SupervisorPresenter | None = None
        self.analyst: ExportPresenter | None = None
        self.signed_in: SignedIn | None = None
        self._refused_digits = RefusedDigits(stage)
        self._connect(stage.shell, views)

    def _connect(self, shell: ShellView, views: Views) -> None:
        views.login.login_given.connect(self.log_in)
        views.dial.digit_refused.connect(self._refused_digits.tell)
        views.desk.export_asked.connect(self._export_asked)
        views.board.tab_shown.connect(self._tab_shown)
        shell.command_given.connect(self.command)
        shell.pause_ended.connect(self.pause_ended)
        shell.close_asked.connect(self.close)
        connect_console(views.dial, views.console, shell, lambda: self.interviewer)
        connect_desk(views.board, views.cases, views.sample, shell, lambda: self.supervisor)

    # -- signing in -------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Show who may sign in."""
        self._stage.header(study_title=self._login.study_title)
        self._views.login.render(self._login)
        self._stage.show(ScreenName.LOGIN)

    def log_in(self, user: str, password: str, _passphrase: str = "") -> None:
        """A name and a password."""
        if self._stage.busy:
            return  # a second Enter: one person signs in once
        work = partial(self._sign_in, user.strip(), password)
        self._stage.run(work, self._logged_in)

    def _logged_in(self, person: SignedIn | None) -> None:
        words = self._stage.words
        if person is None:
            message = words.say("Name or password is wrong.")
            self._views.login.render(replace(self._login, message=message, tone=Tone.WARN, busy=False))
            return
        self.signed_in = person
        interviews = person.user.role is Role.INTERVIEWER
        station = words.say("Int. {number}", number=f"{person.user.number:02d}") if interviews else person.user.name
        self._stage.situate(can_switch_user=True, can_pause=interviews)
        self._stage.header(station=station, can_pause=interviews)
        self._work(person.services)

    def _work(self, services: InterviewerServices | SupervisorServices | ExportStudy | None) -> None:
        stage, views = self._stage, self._views
        if isinstance(services, InterviewerServices):
            self.interviewer = InterviewerPresenter(stage, views.dial, views.console, services, self._on_stored)
            self.interviewer.start()
        elif isinstance(services, SupervisorServices):
            self.supervisor = SupervisorPresenter(stage, views.board, views.cases, views.sample, services)
            self.supervisor.start()
        elif services is not None:
            self.analyst = ExportPresenter(stage, views.desk, services)
            stage.show(ScreenName.DESK)
            self.analyst.start()

    def tick(self) -> None:
        """Every few seconds: what comes due by itself."""
        for at_work in (self.supervisor, self.interviewer):
            if at_work is not None:
                at_work.tick()

    # -- commands of every window -----------------------------------------------------------------------------

    def command(self, name: str) -> None:
        """A command of the table; those of a role go to whoever is at work."""
        general = {
            "help": self.help,
            "pause": self.pause,
            "switch_user": self.switch_user,
            "new_window": self._open_window,
        }
        if name in general:
            general[name]()

    def help(self) -> None:
        """F1."""
        self._stage.panel(self.interviewer.help() if self.interviewer is not None else HelpState())

    def pause(self) -> None:
        """Ctrl+P."""
        words = self._stage.words
        if self.interviewer is not None:
            self.interviewer.pause()
        self._stage.panel(PauseState(words.say("Pause"), words.say("The work waits. Enter goes on.")))

    def pause_ended(self) -> None:
        """Back to work."""
        self._stage.shell.hide_panel()
        if self.interviewer is not None:
            self.interviewer.pause_ended()

    def _export_asked(self, folder: str, formats: tuple[str, ...]) -> None:
        if self.analyst is not None:
            self.analyst.export(folder, formats)

    def _tab_shown(self, key: str) -> None:
        self._stage.situate(tab=key)

    # -- leaving ----------------------------------------------------------------------------------------------

    def switch_user(self) -> None:
        """Somebody else sits down, as soon as whoever is at work may leave."""
        if self.interviewer is not None and not self.interviewer.may_leave():
            return
        if self._stage.busy:
            return  # the case that is just being fetched would come up before the next person's eyes
        for at_work in (self.interviewer, self.supervisor):
            if at_work is not None:
                at_work.leave()
        self.interviewer = self.supervisor = self.analyst = self.signed_in = None
        self._stage.forget()
        self._stage.say("")
        self._stage.situate(can_switch_user=False, can_pause=False, has_case=False, can_dial=False, can_hang_up=False)
        self._stage.situate(tab="", has_story=False, can_undo=False)
        self._stage.header(station="", language="", can_pause=False)
        self.start()

    def close(self) -> None:
        """The window closes once everything is durable; an interview can be resumed at the same question."""
        if self.interviewer is not None:
            self.interviewer.close()
        else:
            self._stage.shell.allow_close()
