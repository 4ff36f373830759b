"""People sign in at a station that has joined for so long after it reached its hub, whatever its clock says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.errors import EnvironmentProblem
from cati_app.station.hub_contact import HubContact, note_contact
from cati_app.store.joined import JOINED
from tests.stations import PASSWORD, TUESDAY, Site

HOURS_S = 72 * 3600


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    made.station.database.keep(JOINED, "b" * 32)
    note_contact(made.station.database, made.clock.now())
    yield made
    made.close()


def refused(site: Site) -> str:
    with pytest.raises(EnvironmentProblem) as told:
        site.station.sign_in("ann", PASSWORD)
    return told.value.code


def test_people_sign_in_without_the_hub_for_three_days(site: Site) -> None:
    site.clock.move(HOURS_S - 1)
    assert site.station.sign_in("ann", PASSWORD) is not None

    site.clock.move(1)
    assert "hub_contact_needed" == refused(site)


def test_the_next_contact_lets_everybody_in_again(site: Site) -> None:
    site.clock.move(HOURS_S)
    assert "hub_contact_needed" == refused(site)
    note_contact(site.station.database, site.clock.now())

    assert site.station.sign_in("ann", PASSWORD) is not None


def test_a_clock_that_is_set_back_gives_no_more_time(site: Site) -> None:
    site.clock.move(HOURS_S)
    assert "hub_contact_needed" == refused(site)
    set_back = replace(site.station.opened, clock=SimulatedClock(TUESDAY))
    site.station.set_up(set_back)

    assert "hub_contact_needed" == refused(site)


def test_a_station_that_did_not_join_needs_no_hub(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    site = Site(tmp_path / "own")
    site.clock.move(10 * HOURS_S)
    assert HubContact(site.station.opened).until() is None
    assert site.station.sign_in("ann", PASSWORD) is not None
    site.close()


def test_an_older_station_begins_to_count_when_somebody_signs_in(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    site = Site(tmp_path / "own")
    site.station.database.keep(JOINED, "b" * 32)
    assert site.station.sign_in("ann", PASSWORD) is not None
    site.clock.move(HOURS_S)

    assert "hub_contact_needed" == refused(site)
    site.close()
