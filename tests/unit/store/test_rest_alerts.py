"""Alerts put to rest: a fact with a sealed reason, for everybody, until its time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from cati_app.domain.casework.alerts import AlertKind, AlertReading
from cati_app.domain.errors import RuleViolation
from cati_app.fieldwork.monitor.read_shift_log import ReadShiftLog
from cati_app.fieldwork.monitor.rest_alerts import AlertRest, RestAlerts
from tests.fakes.site import MemorySite
from tests.stations import TUESDAY, Site

HOUR = timedelta(hours=1)
IDLE, LATE = (AlertKind.IDLE_SEAT, ""), (AlertKind.CELL_LATE, "m/young")


@pytest.fixture(params=["memory", "store"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = MemorySite() if request.param == "memory" else Site(tmp_path_factory.mktemp("site"))
    yield made
    made.close()


def rests(site: Site) -> RestAlerts:
    return RestAlerts(site.units(), site.units(), site.clock)


def test_it_rests_until_its_time_and_a_later_rest_takes_its_place(site: Site) -> None:
    rests(site)(site.sue, IDLE, TUESDAY + HOUR, "Mr Brown is ill")
    rests(site)(site.sue, LATE, TUESDAY + 2 * HOUR, "known")
    assert {IDLE: AlertRest(TUESDAY + HOUR, "Mr Brown is ill"), LATE: AlertRest(TUESDAY + 2 * HOUR, "known")} == rests(
        site
    ).now(site.sue)
    site.clock.move(60)
    rests(site)(site.sue, LATE, TUESDAY + timedelta(minutes=5), "looked again")
    site.clock.move(HOUR.total_seconds())
    assert {} == rests(site).now(site.sue)


def test_why_is_sealed_and_needed_and_the_time_lies_ahead(site: Site) -> None:
    for until, why, code in (
        (TUESDAY + HOUR, " ", "reason_needed"),
        (TUESDAY, "why", "rest_impossible"),
        (TUESDAY + timedelta(days=15), "why", "rest_impossible"),
    ):
        with pytest.raises(RuleViolation, match=code):
            rests(site)(site.sue, IDLE, until, why)
    with pytest.raises(RuleViolation, match="supervisor_needed"):
        rests(site)(site.eve, IDLE, TUESDAY + HOUR, "why")
    rests(site)(site.sue, IDLE, TUESDAY + HOUR, "Mr Brown is ill")
    with site.units()() as unit:
        assert "Brown" not in repr(list(unit.log.of_watch()))


def test_the_shift_log_tells_what_was_raised_once_and_what_rests(site: Site) -> None:
    reading = AlertReading(AlertKind.CELL_LATE, 0.7, 0.5, 1.4, "m/young")
    rests(site).note_raised(site.sue, reading)
    site.clock.move(60)
    rests(site).note_raised(site.sue, reading)  # another board
    rests(site)(site.sue, LATE, TUESDAY + HOUR, "known")
    site.clock.move(HOUR.total_seconds())
    rests(site).note_raised(site.sue, reading)
    log = ReadShiftLog(site.units(), site.clock, site.station.rules)(site.sue)
    told = [(one.kind, one.alert, one.subject, one.figure) for one in log.entries if one.alert]
    raised = ("alert_raised", "cell_late", "m/young", 0.7)
    assert [raised, ("alert_rested", "cell_late", "m/young", 0.0), raised] == told
    (rest,) = [one for one in log.entries if one.until is not None]
    assert ("known", site.sue, TUESDAY + HOUR) == (rest.text, rest.by, rest.until)
