"""Whoever wants no more calls is on the block list soon, whatever the interviewer does next."""

from __future__ import annotations

import pytest

from cati_app.ui.stage.states import ScreenName
from tests.stations import Site
from tests.unit.ui.stagehands import Window


@pytest.fixture
def window(site: Site) -> Window:
    """Ann was just told by the household of case 1 never to call again."""
    window = Window(site).sign_in(site.ann)
    window.press("dial")
    window.rest()
    window.result("never_again")
    window.rest()
    return window


def tick(window: Window) -> None:
    window.presenter.tick()
    window.rest()


def test_it_is_written_by_itself_once_it_cannot_be_taken_back(site: Site, window: Window) -> None:
    site.clock.move(9)
    tick(window)
    assert not site.is_blocked(1)

    site.clock.move(1)
    tick(window)

    assert (True, 2) == (site.is_blocked(1), window.case_no)


def test_it_is_written_by_itself_during_an_interview_too(site: Site, window: Window) -> None:
    window.begin()
    site.clock.move(10)
    tick(window)

    assert (True, ScreenName.CONSOLE) == (site.is_blocked(1), window.shell.screen)


def test_what_was_taken_back_in_time_is_never_written(site: Site, window: Window) -> None:
    window.press("undo")
    window.rest()
    site.clock.move(10)
    tick(window)
    window.press("dial")
    window.rest()
    window.result("no_answer")
    window.rest()
    window.presenter.close()
    window.rest()

    assert (False, True) == (site.is_blocked(1), window.shell.closed)


def test_who_signs_out_has_it_written_at_once(site: Site, window: Window) -> None:
    window.press("switch_user")
    window.rest()

    assert (True, ScreenName.LOGIN, "") == (site.is_blocked(1), window.shell.screen, window.told)


def test_the_window_closes_once_it_is_written(site: Site, window: Window) -> None:
    window.shell.close_asked.emit()
    assert not window.shell.closed
    window.rest()

    assert (True, True) == (site.is_blocked(1), window.shell.closed)


def test_the_window_closes_once_it_is_written_during_an_interview_too(site: Site, window: Window) -> None:
    window.begin()
    window.shell.close_asked.emit()
    window.shell.close_asked.emit()
    window.rest()

    assert (True, True) == (site.is_blocked(1), window.shell.closed)
