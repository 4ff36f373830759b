"""A case that was asked for, and whose answer never came, is nobody's once whoever asked has left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.ids import CaseId
from cati_app.domain.sharing.handing import CaseRequest, LentCase
from cati_app.domain.sharing.leases import LeaseEnd
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.borrow_case import AskForCase, PutCaseIn
from cati_app.fieldwork.sharing.lent_cases import LentCases
from cati_app.fieldwork.sharing.remote_acts import TakeCaseBack
from cati_app.fieldwork.sharing.requests_back import TakeRequestsBack
from cati_app.fieldwork.sharing.work_ahead import WorkAhead
from cati_app.station.ahead_at_hub import AheadAtHub
from tests.line_to_field import LineToField, ids_of
from tests.many import Borrower, Field

DAY = timedelta(hours=8)


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    """A hub, and two stations."""
    made = Field(tmp_path)
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


@pytest.fixture
def lent(one: Borrower, line: LineToField) -> LentCases:
    return LentCases(one.units, one.site.clock, ids_of(one), one.device, line)


def in_hand(field: Field) -> list[tuple[object, ...]]:
    """Cases that the hub has given away, or that are locked there."""
    return field.hub.sql(
        'SELECT id FROM "case" WHERE locked_by IS NOT NULL UNION SELECT case_id FROM case_lease WHERE ended_at IS NULL'
    )


def take_along_unanswered(one: Borrower, line: LineToField, ahead: WorkAhead) -> str:
    """The hub lends one more case for work without a line, and its answer is lost; the request."""
    line.loses_next = True
    with pytest.raises(EnvironmentProblem):
        ahead.take_along(one.user, line, ahead.taken_along(one.user).cases + 1, DAY)
    line.loses_next = False
    return AskForCase(one.units, ids_of(one))(one.user)


def take_back(field: Field, device: str, *requests: str) -> int:
    taking = TakeRequestsBack(field.hub.blind_units(), field.hub.clock)
    return taking(PROGRAM, field.epoch, device, requests)


def test_a_case_whose_answer_was_lost_goes_back_with_what_was_taken_along(
    field: Field, one: Borrower, line: LineToField, ahead: WorkAhead
) -> None:
    take_along_unanswered(one, line, ahead)
    assert 1 == len(in_hand(field))

    AheadAtHub(ahead, line).give_back(one.user)

    assert [] == in_hand(field)


def test_whoever_works_another_case_and_leaves_keeps_no_case_from_others(
    field: Field, one: Borrower, line: LineToField, ahead: WorkAhead, lent: LentCases
) -> None:
    one.borrow()
    take_along_unanswered(one, line, ahead)
    one.give(one.dialled(), "no_answer")

    lent.hand_in(one.user, leaves=True)

    assert [] == in_hand(field)
    assert [] == one.site.sql("SELECT key FROM meta WHERE key LIKE 'hub_request%'")


def test_whoever_goes_on_asks_for_the_same_case_once_more(
    field: Field, one: Borrower, line: LineToField, ahead: WorkAhead, lent: LentCases
) -> None:
    request = take_along_unanswered(one, line, ahead)

    lent.hand_in(one.user)

    assert request == AskForCase(one.units, ids_of(one))(one.user)
    assert 1 == ahead.take_along(one.user, line, 1, DAY).cases
    assert 1 == len(in_hand(field))


def test_a_request_whose_way_back_was_cut_goes_back_the_next_time_whoever_is_there(
    field: Field, one: Borrower, line: LineToField, ahead: WorkAhead, lent: LentCases
) -> None:
    request = take_along_unanswered(one, line, ahead)
    line.is_up = False
    with pytest.raises(EnvironmentProblem):
        lent.hand_in(one.user, leaves=True)
    line.is_up, line.answers = True, False
    with pytest.raises(EnvironmentProblem):
        ahead.give_back(PROGRAM, line)
    line.answers = True
    with one.units() as unit:
        assert (request,) == unit.packages.requests_back(100)

    ahead.give_back(PROGRAM, line)

    assert [] == in_hand(field)
    with one.units() as unit:
        assert () == unit.packages.requests_back(100)


def test_a_late_copy_of_a_request_that_went_back_lends_nothing(field: Field, one: Borrower) -> None:
    asked = CaseRequest(field.epoch, one.device, "never arrived")

    assert 0 == take_back(field, one.device, "never arrived")
    assert isinstance(field.lend(one.user, asked), Nothing)
    assert 0 == take_back(field, one.device, "never arrived")

    assert [] == in_hand(field)


def test_a_late_copy_of_a_way_back_changes_nothing(field: Field, one: Borrower) -> None:
    asked = CaseRequest(field.epoch, one.device, "r")
    lent = field.lend(one.user, asked)
    assert isinstance(lent, LentCase)
    assert 1 == take_back(field, one.device, "r")
    with field.hub.blind_units()() as unit:
        lease = unit.leases.get(lent.lease.token)
    assert lease is not None
    assert LeaseEnd.SUPERSEDED is lease.ended_as
    again = one.borrow()
    assert isinstance(again, LentCase)
    assert lent.lease.case_id == again.lease.case_id

    assert 0 == take_back(field, one.device, "r")
    assert 0 == take_back(field, field.stations[1].device, "r")

    assert [(again.lease.case_id,)] == in_hand(field)


def test_a_case_that_others_have_meanwhile_stays_theirs(field: Field, one: Borrower) -> None:
    lent = field.lend(one.user, CaseRequest(field.epoch, one.device, "r"))
    assert isinstance(lent, LentCase)
    TakeCaseBack(field.hub.blind_units(), field.hub.clock)(field.hub.sue, CaseId(lent.lease.case_id))
    other = field.stations[1].borrow()
    assert isinstance(other, LentCase)
    assert lent.lease.case_id == other.lease.case_id
    field.hub.sql_write("UPDATE case_lease SET ended_at = NULL, ended_as = NULL")  # as a hub from a copy can have it

    assert 1 == take_back(field, one.device, "r")

    assert [(other.lease.case_id,)] == in_hand(field)
    assert field.hub.case(1).locked_by == field.stations[1].user.id


def test_an_answer_that_comes_after_its_request_went_back_puts_no_case_in(
    field: Field, one: Borrower, line: LineToField, ahead: WorkAhead, lent: LentCases
) -> None:
    request = AskForCase(one.units, ids_of(one))(one.user)
    answer = line.next_case(request)
    assert isinstance(answer, LentCase)
    line.is_up = False
    with pytest.raises(EnvironmentProblem):
        lent.hand_in(one.user, leaves=True)

    put = PutCaseIn(one.units, one.device)(one.user, answer, one.site.clock.now(), request=request)

    assert put is None
    assert [(0,)] == one.site.sql("SELECT count(*) FROM case_lease")
