"""A case with everything that happened to it, without contact data."""

from __future__ import annotations

from cati_app.domain.errors import RuleViolation
from cati_app.domain.outcomes.finality import History
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import Actor, needs


class ReadHistory:
    """Attempts, calls and results of a case."""

    def __init__(self, units: CallingUnits) -> None:
        self._units = units

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor, case_no: int) -> History:
        """As it stands.

        Raises:
            RuleViolation: `no_such_case`.
        """
        with self._units() as unit:
            history = unit.histories.of_number(case_no)
        if history is None:
            raise RuleViolation("no_such_case", case=case_no)
        return history
