"""A time is judged before it is promised, and good times near it are named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from cati_app.domain.calling.calendar import CallingCalendar, CallingWindow
from cati_app.domain.calling.promise import Doubt, PromiseFacts, Shift, check
from cati_app.domain.ids import UserId
from cati_app.domain.people.users import Role, User

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)  # Tuesday 16:00 in Berlin
CALENDAR = CallingCalendar(
    "Europe/Berlin",
    "DE",
    "NI",
    CallingWindow(time(9), time(20)),
    CallingWindow(time(10), time(20)),
    None,
    expected_length_min=20,
)
ANN = User(UserId("a"), "ann", "Ann", Role.INTERVIEWER, 1, ("de",))
FACTS = PromiseFacts(NOW, CALENDAR, CALENDAR, (), (ANN,), "de", attempts_left=5, today_left=2, room=True)
EVENING = Shift(frozenset({0, 1, 2, 3, 4}), time(17), time(20), frozenset({"de"}))


def test_an_allowed_hour_with_everything_there_is_good() -> None:
    assert check(NOW + timedelta(hours=1), FACTS).good


@pytest.mark.parametrize(
    ("change", "hours", "doubt"),
    [
        ({}, -1, Doubt.IN_THE_PAST),
        ({}, 5, Doubt.OUTSIDE_HOURS),
        ({"today_left": 0}, 1, Doubt.DAY_LIMIT),
        ({"attempts_left": 0}, 1, Doubt.NO_ATTEMPTS_LEFT),
        ({"room": False}, 1, Doubt.CELL_FULL),
        ({"language": "tr"}, 1, Doubt.NO_SPEAKER),
        ({"shifts": (EVENING,)}, 0.5, Doubt.NO_SHIFT),
        ({"promised": (NOW + timedelta(minutes=50),)}, 1, Doubt.ALL_PROMISED),
        ({"people": (replace(ANN, role=Role.SUPERVISOR, languages=()),)}, 1, Doubt.NO_SPEAKER),
    ],
)
def test_each_condition_is_asked(change: dict[str, object], hours: float, doubt: Doubt) -> None:
    assert (doubt,) == check(NOW + timedelta(hours=hours), replace(FACTS, **change)).doubts  # type: ignore[arg-type]


def test_the_nearest_good_times_are_named_when_the_hour_is_at_fault() -> None:
    wish = NOW + timedelta(hours=5)  # 21:00
    found = check(wish, replace(FACTS, shifts=(EVENING,)))
    local = [f"{CALENDAR.local(at):%a %H:%M}" for at in found.nearest]

    assert ["Tue 18:30", "Tue 19:00", "Tue 19:30"] == local
    assert all(check(at, FACTS).good for at in found.nearest)


def test_no_time_is_suggested_where_no_hour_would_help() -> None:
    assert () == check(NOW + timedelta(hours=5), replace(FACTS, attempts_left=0)).nearest


def test_a_time_beside_what_is_promised_is_good_again() -> None:
    facts = replace(FACTS, promised=(NOW + timedelta(hours=1),))
    crowded = check(NOW + timedelta(hours=1, minutes=5), facts)

    assert (Doubt.ALL_PROMISED,) == crowded.doubts
    assert all(check(at, facts).good for at in crowded.nearest) and crowded.nearest
    assert check(NOW + timedelta(hours=1, minutes=20), facts).good
    two = (ANN, replace(ANN, id=UserId("b")))
    assert check(NOW + timedelta(hours=1), replace(facts, people=two)).good
