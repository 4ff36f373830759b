"""What a result does to its case: closed, or due again and why not before; one rule for services, screens, what-if."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.calling.due import Known, due_after
from cati_app.domain.calling.queue import Waits
from cati_app.domain.calling.results import Consequence, RetryRules, consequence
from cati_app.domain.calling.schedule import ScheduleRules
from cati_app.domain.errors import RuleViolation
from cati_app.domain.outcomes.dispositions import BUSY, OF_A_NUMBER, SOFT_REFUSAL


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


@dataclass(frozen=True, slots=True)
class Standing:
    """A case with the attempt that is judged, its call and its result included."""

    dials: int  # contact attempts in all
    today: int  # of them on the local day
    refusals: int = 0  # soft ones
    busy_today: int = 0  # results `busy` on the local day
    numbers_left: bool = False  # a number that is not dead
    known: Known = field(default_factory=Known)


def after_call(
    result: str,
    at: datetime,
    standing: Standing,
    rules: CaseRules,
    agreed_at: datetime | None = None,
) -> tuple[Consequence, str]:
    """Closed, or due again with the word of `Waits` that says why not before; blank after an appointment.

    Args:
        result: A name of `dispositions`.
        at: Time of the result.
        agreed_at: Time of the appointment, if one was made.
    """
    calendar, retry, schedule = rules.calendar, rules.retry, rules.schedule
    follows = consequence(result, at=at, dials=standing.dials, rules=retry, agreed_at=agreed_at)
    if result in OF_A_NUMBER and standing.numbers_left and not retry.are_used_up(standing.dials):
        follows = Consequence(result, at)  # the next number at once
    if result == SOFT_REFUSAL and (standing.refusals > 1 or not schedule.convert):
        follows = Consequence(SOFT_REFUSAL, None)
    if follows.due_at is None or agreed_at is not None:
        return follows, ""
    tomorrow = calendar.midnight(calendar.local(at).date() + timedelta(days=1))
    spent = day_is_spent(follows.due_at, at, standing.today, calendar, retry)
    if result == BUSY and standing.busy_today >= retry.busy_in_session:
        schedule = replace(schedule, another_part=schedule.another_part | {BUSY})
    due = due_after(result, at, tomorrow if spent else follows.due_at, calendar, schedule, standing.known)
    rest = Waits.REFUSAL_REST if result == SOFT_REFUSAL else Waits.DAY_LIMIT if spent else Waits.NOT_DUE
    return Consequence(follows.disposition, due), rest.value


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
    if not rules.calendar.is_open(agreed.at):
        raise RuleViolation("appointment_outside_hours")
    if agreed.at <= at:
        raise RuleViolation("appointment_in_the_past")
    if retry.are_used_up(made.dials):
        raise RuleViolation("limit_reached", limit=retry.max_attempts)
    if day_is_spent(agreed.at, at, made.today, rules.calendar, retry):
        raise RuleViolation("day_limit_reached", limit=retry.max_attempts_per_day)
