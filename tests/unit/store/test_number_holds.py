"""Numbers that nobody calls: what a station says of them, late copies of that, and whose hold it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.cases import CaseState
from cati_app.domain.ids import CaseId, NumberId
from cati_app.domain.sampling.sample import NewNumber, NewUnit
from cati_app.domain.sharing.handing import LentCase
from cati_app.domain.sharing.leases import REPORT_WITHIN, BeforeCall, HoldWord
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.attach_station import AttachStation
from cati_app.fieldwork.sharing.borrow_case import ReadHoldings
from cati_app.store.times import utc_text
from tests.many import Field
from tests.stations import fiction


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    """A hub with five cases, and two stations."""
    made = Field(tmp_path)
    yield made
    made.check()
    made.close()


def share_number(field: Field) -> None:
    """Case 6 has the number of case 1."""
    unit_of_six = NewUnit(
        CaseId("case-6"), 6, None, "landline", None, {}, (NewNumber(NumberId("number-6-0"), fiction(1)),)
    )
    with field.hub.units()() as unit:
        unit.sample.add([unit_of_six])
        unit.commit()


def test_whoever_wants_no_calls_is_called_by_no_station_at_once(field: Field) -> None:
    share_number(field)
    one, two = field.stations
    lent = one.borrow()
    assert isinstance(lent, LentCase)
    field.hold(PROGRAM, one.device, HoldWord(lent.lease.token, 1, held=True))
    others = [two.borrow() for _ in range(5)]
    assert [isinstance(other, LentCase) for other in others] == [True] * 4 + [False]
    assert "case-6" not in [other.bundle.case_id for other in others if isinstance(other, LentCase)]
    field.hub.clock.move(REPORT_WITHIN.total_seconds() - 60)
    assert isinstance(two.borrow(), Nothing)
    field.hub.clock.move(16 * 3600)
    late = [two.borrow() for _ in range(6)]
    assert "case-6" in [other.bundle.case_id for other in late if isinstance(other, LentCase)], "the hold is over"


def test_what_is_taken_back_holds_no_number(field: Field) -> None:
    share_number(field)
    one, two = field.stations
    lent = one.borrow()
    assert isinstance(lent, LentCase)
    field.hold(PROGRAM, one.device, HoldWord(lent.lease.token, 2, held=True))
    field.hold(PROGRAM, one.device, HoldWord(lent.lease.token, 3, held=False))
    others = [two.borrow() for _ in range(5)]
    assert "case-6" in [other.bundle.case_id for other in others if isinstance(other, LentCase)]


def test_a_late_copy_of_a_hold_that_was_taken_back_holds_nothing(field: Field) -> None:
    share_number(field)
    one, two = field.stations
    lent = one.borrow()
    assert isinstance(lent, LentCase)
    token = lent.lease.token
    field.hold(PROGRAM, one.device, HoldWord(token, 7, held=True))
    field.hold(PROGRAM, one.device, HoldWord(token, 8, held=False))

    field.hold(PROGRAM, one.device, HoldWord(token, 7, held=True))

    assert "case-6" in [
        other.bundle.case_id for other in [two.borrow() for _ in range(5)] if isinstance(other, LentCase)
    ]


def test_a_hold_that_ended_while_its_station_was_silent_holds_again_once_it_is_said_again(field: Field) -> None:
    share_number(field)
    one, two = field.stations
    lent = one.borrow()
    assert isinstance(lent, LentCase)
    word = HoldWord(lent.lease.token, 1, held=True)
    field.hold(PROGRAM, one.device, word)
    field.hub.clock.move(REPORT_WITHIN.total_seconds() + 16 * 3600)

    field.hold(PROGRAM, one.device, word)

    others = [other.bundle.case_id for other in [two.borrow() for _ in range(6)] if isinstance(other, LentCase)]
    assert {"case-2", "case-3", "case-4", "case-5"} == set(others), "it is late morning, and others are called"


def test_a_late_copy_of_what_lifted_a_hold_lifts_none_that_was_set_again(field: Field) -> None:
    share_number(field)
    one, two = field.stations
    lent = one.borrow()
    assert isinstance(lent, LentCase)
    token = lent.lease.token
    for n, held in ((7, True), (8, False), (9, True), (8, False)):
        field.hold(PROGRAM, one.device, HoldWord(token, n, held=held))

    others = [two.borrow() for _ in range(5)]

    assert "case-6" not in [other.bundle.case_id for other in others if isinstance(other, LentCase)]


def test_what_one_station_takes_back_lifts_no_hold_of_another(field: Field) -> None:
    """Two cases have one number: somebody wanted no more calls at each of two stations, and one takes that back."""
    share_number(field)
    one, two = field.stations
    lent = one.borrow()
    others = [other for other in [two.borrow() for _ in range(5)] if isinstance(other, LentCase)]
    (second,) = [other.lease.token for other in others if other.bundle.case_id == "case-6"]
    assert isinstance(lent, LentCase)
    first = lent.lease.token
    field.hold(PROGRAM, one.device, HoldWord(first, 3, held=True))
    field.hold(PROGRAM, two.device, HoldWord(second, 3, held=True))

    field.hold(PROGRAM, two.device, HoldWord(second, 4, held=False))

    assert BeforeCall.HELD is field.ask_hold(PROGRAM, two.device, second)
    assert BeforeCall.FREE is field.ask_hold(PROGRAM, one.device, first), "its own result does not hold it up"


def test_a_hold_ends_with_the_case_that_comes_back_without_it(field: Field) -> None:
    """The result was taken back, and the word of that never arrived."""
    share_number(field)
    one = field.stations[0]
    lent = one.borrow()
    assert isinstance(lent, LentCase)
    field.hold(PROGRAM, one.device, HoldWord(lent.lease.token, 3, held=True))
    one.give(one.dialled(), "no_answer")

    one.done()

    assert [] == field.hub.sql("SELECT until FROM number_hold")


def test_a_number_on_the_block_list_is_held_for_good_when_its_case_comes_back(field: Field) -> None:
    share_number(field)
    one, two = field.stations
    lent = one.borrow()
    assert isinstance(lent, LentCase)
    place = one.site.place(one.user)
    place.record_result(one.user, one.dialled().attempt, "refusal_household", never_again=True)
    one.done()
    field.hub.clock.move(3600)
    others = [two.borrow() for _ in range(5)]
    assert "case-6" not in [other.bundle.case_id for other in others if isinstance(other, LentCase)]
    assert field.hub.case(6).state is CaseState.CLOSED
    field.hold(PROGRAM, one.device, HoldWord(lent.lease.token, 4, held=False))
    assert field.hub.sql("SELECT until FROM number_hold") == [(None,)], "nothing releases what is for good"


def test_whoever_has_the_other_case_of_a_number_that_is_held_for_good_releases_it_not(field: Field) -> None:
    share_number(field)
    one, two = field.stations
    lent = one.borrow()
    others = [other for other in [two.borrow() for _ in range(5)] if isinstance(other, LentCase)]
    assert isinstance(lent, LentCase)
    (token,) = [other.lease.token for other in others if other.bundle.case_id == "case-6"]
    one.site.place(one.user).record_result(one.user, one.dialled().attempt, "refusal_household", never_again=True)
    one.done()

    field.hold(PROGRAM, two.device, HoldWord(token, 5, held=False))

    assert field.hub.sql("SELECT until FROM number_hold") == [(None,)]


def test_before_a_call_a_station_hears_of_a_hold_elsewhere(field: Field) -> None:
    share_number(field)
    one, two = field.stations
    lent = one.borrow()
    assert isinstance(lent, LentCase)
    others = [two.borrow() for _ in range(5)]
    token = next(o.lease.token for o in others if isinstance(o, LentCase) and o.bundle.case_id == "case-6")
    assert BeforeCall.FREE is field.ask_hold(PROGRAM, two.device, token)
    field.hold(PROGRAM, one.device, HoldWord(lent.lease.token, 6, held=True))
    assert BeforeCall.HELD is field.ask_hold(PROGRAM, two.device, token)
    assert BeforeCall.LOST is field.ask_hold(PROGRAM, one.device, token), "it is the other station's"


def test_an_appointment_on_a_held_number_stops_nobody(field: Field) -> None:
    share_number(field)
    one, two = field.stations
    lent = one.borrow()
    assert isinstance(lent, LentCase)
    at = utc_text(field.hub.clock.now())
    field.hub.sql_write("UPDATE \"case\" SET appointment_at = ?, route_id = NULL WHERE id = 'case-6'", (at,))
    field.hold(PROGRAM, one.device, HoldWord(lent.lease.token, 7, held=True))
    assert isinstance(two.borrow(), Nothing)


def test_a_hub_from_a_copy_hears_with_the_rest_whose_person_wants_no_more_calls(field: Field) -> None:
    """Said to the life before, and lost with it; the result can still be taken back, so the case has not come."""
    share_number(field)
    one, two = field.stations
    attach = AttachStation(field.hub.blind_units(), field.hub.clock, field.hub.station.rules)
    for station in (one, two):
        attach(PROGRAM, field.epoch, ReadHoldings(station.units, station.device)(PROGRAM))
    assert isinstance(one.borrow(), LentCase)
    place = one.site.place(one.user)
    place.record_result(one.user, one.dialled().attempt, "refusal_household", never_again=True)
    field.epoch += 1

    for station in (one, two):
        attach(PROGRAM, field.epoch, ReadHoldings(station.units, station.device)(PROGRAM))

    others = [two.borrow() for _ in range(5)]
    assert "case-6" not in [other.bundle.case_id for other in others if isinstance(other, LentCase)]


def test_a_number_on_the_block_list_is_held_though_the_rest_of_its_case_is_kept_aside(field: Field) -> None:
    share_number(field)
    one = field.stations[0]
    assert isinstance(one.borrow(), LentCase)
    place = one.site.place(one.user)
    place.record_result(one.user, one.dialled().attempt, "refusal_household", never_again=True)
    one.site.clock.move(11)
    one.pack()
    one.site.sql_write("UPDATE case_package SET rows = replace(rows, '\"refusal_household\"', '\"nonsense\"')")

    one.hand_in()

    assert [(None,)] == field.hub.sql("SELECT until FROM number_hold")
