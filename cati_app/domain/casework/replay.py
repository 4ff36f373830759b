"""Recorded attempts played again against other rules: what would have been forbidden, due at another time, or closed.

What people said stays as it was; only what the rules would have made of it is recomputed. Attempts that the new
rules would not have allowed stay in the record, so that the later ones still have their history.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from datetime import datetime

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.calling.chances import NO_CALLS_YET, Chances
from cati_app.domain.calling.results import RetryRules
from cati_app.domain.calling.schedule import NEVER_TRIED, ScheduleRules
from cati_app.domain.casework.after_call import CaseRules, after_call
from cati_app.domain.casework.ending import ended_by
from cati_app.domain.casework.so_far import SoFar
from cati_app.domain.outcomes.finality import Outcome
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class PastAttempt:
    """An attempt as it was recorded."""

    at: datetime  # of the result
    result: str
    dialled: tuple[datetime, ...]  # empty: the person rang back
    agreed: bool = False  # an appointment was made
    number: str | None = None  # the last one dialled


@dataclass(frozen=True, slots=True)
class PastCase:
    """A case with its attempts, oldest first."""

    case_no: int
    locality: str
    attempts: tuple[PastAttempt, ...]
    frame: str = ""
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSet:
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


def replay(cases: Sequence[PastCase], rules: RuleSet) -> Replayed:
    """Play the record against rules."""
    replayed = Replayed()
    for case in cases:
        _case(case, rules, replayed)
    return replayed


@dataclass(slots=True)
class _Past:
    """A case with what came before in it."""

    case: PastCase
    outcomes: list[Outcome] = field(default_factory=list)
    dials: list[datetime] = field(default_factory=list)


def _case(case: PastCase, rules: RuleSet, replayed: Replayed) -> None:
    calendar = rules.calendar_of(case.locality)
    before, tried = _Past(case), NEVER_TRIED
    due: datetime | None = None
    for attempt in case.attempts:
        begun = attempt.dialled[0] if attempt.dialled else attempt.at
        if case.case_no in replayed.retired:
            _block(replayed, "closed", len(attempt.dialled))
        elif due is not None and begun < due and attempt.dialled:
            replayed.early += 1
        for at in attempt.dialled:
            replayed.calls += 1
            forbidden = _forbidden(at, before.dials, calendar, rules.retry)
            if forbidden is not None and case.case_no not in replayed.retired:
                _block(replayed, forbidden, 1)
            before.dials.append(at)
        rang_back = not attempt.dialled
        before.outcomes.append(Outcome(attempt.result, attempt.at, number=attempt.number, rang_back=rang_back))
        if attempt.dialled:
            tried = tried.after(attempt.result, rules.schedule.part(calendar.local(begun)), rules.schedule)
        so_far = _so_far(before, calendar, rules)
        agreed_at, of_case = attempt.at if attempt.agreed else None, CaseRules(calendar, rules.retry, rules.schedule)
        follows = after_call(so_far, of_case, tried, agreed_at, frame=case.frame)[0]
        due = None if attempt.agreed else follows.due_at
        if follows.due_at is None:
            replayed.due.pop(case.case_no, None)
            how = ended_by(so_far, rules.retry, converts=rules.schedule.convert)
            if how is not None and not how.by_result:
                replayed.retired.setdefault(case.case_no, follows.disposition)
        elif due is not None and case.case_no not in replayed.retired:
            replayed.due[case.case_no] = due


def _so_far(before: _Past, calendar: CallingCalendar, rules: RuleSet) -> SoFar:
    """As for a case of today; an appointment has no due time of its own."""
    since, until = calendar.day_around(before.outcomes[-1].at)
    today = sum(since <= at < until for at in before.dials)
    return SoFar(tuple(before.outcomes), before.case.numbers, len(before.dials), today, rules.chances)


def _forbidden(at: datetime, dials: Sequence[datetime], calendar: CallingCalendar, retry: RetryRules) -> str | None:
    if not calendar.is_open(at):
        return "outside_hours"
    since, until = calendar.day_around(at)
    return retry.forbids(len(dials), sum(since <= other < until for other in dials))


def _block(replayed: Replayed, rule: str, calls: int) -> None:
    replayed.blocked[rule] = replayed.blocked.get(rule, 0) + calls
