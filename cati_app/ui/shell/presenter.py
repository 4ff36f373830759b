"""One window: who is signed in, and at whose presenter its keys, panels and time arrive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from cati_app.domain.people.users import Role, User
from cati_app.ui.shell.line_messages import LineMessages
from cati_app.ui.sign_in.port import Beginnings, SignedIn, SignIn
from cati_app.ui.sign_in.presenter import SignInPresenter
from cati_app.ui.sign_in.states import LoginState, UserOption
from cati_app.ui.stage.commands import enabled_now
from cati_app.ui.stage.connection import (
    ReadConnection,
    StandingAtHub,
    connection_in_short,
    connection_means,
    connection_panel,
    connection_word,
)
from cati_app.ui.stage.panel_states import AppointmentInput, ExplanationState, PanelKind, PauseState
from cati_app.ui.stage.role import RolePresenter
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName

if TYPE_CHECKING:
    from cati_app.ui.sign_in.views import LoginView
    from cati_app.ui.stage.views import ShellView


class WindowPresenter:
    """Routes the window's signals; knows no rule of its own."""

    def __init__(
        self,
        stage: Stage,
        view: LoginView,
        sign_in: SignIn,
        login: LoginState,
        open_window: Callable[[], None] = lambda: None,
        shift_begun: Callable[[], None] = lambda: None,
        question_confirmed: Callable[[], None] = lambda: None,
        signed_out: Callable[[User], None] = lambda user: None,
        beginnings: Beginnings | None = None,
        offered: Callable[[], tuple[UserOption, ...]] | None = None,
        *,
        first: bool = False,
        connection: ReadConnection = lambda: None,
        edition: Callable[[], int] = lambda: 0,
    ) -> None:
        self._stage = stage
        self._title = login.study_title
        self._open_window = open_window
        self._shift_begun = shift_begun
        self._signed_out = signed_out
        self._connection = connection
        self._edition = edition
        self._line_messages = LineMessages(stage)
        self._to_tell: list[str] = []
        self._to_tell_person: list[str] = []  # whoever is at work now
        self._told_renewed = -1  # the edition that whoever is at work was told of
        self._not_renewed = -1  # the edition that could not be taken over
        self._explained: ExplanationState | None = None  # what Ctrl+H brought last
        self.signed_in: SignedIn | None = None
        self.at_work = RolePresenter()
        self._entrance = SignInPresenter(
            stage, view, sign_in, login, self._sits_down, question_confirmed, beginnings, offered, first=first
        )
        stage.session_over = self.session_over
        self._connect(stage.shell)

    def _connect(self, shell: ShellView) -> None:
        shell.command_given.connect(self.command)
        shell.panel_choice_made.connect(self._panel_choice)
        shell.text_saved.connect(self._text_saved)
        shell.appointment_made.connect(self._appointment_made)
        shell.appointment_offered.connect(self._appointment_offered)
        shell.figure_typed.connect(self._figure_typed)
        shell.jump_chosen.connect(self._jump)
        shell.wrap_up_confirmed.connect(self._wrapped_up)
        shell.panel_closed.connect(self._panel_closed)
        shell.message_closed.connect(self._stage.message_closed)
        shell.pause_ended.connect(self.pause_ended)
        shell.close_asked.connect(self.close)

    # -- signing in -------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Show who may sign in."""
        self._show(self._entrance.start)

    def start_again(self) -> None:
        """The same in a further window: people may have come and gone since the first one opened."""
        self._show(self._entrance.start_again)

    def _show(self, begin: Callable[[], None]) -> None:
        self._stage.header(study_title=self._title)
        begin()
        self._stage.show(ScreenName.LOGIN)

    def _sits_down(self, person: SignedIn) -> None:
        words = self._stage.words
        self.signed_in, self._told_renewed, self._not_renewed = person, -1, -1
        interviews = person.user.role is Role.INTERVIEWER
        station = words.say("Int. {number}", number=f"{person.user.number:02d}") if interviews else person.user.name
        self._stage.situate(can_switch_user=True, can_pause=interviews)
        self._stage.header(station=station, can_pause=interviews)
        self._stage.say("")  # what kept somebody from work is over
        self.at_work = person.presenter()
        self._show_connection()
        self.at_work.start()
        if person.new_version:
            self._tell_version(person.new_version)
        self._shift_begun()

    def tell(self, text: str) -> None:
        """Say something that waits until no other message is in sight."""
        self._to_tell.append(text)
        self._tell()

    def _tell_person(self, text: str) -> None:
        """The same of what concerns nobody who sits down afterwards."""
        self._to_tell_person.append(text)
        self._tell()

    def _tell(self) -> None:
        waiting = self._to_tell_person or self._to_tell
        if waiting and not self._stage.said:
            self._stage.say(waiting.pop(0))

    def tick(self) -> None:
        """Every few seconds."""
        self._tell()
        connection = self._show_connection()
        self._renew(connection)
        self.at_work.tick()

    def _show_connection(self) -> StandingAtHub | None:
        """How the station stands with its hub, if the study is at one."""
        connection, words = self._connection(), self._stage.words
        self._stage.situate(at_hub=connection is not None)
        if connection is not None:
            text, tone = connection_word(words, connection)
            short, means = connection_in_short(words, connection), connection_means(words, connection)
            self._stage.header(hub=text, hub_short=short, hub_means=means, hub_tone=tone)
            self._line_messages.look(connection)
            self.at_work.hear_halt(connection.halt)
            self._follow(connection_panel(words, connection))
        return connection

    def _follow(self, panel: ExplanationState) -> None:
        """What Ctrl+H has brought in sight says how it is now."""
        if not self._stage.is_in_front(self._explained):
            self.at_work.follow_connection(panel)
        elif panel != self._explained:
            self._explained = panel
            self._stage.panel(panel)

    def _renew(self, connection: StandingAtHub | None) -> None:
        """What came from the hub, or was changed at the desk, holds for whoever is at work between two conversations.

        At a desk it does so when somebody signs in, for whoever reads or types there is not disturbed; only a board
        without a quota takes it over at once, since the first one may have come.
        """
        person = self.signed_in
        is_renewed, edition = connection is not None and connection.is_renewed, self._edition()
        if connection is not None:
            edition = connection.edition
        if person is None or not (is_renewed or edition != person.edition):
            return
        newest = edition + is_renewed
        if person.again is not None and self._not_renewed != newest and self.at_work.may_begin_anew():
            self._stage.run(person.again, self._begin_anew, partial(self._stays_as_it_was, newest))
        elif person.user.role is not Role.INTERVIEWER:
            self._tell_of_renewal(newest)

    def _tell_of_renewal(self, edition: int) -> None:
        """Whoever sits at a desk hears once that it takes a new sign-in."""
        if self._told_renewed == edition:
            return
        self._told_renewed = edition
        words = self._stage.words
        self._tell_person(
            words.say(
                "Questionnaire or rules of the study have changed. At this desk they hold as soon as somebody signs"
                " in again (Ctrl+U)."
            )
        )

    def _begin_anew(self, person: SignedIn) -> None:
        if not self.at_work.may_begin_anew():
            return  # a call has begun meanwhile, or somebody types: after it
        self.signed_in, earlier, words = person, self.at_work, self._stage.words
        self._stage.forget()  # whoever listens for the presenter before
        self.at_work = person.presenter()
        self._show_connection()
        self.at_work.take_over(earlier)
        if person.new_version:
            self._tell_version(person.new_version)
        else:
            self._tell_person(
                words.say("The study has changed: from this case on what is new holds.")
                if person.user.role is Role.INTERVIEWER
                else words.say("The study has changed: from now on what is new holds at this desk.")
            )

    def _stays_as_it_was(self, edition: int, error: Exception) -> bool:
        """Work goes on as before; it is said once, and tried again when somebody signs in."""
        self._not_renewed = self._told_renewed = edition
        return False

    def _tell_version(self, version: str) -> None:
        words = self._stage.words
        self._stage.say(
            words.say("Version {version} of the questionnaire is in force now.", version=version),
            words.say("Interviews that wait go on under it; each says then what became of its answers."),
        )

    def _explain_connection(self) -> None:
        connection = self._connection()
        if connection is not None:
            self._show_connection()
            panel = connection_panel(self._stage.words, connection)
            if not self.at_work.explain_connection(panel):
                self._explained = panel
                self._stage.panel(panel)

    # -- commands and panels ------------------------------------------------------------------------------------

    def command(self, name: str) -> None:
        """A command of the table; those of a role go to whoever is at work."""
        general = {
            "help": self.help,
            "pause": self.pause,
            "switch_user": self.switch_user,
            "stop_waiting": self._stage.stop_waiting,
            "connection": self._explain_connection,
            "new_window": self._open_window,
            "change_password": self._entrance.ask_for_change,
        }
        if name in general:
            general[name]()
        else:
            self.at_work.command(name)

    def help(self) -> None:
        """F1."""
        offered = enabled_now(self._stage.situation)
        self._stage.panel(replace(self.at_work.help(), commands=offered))

    def pause(self) -> None:
        """Ctrl+P."""
        words = self._stage.words
        self.at_work.pause()
        self._stage.panel(PauseState(words.say("Pause"), words.say("Work is paused. Enter continues.")))

    def pause_ended(self) -> None:
        """Back to work."""
        self._stage.shell.hide_panel()
        self.at_work.pause_ended()

    def _panel_choice(self, kind: PanelKind, code: str) -> None:
        self._stage.answered(lambda: self.at_work.panel_choice(kind, code))

    def _text_saved(self, kind: PanelKind, ref: str, text: str) -> None:
        self._stage.answered(lambda: self.at_work.text_saved(kind, ref, text))

    def _appointment_made(self, agreed: AppointmentInput) -> None:
        self._stage.answered(lambda: self.at_work.appointment_made(agreed))

    def _figure_typed(self, kind: PanelKind, text: str) -> None:
        self.at_work.figure_typed(kind, text)

    def _appointment_offered(self, offered: AppointmentInput) -> None:
        self.at_work.appointment_offered(offered)

    def _jump(self, ref: str) -> None:
        self.at_work.jump(ref)

    def _wrapped_up(self, code: str, note: str) -> None:
        self.at_work.wrapped_up(code, note)

    def _panel_closed(self, kind: PanelKind) -> None:
        self.at_work.panel_closed(kind)

    # -- leaving ----------------------------------------------------------------------------------------------

    def switch_user(self) -> None:
        """Somebody else sits down, as soon as whoever is at work may leave."""
        if self._stage.busy:  # the case that is just being fetched would be seen by the next person
            self._stage.once_idle(self.switch_user)
            return
        if not self.at_work.may_leave():
            return
        self.at_work.leave()
        self._empty()

    def session_over(self) -> None:
        """Somebody has lost the login: nothing more is asked or stored; what was stored is safe."""
        if self.signed_in is not None:
            self._empty()

    def _empty(self) -> None:
        self._stage.once_idle(None)
        self._stage.shell.hide_panel()  # it may have come with the work that ended last
        self.left()
        self._to_tell_person.clear()
        self._stage.forget()
        self._stage.say("")
        self._stage.situate(can_switch_user=False, can_pause=False, has_case=False, can_dial=False, can_hang_up=False)
        self._stage.situate(tab="", has_story=False, can_undo=False)
        self._stage.situate(can_ring_back=False, can_give_result=False)
        self._stage.situate(has_messages=False, has_seat=False)
        self._stage.header(station="", language="", can_pause=False, notice="", notice_urgent=False)
        self._show(self._entrance.start_again)

    def left(self) -> None:
        """Whoever was at work is not any more: somebody else sits down, or the window has closed."""
        if self.signed_in is not None:
            self._signed_out(self.signed_in.user)
        self.at_work, self.signed_in = RolePresenter(), None

    def close(self) -> None:
        """The window closes once everything is durable; an interview can be resumed at the same question."""
        self.at_work.close(self._stage.shell)
