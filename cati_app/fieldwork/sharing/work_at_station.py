"""The work of an interviewer at a station of a hub: the same as on a laptop, with cases and places from there.

Nothing waits for the line but what needs the hub: the next case where none is here, a place at the end of a screener,
and the look before a call whether somebody asked elsewhere not to be called. These run in a thread that may wait, and
do each step of the store in the one that owns it (`StoreStep`). Everything else is done there at once, and the hub
hears of it later.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Unpack

from cati_app.domain.calling.queue import Because, Nothing
from cati_app.domain.casework.cases import Attempt, Call, ContactNumber
from cati_app.domain.casework.interviews import Interview
from cati_app.domain.changes import ChangeSet
from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import CASE_LOST, HALTED, NOT_WAITED_FOR, EnvironmentProblem, RuleViolation
from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import UNCLASSIFIED, Decision, QuotaPlan, find_place
from cati_app.domain.sharing.leases import CaseLease
from cati_app.fieldwork.calling.finish_attempt import FinishAttempt
from cati_app.fieldwork.calling.make_call import StartCall
from cati_app.fieldwork.calling.record_result import GivenResult, RecordResult, TakeBackResult, WithResult
from cati_app.fieldwork.calling.settle_blocks import SettleBlocks
from cati_app.fieldwork.calling.settle_queue import KeepCase
from cati_app.fieldwork.calling.take_case import Offer, ReturnCase, TakeCase
from cati_app.fieldwork.interview.finish_interview import EndedSitting, FinishInterview
from cati_app.fieldwork.interview.start_interview import Resumed, ResumeInterview
from cati_app.fieldwork.ports.hub import HubCases, StoreStep, at_once
from cati_app.fieldwork.ports.sharing import SharedUnits
from cati_app.fieldwork.ports.unit import CallingUnit
from cati_app.fieldwork.quota.reserve_place import ReservePlace
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.sharing.borrow_case import AskForCase, ExtendLease, PackCases, PutCaseIn, PutPlaceIn, is_worked
from cati_app.fieldwork.sharing.work_ahead import WorkAhead

RENEWED_WITHIN = timedelta(minutes=30)
"""Leases that end later need no heartbeat."""


class LentCases:
    """What a station does with its hub for the person at work.

    Args:
        device: The station.
        in_store: Does what touches the store.
    """

    def __init__(
        self,
        units: SharedUnits,
        clock: Clock,
        ids: IdSource,
        device: str,
        hub: HubCases,
        in_store: StoreStep = at_once,
    ) -> None:
        self._units = units
        self._clock = clock
        self._ids = ids
        self._device = device
        self._hub = hub
        self.reasons: dict[CaseId, Because] = {}  # why the hub lent a case, since the program was started
        self.in_store = in_store
        self._ahead = WorkAhead(units, clock, ids, device, in_store)

    @needs(Right.CALL)
    def hand_in(self, user: User, *, leaves: bool = False) -> None:
        """Pack what is worked, and bring it to the hub.

        Raises:
            EnvironmentProblem: `hub_unreachable`; everything waits here.
        """
        self.in_store(partial(PackCases(self._units, self._clock, self._device), user, leaves=leaves))
        try:
            is_done = self._hub.hand_in()
        except EnvironmentProblem:
            self.in_store(partial(self._ahead.note_cut, user))
            raise
        if is_done:
            self._ahead.give_back(user, self._hub)

    @needs(Right.CALL)
    def worked(self, user: User) -> None:
        """A result was given."""
        self._hub.worked()

    @needs(Right.CALL)
    def bring(self, user: User) -> Nothing | None:
        """A case to call, where there is none; why there is none at the hub either.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_recovers`, `hub_session`.
        """
        if self.in_store(partial(self._has_case, user)):
            return None
        ask = AskForCase(self._units, self._ids)
        request, asked_at = self.in_store(partial(ask, user)), self._clock.now()
        lent = self._hub.next_case(request)
        if isinstance(lent, Nothing):
            self.in_store(partial(ask.got_nothing, user))
            return lent
        if lent.because is not None:
            self.reasons[lent.lease.case_id] = lent.because
        self.in_store(partial(PutCaseIn(self._units, self._device), user, lent, asked_at))
        return None

    def _has_case(self, user: User) -> bool:
        """Whether the person has a case in hand, or one waits here that was lent for that person."""
        with self._units() as unit:
            mine = [lease for lease in unit.leases.open_of(self._device) if lease.user_id == user.id]
            return any(not is_worked(unit, lease) for lease in mine) or (
                unit.calls.open_attempt_of(user.id) is not None
            )

    @needs(Right.CALL)
    def renew(self, user: User) -> None:
        """A heartbeat for every case that is here; without a line the leases run on."""
        soon = self._clock.now() + RENEWED_WITHIN
        for lease in self._open():
            if lease.expires_at > soon:
                continue  # taken along for work without a line
            answered = self._hub.renew(lease.token, self._clock.now())
            if answered is not None:
                ExtendLease(self._units)(user, lease.token, *answered)

    @needs(Right.CALL)
    def ask_place(self, user: User, interview_id: InterviewId, cell_id: CellId) -> None:
        """Ask for a place, and put it in; without a line use one that was taken along. Who has no cell waits for none.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_recovers`, `hub_session`, `hub_lost_case`.
        """
        interview, lease = self.in_store(partial(self._interview, interview_id))
        if lease is None or interview.place == cell_id:
            return
        try:
            answer = self._hub.ask_place(self._ids.new_id(), lease.token, interview_id, cell_id)
        except EnvironmentProblem as problem:
            if cell_id == UNCLASSIFIED:
                return
            use = partial(self._ahead.use_place, user, interview_id, cell_id)
            if problem.code == "hub_unreachable" and self.in_store(use):
                return
            raise
        self.in_store(partial(PutPlaceIn(self._units), user, answer))
        if not answer.grant.is_live:  # one that was taken along is the station's all the same
            self.in_store(partial(self._ahead.use_place, user, interview_id, cell_id))

    def _interview(self, interview_id: InterviewId) -> tuple[Interview, CaseLease | None]:
        with self._units() as unit:
            interview = unit.interviews.get(interview_id)
            return interview, unit.leases.newest_of(interview.case_id)

    @needs(Right.CALL)
    def hold(self, user: User, case_id: CaseId, *, held: bool) -> None:
        """Tell all stations that nobody calls a person any more; without a line it is told later, or with the case."""
        lease = self._lease(case_id)
        if lease is not None:
            with suppress(EnvironmentProblem):
                self._hub.hold(lease.token, held=held)

    @needs(Right.CALL)
    def is_over(self, user: User, case_id: CaseId) -> bool:
        """Whether no call may begin on a case any more: without a heartbeat for too long, or gone to others."""
        lease = self.in_store(partial(self._lease, case_id))
        return lease is not None and lease.is_over(self._clock.now())

    @needs(Right.CALL)
    def is_held(self, user: User, case_id: CaseId) -> bool:
        """Whether somebody asked at another station not to be called; without a line nobody knows.

        Raises:
            EnvironmentProblem: `hub_not_waited_for`: the person does not want to wait for the answer; `hub_paused`,
                `hub_written_off`.
        """
        lease = self.in_store(partial(self._lease, case_id))
        if lease is None:
            return False
        self._hub.check_calls()
        try:
            return self._hub.is_held(lease.token)
        except EnvironmentProblem as problem:
            if problem.code == NOT_WAITED_FOR or problem.code in HALTED:
                raise
            return False

    @needs(Right.CALL)
    def check_calls(self, user: User) -> None:
        """Whether calls begin here. EnvironmentProblem: `hub_paused`, `hub_written_off`."""
        self._hub.check_calls()

    def _lease(self, case_id: CaseId) -> CaseLease | None:
        with self._units() as unit:
            return unit.leases.newest_of(case_id)

    def _open(self) -> tuple[CaseLease, ...]:
        with self._units() as unit:
            return tuple(unit.leases.open_of(self._device))


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
        offered = in_store(offer)
        if isinstance(offered, Offer):
            return offered
        if failure is not None:
            raise failure
        nothing = self._lent.bring(user)
        offered = in_store(offer)
        return offered if nothing is None or isinstance(offered, Offer) else nothing


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

    def __init__(self, start: StartCall, give_back: ReturnCase, lent: LentCases) -> None:
        self._start = start
        self._give_back = give_back
        self._lent = lent

    @needs(Right.CALL)
    def __call__(self, user: User, attempt: Attempt, number: ContactNumber) -> Call:
        """The call to be made.

        Raises:
            RuleViolation: As on a laptop; `number_blocked` with `settled` where it is held, `case_lost` where the
                lease is over: the case goes back.
            EnvironmentProblem: `hub_paused`, `hub_written_off`: the case stays, until calls begin here again.
        """
        in_store = self._lent.in_store
        if self._lent.is_over(user, attempt.case_id):
            in_store(partial(self._give_back, user, attempt))
            raise RuleViolation(CASE_LOST)
        if self._lent.is_held(user, attempt.case_id):
            in_store(partial(self._give_back, user, attempt))
            raise RuleViolation("number_blocked", settled=True)
        return in_store(partial(self._start, user, attempt, number))


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
        self._lent = lent
        self._cells = plan

    @needs(Right.CALL)
    def __call__(self, user: User, interview_id: InterviewId, values: Mapping[str, str]) -> Decision:
        """Decide about a screened person.

        Raises:
            RuleViolation: `already_decided`.
            EnvironmentProblem: `hub_unreachable` and others, as `LentCases.place`; nothing was decided.
        """
        self._lent.ask_place(user, interview_id, find_place(self._cells, values).cell_id)
        return self._lent.in_store(partial(self._reserve, user, interview_id, values))

    @needs(Right.CALL)
    def move(self, user: User, interview_id: InterviewId, values: Mapping[str, str]) -> Decision | None:
        """After a correction: to the new cell if the hub has room there, else the old place is kept and marked."""
        self._lent.ask_place(user, interview_id, find_place(self._cells, values).cell_id)
        return self._lent.in_store(partial(self._reserve.move, user, interview_id, values))


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
        if interview.has_lost_place and interview.cell_id is not None:
            self._lent.ask_place(user, interview_id, interview.cell_id)
        return self._lent.in_store(partial(self._resume, user, interview_id))

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
