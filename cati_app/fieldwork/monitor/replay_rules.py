"""Plays recorded attempts against the rules as they are and against changed ones. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cati_app.domain.calling.chances import Chances
from cati_app.domain.casework.replay import PastCase, Replayed, RuleSet, replay
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class ReplayComparison:
    """The same record under two sets of rules."""

    cases: int
    now: Replayed
    then: Replayed
    day: date | None = None
    """Whose cases were played again; None: all."""

    @property
    def earlier(self) -> tuple[int, ...]:
        """Cases due earlier under the new rules, by number."""
        return tuple(n for n, at in sorted(self.then.due.items()) if n in self.now.due and at < self.now.due[n])

    @property
    def later(self) -> tuple[int, ...]:
        """Cases due later under the new rules, by number."""
        return tuple(n for n, at in sorted(self.then.due.items()) if n in self.now.due and at > self.now.due[n])

    @property
    def retired(self) -> tuple[int, ...]:
        """Cases the new rules would have closed and the old ones did not."""
        return tuple(sorted(set(self.then.retired) - set(self.now.retired)))

    @property
    def revived(self) -> tuple[int, ...]:
        """Cases the old rules closed and the new ones would have left open."""
        return tuple(sorted(set(self.now.retired) - set(self.then.retired)))


class ReplayRules:
    """What other rules would have made of the fieldwork so far."""

    def __init__(self, units: Units, rules: StudyRules) -> None:
        self._units = units
        self._rules = rules

    @needs(Right.READ_FIGURES)
    def __call__(self, by: Actor, other: StudyRules, *, before: date | None = None) -> ReplayComparison:
        """Compare; nothing is changed.

        Args:
            before: Only cases with an attempt on the last day before this one, with all that was done on them.
        """
        with self._units() as unit:
            cases: tuple[PastCase, ...] = tuple(unit.calls.record())
            chances = unit.cases.chances()
        day = self._last_day(cases, before) if before is not None else None
        if day is not None:
            cases = tuple(case for case in cases if day in self._days(case))
        now, then = (replay(cases, _played(rules, chances)) for rules in (self._rules, other))
        return ReplayComparison(len(cases), now, then, day)

    def _last_day(self, cases: Sequence[PastCase], before: date) -> date | None:
        return max((day for case in cases for day in self._days(case) if day < before), default=None)

    def _days(self, case: PastCase) -> set[date]:
        return {self._rules.calendar.local(attempt.at).date() for attempt in case.attempts}


def _played(rules: StudyRules, chances: Chances) -> RuleSet:
    return RuleSet(rules.calendar_of, rules.retry, rules.schedule, chances)
