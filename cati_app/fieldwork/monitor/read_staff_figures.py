"""Conversations that led on: for a person the own figure, for whoever leads the field those of groups alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from cati_app.domain.calling.schedule import WeekPart
from cati_app.domain.casework.conversations import Conversation, conversations, talks_of
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.outcomes.fair_figures import TALKS_AT_LEAST, FairFigure, Talks, fair_figures
from cati_app.domain.outcomes.finality import History
from cati_app.domain.people.logins import meant
from cati_app.domain.people.opened_figures import OpenedFigures
from cati_app.domain.people.rights import Right
from cati_app.domain.people.shown_days import DaySpan, shown_days
from cati_app.domain.people.shown_groups import Withheld, is_enough
from cati_app.domain.people.users import NOBODY, User
from cati_app.fieldwork.monitor.staff_groups import groups_of
from cati_app.fieldwork.people.openings import Openings, opened_of
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass

_KEPT_WITHIN = timedelta(days=14)
"""A firm appointment that is kept later counts in no group, so that nothing older than may be told is in one."""


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """Conversations of a group.

    Args:
        name: A language; blank: everybody.
        people: How many count in it.
        talks: Together; None where nothing may be shown.
        expected: That would have led on if each did as all others do; None as before.
        withheld: Why nothing is shown.
        days: Of which it is shown, on the clock of the study; None: no day is over yet.
    """

    name: str
    people: int
    talks: Talks | None = None
    expected: float | None = None
    withheld: Withheld | None = None
    days: DaySpan | None = None


@dataclass(frozen=True, slots=True)
class OpenedFigure:
    """The figure of one person, and what was opened for it."""

    figure: FairFigure
    opened: tuple[OpenedFigures, ...]


class ReadStaffFigures:
    """Figures are made when they are looked at, and kept nowhere.

    Args:
        kept: So long after it was held a conversation counts.
        openings: Of the whole study.
    """

    def __init__(
        self, units: CallingUnits, clock: Clock, rules: StudyRules, kept: timedelta, openings: Openings
    ) -> None:
        self._units = units
        self._openings = openings
        self._kept = kept
        self._clock = clock
        self._rules = rules

    @needs(Right.CALL)
    def own(self, by: User) -> FairFigure:
        """Of the person who asks, and of nobody else."""
        return _of(by.id, self._talks())

    @needs(Right.SUPERVISE)
    def of_person(self, by: User, login: str) -> OpenedFigure:
        """Of one other person, while two people have opened it; of the days that are open, beside those of the others.

        Raises:
            RuleViolation: `figures_locked`.
        """
        now = self._clock.now()
        with self._units() as unit:
            person = meant(unit.people.all(), login)
        opened = opened_of(self._openings, person.id, now) if person is not None else ()
        if person is None or not opened:
            raise RuleViolation("figures_locked")
        with self._units() as unit:
            held = [talk for talk in self._held(unit) if any(o.covers(person.id, self._day(talk.at)) for o in opened)]
        return OpenedFigure(_of(person.id, talks_of(held)), opened)

    @needs(Right.READ_FIGURES)
    def groups(self, by: Actor, cases: Iterable[History] | None = None) -> Sequence[GroupFigure]:
        """Everybody, then by language, of the days that may be told; each with its figure, or why there is none.

        Args:
            cases: All of them, of whoever has read them already.
        """
        with self._units() as unit:
            people = unit.people.all()
            histories = unit.histories.all() if cases is None else cases
            held = [talk for talk in conversations(histories, self._part) if _is_kept_soon(talk)]
        days = [self._day(talk.counts_from) for talk in held]
        by_day: defaultdict[date, Counter[str]] = defaultdict(Counter)
        for talk, day in zip(held, days, strict=True):
            by_day[day][talk.user] += 1
        today, kept_days = self._day(self._clock.now()), max(1, (self._kept - _KEPT_WITHIN).days)
        shown = shown_days(groups_of(people), by_day, today, TALKS_AT_LEAST, kept_days)
        span = shown.span
        told_of = (talk for talk, day in zip(held, days, strict=True) if span is not None and day in span)
        figures = fair_figures(talks_of(told_of))
        told = []
        for group in shown.groups:
            if group.withheld is not None:
                told.append(GroupFigure(group.name, len(group.people), withheld=group.withheld, days=span))
                continue
            members = [figures[person] for person in group.people]
            talks = Talks(sum(figure.talks.led_on for figure in members), sum(figure.talks.all for figure in members))
            expected = sum(figure.expected or 0.0 for figure in members)
            told.append(GroupFigure(group.name, len(members), talks, expected, days=span))
        return told

    def _talks(self) -> Mapping[str, Mapping[Hashable, Talks]]:
        with self._units() as unit:
            return talks_of(self._held(unit))

    def _held(self, unit: CallingUnit) -> Iterator[Conversation]:
        since = self._clock.now() - self._kept
        return (talk for talk in conversations(unit.histories.all(), self._part) if talk.at >= since)

    def _day(self, at: datetime) -> date:
        return self._rules.calendar.local(at).date()

    def _part(self, at: datetime) -> WeekPart:
        return self._rules.schedule.part(self._rules.calendar.local(at))


def _is_kept_soon(talk: Conversation) -> bool:
    """A conversation counts in groups from the day on which that is known: what was shown of a day never changes."""
    return talk.counts_from - talk.at <= _KEPT_WITHIN


def _of(person: str, talks: Mapping[str, Mapping[Hashable, Talks]]) -> FairFigure:
    """Beside the others, where they are enough: what is expected of one is what the others reached."""
    figures = fair_figures(talks)
    own = figures.get(person, FairFigure(Talks(0, 0), 0.0))
    others = {other: figure.talks.all for other, figure in figures.items() if other not in (person, NOBODY)}
    return own if is_enough(others, TALKS_AT_LEAST) else own.alone
