"""Between calls: words the running call and brings keys to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from cati_app.domain.calling.line import LineProblem
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.callers import CallerCase
from cati_app.domain.sharing.stations import Halt
from cati_app.fieldwork.calling import call_protocol
from cati_app.fieldwork.calling.call_run import CallRun
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.ui.console.appointing import appointment_panel, judge_time, local_time
from cati_app.ui.console.dial.caller import CallerDesk, told_rules
from cati_app.ui.console.dial.driver import CallDriver, Interviewing
from cati_app.ui.console.dial.words import dial_state, empty_state, explanation, line_state, undo_state
from cati_app.ui.console.results import APPOINTMENT, LANGUAGE, NEVER_AGAIN, Untold
from cati_app.ui.console.services import InterviewerServices
from cati_app.ui.console.views import DialView
from cati_app.ui.stage.panel_states import AppointmentInput, PanelKind, TextPanelState
from cati_app.ui.stage.result_words import result_label
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName, Tone


class InterviewScreen(Interviewing, Protocol):
    """Who shows the case beside the interview."""

    def refresh_case(self) -> None: ...


class CallingPresenter:
    """The case in hand and its call on the screen between calls; during an interview beside that."""

    def __init__(
        self, stage: Stage, view: DialView, services: InterviewerServices, run: CallRun, interviewing: InterviewScreen
    ) -> None:
        self._stage = stage
        self._view = view
        self._services = services
        self._interviewing = interviewing
        self._untold: Untold = {}
        self.run = run
        self._shown_at: datetime | None = None  # to the minute
        self._halt: Halt | None = None
        self.on_shown: Callable[[], None] = lambda: None  # told whenever the case was shown as it stands
        self.send = CallDriver(stage, services, run, self, interviewing).send
        self.caller = CallerDesk(stage, services, lambda number: self.send(call_protocol.CallerNamed(number)))

    # -- keys -------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Somebody sits down to work."""
        self.send(call_protocol.CaseWanted())

    def go_on(self) -> None:
        """The same person goes on with the case in hand."""
        self.show_case()
        self.show()

    def dial(self) -> None:
        """F5; a call that is up by now is not touched."""
        if not self.run.can_hang_up:
            self.send(call_protocol.DialPressed())

    def hang_up(self) -> None:
        """F5 while a call is up; one that has ended meanwhile is not dialled again."""
        if self.run.can_hang_up:
            self.send(call_protocol.DialPressed())

    def ring_back(self) -> None:
        """The person called last is on the line again; between calls somebody whose number tells the case."""
        if self.run.can_find_caller:
            self.caller.ask()
        else:
            self.send(call_protocol.RangBack())

    def pause(self) -> None:
        """Nobody is called for a while; what waits here for others goes back to them."""
        self.send(call_protocol.PausePressed())
        if self._services.begin_pause is not None:
            self._stage.aside(self._services.begin_pause)

    def go_on_after_pause(self) -> None:
        """Back to work."""
        self.send(call_protocol.PauseEnded())

    def choose_number(self, key: str = "") -> None:
        """Another number of the case; blank: the one after this, after the last the first."""
        self.send(call_protocol.NumberChosen(int(key) if key else None))

    def choose_result(self, code: str) -> None:
        """A result of the list."""
        if code == APPOINTMENT:
            self.send(call_protocol.AppointmentWanted())
        elif code == NEVER_AGAIN:
            self.send(call_protocol.OptedOut())
        elif code.startswith(LANGUAGE):
            self.send(call_protocol.LanguageNeeded(code.removeprefix(LANGUAGE)))
        else:
            self.send(call_protocol.ResultChosen(code))

    def ask_result(self) -> None:
        """F8: the list is in front already."""
        self._stage.say(self._stage.words.say("A digit selects the result, Enter confirms it."))

    def ask_appointment(self) -> None:
        """F9: when to call again."""
        self.send(call_protocol.AppointmentWanted())

    def appointment_made(self, typed: AppointmentInput) -> None:
        """Date and time as typed, in the respondent's time."""
        if self.offer is not None:
            at = local_time(self._services, typed, self.offer.case.locality)
            self.send(call_protocol.AppointmentMade(Agreed(at, typed.firm), typed.note))

    def appointment_offered(self, offered: AppointmentInput) -> None:
        """A time is being offered: whether it can be kept, else the nearest that can, while the person listens."""
        if self.offer is not None:
            judge_time(self._stage, self._services, self.offer.case, offered, self.run.note)

    def take_back(self) -> None:
        """Ctrl+Z: the case comes back with its attempt open."""
        self.send(call_protocol.TakeBackPressed(self._services.clock.now()))

    def return_case(self) -> None:
        """The case goes back undialled."""
        self.send(call_protocol.GiveBackPressed())

    def ask_note(self) -> None:
        """F4."""
        self.send(call_protocol.NoteWanted())

    def note_saved(self, text: str) -> None:
        """The note goes with the result."""
        self.send(call_protocol.NoteSaved(text))

    def begin_interview(self) -> None:
        """Enter: somebody answered. Without a case: fetch the next."""
        self.send(call_protocol.BeginPressed())

    def explain(self) -> None:
        """F12."""
        services, offer = self._services, self.offer
        if offer is None:
            self._stage.panel(explanation(self._stage.words, services, None, self.run.nothing, halt=self._halt))
            return
        self._stage.run(
            lambda: services.explain_case(services.user, offer.case.id),
            lambda explained: self._stage.panel(explanation(self._stage.words, services, offer, None, explained)),
        )

    def tick(self) -> None:
        """Every few seconds; each minute what depends on the time is shown anew."""
        now = self._services.clock.now()
        self.send(call_protocol.Ticked(now))
        self._stage.tell_time(now)
        if self.offer is not None and now.replace(second=0, microsecond=0) != self._shown_at:
            self.show()

    def hear_halt(self, halt: Halt | None) -> None:
        """Why no call begins at this station; None: they do. It is told where there is nothing to call."""
        if halt is not self._halt:
            self._halt = halt
            if self.offer is None and self._shown_at is not None:
                self.show()

    def leave(self) -> None:
        """Somebody else sits down."""
        self.send(call_protocol.Left())

    def close(self) -> None:
        """The window closes as soon as nothing waits to be written."""
        self.send(call_protocol.ClosePressed())

    # -- what is shown ----------------------------------------------------------------------------------------

    @property
    def offer(self) -> Offer | None:
        """The case in hand."""
        return self.run.offer

    def show_case(self) -> None:
        """The case comes to the front."""
        self._stage.show(ScreenName.DIAL)

    def show(self) -> None:
        """The case as it stands."""
        stage, run, now = self._stage, self.run, self._services.clock.now()
        self._shown_at = now.replace(second=0, microsecond=0)
        undo = undo_state(stage.words, self._services, run, now)
        call = line_state(stage.words, run, now)
        stage.situate(
            has_case=run.offer is not None,
            can_dial=call.can_dial,
            can_hang_up=call.can_hang_up,
            numbers=len(run.offer.case.numbers) if run.offer is not None else 0,
            can_undo=undo is not None,
            can_ring_back=run.can_find_caller or run.can_ring_back,
            can_give_result=run.can_give_result and not run.in_interview,
        )
        self.on_shown()
        if stage.situation.screen in (ScreenName.CONSOLE, ScreenName.SITTING):
            self._interviewing.refresh_case()
            return
        stage.header(language="")  # the script's, which belongs to an interview
        if run.offer is None:
            self._view.render_empty(empty_state(stage.words, self._services, run.nothing, undo, self._halt))
        else:
            self._view.render(dial_state(stage.words, self._services, run, run.offer, call, undo, self._untold))

    def ask_for_note(self, result: str) -> None:
        """The note on the case; a result may wait for it."""
        words = self._stage.words
        title = words.say("This result needs a note: what was said?") if result else words.say("Note on the case")
        self._stage.panel(TextPanelState(PanelKind.NOTE, title, self.run.note))

    def ask_for_appointment(self) -> None:
        """When to call again."""
        if self.offer is not None:
            locality = self.offer.case.locality
            self._stage.panel(appointment_panel(self._stage, self._services, "", self.run.note, locality))

    def tell(self, error: Exception) -> None:
        """What is not allowed or went wrong."""
        if isinstance(error, LineProblem):
            self._stage.say(self._stage.words.say("The line reports a problem."), error.text, Tone.BAD)
        else:
            self._stage.explain(error)

    def tell_ring_back(self, of_call: str, told: tuple[str, ...]) -> None:
        """Nobody dialled: the person who rang back has a result of their own."""
        words = self._stage.words
        self.caller.forget()
        detail = told_rules(words, told)
        if of_call:
            before = result_label(words, self._services.texts.results, of_call)
            detail = words.say("The call before: {result}.", result=before)
        self._stage.say(words.say("They rang back: give this call a result of its own. No limit counts it."), detail)

    def answer_caller(self, answer: CallerCase | Exception) -> None:
        """The case of whoever rings back is not taken up."""
        self.caller.tell(answer)

    def tell_returned(self) -> None:
        """The case is given back."""
        words = self._stage.words
        if self._halt is None:
            self._stage.say(words.say("The case is given back. Enter fetches the next one."))
        else:
            self._stage.say(words.say("The case is given back."))
