"""Conversations that led on: for a person the own figure, for whoever leads the field those of groups alone."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cati_app.domain.calling.schedule import WeekPart
from cati_app.domain.casework.conversations import conversations, talks_of
from cati_app.domain.outcomes.fair_figures import TALKS_AT_LEAST, FairFigure, Talks, fair_figures
from cati_app.domain.people.rights import Right
from cati_app.domain.people.shown_groups import Group, Withheld, shown_groups
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """Conversations of a group.

    Args:
        name: A language; blank: everybody.
        people: How many count in it.
        talks: Together; None where nothing may be shown.
        expected: That would have led on if each did as all others do; None as before.
        withheld: Why nothing is shown.
    """

    name: str
    people: int
    talks: Talks | None = None
    expected: float | None = None
    withheld: Withheld | None = None


class ReadStaffFigures:
    """Figures are made when they are looked at, and kept nowhere."""

    def __init__(self, units: CallingUnits, rules: StudyRules) -> None:
        self._units = units
        self._rules = rules

    @needs(Right.CALL)
    def own(self, by: User) -> FairFigure:
        """Of the person who asks, and of nobody else."""
        figures = fair_figures(self._talks()[0])
        return figures.get(by.id, FairFigure(Talks(0, 0), 0.0))

    @needs(Right.READ_FIGURES)
    def groups(self, by: Actor) -> Sequence[GroupFigure]:
        """Everybody, then by language; each with its figure, or why there is none."""
        by_person, people = self._talks()
        figures = fair_figures(by_person)
        amounts = {person: figure.talks.all for person, figure in figures.items()}
        interviewers = [person for person in people if person.role is Role.INTERVIEWER]
        languages = sorted({language for person in interviewers for language in person.languages})
        groups = [Group("", frozenset(person.id for person in interviewers))]
        groups += [
            Group(code, frozenset(person.id for person in interviewers if code in person.languages))
            for code in languages
        ]
        told = []
        for group in shown_groups(groups, amounts, TALKS_AT_LEAST):
            if group.withheld is not None:
                told.append(GroupFigure(group.name, len(group.people), withheld=group.withheld))
                continue
            members = [figures[person] for person in group.people]
            talks = Talks(sum(figure.talks.led_on for figure in members), sum(figure.talks.all for figure in members))
            expected = sum(figure.expected for figure in members)
            told.append(GroupFigure(group.name, len(members), talks, expected))
        return told

    def _talks(self) -> tuple[Mapping[str, Mapping[Hashable, Talks]], Sequence[User]]:
        with self._units() as unit:
            people = unit.people.all()
            return talks_of(conversations(unit.histories.all(), self._part)), people

    def _part(self, at: datetime) -> WeekPart:
        return self._rules.schedule.part(self._rules.calendar.local(at))
