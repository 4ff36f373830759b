"""The result of an attempt and the next case at once: between them nobody has anything to decide."""

from __future__ import annotations

from typing import Unpack

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.cases import Attempt
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.record_result import GivenResult, RecordResult, WithResult
from cati_app.fieldwork.calling.take_case import Offer, TakeCase
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import needs


class FinishAttempt:
    """Closes an attempt and takes the next case in one transaction, so that the disk is waited for once."""

    def __init__(self, units: CallingUnits, record: RecordResult, take: TakeCase) -> None:
        self._units = units
        self._record = record
        self._take = take

    @needs(Right.CALL)
    def __call__(
        self, user: User, attempt: Attempt, disposition: str, **said: Unpack[WithResult]
    ) -> tuple[GivenResult, Offer | Nothing | None]:
        """Give the result and take the next case.

        No result is lost because the next case cannot be taken: it is stored alone then.

        Returns:
            The result, and what `TakeCase` gives; None when that failed and has to be asked again.

        Raises:
            RuleViolation: As `RecordResult`.
        """
        given = None
        try:
            with self._units() as unit:
                given = self._record.within(unit, user, attempt, disposition, **said)
                offered = self._take.within(unit, user)
                unit.commit()
        except Exception:
            if given is None:
                raise
            return self._record(user, attempt, disposition, **said), None
        self._take.committed()
        return given, offered
