"""Somebody rings back whose case is not in hand: from the key to the answer, in words that may be said aloud."""

from __future__ import annotations

import pytest

from cati_app.domain.casework.callers import LOOKUPS_AT_MOST
from cati_app.ui.stage.panel_states import ChoicePanelState, FormPanelState, PanelKind
from cati_app.ui.stage.states import ScreenName
from tests.casework import alter
from tests.stations import Site, fiction
from tests.unit.ui.desk import Desk
from tests.unit.ui.stagehands import Window


@pytest.fixture
def window(site: Site) -> Window:
    return Window(site).sign_in(site.ann)


def typed(window: Window, number: str) -> None:
    window.press("rang_back")
    window.shell.text_saved.emit(PanelKind.CALLER, "caller", number)
    window.rest()


def message(window: Window) -> str:
    panel = window.shell.panel
    assert isinstance(panel, FormPanelState)
    return panel.form.message


def answer(window: Window) -> tuple[str, str, list[str]]:
    panel = window.shell.panel
    assert isinstance(panel, ChoicePanelState)
    return panel.title, panel.text, [option.code for option in panel.options]


def test_a_free_case_comes_to_the_screen_with_the_number_that_rang(site: Site, window: Window) -> None:
    typed(window, fiction(3).national())
    state = window.views.dial.states[-1]

    assert (ScreenName.DIAL, None, fiction(3).national(), True) == (
        window.shell.screen,
        window.shell.panel,
        state.number,
        state.can_begin,
    )
    assert "give this call a result of its own" in window.told


@pytest.mark.parametrize(
    ("number", "told"),
    [("047", "last digits alone"), ("no digits", "cannot be read"), ("040 1", "last digits alone")],
)
def test_less_than_a_whole_number_is_not_looked_up(site: Site, window: Window, number: str, told: str) -> None:
    typed(window, number)

    assert told in message(window)
    assert "caller_looked_up" not in site.kinds()


def test_numbers_of_nobody_are_told_and_may_be_blocked(site: Site, window: Window) -> None:
    typed(window, fiction(88).national())
    title, _, options = answer(window)
    window.shell.panel_choice_made.emit(PanelKind.CALLER_ANSWER, "block")
    window.rest()

    assert ("No case of this study has that number", ["again", "block", "back"]) == (title, options)
    assert site.is_blocked(88)
    typed(window, fiction(88).national())
    assert ("The number is on the block list", ["again", "back"]) == answer(window)[::2]


def test_word_is_left_for_whoever_has_the_case_in_hand(site: Site, window: Window) -> None:
    bobs = site.offered(site.bob)
    typed(window, fiction(bobs.case.case_no).national())
    assert ["word", "again", "block", "back"] == answer(window)[2]
    window.shell.panel_choice_made.emit(PanelKind.CALLER_ANSWER, "word")
    for text, told in (
        ("\n18:45\n", "both"),
        ("\n\n", "Nothing is written"),
        ("32.13.\n18:45\n", "not understood"),
        ("24.11.\n15:59\n", "over already"),
    ):
        window.shell.text_saved.emit(PanelKind.CALLER_WORD, "caller word", text)
        assert told in message(window)
    window.shell.text_saved.emit(PanelKind.CALLER_WORD, "caller word", "25.11.\n18:45\nafter work")
    window.rest()

    (left,) = site.place(site.bob).messages(site.bob)
    assert left.text is not None and left.text.endswith("18:45. after work")
    assert fiction(bobs.case.case_no).national() not in left.text
    assert window.shell.panel is None


def test_whoever_took_part_is_thanked(site: Site, window: Window) -> None:
    with site.units()() as unit:
        alter(unit, site.case(4).id, state="closed", disposition="complete", due_at=None)
        unit.commit()
    typed(window, fiction(4).national())

    assert "Thank you, we have your interview" in answer(window)[1]


def test_tries_are_counted_and_what_was_typed_stays(window: Window) -> None:
    for number in range(60, 61 + LOOKUPS_AT_MOST):
        typed(window, fiction(number).national())

    panel = window.shell.panel
    assert isinstance(panel, FormPanelState)
    assert ("numbers are looked up in a minute" in panel.form.message, fiction(number).national()) == (
        True,
        panel.form.fields[0].value,
    )


def test_nobody_is_looked_up_while_a_call_waits_for_its_result(window: Window) -> None:
    assert "rang_back" in window.shell.enabled
    window.press("dial")
    window.rest()

    assert "rang_back" not in window.shell.enabled


@pytest.mark.parametrize(
    "text",
    [
        fiction(3).e164,
        fiction(3).national(),
        "(030) 23125-003",
        "\u202d+49 30 23125003\u202c",
        "\u0660\u0663\u0660 \u0662\u0663\u0661\u0662\u0665 \u0660\u0660\u0663",
        "000 003",
    ],
)
def test_a_supervisor_finds_the_case_of_a_telephone_number(site: Site, text: str) -> None:
    desk = Desk(site)
    desk.type_number(text)

    assert "case-3" == desk.listed.current
    assert int(text != "000 003") == site.kinds().count("caller_looked_up")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (fiction(77).national(), "No case of this study"),
        ("+49 47", "cannot be read"),
    ],
)
def test_a_supervisor_hears_that_no_case_has_the_number(site: Site, text: str, told: str) -> None:
    desk = Desk(site)
    desk.type_number(text)

    assert told in desk.window.told
