"""Every property of a hub and its stations holds in every history; `make sim N=10000` plays more of them."""

from __future__ import annotations

import pytest

from tests.sim.histories import compared, run

pytestmark = pytest.mark.slow

_AT_ONCE = 25


@pytest.mark.parametrize("first", range(0, 125, _AT_ONCE))
def test_nothing_is_lost_and_nothing_counted_twice(first: int) -> None:
    told = [run(seed) for seed in range(first, first + _AT_ONCE)]
    assert not [f"seed {history.seed}: {what}" for history in told for what in history.violations]
    assert any(history.restores for history in told)
    assert sum(history.interviews for history in told) > _AT_ONCE / 2
    assert sum(history.passwords for history in told) > _AT_ONCE


def test_no_place_is_given_to_an_interview_that_another_station_has_brought_complete() -> None:
    assert run(600235).violations == ()


def test_whoever_wants_no_more_calls_is_held_again_when_a_silent_station_says_it_again() -> None:
    assert run(704691).violations == ()


def test_a_place_that_waits_for_a_station_does_not_lapse_meanwhile() -> None:
    assert run(700198).violations == ()


def test_what_comes_between_two_words_of_a_contact_is_heard_with_the_next_one() -> None:
    assert run(1007954).violations == ()


@pytest.mark.parametrize("seed", [2200527, 2200971])
def test_codes_that_a_hub_from_a_copy_could_not_follow_at_once_are_followed_later(seed: int) -> None:
    assert run(seed).violations == ()


@pytest.mark.parametrize("seed", [0, 10, 11, 19, 23, 54])
def test_nothing_ends_otherwise_where_clocks_of_stations_are_wrong(seed: int) -> None:
    """I13: by a day ahead, by four weeks and by a year behind."""
    assert compared(seed).violations == ()
