"""Cards: what was written down in a sitting, under a topic, with the moment its first key was struck."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from cati_app.domain.errors import RuleViolation
from cati_app.domain.sittings.quotes import Release
from cati_app.values import dataclass, replace

LONGEST_CARD = 100_000
"""Characters of a card, at most."""


@dataclass(frozen=True, slots=True)
class TimeMark:
    """A moment of the conversation.

    Args:
        active_ms: Milliseconds talked with this person so far, in all sittings, without pauses.
        at: On the clock, aware UTC.
    """

    active_ms: int
    at: datetime


class CardKind(StrEnum):
    """Whether a card holds a person's own words."""

    NOTE = "note"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class GuideCard:
    """A note or a quote.

    Args:
        topic: Id of its topic, whether the guide still has it or not.
        probe: Id of the probe that was asked last before it, of that topic; blank: none was.
        text: As it was typed, without blanks around it; never blank.
        mark: Of its first key.
        sitting: Number of the sitting in which it was written, from 1.
    """

    id: str
    topic: str
    kind: CardKind
    text: str
    mark: TimeMark
    sitting: int
    probe: str = ""
    important: bool = False
    release: Release = Release.OPEN

    def corrected(self, text: str, kind: CardKind, *, important: bool) -> GuideCard:
        """With another text or kind.

        Raises:
            RuleViolation: as `card_text`; `quote_on_its_way` where other words than these were sent to the person.
        """
        text = card_text(text)
        if self.release is not Release.OPEN and (text, kind) != (self.text, self.kind):
            raise RuleViolation("quote_on_its_way")
        return replace(self, text=text, kind=kind, important=important)


def card_text(text: str) -> str:
    """The text of a card. RuleViolation: `card_blank`, `card_too_long` with how long it is and may be."""
    text = text.strip()
    if not text:
        raise RuleViolation("card_blank")
    if len(text) > LONGEST_CARD:
        raise RuleViolation("card_too_long", length=len(text), most=LONGEST_CARD)
    return text


@dataclass(frozen=True, slots=True)
class CardDraft:
    """The card that is being written, with the text as it was typed; kept until it is closed, in another sitting too.

    Args:
        id: That the card will have.
        mark: Of its first key.
    """

    id: str
    topic: str
    kind: CardKind
    text: str
    mark: TimeMark
    probe: str = ""
    important: bool = False

    def closed(self, sitting: int) -> GuideCard:
        """The card that it becomes. RuleViolation: as `card_text`."""
        return GuideCard(
            *(self.id, self.topic, self.kind, card_text(self.text), self.mark, sitting, self.probe, self.important)
        )
