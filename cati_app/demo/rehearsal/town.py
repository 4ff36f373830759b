"""The people behind the numbers of a sample and those who call them: who is reached when, and how a call ends.

Whatever happens is drawn from the seed, the case, the attempt and what it is drawn for, so two fields with the same
seed meet the same people whoever calls them.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from itertools import accumulate

from cati_app.demo.habits import APPOINTMENT, LANGUAGE, NEVER_AGAIN, Day, Habits, Part, WeekHours
from cati_app.demo.habits_of_study import habits_of
from cati_app.demo.respondent import INTERVIEW, Respondents
from cati_app.domain.calling.schedule import WeekPart
from cati_app.domain.outcomes.dispositions import CONTACTS, DISPOSITIONS, SOFT_REFUSAL, OutcomeClass
from cati_app.domain.quota.table_raking import Cell
from cati_app.station.loading import LoadedStudy
from cati_app.values import dataclass

_OF_THE_NUMBER = frozenset(
    name for name, row in DISPOSITIONS.items() if row.outcome_class is OutcomeClass.NOT_ELIGIBLE and not row.interim
)
_TALKS = CONTACTS | {LANGUAGE, APPOINTMENT, NEVER_AGAIN}
_MOST, _MOST_WILLING = 0.95, 0.98
_AGAIN_WHEN_AGREED = 0.2
"""How often somebody asks for another time, of what is usual, once a time was agreed and they are there."""
_SECONDS: Mapping[str, tuple[float, float]] = {"no_answer": (20, 35), "busy": (8, 15), "machine": (15, 40)}
_TALK_S = (25.0, 90.0)
_DEAD_S = (8.0, 25.0)
_DAYS: Sequence[Sequence[Day]] = (
    ("weekday",),
    ("weekday",),
    ("weekday",),
    ("weekday",),
    ("friday", "weekday"),
    ("saturday", "weekday"),
    ("sunday", "saturday", "weekday"),
)
"""Whose hours a weekday has, from Monday: of those that are given the first."""
Week = tuple[tuple[float, ...], ...]
"""A factor for each of 7 days and 24 hours."""
_FLAT: Week = ((1.0,) * 24,) * 7
ANY_FRAME = "any"
"""Hours of frames that are not named."""


@dataclass(frozen=True, slots=True)
class Said:
    """How a call ends.

    Args:
        result: A result of the program, `language`, `appointment`, `never_again` or `interview`.
        seconds: From dialling to the end, or to the beginning of the interview.
        language: That the person speaks.
    """

    result: str
    seconds: float
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Interviewer:
    """Somebody who calls; 1 is the middle of all.

    Args:
        willing: Factor on the willingness of whoever is spoken to.
        pace: Factor on the seconds that reading and writing take.
    """

    willing: float = 1.0
    pace: float = 1.0


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Under what circumstances a number is called.

    Args:
        local: On the clock of the person called.
        part: Of the week.
        speaks: Languages of the interviewer.
        frame: Of the case.
        by: Who calls.
        appointment: One is due.
        refused: Somebody there refused softly before.
    """

    local: datetime
    part: WeekPart
    speaks: frozenset[str]
    frame: str = ""
    by: Interviewer = field(default_factory=Interviewer)
    appointment: bool = False
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Townsperson:
    """Behind a number: what stays the same in each call.

    Args:
        dead: The result of a number nobody lives behind.
        language: None: that of the study.
        reach: Factor on the chance to be reached.
        kinds: The same by day and hour, for each trait that makes a difference there.
        willing: Factor on the willingness.
        traits: Category of each margin.
    """

    dead: str | None
    language: str | None
    reach: float
    kinds: tuple[Week, ...]
    willing: float
    traits: Mapping[str, str]


