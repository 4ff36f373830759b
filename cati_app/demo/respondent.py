"""Simulated respondents: how a call ends and what a person answers, as keys that an interviewer would press."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cati_app.demo.habits import Habits
from cati_app.engine.form.screen import QuestionView
from cati_app.engine.kinds.facts import Choosing, Value
from cati_app.values import dataclass

INTERVIEW = "interview"
ENTER, DONT_KNOW, REFUSED = "Return", "F2", "F3"
_A_MINUTE_S = 60.0
_ALMOST = 1 - 1e-12
_SLOWEST_CHOICES = 12
"""So many choices are read out of a long list."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys to press one after the other: characters are typed, names such as `Return` or `F2` are keys."""

    typed: str = ""
    then: tuple[str, ...] = (ENTER,)


class Respondents:
    """Draws what one person says, and in a shift played by keys one person after the other.

    Args:
        traits: The category of the person in each margin; what `answers_of` says of them goes before `answers`.
        pace: Factor on the seconds that whoever asks needs for reading.
    """

    def __init__(
        self, habits: Habits, chance: random.Random, *, traits: Mapping[str, str] | None = None, pace: float = 1.0
    ) -> None:
        self._habits = habits
        self._chance = chance
        self._pace = pace
        self._answers: Mapping[str, Mapping[str, Any]] = {}
        self._next_person({} if traits is None else traits)

    def _next_person(self, traits: Mapping[str, str]) -> None:
        habits = self._habits
        answers = dict(habits.answers)
        for margin, category in reversed(list(traits.items())):  # the first margin that names a question decides it
            answers.update(habits.answers_of.get(margin, {}).get(category, {}))
        self._answers = answers
        self._elapsed_s = self._asking_s = self._weariness = 0.0
        self._patience = self._chance.expovariate(1.0)

    def call(self) -> str:
        """How a dialled number answers: a result of the list, or `interview`; somebody else is there each time."""
        table = self._habits.population.table()
        cell = self._chance.choices(list(table), list(table.values()))[0]
        self._next_person(dict(zip(self._habits.population.margins, cell, strict=True)))
        return self._draw(self._habits.calls) or INTERVIEW

    def language(self) -> str | None:
        """The language a person prefers, None for the one the interview starts in."""
        return self._draw(self._habits.languages)

    def seconds(self, question: QuestionView) -> float:
        """How long reading and answering takes."""
        model = self._habits.seconds
        words = _words(question.label) + sum(_words(c.label) for c in question.choices[:_SLOWEST_CHOICES])
        thinking = self._chance.uniform(*model.thinking_of.get(question.name, model.thinking))
        self._asking_s = round(words / model.words_per_s * self._pace + thinking, 1)
        return self._asking_s

    def breaks_off(self, question: QuestionView) -> bool:
        """Whether the person hangs up at this question, after its `seconds`: patience lasts so long, and no longer."""
        model = self._habits.break_off
        rate = model.per_minute[min(int(self._elapsed_s / _A_MINUTE_S), len(model.per_minute) - 1)]
        self._weariness += rate * self._asking_s / _A_MINUTE_S - math.log1p(
            -min(_ALMOST, model.at.get(question.name, 0.0))
        )
        self._elapsed_s += self._asking_s
        return self._weariness > self._patience

    def takes_back(self, answered: int) -> int:
        """How many answers ago one was given that the person corrects now; 0: none is.

        Args:
            answered: So many answers were given.
        """
        model = self._habits.corrections
        if self._chance.random() >= model.share:
            return 0
        back = 1
        while self._chance.random() >= 1 / model.back:
            back += 1
        return min(back, answered)

    def answer(self, question: QuestionView, *, careful: bool = False) -> Keys:
        """Keys that answer a question; `careful` after a check: a fresh draw, without special answers."""
        if question.kind.facts.value in (Value.NOTHING, Value.CONFIRMATION) or question.read_only:
            return Keys()
        habit = self._habits.special_of.get(question.name, self._habits.special)
        special = None if careful else self._draw(habit)
        if special is not None and question.takes_special:
            return Keys("", (DONT_KNOW if special == "dont_know" else REFUSED, ENTER))
        typed = self._typed(question)
        if not typed:
            return Keys("", (DONT_KNOW, ENTER))
        return Keys(typed, (ENTER, ENTER)) if question.searchable else Keys(typed)

    def _typed(self, question: QuestionView) -> str:
        value = question.kind.facts.value
        if value is Value.WORDS and not question.choices:
            texts = self._habits.texts
            return self._chance.choice(texts.get(question.name) or texts.get("any") or ["Demo"])
        if value is Value.MORE:
            return "2"
        if question.choices:
            return self._choices(question)
        return self._number(question)

    def _choices(self, question: QuestionView) -> str:
        weights = self._answers.get(question.name, {})
        choices = [c for c in question.choices if not weights or c.name in weights] or list(question.choices)
        if question.kind.facts.choosing is Choosing.ORDER:
            codes = [c.code for c in question.choices]
            self._chance.shuffle(codes)
            return "".join(codes)
        if question.kind.facts.choosing is Choosing.SEVERAL or question.kind.facts.tokens:
            open_ones = [c for c in choices if not c.exclusive]
            picked = self._chance.sample(open_ones, min(len(open_ones), self._chance.randint(1, 3)))
            space = " " if max(len(c.code) for c in question.choices) > 1 else ""
            return "".join(c.code + space for c in picked)
        chosen = self._chance.choices(choices, [float(weights.get(c.name, 1)) for c in choices])[0]
        return chosen.label if question.searchable else chosen.code

    def _number(self, question: QuestionView) -> str:
        low, high = self._answers.get(question.name, {}).get("range", (None, None))
        if low is None:
            low = int(question.minimum or 0)
            high = int(question.maximum if question.maximum is not None else low + 5)
        number = self._chance.randint(int(low), int(high))
        if question.kind.facts.value in (Value.DATE, Value.MOMENT):
            forms = {"year": f"{number}", "month": f"{self._chance.randint(1, 12):02d}.{number}"}
            return forms.get(question.date_parts, f"{self._chance.randint(1, 28):02d}.05.{number}")
        if question.kind.facts.value is Value.TIME:
            return f"{number % 24:02d}:00"
        return str(number)

    def _draw(self, weights: Mapping[Any, float]) -> str | None:
        """One of the names with its probability, else None."""
        point = self._chance.random()
        for name, weight in weights.items():
            point -= weight
            if point < 0:
                return str(name)
        return None


@lru_cache(maxsize=4096)
def _words(text: str) -> int:
    return len(text.split())
