"""Simulated respondents: how a call ends and what a person answers, as keys that an interviewer would press."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.engine.form.screen import QuestionView
from cati_app.engine.kinds.facts import Choosing, Value
from cati_app.values import dataclass

INTERVIEW = "interview"
ENTER, DONT_KNOW, REFUSED = "Return", "F2", "F3"


RESPONDENTS = "respondents.yaml"


def _place_of(error: Exception) -> str:
    """Where in the file something is wrong."""
    if isinstance(error, ValidationError):
        return ", ".join(".".join(map(str, fault["loc"])) or "-" for fault in error.errors()[:3])
    mark = getattr(error, "problem_mark", None)
    return f"{mark.line + 1}:{mark.column + 1}" if mark is not None else type(error).__name__


class Habits(BaseModel):
    """How respondents behave, from the study folder's respondents.yaml."""

    model_config = ConfigDict(extra="forbid")

    calls: dict[str, float] = {"no_answer": 0.4, "refusal_household": 0.1}
    reach: dict[str, float] = {"morning": 0.85, "afternoon": 0.95, "evening": 1.25, "weekend": 1.05}
    special: dict[str, float] = {"dont_know": 0.02, "refused": 0.01}
    special_of: dict[str, dict[str, float]] = {}  # by question, in place of `special`
    break_off: float = 0.0
    languages: dict[str, float] = {}
    answers: dict[str, dict[str, Any]] = {}
    texts: dict[str, list[str]] = {}

    @classmethod
    def of_study(cls, folder: Path) -> Habits:
        """From the study folder; the usual ones where it says nothing of them.

        Raises:
            EnvironmentProblem: `respondents_unreadable`.
        """
        file = folder / RESPONDENTS
        try:
            return cls.model_validate(yaml.safe_load(file.read_bytes())) if file.exists() else cls()
        except (OSError, ValueError, yaml.YAMLError) as error:
            raise EnvironmentProblem(
                "respondents_unreadable",
                Phrase("{file} cannot be read: {place}.", file=RESPONDENTS, place=_place_of(error)),
                "Put that line right, or move the file away: then people are as usual.",
            ) from error


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys to press one after the other: characters are typed, names such as `Return` or `F2` are keys."""

    typed: str = ""
    then: tuple[str, ...] = (ENTER,)


class Respondents:
    """Draws what happens, from one seeded source."""

    def __init__(self, habits: Habits, chance: random.Random) -> None:
        self._habits = habits
        self._chance = chance

    def call(self) -> str:
        """How a dialled number answers: a result of the list, or `interview`."""
        return self._draw(self._habits.calls) or INTERVIEW

    def language(self) -> str | None:
        """The language a person prefers, None for the one the interview starts in."""
        return self._draw(self._habits.languages)

    def breaks_off(self) -> bool:
        """Whether the person hangs up at this question."""
        return self._chance.random() < self._habits.break_off

    def seconds(self, question: QuestionView) -> float:
        """How long reading and answering takes: about 2.4 words a second, and some thought."""
        words = len(question.label.split()) + sum(len(c.label.split()) for c in question.choices[:12])
        return round(words / 2.4 + self._chance.uniform(1.5, 6), 1)

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
        weights = self._habits.answers.get(question.name, {})
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
        low, high = self._habits.answers.get(question.name, {}).get("range", (None, None))
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

    def _draw(self, weights: Mapping[str, float]) -> str | None:
        """One of the names with its probability, else None."""
        point = self._chance.random()
        for name, weight in weights.items():
            point -= weight
            if point < 0:
                return name
        return None