class Town:
    """Everybody who could be called, and everybody who calls.

    Args:
        habits: From respondents.yaml of the study.
        languages: Of the study.
    """

    def __init__(self, habits: Habits, seed: int, languages: frozenset[str]) -> None:
        self.habits = habits
        self._seed = seed
        self._languages = languages
        self._dead = {name: share for name, share in habits.calls.items() if name in _OF_THE_NUMBER}
        alive = max(1e-9, 1 - sum(self._dead.values()))
        calls = {name: share / alive for name, share in habits.calls.items() if name not in _OF_THE_NUMBER}
        self._unreached = {name: share for name, share in calls.items() if name not in _TALKS}
        self._base = 1 - sum(self._unreached.values())
        talks = {name: share for name, share in calls.items() if name in _TALKS and name != LANGUAGE}
        self._noes = {name: share for name, share in talks.items() if _is_no(name)}
        self._others = {name: share for name, share in talks.items() if name not in self._noes and name != APPOINTMENT}
        self._interviews = max(0.0, 1 - sum(calls.values()))
        self._appointments = talks.get(APPOINTMENT, 0.0)
        self._hours = {frame: _week(hours) for frame, hours in habits.contact.hours.items()}
        table = habits.population.table()
        self._cells, self._cumulated = list(table), list(accumulate(table.values()))
        self._kinds = _kinds(habits)
        self._people: dict[int, Townsperson] = {}
        self._traits: dict[Cell, Mapping[str, str]] = {}
        self._callers: dict[str, Interviewer] = {}

    @classmethod
    def of_study(cls, loaded: LoadedStudy, seed: int) -> Town:
        """By respondents.yaml of a study. EnvironmentProblem: what `habits_of` finds wrong."""
        return cls(habits_of(loaded), seed, frozenset(language.code for language in loaded.study.languages))

    # -- those who call -------------------------------------------------------------------------------------------

    def interviewer(self, login: str) -> Interviewer:
        """How somebody calls, the same all through the field."""
        known = self._callers.get(login)
        if known is None:
            chance, habits = self._chance(login, 0, "interviewer"), self.habits
            willing = math.exp(chance.gauss(0, habits.willingness.interviewer))
            known = Interviewer(willing, math.exp(chance.gauss(0, habits.interviewers.pace)))
            self._callers[login] = known
        return known

    def is_absent(self, login: str, day: date) -> bool:
        """Whether somebody who was planned for a day does not come."""
        return self._chance(login, day.toordinal(), "absence").random() < self.habits.interviewers.absence

    # -- those who are called -------------------------------------------------------------------------------------

    def respondent(self, case_no: int, attempt: int, by: Interviewer | None = None) -> Respondents:
        """Who answers in an interview on that attempt; a person who goes on answers as before where asked again."""
        chance = self._chance(case_no, attempt, "answers")
        pace = 1.0 if by is None else by.pace
        return Respondents(self.habits, chance, traits=self.person(case_no).traits, pace=pace)

    def person(self, case_no: int) -> Townsperson:
        """Who lives behind the number of a case."""
        known = self._people.get(case_no)
        if known is None:
            known = self._people[case_no] = self._somebody(self._chance(case_no, 0, "person"))
        return known

    def dial(self, case_no: int, attempt: int, circumstances: Circumstances) -> Said:
        """A call.

        Args:
            attempt: Of the case, from 1.
        """
        person, chance = self.person(case_no), self._chance(case_no, attempt, "dial")
        if person.dead is not None:
            return Said(person.dead, chance.uniform(*_DEAD_S))
        drawn, agreed = chance.random(), self.habits.appointments
        reach = self._reach(person, circumstances)
        is_late = False
        if circumstances.appointment:
            reach, is_late = agreed.kept + agreed.late, agreed.kept <= drawn
        if drawn >= reach:
            result = _drawn(self._unreached, chance) or "no_answer"
            return Said(result, chance.uniform(*_SECONDS.get(result, _SECONDS["no_answer"])))
        if person.language is not None and person.language not in circumstances.speaks:
            return Said(LANGUAGE, chance.uniform(*_TALK_S), person.language)
        result = APPOINTMENT if is_late else self._talk(person, attempt, circumstances, chance)
        return Said(result, chance.uniform(*_TALK_S), person.language)

    def _reach(self, person: Townsperson, circumstances: Circumstances) -> float:
        """The chance that somebody picks up who did not agree on this time."""
        weekday, hour = circumstances.local.weekday(), circumstances.local.hour
        reach: float = self._base * person.reach * self.habits.reach.get(_PARTS[circumstances.part], 1.0)
        reach *= self._hours_of(circumstances.frame)[weekday][hour]
        for week in person.kinds:
            reach *= week[weekday][hour]
        return min(_MOST, reach)

    def _hours_of(self, frame: str) -> Week:
        return self._hours.get(frame) or self._hours.get(ANY_FRAME) or _FLAT

    def _talk(self, person: Townsperson, attempt: int, circumstances: Circumstances, chance: random.Random) -> str:
        """What comes of a conversation: whoever decides says yes or no, others neither."""
        yes, others = self._interviews + self._appointments, sum(self._others.values())
        if others and chance.random() * (yes + sum(self._noes.values()) + others) < others:
            return _one_of(self._others, chance)
        if chance.random() >= self._takes_part(person, attempt, circumstances):
            return _one_of(self._noes, chance)
        again = self._appointments * (_AGAIN_WHEN_AGREED if circumstances.appointment else 1.0)
        return APPOINTMENT if yes and chance.random() * yes < again else INTERVIEW

    def takes_part(self, case_no: int, attempt: int, circumstances: Circumstances) -> float:
        """The chance that the person behind a case says yes, of those who are spoken to and decide; 0 to 1."""
        return self._takes_part(self.person(case_no), attempt, circumstances)

    def _takes_part(self, person: Townsperson, attempt: int, circumstances: Circumstances) -> float:
        yes, no = self._interviews + self._appointments, sum(self._noes.values())
        if not no:
            return 1.0
        willing: float = yes / (yes + no) * self._willing(person, attempt, circumstances)
        return min(_MOST_WILLING, willing)

    def _willing(self, person: Townsperson, attempt: int, circumstances: Circumstances) -> float:
        """The factor on the willingness of a conversation."""
        model = self.habits.willingness
        factor = person.willing * circumstances.by.willing * model.frames.get(circumstances.frame, 1.0)
        factor *= model.attempts[min(attempt, len(model.attempts)) - 1]
        if circumstances.refused:
            factor *= model.refused
        return factor * model.appointment if circumstances.appointment else factor

    def _somebody(self, chance: random.Random) -> Townsperson:
        habits = self.habits
        dead, language = _drawn(self._dead, chance), _drawn(habits.languages, chance)
        reach = chance.gammavariate(habits.contact.variety, 1 / habits.contact.variety)
        cell = chance.choices(self._cells, cum_weights=self._cumulated)[0]
        traits = self._traits.setdefault(cell, dict(zip(habits.population.margins, cell, strict=True)))
        kinds = tuple(week for trait in traits.items() if (week := self._kinds.get(trait)) is not None)
        willing = 1.0
        for margin, factors in habits.willingness.categories.items():
            willing *= factors.get(traits[margin], 1.0)
        return Townsperson(dead, language if language in self._languages else None, reach, kinds, willing, traits)

    def _chance(self, of: int | str, number: int, purpose: str) -> random.Random:
        return random.Random(f"{self._seed}/{of}/{number}/{purpose}")


