"""The one final code of a case, from its whole history; a closed case keeps it for lists and filters."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.casework.cases import Case, CaseState
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.finality import final_code
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules


def code_of(unit: CallingUnit, rules: StudyRules, case_id: CaseId) -> str:
    """The final code as if fieldwork ended now; what is written in this transaction counts."""
    return final_code(unit.histories.of_case(case_id), rules.unscreened)


def save_case(unit: CallingUnit, rules: StudyRules, case: Case, facts: Sequence[NewEvent] = ()) -> Case:
    """Save a case; a closed one gets its final code, for which its attempts and interviews must be saved before."""
    unit.cases.save(case, facts)
    if case.state is not CaseState.CLOSED:
        return case
    settled = case.settle(code_of(unit, rules, case.id))
    if settled != case:
        unit.cases.save(settled)
    return settled


class SettleCodes:
    """Closed cases get the code they have by the rules of today: for rows of older rules and older versions."""

    def __init__(self, units: CallingUnits, rules: StudyRules) -> None:
        self._units = units
        self._rules = rules

    @needs(Right.WORK)
    def __call__(self, by: Actor) -> int:
        """How many codes were others before."""
        with self._units() as unit:
            settled = [
                (CaseId(history.case_id), code)
                for history, was in unit.histories.closed_unscreened()
                if (code := final_code(history, self._rules.unscreened)) != was
            ]
            for case_id, code in settled:
                unit.cases.save(unit.cases.get(case_id).settle(code))
            if settled:
                unit.commit()
        return len(settled)
