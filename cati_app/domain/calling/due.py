"""When a case is due again: not before its delay, at an allowed hour, in the part of the week that promises most."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import lru_cache

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.calling.chances import NO_CALLS_YET, Chances
from cati_app.domain.calling.schedule import NEVER_TRIED, ScheduleRules, Tried, WeekPart
from cati_app.values import dataclass

_PARTS_AHEAD = 12
"""Parts of the week looked at; three days hold at most nine."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a case, and of cases of its frame, when the next time is chosen."""

    frame: str = ""
    tried: Tried = NEVER_TRIED  # with the attempt after which it is due again
    chances: Chances = NO_CALLS_YET


NOTHING_KNOWN = Known()


def due_after(
    result: str,
    at: datetime,
    earliest: datetime,
    calendar: CallingCalendar,
    rules: ScheduleRules,
    known: Known = NOTHING_KNOWN,
) -> datetime:
    """When a case is due again: not before `earliest`, at an allowed hour, in another part of the day if asked for.

    After results of `rules.best_part` it is due in the part that promises most within the coming days.

    Args:
        at: Time of the attempt.
        earliest: Time of the attempt plus the delay of its result.
    """
    first = calendar.next_open(earliest) or earliest
    avoided = rules.part(calendar.local(at)) if result in rules.another_part else None
    if result not in rules.best_part and avoided is None:
        return first
    times = [(begin, part) for begin, part in _parts_ahead(first, calendar, rules) if part is not avoided]
    if result not in rules.best_part:
        return times[0][0] if times else first
    return _best(times, first, rules, known) or first


def _best(
    times: Sequence[tuple[datetime, WeekPart]], first: datetime, rules: ScheduleRules, known: Known
) -> datetime | None:
    """The first of the times with the best chance, where each day of waiting takes a little off it."""
    best: tuple[float, datetime] | None = None
    chances = [
        known.chances.for_case(known.frame, part, known.tried, rules.in_vain, rules.reached_again) for part in WeekPart
    ]
    for begin, part in times:
        if best is not None and begin > first + rules.best_within:
            break
        chance = chances[part] * rules.per_day ** ((begin - first) / timedelta(days=1))
        if best is None or chance > best[0]:
            best = chance, begin
    return best[1] if best is not None else None


def _parts_ahead(first: datetime, calendar: CallingCalendar, rules: ScheduleRules) -> list[tuple[datetime, WeekPart]]:
    """The first allowed time of this part and of each following one."""
    local = calendar.local(first)
    end = _end_of_part(local, calendar, rules)
    return [(first, rules.part(local)), *_parts_from(end, calendar, rules.morning_until, rules.afternoon_until)]


@lru_cache(maxsize=64)
def _parts_from(
    end: datetime, calendar: CallingCalendar, morning_until: time, afternoon_until: time
) -> tuple[tuple[datetime, WeekPart], ...]:
    """Parts behind the end of one; kept, because every result in it asks for the same ones."""
    rules = ScheduleRules(morning_until=morning_until, afternoon_until=afternoon_until)
    parts: list[tuple[datetime, WeekPart]] = []
    while len(parts) < _PARTS_AHEAD - 1 and (begin := calendar.next_open(end)) is not None:
        local = calendar.local(begin)
        parts.append((begin, rules.part(local)))
        end = _end_of_part(local, calendar, rules)
    return tuple(parts)


def _end_of_part(local: datetime, calendar: CallingCalendar, rules: ScheduleRules) -> datetime:
    ends = {WeekPart.MORNING: rules.morning_until, WeekPart.AFTERNOON: rules.afternoon_until}
    end = ends.get(rules.part(local))
    if end is None:
        return calendar.midnight(local.date() + timedelta(days=1))
    return calendar.midnight(local.date()).replace(hour=end.hour, minute=end.minute)
