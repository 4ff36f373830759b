"""How long complete interviews took: by language, and by the way they went through the questionnaire."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median, quantiles

from cati_app.demo.rehearsal.seat_work import Held
from cati_app.values import dataclass

_ENOUGH = 10
"""Interviews on either side of a fork, before its lengths are told."""
_LEAST_S = 6.0
"""Of difference, before a fork is told: a tenth of a minute."""
MOST_FORKS = 8
_NAMED = 3


@dataclass(frozen=True, slots=True)
class LanguageLength:
    """Of the complete interviews in a language, in seconds.

    Args:
        middle: Median.
        long: Nine of ten are shorter.
        count: Of interviews, at least 1.
    """

    language: str
    middle: float
    long: float
    count: int


@dataclass(frozen=True, slots=True)
class Fork:
    """Questions asked of the same people, and not of all: two routes.

    Args:
        asked: Their names, in the order of the questionnaire.
        with_s: Median length of interviews in which they were asked, in seconds.
        without_s: Of the others.
        with_them: How many interviews those are, at least 10.
        without: Of the others, at least 10.
    """

    asked: tuple[str, ...]
    with_s: float
    without_s: float
    with_them: int
    without: int

    @property
    def name(self) -> str:
        """What the route is called by."""
        rest = len(self.asked) - _NAMED
        return ", ".join(self.asked[:_NAMED]) + (f" +{rest}" if rest > 0 else "")


def by_language(held: Sequence[Held]) -> list[LanguageLength]:
    """Lengths by language, in the order of their codes."""
    times: dict[str, list[float]] = {}
    for interview in held:
        times.setdefault(interview.language, []).append(interview.seconds)
    return [
        LanguageLength(language, median(each), quantiles(each, n=10)[-1] if len(each) > 1 else each[0], len(each))
        for language, each in sorted(times.items())
    ]


def by_route(held: Sequence[Held], questions: Sequence[str]) -> list[Fork]:
    """The forks at which lengths differ most, by a tenth of a minute at least; the largest difference first.

    Args:
        questions: Names, in the order of the questionnaire.
    """
    asked_in: dict[str, int] = {}  # the interviews as bits
    for n, interview in enumerate(held):
        for name in interview.asked:
            asked_in[name] = asked_in.get(name, 0) | 1 << n
    same: dict[int, list[str]] = {}
    for name in questions:
        if name in asked_in:
            same.setdefault(asked_in[name], []).append(name)
    forks = []
    for bits, names in same.items():
        some = [interview.seconds for n, interview in enumerate(held) if bits >> n & 1]
        others = [interview.seconds for n, interview in enumerate(held) if not bits >> n & 1]
        if min(len(some), len(others)) >= _ENOUGH:
            forks.append(Fork(tuple(names), median(some), median(others), len(some), len(others)))
    told = [fork for fork in forks if abs(fork.with_s - fork.without_s) >= _LEAST_S]
    return sorted(told, key=lambda fork: -abs(fork.with_s - fork.without_s))[:MOST_FORKS]
