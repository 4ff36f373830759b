"""By how much a station's clock differs from the hub's: noted where it changes, and told with each interview."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cati_app.domain.events import LoggedEvent, NewEvent
from cati_app.domain.outcomes.dispositions import COMPLETE
from cati_app.domain.sharing.clocks import CLOCK_MEASURED, ClocksMeasured, clock_ahead
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.measure_clock import NoteClock
from tests.stations import Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish

AT = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("took_s", "told", "ahead"),
    [
        (0.4, "2026-11-24T13:59:00.200+00:00", timedelta(minutes=1)),
        (0.0, "2026-11-24T15:00:05+01:00", -5 * SECOND),
        (1.0, "2026-11-24T14:00:00+00:00", None),
        (-0.1, "2026-11-24T14:00:00+00:00", None),
        (0.1, "2026-11-24T14:00:00", None),
        (0.1, "yesterday", None),
    ],
)
def test_a_clock_is_measured_against_the_middle_of_a_request(took_s: float, told: str, ahead: timedelta | None) -> None:
    assert ahead == clock_ahead(AT, AT + took_s * SECOND, told)


def test_it_is_noted_where_it_changes_by_more_than_a_request_takes(site: Site) -> None:
    note = NoteClock(site.station.units(None), site.clock, site.station.database.device)
    noted = [note(PROGRAM, ahead * SECOND) for ahead in (0.0, 0.9, -0.9, 61.0, 61.5, 0.0)]
    assert [True, False, False, True, False, True] == noted

    again = NoteClock(site.station.units(None), site.clock, site.station.database.device)
    assert not again(PROGRAM, 0.5 * SECOND), "a new start notes nothing that was noted"
    assert 3 == site.kinds().count(CLOCK_MEASURED)


def fact(device: str, seq: int, ahead_ms: int | None = None) -> LoggedEvent:
    payload = None if ahead_ms is None else {"ahead_ms": ahead_ms}
    return LoggedEvent(device, seq, NewEvent(CLOCK_MEASURED, AT, 0, payload=payload))


def test_an_interview_has_what_was_noted_last_before_it_at_its_station() -> None:
    clocks = ClocksMeasured([fact("a", 9, 3000), fact("b", 1, -70), fact("a", 4, 1000)])
    told = [clocks.ahead_ms([fact(*begins), fact("b", 99)]) for begins in (("a", 3), ("a", 5), ("a", 10), ("b", 2))]
    assert [None, 1000, 3000, -70] == told
    assert clocks.ahead_ms([]) is None
    assert clocks.ahead_ms([fact("c", 5)]) is None


def test_an_export_tells_it_with_the_interview(site: Site) -> None:
    NoteClock(site.station.units(None), site.clock, site.station.database.device)(PROGRAM, 61 * SECOND)
    finish(site, *begun(site, YOUNG_MAN), COMPLETE)
    (path,) = site.station.read_paths(site.keys)(PROGRAM)
    assert 61_000 == path[3]
