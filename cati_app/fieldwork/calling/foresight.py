"""What each result of the call would do to the case in hand, before one is given: the same verb that will do it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.casework.cases import SoFar
from cati_app.domain.outcomes.dispositions import BUSY
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.rules import StudyRules


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
        attempt = replace(offer.attempt, disposition=result, ended_at=self.now)
        return offer.case.apply(attempt, self._so_far(result), self.rules.for_case(offer.case.locality))[1].due_at

    def _so_far(self, result: str) -> SoFar:
        offer, this_call = self.offer, not self.offer.dialled
        since = self.calendar.day_around(self.now)[0]
        busy = sum(entry.disposition == BUSY and entry.at >= since for entry in offer.history)
        others = (n for index, n in enumerate(offer.case.numbers) if index != self.number_place)
        return SoFar(
            dials=offer.case.dials + this_call,
            today=offer.today + this_call,
            busy_today=busy + (result == BUSY),
            numbers_left=any(number.id not in offer.dead for number in others),
            chances=offer.chances,
        )
