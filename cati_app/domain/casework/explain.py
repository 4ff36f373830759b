"""The chain of reasons about one case: each rule asked in turn, with the figures it rests on and whether it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.calling.chances import NO_CALLS_YET, Chances
from cati_app.domain.calling.results import RetryRules
from cati_app.domain.calling.routing import cell_standing, has_skill, is_for, is_missed, is_promised, may_from, speaks
from cati_app.domain.calling.schedule import ScheduleRules, WeekPart
from cati_app.domain.casework.cases import Case, CaseState
from cati_app.domain.casework.ending import Ending
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import CellCount
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule and what it says: `holds` False keeps the case from being called now."""

    rule: str
    holds: bool
    facts: Mapping[str, str | int] = field(default_factory=dict)
    until: datetime | None = None  # when it will hold, as far as that is known


@dataclass(frozen=True, slots=True)
class Explanation:
    """All reasons of a case at a time for a person."""

    case_no: int
    reasons: tuple[Reason, ...]

    @property
    def callable(self) -> bool:
        """Whether nothing stands against a call now."""
        return all(reason.holds for reason in self.reasons)

    @property
    def until(self) -> datetime | None:
        """When the last of the known obstacles is gone; None when one of them has no time."""
        missing = [reason.until for reason in self.reasons if not reason.holds]
        known = [at for at in missing if at is not None]
        return max(known) if known and len(known) == len(missing) else None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a case is judged by."""

    user: User
    now: datetime
    calendar: CallingCalendar  # at the case's locality
    retry: RetryRules
    schedule: ScheduleRules
    dials: int  # contact attempts on the number that can be called soonest, those for other cases included
    today: int  # of them on the local day
    cells: Sequence[CellCount]
    chances: Chances = NO_CALLS_YET
    ending: Ending | None = None  # of a closed case
    blocked: bool | None = None  # a number is on the block list; None: not asked, for want of access to numbers


def explain(case: Case, around: Surroundings) -> Explanation:
    """Every rule in the order in which it decides."""
    if case.state is CaseState.CLOSED:
        return Explanation(case.case_no, (_closed(case, around.ending),))
    if case.state is CaseState.UNRELEASED:
        return Explanation(case.case_no, (Reason("unreleased", False),))
    if case.appointment is not None and is_missed(case.appointment.at, around.now, around.schedule):
        case = replace(case, appointment=None)
    reasons = (
        Reason("open", True, {"disposition": case.disposition}),
        _free(case, around),
        *_limits(around),
        _block_list(around),
        *_person(case, around),
        _cell(case, around),
        _hours(around),
        _due(case, around),
        _rank(case, around),
        _chance(case, around),
    )
    return Explanation(case.case_no, reasons)


def _closed(case: Case, ending: Ending | None) -> Reason:
    facts: dict[str, str | int] = {"disposition": case.disposition, "how": ending.how.value if ending else ""}
    if ending is not None and ending.attempt_no is not None:
        facts["attempt"] = ending.attempt_no
    return Reason("closed", False, facts)


def _free(case: Case, around: Surroundings) -> Reason:
    held = case.locked_by is not None and case.locked_by != around.user.id
    until = case.locked_at + around.schedule.lease if held and case.locked_at else None
    return Reason("in_hands", not held, {}, until)


def _limits(around: Surroundings) -> tuple[Reason, ...]:
    retry, (_, tomorrow) = around.retry, around.calendar.day_around(around.now)
    spent = retry.are_spent(around.today)
    return (
        Reason("limit", not retry.are_used_up(around.dials), {"dials": around.dials, "limit": retry.max_attempts}),
        Reason(
            "day_limit",
            not spent,
            {"dials": around.today, "limit": retry.max_attempts_per_day},
            (around.calendar.next_open(tomorrow) or tomorrow) if spent else None,
        ),
    )


def _block_list(around: Surroundings) -> Reason:
    return Reason("block_list", not around.blocked, {"asked": int(around.blocked is not None)})


def _person(case: Case, around: Surroundings) -> tuple[Reason, ...]:
    user, language = around.user, case.language or ""
    agreed = case.appointment
    promised = agreed is not None and is_promised(user.id, agreed.owner, firm=agreed.firm)
    return (
        Reason("language", speaks(user, language), {"language": language}),
        Reason("skill", promised or has_skill(user, case.skill), {"skill": case.skill, "refusals": case.refusals}),
        Reason("other_person", agreed is not None or case.not_by != user.id),
    )


def _cell(case: Case, around: Surroundings) -> Reason:
    room, lagging = cell_standing(around.cells, around.schedule.lag)(case.cell)
    return Reason("cell", room, {"cell": case.cell, "lagging": int(lagging)})


def _hours(around: Surroundings) -> Reason:
    calendar, local = around.calendar, around.calendar.local(around.now)
    is_open, last = calendar.is_open(around.now), calendar.last_start(local.date())
    facts: dict[str, str | int] = {"local": f"{local:%H:%M}", "zone": calendar.zone, "state": calendar.state}
    if calendar.only is not None:
        facts["own_hours"] = f"{calendar.only.start:%H:%M}–{calendar.only.end:%H:%M}"
    if last is not None:
        facts["last_start"] = f"{calendar.local(last):%H:%M}"
    return Reason("hours", is_open, facts, None if is_open else calendar.next_open(around.now))


def _due(case: Case, around: Surroundings) -> Reason:
    agreed, now = case.appointment, around.now
    if agreed is not None:
        mine = is_for(around.user.id, agreed.owner, agreed.at, now, around.schedule, firm=agreed.firm)
        until = may_from(around.user.id, agreed.owner, agreed.at, around.schedule, firm=agreed.firm)
        facts: dict[str, str | int] = {"at": agreed.at.isoformat(), "firm": int(agreed.firm)}
        return Reason("appointment", mine, facts, None if mine else until)
    due = case.is_due(now)
    return Reason("due", due, {"rest": case.rest}, None if due else case.due_at)


def _rank(case: Case, around: Surroundings) -> Reason:
    part = around.schedule.part(around.calendar.local(around.now))
    levels = case.tried.levels(around.schedule)
    return Reason(
        "rank",
        True,
        {
            "part": part.name.lower(),
            "level": levels[part],
            "best_level": min(levels),
            "attempts": case.attempts,
            "tried_in_part": case.tried.counts[part],
        },
    )


def _chance(case: Case, around: Surroundings) -> Reason:
    """What was learnt about this time of the week, and where somebody is reached best."""
    rules, now = around.schedule, around.schedule.part(around.calendar.local(around.now))
    of_100 = {
        part: round(100 * around.chances.for_case(case.frame, part, case.tried, rules.in_vain, rules.reached_again))
        for part in WeekPart
    }
    best = max(WeekPart, key=lambda part: (of_100[part], part is now))
    calls, _ = around.chances.counts.get((case.frame, now), (0, 0))
    facts: dict[str, str | int] = {"part": now.name.lower(), "of_100": of_100[now], "calls": calls}
    return Reason("chance", True, {**facts, "best_part": best.name.lower(), "best_of_100": of_100[best]})
