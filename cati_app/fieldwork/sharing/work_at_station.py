"""The work of an interviewer at a station of a hub: the same as on a laptop, with cases and places from there.

While a case is worked the next one is fetched. Nothing waits for the line but what needs the hub: the next case where
none is here, a place at the end of a screener, and the look before a call whether it may begin. These run in a thread
that may wait, and do each step of the store in the one that owns it (`StoreStep`). Everything else is done there at
once, and the hub hears of it later.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Unpack

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.cases import Attempt, Call, ContactNumber
from cati_app.domain.casework.interviews import Interview
from cati_app.domain.changes import ChangeSet
from cati_app.domain.errors import CASE_LOST, EnvironmentProblem, RuleViolation
from cati_app.domain.ids import InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import Decision, QuotaPlan, find_place
from cati_app.domain.sharing.leases import BeforeCall
from cati_app.fieldwork.calling.finish_attempt import FinishAttempt
from cati_app.fieldwork.calling.make_call import StartCall
from cati_app.fieldwork.calling.record_result import GivenResult, RecordResult, TakeBackResult, WithResult
from cati_app.fieldwork.calling.settle_blocks import SettleBlocks
from cati_app.fieldwork.calling.settle_queue import KeepCase, LetGoOfCase
from cati_app.fieldwork.calling.take_case import Offer, ReturnCase, TakeCase
from cati_app.fieldwork.interview.finish_interview import EndedSitting, FinishInterview
from cati_app.fieldwork.interview.start_interview import Resumed, ResumeInterview
from cati_app.fieldwork.ports.sharing import SharedUnits
from cati_app.fieldwork.ports.unit import CallingUnit
from cati_app.fieldwork.quota.reserve_place import ReservePlace
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.sharing.lent_cases import LentCases


class TakeLentCase(TakeCase):
    """Offers the case that is here; where none is, brings one from the hub. What is worked is handed in."""

    def __init__(self, take: TakeCase, lent: LentCases) -> None:
        self._offer = take
        self._lent = lent

    @needs(Right.CALL)
    def __call__(self, user: User) -> Offer | Nothing:
        """The case to call now, or why there is none.

        Raises:
            EnvironmentProblem: `hub_paused`, `hub_written_off`; `hub_unreachable`, `hub_recovers`, `hub_session`, where
                no case is here.
        """
        offer, in_store = partial(self._offer, user), self._lent.in_store
        failure: EnvironmentProblem | None = None
        try:
            self._lent.hand_in(user)
        except EnvironmentProblem as problem:
            failure = problem
        self._lent.check_calls(user)
        self._lent.make_way(user)
        offered = in_store(offer)
        if not isinstance(offered, Offer):
            if failure is not None:
                if offered.open_cases:
                    return offered
                raise failure
            nothing = self._lent.bring(user)
            offered = in_store(offer)
            if nothing is not None and not isinstance(offered, Offer):
                return nothing
        if isinstance(offered, Offer):
            self._lent.offered(user)
        return offered


class FinishLentAttempt(FinishAttempt):
    """The result, durable at once; the next case is asked for by itself, because that may wait for the hub."""

    def __init__(self, record: RecordResult) -> None:
        self._give = record

    @needs(Right.CALL)
    def __call__(
        self, user: User, attempt: Attempt, disposition: str, **said: Unpack[WithResult]
    ) -> tuple[GivenResult, Offer | Nothing | None]:
        """As on a laptop; None in place of the next case, which is still to be asked for."""
        return self._give(user, attempt, disposition, **said), None


class StartLentCall(StartCall):
    """Asks whether somebody wants no more calls since the case was lent; then dials as on a laptop."""

    def __init__(self, start: StartCall, give_back: ReturnCase, let_go: LetGoOfCase, lent: LentCases) -> None:
        self._start = start
        self._give_back = give_back
        self._let_go = let_go
        self._lent = lent

    @needs(Right.CALL)
    def __call__(self, user: User, attempt: Attempt, number: ContactNumber) -> Call:
        """The call to be made.

        Raises:
            RuleViolation: As on a laptop; `number_blocked` with `settled` where it is held, `case_lost` where the
                lease is over, or others have the case: it goes back.
            EnvironmentProblem: as `LentCases.before_call`; nobody was called, and the case stays.
        """
        in_store = self._lent.in_store
        if self._lent.is_over(user, attempt.case_id):
            in_store(partial(self._give_back, user, attempt))
            raise RuleViolation(CASE_LOST)
        told = self._lent.before_call(user, attempt.case_id)
        if told in (BeforeCall.LOST, BeforeCall.HELD):
            in_store(partial(self._give_back, user, attempt))
            if told is BeforeCall.LOST:
                raise RuleViolation(CASE_LOST)
            raise RuleViolation("number_blocked", settled=True)
        return in_store(partial(self._start, user, attempt, number))

    @needs(Right.CALL)
    def heard_later(self, user: User, attempt: Attempt) -> RuleViolation | None:
        """Why the call has to end, where the hub said so after it had begun: the case is in hand no more then."""
        told = self._lent.before_call_later(user, attempt.case_id)
        if told not in (BeforeCall.LOST, BeforeCall.HELD):
            return None
        if not self._lent.in_store(partial(self._let_go, user, attempt)):
            return None
        if told is BeforeCall.LOST:
            return RuleViolation(CASE_LOST)
        return RuleViolation("number_blocked", settled=True, called=True)


class RecordLentResult(RecordResult):
    """Whoever wants no more calls is called by no station, from the moment the result is given."""

    def __init__(self, record: RecordResult, lent: LentCases) -> None:
        self._record = record
        self._lent = lent

    @needs(Right.CALL)
    def __call__(self, user: User, attempt: Attempt, disposition: str, **said: Unpack[WithResult]) -> GivenResult:
        """Give the result; it is durable before the hub hears of it."""
        given = self._record(user, attempt, disposition, **said)
        if given.blocks:
            self._lent.hold(user, attempt.case_id, held=True)
        self._lent.worked(user)
        return given

    def within(
        self, unit: CallingUnit, user: User, attempt: Attempt, disposition: str, **said: Unpack[WithResult]
    ) -> GivenResult:
        """The same in a transaction with something else: the hub hears of it with the case."""
        return self._record.within(unit, user, attempt, disposition, **said)


class FinishLentInterview(FinishInterview):
    """The same for a result at the end of an interview."""

    def __init__(self, finish: FinishInterview, lent: LentCases) -> None:
        self._finish = finish
        self._lent = lent

    @needs(Right.CALL)
    def __call__(self, user: User, sitting: EndedSitting) -> GivenResult:
        """As on a laptop."""
        given = self._finish(user, sitting)
        if given.blocks:
            self._lent.hold(user, sitting.attempt.case_id, held=True)
        self._lent.worked(user)
        return given


class TakeBackLentResult(TakeBackResult):
    """What is taken back holds no number."""

    def __init__(self, take_back: TakeBackResult, lent: LentCases) -> None:
        self._take_back = take_back
        self._lent = lent

    @needs(Right.CALL)
    def __call__(self, user: User, given: GivenResult, in_hand: Attempt | None = None) -> ChangeSet:
        """As on a laptop."""
        changes = self._take_back(user, given, in_hand)
        if given.blocks:
            self._lent.hold(user, given.attempt.case_id, held=False)
        return changes


class ReserveLentPlace(ReservePlace):
    """Asks the hub for the place; whether there is one is decided as on a laptop."""

    def __init__(self, reserve: ReservePlace, lent: LentCases, plan: QuotaPlan) -> None:
        self._reserve = reserve
        self._reserve.knows_others = False
        self._lent = lent
        self._cells = plan

    @needs(Right.CALL)
    def __call__(self, user: User, interview_id: InterviewId, values: Mapping[str, str]) -> Decision:
        """Decide about a screened person.

        Raises:
            RuleViolation: `already_decided`.
            EnvironmentProblem: `hub_unreachable` and others, as `LentCases.place`; nothing was decided.
        """
        wish = find_place(self._cells, values, interview_id).wish
        full = self._lent.ask_place(user, interview_id, wish)
        reserve = self._reserve if full is None else partial(self._reserve.where_full, full=full)
        return self._lent.in_store(partial(reserve, user, interview_id, values))

    @needs(Right.CALL)
    def move(self, user: User, interview_id: InterviewId, values: Mapping[str, str]) -> Decision | None:
        """After a correction: to the new cell if the hub has room there, else the old place is kept and marked."""
        classified = find_place(self._cells, values, interview_id)
        kept = self._lent.in_store(partial(self._reserve.narrowed, user, interview_id, classified))
        full = self._lent.ask_place(user, interview_id, kept.wish)
        move = self._reserve.move if full is None else partial(self._reserve.keep_where_full, full=full)
        return self._lent.in_store(partial(move, user, interview_id, values))


class ResumeLentInterview(ResumeInterview):
    """An interview that lost its place meanwhile asks the hub for one before it goes on."""

    def __init__(self, resume: ResumeInterview, lent: LentCases, units: SharedUnits) -> None:
        self._resume = resume
        self._lent = lent
        self._shared = units

    @needs(Right.CALL)
    def __call__(self, user: User, interview_id: InterviewId) -> Resumed:
        """As on a laptop. EnvironmentProblem: as `LentCases.place`; nothing was changed."""
        interview = self._lent.in_store(partial(self._interview, interview_id))
        full = None
        if interview.has_lost_place and interview.cell_id is not None:
            full = self._lent.ask_place(user, interview_id, interview.cell_id)
        resume = self._resume if full is None else partial(self._resume.where_full, full=full)
        return self._lent.in_store(partial(resume, user, interview_id))

    def _interview(self, interview_id: InterviewId) -> Interview:
        with self._shared() as unit:
            return unit.interviews.get(interview_id)


class KeepLentCase(KeepCase):
    """The heartbeat goes to the hub as well."""

    def __init__(self, keep: KeepCase, lent: LentCases) -> None:
        self._keep = keep
        self._lent = lent

    @needs(Right.CALL)
    def __call__(self, user: User) -> bool:
        """Whether the person still holds a case."""
        self._lent.renew(user)
        return self._keep(user)


class SettleLentBlocks(SettleBlocks):
    """Whoever leaves hands everything in that can be handed in."""

    def __init__(self, settle: SettleBlocks, lent: LentCases) -> None:
        self._settle = settle
        self._lent = lent

    @needs(Right.CALL)
    def __call__(self, user: User, *, leaves: bool = False) -> int:
        """How many cases' numbers were blocked."""
        settled = self._settle(user, leaves=leaves)
        if leaves:  # an interview may be under way else, and waits for no line
            with suppress(EnvironmentProblem):  # then it waits here, and goes the next time
                self._lent.hand_in(user, leaves=True)
        return settled
