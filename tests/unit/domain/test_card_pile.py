"""Cards follow from facts, in the order in which they were closed."""

from __future__ import annotations

from datetime import UTC, datetime

from cati_app.domain.sittings.card_pile import cards_of
from cati_app.domain.sittings.cards import CardKind, GuideCard, TimeMark
from cati_app.domain.sittings.facts import CardClosed, CardCorrected, QuoteMoved, SittingFinished
from cati_app.domain.sittings.quotes import Release
from cati_app.values import replace

_MARK = TimeMark(0, datetime(2026, 11, 24, tzinfo=UTC))
_FIRST, _SECOND = (GuideCard(name, "city", CardKind.QUOTE, f"of {name}", _MARK, 1) for name in ("c1", "c2"))


def test_a_card_is_as_it_was_corrected_and_released_last() -> None:
    corrected = replace(_FIRST, text="other")
    facts = (CardClosed(_FIRST, _MARK), CardClosed(_SECOND, _MARK), CardCorrected(corrected, "misheard"))
    moved = (QuoteMoved("c1", Release.SENT), QuoteMoved("c1", Release.CHANGED, "its own"), SittingFinished(_MARK))

    assert (corrected, _SECOND) == cards_of(facts)
    assert (replace(corrected, text="its own", release=Release.CHANGED), _SECOND) == cards_of((*facts, *moved))


def test_what_concerns_a_card_that_nobody_knows_changes_nothing() -> None:
    gone = replace(_FIRST, id="gone")

    assert (_FIRST,) == cards_of((CardClosed(_FIRST, _MARK), CardCorrected(gone), QuoteMoved("gone", Release.REFUSED)))
