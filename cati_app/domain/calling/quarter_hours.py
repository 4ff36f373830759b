"""Appointments of a day by quarter of an hour and language: how many are promised, and who could keep them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.calling.promise import STEP, Shift
from cati_app.domain.calling.routing import speaks
from cati_app.domain.people.users import Role, User
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class AgreedTime:
    """An appointment, by the study's clock.

    Args:
        language: Blank: any.
    """

    at: datetime
    language: str
    firm: bool


@dataclass(frozen=True, slots=True)
class Promised:
    """A quarter of an hour in one language.

    Args:
        promised: Firm appointments that begin in it.
        speakers: People on shift who could keep one; whoever speaks several languages counts in each.
    """

    promised: int
    speakers: int

    @property
    def is_too_many(self) -> bool:
        """Whether somebody is promised what nobody can keep."""
        return self.promised > self.speakers


@dataclass(frozen=True, slots=True)
class QuarterHour:
    """By language, in the order asked for."""

    begins: datetime
    cells: Mapping[str, Promised]


def quarter_of(at: datetime) -> datetime:
    """When the quarter of an hour of a time begins."""
    return at - timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)


def speakers_at(at: datetime, language: str, shifts: Sequence[Shift], people: Collection[User]) -> int:
    """People on shift who speak a language: as many as are planned, and no more than there are.

    Args:
        at: On the study's clock.
        shifts: None: everybody is there at every allowed hour.
    """
    able = sum(user.active and user.role is Role.INTERVIEWER and speaks(user, language) for user in people)
    if not shifts:
        return able
    covering = [shift for shift in shifts if shift.covers(at, language)]
    if any(not shift.seats for shift in covering):
        return able
    return min(able, sum(shift.seats for shift in covering))


def quarter_hours(
    day: datetime,
    calendar: CallingCalendar,
    shifts: Sequence[Shift],
    people: Collection[User],
    agreed: Collection[AgreedTime],
    languages: Sequence[str],
) -> tuple[QuarterHour, ...]:
    """Every quarter of an hour in which somebody is at work or somebody is promised, in order.

    Args:
        day: Its midnight on the study's clock.
        languages: Of the study; an appointment without a language counts in the first.
    """
    known = [each for each in agreed if each.at.date() == day.date()]
    firm = Counter((quarter_of(each.at), each.language or languages[0]) for each in known if each.firm)
    window = calendar.window(day.date())
    rows = []
    for number in range(timedelta(days=1) // STEP):
        begins = day + number * STEP
        is_open = window is not None and window.start <= begins.time() < window.end
        cells = {
            language: Promised(firm[begins, language], speakers_at(begins, language, shifts, people) if is_open else 0)
            for language in languages
        }
        if any(cell.promised or cell.speakers for cell in cells.values()):
            rows.append(QuarterHour(begins, cells))
    return tuple(rows)
