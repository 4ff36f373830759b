"""Who may call which cases: place, language, skill and quota cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cati_app.domain.calling.calendar import CallingCalendar, CallingWindow
from cati_app.domain.calling.queue import DueAppointment, Route, Waits
from cati_app.domain.calling.routing import (
    Sorted,
    calendar_of,
    is_for,
    is_missed,
    locality_key,
    sample_cell,
    sort_routes,
    turn_of,
)
from cati_app.domain.calling.schedule import ScheduleRules
from cati_app.domain.ids import CaseId, CellId, UserId
from cati_app.domain.people.users import Role, User
from cati_app.domain.quota.cells import CellCount, QuotaDimension, QuotaPlan

BERLIN = ZoneInfo("Europe/Berlin")
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
ANN = User(UserId("a"), "ann", "Ann", Role.INTERVIEWER, 1, ("de", "tr"))
RULES = ScheduleRules()


def found(*routes: Route, user: User = ANN, now: datetime = NOW, cells: tuple[CellCount, ...] = ()) -> Sorted:
    return sort_routes(enumerate(routes), user, now, CALENDAR, RULES, cells)


def count(cell: str, target: int, achieved: int) -> CellCount:
    return CellCount(CellId(cell), target, achieved, 0)


def test_languages_and_skills_decide() -> None:
    waits = found(Route(), Route(language="tr"), Route(language="ar"), Route(skill="conversion")).waits

    assert {2: Waits.OTHER_LANGUAGE, 3: Waits.OTHER_SKILL} == waits


def test_somebody_without_noted_languages_takes_every_case() -> None:
    assert {} == found(Route(language="ar"), user=replace(ANN, languages=())).waits


def test_each_place_has_its_own_clock_and_holidays() -> None:
    tokyo, bavaria = locality_key("Asia/Tokyo", "", CALENDAR), locality_key("", "BY", CALENDAR)
    epiphany = datetime(2027, 1, 6, 11, tzinfo=UTC)  # a holiday in Bavaria, not in Lower Saxony

    assert {0: Waits.OUTSIDE_HOURS} == found(Route(locality=tokyo)).waits
    assert {1: Waits.OUTSIDE_HOURS} == found(Route(), Route(locality=bavaria), now=epiphany).waits
    assert calendar_of(CALENDAR, tokyo).next_open(NOW) == found(Route(locality=tokyo)).opens[0]


def test_the_studys_own_place_has_no_key() -> None:
    assert "" == locality_key("Europe/Berlin", "NI", CALENDAR)


def test_cells_that_lag_come_first_and_full_ones_not_at_all() -> None:
    cells = (count("a/x", 10, 10), count("a/y", 10, 10), count("b/x", 10, 1), count("b/y", 10, 1))
    sorted_routes = found(Route(), Route(cell="a/*"), Route(cell="b/*"), Route(cell="b/x"), cells=cells)

    assert {1: Waits.CELL_FULL} == sorted_routes.waits
    assert [False, True, True] == [lane.lagging for lane in sorted_routes.lanes]


def test_the_sample_tells_the_cell_as_far_as_it_goes() -> None:
    sex = QuotaDimension("sex", True, "q_sex", ("m", "f"), {"1": "m", "2": "f"})
    age = QuotaDimension("age", False, "q_age", ("y", "o"), {})
    plan = QuotaPlan("main", (sex, age), {}, True, 0)

    assert ("f/*", "", "") == (
        sample_cell(plan, {"sex": "2"}),
        sample_cell(plan, {"sex": "9"}),
        sample_cell(None, {"sex": "2"}),
    )


def test_an_appointment_is_its_owners_then_the_teams() -> None:
    def whose(minutes: int, *, firm: bool) -> tuple[bool, bool]:
        now = NOW + timedelta(minutes=minutes)
        owner, other = (is_for(UserId(who), UserId("a"), NOW, now, RULES, firm=firm) for who in "ab")
        return owner, other

    assert [(False, False), (True, False), (True, False), (True, True)] == [
        whose(minutes, firm=False) for minutes in (-6, -5, 14, 15)
    ]
    assert [(False, False), (True, True)] == [whose(minutes, firm=True) for minutes in (-6, -5)]


def test_a_firm_appointment_can_be_kept_in_time_until_the_end_of_its_owners_time() -> None:
    agreed = DueAppointment(CaseId("c"), Route(), NOW, firm=True, owner=ANN.id, resumes=False)
    ends = NOW + RULES.owner_only

    assert [0, 1] == [turn_of(agreed, now, RULES)[0] for now in (ends, ends + timedelta(seconds=1))]


def test_an_appointment_is_missed_from_the_moment_the_time_of_the_team_ends() -> None:
    ends = NOW + RULES.team_until
    before = ends - timedelta(seconds=1)

    assert [False, True] == [is_missed(NOW, now, RULES) for now in (before, ends)]
    assert [True, False] == [is_for(ANN.id, ANN.id, NOW, now, RULES, firm=True) for now in (before, ends)]


def test_a_household_is_called_at_its_own_hours_within_those_of_the_study() -> None:
    place = locality_key("", "", CALENDAR, time(9, 5), time(17, 40))
    own = calendar_of(CALENDAR, place)
    day = datetime(2026, 3, 3, tzinfo=BERLIN)
    open_at = [
        f"{hour:02}:{minute:02}"
        for hour in range(24)
        for minute in (0, 15, 30, 45)
        if own.is_open(day.replace(hour=hour, minute=minute))
    ]

    assert "||09:15-17:30" == place
    assert ("09:15", "17:00") == (open_at[0], open_at[-1])  # 17:30 less the expected 20 minutes
    assert calendar_of(CALENDAR, locality_key("", "", CALENDAR, time(12))).window(day.date()) == CallingWindow(
        time(12), time(20)
    )


def test_hours_and_place_of_a_household_hold_together() -> None:
    place = locality_key("Asia/Tokyo", "BY", CALENDAR, None, time(10))
    there = calendar_of(CALENDAR, place)

    assert ("Asia/Tokyo|BY|00:00-10:00", "Asia/Tokyo", "BY") == (place, there.zone, there.state)
    assert there.is_open(datetime(2026, 3, 3, 9, tzinfo=ZoneInfo("Asia/Tokyo")))
    assert not there.is_open(datetime(2026, 3, 3, 10, tzinfo=ZoneInfo("Asia/Tokyo")))
