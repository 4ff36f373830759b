"""What a result does to its case: closed, or due again and why not before; one rule for services, screens, what-if."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.calling.due import NOTHING_KNOWN, Known, due_after
from cati_app.domain.calling.queue import Waits
from cati_app.domain.calling.results import Consequence, RetryRules
from cati_app.domain.calling.schedule import ScheduleRules, Tried
from cati_app.domain.casework.ending import ended_by
from cati_app.domain.casework.so_far import SoFar
from cati_app.domain.errors import RuleViolation
from cati_app.domain.outcomes.dispositions import BUSY, RETURNED, SOFT_REFUSAL, disposition
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class CaseRules:
    """The rules that hold for one case."""

    calendar: CallingCalendar  # at the case's locality
    retry: RetryRules
    schedule: ScheduleRules


@dataclass(frozen=True, slots=True)
class Agreed:
    """An appointment as agreed on the telephone."""

    at: datetime  # aware
    firm: bool


class Made(NamedTuple):
    """Contact attempts that count against a case or one of its numbers."""

    dials: int  # in all
    today: int  # of them on the local day


def after_call(
    so_far: SoFar, rules: CaseRules, tried: Tried, agreed_at: datetime | None = None, *, frame: str = ""
) -> tuple[Consequence, str]:
    """What follows from the last result: closed, or due again with the word of `Waits` that says why not before.

    An appointment does not lift the limit of contact attempts; where one is made, nothing is said of waiting.

    Args:
        tried: With the attempt that is judged.
        agreed_at: Time of the appointment, if one was made.
        frame: Of the case, for what is known of others like it.
    """
    result, at, retry, schedule = so_far.last.result, so_far.last.at, rules.retry, rules.schedule
    if ended_by(so_far, retry, converts=schedule.convert) is not None:
        return Consequence(result, None), ""
    if agreed_at is not None:
        return Consequence(result, agreed_at), ""
    if result == BUSY and so_far.busy_since(rules.calendar.day_around(at)[0]) >= retry.busy_in_session:
        rules = replace(rules, schedule=replace(schedule, another_part=schedule.another_part | {BUSY}))
    # A dead number is followed by the next one at once.
    earliest = at if disposition(result).of_number else at + retry.delay(result)
    due_at, rest = _due(result, at, earliest, so_far.today, rules, Known(frame, tried, so_far.chances))
    return Consequence(result, due_at), Waits.REFUSAL_REST.value if result == SOFT_REFUSAL else rest


def after_limits(made: Made, at: datetime, rules: CaseRules) -> tuple[datetime | None, str]:
    """When a case is due that waits for nothing but the limits, and why not before; None: they leave no call."""
    if rules.retry.are_used_up(made.dials):
        return None, ""
    return _due(RETURNED, at, at, made.today, rules, NOTHING_KNOWN)


def _due(
    result: str, at: datetime, earliest: datetime, today: int, rules: CaseRules, known: Known
) -> tuple[datetime, str]:
    calendar = rules.calendar
    spent = day_is_spent(earliest, at, today, calendar, rules.retry)
    if spent:
        earliest = calendar.midnight(calendar.local(at).date() + timedelta(days=1))
    rest = Waits.DAY_LIMIT if spent else Waits.NOT_DUE
    return due_after(result, at, earliest, calendar, rules.schedule, known), rest.value


def day_is_spent(due: datetime, at: datetime, today: int, calendar: CallingCalendar, retry: RetryRules) -> bool:
    """Whether a time lies on the local day of `at`, which has had its contact attempts."""
    return retry.are_spent(today) and calendar.local(due).date() == calendar.local(at).date()


def check_agreed(agreed: Agreed, at: datetime, made: Made, rules: CaseRules) -> None:
    """Somebody may keep the appointment, and the limits leave a call for it.

    Args:
        at: When it was agreed.
        made: What counts against the number that can be called soonest.

    Raises:
        RuleViolation: `appointment_outside_hours`, `appointment_in_the_past`, `limit_reached`, `day_limit_reached`.
    """
    retry = rules.retry
    if not rules.calendar.is_open_through(agreed.at, rules.schedule.spare):
        raise RuleViolation("appointment_outside_hours")
    if agreed.at <= at:
        raise RuleViolation("appointment_in_the_past")
    if retry.are_used_up(made.dials):
        raise RuleViolation("limit_reached", limit=retry.max_attempts)
    if day_is_spent(agreed.at, at, made.today, rules.calendar, retry):
        raise RuleViolation("day_limit_reached", limit=retry.max_attempts_per_day)
