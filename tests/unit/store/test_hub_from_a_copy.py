"""A hub that came back from a copy judges no interview before it knows which places all stations have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CellId, InterviewId
from cati_app.domain.quota.cells import Verdict
from cati_app.domain.sharing.handing import CaseRequest, HandedIn, HeldCase, Holdings, LentCase, TakenAs
from cati_app.domain.sharing.leases import LeaseToken, SetAside, UsedPlace
from cati_app.domain.sharing.places import GrantState, PlaceGrant
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.attach_station import AttachStation
from cati_app.fieldwork.sharing.borrow_case import ReadHoldings
from cati_app.fieldwork.sharing.halt_stations import WriteOffStation
from cati_app.fieldwork.sharing.lend_case import settle_shared
from tests.many import Borrower, Field

MAN = {"sex": "1", "age_group": "young"}


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    """A hub with two places for young men, and three stations that it knows."""
    made = Field(tmp_path, stations=("aaaa0001", "bbbb0002", "cccc0003"))
    for station in made.stations:
        made.hub.sql_write("INSERT INTO known_station (device, epoch, written_off) VALUES (?, 1, 0)", (station.device,))
    yield made
    made.check()
    made.close()


def forget(field: Field, station: Borrower) -> None:
    """The copy was made before the station got its case and its place."""
    hub = field.hub
    for case_id, at in hub.sql(f"SELECT case_id, device FROM case_lease WHERE device = '{station.device}'"):
        hub.sql_write('UPDATE "case" SET locked_by = NULL, locked_at = NULL WHERE id = ?', (case_id,))
        hub.sql_write("DELETE FROM case_lease WHERE device = ?", (at,))
    forget_place(field, station)


def forget_place(field: Field, station: Borrower) -> None:
    """The hub holds no place for the station."""
    hub = field.hub
    held = hub.sql(f"SELECT cell_id FROM place_grant WHERE state = 'live' AND device = '{station.device}'")
    for (cell,) in held:
        hub.sql_write("UPDATE cell SET in_progress = in_progress - 1 WHERE id = ?", (cell,))
    hub.sql_write("DELETE FROM place_grant WHERE device = ?", (station.device,))


def hold_stale(field: Field, station: Borrower) -> None:
    """The copy holds a place that the station has given back since."""
    field.hub.sql_write(
        "INSERT INTO place_grant (id, device, interview_id, cell_id, given_at, state)"
        " VALUES ('stale', ?, 'gone', 'm/young', '2026-11-24T09:00:00.000000+00:00', 'live')",
        (station.device,),
    )
    field.hub.sql_write("UPDATE cell SET in_progress = in_progress + 1 WHERE id = 'm/young'")


def hold_stale_too(field: Field, station: Borrower) -> None:
    """A second one."""
    field.hub.sql_write("UPDATE place_grant SET id = 'stale before', interview_id = 'gone before' WHERE id = 'stale'")
    hold_stale(field, station)


def attach(field: Field, station: Borrower) -> None:
    """The station says what it has."""
    say = AttachStation(field.hub.blind_units(), field.hub.clock, field.hub.station.rules)
    say(PROGRAM, field.epoch, ReadHoldings(station.units, station.device)(PROGRAM))


def bring(field: Field, station: Borrower) -> list[HandedIn]:
    """The station packs what is done, says what it has, and hands in."""
    field.hub.clock.move(11)
    station.pack()
    attach(field, station)
    return station.hand_in()


def come_back(field: Field) -> None:
    """The hub begins another life."""
    field.epoch = 2


def uncounted(field: Field) -> list[tuple[object, ...]]:
    """Why interviews are not counted."""
    return field.hub.sql("SELECT why FROM not_counted")


def test_a_lawful_interview_that_finds_both_places_held_in_the_copy_is_counted_in_the_end(field: Field) -> None:
    one, two, three = field.stations
    one.whole_interview(**MAN)
    three.whole_interview(**MAN)
    forget(field, three)
    hold_stale(field, two)
    come_back(field)
    (taken,) = bring(field, three)
    assert [uncounted.why for uncounted in taken.not_counted] == [SetAside.WAITS]
    bring(field, one)
    assert uncounted(field) == [("waits",)]
    attach(field, two)
    assert uncounted(field) == []
    assert field.cell("m/young").achieved == 2


def test_places_that_stations_have_go_before_interviews_that_have_none(field: Field) -> None:
    one, two, three = field.stations
    three.whole_interview(**MAN)
    forget_place(field, three)  # a supervisor wrote it off, and its place went to others, after the copy
    sittings = []
    for station in (one, two):
        station.borrow()
        offer = station.dialled()
        interview = station.begin(offer)
        station.reserve(interview, **MAN)
        sittings.append((station, offer, interview))
    for station in field.stations:
        forget(field, station)
    come_back(field)
    bring(field, three)
    attach(field, one)
    attach(field, two)
    assert uncounted(field) == [("surplus",)]
    for station, offer, interview in sittings:
        station.finish(offer, interview, "complete")
        station.done()
    assert field.cell("m/young").achieved == 2


def suspended(field: Field, station: Borrower) -> InterviewId:
    """Somebody who goes on in an hour, with a place."""
    station.borrow()
    offer = station.dialled()
    interview = station.begin(offer)
    station.reserve(interview, **MAN)
    agreed = Agreed(field.hub.clock.now() + timedelta(hours=1), firm=False)
    station.finish(offer, interview, "interview_suspended", agreed)
    return interview.id


def test_a_suspended_interview_keeps_its_place_through_a_recovery(field: Field) -> None:
    one, two, three = field.stations
    one.whole_interview(**MAN)
    interview = suspended(field, three)
    forget(field, three)
    hold_stale(field, two)
    come_back(field)
    bring(field, three)
    bring(field, one)
    attach(field, two)
    (kept,) = [i for i in field.hub.interviews() if i.id == interview]
    assert kept.held
    assert (field.cell("m/young").achieved, field.cell("m/young").in_progress) == (1, 1)


@pytest.mark.parametrize("is_closed", [False, True], ids=["open case", "closed case"])
def test_a_place_that_waits_does_not_lapse_however_long_a_station_is_away(field: Field, is_closed: bool) -> None:
    one, two, three = field.stations
    interview = suspended(field, three)
    forget(field, three)
    come_back(field)
    bring(field, three)
    attach(field, one)
    assert uncounted(field) == [("waits",)]
    if is_closed:
        field.hub.sql_write("UPDATE \"case\" SET state = 'closed' WHERE id IN (SELECT case_id FROM interview)")
    field.hub.clock.move(30 * 24 * 3600)

    with field.hub.blind_units()() as unit:
        settle_shared(unit, field.hub.clock, field.hub.station.rules)
        unit.commit()

    assert uncounted(field) == [("waits",)]
    attach(field, two)
    (kept,) = [i for i in field.hub.interviews() if i.id == interview]
    assert kept.held
    assert field.cell("m/young").in_progress == 1


def test_a_station_that_is_written_off_keeps_no_interview_waiting(field: Field) -> None:
    one, two, three = field.stations
    three.whole_interview(**MAN)
    forget(field, three)
    come_back(field)
    bring(field, three)
    attach(field, one)
    assert uncounted(field) == [("waits",)]
    write_off = WriteOffStation(field.hub.blind_units(), field.hub.clock, field.hub.station.rules)
    write_off(field.hub.sue, field.epoch, two.device)
    assert uncounted(field) == []
    assert field.cell("m/young").achieved == 1


def test_what_waited_and_was_brought_again_under_a_place_is_counted_once(field: Field) -> None:
    one, _, three = field.stations
    three.borrow()
    offer = three.dialled()
    interview = three.begin(offer)
    three.reserve(interview, **MAN)
    agreed = Agreed(field.hub.clock.now() + timedelta(hours=1), firm=False)
    three.finish(offer, interview, "interview_suspended", agreed)
    forget(field, three)
    come_back(field)
    bring(field, three)
    assert uncounted(field) == [("waits",)]
    for station in field.stations[:2]:
        attach(field, station)
    field.hub.clock.move(3600)
    one.borrow()
    offer = one.dialled()
    assert one.site.place(one.user).resume_interview(one.user, interview.id).interview.held
    one.finish(offer, interview, "complete")
    one.done()
    assert uncounted(field) == []
    assert field.cell("m/young").achieved == 1


def test_no_place_is_given_before_every_station_has_told(field: Field) -> None:
    one, two, three = field.stations
    one.borrow()
    interview = one.begin(one.dialled())
    come_back(field)
    for station in (one, two):
        attach(field, station)
    with pytest.raises(RuleViolation) as waits:
        one.reserve(interview, **MAN)
    assert waits.value.code == "hub_recovers"
    attach(field, three)
    assert one.reserve(interview, **MAN).verdict is Verdict.IN


def test_what_a_station_never_got_is_free_again_once_it_has_told(field: Field) -> None:
    one, *others = field.stations
    lent = field.lend(one.user, CaseRequest(1, one.device, "lost"))
    assert isinstance(lent, LentCase)
    hold_stale(field, one)
    come_back(field)
    for station in (one, *others):
        attach(field, station)
    assert field.hub.case(1).locked_by is None
    assert field.cell("m/young").in_progress == 0


def test_a_late_copy_of_what_a_station_told_takes_nothing_from_it(field: Field) -> None:
    one, *others = field.stations
    come_back(field)
    told = ReadHoldings(one.units, one.device)(PROGRAM)
    for station in (one, *others):
        attach(field, station)
    one.borrow()
    interview = one.begin(one.dialled())
    one.reserve(interview, **MAN)
    say = AttachStation(field.hub.blind_units(), field.hub.clock, field.hub.station.rules)
    assert not say(PROGRAM, field.epoch, told)
    assert field.hub.case(1).locked_by == one.user.id
    assert field.cell("m/young").in_progress == 1


def test_a_case_that_a_station_has_is_lent_to_nobody_else(field: Field) -> None:
    one, two, three = field.stations
    one.borrow()
    forget(field, one)
    come_back(field)
    for station in (one, two, three):
        attach(field, station)
    lent = two.borrow()
    assert isinstance(lent, LentCase)
    assert lent.bundle.case_id != field.case_id(1)


def test_a_place_stays_while_its_interview_goes_on_at_a_station(field: Field) -> None:
    one, two, three = field.stations
    one.borrow()
    offer = one.dialled()
    interview = one.begin(offer)
    one.reserve(interview, **MAN)
    agreed = Agreed(field.hub.clock.now() + timedelta(minutes=30), firm=False)
    one.finish(offer, interview, "interview_suspended", agreed)
    one.done()
    field.hub.clock.move(1800)
    three.borrow()
    assert three.dialled().case.open_interview == interview.id
    field.hub.clock.move(field.hub.station.rules.suspended_keeps_place.total_seconds() + 7200)
    with field.hub.blind_units()() as unit:
        for lease in unit.leases.open_of(three.device):  # somebody works at it all the time
            unit.leases.save(lease.renew(field.hub.clock.now(), timedelta(minutes=15)))
        unit.commit()
    two.borrow()
    assert field.cell("m/young").in_progress == 1


def test_a_written_off_station_is_believed_what_it_had_packed_and_named(field: Field) -> None:
    one, two, three = field.stations
    one.whole_interview(**MAN)
    field.hub.clock.move(11)
    one.pack()
    forget(field, one)
    come_back(field)
    for station in (one, two, three):
        attach(field, station)
    write_off = WriteOffStation(field.hub.blind_units(), field.hub.clock, field.hub.station.rules)
    write_off(field.hub.sue, field.epoch, one.device)
    attach(field, one)
    (taken,) = one.hand_in()
    assert taken.taken_as is TakenAs.WHOLE
    assert field.cell("m/young").achieved == 1


def told(field: Field, station: Borrower, interview: InterviewId, *, used: bool = False) -> None:
    """The station says that it has a case in hand and a place for that interview, or used one for it."""
    at, cell = field.hub.clock.now(), CellId("m/young")
    held = HeldCase(LeaseToken(1, 99), field.case_id(3), field.hub.ann.id)
    place = PlaceGrant("elsewhere", station.device, interview, cell, at, GrantState.LIVE)
    places, bound = ((), (UsedPlace(place.id, interview, cell),)) if used else ((place,), ())
    holdings = Holdings(station.device, (held,), places, {}, used=bound)
    AttachStation(field.hub.blind_units(), field.hub.clock, field.hub.station.rules)(PROGRAM, field.epoch, holdings)


def test_a_place_for_an_interview_that_is_here_complete_is_not_claimed(field: Field) -> None:
    """Another station completed it before the copy, where it had one of its own (seed 3783)."""
    one, two, _ = field.stations
    interview = one.whole_interview(**MAN)
    one.done()
    come_back(field)
    attach(field, one)

    told(field, two, interview)

    assert (1, 0) == (field.cell("m/young").achieved, field.cell("m/young").in_progress)


def test_a_place_given_ahead_is_not_bound_to_an_interview_that_is_here_complete(field: Field) -> None:
    one, two, _ = field.stations
    interview = one.whole_interview(**MAN)
    one.done()
    field.hub.sql_write(
        "INSERT INTO place_grant (id, device, interview_id, cell_id, given_at, state)"
        " VALUES ('elsewhere', ?, '', 'm/young', '2026-11-24T09:00:00.000000+00:00', 'live')",
        (two.device,),
    )
    field.hub.sql_write("UPDATE cell SET in_progress = in_progress + 1 WHERE id = 'm/young'")
    come_back(field)
    attach(field, one)

    told(field, two, interview, used=True)

    assert (1, 0) == (field.cell("m/young").achieved, field.cell("m/young").in_progress)


def test_a_place_for_an_interview_that_waits_to_be_judged_is_claimed(field: Field) -> None:
    one, two, three = field.stations
    interview = one.whole_interview(**MAN)
    forget(field, one)
    hold_stale(field, three)
    hold_stale_too(field, three)
    come_back(field)
    (taken,) = bring(field, one)
    assert [uncounted.why for uncounted in taken.not_counted] == [SetAside.WAITS]
    attach(field, three)

    told(field, two, interview)

    assert uncounted(field) == []
    assert (1, 0) == (field.cell("m/young").achieved, field.cell("m/young").in_progress)


def test_a_place_that_a_lease_has_for_an_interview_others_completed_is_free_when_it_is_over(field: Field) -> None:
    one, two, _ = field.stations
    interview = one.whole_interview(**MAN)
    one.done()
    lent = two.borrow()
    assert isinstance(lent, LentCase)
    field.hub.sql_write(
        "INSERT INTO place_grant (id, device, interview_id, cell_id, given_at, state, lease_epoch, lease_n)"
        " VALUES ('late', ?, ?, 'm/young', '2026-11-24T09:00:00.000000+00:00', 'live', ?, ?)",
        (two.device, interview, lent.lease.token.epoch, lent.lease.token.n),
    )
    field.hub.sql_write("UPDATE cell SET in_progress = in_progress + 1 WHERE id = 'm/young'")

    two.give(two.dialled(), "no_answer")
    two.done()

    assert (1, 0) == (field.cell("m/young").achieved, field.cell("m/young").in_progress)
