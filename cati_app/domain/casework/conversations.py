"""Conversations with people who could say yes or no, who held them, and how hard they were."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum

from cati_app.domain.calling.schedule import WeekPart
from cati_app.domain.outcomes.dispositions import (
    APPOINTMENT_FIRM,
    APPOINTMENTS,
    COMPLETE,
    CONTACTS,
    DISPOSITIONS,
    PARTIAL,
    SOFT_REFUSAL,
    SUSPENDED,
    OutcomeClass,
)
from cati_app.domain.outcomes.fair_figures import Talks
from cati_app.domain.outcomes.finality import History, Outcome
from cati_app.values import dataclass

_ALONE_FROM = 30
"""Conversations of a class in the field below which the part of the week is not told apart."""
_BEGUN = frozenset({COMPLETE, PARTIAL, SUSPENDED})
_NO = frozenset(name for name, row in DISPOSITIONS.items() if row.outcome_class is OutcomeClass.REFUSAL) | {
    SOFT_REFUSAL
}
_COUNT = _BEGUN | _NO | {APPOINTMENT_FIRM}


class Before(StrEnum):
    """What had happened to the case before a conversation."""

    NOBODY_SPOKEN_TO = "nobody_spoken_to"
    SPOKEN_TO = "spoken_to"
    REFUSED_SOFTLY = "refused_softly"
    APPOINTMENT = "appointment"


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation.

    Args:
        user: Who held it.
        led_on: An interview began after the screening, or a firm appointment was made that was kept.
        counts_from: When it was known to count: of an appointment, when it was kept.
    """

    user: str
    frame: str
    before: Before
    part: WeekPart
    at: datetime
    led_on: bool
    counts_from: datetime


def conversations(histories: Iterable[History], part_of: Callable[[datetime], WeekPart]) -> Iterator[Conversation]:
    """Every conversation that counts, case by case.

    A full cell, a language nobody speaks, somebody who does not belong to the population or must be asked later say
    nothing about who held the conversation; a firm appointment counts once it was kept.

    Args:
        part_of: The part of the week of a time.
    """
    for history in histories:
        for n, outcome in enumerate(history.outcomes):
            if outcome.result not in _COUNT:
                continue
            kept = _next_contact(history.outcomes, n) if outcome.result == APPOINTMENT_FIRM else outcome
            if kept is not None:
                before, part = _before(history.outcomes[:n]), part_of(outcome.at)
                led_on = outcome.result not in _NO
                yield Conversation(outcome.user, history.frame, before, part, outcome.at, led_on, kept.at)


def talks_of(told: Iterable[Conversation]) -> dict[str, dict[Hashable, Talks]]:
    """By person and class of difficulty: frame, what was before, and the part of the week where enough were held."""
    held = list(told)
    sizes = Counter((talk.frame, talk.before, talk.part) for talk in held)
    counted: defaultdict[str, Counter[tuple[Hashable, bool]]] = defaultdict(Counter)
    for talk in held:
        whole = talk.frame, talk.before, talk.part
        difficulty = whole if sizes[whole] >= _ALONE_FROM else whole[:2]
        counted[talk.user][difficulty, talk.led_on] += 1
    return {user: _talks(numbers) for user, numbers in counted.items()}


def _talks(numbers: Mapping[tuple[Hashable, bool], int]) -> dict[Hashable, Talks]:
    led_on = {difficulty: numbers.get((difficulty, True), 0) for difficulty, _ in numbers}
    return {difficulty: Talks(yes, yes + numbers.get((difficulty, False), 0)) for difficulty, yes in led_on.items()}


def _next_contact(outcomes: tuple[Outcome, ...], n: int) -> Outcome | None:
    """The attempt after that one, where somebody was spoken to in it: what was agreed was kept."""
    following = outcomes[n + 1] if n + 1 < len(outcomes) else None
    return following if following is not None and following.result in CONTACTS else None


def _before(earlier: tuple[Outcome, ...]) -> Before:
    results = [outcome.result for outcome in earlier]
    if results and results[-1] in APPOINTMENTS:
        return Before.APPOINTMENT
    if SOFT_REFUSAL in results:
        return Before.REFUSED_SOFTLY
    return Before.NOBODY_SPOKEN_TO if CONTACTS.isdisjoint(results) else Before.SPOKEN_TO
