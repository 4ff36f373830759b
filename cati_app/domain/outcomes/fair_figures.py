"""How often conversations lead on, beside what the others reach in conversations as hard: fair, and shy of a verdict.

For each person the expectation is made of the conversations of all others alone, by difficulty; the ratio is drawn
towards 1 by how little is known (empirical Bayes, spread between people by DerSimonian and Laird, Controlled Clinical
Trials 7, 1986, 177–188, held back towards 0.15).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence

from cati_app.values import dataclass

TALKS_AT_LEAST = 50
"""Conversations of a person below which no figure is made."""
EXPECTED_AT_LEAST = 10.0
"""Expected conversations that lead on, below which no figure is made."""
_PRIOR_SPREAD = 0.15**2
_PRIOR_PEOPLE = 4
_JUDGED_AT_LEAST = 5
_OTHERS_WEIGH = 20
_SLACK = 0.1**2
_Z_INTERVAL, _Z_TALK, _Z_SURE = 1.2816, 2.81, 1.645
_CLEARLY_BELOW = 0.9


@dataclass(frozen=True, slots=True)
class Talks:
    """Conversations of one person in one class of difficulty.

    Args:
        led_on: In how many an interview began after the screening, or a firm appointment was made that was kept.
        all: With somebody who could say yes or no.
    """

    led_on: int
    all: int


@dataclass(frozen=True, slots=True)
class FairFigure:
    """A person beside the others.

    Args:
        talks: Conversations.
        expected: That would have led on if the person did as the others do; None: not compared, because it would tell
            of few others.
        factor: How many times as often conversations led on; None: too little is known to say.
        low: Lower end of its interval of 80 %.
        high: Upper end.
        talk_about_it: So far below that a talk is due; it is no verdict, and there is no word for the good end.
    """

    talks: Talks
    expected: float | None
    factor: float | None = None
    low: float | None = None
    high: float | None = None
    talk_about_it: bool = False

    @property
    def alone(self) -> FairFigure:
        """The same without the others."""
        return FairFigure(self.talks, None)


@dataclass(frozen=True, slots=True)
class _Ratio:
    """Logarithm of led on / expected, and the square of its standard error."""

    x: float
    s2: float


def fair_figures(people: Mapping[str, Mapping[Hashable, Talks]]) -> dict[str, FairFigure]:
    """A figure for each person.

    Args:
        people: Conversations of each by class of difficulty.

    Returns:
        By person; whoever had fewer than 50 conversations, or 10 expected to lead on, has no factor.
    """
    whole = _added(talks for by_class in people.values() for talks in by_class.items())
    expected = {person: _expected(by_class, whole) for person, by_class in people.items()}
    ratios: dict[str, _Ratio] = {}
    sums = {person: _sum(by_class.values()) for person, by_class in people.items()}
    for person, (mean, variance) in expected.items():
        if sums[person].all >= TALKS_AT_LEAST and mean > 0:
            ratios[person] = _Ratio(math.log((sums[person].led_on + 0.5) / (mean + 0.5)), variance / mean**2)
    spread = _spread(list(ratios.values()))
    return {person: _figure(sums[person], expected[person][0], ratios.get(person), spread) for person in people}


def group_ratio(talks: Talks, expected: float) -> tuple[float, float, float] | None:
    """How many times as often conversations of a group led on, with the ends of its interval of 80 %; 1 is as all.

    Args:
        talks: Of the group together.
        expected: Added up over its people, each from the conversations of all others.

    Returns:
        None below 10 expected. The variance is that of one chance for all conversations, the widest there can be.
    """
    if expected < EXPECTED_AT_LEAST:
        return None
    x = math.log((talks.led_on + 0.5) / (expected + 0.5))
    error = _Z_INTERVAL * math.sqrt(max(0.0, expected * (1 - expected / talks.all)) / expected**2)
    return math.exp(x), math.exp(x - error), math.exp(x + error)


def _expected(by_class: Mapping[Hashable, Talks], whole: Mapping[Hashable, Talks]) -> tuple[float, float]:
    """Mean and variance, from the conversations of the others alone."""
    own = _sum(by_class.values())
    everybody = _sum(whole.values())
    share = (everybody.led_on - own.led_on + 1) / (everybody.all - own.all + 2)
    mean = variance = 0.0
    for difficulty, talks in by_class.items():
        others = whole[difficulty]
        led_on, all_talks = others.led_on - talks.led_on, others.all - talks.all
        chance = (led_on + _OTHERS_WEIGH * share) / (all_talks + _OTHERS_WEIGH)
        mean += talks.all * chance
        variance += talks.all * chance * (1 - chance)
    return mean, variance


def _spread(ratios: Sequence[_Ratio]) -> float:
    """Variance between people, held back where few are judged."""
    count = len(ratios)
    if count < _JUDGED_AT_LEAST:
        return _PRIOR_SPREAD
    weights = [1 / ratio.s2 for ratio in ratios]
    total = sum(weights)
    centre = sum(w * ratio.x for w, ratio in zip(weights, ratios, strict=True)) / total
    q = sum(w * (ratio.x - centre) ** 2 for w, ratio in zip(weights, ratios, strict=True))
    between = max(0.0, (q - (count - 1)) / (total - sum(w * w for w in weights) / total))
    return (_PRIOR_PEOPLE * _PRIOR_SPREAD + (count - 1) * between) / (_PRIOR_PEOPLE + count - 1)


def _figure(talks: Talks, expected: float, ratio: _Ratio | None, spread: float) -> FairFigure:
    if ratio is None or expected < EXPECTED_AT_LEAST:
        return FairFigure(talks, expected)
    drawn = spread / (spread + ratio.s2)
    centre, error = drawn * ratio.x, math.sqrt(drawn * ratio.s2)
    far = ratio.x < -_Z_TALK * math.sqrt(ratio.s2 + _SLACK)
    return FairFigure(
        talks,
        expected,
        math.exp(centre),
        math.exp(centre - _Z_INTERVAL * error),
        math.exp(centre + _Z_INTERVAL * error),
        talk_about_it=far and math.exp(centre + _Z_SURE * error) < _CLEARLY_BELOW,
    )


def _added(parts: Iterable[tuple[Hashable, Talks]]) -> dict[Hashable, Talks]:
    led_on: Counter[Hashable] = Counter()
    all_talks: Counter[Hashable] = Counter()
    for difficulty, talks in parts:
        led_on[difficulty] += talks.led_on
        all_talks[difficulty] += talks.all
    return {difficulty: Talks(led_on[difficulty], count) for difficulty, count in all_talks.items()}


def _sum(parts: Iterable[Talks]) -> Talks:
    told = list(parts)
    return Talks(sum(talks.led_on for talks in told), sum(talks.all for talks in told))
