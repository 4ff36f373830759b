"""A supervisor sends quotes to be read and notes what came back, by keys on the list of cases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cati_app.domain.casework.interviews import StoredDatum
from cati_app.domain.sittings.cards import CardKind, GuideCard, TimeMark
from cati_app.domain.sittings.facts import CardClosed, SittingStarted
from cati_app.domain.sittings.guide import GuideTopic, TopicGuide
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.sitting.record_sitting import RecordSitting
from cati_app.fieldwork.sitting.sitting_protocol import WriteSitting
from cati_app.fieldwork.sitting.sitting_rules import SittingRules
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, TextPanelState
from tests.stations import TUESDAY, Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun
from tests.unit.ui.stagehands import Window

_RULES = SittingRules(TopicGuide("1", (GuideTopic("city", {}, {}, 10),)), 3, 90, quotes="quoting")
_MARK = TimeMark(5_000, TUESDAY)
_LONG = "It was quieter before, and people knew each other by name, which nobody could say of it today."


def _told(site: Site, consent: str, *texts: str) -> None:
    """A complete interview with these quotes on case 1."""
    offer, interview = begun(site, YOUNG_MAN)
    quotes = tuple(
        CardClosed(GuideCard(f"c{number}", "city", CardKind.QUOTE, text, _MARK, 1), _MARK)
        for number, text in enumerate(texts, 1)
    )
    record = RecordSitting(site.station.answer_log(site.keys), site.clock)
    record(site.ann, interview, WriteSitting((SittingStarted(1, _MARK), *quotes), None), "de")
    said = [StoredDatum("/opening/quoting", consent, None)]
    site.place().finish_interview(site.ann, EndedSitting(interview.id, offer.attempt, "complete", said, {}))


@pytest.fixture
def window(site: Site) -> Window:
    site.station.loaded = replace(site.station.loaded, sittings=_RULES)
    return Window(site).sign_in(site.sue)


def ask(window: Window, case: str = "case-1") -> None:
    """The quotes of a case, found in the list."""
    window.views.board.tab_shown.emit("cases")
    window.rest()
    window.views.cases.case_selected.emit(case)
    window.rest()
    window.press("release_quotes")
    window.rest()


def panel(window: Window) -> ChoicePanelState:
    assert isinstance(window.shell.panel, ChoicePanelState), window.shell.panel
    return window.shell.panel


def choose(window: Window, kind: PanelKind, code: str) -> None:
    window.shell.panel_choice_made.emit(kind, code)
    window.rest()


def test_a_quote_is_sent_and_comes_back_in_other_words(site: Site, window: Window) -> None:
    _told(site, "after_reading", _LONG, "Yes.")
    ask(window)
    listed = [(option.code, option.label, option.consequence) for option in panel(window).options]
    assert [("c1", f"{_LONG[:90].strip()}…", "not sent yet"), ("c2", "Yes.", "not sent yet")] == listed
    assert "The person may be quoted once a quote was read and released." == panel(window).text
    choose(window, PanelKind.QUOTE_LISTED, "c1")
    assert ["sent", "refused"] == [option.code for option in panel(window).options]
    assert _LONG == panel(window).lines[0].text
    choose(window, PanelKind.QUOTE_STEP, "sent")
    assert "The quote is noted as: sent to be read." == window.told
    ask(window)
    choose(window, PanelKind.QUOTE_LISTED, "c1")
    choose(window, PanelKind.QUOTE_STEP, "changed")
    window.shell.text_saved.emit(PanelKind.QUOTE_WORDS, "c1", "")
    asked = window.shell.panel
    assert isinstance(asked, TextPanelState)
    assert (_LONG, "Type the words in which the person wants to be quoted.") == (asked.text, asked.message)
    window.shell.text_saved.emit(PanelKind.QUOTE_WORDS, "c1", "It was quieter.")
    window.rest()
    ask(window)

    assert [("It was quieter.", "released in other words"), ("Yes.", "not sent yet")] == [
        (option.label, option.consequence) for option in panel(window).options
    ]


def test_a_refusal_stands_and_without_consent_nothing_is_sent(site: Site, window: Window) -> None:
    _told(site, "no", "Yes.")
    ask(window)
    assert "The person does not want to be quoted." == panel(window).text
    choose(window, PanelKind.QUOTE_LISTED, "c1")
    assert ["refused"] == [option.code for option in panel(window).options]
    choose(window, PanelKind.QUOTE_STEP, "sent")
    assert "The person has not agreed to be quoted." == window.told
    choose(window, PanelKind.QUOTE_STEP, "refused")
    ask(window)
    choose(window, PanelKind.QUOTE_LISTED, "c1")

    assert "This quote was refused; that stands." == window.told


def test_a_case_without_a_sitting_has_no_quote(window: Window) -> None:
    ask(window)

    assert "There is no quote in this case." == window.told
