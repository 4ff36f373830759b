"""What days of work came to, from attempts and screenings: dials, persons and hours of everybody together.

Hours at work are seen from the attempts: from the first to the last of a person on a day, without longer pauses. They
are added up over everybody at once; nobody's hours are told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from datetime import date, datetime, timedelta

from cati_app.domain.forecast.so_far import ATTEMPTS, WorkingDay
from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.values import dataclass

_NOTHING = timedelta()
PAUSE = timedelta(minutes=45)
"""Somebody who began nothing for longer was not at work; shorter waits are hours at work."""


@dataclass(frozen=True, slots=True)
class AttemptFact:
    """An attempt, as far as it tells of a day.

    Args:
        attempt_no: Within the case, from 1.
        person: Who made it; any name that keeps people apart.
        dialled: A call was begun in it.
        closed: It was the last one of a case that is closed.
        frame: Of the case.
        result: Of the attempt; None: it has none yet.
    """

    case_id: str
    attempt_no: int
    person: str
    began_at: datetime
    ended_at: datetime | None
    dialled: bool
    closed: bool
    frame: str = ""
    result: str | None = None


@dataclass(frozen=True, slots=True)
class ScreeningFact:
    """A person whose cell was decided.

    Args:
        quota_place: Cells of all quotas, as one text.
        accepted: A place was given.
        ended_at: Of the last sitting; None: it runs.
        complete: The interview is complete.
    """

    case_id: str
    quota_place: CellId
    accepted: bool
    began_at: datetime
    screened_at: datetime
    ended_at: datetime | None
    complete: bool = False


@dataclass(frozen=True, slots=True)
class CompleteFact:
    """A complete interview that counts; nobody's name.

    Args:
        quota_place: Cells of all quotas, as one text; None: the study has no quota.
    """

    id: InterviewId
    case_id: CaseId
    language: str
    ended_at: datetime
    quota_place: CellId | None = None


@dataclass(frozen=True, slots=True)
class DaysSoFar:
    """Days of work, and what became of those accepted.

    Args:
        days: By local day, in order; hours planned are those worked until somebody says otherwise.
        by_appointment: Accepted persons with whom somebody sat down again on a later attempt.
    """

    days: Mapping[date, WorkingDay]
    accepted: int
    by_appointment: int


@dataclass
class _Day:
    dials: list[int] = field(default_factory=lambda: [0] * ATTEMPTS)
    screened: list[int] = field(default_factory=lambda: [0] * ATTEMPTS)
    lost: list[int] = field(default_factory=lambda: [0] * ATTEMPTS)
    worked: timedelta = timedelta()
    bound: timedelta = timedelta()


def days_so_far(
    attempts: Iterable[AttemptFact],
    screenings: Iterable[ScreeningFact],
    local_day: Callable[[datetime], date],
    now: datetime,
) -> DaysSoFar:
    """Days from the first attempt on.

    Args:
        attempts: Of all cases, by the time they began.
        screenings: At most one counts of a case, the first.
        local_day: The study's own day of an aware time.
        now: Until when an attempt counts that has not ended.
    """
    screened: dict[str, ScreeningFact] = {}
    for fact in sorted(screenings, key=lambda told: told.screened_at):
        screened.setdefault(fact.case_id, fact)
    days: dict[date, _Day] = defaultdict(_Day)
    last_end: dict[tuple[str, date], datetime] = {}
    again: set[str] = set()
    for attempt in attempts:
        ended = attempt.ended_at or now
        on = local_day(attempt.began_at)
        day, column = days[on], min(attempt.attempt_no, ATTEMPTS) - 1
        before = last_end.get((attempt.person, on), attempt.began_at)
        waited = max(_NOTHING, attempt.began_at - before)
        day.worked += max(_NOTHING, ended - max(attempt.began_at, before)) + (waited if waited <= PAUSE else _NOTHING)
        last_end[attempt.person, on] = max(before, ended)
        person = screened.get(attempt.case_id)
        if person is not None and attempt.began_at > person.screened_at:
            day.bound += max(_NOTHING, ended - attempt.began_at)
            again.add(attempt.case_id)
            continue
        day.dials[column] += attempt.dialled
        if person is not None and person.screened_at <= ended:
            day.screened[column] += 1
            day.bound += max(_NOTHING, ended - max(attempt.began_at, person.began_at))
        elif attempt.closed and person is None:
            day.lost[column] += 1
    accepted = [fact for fact in screened.values() if fact.accepted]
    return DaysSoFar(
        {on: _told(day) for on, day in sorted(days.items())},
        len(accepted),
        sum(fact.case_id in again for fact in accepted),
    )


def _told(day: _Day) -> WorkingDay:
    worked = day.worked / timedelta(hours=1)
    bound = min(worked, day.bound / timedelta(hours=1))
    return WorkingDay(tuple(day.dials), tuple(day.screened), tuple(day.lost), worked, worked, bound)
