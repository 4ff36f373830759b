"""Units that are coded: which text each stands for, in what order coders meet them, which of them two code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from enum import StrEnum
from math import ceil

from cati_app.values import dataclass

DOUBLE_SHARE = 0.2
DOUBLE_LEAST = 100
"""Of residents' answers to one question: coded by two, at random, or all where there are no more."""
REPEAT_SHARE = 0.05
"""Of what one coder does alone: met a second time without being told."""


class UnitSource(StrEnum):
    """Where the text of a unit comes from."""

    CARD = "card"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class CodingUnit:
    """A card of an expert's sitting, or a resident's open answer, fixed for coding.

    Args:
        id: Of the card or the answer; says nothing of the person.
        question: Topic of the guide, or question of the questionnaire.
        language: Code of ISO 639 of the text.
        text_hash: As `text_hash` gives it; another text is another unit.
    """

    id: str
    source: UnitSource
    question: str
    language: str
    text_hash: str


def unit_id(source: str, text: str) -> str:
    """Of the unit that a text at its place is, 32 hexadecimal digits; another text there is another unit.

    Args:
        source: Id of the interview and reference of the answer, or id of the card.
    """
    return hashlib.sha256(f"{source}:{text_hash(text)}".encode()).hexdigest()[:32]


def text_hash(text: str) -> str:
    """SHA-256 of a text, 64 hexadecimal digits: whether it is still the one that was coded."""
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()


def shuffled(ids: Iterable[str], seed: str) -> tuple[str, ...]:
    """In an order that is the same for the same seed, whatever order they came in, and for no other.

    Args:
        ids: All different.
        seed: Stored with the units.
    """
    return tuple(sorted(ids, key=lambda each: (hashlib.sha256(f"{seed}:{each}".encode()).digest(), each)))


def double_part(units: Iterable[CodingUnit], seed: str) -> frozenset[str]:
    """Ids of the units that two coders code, blind: all cards, and of each question a random part of its answers.

    A fifth of the answers, at least 100, or all where there are no more.
    """
    by_question: dict[str, list[str]] = {}
    double: set[str] = set()
    for unit in units:
        if unit.source is UnitSource.CARD:
            double.add(unit.id)
        else:
            by_question.setdefault(unit.question, []).append(unit.id)
    for ids in by_question.values():
        double.update(shuffled(ids, f"{seed}:double")[: max(DOUBLE_LEAST, ceil(len(ids) * DOUBLE_SHARE))])
    return frozenset(double)


def hidden_repeats(single: Sequence[str], seed: str) -> tuple[str, ...]:
    """Ids that the one coder of a part meets a second time, in their order: a twentieth, rounded up."""
    return shuffled(single, f"{seed}:repeats")[: ceil(len(single) * REPEAT_SHARE)]
