"""Figures of one person that are opened for a reason and a time, and of everybody where an agreement allows it.

Source: works-council mode of the design: a period of at most 30 days, an end after 14 days, two logins, nothing for
days before an agreement was in force.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.values import dataclass

PERIOD_AT_MOST = 30
"""Days of work that are opened at once."""
OPEN_FOR = timedelta(days=14)
"""So long they can be looked at."""


@dataclass(frozen=True, slots=True)
class OpenedFigures:
    """Days of whose work figures can be looked at.

    Args:
        of: Whose; None: of each person.
        by: Who opened them; `second` signed in beside.
        at: When, aware UTC.
        first_day: On the clock of the study.
        last_day: None: until it is ended.
        ends_at: From then on nobody looks at them any more; None: until it is ended.
        agreed_on: Day of the agreement with the staff's representatives; None for one person.
    """

    of: UserId | None
    by: UserId
    second: UserId
    at: datetime
    first_day: date
    last_day: date | None = None
    ends_at: datetime | None = None
    agreed_on: date | None = None

    @classmethod
    def of_person(
        cls, of: UserId, people: tuple[UserId, UserId], at: datetime, days: tuple[date, date], today: date
    ) -> OpenedFigures:
        """Of one person.

        Args:
            people: Who opens them: two, and neither is that person.
            days: First and last.

        Raises:
            RuleViolation: `own_figures`, `figures_period`.
        """
        by, second = people
        first, last = days
        if of in people:
            raise RuleViolation("own_figures")
        if not (first <= last <= today and (last - first).days < PERIOD_AT_MOST):
            raise RuleViolation("figures_period")
        return cls(of, by, second, at, first, last, at + OPEN_FOR)

    @classmethod
    def of_everybody(cls, people: tuple[UserId, UserId], at: datetime, agreed_on: date, today: date) -> OpenedFigures:
        """Of each person, from tomorrow on: never of days before.

        Args:
            agreed_on: Day of the agreement.

        Raises:
            RuleViolation: `agreement_needed`.
        """
        if agreed_on > today:
            raise RuleViolation("agreement_needed")
        return cls(None, *people, at, today + timedelta(days=1), agreed_on=agreed_on)

    def is_open(self, now: datetime) -> bool:
        """Whether they can be looked at."""
        return self.ends_at is None or now < self.ends_at

    def covers(self, person: UserId, day: date) -> bool:
        """Whether a day of somebody's work is among them."""
        return self.of in (None, person) and self.first_day <= day and (self.last_day is None or day <= self.last_day)


def open_now(opened: Iterable[OpenedFigures], person: UserId, now: datetime) -> tuple[OpenedFigures, ...]:
    """What can be looked at of somebody's work."""
    return tuple(each for each in opened if each.of in (None, person) and each.is_open(now))
