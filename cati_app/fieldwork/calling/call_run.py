"""The running call without windows: from the offer of a case to its result, and what may be done when.

A machine: events in, commands out, to be carried out in their order. It calls no use case and has no clock. Whoever
drives it tells each command's outcome as an event; until then no second thing is done with the case.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from cati_app.domain.calling.line import Capabilities, LineState, Recording, recording_on
from cati_app.domain.calling.queue import NOT_ASKED, Nothing
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.cases import Attempt, Call, Case, ContactNumber
from cati_app.domain.changes import ChangeSet, Topic
from cati_app.domain.errors import CASE_LOST, RuleViolation
from cati_app.domain.ids import AttemptId, CallId
from cati_app.domain.outcomes.dispositions import (
    APPOINTMENT_FIRM,
    APPOINTMENT_SOFT,
    LINE_PROBLEM,
    NO_ANSWER,
    OPT_OUT,
    OTHER_LANGUAGE,
)
from cati_app.fieldwork.calling.call_protocol import (
    Announce,
    AnswerCaller,
    AppointmentMade,
    AppointmentWanted,
    AskAppointment,
    AskNote,
    BeginInterview,
    BeginPressed,
    BlocksWritten,
    CallerNamed,
    CallerNotTaken,
    CallForbidden,
    CallWritten,
    CaseOffered,
    CaseReturned,
    CaseWanted,
    ClosePanel,
    ClosePressed,
    Command,
    Dial,
    DialPressed,
    DropInterview,
    Event,
    Failed,
    FetchCase,
    FindCaller,
    GiveBackPressed,
    GiveCaseBack,
    HangUp,
    HoldRenewed,
    InterviewNotBegun,
    InterviewOver,
    Key,
    LanguageNeeded,
    Left,
    LetClose,
    LineChanged,
    LineEnded,
    LineFailed,
    NoteSaved,
    NoteWanted,
    NumberChosen,
    OptedOut,
    PauseEnded,
    PausePressed,
    RangBack,
    RenewHold,
    ResultChosen,
    ResultStored,
    RingBackTaken,
    Show,
    ShowCase,
    StoreResult,
    TakeBackPressed,
    TakenBack,
    Tell,
    TellReturned,
    TellRingBack,
    Ticked,
    TidyStore,
    UndoResult,
    Unsay,
    WriteBlocks,
    WriteCall,
    WriteCallEnd,
    WriteRingBack,
    WriteRingBackEnd,
)
from cati_app.fieldwork.calling.record_result import GivenResult
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.rules import StudyRules

RENEW_EVERY = timedelta(minutes=1)
"""How often the hold on a case is renewed: without that it goes to others after the time of a lease."""
RESULT_CHANGES: ChangeSet = frozenset({Topic.CASES, Topic.APPOINTMENTS})


class CallPhase(StrEnum):
    """Where the call of the case in hand stands."""

    IDLE = "idle"  # not dialled yet
    DIALLING = "dialling"
    RINGING = "ringing"
    TALKING = "talking"
    ENDED = "ended"


def is_case_lost(error: Exception) -> bool:
    """Whether the case went to others meanwhile."""
    return isinstance(error, RuleViolation) and error.code == CASE_LOST


class CallRun:
    """One interviewer's line and the case in hand: one case, one call at a time.

    Args:
        rules: Of the study.
        line: What the line can do.
        now: When the person sat down.
    """

    def __init__(self, rules: StudyRules, line: Capabilities, now: datetime) -> None:
        self._rules = rules
        self._line = line
        self._out: list[Command] = []
        self.offer: Offer | None = None
        self.nothing: Nothing | None = None  # why there is no case
        self.call: Call | None = None  # up now
        self.is_dialled = False  # the case in hand was called in this attempt
        self.in_interview = False
        self.is_paused = False  # nobody is called meanwhile
        self.number_place = 0  # which of the case's numbers is dialled next, from 0
        self.note = ""
        self.last_call_s = 0  # length of the call that ended
        self.suggested: str | None = None  # the result that the end of the call suggests; a person decides
        self._line_state = LineState.HANDED_OVER
        self._waiting = False  # the store has not answered yet
        self._noting = ""  # the result whose note is being written
        self._given: GivenResult | None = None  # the last result, until nobody takes it back any more
        self.given_of: Case | None = None  # whose it is
        self._rang_back = False  # the call that is up: it is none of the line's
        self.is_with_caller = False  # the person has rung, and nobody was dialled since: somebody has spoken
        self._was_talk = False  # somebody picked up in the last call, as far as the line tells
        self._talk_goes_on = False  # an interview was interrupted, and nobody has hung up since
        self._to_block: GivenResult | None = None  # the last result whose numbers are still to be blocked
        self._renewed_at = now
        self._ending: dict[CallId, Attempt] = {}  # hung up; the line has not told their end yet
        self._has_left = False
        self._closing = False

    def handle(self, event: Event) -> tuple[Command, ...]:
        """What has to be done now, in this order."""
        self._out = []
        self._take(event)
        return tuple(self._out)

    # -- what may be done now ----------------------------------------------------------------------------------------

    @property
    def phase(self) -> CallPhase:
        """Where the call stands: what the line tells, and that somebody talks who is interviewed."""
        if self.call is None:
            return CallPhase.ENDED if self.is_dialled else CallPhase.IDLE
        if self.in_interview or self._line_state in (LineState.CONNECTED, LineState.ON_HOLD):
            return CallPhase.TALKING
        ringing = self._line_state in (LineState.RINGING, LineState.EARLY_MEDIA)
        return CallPhase.RINGING if ringing else CallPhase.DIALLING

    @property
    def recording(self) -> Recording:
        """Whether the call can be recorded, by the study's notice and by what the line can do."""
        return recording_on(self._line, wanted=self._rules.records_calls)

    @property
    def number(self) -> ContactNumber | None:
        """The number that is dialled next."""
        if self.offer is None or not self.offer.case.numbers:
            return None
        return self.offer.case.numbers[self.number_place]

    @property
    def can_dial(self) -> bool:
        """A number is known, the line is free, and nobody has a pause."""
        number = self.number
        return (
            not self.is_paused
            and self.call is None
            and not self._ending
            and number is not None
            and number.number is not None
        )

    @property
    def can_hang_up(self) -> bool:
        """A call is up."""
        return self.call is not None

    @property
    def can_give_result(self) -> bool:
        """Nobody gives the result of a call that was not made."""
        return self.offer is not None and self.is_dialled

    @property
    def can_begin_interview(self) -> bool:
        """Only whoever is on the line is interviewed; by hand that is from dialling to hanging up."""
        return self.can_give_result and not self.in_interview and (self.call is not None or self._talk_goes_on)

    @property
    def can_ring_back(self) -> bool:
        """The person called last may be on the line again: the case was called, and no call is up."""
        return self.can_give_result and not self.in_interview and self.call is None and not self._ending

    @property
    def can_find_caller(self) -> bool:
        """Somebody may be on the line whose case is not in hand: no call of ours waits for its end or its result."""
        return not (self.is_dialled or self.in_interview or self.call or self._ending or self.is_paused)

    @property
    def can_return_case(self) -> bool:
        """Undialled it goes back as it came; after dialling only a result leads on."""
        return self.offer is not None and not self.is_dialled

    @property
    def may_leave(self) -> bool:
        """Nobody leaves a case that was called before its result is given."""
        return not self.is_dialled

    @property
    def is_between_calls(self) -> bool:
        """Nobody is on the line or was called, and nothing is under way."""
        return not (self.is_dialled or self.in_interview or self._waiting or self._closing or self.call or self._ending)

    def take_over(self, earlier: CallRun) -> None:
        """Go on, under rules of one's own, where another run of the same person stands between two calls."""
        self.offer, self.nothing, self.number_place = earlier.offer, earlier.nothing, earlier.number_place
        self.note, self.is_paused = earlier.note, earlier.is_paused
        self.given_of, self._given, self._to_block = earlier.given_of, earlier._given, earlier._to_block
        self._renewed_at = earlier._renewed_at

    @property
    def next_due_at(self) -> datetime | None:
        """When the next case can be called, while there is none."""
        return self.nothing.next_at if self.nothing is not None else None

    @property
    def given(self) -> GivenResult | None:
        """The last result, while it can be taken back."""
        return self._given

    def taken_back_until(self, now: datetime) -> datetime | None:
        """Until when the last result can be taken back; None when it cannot."""
        given = self._given
        return given.undo_until if given is not None and now < given.undo_until else None

    # -- events ------------------------------------------------------------------------------------------------------

    def _take(self, event: Event) -> None:
        match event:
            case Ticked(at):
                self._ticked(at)
            case LineFailed() | LineChanged() | LineEnded():
                self._line_tells(event)
            case (
                CaseOffered()
                | CallWritten()
                | RingBackTaken()
                | CallerNotTaken()
                | ResultStored()
                | TakenBack()
                | CaseReturned()
                | CallForbidden()
                | HoldRenewed()
            ):
                self._store_answers(event)
            case InterviewNotBegun():
                self.in_interview = False
                self._do(Show())
            case InterviewOver(given):
                if given is not None:
                    self._can_be_taken_back(given)
                self._hang_up()
                self._fetch()
            case Failed(error):
                self._failed(error)
            case BlocksWritten():
                if self._closing:
                    self._do(LetClose())
            case _:
                self._pressed(event)

    def _pressed(self, event: Key) -> None:
        match event:
            case CaseWanted():
                self._fetch()
            case DialPressed():
                self._dial_pressed()
            case NumberChosen(index):
                self._number_chosen(index)
            case NoteWanted():
                self._noting = ""
                self._do(AskNote())
            case NoteSaved(text):
                self._note_saved(text)
            case ResultChosen() | OptedOut() | LanguageNeeded() | AppointmentWanted() | AppointmentMade():
                self._result(event)
            case TakeBackPressed(at):
                self._take_back(at)
            case GiveBackPressed():
                self._return_case()
            case BeginPressed():
                self._begin()
            case RangBack():
                if self.offer is not None and self.can_ring_back and not self._waiting:
                    self._waiting = True
                    self._do(Unsay(), WriteRingBack(self.offer.attempt, self._result_of_call()))
            case CallerNamed(number):
                if self.can_find_caller and not self._waiting:
                    self._waiting = True
                    self._do(Unsay(), FindCaller(number))
            case PausePressed() | PauseEnded():
                self.is_paused = isinstance(event, PausePressed)
                self._do(Show())
            case Left():
                self._leave()
            case ClosePressed():
                self._closing = True
                self._do(WriteBlocks(leaves=True) if self._forget_block() else LetClose())
            case _:
                assert_never(event)

    def _store_answers(
        self,
        event: CaseOffered
        | CallWritten
        | RingBackTaken
        | CallerNotTaken
        | ResultStored
        | TakenBack
        | CaseReturned
        | CallForbidden
        | HoldRenewed,
    ) -> None:
        match event:
            case CaseOffered(offered):
                self._offered(offered)
            case CallWritten(call):
                self._call_written(call)
            case RingBackTaken(offered, call, told):
                self._rang_back_taken(offered, call, told)
            case CallerNotTaken(answer):
                self._waiting = False
                self._do(AnswerCaller(answer))
            case ResultStored(given, offered):
                self._result_stored(given, offered)
            case TakenBack(changes):
                self._do(Announce(changes))
                self._fetch()
            case CaseReturned(changes):
                self._returned(changes)
            case CallForbidden(attempt_id, error):
                self._lose_if_in_hand(attempt_id, error)
            case HoldRenewed(attempt_id, held):
                if not held:
                    self._lose_if_in_hand(attempt_id, RuleViolation(CASE_LOST))
            case _:
                assert_never(event)

    def _do(self, *commands: Command) -> None:
        self._out += commands

    # -- the case ----------------------------------------------------------------------------------------------------

    def _fetch(self) -> None:
        self._let_go_of_case()
        self._waiting = True
        self._do(FetchCase())

    def _let_go_of_case(self) -> None:
        self._let_go_of_call()
        self.offer, self.nothing, self.is_dialled, self.in_interview = None, None, False, False
        self.suggested, self.is_with_caller = None, False
        self.number_place, self.note, self._noting = 0, "", ""

    def _offered(self, offered: Offer | Nothing) -> None:
        self._waiting = False
        if isinstance(offered, Nothing):
            self.nothing = offered
        else:
            self.offer, self.is_dialled, self.number_place = offered, offered.dialled, offered.number
            self.is_with_caller = offered.attempt.rang_back and not offered.attempt.dialled
            self._talk_goes_on = offered.dialled and offered.case.open_interview is not None
        self._do(ShowCase(), Show())

    def _return_case(self) -> None:
        if self.offer is not None and self.can_return_case and not self._waiting:
            self._waiting = True
            self._do(GiveCaseBack(self.offer.attempt))

    def _returned(self, changes: ChangeSet) -> None:
        """A pause follows: the same case would come again at once."""
        self._do(Announce(changes))
        if not self._has_left:
            self._waiting = False
            self.offer, self.nothing = None, NOT_ASKED
            self._do(Show(), TellReturned())

    def _leave(self) -> None:
        """An undialled case goes back silently, a dialled one waits for its result."""
        self._has_left = True
        if self.offer is not None and self.can_return_case:
            self._do(GiveCaseBack(self.offer.attempt))
        self._hang_up()
        self._let_go_of_call()
        self.offer = None
        if self._forget_block():
            self._do(WriteBlocks(leaves=True))

    def _failed(self, error: Exception) -> None:
        """The case is as before; one that must not be called now, or went to others, is in hand no more."""
        if self._has_left:
            if not is_case_lost(error):  # gone already: nothing to say to the next person
                self._do(Tell(error))
            return
        self._waiting = False
        if is_case_lost(error):
            self._lose(error)
        elif isinstance(error, RuleViolation) and error.context.get("settled"):
            self._do(Tell(error), Announce(RESULT_CHANGES))
            self._fetch()
        else:
            if self.offer is None and self.nothing is None:  # there is no case, and it has to be asked for again
                self._offered(NOT_ASKED)
            self._do(Tell(error))

    def _lose_if_in_hand(self, attempt_id: AttemptId, error: Exception) -> None:
        if self.offer is not None and self.offer.attempt.id == attempt_id and not self._waiting:
            self._lose(error)

    def _lose(self, error: Exception) -> None:
        """Say that the case went to others, leave it and go on with the next one."""
        self._do(ClosePanel())
        if self.in_interview:
            self._do(DropInterview())
        self._hang_up()
        self._fetch()
        self._do(Tell(error))

    # -- the line ----------------------------------------------------------------------------------------------------

    def _dial_pressed(self) -> None:
        if self.call is not None:
            rang_back = self._rang_back
            self._hang_up()
            if rang_back:
                self._do(Show())
        elif (
            self.offer is not None and self.number is not None and not (self._ending or self._waiting or self.is_paused)
        ):
            self._given, self._waiting = None, True
            self._do(Unsay(), WriteCall(self.offer.attempt, self.number))

    def _call_written(self, call: Call) -> None:
        self._waiting = False
        number = self.number
        if number is not None and number.number is not None:
            self.call, self.is_dialled, self._line_state = call, True, LineState.HANDED_OVER
            self._talk_goes_on = self._was_talk = self._rang_back = self.is_with_caller = False
            self.suggested = None
            self._do(Dial(call.id, number.number), Show(), TidyStore())

    def _line_tells(self, event: LineFailed | LineChanged | LineEnded) -> None:
        """Of the call that is up, or of one that was hung up before; any other is ignored."""
        belongs = self.call is not None and self.call.id == event.call_id
        if isinstance(event, LineChanged):
            if belongs:
                self._line_state = event.state
                self._was_talk |= event.state is LineState.CONNECTED
                self._do(Show())
        elif belongs and self.call is not None and self.offer is not None:
            if isinstance(event, LineEnded):
                self.last_call_s = int((event.at - self.call.dialled_at).total_seconds())
                suggestion = event.end.suggestion
                self.suggested = suggestion if self._rules.results.offered(suggestion or "") is not None else None
            self.call = None
            self._do(WriteCallEnd(self.offer.attempt, event.call_id, _ended_by(event)), Show())
            if isinstance(event, LineFailed):
                self._do(Tell(event.problem))
        else:
            attempt = self._ending.pop(event.call_id, None)
            if attempt is not None:
                self._do(WriteCallEnd(attempt, event.call_id, _ended_by(event)))
                if self.offer is not None:
                    self._do(Show())  # the line is free again

    def _result_of_call(self) -> str:
        """What the call came to whose person rings back now: as the line tells, else nobody picked up."""
        return self.suggested or (LINE_PROBLEM if self._was_talk else NO_ANSWER)

    def _rang_back_taken(self, offered: Offer, call: Call, told: tuple[str, ...]) -> None:
        """The same case, with another attempt: number and note stay. Or one that was found by its number."""
        before = self.offer if self.is_dialled else None
        self._waiting = False
        if before is None:
            self._let_go_of_case()
            self._given, self.number_place = None, offered.number
            self._do(ClosePanel(), ShowCase())
        self.offer, self.is_dialled, self._rang_back = offered, True, True
        self.is_with_caller = True
        self.call, self._line_state, self.suggested = call, LineState.CONNECTED, None
        self._talk_goes_on = False
        self._do(Announce(RESULT_CHANGES), Show())
        if before is None:
            self._do(TellRingBack("", told))
        elif before.attempt.id != offered.attempt.id and offered.so_far.outcomes:
            self._do(TellRingBack(offered.so_far.last.result))

    def _hang_up(self) -> None:
        """The call of somebody who rang back is none of the line's: nobody will tell its end."""
        if self.call is None:
            return
        if self._rang_back and self.offer is not None:
            self.call, self._rang_back = None, False
            self._do(WriteRingBackEnd(self.offer.attempt))
        else:
            self._do(HangUp())

    def _let_go_of_call(self) -> None:
        """Its end, told later, belongs to the attempt it was made in."""
        if self.call is not None and self.offer is not None:
            self._ending[self.call.id] = self.offer.attempt
        self.call = None

    def _number_chosen(self, index: int | None) -> None:
        if self.call is None and self.offer is not None and self.offer.case.numbers:
            chosen = self.number_place + 1 if index is None else index
            self.number_place = chosen % len(self.offer.case.numbers)
            self._do(Show())

    # -- the result --------------------------------------------------------------------------------------------------

    def _result(self, event: ResultChosen | OptedOut | LanguageNeeded | AppointmentWanted | AppointmentMade) -> None:
        if self.offer is None or self._waiting or self.in_interview:
            return
        if isinstance(event, AppointmentWanted):
            self._do(AskAppointment() if self.is_dialled else Tell(RuleViolation("not_dialled")))
        elif not self.is_dialled:
            self._do(Tell(RuleViolation("not_dialled")))
        elif isinstance(event, OptedOut):
            self.note = event.note or self.note
            self._store(OPT_OUT, never_again=True)
        elif isinstance(event, LanguageNeeded):
            self._store(OTHER_LANGUAGE, language=event.language)
        elif isinstance(event, AppointmentMade):
            self.note = event.note or self.note
            self._store(APPOINTMENT_FIRM if event.agreed.firm else APPOINTMENT_SOFT, agreed=event.agreed)
        elif self._needs_note(event.code):
            self._noting = event.code
            self._do(AskNote(event.code))
        else:
            self._store(event.code)

    def _needs_note(self, code: str) -> bool:
        result = self._rules.results.find(code)
        return result is not None and result.note_required and not self.note

    def _store(
        self, name: str, *, agreed: Agreed | None = None, language: str | None = None, never_again: bool = False
    ) -> None:
        assert self.offer is not None
        self._waiting = True
        self._hang_up()
        self._do(StoreResult(self.offer.attempt, name, self.note, agreed, language, never_again))

    def _can_be_taken_back(self, given: GivenResult) -> None:
        self._given, self.given_of = given, self.offer.case if self.offer is not None else None
        if given.blocks:
            self._to_block = given

    def _result_stored(self, given: GivenResult, offered: Offer | Nothing | None) -> None:
        self._can_be_taken_back(given)
        self._do(ClosePanel(), Unsay(), Announce(RESULT_CHANGES))
        if offered is None:
            self._fetch()
        else:
            self._let_go_of_case()
            self._offered(offered)

    def _take_back(self, at: datetime) -> None:
        given, offer = self._given, self.offer
        if given is None or self.is_dialled or self._waiting:
            return
        self._given = None
        if at >= given.undo_until:
            self._do(Tell(RuleViolation("undo_too_late")), Show())
            return
        self._waiting, self._to_block = True, None
        self._do(UndoResult(given, offer.attempt if offer is not None else None))

    def _note_saved(self, text: str) -> None:
        """A result that waited for its note is given with it; without a note it asks again."""
        self.note = text.strip()
        result, self._noting = self._noting, ""
        self._do(ClosePanel())
        if result:
            self._result(ResultChosen(result))
        else:
            self._do(Show())

    # -- interview and time ------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        if self._waiting or self.in_interview:
            return
        if self.offer is None:
            self._do(Unsay())
            self._fetch()
        elif self.can_begin_interview:
            self.in_interview = True
            self._do(Unsay(), BeginInterview(self.offer, self.note))
        else:
            self._do(Tell(RuleViolation("nobody_on_the_line" if self.is_dialled else "call_first")))

    def _ticked(self, at: datetime) -> None:
        """The hold is renewed, what is due is blocked, the next case comes once its time has come."""
        if self._waiting:
            return
        if self.offer is not None and abs(at - self._renewed_at) >= RENEW_EVERY:
            self._renewed_at = at
            self._do(RenewHold(self.offer.attempt.id))
        if self._to_block is not None and self._to_block.undo_until <= at:
            self._to_block = None
            self._do(WriteBlocks())
        if self._given is not None and self._given.undo_until <= at:
            self._given = None
            self._do(Show())
        if self.offer is None and not self.is_paused and self.next_due_at is not None and self.next_due_at <= at:
            self._fetch()

    def _forget_block(self) -> bool:
        waited, self._to_block = self._to_block is not None, None
        return waited


def _ended_by(event: LineFailed | LineEnded) -> str:
    return event.end.by.value if isinstance(event, LineEnded) else "adapter"
