"""How far sittings have come, for whoever steers the field: counts, and nothing that was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from cati_app.domain.sittings.cards import CardKind
from cati_app.domain.sittings.facts import SittingStarted, TimedFact
from cati_app.domain.sittings.quotes import Release
from cati_app.fieldwork.sitting.read_cards import ExpertCards
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class SittingCounts:
    """Counts over all interviews in which a sitting was held.

    Args:
        talked_ms: Active time, in all sittings.
        quotes: By where they stand; all states, 0 where there is none.
    """

    experts: int
    sittings: int
    talked_ms: int
    cards: int
    quotes: Mapping[Release, int]


def counts_of(experts: Iterable[ExpertCards]) -> SittingCounts:
    """The counts of these."""
    known = tuple(experts)
    facts = [expert.record.facts for expert in known]
    marks = [[fact.mark.active_ms for fact in each if isinstance(fact, TimedFact)] for each in facts]
    cards = [card for expert in known for card in expert.cards]
    quotes = Counter(card.release for card in cards if card.kind is CardKind.QUOTE)
    return SittingCounts(
        len(known),
        sum(isinstance(fact, SittingStarted) for each in facts for fact in each),
        sum(max(each, default=0) for each in marks),
        len(cards),
        {release: quotes[release] for release in Release},
    )
