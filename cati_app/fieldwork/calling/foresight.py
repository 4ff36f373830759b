"""What each result of the call would do to the case in hand, before one is given: the same verb that will do it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.outcomes.finality import Outcome
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class Foresight:
    """The case in hand with this call, which counts from the moment it is dialled."""

    offer: Offer
    rules: StudyRules
    now: datetime
    number_place: int = 0  # of the number dialled, from 0

    @property
    def calendar(self) -> CallingCalendar:
        """The hours at the case's locality."""
        return self.rules.calendar_of(self.offer.case.locality)

    @property
    def may_dial(self) -> bool:
        """Whether the hours at the case's locality allow a call now."""
        return self.calendar.is_open(self.now)

    def next_call(self, result: str) -> datetime | None:
        """When the case is due again after this result; None: it is closed.

        Args:
            result: A name of `domain.outcomes.dispositions`.
        """
        offer = self.offer
        case, attempt = offer.case, replace(offer.attempt, disposition=result, ended_at=self.now)
        number = case.numbers[self.number_place].id if case.numbers else None
        outcome = Outcome(result, self.now, number=number, user=attempt.user_id, attempt_no=attempt.attempt_no)
        so_far = offer.so_far.with_result(outcome, calls=0 if offer.dialled else 1)
        return case.foresee(attempt, so_far, self.rules.for_case(case.locality)).due_at
