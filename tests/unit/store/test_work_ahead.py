"""Work without a line that was planned: cases and places are taken along, used, and what is left goes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.casework.interviews import Interview
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import Verdict
from cati_app.domain.sharing.handing import LentCase
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.attach_station import AttachStation
from cati_app.fieldwork.sharing.borrow_case import KeepPackages, ReadHoldings
from cati_app.fieldwork.sharing.halt_stations import WriteOffStation
from cati_app.fieldwork.sharing.lend_case import RenewLease
from cati_app.fieldwork.sharing.lent_cases import LentCases
from cati_app.fieldwork.sharing.work_ahead import WorkAhead
from cati_app.fieldwork.sharing.work_at_station import ReserveLentPlace
from cati_app.station.ahead_at_hub import AheadAtHub
from tests.line_to_field import LineToField, ids_of
from tests.many import Borrower, Field

MAN, WOMAN = {"sex": "1", "age_group": "young"}, {"sex": "2", "age_group": "old"}
YOUNG = CellId("m/young")
DAY = timedelta(hours=8)


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    """A hub with nine places in each cell, and two stations."""
    made = Field(tmp_path)
    made.hub.sql_write("UPDATE cell SET target = 9 WHERE target > 0")
    for station in made.stations:
        made.hub.sql_write("INSERT INTO known_station (device, epoch, written_off) VALUES (?, 1, 0)", (station.device,))
    yield made
    made.check()
    made.close()


@pytest.fixture
def one(field: Field) -> Borrower:
    return field.stations[0]


@pytest.fixture
def line(field: Field, one: Borrower) -> LineToField:
    return LineToField(field, one)


@pytest.fixture
def ahead(one: Borrower) -> WorkAhead:
    return WorkAhead(one.units, one.site.clock, ids_of(one), one.device)


def screened(one: Borrower, line: LineToField, **values: str) -> tuple[Interview, Verdict]:
    """The next person, up to the decision about the quota, over that line."""
    offer = one.dialled()
    interview = one.begin(offer)
    plan, reserve = one.site.station.rules.quota, one.site.place(one.user).reserve_place
    assert plan is not None
    assert reserve is not None
    lent = LentCases(one.units, one.site.clock, ids_of(one), one.device, line)
    verdict = ReserveLentPlace(reserve, lent, plan)(one.user, interview.id, values).verdict
    one.finish(offer, interview, "complete")
    return interview, verdict


def held(field: Field) -> int:
    return field.cell(YOUNG).in_progress


def test_cases_and_one_place_of_each_open_cell_are_taken_along(
    field: Field, one: Borrower, line: LineToField, ahead: WorkAhead
) -> None:
    here = ahead.take_along(one.user, line, 2, DAY)
    assert here.cases == 2
    assert {place.cell_id for place in here.places} == {CellId(c) for c in ("m/young", "m/old", "f/young", "f/old")}
    assert held(field) == 1
    with field.hub.blind_units()() as unit:
        (first, _) = unit.leases.open_of(one.device)
    assert first.expires_at == field.hub.clock.now() + DAY
    assert first.report_by == first.expires_at + timedelta(hours=24)


def test_the_end_of_the_screener_uses_a_place_without_a_line(
    field: Field, one: Borrower, line: LineToField, ahead: WorkAhead
) -> None:
    ahead.take_along(one.user, line, 2, DAY)
    line.is_up = False
    _, verdict = screened(one, line, **MAN)
    assert verdict is Verdict.IN
    with pytest.raises(EnvironmentProblem) as none_left:
        screened(one, line, **MAN)
    assert none_left.value.code == "hub_place_unknown"
    one.done()
    assert (field.cell(YOUNG).achieved, held(field)) == (1, 0)


def test_a_place_that_was_not_used_goes_back_at_the_next_contact(
    field: Field, one: Borrower, line: LineToField, ahead: WorkAhead
) -> None:
    ahead.take_along(one.user, line, 1, DAY)
    assert ahead.give_back(one.user, line) == 0  # nobody has gone yet
    ahead.note_cut(one.user)
    assert ahead.give_back(one.user, line) == 4
    assert held(field) == 0
    assert ahead.taken_along(one.user).places == ()


def test_a_place_that_is_going_back_is_used_by_no_interview(field: Field, one: Borrower, ahead: WorkAhead) -> None:
    class Meanwhile(LineToField):
        """The hub has them, and before the station hears so a screener ends there."""

        def places_back(self, ids: Sequence[str], requests: Sequence[str] = (), cases: Sequence[str] = ()) -> None:
            super().places_back(ids, requests, cases)
            used.append(ahead.use_place(one.user, interview.id, YOUNG))

    used: list[bool] = []
    ahead.take_along(one.user, LineToField(field, one), 1, DAY)
    interview = one.begin(one.dialled())
    ahead.note_cut(one.user)

    assert ahead.give_back(one.user, Meanwhile(field, one)) == 4
    assert used == [False]
    assert held(field) == 0


def test_places_whose_way_back_was_cut_go_back_the_next_time(
    field: Field, one: Borrower, line: LineToField, ahead: WorkAhead
) -> None:
    ahead.take_along(one.user, line, 1, DAY)
    ahead.note_cut(one.user)
    line.is_up = False
    with pytest.raises(EnvironmentProblem):
        ahead.give_back(one.user, line)
    assert held(field) == 1
    line.is_up = True

    assert ahead.give_back(one.user, line) == 4
    assert held(field) == 0
    assert ahead.give_back(one.user, line) == 0


def test_a_place_whose_time_is_over_begins_no_interview_and_goes_back(
    field: Field, one: Borrower, line: LineToField, ahead: WorkAhead
) -> None:
    ahead.take_along(one.user, line, 1, DAY)
    interview = one.begin(one.dialled())
    field.hub.clock.move(DAY.total_seconds() * 0.995)
    assert not ahead.use_place(one.user, interview.id, YOUNG)
    assert held(field) == 1
    assert ahead.give_back(one.user, line) == 4
    assert held(field) == 0


def test_while_the_clock_says_less_than_before_no_place_is_used(
    field: Field, one: Borrower, line: LineToField, ahead: WorkAhead
) -> None:
    ahead.take_along(one.user, line, 1, DAY)
    interview = one.begin(one.dialled())
    set_back = SimulatedClock(field.hub.clock.now() - timedelta(hours=2))
    behind = WorkAhead(one.units, set_back, ids_of(one), one.device)
    assert not behind.use_place(one.user, interview.id, YOUNG)
    assert ahead.use_place(one.user, interview.id, YOUNG)


def test_places_whose_answer_was_lost_are_asked_for_once_more(
    field: Field, one: Borrower, line: LineToField, ahead: WorkAhead
) -> None:
    line.answers = False
    with pytest.raises(EnvironmentProblem):
        ahead.take_along(one.user, line, 1, DAY)
    line.answers = True
    assert len(ahead.take_along(one.user, line, 1, DAY).places) == 4
    assert held(field) == 1


def test_places_whose_answer_was_lost_go_back_and_a_late_copy_holds_none(
    field: Field, one: Borrower, line: LineToField, ahead: WorkAhead
) -> None:
    line.answers = False
    with pytest.raises(EnvironmentProblem):
        ahead.take_along(one.user, line, 1, DAY)
    line.answers = True
    with one.units() as unit:
        request = unit.packages.places_unanswered()
    assert request is not None
    assert ahead.give_back(one.user, line) == 0
    assert held(field) == 0
    assert line.places_ahead(request, 1, DAY) == []
    assert held(field) == 0


def test_a_second_station_gets_no_more_than_all_together_may_have(
    field: Field, one: Borrower, line: LineToField, ahead: WorkAhead
) -> None:
    ahead.take_along(one.user, line, 1, DAY)
    assert LineToField(field, field.stations[1]).places_ahead("other", 1, DAY) == []
    assert held(field) == 1


def test_a_written_off_station_holds_nothing_ahead(
    field: Field, one: Borrower, line: LineToField, ahead: WorkAhead
) -> None:
    ahead.take_along(one.user, line, 1, DAY)
    write_off = WriteOffStation(field.hub.blind_units(), field.hub.clock, field.hub.station.rules)
    write_off(field.hub.sue, field.epoch, one.device)
    assert held(field) == 0


def test_a_hub_from_a_copy_knows_a_place_that_was_used_and_releases_the_others(
    field: Field, one: Borrower, line: LineToField, ahead: WorkAhead
) -> None:
    ahead.take_along(one.user, line, 2, DAY)
    line.is_up = False
    screened(one, line, **MAN)
    field.hub.clock.move(11)
    one.pack()
    field.epoch = 2
    KeepPackages(one.units).begin_life(PROGRAM, "2", one.site.clock.now())
    attach = AttachStation(field.hub.blind_units(), field.hub.clock, field.hub.station.rules)
    for station in field.stations:
        attach(PROGRAM, 2, ReadHoldings(station.units, station.device)(PROGRAM))
    assert (held(field), field.cell("f/old").in_progress) == (1, 0)
    one.hand_in()
    assert (field.cell(YOUNG).achieved, held(field)) == (1, 0)
    assert ahead.taken_along(one.user).places == ()


def test_a_heartbeat_does_not_shorten_a_lease_for_work_without_a_line(
    field: Field, one: Borrower, line: LineToField, ahead: WorkAhead
) -> None:
    ahead.take_along(one.user, line, 1, DAY)
    with field.hub.blind_units()() as unit:
        (lease,) = unit.leases.open_of(one.device)
    renew = RenewLease(field.hub.blind_units(), field.hub.clock, field.hub.station.rules)
    renewed = renew(PROGRAM, one.device, lease.token).lease
    assert renewed is not None
    assert renewed.expires_at == lease.expires_at
    LentCases(one.units, one.site.clock, ids_of(one), one.device, line).renew(one.user)


def test_a_heartbeat_lengthens_a_lease_from_now_on_and_no_further(field: Field, one: Borrower) -> None:
    lent = one.borrow()
    assert isinstance(lent, LentCase)
    field.hub.clock.move(600)
    renew = RenewLease(field.hub.blind_units(), field.hub.clock, field.hub.station.rules)
    renewed = renew(PROGRAM, one.device, lent.lease.token).lease
    assert renewed is not None
    assert renewed.expires_at - renewed.given_at == field.hub.station.rules.schedule.lease


def test_nothing_is_given_ahead_while_the_hub_waits_for_stations(
    field: Field, one: Borrower, line: LineToField, ahead: WorkAhead
) -> None:
    field.epoch = 2
    with pytest.raises(RuleViolation) as recovers:
        line.places_ahead("r", 1, DAY)
    assert recovers.value.code == "hub_recovers"


def test_a_request_for_places_that_comes_after_it_was_taken_back_holds_none(
    field: Field, one: Borrower, line: LineToField, ahead: WorkAhead
) -> None:
    with one.units() as unit:
        request = unit.packages.places_request("never arrived")
        unit.commit()
    assert ahead.give_back(one.user, line, at_once=True) == 0
    assert line.places_ahead(request, 1, DAY) == []
    assert held(field) == 0


def test_a_place_that_was_taken_along_is_room_for_nobody_before_it_is_used(
    one: Borrower, line: LineToField, ahead: WorkAhead
) -> None:
    ahead.take_along(one.user, line, 1, DAY)
    interview = one.begin(one.dialled())
    with one.units() as unit:
        unit.grants.fit_cells()
        assert unit.quota.count(YOUNG).target == 0
        unit.commit()
    assert ahead.use_place(one.user, interview.id, YOUNG)
    with one.units() as unit:
        assert unit.quota.count(YOUNG).target == 1


def test_cases_taken_along_stay_over_a_sign_out_and_go_back_when_somebody_says_so(
    field: Field, one: Borrower, line: LineToField, ahead: WorkAhead
) -> None:
    here = ahead.take_along(one.user, line, 2, DAY)
    assert (2, 2, one.site.clock.now() + DAY) == (here.cases, here.along, here.until)
    lent = LentCases(one.units, one.site.clock, ids_of(one), one.device, line)
    lent.hand_in(one.user, leaves=True)
    assert 2 == ahead.taken_along(one.user).along
    along = AheadAtHub(ahead, line)

    assert (2, len(here.places)) == along.give_back(one.user)

    assert (0, 0) == (ahead.taken_along(one.user).cases, len(ahead.taken_along(one.user).places))
    assert field.hub.case(1).is_callable
