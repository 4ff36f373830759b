"""A clock that is far from the last event is doubted before anything is settled by it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.fieldwork.monitor.check_clock import CheckClock, ClockDoubt
from cati_app.fieldwork.rights import PROGRAM
from tests.fakes.site import MemorySite
from tests.stations import TUESDAY


@pytest.mark.parametrize(
    ("passed", "doubted"),
    [
        (timedelta(0), False),
        (timedelta(days=14) - timedelta(seconds=1), False),
        (timedelta(days=14), True),
        (timedelta(days=400), True),
        (timedelta(hours=-1), False),
        (timedelta(hours=-1, seconds=-1), True),
    ],
)
def test_fourteen_days_after_the_last_event_or_an_hour_before_it_the_clock_is_doubted(
    passed: timedelta, doubted: bool
) -> None:
    site = MemorySite()
    site.dialled()

    doubt = CheckClock(site.blind_units(), SimulatedClock(TUESDAY + passed))(PROGRAM)

    assert (ClockDoubt(TUESDAY, TUESDAY + passed) if doubted else None) == doubt


def test_what_was_confirmed_is_an_event_and_not_asked_again() -> None:
    site = MemorySite()
    site.dialled()
    site.clock.move_to(TUESDAY + timedelta(days=30))
    check = CheckClock(site.blind_units(), site.clock)
    doubt = check(PROGRAM)
    assert doubt is not None
    check.confirm(site.ann, doubt)

    (fact,) = site.facts("clock_confirmed")
    assert (site.ann.id, {"last_at": TUESDAY.isoformat()}) == (fact.user_id, fact.payload)
    assert check(PROGRAM) is None
