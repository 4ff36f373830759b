"""Who saw the contact data of whoever has a number, and when, as the log has it."""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.clock import Clock
from cati_app.domain.ids import CaseId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.fieldwork.calling.take_case import CONTACT_SHOWN
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import needs
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class Sighting:
    """A case whose contact data somebody had on the screen."""

    at: datetime  # aware UTC
    case_no: int
    person: User | None  # None: nobody that the study knows


@dataclass(frozen=True, slots=True)
class Sightings:
    """The outcome for one number; no part of it is the number."""

    at: datetime  # of the report, aware UTC
    case_nos: tuple[int, ...]  # cases with this number now, in order
    seen: tuple[Sighting, ...]  # in the order of the log


class ReadSightings:
    """Finds cases by their number, which takes the contact key, and what the log says of them."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, by: User, number: PhoneNumber) -> Sightings:
        """Every time a case with this number was shown with its contact data; nothing for a number nobody has."""
        with self._units() as unit:
            cases = {case_id: unit.cases.get(case_id).case_no for case_id in unit.sample.with_number(number)}
            people: dict[str, User] = {person.id: person for person in unit.people.all()}
            seen = [
                Sighting(event.at, cases[CaseId(event.case_id)], people.get(event.user_id or ""))
                for event in (logged.event for logged in unit.log.of_kind(CONTACT_SHOWN))
                if event.case_id is not None and event.case_id in cases
            ]
        return Sightings(self._clock.now(), tuple(sorted(cases.values())), tuple(seen))
