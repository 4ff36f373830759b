"""An interviewer at work in a window: brings keys and panels to the call or to the interview held in it."""

from __future__ import annotations

from collections.abc import Callable

from cati_app.domain.sharing.stations import Halt
from cati_app.engine.form.answers import Answer
from cati_app.fieldwork.calling import call_protocol
from cati_app.fieldwork.calling.call_run import CallRun
from cati_app.ui.console.along import TakingAlong
from cati_app.ui.console.dial.presenter import CallingPresenter
from cati_app.ui.console.interview.presenter import InterviewPresenter
from cati_app.ui.console.message_reader import MessageReader
from cati_app.ui.console.seat import SeatTeller
from cati_app.ui.console.services import InterviewerServices
from cati_app.ui.console.sitting.holding import SittingHolder
from cati_app.ui.console.sitting.views import SittingViewPort
from cati_app.ui.console.views import ConsoleView, DialView
from cati_app.ui.stage.panel_states import AppointmentInput, ExplanationState, HelpState, PanelKind
from cati_app.ui.stage.refused_digits import RefusedDigits
from cati_app.ui.stage.role import RolePresenter
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName, Tone
from cati_app.ui.stage.views import ShellView


class InterviewerPresenter(RolePresenter):
    """Between calls the call answers, in an interview the interview does."""

    def __init__(
        self,
        stage: Stage,
        dial: DialView,
        console: ConsoleView,
        services: InterviewerServices,
        on_stored: Callable[[int], None],
        guided: SittingViewPort | None = None,
    ) -> None:
        self._stage = stage
        self.services = services
        self.refused = RefusedDigits(stage)
        self._run = CallRun(services.rules, services.dialer.capabilities, services.clock.now())
        self.interviewing = InterviewPresenter(stage, console, services, self._run, self._tell_call, on_stored, guided)
        along, now = services.along, services.clock.now
        self._along = (
            TakingAlong(stage, services.user, services.rules, now, along, services.stop_waiting)
            if along is not None
            else None
        )
        self.calling = CallingPresenter(stage, dial, services, self._run, self.interviewing)
        self._seat = SeatTeller(services, self._run, self.interviewing)
        self._messages = MessageReader(stage, services, lambda: self._run.is_between_calls)
        self.calling.on_shown = self.interviewing.on_shown = self._shown

    def _tell_call(self, event: call_protocol.Event) -> None:
        self.calling.send(event)

    def _shown(self) -> None:
        """The call or the question stands otherwise now."""
        self._seat.look()
        self._messages.show()

    @property
    def _asking(self) -> bool:
        return self.interviewing.session is not None

    def start(self) -> None:
        """Fetch the first case."""
        self.calling.start()
        self._messages.look()

    def tick(self) -> None:
        """Every few seconds: what comes due on its own."""
        self.calling.tick()
        self._messages.look()

    # -- keys -------------------------------------------------------------------------------------------------

    def command(self, name: str) -> None:
        """A command of the table."""
        calling, interviewing = self.calling, self.interviewing
        actions: dict[str, Callable[[], None]] = {
            "dial": calling.dial,
            "hang_up": calling.hang_up,
            "note": calling.ask_note,
            "explain": calling.explain,
            "undo": interviewing.take_back if self._asking else calling.take_back,
            "rang_back": calling.ring_back,
            "return_case": calling.return_case,
            "other_number": calling.choose_number,
            "appointment": interviewing.closing.ask_appointment if self._asking else calling.ask_appointment,
            "result": interviewing.closing.ask_result if self._asking else calling.ask_result,
            "language": interviewing.ask_language,
            "remark": interviewing.ask_remark,
            "access_code": interviewing.closing.show_access_code,
            "outline": interviewing.show_outline,
            "messages": self._messages.open,
        }
        sitting = self._sitting
        if sitting is not None and name in ("dial", "hang_up"):
            (sitting.pause if name == "hang_up" else sitting.go_on)()
        if name in actions and not (sitting is not None and name == "language"):
            actions[name]()
        elif sitting is not None:
            sitting.presenter.command(name)

    @property
    def _sitting(self) -> SittingHolder | None:
        """The sitting that has the keys."""
        return self.interviewing.sitting if self._stage.situation.screen is ScreenName.SITTING else None

    def type_card(self, text: str) -> None:
        """The card of a sitting as it stands now."""
        if self._sitting is not None:
            self._sitting.presenter.text_typed(text)

    def ask_probe(self, number: int) -> None:
        """A probe of the topic was asked, from 1."""
        if self._sitting is not None:
            self._sitting.presenter.probe_pressed(number)

    def tick_sitting(self) -> None:
        """Some times a second while a sitting is in sight."""
        if self._sitting is not None:
            self._sitting.presenter.tick()

    def choose_result(self, code: str) -> None:
        """Digit and Enter between calls."""
        self.calling.choose_result(code)

    def begin_interview(self) -> None:
        """Enter between calls."""
        self.calling.begin_interview()

    def choose_number(self, key: str) -> None:
        """Another number of the case."""
        self.calling.choose_number(key)

    def give_answer(self, ref: str, answer: Answer, last: bool) -> None:
        """Enter on a question."""
        self.interviewing.give_answer(ref, answer, last)

    def keep_check(self, ref: str, reason: str, last: bool) -> None:
        """A soft check is kept."""
        self.interviewing.keep_check(ref, reason, last)

    def back(self) -> None:
        """PgUp."""
        self.interviewing.back()

    def help(self) -> HelpState:
        """F1."""
        return HelpState() if self._sitting is not None else self.interviewing.help()

    def explain_connection(self, connection: ExplanationState) -> bool:
        """Ctrl+H between calls: cases can be taken along."""
        if self._along is None or self._asking:
            return False
        self._along.show(connection)
        return True

    def follow_connection(self, connection: ExplanationState) -> None:
        """The same, while it is in sight."""
        if self._along is not None:
            self._along.follow(connection)

    def hear_halt(self, halt: Halt | None) -> None:
        """Why no call begins at this station; None: they do."""
        self.calling.hear_halt(halt)

    # -- panels -----------------------------------------------------------------------------------------------

    def panel_choice(self, kind: PanelKind, code: str) -> None:
        """A choice in a panel."""
        if kind is PanelKind.LANGUAGE and self._sitting is not None:
            self._sitting.presenter.panel_choice(kind, code)
        elif kind is PanelKind.LANGUAGE:
            self.interviewing.choose_language(code)
        elif kind is PanelKind.RESULT:
            self.interviewing.closing.choose(code)
        elif kind is PanelKind.MESSAGES:
            self._messages.chosen(code)
        elif kind is PanelKind.CALLER_ANSWER:
            self.calling.caller.chosen(code)
        elif kind is PanelKind.HUB and self._along is not None:
            self._along.chosen(code)

    def text_saved(self, kind: PanelKind, ref: str, text: str) -> None:
        """Note or remark."""
        if kind is PanelKind.NOTE:
            self.interviewing.note_saved(text)
            self.calling.note_saved(text)
        elif kind in (PanelKind.SKIP_TOPIC, PanelKind.CARD_TEXT, PanelKind.CARD_REASON) and self._sitting is not None:
            self._sitting.presenter.text_saved(kind, ref, text)
        elif kind is PanelKind.REMARK:
            self.interviewing.remark_saved(ref, text)
        elif kind is PanelKind.CALLER:
            self.calling.caller.typed(text)
        elif kind is PanelKind.CALLER_WORD:
            self.calling.caller.word_typed(text)
        elif kind is PanelKind.ALONG and self._along is not None:
            self._along.typed(text)

    def appointment_made(self, agreed: AppointmentInput) -> None:
        """A time was typed."""
        if self._asking:
            self.interviewing.closing.appointment_made(agreed)
        else:
            self.calling.appointment_made(agreed)

    def appointment_offered(self, offered: AppointmentInput) -> None:
        """A time is being typed."""
        self.calling.appointment_offered(offered)

    def jump(self, ref: str) -> None:
        """A question of the outline, or a topic of the guide."""
        if self._sitting is not None:
            self._sitting.presenter.jump(ref)
        else:
            self.interviewing.jump(ref)

    def wrapped_up(self, code: str, note: str) -> None:
        """The result of an interview stands."""
        self.interviewing.closing.confirmed(code, note)

    def panel_closed(self, kind: PanelKind) -> None:
        """Esc."""
        if kind is PanelKind.WRAP_UP:
            self.interviewing.closing.reopened()
        elif kind in (PanelKind.CALLER, PanelKind.CALLER_ANSWER, PanelKind.CALLER_WORD):
            self.calling.caller.forget()

    def pause(self) -> None:
        """Ctrl+P."""
        self.calling.pause()
        if self._asking:
            self.interviewing.pause()
        self._seat.look()

    def pause_ended(self) -> None:
        """Back to work."""
        self.calling.go_on_after_pause()
        if self._asking:
            self.interviewing.go_on_after_pause()
        self._seat.look()

    # -- leaving ----------------------------------------------------------------------------------------------

    def may_leave(self) -> bool:
        """Whether somebody else can sit down now; says what is still to be done."""
        words = self._stage.words
        if self._asking:
            self._stage.say(words.say("End or suspend the interview first (F8)."), tone=Tone.WARN)
            return False
        if self._stage.busy:
            return False  # what is under way decides first
        if not self._run.may_leave:
            self._stage.say(words.say("After dialling, a result is needed."), tone=Tone.WARN)
            return False
        return True

    def may_begin_anew(self) -> bool:
        """Between two conversations, while nothing is typed."""
        return not (self._asking or self._stage.busy or self._stage.shell.open_panel()) and self._run.is_between_calls

    def take_over(self, earlier: RolePresenter) -> None:
        """The case in hand and the last result stay."""
        if isinstance(earlier, InterviewerPresenter):
            earlier._messages.leave()
            self._run.take_over(earlier._run)
            self._messages.look()
            self.calling.go_on()
        else:
            self.start()

    def leave(self) -> None:
        """Somebody else sits down."""
        self.calling.leave()
        self._seat.leave()
        self._messages.leave()

    def close(self, shell: ShellView) -> None:
        """The window closes once everything is durable; where something runs, asked for a second time."""
        words, stage = self._stage.words, self._stage
        if self._asking or not self._run.may_leave:
            asked = (
                words.say("An interview is under way: end or suspend it first (F8).")
                if self._asking
                else words.say("After dialling, a result is needed.")
            )
            if stage.said != asked:
                detail = words.say(
                    "Close the window once more to leave all the same: nothing is lost, it goes on later."
                )
                stage.say(asked, detail, Tone.WARN)
                return
        if self._asking:
            self.interviewing.close()
        else:
            self.calling.close()
