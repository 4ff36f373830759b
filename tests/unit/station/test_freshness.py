"""How old a reading copy is, and how old what is shown of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cati_app.domain.sharing.changes import ChangeMark
from cati_app.station.freshness import TOLD_FROM, Freshness, Refreshed
from cati_app.store.reading_copy import CopyStanding
from cati_app.ui.stage.study_age import Lateness

AT = datetime(2026, 11, 24, 14, 3, tzinfo=UTC)


class Hands:
    """A clock whose hands somebody sets."""

    def __init__(self) -> None:
        self.set_by = self.passed = timedelta()

    def now(self) -> datetime:
        return AT + self.passed + self.set_by

    def monotonic_ms(self) -> int:
        return self.passed // timedelta(milliseconds=1)


def standing(mark: int, seconds: float | None = 0) -> CopyStanding:
    """A copy with everything as of so many seconds behind the beginning; None: not everything has come."""
    as_of = None if seconds is None else AT + timedelta(seconds=seconds)
    return CopyStanding("1.a", ChangeMark(mark), as_of)


def test_what_came_is_in_the_copy_at_once_and_in_sight_when_it_was_read() -> None:
    fresh = Freshness(standing(4))
    fresh.note(standing(4, 10), 10_000)
    fresh.note(standing(5, 11), 11_000)
    assert (1, AT + timedelta(seconds=11)) == (fresh.newest, fresh.of_copy().as_of)
    assert fresh.in_sight() == Refreshed(AT + timedelta(seconds=10), 10_000), "until then nothing newer was there"

    fresh.came_in_sight(1)
    assert fresh.of_copy() == fresh.in_sight()


def test_what_is_in_sight_grows_old_while_nobody_reads_what_came_however_often_the_hub_is_asked() -> None:
    fresh, clock = Freshness(standing(4)), Hands()
    for second in range(1, 6):
        fresh.note(standing(5, second), second * 1000)
    clock.passed = timedelta(seconds=5)
    assert (timedelta(0), timedelta(seconds=5)) == (fresh.of_copy().age(clock), fresh.in_sight().age(clock))


def test_a_state_that_was_read_late_is_not_taken_for_a_later_one() -> None:
    fresh = Freshness(standing(4))
    for mark in (5, 6, 7):
        fresh.note(standing(mark, mark), mark * 1000)
    fresh.came_in_sight(2)
    assert AT + timedelta(seconds=6) == fresh.in_sight().as_of
    fresh.came_in_sight(1)
    assert AT + timedelta(seconds=6) == fresh.in_sight().as_of, "whoever was told of it earlier comes later"


def test_in_another_life_of_the_hub_the_same_number_is_news() -> None:
    fresh = Freshness(standing(4))
    fresh.note(CopyStanding("2.b", ChangeMark(4), AT))
    assert 1 == fresh.newest


def test_a_copy_that_has_not_everything_has_no_age() -> None:
    fresh = Freshness(CopyStanding())
    fresh.note(standing(5, None), 100)
    assert fresh.of_copy().age(Hands()) is None


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_somebody_sets_changes_no_age(hours: int) -> None:
    fresh, clock = Freshness(standing(4)), Hands()
    fresh.note(standing(4, 0), 0)
    clock.passed, clock.set_by = timedelta(seconds=3), timedelta(hours=hours)
    assert timedelta(seconds=3) == fresh.of_copy().age(clock)


def test_of_what_was_found_here_no_age_is_known_where_the_clock_was_set_back_since() -> None:
    fresh, clock = Freshness(standing(4)), Hands()
    clock.passed = timedelta(seconds=3)
    assert timedelta(seconds=3) == fresh.of_copy().age(clock)
    clock.set_by = timedelta(hours=-1)
    assert fresh.of_copy().age(clock) is None


@pytest.mark.parametrize(("ms", "told"), [(890, False), (900, True), (1_000, True)])
def test_what_would_be_old_at_the_next_look_is_told_now(ms: int, told: bool) -> None:
    clock = Hands()
    clock.passed = timedelta(milliseconds=ms)
    assert told is Refreshed(AT, 0).is_old(clock, Lateness(TOLD_FROM))


def test_whoever_does_not_know_the_age_is_told() -> None:
    clock = Hands()
    clock.set_by = timedelta(hours=-1)
    assert Refreshed(AT).is_old(clock, Lateness(TOLD_FROM))
    assert Refreshed(None).is_old(clock, Lateness(TOLD_FROM))
