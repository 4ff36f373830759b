"""What is typed to plan a quota: its size, oversampling, a minimum, and where associations come from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from cati_app.texts import Words
from cati_app.ui.desk.plan_port import PlanWish
from cati_app.values import dataclass

_MOST_DIGITS = 9
_NUMBER = re.compile(r"\d+([.,]\d+)?")
_FACTOR = re.compile(r"\s*([^:=\s]+)\s*:\s*([^=]*[^=\s])\s*=\s*(\d+(?:[.,]\d+)?)\s*")


@dataclass(frozen=True, slots=True)
class TypedPlan:
    """The fields of the panel, as they are typed."""

    size: str = ""
    population: str = ""
    deff: str = ""
    minimum: str = ""
    oversample: str = ""
    seed: str = ""

    def lines(self) -> str:
        """One line a field, as the panel hands them on."""
        return "\n".join((self.size, self.population, self.deff, self.minimum, self.oversample, self.seed))


def typed_plan(lines: str) -> TypedPlan:
    """The fields of a panel."""
    return TypedPlan(*(line.strip() for line in lines.split("\n")[:6]))


def wish_of(words: Words, typed: TypedPlan, tables: tuple[str, ...], quota: str) -> PlanWish:
    """What is to be planned.

    Raises:
        ValueError: with words for the person, what cannot be read.
    """
    if not typed.size:
        raise ValueError(
            words.say("Type the interviews wanted, or the largest standard error of a share, such as 0.025.")
        )
    total, error = None, None
    if typed.size.isdecimal():
        total = _whole(words, typed.size, words.say("Interviews wanted"))
    else:
        error = _fraction(words, typed.size, words.say("Interviews wanted"))
    population = _whole(words, typed.population, words.say("People there are")) if typed.population else None
    deff = _fraction(words, typed.deff, words.say("Design effect expected")) if typed.deff else Fraction(1)
    least = _whole(words, typed.minimum, words.say("In each cell at least")) if typed.minimum else 0
    factors = _factors(words, typed.oversample)
    return PlanWish(tables, quota, total, error, deff, population, least, factors, typed.seed)


def _whole(words: Words, text: str, name: str) -> int:
    plain = re.sub(r"[\s\u202f\u00a0]", "", text)
    if not plain.isdecimal() or len(plain) > _MOST_DIGITS:
        raise ValueError(words.say("{field}: “{text}” is no whole number.", field=name, text=text))
    return int(plain)


def _fraction(words: Words, text: str, name: str) -> Fraction:
    if not _NUMBER.fullmatch(text) or len(text) > 2 * _MOST_DIGITS:
        raise ValueError(words.say("{field}: “{text}” is no number.", field=name, text=text))
    return Fraction(text.replace(",", "."))


def _factors(words: Words, text: str) -> Mapping[tuple[str, str], Fraction]:
    factors = {}
    for part in filter(str.strip, text.split(";")):
        typed = _FACTOR.fullmatch(part)
        if typed is None:
            raise ValueError(words.say("“{text}”: write it as variable:category=2, several with ;", text=part.strip()))
        factors[typed[1], typed[2]] = Fraction(typed[3].replace(",", "."))
    return factors
