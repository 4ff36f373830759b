"""Whether a case was worked at a station: no clock tells, for others have worked it before by clocks of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.calling.queue import Because, Nothing
from cati_app.domain.ids import CaseId
from cati_app.domain.sharing.handing import HandIn
from cati_app.fieldwork.calling.clock_watch import ClockWatch
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.offer_lent import OfferLentCase
from tests.line_to_field import ids_of
from tests.many import Borrower, Field


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    """One case that is open, and two stations."""
    made = Field(tmp_path)
    made.hub.sql_write("UPDATE \"case\" SET state = 'closed', route_id = NULL WHERE case_no > 1")
    yield made
    made.check()
    made.close()


def _no_reason(case_id: CaseId) -> Because | None:
    return None


def offered(station: Borrower) -> Offer | Nothing:
    """What was lent, for the person at work there."""
    site = station.site
    rules, watch = site.station.rules, ClockWatch(site.clock)
    return OfferLentCase(station.units, site.clock, ids_of(station), rules, watch, station.device, _no_reason)(
        station.user
    )


def work(station: Borrower) -> None:
    """Borrow, call, nobody is there."""
    station.borrow()
    offer = offered(station)
    assert isinstance(offer, Offer)
    station.site.place(station.user).start_call(station.user, offer.attempt, offer.case.numbers[0])
    station.give(offer, "busy")


def worked_by(field: Field, station: Borrower) -> None:
    """An hour after that it may be called again."""
    work(station)
    station.site.clock.move(11)
    station.pack()
    hand_in(field, station)
    field.hub.clock.move(3600)


def hand_in(field: Field, station: Borrower) -> None:
    """What is packed, with the time by the clock of the station."""
    with station.units() as unit:
        waiting = [(token, unit.packages.of(token)) for token in unit.packages.waiting()]
    for token, bundle in waiting:
        field.take_in(PROGRAM, HandIn(field.epoch, station.device, token, bundle, station.site.clock.now()))


def set_clock(field: Field, station: Borrower, by: timedelta) -> None:
    """Somebody set the clock of the station."""
    station.site.clock = SimulatedClock(field.hub.clock.now() + by)
    station.site.reopen()


def test_a_station_whose_clock_is_a_day_behind_works_what_others_have_worked(field: Field) -> None:
    one, two = field.stations
    worked_by(field, one)
    set_clock(field, two, -timedelta(days=1))
    two.borrow()

    assert 0 == two.pack(), "it waits to be called"
    assert isinstance(offered(two), Offer)


def test_a_station_hands_in_at_once_what_another_one_worked_with_a_clock_a_day_ahead(field: Field) -> None:
    one, two = field.stations
    set_clock(field, one, timedelta(days=1))
    worked_by(field, one)
    work(two)
    two.site.clock.move(11)

    assert 1 == two.pack()


def test_a_case_that_comes_back_as_it_was_is_due_as_it_was_whatever_clock_its_station_has(field: Field) -> None:
    one, two = field.stations
    worked_by(field, one)
    due = field.hub.case(1).due_at
    set_clock(field, two, -timedelta(days=1))
    two.borrow()

    assert 1 == two.pack(leaves=True)
    hand_in(field, two)

    assert due == field.hub.case(1).due_at
