"""How the field went: contact by hour of the week, attempts until the interview, and the way from number to interview.

Everything is counted over all who called, never by person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from enum import IntEnum

from cati_app.domain.calling.compliance import CallFact
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.counts import RateTable, Weights, tally_of
from cati_app.domain.outcomes.dispositions import COMPLETE, CONTACTS, QUOTA_FILLED, OutcomeClass, disposition
from cati_app.domain.outcomes.finality import Eligibility, History, eligibility, final_code
from cati_app.values import dataclass

LEAST_DIALS = 20
"""Calls in an hour of the week below which a share of them says nothing."""
TREND_DAYS = 3
"""Working days that a point of the trend is a mean of."""
_QUARTERS = (0.2, 0.4, 0.6, 0.8)

Hour = tuple[int, int]
"""Weekday, Monday 0, and hour of the day, 0 to 23."""


@dataclass(frozen=True, slots=True)
class HourCount:
    """Calls in an hour of the week, and in how many of them somebody spoke."""

    dials: int = 0
    contacts: int = 0

    @property
    def percent(self) -> float | None:
        """Contacts per 100 calls; None below `LEAST_DIALS`."""
        return 100 * self.contacts / self.dials if self.dials >= LEAST_DIALS else None


class ContactHours:
    """Counts calls by hour of the week.

    The result of an attempt is that of its last call; before it nobody was reached. Who rang back was not called.
    """

    def __init__(self) -> None:
        self._dials: Counter[Hour] = Counter()
        self._last: dict[tuple[str, int], tuple[datetime, Hour]] = {}

    def add(self, call: CallFact, local_at: datetime) -> None:
        """One call, in any order.

        Args:
            local_at: Its time on the clock of whoever was called.
        """
        if call.rang_back:
            return
        hour = local_at.weekday(), local_at.hour
        self._dials[hour] += 1
        if call.result in CONTACTS:
            attempt = call.case_id, call.attempt_no
            last = self._last.get(attempt)
            if last is None or last[0] <= call.at:
                self._last[attempt] = call.at, hour

    def counts(self) -> dict[Hour, HourCount]:
        """By hour; hours without a call are left out."""
        contacts = Counter(hour for _, hour in self._last.values())
        return {hour: HourCount(dials, contacts[hour]) for hour, dials in sorted(self._dials.items())}


def steps_of(hours: Mapping[Hour, HourCount]) -> tuple[int, ...]:
    """Whole percents at which a map gets a darker shade, about a fifth of the hours each; none without shares."""
    shares = sorted(round(share) for count in hours.values() if (share := count.percent) is not None)
    if not shares:
        return ()
    marks = (shares[min(len(shares) - 1, int(len(shares) * quarter))] for quarter in _QUARTERS)
    return tuple(sorted({mark for mark in marks if mark > shares[0]}))


class FlowStep(IntEnum):
    """How far a case came on the way from number to interview; each includes those before it."""

    RELEASED = 0
    DIALLED = 1
    SPOKEN_TO = 2
    SCREENED = 3
    IN_POPULATION = 4
    PLACED = 5  # had a place in the quota, or needed none
    COMPLETE = 6


def step_reached(history: History, unscreened: OutcomeClass, known: str = "") -> FlowStep:
    """The last step of a released case.

    Args:
        unscreened: As for `final_code`.
        known: Its final code, of whoever has it already.
    """
    if not history.outcomes:
        return FlowStep.RELEASED
    if CONTACTS.isdisjoint([outcome.result for outcome in history.outcomes]):
        return FlowStep.DIALLED
    code = known or final_code(history, unscreened)
    if eligibility(history, code) is Eligibility.UNKNOWN:
        return FlowStep.SPOKEN_TO
    if code == QUOTA_FILLED:
        return FlowStep.IN_POPULATION
    if disposition(code).outcome_class is OutcomeClass.NOT_ELIGIBLE:
        return FlowStep.SCREENED
    return FlowStep.COMPLETE if code == COMPLETE else FlowStep.PLACED


@dataclass(slots=True)
class FlowCount:
    """How many numbers of a frame came how far; each includes the next."""

    dialled: int = 0
    spoken_to: int = 0
    screened: int = 0
    in_population: int = 0
    placed: int = 0  # had a place in the quota, or needed none
    complete: int = 0


class CaseFlow:
    """Counts cases while somebody else reads them.

    Args:
        group_of: The group of a case; None: no groups are told apart.
    """

    def __init__(self, unscreened: OutcomeClass, group_of: Callable[[CaseId], str] | None = None) -> None:
        self._unscreened = unscreened
        self._group_of = group_of
        self.ways: defaultdict[str, FlowCount] = defaultdict(FlowCount)  # by frame
        self.groups: defaultdict[str, Counter[FlowStep]] = defaultdict(Counter)
        self.attempts: defaultdict[int, Counter[str]] = defaultdict(Counter)
        """Interviews by the number of the attempt that brought them, then by frame."""

    def noting(self, histories: Iterable[History]) -> Iterator[History]:
        """The same cases, each counted as it passes."""
        for history in histories:
            self.note(history)
            yield history

    def note(self, history: History, known: str = "") -> None:
        """One case; `known` as for `step_reached`."""
        step = step_reached(history, self._unscreened, known)
        if self._group_of is not None:
            self.groups[self._group_of(history.case_id)].update(FlowStep(n) for n in range(step + 1))
        if step is FlowStep.RELEASED:
            return
        way = self.ways[history.frame]
        way.dialled += 1
        way.spoken_to += step >= FlowStep.SPOKEN_TO
        way.screened += step >= FlowStep.SCREENED
        way.in_population += step >= FlowStep.IN_POPULATION
        way.placed += step >= FlowStep.PLACED
        if step is FlowStep.COMPLETE:
            way.complete += 1
            done = next((outcome for outcome in history.outcomes if outcome.result == COMPLETE), None)
            if done is not None:
                self.attempts[done.attempt_no][history.frame] += 1


def cooperation_trend(days: Mapping[date, Mapping[str, Weights]], table: RateTable) -> dict[date, float | None]:
    """Cooperation rate 3, I/(I+P+R), of what each `TREND_DAYS` working days brought; by their last day.

    Args:
        days: As fieldwork stood at the end of each day, by frame.
        table: The rates of the whole field: where several frames cannot be put together, there is no trend either.
    """
    ordered = sorted(days)
    trend: dict[date, float | None] = {}
    for index, day in enumerate(ordered):
        before = days[ordered[index - TREND_DAYS]] if index >= TREND_DAYS else {}
        trend[day] = _cooperation(days[day], before, table) if table.pooled else None
    return trend


def _cooperation(now: Mapping[str, Weights], before: Mapping[str, Weights], table: RateTable) -> float | None:
    top = bottom = 0.0
    for frame, part in table.parts.items():
        new, old = tally_of(now.get(frame, {})), tally_of(before.get(frame, {}))
        interviews = new.interviews - old.interviews
        top += part.weight * interviews
        bottom += part.weight * (interviews + new.partials - old.partials + new.refusals - old.refusals)
    return top / bottom if bottom > 0 and 0 <= top <= bottom else None


def half_by(attempts: Mapping[int, Counter[str]]) -> int | None:
    """The number of attempts by which half of the interviews were done; None without interviews."""
    total = sum(counts.total() for counts in attempts.values())
    reached = 0
    for number in sorted(attempts):
        reached += attempts[number].total()
        if 2 * reached >= total:
            return number
    return None


def open_hours(window_of: Callable[[date], tuple[int, int] | None], today: date) -> dict[int, tuple[int, int] | None]:
    """The hours of each weekday, as of the next fortnight, so that no single holiday closes it.

    Args:
        window_of: First and last hour of a day at which a call may run; None: no calls that day.
    """
    hours: dict[int, tuple[int, int] | None] = dict.fromkeys(range(7))
    for ahead in range(14):
        day = today + timedelta(days=ahead)
        window = window_of(day)
        if window is not None and hours[day.weekday()] is None:
            hours[day.weekday()] = window
    return hours
