"""The running interview without windows: answers, their way to the disk, the quota's decision, and how it ends.

A machine: events in, commands out, to be carried out in their order. The engine's session decides what is asked; the
machine sees to it that the next question shows before the answer is written, that at most one answer is not yet safe,
that a failure is repeated by the next key, and that a person keeps one place in the quota. It calls no use
case; the clock it is given stamps the session's events and the moment the screening was passed.
"""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import assert_never

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.interviews import NOT_MOVED, Interview
from cati_app.domain.changes import ChangeSet, Topic
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CellId
from cati_app.domain.outcomes.dispositions import COMPLETE, PARTIAL, SUSPENDED
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import NOT_SCREENED_STATUS, QUOTA_STATUS, Decision, Verdict, find_place
from cati_app.engine.form.answers import Answer
from cati_app.engine.form.model import Form
from cati_app.engine.form.screen import CheckView, QuestionView
from cati_app.engine.session.carrying import Passage
from cati_app.engine.session.events import LogDoesNotFit, SessionEvent, Step, UnknownQuestion
from cati_app.engine.session.session import InterviewSession
from cati_app.fieldwork.calling.call_protocol import (
    Announce,
    AppointmentMade,
    ClosePanel,
    ClosePressed,
    Failed,
    LanguageNeeded,
    LetClose,
    NoteSaved,
    OptedOut,
    PauseEnded,
    PausePressed,
    ResultChosen,
    Show,
    TakeBackPressed,
    Tell,
    Unsay,
)
from cati_app.fieldwork.calling.call_run import is_case_lost
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview.conduct_protocol import (
    Acknowledge,
    AnswerGiven,
    AnswersNotStored,
    AnswersStored,
    BackPressed,
    Begun,
    BrokenOff,
    CaseDropped,
    CheckKept,
    Command,
    CreateInterview,
    EndSitting,
    Event,
    FindPlaceHeld,
    GoOnCalling,
    GuideDone,
    HoldPlace,
    HoldSitting,
    Input,
    InterviewCreated,
    LogRead,
    LoseCase,
    MoveAside,
    MovedAside,
    MovePlace,
    NotePassedScreening,
    OtherPersonAnswered,
    Outcome,
    PlaceDecided,
    PlaceFound,
    PlaceNotDecided,
    ProposeEnd,
    QuestionChosen,
    ReadLog,
    RemarkSaved,
    ScreeningNotNoted,
    ScriptLanguageChosen,
    ShowInterview,
    ShowPlace,
    SittingEnded,
    Suspended,
    TellEnded,
    TellFormChanged,
    TellMovedAside,
    TellNotBegun,
    TellNotDecided,
    TellNotStored,
    TellWithdrawn,
    Withdraw,
    Withdrawn,
    WrapUpClosed,
    WrapUpConfirmed,
    WriteAnswers,
)
from cati_app.fieldwork.interview.ending import InterviewEnd, language_found
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.interview.handed_in import TOLD_OF_PLACE, given_values, hidden_values
from cati_app.fieldwork.interview.placing import (
    all_known,
    deciding_values,
    has_left_screener,
    in_screener,
    is_undecided,
)
from cati_app.fieldwork.interview.screening import EarlyEnd, Screening
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass

PLACE_CHANGES: ChangeSet = frozenset({Topic.QUOTA})
SITTING_CHANGES: ChangeSet = frozenset({Topic.QUOTA, Topic.INTERVIEWS, Topic.CASES, Topic.APPOINTMENTS})


@dataclass(frozen=True, slots=True)
class _Batch:
    """Events of one step, and where the interview stood after it."""

    interview: Interview
    events: tuple[SessionEvent, ...]
    ref: str
    language: str


@dataclass(frozen=True, slots=True)
class _GoOn:
    """To the next screen."""


@dataclass(frozen=True, slots=True)
class _GoOnFrom:
    """To the question after this one on the same screen."""

    ref: str


@dataclass(frozen=True, slots=True)
class _Stay:
    """Where the session stands."""


@dataclass(frozen=True, slots=True)
class _EndReached:
    """The questionnaire is at its end: time to wrap up, unless the quota leads to a further question."""


_Way = _GoOn | _GoOnFrom | _Stay
_Move = AnswerGiven | CheckKept | BackPressed | QuestionChosen | OtherPersonAnswered | _EndReached
"""What brings another screen as soon as it is its turn."""


