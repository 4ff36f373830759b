"""What the hub holds for an interview goes back once, and from the cells in which it is held by then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.interviews import Interview
from cati_app.domain.sharing.handing import LentCase
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.attach_station import AttachStation
from cati_app.fieldwork.sharing.borrow_case import ReadHoldings
from cati_app.fieldwork.sharing.halt_stations import WriteOffStation
from tests.many import Borrower, Field

MAN, WOMAN = {"sex": "1", "age_group": "young"}, {"sex": "2", "age_group": "young"}
WEEK = 7 * 24 * 3600


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    """A hub, and two stations that it knows."""
    made = Field(tmp_path)
    for station in made.stations:
        made.hub.sql_write("INSERT INTO known_station (device, epoch, written_off) VALUES (?, 1, 0)", (station.device,))
    yield made
    made.check()
    made.close()


def at_the_other(field: Field) -> Interview:
    """Rested at the first station with a place for a young man, and lent to the second one."""
    one, two = field.stations
    one.borrow()
    offer = one.dialled()
    interview = one.begin(offer)
    one.reserve(interview, **MAN)
    one.finish(
        offer, interview, "interview_suspended", Agreed(field.hub.clock.now() + timedelta(minutes=20), firm=True)
    )
    one.done()
    field.hub.clock.move(20 * 60)
    lent = two.borrow()
    assert isinstance(lent, LentCase)
    assert lent.lease.case_id == offer.case.id
    return interview


def held_at_the_hub(field: Field) -> list[bool]:
    """Of each interview, and that it is held on a place alone."""
    interviews = field.hub.interviews()
    with field.hub.blind_units()() as unit:
        assert [i.held for i in interviews] == [bool(unit.grants.live_of(i.id)) for i in interviews]
    return [interview.held for interview in interviews]


def lapse_at(station: Borrower) -> None:
    """A week of the station's own clock: it goes on without the place, and says so with the case alone."""
    station.site.sql_write("UPDATE interview SET held = 0")
    station.site.sql_write("UPDATE place_grant SET state = 'back'")


def attach(field: Field, station: Borrower) -> None:
    """To a hub that came back from a copy."""
    field.epoch = 2
    say = AttachStation(field.hub.blind_units(), field.hub.clock, field.hub.station.rules)
    say(PROGRAM, field.epoch, ReadHoldings(station.units, station.device)(PROGRAM))


def write_off(field: Field, station: Borrower) -> None:
    """A supervisor does."""
    WriteOffStation(field.hub.blind_units(), field.hub.clock, field.hub.station.rules)(
        field.hub.sue, field.epoch, station.device
    )


def borrow_two(station: Borrower) -> None:
    """The first request frees what a silent station had; whoever asks gets cases, whatever lapsed."""
    assert all(isinstance(station.borrow(), LentCase) for _ in range(2))


def test_a_place_that_its_station_does_not_name_is_not_held_for_its_interview(field: Field) -> None:
    """As in history 977537, where nobody was lent a case any more once the interview lapsed."""
    one, two = field.stations
    at_the_other(field)
    lapse_at(two)
    attach(field, two)
    assert [False] == held_at_the_hub(field)
    assert 0 == field.cell("m/young").in_progress

    field.hub.clock.move(WEEK)
    attach(field, one)
    borrow_two(one)
    assert [False] == held_at_the_hub(field)


def test_the_place_of_a_case_that_came_back_stays_when_its_station_is_written_off(field: Field) -> None:
    one, two = field.stations
    at_the_other(field)
    write_off(field, two)
    assert [True] == held_at_the_hub(field)
    assert 1 == field.cell("m/young").in_progress

    field.hub.clock.move(WEEK)
    borrow_two(one)
    assert [False] == held_at_the_hub(field)


@pytest.mark.parametrize("then", [lambda field: None, lambda field: write_off(field, field.stations[1])])
def test_what_a_correction_moved_at_a_silent_station_goes_back_from_where_it_is(
    field: Field, then: Callable[[Field], None]
) -> None:
    """The hub gave the other place, and did not get the interview, which for it stays where it was."""
    one, two = field.stations
    interview = at_the_other(field)
    two.dialled()
    two.site.place(two.user).resume_interview(two.user, interview.id)
    two.correct(interview, **WOMAN)
    two.correct(interview, **MAN)
    two.correct(interview, **WOMAN)
    then(field)

    field.hub.clock.move(WEEK)
    borrow_two(one)
    field.check()
    assert [False] == held_at_the_hub(field)
    assert [0, 0] == [field.cell(cell).in_progress for cell in ("m/young", "f/young")]
