"""Who is at work: told by whoever is, and read by whoever steers the shift."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cati_app.domain.calling.next_shift import NextShift, next_shift
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.seats import SeatNow, TeamSeat
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.ports.seats import Seats
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass


class TellSeat:
    """What a person does now."""

    def __init__(self, seats: Seats) -> None:
        self._seats = seats

    @needs(Right.CALL)
    def __call__(self, by: User, seat: TeamSeat) -> None:
        """In place of what was told before. RuleViolation: `wrong_login` for another person's seat."""
        if seat.user_id != by.id:
            raise RuleViolation("wrong_login")
        self._seats.tell(seat)

    @needs(Right.CALL)
    def leave(self, by: User) -> None:
        """The person is not at work any more."""
        self._seats.leave(by.id)


@dataclass(frozen=True, slots=True)
class Roster:
    """Whoever may be at work, and when the team works next.

    Args:
        people: Interviewers who have not left, by id.
    """

    people: Mapping[UserId, User]
    coming: NextShift | None


class ReadSeats:
    """Who is at work now."""

    def __init__(self, seats: Seats, units: CallingUnits, clock: Clock, rules: StudyRules) -> None:
        self._seats = seats
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.SUPERVISE)
    def roster(self, by: User) -> Roster:
        """Who the people are."""
        with self._units() as unit:
            people = {user.id: user for user in unit.people.all() if user.active and user.role is Role.INTERVIEWER}
        local = self._rules.calendar.local(self._clock.now())
        return Roster(people, next_shift(self._rules.shifts, local))

    @needs(Right.SUPERVISE)
    def now(self, by: User) -> Sequence[SeatNow]:
        """What each does. EnvironmentProblem: as `Seats.all`; it may wait for a hub."""
        return self._seats.all()
