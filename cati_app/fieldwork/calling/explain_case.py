"""Why a case is, or is not, called now. Reads only."""

from __future__ import annotations

from cati_app.domain.casework.cases import Case, CaseState
from cati_app.domain.casework.ending import Ending, ending_of
from cati_app.domain.casework.explain import Explanation, Surroundings, explain
from cati_app.domain.clock import Clock
from cati_app.domain.ids import CaseId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.limits import holds_place, is_blocked, made_on_case, readable
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.fieldwork.rights import needs, require
from cati_app.fieldwork.rules import StudyRules


class ExplainCase:
    """The chain of reasons of one case for one person, as it stands now."""

    def __init__(self, units: CallingUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.ASK_WHY)
    def __call__(self, user: User, case_id: CaseId, *, whose: User | None = None) -> Explanation:
        """Every rule with its figures. LookupError for an unknown case.

        Args:
            whose: Person the chain is for, where it is somebody else than who asks, which takes a supervisor.

        Raises:
            RuleViolation: `no_cases`, `supervisor_needed`.
        """
        person = of_person(user, whose)
        now, rules = self._clock.now(), self._rules
        with self._units() as unit:
            case = unit.cases.get(case_id)
            calendar = rules.calendar_of(case.locality)
            dials, today = made_on_case(unit, rules, case, now)
            cells = unit.quota.counts() if case.cell and not holds_place(unit, case) else ()
            chances = unit.cases.chances()
            ending = self._ending(unit, case, dials)
            blocked = is_blocked(unit, case) if readable(case) else None
        around = Surroundings(
            person, now, calendar, rules.retry, rules.schedule, dials, today, cells, chances, ending, blocked
        )
        return explain(case, around)

    def _ending(self, unit: CallingUnit, case: Case, dials: int) -> Ending | None:
        if case.state is not CaseState.CLOSED:
            return None
        rules, history = self._rules, unit.histories.of_case(case.id)
        return ending_of(history, dials, rules.retry, converts=rules.schedule.convert, unscreened=rules.unscreened)

    @needs(Right.ASK_WHY)
    def by_number(self, user: User, case_no: int, *, whose: User | None = None) -> Explanation | None:
        """The same for the number of a case; None when there is no such case."""
        with self._units() as unit:
            case_id = unit.cases.id_of(case_no)
        return self(user, case_id, whose=whose) if case_id is not None else None


def of_person(user: User, whose: User | None) -> User:
    """Whose next case is asked about; that of another person is a supervisor's business (`supervisor_needed`)."""
    if whose is None:
        return user
    if whose.id != user.id:
        require(user, Right.SUPERVISE)
    return whose
