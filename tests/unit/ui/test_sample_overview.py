"""Portions and the block list on the sample tab, without Qt."""

from __future__ import annotations

from pathlib import Path

import pytest

from cati_app.fieldwork.rights import PROGRAM
from cati_app.ui.desk.sample.states import OverviewQuestion
from tests.stations import PASSWORD, Site, fiction
from tests.unit.ui.sample_tab import Tab


@pytest.fixture
def tab(site: Site, tmp_path: Path) -> Tab:
    return Tab(site, tmp_path)


def test_portions_wait_until_somebody_confirms(tab: Tab) -> None:
    rows = "".join(f"A{n};030 23125 {900 + n}\n" for n in range(5))
    tab.open(f"ID;Telefon\n{rows}")
    tab.go_on(size="2")
    tab.enter()
    tab.enter()
    tab.view.asked.emit(OverviewQuestion.RELEASE)

    assert "Portion 1: 2 cases" in tab.view.overview.question
    assert "3 cases keep waiting" in tab.view.overview.question
    assert "sample_released" not in tab.site.kinds()

    tab.view.release_confirmed.emit()
    tab.window.rest()

    assert [("1", "released", "2"), ("2", "waits", "2"), ("3", "waits", "1")] == [
        row[1:4] for row in tab.view.overview.portions.rows
    ]
    assert "sample_released" in tab.site.kinds()


def test_a_portion_released_in_part_is_named_and_completed(tab: Tab) -> None:
    rows = "".join(f"A{n};030 23125 {900 + n}\n" for n in range(4))
    tab.open(f"ID;Telefon\n{rows}")
    tab.go_on(size="2")
    tab.enter()
    tab.site.station.release(tab.site.keys)(PROGRAM, count=1)
    tab.enter()
    tab.view.asked.emit(OverviewQuestion.RELEASE)

    assert "released in part" == tab.view.overview.portions.rows[0][2]
    assert "its last case" in tab.view.overview.question


def test_a_release_that_nobody_asked_for_does_nothing(tab: Tab) -> None:
    tab.view.release_confirmed.emit()
    tab.window.rest()
    assert "sample_released" not in tab.site.kinds()

    tab.view.asked.emit(OverviewQuestion.RELEASE)
    assert (OverviewQuestion.NOTHING, "No portion waits for its release.") == (
        tab.view.overview.asked,
        tab.view.overview.message,
    )


def test_a_number_goes_on_the_block_list_by_one_and_off_by_two(tab: Tab) -> None:
    number = "030 23125 003"
    tab.view.asked.emit(OverviewQuestion.BLOCK)
    tab.view.block_given.emit(number)
    tab.window.rest()
    assert tab.site.is_blocked(3)
    assert "1" == tab.view.overview.tiles[3].value

    tab.view.asked.emit(OverviewQuestion.UNBLOCK)
    for login, password, reason, says in (
        ("sue", PASSWORD, "asked to be called again", "somebody else"),
        ("ann", "wrong", "asked to be called again", "is wrong"),
        ("ann", PASSWORD, "short", "ten letters"),
        ("ann", PASSWORD, "number 030 23125 003", "must not hold"),
        ("eve", PASSWORD, "asked to be called again", "no access"),
    ):
        tab.view.unblock_given.emit(number, login, password, reason)
        tab.window.rest()
        assert says in tab.view.overview.message
        assert (True, OverviewQuestion.UNBLOCK) == (tab.site.is_blocked(3), tab.view.overview.asked)

    tab.view.unblock_given.emit(number, "ann", PASSWORD, "asked to be called again")
    tab.window.rest()
    assert (False, OverviewQuestion.NOTHING) == (tab.site.is_blocked(3), tab.view.overview.asked)
    assert "taken off" in tab.view.overview.block_lines[0]
    assert not any(fiction(3).e164[-6:] in line for line in tab.view.overview.block_lines)


@pytest.mark.parametrize(("typed", "says"), [("abc", "no telephone number"), ("0900 1234567", "a service")])
def test_what_is_no_number_is_not_blocked(tab: Tab, typed: str, says: str) -> None:
    tab.view.asked.emit(OverviewQuestion.BLOCK)
    tab.view.block_given.emit(typed)
    tab.window.rest()

    assert says in tab.view.overview.message
    assert "0" == tab.view.overview.tiles[3].value
