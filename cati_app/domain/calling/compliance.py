"""The ledger of calls against the rules: what was dialled when, how often, and after whose no.

Measured from the call records alone, not from the rules that should have prevented it. Rules: guideline of ADM, ASI,
BVM and DGOF on telephone surveys, and the study's own, which may only be stricter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.calling.routing import calendar_of
from cati_app.domain.calling.rule_pack import GERMAN, PACKS
from cati_app.domain.calling.rules_in_force import RulesInForce
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.dispositions import (
    APPOINTMENTS,
    BREAK_OFF,
    COMPLETE,
    HARD_REFUSALS,
    PARTIAL,
    SOFT_REFUSAL,
)
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class CallFact:
    """A dial, or a person who rang back, as the record has it; no number, only its id."""

    at: datetime
    case_id: CaseId
    case_no: int
    locality: str  # of the case when it was dialled, see `domain.calling.routing`
    number: str
    attempt_no: int
    result: str | None  # of its attempt, as it stands now
    order: int = 0  # number of its fact in the log, which tells what came before, whatever the clock said
    rang_back: bool = False  # nobody dialled: of the rules only what the person said counts


class Rule(StrEnum):
    """What a call can break."""

    OUTSIDE_GUIDELINE = "outside_guideline"
    OUTSIDE_HOURS = "outside_hours"  # of the study
    STARTED_LATE = "started_late"  # too late for an interview to end within the hours
    NUMBER_LIMIT = "number_limit"
    CASE_LIMIT = "case_limit"
    DAY_LIMIT = "day_limit"  # per number and local day
    BLOCKED = "blocked"
    REFUSED = "refused"
    SOFT_TOO_EARLY = "soft_too_early"
    SOFT_TWICE = "soft_twice"
    AFTER_COMPLETE = "after_complete"  # the interview was given
    AFTER_BREAK_OFF = "after_break_off"  # it was broken off for good


@dataclass(frozen=True, slots=True)
class Breach:
    """A call that broke a rule, by the number of its case."""

    rule: Rule
    case_no: int
    at: datetime  # local time of the respondent


@dataclass(frozen=True, slots=True)
class LedgerRules:
    """What calls are measured against."""

    guideline: CallingCalendar  # widest hours the guideline allows
    study: CallingCalendar
    max_attempts: int
    max_attempts_per_day: int
    soft_refusal_days: int


@lru_cache(maxsize=1024)
def ledger_rules(rules: RulesInForce, locality: str) -> LedgerRules:
    """The rules of a time, on the clock and at the hours of a locality."""
    here = calendar_of(rules.calendar, locality)
    widest = PACKS.get(rules.pack, GERMAN).widest(here)
    return LedgerRules(widest, here, rules.max_attempts, rules.max_attempts_per_day, rules.soft_refusal_days)


class DayKind(StrEnum):
    """Days with hours of their own."""

    WEEKDAY = "weekday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"  # and public holidays


@dataclass(frozen=True, slots=True)
class DayFacts:
    """Calls on one kind of day, in local time; `earliest` and `latest` None without a call."""

    calls: int = 0
    earliest: time | None = None
    latest: time | None = None


@dataclass(frozen=True, slots=True)
class ComplianceLedger:
    """What the call records say."""

    calls: int
    cases: int
    numbers: int
    first_on: date | None
    last_on: date | None
    days: Mapping[DayKind, DayFacts]
    per_number: Mapping[int, int]  # contact attempts → how many numbers had as many
    per_number_and_day: Mapping[int, int]
    breaches: tuple[Breach, ...]
    rang_back: int = 0  # calls that nobody dialled; none of the figures above has them

    def count(self, rule: Rule) -> int:
        """How many calls broke the rule."""
        return sum(breach.rule is rule for breach in self.breaches)

    def cases_of(self, rule: Rule) -> tuple[int, ...]:
        """Numbers of the cases concerned, each once."""
        return tuple(sorted({breach.case_no for breach in self.breaches if breach.rule is rule}))


@dataclass(slots=True)
class _No:
    """Refusals of a case so far."""

    hard_in: int | None = None  # number of the attempt
    soft_in: int | None = None
    soft_at: datetime | None = None
    softs: int = 0
    interviewed_in: int | None = None
    broken_off_in: int | None = None


@dataclass(slots=True)
class _Counts:
    per_number: Counter[str] = field(default_factory=Counter)
    per_case: Counter[str] = field(default_factory=Counter)
    per_day: Counter[tuple[str, date]] = field(default_factory=Counter)
    days: dict[DayKind, DayFacts] = field(default_factory=lambda: {kind: DayFacts() for kind in DayKind})
    refusals: dict[str, _No] = field(default_factory=dict)


def measure(
    calls: Iterable[CallFact],
    rules_of: Callable[[CallFact], LedgerRules],
    blocked: Mapping[str, int],
    blocked_numbers: Mapping[str, int] | None = None,
) -> ComplianceLedger:
    """The ledger of all calls.

    Args:
        calls: In the order of the log.
        rules_of: Rules of a call's time; the calendar has the respondent's time zone and holidays.
        blocked: Since which fact of the log the numbers of a case are on the block list, by case id.
        blocked_numbers: The same by number, as `CallFact.number` has it, for other cases that share one.
    """
    by_number = blocked_numbers or {}
    counts = _Counts()
    breaches: list[Breach] = []
    dates: list[date] = []
    total = rang_back = 0
    for call in calls:
        rules = rules_of(call)
        if call.rang_back:
            rang_back += 1
            _note_result(counts, call)
            continue
        local = rules.study.local(call.at)
        total += 1
        dates = [min([*dates, local.date()]), max([*dates, local.date()])]
        _count(counts, call, local, rules.study)
        broken = (_hours(rules, call.at, local), *_limits(rules, counts, call, local), *_noes(rules, counts, call))
        _note_result(counts, call)
        breaches += [Breach(rule, call.case_no, local) for rule in broken if rule is not None]
        since = [order for order in (blocked.get(call.case_id), by_number.get(call.number)) if order is not None]
        if since and call.order > min(since):
            breaches.append(Breach(Rule.BLOCKED, call.case_no, local))
    return ComplianceLedger(
        total,
        len(counts.per_case),
        len(counts.per_number),
        dates[0] if dates else None,
        dates[1] if dates else None,
        counts.days,
        _histogram(counts.per_number),
        _histogram(counts.per_day),
        tuple(breaches),
        rang_back,
    )


def _count(counts: _Counts, call: CallFact, local: datetime, calendar: CallingCalendar) -> None:
    counts.per_number[call.number] += 1
    counts.per_case[call.case_id] += 1
    counts.per_day[call.number, local.date()] += 1
    kind = day_kind(calendar, local.date())
    known, clock = counts.days[kind], local.time()
    counts.days[kind] = DayFacts(
        known.calls + 1, min(known.earliest or clock, clock), max(known.latest or clock, clock)
    )


def day_kind(calendar: CallingCalendar, day: date) -> DayKind:
    """Which hours hold on a local day."""
    if calendar.is_sunday(day):
        return DayKind.SUNDAY
    return DayKind.SATURDAY if day.weekday() == 5 else DayKind.WEEKDAY


def _hours(rules: LedgerRules, at: datetime, local: datetime) -> Rule | None:
    for calendar, rule in ((rules.guideline, Rule.OUTSIDE_GUIDELINE), (rules.study, Rule.OUTSIDE_HOURS)):
        window = calendar.window(local.date())
        if window is None or not window.start <= local.time() < window.end:
            return rule
    return None if rules.study.is_open(at) else Rule.STARTED_LATE


def _limits(rules: LedgerRules, counts: _Counts, call: CallFact, local: datetime) -> list[Rule]:
    broken = []
    if counts.per_number[call.number] > rules.max_attempts:
        broken.append(Rule.NUMBER_LIMIT)
    if counts.per_case[call.case_id] > rules.max_attempts:
        broken.append(Rule.CASE_LIMIT)
    if counts.per_day[call.number, local.date()] > rules.max_attempts_per_day:
        broken.append(Rule.DAY_LIMIT)
    return broken


def _noes(rules: LedgerRules, counts: _Counts, call: CallFact) -> list[Rule]:
    """Calls after a refusal, an interview or a break-off of an earlier attempt."""
    no = counts.refusals.setdefault(call.case_id, _No())
    broken = []
    if no.hard_in is not None and call.attempt_no > no.hard_in:
        broken.append(Rule.REFUSED)
    if no.soft_in is not None and no.soft_at is not None and call.attempt_no > no.soft_in:
        if no.softs > 1:
            broken.append(Rule.SOFT_TWICE)
        elif call.at < no.soft_at + timedelta(days=rules.soft_refusal_days):
            broken.append(Rule.SOFT_TOO_EARLY)
    if no.interviewed_in is not None and call.attempt_no > no.interviewed_in:
        broken.append(Rule.AFTER_COMPLETE)
    if no.broken_off_in is not None and call.attempt_no > no.broken_off_in:
        broken.append(Rule.AFTER_BREAK_OFF)
    return broken


def _note_result(counts: _Counts, call: CallFact) -> None:
    """What later attempts are measured against."""
    no = counts.refusals.setdefault(call.case_id, _No())
    if call.result in (COMPLETE, PARTIAL) and no.interviewed_in is None:
        no.interviewed_in = call.attempt_no
    if call.result == BREAK_OFF and no.broken_off_in is None:
        no.broken_off_in = call.attempt_no
    if call.result in HARD_REFUSALS and no.hard_in is None:
        no.hard_in = call.attempt_no
    if call.result in APPOINTMENTS:
        no.soft_at = None  # somebody wants to be called
    if call.result == SOFT_REFUSAL:
        no.softs += no.soft_in != call.attempt_no
        no.soft_in, no.soft_at = call.attempt_no, call.at


def _histogram(counts: Counter[str] | Counter[tuple[str, date]]) -> dict[int, int]:
    return dict(sorted(Counter(counts.values()).items()))
