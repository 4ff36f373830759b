"""Guessing takes longer every time; a station that the hub knows, or has forgotten, keeps nobody waiting."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from cati_app.hub.strangers import FIRST_S, FORGOTTEN_S, FREE, LONGEST_S, REMEMBERED, FailedTries

_HERE, _THERE = "192.0.2.1", "192.0.2.2"


@dataclass
class Seconds:
    """A clock that is set."""

    now: float = 0.0

    def __call__(self) -> float:
        """As time.monotonic."""
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def tries(seconds: Seconds) -> FailedTries:
    return FailedTries(seconds)


def _guess(tries: FailedTries, number: int, begin: int = 0, host: str = _HERE) -> None:
    for guess in range(begin, begin + number):
        tries.failed(host, str(guess))


def test_people_may_mistype(tries: FailedTries) -> None:
    _guess(tries, FREE)

    assert 0 == tries.wait_s(_HERE)


def test_every_further_guess_waits_twice_as_long_up_to_a_limit(tries: FailedTries, seconds: Seconds) -> None:
    _guess(tries, FREE)
    waits = []
    for guess in range(FREE, FREE + 9):
        tries.failed(_HERE, str(guess))
        waits.append(tries.wait_s(_HERE))
        seconds.now += waits[-1]

    assert [min(FIRST_S * 2**again, LONGEST_S) for again in range(9)] == waits
    assert 0 == tries.wait_s(_HERE)


def test_another_address_does_not_wait(tries: FailedTries) -> None:
    _guess(tries, FREE + 3)

    assert 0 == tries.wait_s(_THERE)
    assert 0 < tries.wait_s(_HERE)


def test_a_station_that_the_hub_has_forgotten_is_one_failure_however_often_it_asks(tries: FailedTries) -> None:
    for _ in range(1_000):
        tries.failed(_HERE, "the same")

    assert 0 == tries.wait_s(_HERE)


def test_a_station_behind_the_router_of_one_that_guesses_does_not_wait(tries: FailedTries) -> None:
    tries.recognized("known")
    _guess(tries, FREE + 3)

    assert 0 == tries.wait_s(_HERE, "known")
    assert 0 < tries.wait_s(_HERE, "unknown")


def test_after_a_quiet_while_an_address_begins_anew(tries: FailedTries, seconds: Seconds) -> None:
    _guess(tries, FREE + 3)
    seconds.now += FORGOTTEN_S + 1
    _guess(tries, FREE, begin=100)

    assert 0 == tries.wait_s(_HERE)


def test_no_more_is_remembered_than_there_is_room_for(tries: FailedTries) -> None:
    _guess(tries, FREE + 1)
    for number in range(REMEMBERED):
        tries.failed(f"10.0.{number // 256}.{number % 256}", "guess")

    assert 0 == tries.wait_s(_HERE), "the oldest was forgotten"
