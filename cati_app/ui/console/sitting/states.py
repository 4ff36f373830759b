"""What the guided screen shows; all texts are worded."""

from __future__ import annotations

from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic of the outline; `sign` says how far it was talked about, `told` the same in words."""

    ref: str
    no: str
    title: str
    must: str  # blank: it may be left out
    minutes: str  # "7:12 / 12"
    sign: str
    told: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ProbeRow:
    """A probe with its key."""

    key: str
    text: str
    asked: str  # blank: not yet


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card that was closed."""

    mark: str  # "00:26:02"
    about: str  # "Quote · probe 1"
    text: str
    important: str  # blank: no more than others


@dataclass(frozen=True, slots=True)
class CardGroup:
    """Cards under one topic, the last one first."""

    title: str
    cards: tuple[CardRow, ...]
    is_current: bool


@dataclass(frozen=True, slots=True)
class PersonState:
    """The left column above the outline."""

    who: str
    sitting: str
    clock: str
    clock_told: str  # talking, or in a pause
    is_paused: bool
    recorder: str


@dataclass(frozen=True, slots=True)
class TopicInFront:
    """The topic that is talked about."""

    heading: str  # "4 · Mood in the city"
    must: str
    minutes: str  # "7:12 of 12 min"
    share: float  # of the minutes planned, 1 at most
    ask: str
    hint: str
    probes: tuple[ProbeRow, ...]


@dataclass(frozen=True, slots=True)
class CardInFront:
    """The card that is being written, without its text, which the field has."""

    is_quote: bool
    is_important: bool
    mark: str  # "Mark 00:30:41 · 14:49:03 · on probe 2"; blank until the first key
    draft: str  # whether it is kept
    is_kept: bool


@dataclass(frozen=True, slots=True)
class OpenBox:
    """What has to be asked yet, and the time there is."""

    title: str
    lines: tuple[str, ...]
    time: str
    is_short: bool  # more is planned than is left


@dataclass(frozen=True, slots=True)
class SittingState:
    """The whole screen."""

    person: PersonState
    topics: tuple[TopicRow, ...]
    topic: TopicInFront
    card: CardInFront
    cards_title: str
    groups: tuple[CardGroup, ...]
    open_box: OpenBox
    folded: str  # the same in a line, where there is no room for columns
