"""What a slip did is taken back: an opt-out with all that followed from it, an interview begun by mistake."""

from __future__ import annotations

import pytest

from cati_app.domain.casework.interviews import InterviewState
from cati_app.fieldwork.rights import PROGRAM
from cati_app.ui.console.results import NEVER_AGAIN
from cati_app.ui.stage.panel_states import PanelKind, WrapUpState
from cati_app.ui.stage.states import ScreenName
from tests.stations import Site
from tests.unit.ui.stagehands import Window
from tests.unit.ui.test_no_interview import choose, first_case, states, ten_seconds


@pytest.fixture
def window(site: Site) -> Window:
    """Ann reads the introduction."""
    window = Window(site).sign_in(site.ann)
    window.begin()
    return window


@pytest.mark.parametrize("answers", [(), ("1", "30"), ("1", "30", "3", "a tree"), ("1", "12")])
def test_never_again_in_an_interview_is_taken_back_with_all_it_did(
    site: Site, window: Window, answers: tuple[str, ...]
) -> None:
    window.answer_all(*answers)
    before = site.places()
    window.shell.panel_closed.emit(PanelKind.WRAP_UP)
    window.rest()
    choose(window, NEVER_AGAIN)
    assert "Case 000 001: " in window.views.dial.states[-1].undo.text
    window.press("undo")
    window.rest()
    ten_seconds(site, window)

    assert (False, 1, [InterviewState.RUNNING]) == (site.is_blocked(1), window.case_no, states(site))
    assert ("open", True) == (first_case(site)[1], window.views.dial.states[-1].can_begin)
    window.views.dial.begin_pressed.emit()
    window.rest()
    assert (before[:2], ScreenName.CONSOLE) == (site.places()[:2], window.shell.screen)
    assert site.station.verify()(PROGRAM).agrees


def test_who_did_not_say_it_at_the_end_has_given_an_interview_all_the_same(site: Site, window: Window) -> None:
    window.answer_all("1", "30", "3", "a tree", "0")
    window.shell.wrap_up_confirmed.emit(NEVER_AGAIN, "")
    window.rest()
    assert (1, 0) == site.places()[:2]
    window.press("undo")
    window.rest()
    assert (0, 1) == site.places()[:2]

    window.views.dial.begin_pressed.emit()
    window.rest()
    assert isinstance(window.shell.panel, WrapUpState)
    window.shell.wrap_up_confirmed.emit("complete", "")
    window.rest()
    ten_seconds(site, window)

    assert (False, "complete", (1, 0)) == (site.is_blocked(1), first_case(site)[0], site.places()[:2])
    assert site.station.verify()(PROGRAM).agrees


def test_after_ten_seconds_never_again_stands(site: Site, window: Window) -> None:
    choose(window, NEVER_AGAIN)
    site.clock.move(10)
    window.press("undo")
    window.rest()
    window.presenter.tick()
    window.rest()

    assert (True, 2) == (site.is_blocked(1), window.case_no)
    assert "Ten seconds are over" in window.told


def test_an_interview_begun_by_mistake_is_taken_back_and_another_can_be_begun(site: Site, window: Window) -> None:
    assert "undo" in window.shell.enabled
    window.press("undo")
    window.rest()

    assert (ScreenName.DIAL, None, [InterviewState.SET_ASIDE]) == (
        window.shell.screen,
        first_case(site)[3],
        states(site),
    )
    assert (window.views.dial.states[-1].can_begin, window.views.dial.states[-1].results_enabled) == (True, True)
    window.views.dial.begin_pressed.emit()
    window.rest()
    window.answer_all("1")
    assert "undo" not in window.shell.enabled
    window.press("undo")
    window.rest()
    assert (ScreenName.CONSOLE, 2) == (window.shell.screen, len(states(site)))


def test_after_a_stray_begin_a_result_without_interview_can_still_be_given(site: Site, window: Window) -> None:
    window.press("undo")
    window.rest()
    window.result("no_answer")
    window.rest()

    assert ("no_answer", 2) == (first_case(site)[0], window.case_no)
