"""The people behind the numbers of a sample: who can be reached when, in which language, and how a call ends.

Whatever happens is drawn from the seed, the case, the attempt and what it is drawn for, so two fields with the same
seed meet the same people whoever calls them.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

from cati_app.demo.respondent import INTERVIEW, Habits, Respondents
from cati_app.domain.calling.schedule import WeekPart
from cati_app.domain.outcomes.dispositions import CONTACTS, DISPOSITIONS, SOFT_REFUSAL, OutcomeClass
from cati_app.station.loading import LoadedStudy
from cati_app.values import dataclass

_OF_THE_NUMBER = frozenset(
    name for name, row in DISPOSITIONS.items() if row.outcome_class is OutcomeClass.NOT_ELIGIBLE and not row.interim
)
LANGUAGE, APPOINTMENT, NEVER_AGAIN = "language", "appointment", "never_again"
"""What respondents.yaml says of calls beside the results of the program."""
_TALKS = CONTACTS | {LANGUAGE, APPOINTMENT, NEVER_AGAIN}
_KEPT = 0.85
_VARIETY = 2.0
_MOST = 0.95
_SECONDS: Mapping[str, tuple[float, float]] = {"no_answer": (20, 35), "busy": (8, 15), "machine": (15, 40)}
_TALK_S = (25.0, 90.0)
_DEAD_S = (8.0, 25.0)


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
class _Person:
    """Behind a number: what stays the same in each call."""

    dead: str | None  # the result of a number nobody lives behind
    language: str | None
    reach: float  # how much likelier than others to pick up


class Town:
    """Everybody who could be called.

    Args:
        habits: From respondents.yaml of the study.
        languages: Of the study.
    """

    def __init__(self, habits: Habits, seed: int, languages: frozenset[str]) -> None:
        self._habits = habits
        self._seed = seed
        self._languages = languages
        self._dead = {name: share for name, share in habits.calls.items() if name in _OF_THE_NUMBER}
        alive = max(1e-9, 1 - sum(self._dead.values()))
        self._calls = {name: share / alive for name, share in habits.calls.items() if name not in _OF_THE_NUMBER}
        self._people: dict[int, _Person] = {}

    @classmethod
    def of_study(cls, loaded: LoadedStudy, seed: int) -> Town:
        """By respondents.yaml of a study. EnvironmentProblem: what `Habits.of_study` finds wrong."""
        return cls(
            Habits.of_study(loaded.folder), seed, frozenset(language.code for language in loaded.study.languages)
        )

    def respondent(self, case_no: int, attempt: int) -> Respondents:
        """Who answers in an interview on that attempt; a person who goes on answers as before where asked again."""
        return Respondents(self._habits, self._chance(case_no, attempt, "answers"))

    def dial(
        self, case_no: int, attempt: int, part: WeekPart, speaks: frozenset[str], *, appointment: bool, refused: bool
    ) -> Said:
        """A call.

        Args:
            attempt: Of the case, from 1.
            part: Of the week.
            speaks: Languages of the interviewer.
            appointment: One is due.
            refused: Somebody there refused softly before.
        """
        person, chance = self._person(case_no), self._chance(case_no, attempt, "dial")
        if person.dead is not None:
            return Said(person.dead, chance.uniform(*_DEAD_S))
        unreached = {name: share for name, share in self._calls.items() if name not in _TALKS}
        reach = (1 - sum(unreached.values())) * self._habits.reach.get(part.name.lower(), 1.0) * person.reach
        reach = max(min(_MOST, reach), _KEPT if appointment else 0.0)
        if chance.random() >= reach:
            result = _drawn(unreached, chance) or "no_answer"
            return Said(result, chance.uniform(*_SECONDS.get(result, _SECONDS["no_answer"])))
        if person.language is not None and person.language not in speaks:
            return Said(LANGUAGE, chance.uniform(*_TALK_S), person.language)
        result = self._talk(chance, appointment=appointment, refused=refused)
        return Said(result, chance.uniform(*_TALK_S), person.language)

    def _talk(self, chance: random.Random, *, appointment: bool, refused: bool) -> str:
        reached = {name: share for name, share in self._calls.items() if name in _TALKS and name != LANGUAGE}
        rest = max(0.0, 1 - sum(self._calls.values()))
        reached[INTERVIEW] = rest
        noes = [name for name in reached if name in (SOFT_REFUSAL, NEVER_AGAIN) or name.startswith("refusal")]
        for name in noes:
            reached[name] *= 0.2 if appointment else 1.6 if refused else 1.0
        if appointment:
            reached[APPOINTMENT] = reached.get(APPOINTMENT, 0.0) * 0.2
        total = sum(reached.values())
        return _drawn({name: share / total for name, share in reached.items()}, chance) or INTERVIEW

    def _person(self, case_no: int) -> _Person:
        known = self._people.get(case_no)
        if known is None:
            chance = self._chance(case_no, 0, "person")
            dead, language = _drawn(self._dead, chance), _drawn(self._habits.languages, chance)
            reach = chance.gammavariate(_VARIETY, 1 / _VARIETY)
            known = self._people[case_no] = _Person(dead, language if language in self._languages else None, reach)
        return known

    def _chance(self, case_no: int, attempt: int, purpose: str) -> random.Random:
        return random.Random(f"{self._seed}/{case_no}/{attempt}/{purpose}")


def _drawn(shares: Mapping[str, float], chance: random.Random) -> str | None:
    """One of the names with its probability, else None."""
    point = chance.random()
    for name, share in shares.items():
        point -= share
        if point < 0:
            return name
    return None
