"""Who sits in which shift of a rehearsed day."""

from __future__ import annotations

from datetime import time

import pytest

from cati_app.demo.rehearsal.shifts import seats_of, sitting
from cati_app.domain.calling.promise import Shift

EVERY_DAY = frozenset(range(7))


def shift(start: int, end: int, seats: int = 0, *languages: str) -> Shift:
    return Shift(EVERY_DAY, time(start), time(end), frozenset(languages), seats)


@pytest.mark.parametrize(
    ("planned", "people", "most", "seats"),
    [
        ((4, 6), 10, 10, [4, 6]),
        ((4, 6), 5, 10, [2, 3]),
        ((4, 6), 20, 10, [8, 12]),
        ((3,), 10, 10, [3]),  # a Saturday with fewer seats than the other days
        ((3,), 5, 10, [2]),
        ((1,), 2, 10, [1]),  # a day that is planned is worked
        ((0, 6), 6, 6, [0, 6]),  # nobody is planned for the first
        ((0, 0), 5, 0, [3, 2]),
        ((0,), 5, 10, [5]),  # on this day nobody said how many
    ],
)
def test_shifts_get_the_seats_of_their_plan(planned: tuple[int, ...], people: int, most: int, seats: list[int]) -> None:
    assert seats == seats_of([shift(9 + n, 10 + n, each) for n, each in enumerate(planned)], people, most)


def test_a_shift_with_languages_is_taken_by_people_who_speak_them() -> None:
    morning, evening = shift(9, 14, 2), shift(14, 20, 2, "tr", "ru")
    filled = sitting([morning, evening], [("de",), ("de", "tr"), ("de",), ("de", "ru", "tr")], 4)

    assert {0: morning, 1: evening, 2: morning, 3: evening} == filled.people
    assert (0, 0) == filled.empty


def test_languages_that_nobody_speaks_yet_come_first() -> None:
    evening = shift(14, 20, 2, "tr", "ru")
    filled = sitting([evening], [("tr",), ("tr",), ("ru",)], 3)
    assert {0, 2} == set(filled.people)


def test_a_seat_that_nobody_can_take_stays_empty_and_nobody_else_sits_there() -> None:
    arabic, any_ = shift(9, 14, 3, "ar"), shift(14, 20, 1)
    filled = sitting([arabic, any_], [("de",), ("de", "ar"), ("de",), ("de",)], 4)

    assert {1: arabic, 0: any_} == filled.people
    assert (2, 0) == filled.empty


def test_the_shift_that_fewest_people_can_take_is_filled_first() -> None:
    turkish, russian = shift(9, 14, 1, "tr"), shift(9, 14, 1, "ru")
    assert {0: russian, 1: turkish} == sitting([turkish, russian], [("tr", "ru"), ("tr",)], 2).people


def test_without_languages_people_take_turns_among_the_shifts_of_a_day() -> None:
    first, second = shift(9, 14), shift(14, 20)
    filled = sitting([first, second], [("de",)] * 5, 0)
    assert [first, second, first, second, first] == [filled.people[n] for n in range(5)]
    assert (3, 2) == (filled.sit_in(first), filled.sit_in(second))
