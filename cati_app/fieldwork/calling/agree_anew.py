"""A supervisor moves an appointment, or hands a case to somebody: with what it would do before, a reason, and undo.

Handing over is an appointment of its own: the case is offered to that person first, and after the time the study sets
for the owner of an appointment to the team, as any appointment is. A suspended interview goes with its case, and keeps
its place until then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from cati_app.domain.calling.promise import Promise
from cati_app.domain.calling.routing import speaks
from cati_app.domain.casework.after_call import Agreed, check_agreed
from cati_app.domain.casework.cases import Appointment, Case
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.calling.final_codes import save_case
from cati_app.fieldwork.calling.interrupted import rest_interview
from cati_app.fieldwork.calling.limits import made_on_case
from cati_app.fieldwork.calling.promise import judge_promise
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass

_SOON = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """What is to be agreed otherwise.

    Args:
        at: None: the time stays; without an appointment, or where it is over, as soon as calls are allowed.
        firm: The person called expects it; None: as before, roughly where nothing was agreed.
        owner: Whose it is; None: it stays.
    """

    at: datetime | None = None
    firm: bool | None = None
    owner: UserId | None = None


@dataclass(frozen=True, slots=True)
class AgreedAnew:
    """What was agreed, and what stood before: enough to take it back.

    Args:
        due_at: Of the case before; rest: why it was not due then.
    """

    case_id: CaseId
    before: Appointment | None
    after: Appointment
    due_at: datetime | None = None
    rest: str = ""


class AgreeAnew:
    """Another time, another owner, or both."""

    def __init__(self, units: CallingUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, case_id: CaseId, agreement: NewAgreement, reason: str) -> AgreedAnew:
        """Agree.

        Args:
            reason: Why; stored sealed in the log.

        Raises:
            RuleViolation: `reason_needed`; `case_in_hand` while somebody works it; `case_not_open`;
                `agreement_unchanged`; `no_such_person`, `owner_language`, `owner_refused` for one who cannot keep it;
                `appointment_outside_hours`, `appointment_in_the_past`, `limit_reached`, `day_limit_reached`.
        """
        if not reason.strip():
            raise RuleViolation("reason_needed")
        now = moment(self._clock, user)
        with self._units() as unit:
            agreed = self._agreed(unit, case_id, agreement)
            fact = now.fact(
                "appointment_changed",
                case_id,
                contact={"reason": reason.strip()},
                was=None if agreed.before is None else agreed.before.at.isoformat(),
                now=agreed.after.at.isoformat(),
                owner=agreed.after.owner,
            )
            self._put(unit, agreed.after, [fact])
            unit.commit()
        return agreed

    @needs(Right.SUPERVISE)
    def preview(self, user: User, case_id: CaseId, agreement: NewAgreement) -> tuple[AgreedAnew, Promise]:
        """What it would do, and the doubts about its time; reads only. RuleViolation as the act, but for the reason."""
        with self._units() as unit:
            agreed = self._agreed(unit, case_id, agreement)
            promise = judge_promise(unit, self._clock.now(), self._rules, case_id, agreed.after.at)
        return agreed, promise

    @needs(Right.SUPERVISE)
    def judge(self, user: User, cases: Sequence[CaseId]) -> Sequence[Promise | None]:
        """Whether each appointment can be kept at its time; None for a case without one by now. Reads only."""
        now = self._clock.now()
        with self._units() as unit:
            agreed = [unit.cases.get(case_id).appointment for case_id in cases]
            return [
                None if each is None else judge_promise(unit, now, self._rules, each.case_id, each.at)
                for each in agreed
            ]

    @needs(Right.SUPERVISE)
    def take_back(self, user: User, agreed: AgreedAnew) -> None:
        """As it was before. RuleViolation: `agreement_used` where the case went on since."""
        now = moment(self._clock, user)
        with self._units() as unit:
            case = unit.cases.get(agreed.case_id)
            if not case.is_callable or case.appointment != agreed.after:
                raise RuleViolation("agreement_used")
            fact = now.fact("appointment_change_undone", case.id)
            if agreed.before is None:
                save_case(unit, self._rules, case.agree_nothing(agreed.due_at, agreed.rest), [fact])
            else:
                self._put(unit, agreed.before, [fact])
            unit.commit()

    def _put(self, unit: CallingUnit, appointment: Appointment, facts: list[NewEvent]) -> None:
        case = unit.cases.get(appointment.case_id).agree(appointment)
        agreed = Agreed(appointment.at, appointment.firm)
        rest_interview(unit, self._rules, case, self._clock.now(), agreed)
        save_case(unit, self._rules, case, facts)

    def _agreed(self, unit: CallingUnit, case_id: CaseId, agreement: NewAgreement) -> AgreedAnew:
        case, now = unit.cases.get(case_id), self._clock.now()
        if case.locked_by is not None:
            raise RuleViolation("case_in_hand")
        if not case.is_callable:
            raise RuleViolation("case_not_open")
        before = case.appointment
        owner = self._owner(unit, case, agreement)
        firm = agreement.firm if agreement.firm is not None else before is not None and before.firm
        at = agreement.at or (before.at if before is not None and before.at > now else self._soonest(case, now))
        after = case.appointment_with(at, owner, firm=firm)
        if after == before:
            raise RuleViolation("agreement_unchanged")
        made = made_on_case(unit, self._rules, case, now)
        check_agreed(Agreed(at, firm), now, made, self._rules.for_case(case.locality))
        return AgreedAnew(case_id, before, after, case.due_at, case.rest)

    @staticmethod
    def _owner(unit: CallingUnit, case: Case, agreement: NewAgreement) -> UserId:
        owner = agreement.owner or (case.appointment.owner if case.appointment is not None else None)
        person = next((each for each in unit.people.all() if each.id == owner), None)
        if person is None or (agreement.owner is not None and not (person.active and person.role is Role.INTERVIEWER)):
            raise RuleViolation("no_such_person")
        if agreement.owner is not None and not speaks(person, case.language or ""):
            raise RuleViolation("owner_language")
        if agreement.owner is not None and case.not_by == person.id:
            raise RuleViolation("owner_refused")
        return person.id

    def _soonest(self, case: Case, now: datetime) -> datetime:
        calendar = self._rules.calendar_of(case.locality)
        soon = (now + _SOON).replace(second=0, microsecond=0) + _SOON
        return calendar.next_open(soon) or soon
