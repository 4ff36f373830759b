"""Whether an appointment that is being offered can be kept: every condition asked before anything is promised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.calling.routing import speaks
from cati_app.domain.people.users import Role, User
from cati_app.values import dataclass

STEP = timedelta(minutes=15)
SEARCH = timedelta(days=7)
APART = timedelta(minutes=30)
NEAREST = 3


class Doubt(StrEnum):
    """Why a time cannot be promised."""

    IN_THE_PAST = "in_the_past"
    OUTSIDE_HOURS = "outside_hours"
    NO_ATTEMPTS_LEFT = "no_attempts_left"
    DAY_LIMIT = "day_limit"
    NO_SPEAKER = "no_speaker"
    NO_SHIFT = "no_shift"
    CELL_FULL = "cell_full"
    ALL_PROMISED = "all_promised"  # everybody who could call then has promised somebody else


@dataclass(frozen=True, slots=True)
class Shift:
    """A planned block of work, every week, on the study's clock; no languages: whatever the team speaks."""

    weekdays: frozenset[int]  # Monday 0
    start: time
    end: time
    languages: frozenset[str] = frozenset()
    seats: int = 0  # planned; 0: nobody said how many
    first_day: date | None = None  # None: from the start of field
    last_day: date | None = None

    def covers(self, local: datetime, language: str) -> bool:
        """Whether somebody is at work then who may conduct the interview."""
        able = not language or not self.languages or language in self.languages
        return able and self.is_on(local.date()) and self.start <= local.time() < self.end

    def is_on(self, day: date) -> bool:
        """Whether it takes place on a day."""
        begun = self.first_day is None or self.first_day <= day
        return begun and (self.last_day is None or day <= self.last_day) and day.weekday() in self.weekdays


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """What a time is judged by."""

    now: datetime
    calendar: CallingCalendar  # of the respondent's locality
    study_calendar: CallingCalendar  # on whose clock shifts are planned
    shifts: Sequence[Shift]  # none: somebody is at work at every allowed hour
    people: Sequence[User]
    language: str
    attempts_left: int
    today_left: int
    room: bool
    spare: timedelta = timedelta(minutes=1)  # how much later than agreed it must still be allowed to start
    promised: Sequence[datetime] = ()  # firm appointments of other cases in this language


@dataclass(frozen=True, slots=True)
class Promise:
    """The verdict on a time, and the nearest good ones when it cannot be kept."""

    at: datetime
    doubts: tuple[Doubt, ...]
    nearest: tuple[datetime, ...] = ()

    @property
    def good(self) -> bool:
        """Whether the time can be promised."""
        return not self.doubts


def check(at: datetime, facts: PromiseFacts) -> Promise:
    """Judge a time; when only the hour is at fault, the nearest good ones come with it."""
    doubts = (*_of_the_case(facts), *_of_the_hour(at, facts))
    if not doubts or _of_the_case(facts):
        return Promise(at, doubts)
    return Promise(at, doubts, _nearest(at, facts))


def _of_the_case(facts: PromiseFacts) -> tuple[Doubt, ...]:
    """What no other hour would solve."""
    able = _able(facts)
    shifts = not facts.shifts or any(
        not s.languages or not facts.language or facts.language in s.languages for s in facts.shifts
    )
    return tuple(
        doubt
        for doubt, there in (
            (Doubt.NO_ATTEMPTS_LEFT, facts.attempts_left <= 0),
            (Doubt.CELL_FULL, not facts.room),
            (Doubt.NO_SPEAKER, not able or not shifts),
        )
        if there
    )


def _able(facts: PromiseFacts) -> int:
    """How many interviewers speak the language."""
    return sum(p.role is Role.INTERVIEWER and speaks(p, facts.language) for p in facts.people)


def _all_promised(at: datetime, facts: PromiseFacts) -> bool:
    """Whether as many interviews are promised around a time as there are people to conduct them."""
    length = timedelta(minutes=facts.study_calendar.expected_length_min)
    return sum(abs(other - at) < length for other in facts.promised) >= max(1, _able(facts))


def _of_the_hour(at: datetime, facts: PromiseFacts) -> Iterator[Doubt]:
    """What is told first costs least to find: whoever looks for a good time needs no more than one doubt."""
    if at <= facts.now:
        yield Doubt.IN_THE_PAST
    if not facts.calendar.is_open_through(at, facts.spare):
        yield Doubt.OUTSIDE_HOURS
    if facts.today_left <= 0 and facts.calendar.local(at).date() == facts.calendar.local(facts.now).date():
        yield Doubt.DAY_LIMIT
    study_local = facts.study_calendar.local(at)
    if facts.shifts and not any(shift.covers(study_local, facts.language) for shift in facts.shifts):
        yield Doubt.NO_SHIFT
    if _all_promised(at, facts):
        yield Doubt.ALL_PROMISED


def _nearest(at: datetime, facts: PromiseFacts) -> tuple[datetime, ...]:
    """Quarters of an hour around the time wished, the closest first, not too close to one another."""
    begin = at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
    times: list[datetime] = []
    for step in range(int(SEARCH / STEP) + 1):
        for candidate in (begin + step * STEP, begin - step * STEP) if step else (begin,):
            far = all(abs(candidate - other) >= APART for other in times)
            if far and next(_of_the_hour(candidate, facts), None) is None:
                times.append(candidate)
                if len(times) == NEAREST:
                    return tuple(sorted(times))
    return tuple(sorted(times))
