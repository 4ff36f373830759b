"""At a station of a hub: the case of somebody who rings back, wherever it is, and word for whoever has it.

Whoever waits for the hub does so in a thread that may; each step of the store is done in the one that owns it.
"""

from __future__ import annotations

from functools import partial

from cati_app.domain.casework.callers import BLOCKED_CALLER, CallerCase, CallerStanding
from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.team_messages import Envelope, SealedMessage
from cati_app.domain.people.users import User
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.domain.sharing.leases import BeforeCall
from cati_app.fieldwork.calling.leave_word import CallerWord, LeaveWord
from cati_app.fieldwork.calling.look_up_caller import check_pace, looked_up, note_lookup
from cati_app.fieldwork.calling.ring_back import RungBack, TakeRingBack
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.sharing import SharedUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.lent_cases import LentCases
from cati_app.fieldwork.sharing.word_again import NoteWordHeard


class TakeLentRingBack(TakeRingBack):
    """A case that is here is taken up as on a laptop, once the hub says that it still is; else the hub is asked."""

    def __init__(self, units: SharedUnits, clock: Clock, ids: IdSource, rules: StudyRules, lent: LentCases) -> None:
        super().__init__(units, clock, ids, rules)
        self._shared = units
        self._now = clock
        self._lent = lent

    @needs(Right.CALL)
    def of_number(self, user: User, number: PhoneNumber) -> RungBack | CallerCase:
        """As on a laptop; what is not here is asked for by the value that the number is looked up by.

        Raises:
            RuleViolation: as on a laptop; `case_taken` where somebody was faster.
            EnvironmentProblem: `hub_unreachable`, `hub_recovers`, `hub_session`, `hub_paused`, `hub_written_off`;
                `hub_not_confirmed` of a case that was fetched ahead.
        """
        in_store = self._lent.in_store
        here, lookup = in_store(partial(self._here, user, number))
        try:
            answer = self._at_hub(user, here, lookup)
        except EnvironmentProblem:
            in_store(partial(self._note, user, None))
            raise
        if answer is not None:
            in_store(partial(self._note, user, answer))
            return answer
        taken = in_store(partial(super().of_number, user, number))
        self._lent.offered(user)
        return taken

    def _at_hub(self, user: User, here: CallerCase, lookup: str) -> CallerCase | None:
        """Where the case stands as the hub knows it; None for one that is here and free."""
        self._lent.check_calls(user)
        answer: CallerCase | None = here
        if here.standing is CallerStanding.FREE and here.case_id is not None:
            answer = self._confirmed(user, here.case_id)
        if answer is not None and answer.standing is CallerStanding.UNKNOWN:
            answer = self._lent.find_caller(user, lookup)
        return answer

    def _confirmed(self, user: User, case_id: CaseId) -> CallerCase | None:
        """None where the station still has the case; else where it stands."""
        told = self._lent.before_call(user, case_id)
        if told is BeforeCall.HELD:
            return BLOCKED_CALLER
        if told is BeforeCall.LOST or (told is BeforeCall.UNKNOWN and self._lent.is_over(user, case_id)):
            return CallerCase(CallerStanding.UNKNOWN)
        return None

    def _here(self, user: User, number: PhoneNumber) -> tuple[CallerCase, str]:
        """Where the case stands as far as it is here, and what the number is looked up by."""
        now = moment(self._now, user)
        with self._shared() as unit:
            in_hand = unit.calls.open_attempt_of(user.id)
            if in_hand is not None and in_hand.had_call:
                raise RuleViolation("not_returnable")
            check_pace(unit.log, user, now)
            answer, case = looked_up(unit, user, number)
            lease = None if case is None else unit.leases.newest_of(case.id)
            if answer.standing is CallerStanding.FREE and lease is not None and lease.user_id != user.id:
                answer = CallerCase(CallerStanding.IN_HAND, answer.case_id, answer.case_no, holder=lease.user_id)
            return answer, unit.sample.lookup(number)

    def _note(self, user: User, answer: CallerCase | None) -> None:
        with self._shared() as unit:
            note_lookup(unit.log, moment(self._now, user), answer)
            unit.commit()


class LeaveLentWord(LeaveWord):
    """Word for a colleague at another station goes there through the hub, which cannot read it."""

    def __init__(self, leave: LeaveWord, heard: NoteWordHeard, units: SharedUnits, lent: LentCases) -> None:
        self._leave = leave
        self._heard = heard
        self._shared = units
        self._lent = lent

    @needs(Right.CALL)
    def __call__(self, user: User, word: CallerWord) -> Envelope:
        """As on a laptop; what the hub refuses is not here either.

        Raises:
            RuleViolation: as on a laptop, or of the hub.
            EnvironmentProblem: it is here alone, and is there once however often it is said again.
        """
        in_store = self._lent.in_store
        envelope = in_store(partial(self._leave, user, word))
        message = in_store(partial(self._sealed, word))
        if message is not None:
            try:
                mac = self._lent.leave_word(user, word.case_id, message)
            except RuleViolation:
                in_store(partial(self._withdraw, envelope))
                raise
            in_store(partial(self._heard, user, word.case_id, word.id, mac))
        return envelope

    def _withdraw(self, envelope: Envelope) -> None:
        with self._shared() as unit:
            unit.team_messages.drop([envelope.id])
            unit.commit()

    def _sealed(self, word: CallerWord) -> SealedMessage | None:
        """The message as it travels; None where the case is here, and with it whoever reads it."""
        with self._shared() as unit:
            if unit.bundles.is_here(word.case_id):
                return None
            return next((each for each in unit.team_messages.sealed() if each.envelope.id == word.id), None)
