"""What the supervisor's board says: who is in an interview, who comes back, nothing in codes, nothing below nought."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cati_app.domain.casework.lengths import median_length
from cati_app.domain.outcomes.dispositions import BREAK_OFF, SUSPENDED
from cati_app.ui.desk.board.states import BoardState, MatrixCell
from tests.stations import Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish
from tests.unit.ui.desk import Desk


def board(site: Site) -> BoardState:
    """The board as it stands, in English."""
    desk = Desk(site)
    desk.show("quotas")
    state = desk.window.views.board.states[-1]
    assert isinstance(state, BoardState)
    return state


def tile(state: BoardState, key: str) -> tuple[str, str]:
    """Value and detail."""
    return next((tile.value, tile.detail) for tile in state.tiles if tile.key == key)


def young_men(state: BoardState) -> MatrixCell:
    return next(cell for line in state.matrix.cells for cell in line if cell is not None and cell.key == "m/young")


def test_suspended_interviews_and_break_offs_stand_apart_from_those_under_way(site: Site) -> None:
    finish(site, *begun(site, YOUNG_MAN), SUSPENDED)
    finish(site, *begun(site, YOUNG_MAN), BREAK_OFF)
    begun(site, YOUNG_MAN)

    state = board(site)

    assert ("1", "suspended 1 · broken off 1") == tile(state, "running")
    assert (1, 1) == (young_men(state).in_interview, young_men(state).suspended)
    assert 1 == len(state.active)


def test_an_interview_under_way_is_shown_with_its_cell_in_words(site: Site) -> None:
    begun(site, YOUNG_MAN)

    (active,) = board(site).active

    assert ("Int. 01", "M · jung · Deutsch") == (active.interviewer, active.detail)


def test_no_interview_has_run_for_less_than_no_time(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(site, YOUNG_MAN)
    an_hour_ago = site.clock.now() - timedelta(hours=1)
    monkeypatch.setattr(site.clock, "now", lambda: an_hour_ago)

    (active,) = board(site).active

    assert 0 == active.seconds


def test_a_clock_that_was_set_back_shows_no_length_below_nought() -> None:
    assert 0 == median_length({-3600: 3})
