"""A rehearsed sitting goes the same way each time, keeps its cards, and ends where its guide or its time does."""

from __future__ import annotations

from dataclasses import replace

from cati_app.demo.rehearsal.played_sitting import PlayedSitting
from cati_app.domain.sittings.cards import CardKind
from cati_app.domain.sittings.facts import SittingFinished, SittingStarted
from cati_app.domain.sittings.guide import GuideTopic, Priority, Probe, TopicGuide
from cati_app.fieldwork.sitting.read_cards import ExpertCards, ReadCards
from cati_app.fieldwork.sitting.sitting_rules import SittingRules
from tests.fakes.site import MemorySite
from tests.unit.fieldwork.sittings import begun

_GUIDE = TopicGuide(
    "1",
    tuple(GuideTopic(f"t{number}", {}, {}, 10, Priority.MUST, probes=(Probe("p", {}),)) for number in range(1, 6)),
)


def played(case_no: int, sittings: int, expected_min: int) -> tuple[ExpertCards, list[bool]]:
    """So many sittings with one person, and whether each was the last."""
    site = MemorySite()
    site.station.loaded = replace(site.station.loaded, sittings=SittingRules(_GUIDE, 3, expected_min))
    _, interview = begun(site)
    services, ends = site.place().sittings, []
    assert services is not None
    for _ in range(sittings):
        sitting = PlayedSitting(services, site.ann, interview, None, case_no, site.clock)
        for seconds in sitting.play():
            site.clock.move(seconds)
        ends.append(sitting.is_complete)
    (expert,) = ReadCards(site.units())(site.eve)
    site.close()
    return expert, ends


def test_it_goes_the_same_way_each_time_and_says_that_it_is_rehearsed() -> None:
    one, other = (played(1, 1, 240)[0] for _ in range(2))

    assert [card.text for card in one.cards] == [card.text for card in other.cards]
    assert all(card.text.startswith("Rehearsed: t") for card in one.cards)
    assert {CardKind.NOTE, CardKind.QUOTE} == {card.kind for card in one.cards}
    assert isinstance(one.record.facts[-1], SittingFinished)
    assert None is one.record.draft


def test_with_time_enough_everything_is_asked_and_without_it_the_next_sitting_goes_on() -> None:
    assert [True] == played(1, 1, 240)[1]
    expert, ends = played(1, 3, 10)

    assert [False, False, True] == ends
    assert [1, 2, 3] == [fact.no for fact in expert.record.facts if isinstance(fact, SittingStarted)]
