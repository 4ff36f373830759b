"""The cards of an expert as they stand: what facts make of them, in the order in which they were closed."""

from __future__ import annotations

from collections.abc import Iterable

from cati_app.domain.sittings.cards import GuideCard
from cati_app.domain.sittings.facts import CardClosed, CardCorrected, QuoteMoved, SittingFacts
from cati_app.values import replace

CardFacts = CardClosed | CardCorrected | QuoteMoved


def cards_after(cards: tuple[GuideCard, ...], fact: CardFacts) -> tuple[GuideCard, ...]:
    """The cards after a fact; one that concerns a card nobody knows changes nothing."""
    if isinstance(fact, CardClosed):
        return (*cards, fact.card)
    if isinstance(fact, CardCorrected):
        return tuple(fact.card if each.id == fact.card.id else each for each in cards)
    return tuple(_moved(each, fact) if each.id == fact.card else each for each in cards)


def cards_of(facts: Iterable[SittingFacts]) -> tuple[GuideCard, ...]:
    """The cards that these facts tell of, whatever guide they were written by."""
    cards: tuple[GuideCard, ...] = ()
    for fact in facts:
        if isinstance(fact, CardFacts):
            cards = cards_after(cards, fact)
    return cards


def _moved(card: GuideCard, fact: QuoteMoved) -> GuideCard:
    return replace(card, release=fact.release, text=fact.text or card.text)
