"""Recorded attempts played again against other rules: what would have been forbidden, due otherwise, or closed.

What people said stays as it was; only what the rules would have made of it is computed anew. Attempts that the new
rules would not have allowed stay in the record, so that the later ones still have their history.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cati_app.domain.calendar import CallingCalendar
from cati_app.domain.chances import NO_CALLS_YET, Chances
from cati_app.domain.dispositions import disposition
from cati_app.domain.due import Known, due_after
from cati_app.domain.results import Consequence, RetryRules, consequence
from cati_app.domain.schedule import NEVER_TRIED, ScheduleRules

SOFT_REFUSAL = "soft_refusal"


@dataclass(frozen=True, slots=True)
class PastAttempt:
    """An attempt as it was recorded."""

    at: datetime  # of the result
    result: str
    dialled: tuple[datetime, ...]
    agreed: bool = False  # an appointment was made


@dataclass(frozen=True, slots=True)
class PastCase:
    """A case with its attempts, oldest first."""

    case_no: int
    place: str
    attempts: tuple[PastAttempt, ...]
    frame: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """A set of rules to play against."""

    calendar_of: Callable[[str], CallingCalendar]
    retry: RetryRules
    schedule: ScheduleRules
    chances: Chances = NO_CALLS_YET  # as learnt by now, for both sets of rules


@dataclass(slots=True)
class Replayed:
    """What rules make of the record."""

    calls: int = 0
    blocked: dict[str, int] = field(default_factory=dict)  # calls by the rule that forbids them
    early: int = 0  # attempts made before the case would have been due
    retired: dict[int, str] = field(default_factory=dict)  # cases closed by the rules → final code
    due: dict[int, datetime] = field(default_factory=dict)  # open cases → when due


def replay(cases: Sequence[PastCase], rules: Rules) -> Replayed:
    """Play the record against rules."""
    found = Replayed()
    for case in cases:
        _case(case, rules, found)
    return found


def _case(case: PastCase, rules: Rules, found: Replayed) -> None:
    calendar = rules.calendar_of(case.place)
    dials: list[datetime] = []
    due: datetime | None = None
    refusals, tried = 0, NEVER_TRIED
    for attempt in case.attempts:
        begun = attempt.dialled[0] if attempt.dialled else attempt.at
        if case.case_no in found.retired:
            _block(found, "closed", len(attempt.dialled))
        elif due is not None and begun < due:
            found.early += 1
        for at in attempt.dialled:
            found.calls += 1
            forbidden = _forbidden(at, dials, calendar, rules.retry)
            if forbidden is not None and case.case_no not in found.retired:
                _block(found, forbidden, 1)
            dials.append(at)
        refusals += attempt.result == SOFT_REFUSAL
        tried = tried.after(attempt.result, rules.schedule.part(calendar.local(begun)), rules.schedule)
        follows = _follows(attempt, dials, refusals, rules)
        if follows.due_at is None:
            closed_by_rule = not disposition(attempt.result).closes
            if closed_by_rule:
                found.retired.setdefault(case.case_no, follows.disposition)
            found.due.pop(case.case_no, None)
            due = None
            if not closed_by_rule:
                return
            continue
        known = Known(case.frame, tried, rules.chances)
        due = None if attempt.agreed else _due(attempt, follows.due_at, dials, calendar, rules, known)
        if due is not None and case.case_no not in found.retired:
            found.due[case.case_no] = due


def _follows(attempt: PastAttempt, dials: Sequence[datetime], refusals: int, rules: Rules) -> Consequence:
    """As for a case of today: closed by the result, by the limit or by refusals, else due again."""
    if attempt.result == SOFT_REFUSAL and (refusals > 1 or not rules.schedule.convert):
        return Consequence(SOFT_REFUSAL, None)  # the final code comes from all attempts
    return consequence(attempt.result, at=attempt.at, dials=len(dials), rules=rules.retry, agreed_at=None)


def _due(
    attempt: PastAttempt,
    due: datetime,
    dials: Sequence[datetime],
    calendar: CallingCalendar,
    rules: Rules,
    known: Known,
) -> datetime:
    since, until = calendar.day_around(attempt.at)
    spent = sum(since <= at < until for at in dials) >= rules.retry.max_attempts_per_day
    earliest = max(due, calendar.midnight(calendar.local(attempt.at).date() + timedelta(days=1))) if spent else due
    return due_after(attempt.result, attempt.at, earliest, calendar, rules.schedule, known)


def _forbidden(at: datetime, dials: Sequence[datetime], calendar: CallingCalendar, retry: RetryRules) -> str | None:
    if not calendar.is_open(at):
        return "outside_hours"
    if len(dials) >= retry.max_attempts:
        return "limit_reached"
    since, until = calendar.day_around(at)
    if sum(since <= other < until for other in dials) >= retry.max_attempts_per_day:
        return "day_limit_reached"
    return None


def _block(found: Replayed, rule: str, calls: int) -> None:
    found.blocked[rule] = found.blocked.get(rule, 0) + calls
