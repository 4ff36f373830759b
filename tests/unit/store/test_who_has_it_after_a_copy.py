"""A hub came back from an older copy: the newest lease says who has a case, the last answer which place one has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.sharing.handing import CaseRequest, LentCase
from cati_app.domain.sharing.stations import Halt
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.borrow_case import KeepPackages, PutCaseIn
from cati_app.fieldwork.sharing.halt_stations import PauseStation
from tests.many import Borrower, Field
from tests.unit.store.test_hub_from_a_copy import attach, bring, come_back, forget

CASE = "case-1"
_THEN = "2026-11-24T15:00:00.000000+00:00"
_OPEN = "SELECT device FROM case_lease WHERE ended_at IS NULL"


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    """A hub with one case that is open, and three stations that it knows."""
    made = Field(tmp_path, stations=("aaaa0001", "bbbb0002", "cccc0003"))
    for station in made.stations:
        made.hub.sql_write("INSERT INTO known_station (device, epoch, written_off) VALUES (?, 1, 0)", (station.device,))
    made.hub.sql_write('UPDATE "case" SET locked_by = ?, locked_at = ? WHERE id <> ?', (made.hub.ann.id, _THEN, CASE))
    yield made
    made.check()
    made.close()


def passed_on(field: Field, *, keeps: bool) -> None:
    """The first station had the case when the copy was made, and the second has got it since.

    Args:
        keeps: The first one has not heard so yet.
    """
    one, two = field.stations[:2]
    waiting = field.lend(one.user, CaseRequest(1, one.device, "r1", waits=True))
    assert isinstance(waiting, LentCase)
    if keeps:
        PutCaseIn(one.units, one.device)(PROGRAM, waiting, one.site.clock.now())
    (copied,) = field.hub.sql("SELECT * FROM case_lease")
    assert isinstance(two.borrow(), LentCase)
    field.hub.sql_write("DELETE FROM case_lease")
    field.hub.sql_write(f"INSERT INTO case_lease VALUES ({', '.join('?' for _ in copied)})", copied)
    field.hub.sql_write('UPDATE "case" SET locked_by = ? WHERE id = ?', (one.user.id, CASE))
    come_back(field)


def asks(field: Field, station: Borrower) -> LentCase | Nothing:
    """For the next case."""
    return field.lend(station.user, CaseRequest(field.epoch, station.device, station.request()))


@pytest.mark.parametrize("keeps", [False, True])
@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2)])
def test_who_got_a_case_last_has_it_in_whatever_order_stations_come(
    field: Field, order: tuple[int, ...], keeps: bool
) -> None:
    passed_on(field, keeps=keeps)
    for number in order:
        attach(field, field.stations[number])

    assert [("bbbb0002",)] == field.hub.sql(_OPEN)
    assert field.stations[1].user.id == field.hub.case(1).locked_by
    assert isinstance(asks(field, field.stations[2]), Nothing)


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2)])
def test_what_the_last_one_has_done_ends_the_lease_of_the_one_before(field: Field, order: tuple[int, ...]) -> None:
    passed_on(field, keeps=True)
    two = field.stations[1]
    two.give(two.dialled(), "busy")
    for number in order:
        if number == 1:
            bring(field, two)
        else:
            attach(field, field.stations[number])

    assert [] == field.hub.sql(_OPEN)
    assert field.hub.case(1).locked_by is None


def test_a_person_whose_answer_was_corrected_keeps_the_place_it_led_to(field: Field) -> None:
    one = field.stations[0]
    one.borrow()
    offer = one.dialled()
    interview = one.begin(offer)
    one.reserve(interview, sex="1", age_group="young")
    one.correct(interview, sex="2", age_group="young")
    forget(field, one)
    come_back(field)
    for station in field.stations:
        attach(field, station)

    assert [("f/young",)] == field.hub.sql("SELECT cell_id FROM place_grant WHERE state = 'live'")
    one.finish(offer, interview, "complete")
    one.done()
    assert 1 == field.cell("f/young").achieved
    assert [] == field.hub.sql("SELECT why FROM not_counted")


@pytest.mark.parametrize("in_copy", [False, True])
def test_who_is_paused_by_the_copy_or_by_its_own_word_stays_so_until_a_supervisor_says(
    field: Field, in_copy: bool
) -> None:
    one = field.stations[0]
    if in_copy:  # it had no line, and has not heard so
        PauseStation(field.hub.blind_units(), field.hub.clock)(field.hub.sue, one.device, paused=True)
    else:
        KeepPackages(one.units).keep_halt(PROGRAM, Halt.PAUSED)
    come_back(field)
    attach(field, one)

    assert [(1,)] == field.hub.sql("SELECT paused FROM known_station WHERE device = 'aaaa0001'")
