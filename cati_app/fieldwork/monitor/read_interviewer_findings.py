"""How many interviews ask for a look: for a person the own, for whoever leads the field those of groups alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from cati_app.domain.casework.field_days import CompleteFact
from cati_app.domain.casework.interviewer_findings import (
    INTERVIEWS_AT_LEAST,
    NO_INTERVIEWS,
    FlaggedCount,
    InterviewerFinding,
    interviewer_finding,
)
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.logins import meant
from cati_app.domain.people.rights import Right
from cati_app.domain.people.shown_days import DaySpan, shown_days
from cati_app.domain.people.shown_groups import Withheld
from cati_app.domain.people.users import NOBODY, User
from cati_app.fieldwork.monitor.read_reviews import ReadReviews, ReviewList
from cati_app.fieldwork.monitor.staff_groups import groups_of
from cati_app.fieldwork.people.openings import Openings, opened_of
from cati_app.fieldwork.ports.unit import UnitOfWork, Units
from cati_app.fieldwork.rights import PROGRAM, Actor, needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass

_Counts = Mapping[UserId, FlaggedCount]


@dataclass(frozen=True, slots=True)
class GroupFinding:
    """Interviews of a group.

    Args:
        name: A language; blank: everybody.
        people: How many count in it.
        finding: Beside the others who count; without a comparison for everybody. None where nothing may be shown.
        withheld: Why not.
        days: Of which they are shown, by the end of the interview; None: no day is over yet.
    """

    name: str
    people: int
    finding: InterviewerFinding | None = None
    withheld: Withheld | None = None
    days: DaySpan | None = None


class ReadInterviewerFindings:
    """Made when they are looked at, and kept nowhere.

    Args:
        kept: So long after it ended an interview counts.
        openings: Of the whole study.
    """

    def __init__(
        self,
        reviews: ReadReviews,
        units: Units,
        clock: Clock,
        rules: StudyRules,
        kept: timedelta,
        openings: Openings,
    ) -> None:
        self._reviews = reviews
        self._openings = openings
        self._units = units
        self._clock = clock
        self._rules = rules
        self._kept = kept

    @needs(Right.CALL)
    def own(self, by: User) -> InterviewerFinding:
        """Of the person who asks, and of nobody else."""
        read = self._reviews(PROGRAM)
        with self._units() as unit:
            counts = self._counts(unit, read)
        return _of(by.id, counts)

    @needs(Right.SUPERVISE)
    def of_person(self, by: User, login: str) -> InterviewerFinding:
        """Of one other person, while two people have opened it; of the days that are open, beside those of the others.

        Raises:
            RuleViolation: `figures_locked`.
        """
        read = self._reviews(by)
        with self._units() as unit:
            person = meant(unit.people.all(), login)
        opened = opened_of(self._openings, person.id, self._clock.now()) if person is not None else ()
        if person is None or not opened:
            raise RuleViolation("figures_locked")
        whose = person.id
        with self._units() as unit:
            counts = self._counts(unit, read, lambda day: any(each.covers(whose, day) for each in opened))
        return _of(whose, counts)

    @needs(Right.READ_FIGURES)
    def groups(self, by: Actor) -> Sequence[GroupFinding]:
        """Everybody, then by language; each with its interviews, or why there are none."""
        read = self._reviews(by)
        with self._units() as unit:
            people, by_day = unit.people.all(), self._by_day(unit, read)
            given = groups_of(people), by_day, self._day(self._clock.now()), INTERVIEWS_AT_LEAST, self._kept.days
            shown = shown_days(*given)
            span = shown.span
            counts = self._counts(unit, read, lambda day: span is not None and day in span)
        told: list[GroupFinding] = []
        counted: frozenset[str] = frozenset()
        for group in shown.groups:
            if group.withheld is not None:
                told.append(GroupFinding(group.name, len(group.people), withheld=group.withheld, days=span))
                continue
            counted = counted if group.name else group.people  # beside others nothing is told that is not shown
            own = sum((counts[UserId(person)] for person in group.people), NO_INTERVIEWS)
            others = [counts[UserId(person)] for person in counted - group.people]
            told.append(GroupFinding(group.name, len(group.people), interviewer_finding(own, others), days=span))
        return told

    def _by_day(self, unit: UnitOfWork, read: ReviewList) -> Mapping[date, Mapping[str, int]]:
        """How many interviews of each person ended on each day, however long ago."""
        holders, by_day = unit.field_record.holders(), defaultdict[date, Counter[str]](Counter)
        for each in unit.field_record.complete():
            if each.id in read.judged:
                by_day[self._day(each.ended_at)][holders[each.id]] += 1
        return by_day

    def _day(self, at: datetime) -> date:
        return self._rules.calendar.local(at).date()

    def _counts(
        self, unit: UnitOfWork, read: ReviewList, is_meant: Callable[[date], bool] = lambda day: True
    ) -> _Counts:
        """By person, of interviews that ended on these days."""
        since = self._clock.now() - self._kept
        holders, counts = unit.field_record.holders(), dict[UserId, FlaggedCount]()

        def counts_here(each: CompleteFact) -> bool:
            return each.id in read.judged and each.ended_at >= since and is_meant(self._day(each.ended_at))

        for each in filter(counts_here, unit.field_record.complete()):
            is_flagged = each.id in read.flagged and each.id not in read.passed
            held = FlaggedCount(int(is_flagged), 1)
            counts[holders[each.id]] = counts.get(holders[each.id], NO_INTERVIEWS) + held
        return counts


def _of(person: UserId, counts: _Counts) -> InterviewerFinding:
    others = [count for other, count in counts.items() if other not in (person, NOBODY)]
    return interviewer_finding(counts.get(person, NO_INTERVIEWS), others)
