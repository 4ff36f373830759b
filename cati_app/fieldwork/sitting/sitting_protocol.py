"""What the running sitting is told and what it commands: the words between `sitting_conduct` and whoever drives it."""

from __future__ import annotations

from cati_app.domain.events import Moment
from cati_app.domain.sittings.cards import CardDraft, CardKind
from cati_app.domain.sittings.facts import SittingFacts, TopicState
from cati_app.domain.sittings.guide import GuideTopic
from cati_app.values import dataclass

# -- events ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SittingEvent:
    """Something happened at a moment."""

    now: Moment


@dataclass(frozen=True, slots=True)
class SittingBegun(SittingEvent):
    """Somebody is on the line: a sitting begins, or one goes on that the program left without a word."""


@dataclass(frozen=True, slots=True)
class TextTyped(SittingEvent):
    """The text of the card as it stands now."""

    text: str


@dataclass(frozen=True, slots=True)
class KindTurned(SittingEvent):
    """A note becomes a quote, a quote a note."""


@dataclass(frozen=True, slots=True)
class ImportantTurned(SittingEvent):
    """The card is important, or no longer."""


@dataclass(frozen=True, slots=True)
class NextCard(SittingEvent):
    """The card is complete."""


@dataclass(frozen=True, slots=True)
class CardRewritten(SittingEvent):
    """A card that was closed gets other words.

    Args:
        card: Its id.
        reason: Why.
    """

    card: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProbePressed(SittingEvent):
    """The probe of this number, from 1, was asked."""

    number: int


@dataclass(frozen=True, slots=True)
class TopicChosen(SittingEvent):
    """Another topic, by its id."""

    topic: str


@dataclass(frozen=True, slots=True)
class TopicStepped(SittingEvent):
    """The topic before or behind, in the order of the guide; `step` is −1 or 1."""

    step: int


@dataclass(frozen=True, slots=True)
class TopicSettled(SittingEvent):
    """How far the topic was talked about; the next open one follows unless it is open again.

    Args:
        reason: Why it is skipped.
    """

    state: TopicState
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LaterPressed(SittingEvent):
    """The topic is to come later; the next open one follows."""


@dataclass(frozen=True, slots=True)
class RecorderPressed(SittingEvent):
    """The recorder stands at 00:00 now."""


@dataclass(frozen=True, slots=True)
class PauseTurned(SittingEvent):
    """A pause begins or ends."""


@dataclass(frozen=True, slots=True)
class EndPressed(SittingEvent):
    """The sitting is to end.

    Args:
        sure: With topics open that have to be asked, too.
        is_final: No other one follows: the card that is being written is closed and not kept for it.
    """

    sure: bool = False
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class KeepAsked(SittingEvent):
    """The draft is to be kept as it stands, whatever time has gone by."""


@dataclass(frozen=True, slots=True)
class ClockTicked(SittingEvent):
    """Time went by; told a few times a second."""


@dataclass(frozen=True, slots=True)
class WriteDone(SittingEvent):
    """The store has what it was given last."""


@dataclass(frozen=True, slots=True)
class WriteFailed(SittingEvent):
    """It has not; what was to be written is given to it again with the next event."""


# -- commands ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShowSitting:
    """Paint what stands now."""


@dataclass(frozen=True, slots=True)
class ShowText:
    """The text field holds this from now on: a card was closed, or a draft came back."""

    text: str


@dataclass(frozen=True, slots=True)
class WriteSitting:
    """Make durable, in one step; `WriteDone` or `WriteFailed` comes back.

    Args:
        facts: In order.
        draft: The card that is being written; None: none is.
        before: The draft that the store has; None: none, or nobody knows.
        is_unsure: A write failed, and whether it came about all the same is not known.
    """

    facts: tuple[SittingFacts, ...]
    draft: CardDraft | None
    before: CardDraft | None = None
    is_unsure: bool = False


@dataclass(frozen=True, slots=True)
class TellRule:
    """Something cannot be done; the code of its rule."""

    code: str
    context: tuple[tuple[str, str | float], ...] = ()


@dataclass(frozen=True, slots=True)
class AskWhetherToEnd:
    """Topics that have to be asked are open."""

    topics: tuple[GuideTopic, ...]


@dataclass(frozen=True, slots=True)
class SittingOver:
    """The sitting has ended and is durable.

    Args:
        complete: No topic is open that has to be asked.
    """

    complete: bool


SittingCommand = ShowSitting | ShowText | WriteSitting | TellRule | AskWhetherToEnd | SittingOver
NEW_KIND = {CardKind.NOTE: CardKind.QUOTE, CardKind.QUOTE: CardKind.NOTE}
"""What a card becomes when its kind is turned."""
