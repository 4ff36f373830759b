"""What a field came to, as it is handed to a client: figures of cases, calls and interviews, never of a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date, datetime

from cati_app.domain.calling.compliance import CallFact
from cati_app.domain.casework.course import FlowCount, Hour, HourCount
from cati_app.domain.outcomes.base_weights import WeightAccount
from cati_app.domain.outcomes.counts import OutcomeCounts
from cati_app.domain.outcomes.finality import History
from cati_app.domain.quota.cells import CellCount
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class FieldDay:
    """A local day of the field.

    Args:
        calls: Begun on it, those of people who rang back included.
        interviews: Complete ones that count, by the day on which they ended.
    """

    calls: int = 0
    interviews: int = 0


@dataclass(frozen=True, slots=True)
class FieldFigures:
    """The figures of a field report.

    Args:
        as_of: Time of the last call, result or interview they rest on; None: nothing has happened.
        counts: Final codes by frame.
        numbers_dialled: Different numbers.
        calls: As `FieldDay.calls`, of all days.
        days: From the first to the last on which anything happened; days without anything are left out.
        hours: Calls by hour of the week, at the clock of whoever was called.
        tries: Cases by the number of their attempts; those never called are left out.
        attempts: Interviews by the attempt that brought them, then by frame.
        ways: How far cases came, by frame.
        cells: Counters of all quotas; none without one.
        lengths: Complete interviews by whole seconds.
        screener_lengths: Screenings by whole seconds.
        languages: Complete interviews that count, by language.
        rejected: Interviews that were held and do not count.
        weights: Base weights of the cases, where study.yaml names a field; the counts have their sums then.
    """

    as_of: datetime | None
    counts: OutcomeCounts
    numbers_dialled: int
    calls: int
    days: Mapping[date, FieldDay]
    hours: Mapping[Hour, HourCount]
    tries: Mapping[int, int]
    attempts: Mapping[int, Counter[str]]
    ways: Mapping[str, FlowCount]
    cells: tuple[CellCount, ...]
    lengths: Mapping[int, int]
    screener_lengths: Mapping[int, int]
    languages: Mapping[str, int]
    rejected: int = 0
    weights: WeightAccount | None = None

    @property
    def interviews(self) -> int:
        """Complete ones that count."""
        return sum(self.languages.values())


@dataclass(slots=True)
class FieldTally:
    """Counts calls, attempts and the last moment while somebody else reads them.

    Args:
        local_day: The study's own day of an aware time.
    """

    local_day: Callable[[datetime], date]
    last: datetime | None = None
    calls: Counter[date] = field(default_factory=Counter)
    interviews: Counter[date] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    tries: Counter[int] = field(default_factory=Counter)
    numbers: set[str] = field(default_factory=set)

    def add_case(self, history: History) -> None:
        """A case with its attempts."""
        if history.outcomes:
            self.tries[len({outcome.attempt_no for outcome in history.outcomes})] += 1
            self._reach(max(outcome.at for outcome in history.outcomes))

    def add_call(self, call: CallFact, local_day: date) -> None:
        """A call on a day of the study's own; whoever rang back was not dialled."""
        self.calls[local_day] += 1
        if self.last is None or call.at > self.last:
            self.last = call.at
        if not call.rang_back:
            self.numbers.add(call.number)

    def add_interview(self, language: str, ended_at: datetime) -> None:
        """A complete interview that counts."""
        self.interviews[self.local_day(ended_at)] += 1
        self.languages[language] += 1
        self._reach(ended_at)

    def days(self) -> dict[date, FieldDay]:
        """In order."""
        known = sorted(self.calls.keys() | self.interviews.keys())
        return {day: FieldDay(self.calls[day], self.interviews[day]) for day in known}

    def _reach(self, at: datetime) -> None:
        if self.last is None or at > self.last:
            self.last = at
