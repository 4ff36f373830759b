"""One window: who is signed in, which screen is in front, and to whom a command goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from cati_app.domain.people.users import Role, User
from cati_app.engine.form.answers import Answer
from cati_app.ui.analyst.presenter import ExportPresenter, ExportStudy
from cati_app.ui.analyst.views import ExportView
from cati_app.ui.console.dial.presenter import CallingPresenter
from cati_app.ui.console.interview.presenter import InterviewPresenter
from cati_app.ui.console.views import ConsoleView, DialView
from cati_app.ui.desk.board import appointments
from cati_app.ui.desk.board.presenter import BoardPresenter
from cati_app.ui.desk.cases.presenter import CasesPresenter
from cati_app.ui.desk.sample.port import SampleDesk
from cati_app.ui.desk.sample.presenter import SamplePresenter
from cati_app.ui.desk.views import BoardView, CasesView, SampleView
from cati_app.ui.shell.desk_wiring import connect_cases, connect_sample
from cati_app.ui.sign_in.states import LoginState
from cati_app.ui.sign_in.views import LoginView
from cati_app.ui.stage.panel_states import AppointmentInput, HelpState, PanelKind, PauseState
from cati_app.ui.stage.refused_digits import RefusedDigits
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName, Tone
from cati_app.ui.stage.views import ShellView
from cati_app.ui.stage.workplace import Workplace


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
    """A person at work: the workplace, or for analysts only the export."""

    user: User
    workplace: Workplace | None
    export: ExportStudy | None
    sample: SampleDesk | None = None  # of supervisors


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
        self.calling: CallingPresenter | None = None
        self.interviewing: InterviewPresenter | None = None
        self.board: BoardPresenter | None = None
        self.cases: CasesPresenter | None = None
        self.exporting: ExportPresenter | None = None
        self.sample: SamplePresenter | None = None
        self.signed_in: SignedIn | None = None
        self._refused_digits = RefusedDigits(stage)
        self._connect(stage.shell, views)

    def _connect(self, shell: ShellView, views: Views) -> None:
        views.login.login_given.connect(self.log_in)
        views.dial.result_chosen.connect(self._result_chosen)
        views.dial.begin_pressed.connect(self._begin_pressed)
        views.dial.number_chosen.connect(self._number_chosen)
        views.dial.digit_refused.connect(self._refused_digits.tell)
        views.console.answer_given.connect(self._answer_given)
        views.console.check_kept.connect(self._check_kept)
        views.console.back_pressed.connect(self._back_pressed)
        views.desk.export_asked.connect(self._export_asked)
        views.board.tab_shown.connect(self._tab_shown)
        connect_cases(views, lambda: self.cases)
        connect_sample(views, lambda: self.sample)
        shell.command_given.connect(self.command)
        shell.panel_choice_made.connect(self.panel_choice)
        shell.text_saved.connect(self.text_saved)
        shell.appointment_made.connect(self.appointment_made)
        shell.appointment_offered.connect(self.appointment_offered)
        shell.jump_chosen.connect(self.jump)
        shell.wrap_up_confirmed.connect(self.wrapped_up)
        shell.pause_ended.connect(self.pause_ended)
        shell.panel_closed.connect(self.panel_closed)
        shell.close_asked.connect(self.close)

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
            self._views.login.render(_with_message(self._login, message))
            return
        self.signed_in = person
        self._stage.situate(can_switch_user=True, can_pause=person.user.role is Role.INTERVIEWER)
        self._stage.header(
            station=words.say("Int. {number}", number=f"{person.user.number:02d}")
            if person.user.role is Role.INTERVIEWER
            else person.user.name,
            can_pause=person.user.role is Role.INTERVIEWER,
        )
        if person.user.role is Role.ANALYST and person.export is not None:
            self.exporting = ExportPresenter(self._stage, self._views.desk, person.export)
            self._stage.show(ScreenName.DESK)
            self.exporting.start()
        elif person.workplace is not None and person.user.role is Role.SUPERVISOR:
            self.board = BoardPresenter(self._stage, self._views.board, person.workplace)
            self.cases = CasesPresenter(self._stage, self._views.cases, person.workplace)
            if person.sample is not None:
                self.sample = SamplePresenter(self._stage, self._views.sample, person.sample)
            self._stage.show(ScreenName.BOARD)
            self._views.board.show_tab("quotas")
            self.board.refresh()
        elif person.workplace is not None:
            self._work(person.workplace)

    def _work(self, place: Workplace) -> None:
        self.interviewing = InterviewPresenter(self._stage, self._views.console, place, self._on_stored)
        self.calling = CallingPresenter(self._stage, self._views.dial, place, self.interviewing)
        self.calling.next_case()

    def tick(self) -> None:
        """Every few seconds: what comes due by itself."""
        if self.cases is not None:
            self.cases.refresh()
        if self.board is not None and self._stage.situation.tab == appointments.TAB:
            self.board.refresh()  # they come due and late by themselves
        if self.calling is None:
            return
        self.calling.keep()
        self.calling.blocking.settle()
        if self._stage.situation.screen is ScreenName.DIAL:
            self.calling.look_again()

    # -- commands ---------------------------------------------------------------------------------------------

    def command(self, name: str) -> None:
        """A command of the table."""
        if name == "help":
            asking = self.interviewing is not None and self._asking()
            self._stage.panel(self.interviewing.help() if asking and self.interviewing else HelpState())
            return
        general = {"pause": self.pause, "switch_user": self.switch_user, "new_window": self._open_window}
        if name in general:
            general[name]()
            return
        if self.cases is not None:
            _of_cases(self.cases, name)
        calling, interviewing = self.calling, self.interviewing
        if calling is None or interviewing is None:
            return
        actions: dict[str, Callable[[], None]] = {
            "dial": calling.dial_or_hang_up,
            "note": calling.ask_note,
            "explain": calling.explain,
            "undo": calling.take_back,
            "return_case": calling.return_case,
            "other_number": calling.choose_number,
            "appointment": interviewing.closing.ask_appointment if self._asking() else calling.ask_appointment,
            "result": interviewing.closing.ask_result if self._asking() else calling.render,
            "language": interviewing.ask_language,
            "remark": interviewing.ask_remark,
            "outline": interviewing.show_outline,
        }
        if name in actions:
            actions[name]()

    def _asking(self) -> bool:
        return self._stage.situation.screen is ScreenName.CONSOLE

    # -- panels -----------------------------------------------------------------------------------------------

    def panel_choice(self, kind: PanelKind, code: str) -> None:
        """A choice in a panel."""
        if self.cases is not None:
            self.cases.chosen(kind, code)
        if self.interviewing is None:
            return
        if kind is PanelKind.LANGUAGE:
            self.interviewing.choose_language(code)
        elif kind is PanelKind.RESULT:
            self.interviewing.closing.choose(code)

    def text_saved(self, kind: PanelKind, ref: str, text: str) -> None:
        """Note, remark or reason."""
        if kind is PanelKind.CORRECT_REASON and self.cases is not None:
            self.cases.correcting.reason_given(text)
        elif kind is PanelKind.NOTE and self.calling is not None:
            self.calling.note_saved(text)
            if self._asking() and self.interviewing is not None:
                self.interviewing.refresh_case()
        elif kind is PanelKind.REMARK and self.interviewing is not None:
            self.interviewing.remark_saved(ref, text)

    def appointment_made(self, agreed: AppointmentInput) -> None:
        """A time was typed."""
        if self._asking() and self.interviewing is not None:
            self.interviewing.closing.appointment_made(agreed)
        elif self.calling is not None:
            self.calling.appointment_made(agreed)

    def appointment_offered(self, offered: AppointmentInput) -> None:
        """A time is being typed."""
        if self.calling is not None:
            self.calling.appointment_offered(offered)

    def jump(self, ref: str) -> None:
        """A question of the outline."""
        if self.interviewing is not None:
            self.interviewing.jump(ref)

    def wrapped_up(self, code: str, note: str) -> None:
        """The disposition stands."""
        if self.interviewing is not None:
            self.interviewing.closing.confirmed(code, note)

    def panel_closed(self, kind: PanelKind) -> None:
        """Esc."""
        if self.cases is not None:
            self.cases.correcting.closed()
        if kind is PanelKind.WRAP_UP and self.interviewing is not None:
            self.interviewing.closing.reopened()

    def pause(self) -> None:
        """Ctrl+P."""
        words = self._stage.words
        if self.interviewing is not None and self._asking():
            self.interviewing.pause()
        self._stage.panel(PauseState(words.say("Pause"), words.say("The work waits. Enter goes on.")))

    def pause_ended(self) -> None:
        """Back to work."""
        self._stage.shell.hide_panel()
        if self.interviewing is not None and self._asking():
            self.interviewing.go_on_after_pause()

    # -- what screens say goes to the person at work ------------------------------------------------------------

    def _result_chosen(self, code: str) -> None:
        if self.calling is not None:
            self.calling.choose_result(code)

    def _begin_pressed(self) -> None:
        if self.calling is not None:
            self.calling.begin_interview()

    def _number_chosen(self, key: str) -> None:
        if self.calling is not None:
            self.calling.choose_number(key)

    def _answer_given(self, ref: str, answer: Answer, last: bool) -> None:
        if self.interviewing is not None:
            self.interviewing.give_answer(ref, answer, last)

    def _check_kept(self, ref: str, reason: str, last: bool) -> None:
        if self.interviewing is not None:
            self.interviewing.keep_check(ref, reason, last)

    def _back_pressed(self) -> None:
        if self.interviewing is not None:
            self.interviewing.back()

    def _export_asked(self, folder: str, formats: tuple[str, ...]) -> None:
        if self.exporting is not None:
            self.exporting.export(folder, formats)

    def _tab_shown(self, key: str) -> None:
        self._stage.situate(tab=key)

    # -- leaving ----------------------------------------------------------------------------------------------

    def switch_user(self) -> None:
        """Somebody else sits down; an interview must be ended or suspended first."""
        words = self._stage.words
        if self._asking():
            self._stage.say(words.say("End or suspend the interview first (F8)."), tone=Tone.WARN)
            return
        if self._stage.busy:
            return  # the case that is just being fetched would come up before the next person's eyes
        if self.calling is not None and self.calling.has_dialled:
            self._stage.say(words.say("After dialling, a result is needed."), tone=Tone.WARN)
            return
        if self.calling is not None:
            self.calling.leave()
        if self.cases is not None:
            self.cases.leave()
        self.calling = self.interviewing = self.board = self.cases = self.exporting = self.sample = None
        self.signed_in = None
        self._stage.forget()
        self._stage.say("")
        self._stage.situate(can_switch_user=False, can_pause=False, has_case=False, can_dial=False, can_hang_up=False)
        self._stage.situate(tab="", has_story=False, can_undo=False)
        self._stage.header(station="", language="", can_pause=False)
        self.start()

    def close(self) -> None:
        """The window closes once everything is durable; an interview can be resumed at the same question."""
        if self.interviewing is not None and self._asking():
            self.interviewing.when_safe(self._let_close)
        else:
            self._let_close()

    def _let_close(self) -> None:
        close = self._stage.shell.allow_close
        if self.calling is not None:
            self.calling.blocking.before_leaving(close)
        else:
            close()


def _of_cases(listed: CasesPresenter, name: str) -> None:
    """A command of the supervisor's list of cases."""
    actions = {
        "filter_state": listed.ask_standing,
        "filter_result": listed.ask_result,
        "order_cases": listed.change_order,
        "correct": listed.correct,
        "explain_story": listed.explain,
    }
    if name in actions:
        actions[name]()


def _with_message(login: LoginState, message: str) -> LoginState:
    return LoginState(login.study_title, login.users, login.user, login.asks_passphrase, message, Tone.WARN, busy=False)
