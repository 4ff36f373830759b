"""The figures of one person, in words and for JSON."""

from __future__ import annotations

from collections.abc import Iterator

from cati_app.domain.casework.interview_quality import INTERVIEWS_NEEDED
from cati_app.domain.casework.interviewer_findings import INTERVIEWS_AT_LEAST, InterviewerFinding
from cati_app.domain.outcomes.fair_figures import EXPECTED_AT_LEAST, TALKS_AT_LEAST, FairFigure
from cati_app.domain.people.shown_groups import PEOPLE_AT_LEAST
from cati_app.texts import say


def own_facts(own: FairFigure) -> dict[str, object]:
    """For JSON."""
    return {
        "conversations": own.talks.all,
        "led_on": own.talks.led_on,
        "expected": None if own.expected is None else round(own.expected, 2),
        "factor": own.factor,
        "interval_80": None if own.factor is None else [own.low, own.high],
    }


def figure_lines(own: FairFigure) -> Iterator[str]:
    """For people."""
    if own.expected is None:
        yield say("Of {all} conversations {led_on} led on.", all=own.talks.all, led_on=own.talks.led_on)
        yield say(
            "They are not compared: that needs {people} others with {talks} conversations each, of whom nobody held"
            " more than half; what is expected of one would be the figure of few.",
            people=PEOPLE_AT_LEAST,
            talks=TALKS_AT_LEAST,
        )
        return
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


def finding_facts(finding: InterviewerFinding | None) -> dict[str, object]:
    """For JSON; all blank where nothing may be shown."""
    compared = finding is not None and finding.expected is not None
    return {
        "interviews": finding.own.all if finding else None,
        "flagged": finding.own.flagged if finding else None,
        "expected": round(finding.expected, 2) if finding and finding.expected is not None else None,
        "limit": finding.limit if finding else None,
        "beyond_chance": finding.is_beyond_chance if finding and compared else None,
    }


def finding_lines(own: InterviewerFinding) -> Iterator[str]:
    """For people."""
    yield say("Of {all} complete interviews {flagged} ask for a look.", all=own.own.all, flagged=own.own.flagged)
    if own.expected is None or own.limit is None:
        yield say(
            "They are not compared: at least {own} interviews, {all} in the field, and {people} others who held any"
            " are needed.",
            own=INTERVIEWS_AT_LEAST,
            all=INTERVIEWS_NEEDED,
            people=PEOPLE_AT_LEAST,
        )
        return
    yield beside_others(own.expected, own.limit)
    if own.is_beyond_chance:
        yield say("That is more than chance explains. Innocent causes are likely; a talk may help.")


def beside_others(expected: float, limit: int) -> str:
    """What the interviews of the others make one expect, and how far chance goes."""
    return say(
        "From those of the others {expected:.1f} are expected; up to {limit} are explained by chance.",
        expected=expected,
        limit=limit,
    )