_PARTS: Mapping[WeekPart, Part] = {
    WeekPart.MORNING: "morning",
    WeekPart.AFTERNOON: "afternoon",
    WeekPart.EVENING: "evening",
    WeekPart.WEEKEND: "weekend",
}


def _is_no(name: str) -> bool:
    return name in (SOFT_REFUSAL, NEVER_AGAIN) or name.startswith("refusal")


def _week(hours: WeekHours) -> Week:
    """A factor for each day and hour; before the first hour that is given its own holds."""
    told = []
    for names in _DAYS:
        given = next((hours[name] for name in names if name in hours), None)
        from_on = sorted((given or {0: 1.0}).items())
        told.append(
            tuple(
                next((factor for begin, factor in reversed(from_on) if begin <= hour), from_on[0][1])
                for hour in range(24)
            )
        )
    return tuple(told)


def _kinds(habits: Habits) -> dict[tuple[str, str], Week]:
    """Factors by trait, scaled so that all people together are reached as if there were none."""
    told: dict[tuple[str, str], Week] = {}
    for margin, kinds in habits.contact.kinds.items():
        weeks = {category: _week(hours) for category, hours in kinds.items()}
        shares = habits.population.margins[margin]
        for category in shares:
            week = weeks.get(category, _FLAT)
            told[margin, category] = tuple(
                tuple(
                    week[day][hour] / sum(share * weeks.get(other, _FLAT)[day][hour] for other, share in shares.items())
                    for hour in range(24)
                )
                for day in range(7)
            )
    return told


def _one_of(shares: Mapping[str, float], chance: random.Random) -> str:
    return chance.choices(list(shares), list(shares.values()))[0]


def _drawn(shares: Mapping[str, float], chance: random.Random) -> str | None:
    """One of the names with its probability, else None."""
    point = chance.random()
    for name, share in shares.items():
        point -= share
        if point < 0:
            return name
    return None
