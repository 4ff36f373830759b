"""The figure of one person, in words and for JSON."""

from __future__ import annotations

from collections.abc import Iterator

from cati_app.domain.outcomes.fair_figures import EXPECTED_AT_LEAST, TALKS_AT_LEAST, FairFigure
from cati_app.texts import say


def own_facts(own: FairFigure) -> dict[str, object]:
    """For JSON."""
    return {
        "conversations": own.talks.all,
        "led_on": own.talks.led_on,
        "expected": round(own.expected, 2),
        "factor": own.factor,
        "interval_80": None if own.factor is None else [own.low, own.high],
    }


def figure_lines(own: FairFigure) -> Iterator[str]:
    """For people."""
    yield say(
        "Of {all} conversations {led_on} led on; expected from those of the others, as hard: {expected:.1f}",
        all=own.talks.all,
        led_on=own.talks.led_on,
        expected=own.expected,
    )
    if own.factor is None:
        yield say(
            "Too few to judge: at least {talks} conversations, and {expected:.0f} expected to lead on, are needed.",
            talks=TALKS_AT_LEAST,
            expected=EXPECTED_AT_LEAST,
        )
        return
    yield say(
        "{factor:.2f} times as often as expected; with 80 % certainty between {low:.2f} and {high:.2f}",
        factor=own.factor,
        low=own.low,
        high=own.high,
    )
    if own.talk_about_it:
        yield say("That is clearly lower. A talk with the supervisor about what makes it hard may help.")