class Leads(StrEnum):
    """Where the last event led, as whoever typed ahead could foresee it."""

    NOWHERE = "nowhere"  # the same question stays, or it is over
    ON = "on"  # to the question that was to come
    ELSEWHERE = "elsewhere"  # to one that was chosen for now, or that the quota has decided about


class InterviewPhase(StrEnum):
    """Where an interview stands: what a key does depends on it, and on nothing else a person sees."""

    NONE = "none"  # nobody is interviewed
    OPENING = "opening"  # it is being written, or its log is being read
    ASKING = "asking"  # a question is on the screen, and every answer is safe
    WRITING = "writing"  # an answer is on its way to the disk
    STUCK = "stuck"  # the last step could not be stored: the next key repeats it
    DECIDING = "deciding"  # the quota was asked
    WRAPPING_UP = "wrapping_up"  # the outcome is to be confirmed
    ENDING = "ending"  # the sitting is being written


class Conduct:
    """One interviewer's running interview; one after the other.

    Args:
        user: Who asks.
        form: The questionnaire.
        rules: Of the study.
        languages: Codes of the study's languages; an interview begins in the first, where no other is wished.
        clock: Stamps the session's events and the moment the screening was passed.
        has_guide: A sitting by a topic guide follows on the questionnaire, which opens it.
    """

    def __init__(
        self,
        user: User,
        form: Form,
        rules: StudyRules,
        languages: Collection[str],
        clock: Clock,
        *,
        has_guide: bool = False,
    ) -> None:
        self._user = user
        self._form = form
        self._rules = rules
        self._screening = Screening(form, rules)
        self._languages = languages
        self._clock = clock
        self._has_guide = has_guide
        self._out: list[Command] = []
        self.offer: Offer | None = None
        self.interview: Interview | None = None
        self.session: InterviewSession | None = None
        self.note = ""  # to the case
        # the way to the disk
        self._outbox: deque[_Batch] = deque()  # not yet durable
        self._under_way = 0  # how many of them are being written
        self._held: deque[Input | _EndReached] = deque()  # waits until everything before it is durable
        self._afterwards: deque[Command] = deque()  # asked of the store once the outbox is empty
        self._again: Callable[[], None] | None = None  # what failed: the next key repeats it
        # the place in the quota
        self._asking: HoldPlace | MovePlace | None = None  # input is held back meanwhile
        self._way: _Way = _Stay()  # after the decision
        self._wanted: CellId | None = None  # cell asked for after a correction
        self._late: HoldPlace | MovePlace | None = None  # nobody could be asked: before the next answer
        self._placed_by: Mapping[str, str] | None = (
            None  # deciding values before a correction nobody could be asked for
        )
        self._told_undecided = False
        # the end
        self._wrapping_up = False
        self._ending = False
        self._sitting: EndedSitting | None = None  # being written
        self._of_the_talk = ""  # the result chosen for the conversation
        self._goodbye: EarlyEnd | None = None  # said by the program, because the questionnaire goes on asking
        self.missing: CheckView | None = None  # the answer without which the last key did not go on
        self._can_take_back = False  # begun in this sitting, and nothing was answered yet
        self._opening = False  # the store was asked for it
        self.leads = Leads.NOWHERE

    def handle(self, event: Event) -> tuple[Command, ...]:
        """What has to be done now, in this order."""
        self._out, self.leads = [], Leads.NOWHERE
        if isinstance(event, Input):
            self._input(event)
        else:
            self._told(event)
        return tuple(self._out)

    def _do(self, *commands: Command) -> None:
        self._out += commands

    # -- what stands ---------------------------------------------------------------------------------------------

    @property
    def phase(self) -> InterviewPhase:
        """Where the interview stands."""
        if self.session is None:
            return InterviewPhase.OPENING if self._opening else InterviewPhase.NONE
        if self._ending:
            return InterviewPhase.ENDING
        if self._again is not None:
            return InterviewPhase.STUCK
        if self._outbox:
            return InterviewPhase.WRITING
        if self._asking is not None:
            return InterviewPhase.DECIDING
        return InterviewPhase.WRAPPING_UP if self._wrapping_up else InterviewPhase.ASKING

    @property
    def awaits_screen(self) -> bool:
        """Whether what was given waits for the disk or for the quota: keys struck now are meant for the next screen.

        Not where a failure waits for a key that repeats it.
        """
        if self.session is None or self._again is not None:
            return False
        is_decided_first = self._asking is not None and not isinstance(self._way, _Stay)
        return is_decided_first or (bool(self._held) and any(isinstance(event, _Move) for event in self._held))

    @property
    def is_running(self) -> bool:
        """Whether a question is on the screen."""
        return self.session is not None and not self.session.at_end

    @property
    def can_take_back(self) -> bool:
        """Whether the interview can be taken back: it began in this sitting, and nothing was answered yet."""
        return self._can_take_back and self.is_running

    @property
    def ending(self) -> InterviewEnd | None:
        """What would come of the interview now; None when there is none."""
        if self.interview is None or self.session is None:
            return None
        frame = self.offer.case.frame if self.offer is not None else ""
        return InterviewEnd(self.interview, self.session, self._rules, self._early(self.session), frame)

    # -- what the store tells ------------------------------------------------------------------------------------

    def _told(self, event: Outcome | Begun | NoteSaved | WrapUpClosed) -> None:
        match event:
            case AnswersStored(seq):
                self._stored(seq)
            case AnswersNotStored(error):
                self._under_way = 0
                self._fail(error, self._send)
            case PlaceDecided(interview_id, decision):
                if self.interview is not None and self.interview.id == interview_id:
                    self._decided(decision)
            case PlaceNotDecided(interview_id, error):
                if self.interview is not None and self.interview.id == interview_id:
                    self._not_decided(error)
            case PlaceFound(interview_id, decision):
                if decision is not None and self.interview is not None and self.interview.id == interview_id:
                    self._do(ShowPlace(decision), Show())
            case ScreeningNotNoted(interview_id, error):
                if self.interview is not None and self.interview.id == interview_id:
                    self.interview = replace(self.interview, screened_at=None)
                self._do(Tell(error))
            case NoteSaved(text):
                self.note = text.strip()
            case WrapUpClosed():
                self._reopen()
            case _:
                self._led(event)

    def _led(
        self, event: Begun | InterviewCreated | LogRead | MovedAside | Withdrawn | SittingEnded | Failed | CaseDropped
    ) -> None:
        """How an interview comes and goes."""
        match event:
            case Begun(offer, note):
                self._begin(offer, note)
            case InterviewCreated(interview):
                self._created(interview)
            case LogRead(interview, events, passage):
                self._resumed(interview, tuple(events), passage)
            case MovedAside():
                self._do(TellMovedAside())
                if self.offer is not None:
                    case = replace(self.offer.case, open_interview=None)
                    self._begin(replace(self.offer, case=case), self.note)
            case SittingEnded(given):
                self._do(ClosePanel(), Unsay(), Announce(SITTING_CHANGES))
                if self._sitting is not None:
                    self._do(TellEnded(self._sitting))
                self._drop()
                self._do(GoOnCalling(given if given.blocks else None))
            case Withdrawn():
                self._drop()
                self._do(ClosePanel(), Announce(SITTING_CHANGES), TellWithdrawn())
            case Failed(error):
                self._failed(error)
            case CaseDropped():
                self._drop()
            case _:
                assert_never(event)

    def _failed(self, error: Exception) -> None:
        """The interview, or the call before it, is as it was; the same key tries again."""
        self._ending = self._opening = False
        if is_case_lost(error):
            self._do(LoseCase(error))
            return
        if self.session is None:
            self._do(TellNotBegun())
        self._do(Tell(error))

    # -- beginning -----------------------------------------------------------------------------------------------

    def _begin(self, offer: Offer, note: str) -> None:
        self._drop()
        self.offer, self.note, self._opening = offer, note, True
        if offer.case.open_interview is not None:
            self._do(ReadLog(offer.case.open_interview))
            return
        wished = offer.case.language or ""
        first = next(iter(self._languages), "")
        language = self._form.spoken(wished if wished in self._languages else first)
        self._do(CreateInterview(offer.case, language))

    def _created(self, interview: Interview) -> None:
        assert self.offer is not None
        session = InterviewSession(
            self._form,
            self._clock,
            seed=zlib.crc32(interview.id.encode()),
            language=interview.language,
            hidden=hidden_values(self.offer.case, self._user, self._rules),
            time_zone=self._rules.calendar.zone,
            given=given_values(self._user),
        )
        self.interview, self.session, self._can_take_back = interview, session, True
        self._opening = False
        self._enter(session.beginning)

    def _resumed(self, interview: Interview, events: tuple[SessionEvent, ...], passage: Passage | None) -> None:
        now = replace(interview, form_hash=passage.after) if passage is not None else interview
        if not events:  # killed before the first question was written
            self._created(now)
            return
        try:
            if passage is None or passage.comparison is None:
                session = InterviewSession.replay(self._form, self._clock, events)
                unseen = session.carrying_not_seen()
                self._go_on(interview, session, session.resume().events)
                if unseen:  # a kill came before anybody could read what became of the answers
                    self._tell_carried(session, unseen)
                return
        except LogDoesNotFit:
            if passage is None:
                self._do(MoveAside(interview.id))
                return
        self._carry_over(now, events, passage)

    def _carry_over(self, interview: Interview, events: tuple[SessionEvent, ...], passage: Passage) -> None:
        """To the version of the questionnaire that is in force now."""
        hidden = hidden_values(self.offer.case, self._user, self._rules) if self.offer is not None else {}
        try:
            session = InterviewSession.carried_over(self._form, self._clock, events, passage, hidden)
        except LogDoesNotFit:
            self._do(MoveAside(interview.id))
            return
        carried = session.events
        self._go_on(interview, session, carried + session.resume().events)
        self._tell_carried(session, carried)

    def _tell_carried(self, session: InterviewSession, carried: tuple[SessionEvent, ...]) -> None:
        """What became of the answers under this version of the questionnaire."""
        given = [event.data.get("ahead") is True for event in carried if event.kind == "answered"]
        self._do(TellFormChanged(given.count(False), given.count(True), session.set_apart()))

    def _go_on(self, interview: Interview, session: InterviewSession, resumed: tuple[SessionEvent, ...]) -> None:
        self.interview, self.session, self._opening = interview, session, False
        if interview.quota_status:  # a kill may have come between the decision and its event
            resumed += self._tell_form(interview.quota_status, interview.cell_id or "")
        self._enter(resumed)
        if interview.cell_id is not None:
            self._do(FindPlaceHeld(interview))

    def _enter(self, events: tuple[SessionEvent, ...]) -> None:
        if self.is_running or not self._has_guide:
            self._do(ShowInterview())
        self._show(events)

    def _drop(self) -> None:
        """The interview is left; what is on its way to the disk gets there."""
        self.interview = self.session = self._asking = self._wanted = self._sitting = None
        self._late = self._placed_by = None
        self._told_undecided = False
        self._can_take_back = self._opening = False
        self._wrapping_up = self._ending = False
        self._of_the_talk, self._goodbye = "", None
        self._held = deque(event for event in self._held if isinstance(event, ClosePressed))
        self._afterwards = deque(command for command in self._afterwards if isinstance(command, NotePassedScreening))
        if not self._outbox:
            self._again = None
        self._let_through()

    # -- the way to the disk -------------------------------------------------------------------------------------

    def _input(self, event: Input) -> None:
        """Now, or as soon as everything before it is durable; what failed is repeated first."""
        again, self._again = self._again, None
        if again is not None or self._told_undecided:
            self._told_undecided = False
            self._do(Unsay())
        if again is not None:
            again()
        self._when_safe(event)

    def _when_safe(self, event: Input | _EndReached) -> None:
        if self._outbox or self._held or self._asking is not None or self._again is not None:
            self._held.append(event)
        else:
            self._act(event)

    def _let_through(self) -> None:
        while self._held and not self._outbox and self._asking is None and self._again is None:
            self._act(self._held.popleft())

    def _write(self, events: tuple[SessionEvent, ...]) -> None:
        if events and self.interview is not None and self.session is not None:
            self._outbox.append(_Batch(self.interview, events, self.session.ref or "", self.session.language))
            if not self._under_way and self._again is None:
                self._send()

    def _send(self) -> None:
        """Everything that waits of one interview at once; a later step never overtakes one that the disk refused."""
        first = self._outbox[0].interview.id
        batches = [batch for batch in self._outbox if batch.interview.id == first]
        self._under_way = len(batches)
        last = batches[-1]
        events = tuple(event for batch in batches for event in batch.events)
        self._do(WriteAnswers(last.interview, events, last.ref, last.language))

    def _stored(self, seq: int) -> None:
        for _ in range(self._under_way):
            self._outbox.popleft()
        self._under_way = 0
        self._do(Acknowledge(seq, all_of_them=not self._outbox))
        if self._outbox:
            self._send()
            return
        self._do(*self._afterwards)
        self._afterwards.clear()
        self._let_through()

    def _once_stored(self, command: Command) -> None:
        if self._outbox:
            self._afterwards.append(command)
        else:
            self._do(command)

    def _fail(self, error: Exception, again: Callable[[], None]) -> None:
        """What was typed since, beyond one key, is dropped."""
        self._again = again
        while len(self._held) > 1:
            self._held.pop()
        self._do(TellNotStored(error))

    # -- answers and moves ---------------------------------------------------------------------------------------

    def _act(self, event: Input | _EndReached) -> None:
        session = self.session
        if self._late is not None and isinstance(event, AnswerGiven | CheckKept):
            self._held.appendleft(event)
            self._ask(self._late, _Stay())
        elif session is not None:
            self._act_in(session, event)
        elif isinstance(event, ClosePressed):
            self._do(LetClose())
        elif not isinstance(event, PausePressed | PauseEnded | _EndReached):
            self._refuse("interview_opening" if self._opening else "no_interview")

    def _refuse(self, code: str) -> None:
        """The key does nothing here: say why."""
        self._do(Tell(RuleViolation(code)))

    def _act_in(self, session: InterviewSession, event: Input | _EndReached) -> None:
        if not isinstance(event, ScriptLanguageChosen | RemarkSaved | PausePressed | PauseEnded):
            self.missing, self.leads = None, Leads.NOWHERE  # the others neither answer nor move
        if self._ending and not isinstance(event, ClosePressed):
            if not isinstance(event, PausePressed | PauseEnded | _EndReached):
                self._refuse("interview_ending")
            return
        match event:
            case AnswerGiven(ref, answer, last):
                self._answer(session, ref, answer, last)
            case CheckKept(ref, reason, last):
                kept = next((q.answer for q in _questions(session) if q.ref == ref), None)
                if kept is not None:
                    self._answer(session, ref, kept, last, reason)
                else:
                    self._gone(session)
            case BackPressed():
                before = session.ref
                self._turn_back(session, session.back().events)
                if session.ref == before:
                    self.leads = Leads.NOWHERE
                    self._refuse("first_question")
            case QuestionChosen(ref):
                try:
                    self._jump(session, ref)
                except UnknownQuestion:  # an answer took it off the path meanwhile
                    self._refuse("question_gone")
            case OtherPersonAnswered():
                first = next((q.ref for section in session.outline() for q in section.questions), None)
                if first is not None:
                    self._jump(session, first)
            case ScriptLanguageChosen(code):
                self._wrapping_up = False  # what is read at the end is read in this language
                self._show(session.set_language(code).events)
            case RemarkSaved(ref, text):
                self._show(session.remark(ref, text.strip()).events)
            case PausePressed():
                self._write(session.pause().events)
            case PauseEnded():
                self._write(session.resume().events)
            case TakeBackPressed():
                if self._can_take_back and self.interview is not None:
                    self._do(Withdraw(self.interview.id))
                else:
                    self._refuse("answered_already")
            case _EndReached():
                self._propose()
            case ClosePressed():
                self._do(LetClose())
            case _:
                self._end(event)

    def _answer(self, session: InterviewSession, ref: str, answer: Answer, last: bool, keep: str | None = None) -> None:
        question = next((q for q in _questions(session) if q.ref == ref), None)
        if question is None:  # a key that came after the screen had changed
            self._gone(session)
            return
        concerns_cell = self._concerns_cell(ref)
        before = self._deciding_now(session) if concerns_cell else {}
        step = session.answer(ref, answer, keep=keep) if question.asks else Step()
        if question.asks and (answer.text or answer.special):
            self._can_take_back = False
        if step.check is not None:
            self._show(step.events + (session.focus(ref).events if session.ref != ref else ()))
            return
        way = _GoOn() if last else _GoOnFrom(ref)
        asking = self._place_to_ask(session, ref, before, last) if concerns_cell else None
        if asking is None:
            self._placed_by = None if concerns_cell else self._placed_by
            self._follow(session, way, step.events)
        else:
            self._write(step.events)
            self._ask(asking, way, before)

    def _gone(self, session: InterviewSession) -> None:
        """What was typed belongs to no question on the screen."""
        self._refuse("interview_at_end" if session.at_end else "question_gone")

    def _follow(self, session: InterviewSession, way: _Way, events: tuple[SessionEvent, ...]) -> None:
        match way:
            case _GoOn():
                self._go_forward(session, events)
            case _GoOnFrom(ref):
                refs = [question.ref for question in _questions(session)]
                following = refs[refs.index(ref) + 1 :] if ref in refs else []
                self.leads = Leads.ON if following else Leads.NOWHERE
                self._show(events + (session.focus(following[0]).events if following else ()))
            case _Stay():
                events += session.go_on().events
                if not self._end_early(session, events, ahead=True):
                    self._show(events)
            case _:
                assert_never(way)

    def _go_forward(self, session: InterviewSession, events: tuple[SessionEvent, ...]) -> None:
        """To the next screen, or to the end where nothing more may be asked."""
        said_last = not session.asks()
        if self._end_early(session, events, ahead=False):
            return
        moved = session.forward()
        events += moved.events
        if moved.check is not None and moved.check.code == "required":
            self.missing = moved.check
        if moved.check is None:
            self.leads = Leads.NOWHERE if session.at_end else Leads.ON
            events += self._tell_screening(session)
            if not (said_last and session.at_end) and self._end_early(session, events, ahead=True):
                return
        self._show(events)
        if moved.check is None:
            self._decide_late(session)
        if self._asking is not None:
            self.leads = Leads.ELSEWHERE

    def _turn_back(self, session: InterviewSession, events: tuple[SessionEvent, ...]) -> None:
        """To an earlier screen: what the end rested on is open again."""
        self._goodbye = self._late = None
        self.leads = Leads.ON
        if self._wrapping_up:
            self._wrapping_up = False
            self._do(ClosePanel())
        self._show(events + self._tell_screening(session))

    def _jump(self, session: InterviewSession, ref: str) -> None:
        """To a question that was chosen."""
        self._turn_back(session, session.jump(ref).events)
        self.leads = Leads.ELSEWHERE

    def _show(self, events: tuple[SessionEvent, ...]) -> None:
        """Show first, store at once after: the paint does not wait for the disk. At its end, wrap up."""
        if self.is_running:
            self._do(Show())
        self._write(events)
        if not self.is_running:
            self._when_safe(_EndReached())

    # -- the place in the quota ----------------------------------------------------------------------------------

    def _quota_values(self, session: InterviewSession) -> dict[str, str]:
        if self._rules.quota is None or self.offer is None:
            return {}
        return self._screening.quota_values(self._rules.quota, self.offer.case, session)

    def _deciding_now(self, session: InterviewSession) -> Mapping[str, str]:
        """What the place of the interview rests on; nothing while it has none."""
        interview = self.interview
        if interview is None or interview.cell_id is None or not interview.quota_status:
            return {}
        return self._placed_by or self._quota_values(session)

    def _concerns_cell(self, ref: str) -> bool:
        """Whether an answer can bring a decision of the quota, or another one."""
        interview, rules = self.interview, self._rules
        if interview is None or rules.quota is None:
            return False
        return not interview.quota_status or in_screener(ref, rules)

    def _is_told(self, session: InterviewSession, values: dict[str, str]) -> bool:
        """Whether nothing is left to be asked for eligibility and cell."""
        told = all_known(values) and self._screening.is_cell_told(session)
        return told and self._screening.is_established(session)

    def _place_to_ask(
        self, session: InterviewSession, ref: str, before: Mapping[str, str], last: bool
    ) -> HoldPlace | MovePlace | None:
        """What the quota has to be asked before the interview goes on."""
        interview = self.interview
        if interview is None or self._rules.quota is None:
            return None
        now = self._quota_values(session)
        if last and is_undecided(interview, session, self._rules) and self._is_told(session, now):
            return HoldPlace(interview.id, now)
        if interview.cell_id is None or not interview.quota_status:
            return None
        values = deciding_values(self._rules.quota, interview, before, now)
        classified = find_place(self._rules.quota, values, interview.id)
        fits, wanted = classified.fits(interview.cell_id), classified.cell_id
        not_moved = (interview.frozen or {}).get(NOT_MOVED)
        if before == now or fits or wanted in (not_moved, self._wanted):
            self._wanted = None if fits else self._wanted
            return None
        self._wanted = wanted
        return MovePlace(interview.id, values)

    def _decide_late(self, session: InterviewSession) -> None:
        """At the latest when the screener is left or the end is reached; what is blank then counts as unknown."""
        interview = self.interview
        if interview is None:
            return
        undecided = is_undecided(interview, session, self._rules)
        unnoted = self._rules.quota is None and interview.screened_at is None
        if not (undecided or unnoted) or not has_left_screener(session, self._rules):
            return
        if not self._screening.is_established(session) or self._early(session) is not None:
            return
        if undecided:
            self._ask(HoldPlace(interview.id, self._quota_values(session)), _Stay())
        else:
            self._note_screened(interview, session)

    def _note_screened(self, interview: Interview, session: InterviewSession) -> None:
        """Without quota too, what the screening established is kept; the next key tries a failed write again."""
        if not (self._rules.outcome and session.value(self._rules.outcome)):
            self.interview = interview.pass_screening(self._clock.now())
            self._once_stored(NotePassedScreening(interview.id))

    def _ask(self, asking: HoldPlace | MovePlace, way: _Way, before: Mapping[str, str] | None = None) -> None:
        """The answers the decision rests on are durable first; input is held back until it is there."""
        self._asking, self._way, self._late, self._placed_by = asking, way, None, before
        self._once_stored(asking)

    def _not_decided(self, error: Exception) -> None:
        """The interview stands where it stood: an answer asks again, and whatever is no answer does its work."""
        asking, way = self._asking, self._way
        self._asking, self._way, self._wanted = None, _Stay(), None
        self._late = asking if isinstance(way, _Stay) else None
        self._held = deque(event for event in self._held if not isinstance(event, AnswerGiven | CheckKept))
        self._told_undecided = True
        self._do(TellNotDecided(error))
        self._let_through()

    def _decided(self, decision: Decision | None) -> None:
        interview, session = self.interview, self.session
        if interview is None or session is None:
            return
        told: tuple[SessionEvent, ...] = ()
        if decision is not None:
            corrected = isinstance(self._asking, MovePlace)
            now = self._clock.now()
            self.interview = interview.move(decision) if corrected else interview.decide(decision, now)
            self._do(ShowPlace(decision))
            told = self._tell_form(decision.verdict.value, decision.classification.cell_id)
        self._do(Announce(PLACE_CHANGES))
        way, self._way, self._asking, self._placed_by = self._way, _Stay(), None, None
        self._follow(session, way, told)
        self._let_through()
        if self.leads is Leads.ON:
            goes_on = decision is None or decision.verdict in (Verdict.IN, Verdict.UNCLASSIFIED)
            self.leads = Leads.ELSEWHERE if goes_on else Leads.NOWHERE

    def _tell_form(self, verdict: str, cell_id: str) -> tuple[SessionEvent, ...]:
        """The form reads the decision from hidden questions, where it has them."""
        events: tuple[SessionEvent, ...] = ()
        session = self.session
        for name, value in zip(TOLD_OF_PLACE, (verdict, cell_id), strict=True):
            if session is not None and session.has_hidden(name) and session.value(name) != value:
                events += session.set_hidden(name, value).events
        return events

    def _tell_screening(self, session: InterviewSession) -> tuple[SessionEvent, ...]:
        """Where nothing was decided, the form reads whether the screening was left without a result."""
        interview = self.interview
        if interview is None or interview.quota_status or interview.screened_at is not None:
            return ()
        left = has_left_screener(session, self._rules) and not self._screening.is_established(session)
        told = self._tell_form(NOT_SCREENED_STATUS if left else "", "")
        return told + session.go_on().events if told else ()

    # -- the end -------------------------------------------------------------------------------------------------

    def _early(self, session: InterviewSession) -> EarlyEnd | None:
        """Why the interview is over before its last question; the form's own outcome says it better."""
        interview, rules = self.interview, self._rules
        if interview is None or (rules.outcome and session.value(rules.outcome)):
            return None
        if self._screening.says_no(session):
            return EarlyEnd.REFUSED
        if interview.quota_status == Verdict.FULL:
            return EarlyEnd.FULL
        if interview.quota_status == Verdict.NOT_ACCEPTED:
            return EarlyEnd.UNCLASSIFIED
        screens = rules.screener is not None or rules.quota is not None
        undecided = not interview.quota_status and interview.screened_at is None
        if screens and undecided and has_left_screener(session, rules):
            return None if self._screening.is_established(session) else EarlyEnd.NOT_SCREENED
        return None

    def _end_early(self, session: InterviewSession, events: tuple[SessionEvent, ...], *, ahead: bool) -> bool:
        """End in the middle of the questionnaire, unless all it has left is a goodbye of its own.

        Args:
            ahead: The current screen is still to be read; else it was answered just now.
        """
        early = self._early(session)
        if early is None:
            return False
        there_is_more, asks_more = session.rest()
        asks_here, reads_here = session.asks(), not session.at_end and not session.asks()
        if (there_is_more or reads_here) and not asks_more and not (ahead and asks_here):
            return False
        self._goodbye, self.leads = early, Leads.NOWHERE
        self._write(events)
        self._when_safe(_EndReached())
        return True

    def _propose(self) -> None:
        """What follows from the questionnaire, to be confirmed."""
        ending = self.ending
        over = ending is not None and (ending.session.at_end or self._goodbye is not None)
        if ending is not None and over and not self._wrapping_up:
            if self._has_guide and self._goodbye is None and ending.at_its_end == COMPLETE:
                self._do(HoldSitting(ending.interview))
                return
            self._wrapping_up, self._of_the_talk = True, ""
            goodbye = self._goodbye or self._screening.farewell(ending.session)
            own = ending.session.notes_ahead(QUOTA_STATUS) if self._goodbye is not None else ()
            self._do(ProposeEnd(ending.at_its_end, self.note, goodbye=goodbye, own_words=own))

    def _reopen(self) -> None:
        """Back to the last question; in the middle of an interview nothing has moved."""
        self._wrapping_up = False
        said, self._goodbye = self._goodbye, None
        if self._has_guide and said is None:
            return  # the sitting goes on
        if self.session is not None and (self.session.at_end or said is EarlyEnd.NOT_SCREENED):
            self._input(BackPressed())
        elif said is not None:
            self._do(Show())

    def _end(
        self,
        event: Suspended
        | AppointmentMade
        | LanguageNeeded
        | BrokenOff
        | GuideDone
        | OptedOut
        | ResultChosen
        | WrapUpConfirmed,
    ) -> None:
        ending = self.ending
        if ending is None:
            return
        match event:
            case Suspended():
                self._finish(ending, SUSPENDED)
            case AppointmentMade(agreed, note):
                self._finish(ending, SUSPENDED, agreed=agreed, note=note)
            case LanguageNeeded(language):
                self._finish(ending, SUSPENDED, language=language)
            case BrokenOff():
                self._of_the_talk = ""
                self._confirmed(ending, ending.broken_off, self.note)
            case GuideDone() if not self._has_guide:
                self._refuse("interview_not_over")  # its questions say when it is
            case GuideDone():
                self._wrapping_up, self._of_the_talk = True, ""
                self._do(ProposeEnd(ending.at_its_end, self.note))
            case OptedOut(note):
                self._of_the_talk = ""
                opted_out = ending.opted_out
                if self._has_guide and opted_out == COMPLETE:  # that is the opening alone
                    opted_out = ending.broken_off
                self._finish(ending, opted_out, note=note, never_again=True)
            case ResultChosen(code):
                self._of_the_talk = code
                self._confirmed(ending, code, self.note)
            case WrapUpConfirmed() if not self._wrapping_up:
                self._refuse("interview_not_over")  # an answer was corrected meanwhile
            case WrapUpConfirmed(code, note):
                self._confirmed(ending, code, note)
            case _:
                assert_never(event)

    def _confirmed(self, ending: InterviewEnd, code: str, note: str) -> None:
        """A result that needs a note is not stored without one, an opt-out is."""
        result = self._rules.results.find(code)
        of_itself = ending.early is not None and code == ending.at_its_end
        if result is not None and result.note_required and not note.strip() and not of_itself:
            self._wrapping_up = True
            self._do(ProposeEnd(code, note, of_the_talk=code == self._of_the_talk, lacks_note=True))
            return
        self._finish(ending, code, note=note)

    def _finish(
        self,
        ending: InterviewEnd,
        name: str,
        *,
        agreed: Agreed | None = None,
        language: str | None = None,
        note: str = "",
        never_again: bool = False,
    ) -> None:
        if self.offer is None:
            return
        self._ending = True
        sitting = EndedSitting(
            interview_id=ending.interview.id,
            attempt=self.offer.attempt,
            disposition=name,
            data=ending.data(),
            recontact=ending.left_for_recontact(),
            agreed=agreed,
            language=language or language_found(ending.interview, ending.session, self._languages),
            note=note or self.note,
            usable=name == SUSPENDED and ending.broken_off == PARTIAL,
            never_again=never_again,
            by_program=ending.early is not None and name == ending.at_its_end,
            in_talk=name == self._of_the_talk,
        )
        self._sitting = sitting
        self._do(EndSitting(sitting))


def _questions(session: InterviewSession) -> tuple[QuestionView, ...]:
    """What is on the screen; nothing at the end."""
    return () if session.at_end else session.screen().questions
