"""What happens in sittings, in order: a guided interview follows from these facts alone."""

from __future__ import annotations

from enum import StrEnum

from cati_app.domain.sittings.cards import GuideCard, TimeMark
from cati_app.domain.sittings.quotes import Release
from cati_app.values import dataclass


class TopicState(StrEnum):
    """How far a topic was talked about."""

    OPEN = "open"
    ASKED = "asked"
    PARTLY = "partly"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class SittingStarted:
    """A sitting began.

    Args:
        no: From 1.
        guide: Version of the topic guide; blank: nobody said.
    """

    no: int
    mark: TimeMark
    guide: str = ""


@dataclass(frozen=True, slots=True)
class SittingPaused:
    """Time stands still from here."""

    mark: TimeMark


@dataclass(frozen=True, slots=True)
class SittingResumed:
    """Time goes on, after a pause or after the program had ended without a word."""

    mark: TimeMark


@dataclass(frozen=True, slots=True)
class SittingFinished:
    """The sitting is over; there may be another one."""

    mark: TimeMark


@dataclass(frozen=True, slots=True)
class RecorderSynced:
    """The recorder stood at 00:00 at this moment."""

    mark: TimeMark


@dataclass(frozen=True, slots=True)
class TopicEntered:
    """From here on this topic is talked about."""

    topic: str
    mark: TimeMark


@dataclass(frozen=True, slots=True)
class TopicPutOff:
    """The topic is to come later."""

    topic: str
    mark: TimeMark


@dataclass(frozen=True, slots=True)
class TopicTicked:
    """A topic was asked, in part, not at all, or is open again; `reason` why it was skipped."""

    topic: str
    state: TopicState
    mark: TimeMark
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProbeAsked:
    """A probe of a topic was asked."""

    topic: str
    probe: str
    mark: TimeMark


@dataclass(frozen=True, slots=True)
class CardClosed:
    """A card is complete."""

    card: GuideCard
    mark: TimeMark


@dataclass(frozen=True, slots=True)
class CardCorrected:
    """A card has another text, kind or weight than before; it keeps its place and its mark.

    Args:
        reason: Why its words are others; blank: they are not.
    """

    card: GuideCard
    reason: str = ""


@dataclass(frozen=True, slots=True)
class QuoteMoved:
    """A quote was sent, released or refused; `text` holds the words its person gave it instead, blank: none."""

    card: str
    release: Release
    text: str = ""


TimedFact = (
    SittingStarted
    | SittingPaused
    | SittingResumed
    | SittingFinished
    | RecorderSynced
    | TopicEntered
    | TopicPutOff
    | TopicTicked
    | ProbeAsked
    | CardClosed
)
"""Facts of a sitting under way: they have a mark, and time goes on with them."""
SittingFacts = TimedFact | CardCorrected | QuoteMoved
