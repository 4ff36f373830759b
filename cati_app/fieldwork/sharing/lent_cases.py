"""What a station does with its hub for the person at work there: the next case, places, holds, and what goes back.

Whoever waits for the line does so in a thread that may; each step of the store is done in the one that owns it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial

from cati_app.domain.calling.queue import Because, Nothing
from cati_app.domain.casework.callers import CallerCase
from cati_app.domain.casework.interviews import Interview
from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import (
    HALTED,
    NOT_WAITED_FOR,
    TURNED_BACK,
    UNANSWERED,
    EnvironmentProblem,
    RuleViolation,
)
from cati_app.domain.ids import AttemptId, CaseId, CellId, InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.team_messages import SealedMessage
from cati_app.domain.people.users import User
from cati_app.domain.sharing.handing import LentCase
from cati_app.domain.sharing.leases import BeforeCall, CaseLease, HoldWord
from cati_app.fieldwork.ports.hub import HubCases, StoreStep, at_once
from cati_app.fieldwork.ports.sharing import SharedUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.sharing.borrow_case import (
    WAITS,
    AskForCase,
    ExtendLease,
    PackCases,
    PackWaiting,
    PutCaseIn,
    PutPlaceIn,
    is_worked,
    waits_here,
)
from cati_app.fieldwork.sharing.work_ahead import WorkAhead


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
        self._is_away = False  # whoever works here has left, or has a pause
        self._asked_behind: AttemptId | None = None  # in which the next case was asked for
        self._ahead = WorkAhead(units, clock, ids, device, in_store)

    @needs(Right.CALL)
    def hand_in(self, user: User, *, leaves: bool = False) -> None:
        """Pack what is worked, and bring it to the hub.

        Raises:
            EnvironmentProblem: `hub_unreachable`; everything waits here.
        """
        self._is_away = leaves
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
        self._put_in(user, lent, asked_at, request=request)
        return None

    def _put_in(
        self, user: User, lent: LentCase, asked_at: datetime, of: CaseId | None = None, *, request: str = ""
    ) -> None:
        """The case is here; a hub that lent it a second time hears that it came back from a copy."""
        try:
            put_in = PutCaseIn(self._units, self._device)
            self.in_store(partial(put_in, user, lent, asked_at, of, request=request))
        except EnvironmentProblem as problem:
            if problem.code == TURNED_BACK:
                with suppress(EnvironmentProblem):
                    self._hub.hand_in()
            raise

    def _has_case(self, user: User) -> bool:
        """Whether the person has a case in hand, or one waits here that was lent for that person."""
        with self._units() as unit:
            mine = [lease for lease in unit.leases.open_of(self._device) if lease.user_id == user.id]
            return any(not is_worked(unit, lease) for lease in mine) or (
                unit.calls.open_attempt_of(user.id) is not None
            )

    @needs(Right.CALL)
    def find_caller(self, user: User, lookup: str) -> CallerCase | None:
        """Have the case of somebody who rings back put in; None where it is here now, else where it stands.

        Raises:
            RuleViolation: `lookups_too_many`, `case_taken`.
            EnvironmentProblem: as `bring`; whatever was lent for the request goes back with the next contact.
        """
        self._ahead.give_requests_back(user, self._hub)  # or the hub may think that this station has it
        ask, asked_at, of = AskForCase(self._units, self._ids), self._clock.now(), CaseId(f"caller {lookup}")
        request = self.in_store(partial(ask, user, of))
        try:
            answer = self._hub.caller_case(request, lookup)
        except RuleViolation:
            self.in_store(partial(ask.got_nothing, user, of))
            raise
        except EnvironmentProblem:
            self.in_store(partial(ask.no_more, user, of))
            raise
        if isinstance(answer, CallerCase):
            self.in_store(partial(ask.got_nothing, user, of))
            return answer
        self.reasons[answer.lease.case_id] = Because.RANG_BACK
        self._put_in(user, answer, asked_at, of, request=request)
        return None

    @needs(Right.CALL)
    def leave_word(self, user: User, case_id: CaseId, message: SealedMessage) -> str:
        """What they wish, for whoever has their case; a code of the hub for it. Raises as `HubCases.leave_word`."""
        return self._hub.leave_word(case_id, message)

    @needs(Right.CALL)
    def fetch_next(self, user: User) -> None:
        """While a case is worked: the next one, once for each; it waits here until that is done.

        Raises:
            EnvironmentProblem: as `bring`; the request is kept, and sent the next time.
        """
        if not self.in_store(partial(self._wants_next, user)):
            return
        ask = AskForCase(self._units, self._ids)
        request, asked_at = self.in_store(partial(ask, user, WAITS)), self._clock.now()
        lent = self._hub.next_case(request, waits=True)
        if isinstance(lent, Nothing):
            self.in_store(partial(ask.got_nothing, user, WAITS))
            return
        if lent.because is not None:
            self.reasons[lent.lease.case_id] = lent.because
        waiting = replace(lent, lease=replace(lent.lease, waits=True))
        self._put_in(user, waiting, asked_at, WAITS)
        if self._is_away:
            self.give_waiting_back(user)

    def _wants_next(self, user: User) -> bool:
        """Whether the person works a case, and none waits behind it; asked once for each attempt."""
        with self._units() as unit:
            attempt = unit.calls.open_attempt_of(user.id)
            if self._is_away or attempt is None or attempt.id == self._asked_behind:
                return False
            mine = [lease for lease in unit.leases.open_of(self._device) if lease.user_id == user.id]
            if any(lease.case_id != attempt.case_id and not is_worked(unit, lease) for lease in mine):
                return False
            self._asked_behind = attempt.id
        return True

    @needs(Right.CALL)
    def give_waiting_back(self, user: User) -> None:
        """The case that waits goes back, as it came: a pause begins, or an appointment comes before it."""
        self._is_away = True
        if self.in_store(partial(PackWaiting(self._units, self._clock, self._device), user)):
            with suppress(EnvironmentProblem):
                self._hub.hand_in()

    @needs(Right.CALL)
    def make_way(self, user: User) -> None:
        """Where an appointment comes before the case that waits, that one goes back."""
        self._is_away = False
        yields_at = self._hub.yields_at(user.id)
        if yields_at is not None and self._clock.now() >= yields_at:
            self.give_waiting_back(user)
            self._is_away = False

    @needs(Right.CALL)
    def offered(self, user: User) -> None:
        """A case is in hand: the hub hears that it waits no more, and the next one is fetched."""
        self._hub.offered(user.id)

    @needs(Right.CALL)
    def renew(self, user: User) -> None:
        """A heartbeat for every case that is here; without a line the leases run on."""
        for lease in self._open():
            if lease.is_taken_along(self._clock.now()):
                continue
            answered = self._hub.renew(lease.token, self._clock.now(), waits=lease.waits)
            if answered is not None:
                asked_at, renewal = answered
                ExtendLease(self._units)(user, lease.token, asked_at, renewal.lease, waits=lease.waits)

    @needs(Right.CALL)
    def ask_place(self, user: User, interview_id: InterviewId, wish: CellId) -> CellId | None:
        """Ask for a place, and put it in; without a line use one that was taken along.

        Whoever has no cell, and whom no cell turns away, waits for none.

        Args:
            wish: As `Classification.wish` has it.

        Returns:
            The cell that has no place for the person, whatever stands here: that may be of somebody else. None: the
            person has one where the cells that stand here have room.

        Raises:
            EnvironmentProblem: `hub_place_unknown`, `hub_recovers`, `hub_session`, `hub_lost_case`.
        """
        interview, lease = self.in_store(partial(self._interview, interview_id))
        if lease is None or interview.place == wish:
            return None
        try:
            answer = self._hub.ask_place(self._ids.new_id(), lease.token, interview_id, wish)
        except EnvironmentProblem as problem:
            shut = self.in_store(partial(self._ahead.shut_cell, user, wish))
            if shut is not None:
                return shut
            if self.in_store(partial(self._ahead.needs_none, user, wish)):
                return None
            if problem.code not in UNANSWERED:
                raise
            if not self.in_store(partial(self._ahead.use_place, user, interview_id, wish)):
                raise _place_unknown() from problem
            return None
        self.in_store(partial(PutPlaceIn(self._units), user, answer))
        # one that was taken along is the station's all the same
        if answer.grant.is_live or self.in_store(partial(self._ahead.use_place, user, interview_id, wish)):
            return None
        return answer.count.cell_id

    def _interview(self, interview_id: InterviewId) -> tuple[Interview, CaseLease | None]:
        with self._units() as unit:
            interview = unit.interviews.get(interview_id)
            return interview, unit.leases.newest_of(interview.case_id)

    @needs(Right.CALL)
    def hold(self, user: User, case_id: CaseId, *, held: bool) -> None:
        """Tell all stations that nobody calls a person any more; without a line it is told later, or with the case."""
        with self._units() as unit:
            lease, log_end = unit.leases.newest_of(case_id), unit.log.end()
        if lease is not None:
            with suppress(EnvironmentProblem):
                self._hub.hold(HoldWord(lease.token, log_end, held))

    @needs(Right.CALL)
    def is_over(self, user: User, case_id: CaseId) -> bool:
        """Whether no call may begin on a case any more: without a heartbeat for too long, or gone to others."""
        lease = self.in_store(partial(self._lease, case_id))
        return lease is not None and lease.is_over(self._clock.now())

    @needs(Right.CALL)
    def before_call(self, user: User, case_id: CaseId) -> BeforeCall:
        """Whether somebody asked at another station not to be called, or others have the case; without a line unknown.

        Raises:
            EnvironmentProblem: `hub_not_waited_for`: the person does not want to wait for the answer; `hub_paused`,
                `hub_written_off`; `hub_not_confirmed` of a case that waited, where nobody can be asked.
        """
        lease = self.in_store(partial(self._lease, case_id))
        if lease is None:
            return BeforeCall.FREE
        try:
            told = self._hub.before_call(lease.token)
        except EnvironmentProblem as problem:
            if problem.code == NOT_WAITED_FOR or problem.code in HALTED:
                raise
            told = BeforeCall.UNKNOWN
        if told is BeforeCall.UNKNOWN:
            self._hub.check_calls(asks=False)
        if told in (BeforeCall.LOST, BeforeCall.HELD):  # or it would come again and again
            self.in_store(partial(self._lost, user, lease))
        if not lease.waits:
            return told
        if told is BeforeCall.UNKNOWN and self.in_store(partial(self._still_waits, lease)):
            raise _not_confirmed()
        if told is BeforeCall.FREE:
            self.in_store(partial(self._confirm, lease))
        return told

    @needs(Right.CALL)
    def before_call_later(self, user: User, case_id: CaseId) -> BeforeCall:
        """What the hub said of the last call after that had begun, waited for; unknown where there is nothing to hear.

        Where others have the case, or nobody may call it, the station's hold on it is over.
        """
        lease = self.in_store(partial(self._lease, case_id))
        told = BeforeCall.UNKNOWN if lease is None else self._hub.before_call_later(lease.token)
        if lease is not None and told in (BeforeCall.LOST, BeforeCall.HELD):
            self.in_store(partial(self._lost, user, lease))
        return told

    @needs(Right.CALL)
    def check_calls(self, user: User) -> None:
        """Whether calls begin here. EnvironmentProblem: `hub_paused`, `hub_written_off`."""
        self._hub.check_calls()

    def _lost(self, user: User, lease: CaseLease) -> None:
        ExtendLease(self._units)(user, lease.token, self._clock.now(), None)

    def _still_waits(self, lease: CaseLease) -> bool:
        with self._units() as unit:
            known = unit.leases.get(lease.token)
            return known is not None and known.waits

    def _confirm(self, lease: CaseLease) -> None:
        with self._units() as unit:
            known = unit.leases.get(lease.token)
            if known is not None:
                unit.leases.save(known.confirm())
                unit.commit()

    def _lease(self, case_id: CaseId) -> CaseLease | None:
        with self._units() as unit:
            return unit.leases.newest_of(case_id)

    def _open(self) -> tuple[CaseLease, ...]:
        with self._units() as unit:
            return tuple(replace(lease, waits=waits_here(unit, lease)) for lease in unit.leases.open_of(self._device))


def _not_confirmed() -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_not_confirmed",
        "This case was fetched ahead, and the hub cannot be asked whether it still is this station's. Nobody was"
        " called.",
        "The same key asks again; cases for work without a line are taken along beforehand (Ctrl+H).",
    )


def _place_unknown() -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_place_unknown",
        "Only the hub can say whether there is still a place for this person, and it does not answer. Every answer is"
        " stored.",
        "The same key asks again; F9 makes an appointment, and the interview goes on there at this question.",
    )
