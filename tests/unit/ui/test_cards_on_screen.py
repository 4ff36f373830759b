"""Cards on the guided screen: corrected with a reason, and as long as they may be."""

from __future__ import annotations

import pytest

from cati_app.domain.sittings.cards import LONGEST_CARD
from cati_app.domain.sittings.facts import CardCorrected
from cati_app.texts import words_of
from cati_app.ui.stage.panel_states import OutlinePanelState, PanelKind
from cati_app.ui.stage.sitting_rule_words import rule_text
from tests.unit.ui.test_sitting_screen import Screen


@pytest.fixture
def screen() -> Screen:
    return Screen()


def test_a_card_is_corrected_with_a_reason_that_is_asked_for(screen: Screen) -> None:
    screen.press("card_correct")
    assert (None, "There is no card yet that could be corrected.") == (screen.shell.panel, screen.told)
    screen.after(5).type("Gut").press("card_next").type("x" * 100).press("card_next").press("card_correct")
    panel = screen.shell.panel
    assert isinstance(panel, OutlinePanelState)
    assert ("Which card is to be corrected?", "Correct") == (panel.title, panel.action)
    assert ["00:00:05 · " + "x" * 80 + "…", "00:00:05 · Gut"] == [each.questions[0].label for each in panel.sections]
    screen.shell.jump_chosen.emit("card:c1")
    assert ("Correct the card of 00:00:05", "Gut") == (screen.shell.panel.title, screen.shell.panel.text)
    screen.shell.text_saved.emit(PanelKind.CARD_TEXT, "c1", "Gut gemeint")
    screen.shell.text_saved.emit(PanelKind.CARD_REASON, "c1", "")
    assert "Say why the words of the card are others." == screen.shell.panel.message
    screen.shell.text_saved.emit(PanelKind.CARD_REASON, "c1", "misheard")

    assert None is screen.shell.panel
    assert ["x" * 100, "Gut gemeint"] == [card.text for card in screen.state.groups[0].cards]
    (fact,) = screen.store.writes[-1].facts
    assert isinstance(fact, CardCorrected)
    assert "misheard" == fact.reason


def test_a_card_whose_words_stay_is_not_corrected(screen: Screen) -> None:
    screen.type("Gut").press("card_next").press("card_correct").shell.jump_chosen.emit("card:c1")
    screen.shell.text_saved.emit(PanelKind.CARD_TEXT, "c1", "Gut")

    assert None is screen.shell.panel
    assert all(not isinstance(fact, CardCorrected) for write in screen.store.writes for fact in write.facts)


def test_a_card_is_as_long_as_it_may_be_and_no_longer(screen: Screen) -> None:
    screen.type("x" * LONGEST_CARD).press("card_next").type("x" * (LONGEST_CARD + 1)).press("card_next")

    assert 1 == len(screen.state.groups[0].cards)
    assert "The card has 100001 characters; 100000 are the most. Cut it here and begin another card." == screen.told


def test_every_rule_of_a_sitting_has_words() -> None:
    words = words_of("en")

    assert "" == rule_text(words, "unheard_of", {})
    assert "The topic has no probe 7." == rule_text(words, "no_such_probe", {"number": 7, "probes": 2})


def test_what_cannot_be_done_is_said_and_unsaid(screen: Screen) -> None:
    screen.press("card_next")
    assert screen.shell.message is not None
    assert "There is nothing on the card yet." == screen.shell.message.text
    screen.type("Gut").press("card_next")

    assert screen.shell.message is None
