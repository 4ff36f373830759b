"""What is told of a person at work, and when the team works next."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from cati_app.domain.calling.next_shift import NextShift, next_shift
from cati_app.domain.calling.promise import Shift
from cati_app.domain.ids import UserId
from cati_app.domain.people.seats import Activity, TeamSeat

BERLIN = ZoneInfo("Europe/Berlin")
ANN = UserId("ann")
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=BERLIN)


def shift(start: int, seats: int, *weekdays: int, first: date | None = None) -> Shift:
    return Shift(frozenset(weekdays), time(start), time(start + 4), seats=seats, first_day=first)


@pytest.mark.parametrize(
    "more", [{"since": TUESDAY}, {"question": 3}, {"language": "de"}], ids=["how long", "question", "language"]
)
def test_of_a_pause_nothing_is_told_but_that_it_is_one(more: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="pause"):
        TeamSeat(ANN, Activity.AWAY, **more)  # type: ignore[arg-type]


def test_a_question_belongs_to_an_interview() -> None:
    with pytest.raises(ValueError, match="interviews"):
        TeamSeat(ANN, Activity.CALL, TUESDAY, 3)


def test_the_next_shift_begins_later_today_or_on_a_later_day() -> None:
    afternoon, morning = shift(14, 6, 1), shift(9, 4, 1, 3)

    assert NextShift(TUESDAY.replace(hour=14), 6) == next_shift([morning, afternoon], TUESDAY)
    thursday = datetime(2026, 11, 26, 9, 0, tzinfo=BERLIN)
    assert NextShift(thursday, 4) == next_shift([morning, afternoon], TUESDAY.replace(hour=14))


def test_shifts_that_begin_together_are_planned_together() -> None:
    assert NextShift(TUESDAY.replace(hour=14), 8) == next_shift([shift(14, 6, 1), shift(14, 2, 1)], TUESDAY)


def test_no_shift_within_four_weeks_is_none() -> None:
    assert next_shift([], TUESDAY) is None
    assert next_shift([shift(14, 6, 1, first=date(2027, 1, 12))], TUESDAY) is None
