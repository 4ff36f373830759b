"""Plays recorded attempts against the rules as they are and against changed ones. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from cati_app.domain.calling.chances import Chances
from cati_app.domain.casework.replay import PastCase, Replayed, RuleSet, replay
from cati_app.domain.people.rights import Right
from cati_app.fieldwork.ports.unit import Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules


@dataclass(frozen=True, slots=True)
class ReplayComparison:
    """The same record under two sets of rules."""

    cases: int
    now: Replayed
    then: Replayed

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
    def __call__(self, by: Actor, other: StudyRules) -> ReplayComparison:
        """Compare; nothing is changed."""
        with self._units() as unit:
            cases: tuple[PastCase, ...] = tuple(unit.calls.record())
            chances = unit.cases.chances()
        now, then = (replay(cases, _played(rules, chances)) for rules in (self._rules, other))
        return ReplayComparison(len(cases), now, then)


def _played(rules: StudyRules, chances: Chances) -> RuleSet:
    return RuleSet(rules.calendar_of, rules.retry, rules.schedule, chances)
