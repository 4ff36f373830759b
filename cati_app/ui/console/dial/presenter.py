"""Between calls: the next case, dialling, the result, and taking it back."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from cati_app.domain.calling.line import CallEnd, LineProblem
from cati_app.domain.calling.line import CallState as LineState
from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.cases import Call, ContactNumber
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CallId
from cati_app.fieldwork.calling.holding import CASE_LOST
from cati_app.fieldwork.calling.record_result import GivenResult
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.changes import ChangeSet, Topic
from cati_app.ui.console.appointing import appointment_panel, judge_time, local_time
from cati_app.ui.console.dial.blocking import BlockingPresenter
from cati_app.ui.console.dial.words import dial_state, empty_state, explanation, line_up, undo_state
from cati_app.ui.console.results import APPOINTMENT, LANGUAGE, NEVER_AGAIN
from cati_app.ui.console.states import CallState, LinePhase, UndoState
from cati_app.ui.console.views import DialView
from cati_app.ui.stage.panel_states import AppointmentInput, PanelKind, TextPanelState
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName, Tone
from cati_app.ui.stage.wording import is_case_lost
from cati_app.ui.stage.workplace import Workplace


class Interviewing(Protocol):
    """Who leads the interview on the offered case."""

    def begin(self, offer: Offer, calling: CallingPresenter) -> None: ...

    def refresh_case(self) -> None: ...

    def left(self) -> None: ...


_SIGN_OF_LIFE = timedelta(minutes=1)
_RESULT_CHANGES: ChangeSet = frozenset({Topic.CASES, Topic.APPOINTMENTS})


class CallingPresenter:
    """Holds the offered case and the line; one case, one call at a time."""

    def __init__(self, stage: Stage, view: DialView, place: Workplace, interviewing: Interviewing) -> None:
        self._stage = stage
        self._view = view
        self._place = place
        self._interviewing = interviewing
        self.blocking = BlockingPresenter(stage, place)
        self.offer: Offer | None = None
        self._nothing: Nothing | None = None
        self._call: Call | None = None  # up now
        self._dialled = False
        self._last_s = 0  # length of the call that ended
        self._number = 0
        self._note = ""
        self._asked_for = ""  # the result whose note is being written
        self._undo: GivenResult | None = None
        self._kept = place.clock.now()
        place.dialer.listen(self._line_changed, self._line_ended)

    # -- the case ---------------------------------------------------------------------------------------------

    def next_case(self) -> None:
        """Offer the next case, or say why there is none."""
        place = self._place
        self.offer, self._nothing, self._call, self._dialled, self._number, self._note = None, None, None, False, 0, ""

        def work() -> Offer | Nothing:
            place.settle(place.user)
            return place.take_case(place.user)

        self._stage.run(work, self._offered)

    def _offered(self, offered: Offer | Nothing) -> None:
        if isinstance(offered, Nothing):
            self._nothing = offered
        else:
            self.offer = offered
            self._dialled, self._number = offered.dialled, offered.number
        self._stage.show(ScreenName.DIAL)
        self.render()

    def return_case(self) -> None:
        """Give the case back undialled, and take a pause: the same case would come again at once."""
        offer = self.offer
        if offer is None or self._dialled or self._stage.busy:
            return
        self.offer = None
        work = partial(self._place.return_case, self._place.user, offer.attempt)
        self._stage.run(work, self._returned, self.lost)

    def leave(self) -> None:
        """Somebody else sits down: an undialled case goes back without a word, a dialled one waits for its result."""
        offer, self.offer = self.offer, None
        if self._call is not None:
            self._place.dialer.hang_up()
        if offer is not None and not self._dialled:
            work = partial(self._place.return_case, self._place.user, offer.attempt)
            self._stage.run(work, self._stage.changed, is_case_lost)  # gone already: nothing to say to the next person
        self.blocking.before_leaving(lambda: None)

    def _returned(self, changes: ChangeSet) -> None:
        self._stage.changed(changes)
        self._nothing = Nothing({}, None, 0)
        self.render()
        self._stage.say(self._stage.words.say("The case is given back. Enter fetches the next one."))

    # -- the line ---------------------------------------------------------------------------------------------

    def dial_or_hang_up(self) -> None:
        """F5."""
        if self._call is not None:
            self._place.dialer.hang_up()
            return
        offer, number = self.offer, self.number
        if offer is None or number is None or self._stage.busy:
            return
        self._undo = None
        self._stage.say("")  # what was said belongs to the case before
        work = partial(self._place.start_call, self._place.user, offer.attempt, number)
        self._stage.run(work, self._dial, self._not_dialled)

    def _not_dialled(self, error: Exception) -> bool:
        """A case that must not be called now, or went to others, has left these hands: say why, fetch the next."""
        if self.lost(error):
            return True
        if not isinstance(error, RuleViolation) or not error.context.get("settled"):
            return False
        self._stage.explain(error)
        self._stage.changed(_RESULT_CHANGES)
        self.next_case()
        return True

    def _dial(self, call: Call) -> None:
        number = self.number
        if number is None or number.number is None:
            return
        self._call, self._dialled = call, True
        try:
            self._place.dialer.dial(call.id, number.number)
        except LineProblem as problem:
            self._call = None
            self._end_call(call.id, "adapter")
            self._stage.say(self._stage.words.say("The line does not play along."), problem.text, Tone.BAD)
        self.render()
        self._stage.aside(self._place.tidy)  # it rings: nobody waits for the database now

    def _line_changed(self, call_id: CallId, state: LineState) -> None:
        self.render()

    def _line_ended(self, call_id: CallId, end: CallEnd) -> None:
        if self._call is not None:
            self._last_s = int((self._place.clock.now() - self._call.dialled_at).total_seconds())
        self._call = None
        self._end_call(call_id, end.by.value)
        self.render()

    def _end_call(self, call_id: CallId, ended_by: str) -> None:
        offer = self.offer
        if offer is not None:
            work = partial(self._place.end_call, self._place.user, offer.attempt, call_id, ended_by)
            self._stage.run(work, lambda _: None)

    def choose_number(self, key: str = "") -> None:
        """Another number of the case; blank: the one after this, after the last the first."""
        if self._call is None and self.offer is not None:
            self._number = int(key or self._number + 1) % len(self.offer.case.numbers)
            self.render()

    @property
    def number(self) -> ContactNumber | None:
        """The number on the screen."""
        if self.offer is None or not self.offer.case.numbers:
            return None
        return self.offer.case.numbers[self._number]

    def call_state(self) -> CallState:
        """The line as screens show it."""
        words = self._stage.words
        if self._call is not None:
            seconds = int((self._place.clock.now() - self._call.dialled_at).total_seconds())
            return line_up(words, seconds, talking=self._stage.situation.screen is ScreenName.CONSOLE)
        can_dial = self.number is not None and self.number.number is not None
        if self._dialled:
            return CallState(LinePhase.ENDED, self._last_s, False, words.say("hung up"), can_dial=can_dial)
        return CallState(LinePhase.IDLE, can_dial=can_dial)

    # -- the result -------------------------------------------------------------------------------------------

    def choose_result(self, code: str) -> None:
        """A result of the list; an appointment asks for the time first."""
        if self.offer is None or self._stage.busy:
            return
        if code == APPOINTMENT:
            self.ask_appointment()
        elif code == NEVER_AGAIN:
            self._give("refusal", never_again=True)
        elif code.startswith(LANGUAGE):
            self._give("callback_requested", language=code.removeprefix(LANGUAGE))
        elif self._dialled and self._needs_note(code):
            self._ask_note(self._stage.words.say("This result needs a note: what was said?"), code)
        else:
            self._give(code)

    def _needs_note(self, code: str) -> bool:
        result = self._place.rules.results.find(code)
        return result is not None and result.note_required and not self._note

    def ask_appointment(self, message: str = "") -> None:
        """F9: when to call again."""
        if self.offer is not None and self._dialled:
            self._stage.panel(appointment_panel(self._stage, self._place, message, self._note, self.offer.case.place))

    def appointment_made(self, agreed: AppointmentInput) -> None:
        """Date and time as typed, in the respondent's time."""
        self._note = agreed.note or self._note
        name = "appointment_firm" if agreed.firm else "appointment_soft"
        at = local_time(self._place, agreed, self.offer.case.place if self.offer else "")
        self._give(name, agreed=Agreed(at, agreed.firm))

    def appointment_offered(self, offered: AppointmentInput) -> None:
        """A time is being offered: whether it can be kept, else the nearest that can, while the person listens."""
        if self.offer is not None:
            judge_time(self._stage, self._place, self.offer.case, offered, self._note)

    def _give(
        self, name: str, agreed: Agreed | None = None, language: str | None = None, never_again: bool = False
    ) -> None:
        offer = self.offer
        if offer is None:
            return
        work = partial(
            self._place.record_result,
            self._place.user,
            offer.attempt,
            name,
            agreed=agreed,
            note=self._note,
            language=language,
            never_again=never_again,
        )
        if self._call is not None:
            self._place.dialer.hang_up()
        self._stage.run(work, self._given, self.lost)

    def lost(self, error: Exception) -> bool:
        """When the error says that the case went to others: say so, leave it and go on with the next one."""
        if not is_case_lost(error):
            return False
        self._stage.shell.hide_panel()
        if self._stage.situation.screen is ScreenName.CONSOLE:
            self._interviewing.left()
        else:
            self.finished()
        self._stage.explain(error)
        return True

    def _given(self, given: GivenResult) -> None:
        self._undo = given
        self.blocking.given(given)
        self._stage.shell.hide_panel()
        self._stage.say("")
        self._stage.changed(_RESULT_CHANGES)
        self.next_case()

    def take_back(self) -> None:
        """Ctrl+Z: the case comes back with its attempt open."""
        given, offer = self._undo, self.offer
        if given is None or self._dialled or self._stage.busy:
            return
        self._undo = None
        in_hand = offer.attempt if offer is not None else None
        self._stage.run(partial(self._place.take_back, self._place.user, given, in_hand), self._taken_back)

    def _taken_back(self, changes: ChangeSet) -> None:
        self._stage.changed(changes)
        self.next_case()

    # -- notes, reasons, interview ----------------------------------------------------------------------------

    def ask_note(self) -> None:
        """F4."""
        self._ask_note(self._stage.words.say("Note to the case"))

    def _ask_note(self, title: str, result: str = "") -> None:
        self._asked_for = result
        self._stage.panel(TextPanelState(PanelKind.NOTE, title, self._note))

    def note_saved(self, text: str) -> None:
        """The note goes with the result."""
        self._note = text.strip()
        result, self._asked_for = self._asked_for, ""
        self._stage.shell.hide_panel()
        if result:
            self.choose_result(result)  # without a note it asks again
            return
        self.render()

    @property
    def has_dialled(self) -> bool:
        """Whether the case on the screen was dialled in this attempt."""
        return self._dialled

    def look_again(self) -> None:
        """Now and then: take the offer to take back away in time; fetch the next case once its time has come."""
        if self._stage.situation.can_undo and self._undo_state() is None:
            self._stage.situate(can_undo=False)
        next_at = self.next_at()
        waits = self.offer is None and next_at is not None and not self._stage.busy
        if waits and next_at is not None and next_at <= self._place.clock.now():
            self.next_case()

    def keep(self) -> None:
        """A sign of life, once a minute, while a case is in hand: without it the case goes to others."""
        now = self._place.clock.now()
        if self.offer is None or self._stage.busy or abs(now - self._kept) < _SIGN_OF_LIFE:
            return
        self._kept = now
        offer = self.offer

        def told(kept: bool) -> None:
            if not kept and self.offer is offer:
                self.lost(RuleViolation(CASE_LOST))

        self._stage.run(partial(self._place.keep_case, self._place.user), told)

    def next_at(self) -> datetime | None:
        """When the next case can be called, while there is none."""
        return self._nothing.next_at if self._nothing is not None else None

    @property
    def note(self) -> str:
        """The note to the case, so far."""
        return self._note

    def explain(self) -> None:
        """F12."""
        place, offer = self._place, self.offer
        if offer is None:
            self._stage.panel(explanation(self._stage.words, place, None, self._nothing))
            return
        work = partial(place.explain_case, place.user, offer.case.id)
        self._stage.run(
            work, lambda found: self._stage.panel(explanation(self._stage.words, place, offer, None, found))
        )

    def begin_interview(self) -> None:
        """Somebody answered: an interview begins, or the interrupted one goes on. Without a case: fetch the next."""
        if self._stage.busy:
            return
        if self.offer is None:
            self._stage.say("")  # what was said belongs to the case before
            self.next_case()
        elif self._dialled:
            self._undo = None
            self._interviewing.begin(self.offer, self)

    def finished(self) -> None:
        """The interview is over: hang up and go to the next case."""
        if self._call is not None:
            self._place.dialer.hang_up()
        self.next_case()

    def render(self) -> None:
        """Show the case as it stands."""
        stage, undo = self._stage, self._undo_state()
        call = self.call_state()
        stage.situate(
            has_case=self.offer is not None,
            can_dial=call.can_dial,
            can_hang_up=call.can_hang_up,
            numbers=len(self.offer.case.numbers) if self.offer is not None else 0,
            has_dialled=self._dialled,
            can_undo=undo is not None,
        )
        if stage.situation.screen is ScreenName.CONSOLE:
            self._interviewing.refresh_case()
            return
        stage.header(language="")  # the script's, which belongs to an interview
        if self.offer is None:
            self._view.render_empty(empty_state(stage.words, self._place, self._nothing, undo))
        else:
            self._view.render(dial_state(stage.words, self._place, self.offer, self._number, call, self._dialled, undo))

    def _undo_state(self) -> UndoState | None:
        return undo_state(self._stage.words, self._undo, self._place.clock.now())
