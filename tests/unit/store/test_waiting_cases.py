"""The next case is fetched while one is worked: it waits, and makes way for others and for appointments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.domain.sharing.handing import CaseRequest, LentCase
from cati_app.domain.sharing.leases import BeforeCall, CaseLease, LeaseToken
from cati_app.fieldwork.calling.settle_queue import LetGoOfCase
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.borrow_case import ExtendLease, KeepPackages, PackCases
from cati_app.fieldwork.sharing.lend_case import RenewLease
from cati_app.fieldwork.sharing.lent_cases import LentCases
from cati_app.fieldwork.sharing.offer_lent import OfferLentCase
from cati_app.fieldwork.sharing.read_station import ReadLeases, ReadUnsent
from cati_app.fieldwork.sharing.remote_acts import TakeCaseBack
from cati_app.fieldwork.sharing.work_ahead import WorkAhead
from cati_app.fieldwork.sharing.work_at_station import StartLentCall, TakeLentCase
from cati_app.texts import words_of
from cati_app.ui.stage.wording import rule_text
from tests.line_to_field import LineToField, ids_of
from tests.many import Borrower, Field

HOUR = timedelta(hours=1)


class AtStation:
    """Somebody at a station of the field, with the use cases of an interviewer there."""

    def __init__(self, field: Field, station: Borrower) -> None:
        self.field, self.station, self.user = field, station, station.user
        self.line = LineToField(field, station)
        place = station.site.place(station.user)
        clock, ids, rules = station.site.clock, ids_of(station), station.site.station.rules
        self.lent = LentCases(station.units, clock, ids, station.device, self.line)
        offer = OfferLentCase(
            station.units, clock, ids, rules, station.site.station.watch, station.device, self.lent.reasons.get
        )
        self._take = TakeLentCase(offer, self.lent)
        let_go = LetGoOfCase(station.units, clock, rules)
        self.start = StartLentCall(place.start_call, place.return_case, let_go, self.lent)
        self.place = place

    def next(self) -> Offer | Nothing:
        """The next case, or why there is none."""
        return self._take(self.user)

    def take(self) -> Offer:
        """The next case."""
        offer = self.next()
        assert isinstance(offer, Offer), offer
        return offer

    def call(self, offer: Offer) -> None:
        """F5."""
        self.start(self.user, offer.attempt, offer.case.numbers[0])

    def worked(self, offer: Offer, result: str = "no_answer", agreed: Agreed | None = None) -> None:
        """A result, which cannot be taken back any more."""
        self.place.record_result(self.user, offer.attempt, result, agreed=agreed)
        self.field.hub.clock.move(11)

    def leases(self) -> list[CaseLease]:
        """What is here."""
        return list(ReadLeases(self.station.units, self.station.device)(PROGRAM))

    def waiting(self) -> list[str]:
        """Cases that wait here."""
        return [lease.case_id for lease in self.leases() if lease.waits]


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    made = Field(tmp_path)
    yield made
    made.check()
    made.close()


@pytest.fixture
def ann(field: Field) -> AtStation:
    return AtStation(field, field.stations[0])


@pytest.fixture
def bob(field: Field) -> AtStation:
    return AtStation(field, field.stations[1])


def test_the_next_case_is_here_before_the_one_in_hand_is_done(field: Field, ann: AtStation) -> None:
    first = ann.take()
    assert 1 == ann.line.in_hand
    ann.lent.fetch_next(ann.user)
    (waits,) = ann.waiting()
    ann.call(first)
    ann.worked(first)
    ann.line.is_up = False

    assert waits == ann.take().case.id


def test_it_is_asked_for_once_for_each_case_that_is_worked(field: Field, ann: AtStation) -> None:
    ann.lent.fetch_next(ann.user)
    assert [] == ann.leases(), "nobody works here"
    ann.take()
    ann.lent.fetch_next(ann.user)
    ann.lent.fetch_next(ann.user)

    assert 2 == len(ann.leases())
    assert 1 == len(ann.waiting())


def test_no_appointment_waits_behind_another_call(field: Field, ann: AtStation, bob: AtStation) -> None:
    offer = bob.take()
    bob.call(offer)
    bob.worked(offer, "appointment_firm", Agreed(field.hub.clock.now() + timedelta(minutes=1), firm=True))
    bob.lent.hand_in(bob.user)
    field.hub.clock.move(120)
    due = field.lend(bob.user, CaseRequest(1, bob.station.device, "look", waits=True))
    assert isinstance(due, LentCase)
    assert offer.case.id != due.lease.case_id


def test_without_a_line_no_call_begins_on_a_case_that_only_waited(field: Field, ann: AtStation) -> None:
    first = ann.take()
    ann.lent.fetch_next(ann.user)
    ann.call(first)
    ann.worked(first)
    ann.line.is_up = False
    second = ann.take()

    with pytest.raises(EnvironmentProblem) as refused:
        ann.call(second)

    assert "hub_not_confirmed" == refused.value.code
    ann.line.is_up = True
    ann.call(second)
    with field.hub.blind_units()() as unit:
        assert not unit.leases.waiting(10)


def test_whoever_has_nothing_else_gets_a_case_that_waits_behind_somebody_else(
    field: Field, ann: AtStation, bob: AtStation
) -> None:
    first = ann.take()
    ann.lent.fetch_next(ann.user)
    (waits,) = ann.waiting()
    got = []
    while isinstance(lent := bob.station.borrow(), LentCase):
        got.append(lent.lease.case_id)
    assert 4 == len(got), "all but the one that is worked"
    assert waits == got[-1], "it is the last one that is taken from anybody"

    ann.call(first)
    ann.worked(first)
    second = ann._take(ann.user)

    if isinstance(second, Offer):
        with pytest.raises(RuleViolation) as lost:
            ann.call(second)
        assert "case_lost" == lost.value.code
        assert isinstance(ann._take(ann.user), Nothing)


def test_a_case_that_is_worked_is_given_to_nobody(field: Field, ann: AtStation, bob: AtStation) -> None:
    ann.take()
    ann.lent.fetch_next(ann.user)
    (lease,) = [lease for lease in ann.leases() if lease.waits]
    assert BeforeCall.FREE is field.ask_hold(PROGRAM, ann.station.device, lease.token)

    while isinstance(lent := bob.station.borrow(), LentCase):
        assert lease.case_id != lent.lease.case_id


def test_a_firm_appointment_of_the_person_comes_before_the_case_that_waits(field: Field, ann: AtStation) -> None:
    agreed = ann.take()
    ann.call(agreed)
    at = field.hub.clock.now() + timedelta(minutes=10)
    ann.worked(agreed, "appointment_firm", Agreed(at, firm=True))
    first = ann.take()
    ann.lent.fetch_next(ann.user)
    (waits,) = ann.waiting()
    renew = RenewLease(field.hub.blind_units(), field.hub.clock, field.hub.station.rules)
    (lease,) = [lease for lease in ann.leases() if lease.waits]
    yields_in = renew(PROGRAM, ann.station.device, lease.token, waits=True).yields_in
    early = field.hub.station.rules.schedule.early
    assert yields_in is not None
    assert abs(yields_in - (at - early - field.hub.clock.now())) < timedelta(seconds=2)
    ann.line.yields = field.hub.clock.now() + yields_in
    ann.call(first)
    field.hub.clock.move(600)
    ann.worked(first)

    second = ann.take()

    assert agreed.case.id == second.case.id
    assert [] == ann.waiting()
    ann.lent.hand_in(ann.user)
    assert field.hub.case(int(waits.removeprefix("case-"))).locked_by is None, "nobody was called, and it is free"
    assert [(0,)] == field.hub.sql(f"SELECT count(*) FROM attempt WHERE case_id = '{waits}'")


def test_an_appointment_of_others_comes_first_once_it_may_be_kept(field: Field, ann: AtStation, bob: AtStation) -> None:
    agreed = bob.take()
    bob.call(agreed)
    bob.worked(agreed, "appointment_firm", Agreed(field.hub.clock.now() + timedelta(minutes=10), firm=True))
    bob.lent.hand_in(bob.user)
    ann.take()
    ann.lent.fetch_next(ann.user)
    (lease,) = [lease for lease in ann.leases() if lease.waits]
    renew = RenewLease(field.hub.blind_units(), field.hub.clock, field.hub.station.rules)
    device = ann.station.device
    assert renew(PROGRAM, device, lease.token, waits=True).yields_in is None, "it is the owner's to be told beforehand"

    field.hub.clock.move(600)

    assert timedelta(0) == renew(PROGRAM, device, lease.token, waits=True).yields_in


def test_a_pause_or_a_sign_out_gives_the_case_that_waits_back_at_once(
    field: Field, ann: AtStation, bob: AtStation
) -> None:
    ann.take()
    ann.lent.fetch_next(ann.user)
    (waits,) = ann.waiting()
    ann.lent.give_waiting_back(ann.user)
    assert ([], 1) == (ann.waiting(), len(ann.leases()))
    with field.hub.blind_units()() as unit:
        assert unit.cases.get(CaseId(waits)).is_callable
    ann.lent.fetch_next(ann.user)
    assert [] == ann.waiting(), "a pause fetches nothing"

    bob.take()
    bob.lent.fetch_next(bob.user)
    bob.lent.hand_in(bob.user, leaves=True)
    assert [] == bob.waiting()


def test_whoever_leaves_takes_no_case_of_a_colleague_at_the_same_station_along(field: Field, ann: AtStation) -> None:
    ann.take()
    ann.lent.fetch_next(ann.user)
    bob_here = ann.station.site.bob
    ann.lent.hand_in(bob_here, leaves=True)
    assert 1 == len(ann.waiting())


def test_a_silent_station_keeps_a_case_that_waits_for_the_lease_alone(field: Field, ann: AtStation) -> None:
    ann.take()
    ann.lent.fetch_next(ann.user)
    with field.hub.blind_units()() as unit:
        (lease,) = unit.leases.waiting(10)
    assert lease.report_by == lease.expires_at
    assert lease.confirm().report_by > lease.expires_at
    renewed = lease.renew(lease.given_at + HOUR, HOUR, waits=True)
    assert (renewed.waits, renewed.report_by) == (True, renewed.expires_at)
    worked = replace(lease, waits=False).renew(lease.given_at + HOUR, HOUR, waits=True)
    assert not worked.waits, "what is worked waits never again"


def test_a_case_that_waited_and_went_to_others_leaves_no_trace(field: Field, ann: AtStation) -> None:
    ann.take()
    ann.lent.fetch_next(ann.user)
    (lease,) = [lease for lease in ann.leases() if lease.waits]
    ExtendLease(ann.station.units)(PROGRAM, lease.token, field.hub.clock.now(), None, waits=True)

    assert [] == ann.waiting()
    assert [(0,)] == ann.station.site.sql(f"SELECT count(*) FROM \"case\" WHERE id = '{lease.case_id}'")
    assert [] == ann.station.hand_in()


def test_no_call_begins_on_a_case_whose_lease_is_over_whatever_the_hub_would_say(field: Field, ann: AtStation) -> None:
    offer = ann.take()
    field.hub.clock.move(field.hub.station.rules.schedule.lease.total_seconds())
    (lease,) = ann.leases()
    assert field.ask_hold(PROGRAM, ann.station.device, lease.token) is BeforeCall.FREE

    with pytest.raises(RuleViolation) as over:
        ann.call(offer)

    assert "case_lost" == over.value.code


def lost(ann: AtStation) -> None:
    """The hub says of what is here that others have it, and the station hands in what it has worked."""
    (lease,) = ann.leases()
    ExtendLease(ann.station.units)(PROGRAM, lease.token, ann.field.hub.clock.now(), None, waits=lease.waits)
    ann.station.done()


def test_a_case_in_hand_that_is_lent_once_more_as_the_next_one_keeps_what_is_done_on_it(
    field: Field, ann: AtStation
) -> None:
    """A supervisor took it back while somebody talked, and it is the first that the hub has for the same person."""
    offer = ann.take()
    ann.call(offer)
    TakeCaseBack(field.hub.blind_units(), field.hub.clock)(field.hub.sue, offer.case.id)
    ann.lent.fetch_next(ann.user)
    assert [offer.case.id] == [lease.case_id for lease in ann.leases()]

    ann.worked(offer)

    assert [] == ann.waiting()
    lost(ann)
    assert 1 == field.hub.case(offer.case.case_no).attempts


def test_what_was_worked_leaves_a_trace_whatever_its_lease_says(field: Field, ann: AtStation) -> None:
    offer = ann.take()
    ann.call(offer)
    ann.worked(offer)
    ann.station.site.sql_write("UPDATE case_lease SET waits = 1")

    lost(ann)

    assert 1 == field.hub.case(offer.case.case_no).attempts


def test_a_heartbeat_keeps_what_waits_waiting_and_tells_the_hub_what_is_worked(field: Field, ann: AtStation) -> None:
    first = ann.take()
    ann.lent.fetch_next(ann.user)
    ann.lent.renew(ann.user)
    assert 1 == len(ann.waiting())
    ann.call(first)
    ann.worked(first)
    ann.take()

    ann.lent.renew(ann.user)

    with field.hub.blind_units()() as unit:
        assert not unit.leases.waiting(10)
    assert [] == ann.waiting()


def test_a_case_that_waits_is_none_that_can_be_called_without_a_line(field: Field, ann: AtStation) -> None:
    ann.take()
    ann.lent.fetch_next(ann.user)
    unsent = ReadUnsent(ann.station.units, field.hub.clock, ann.station.device)(PROGRAM)
    assert (0, None) == (unsent.ready, unsent.until)


def test_what_the_hub_does_not_have_is_told_from_when_the_first_of_it_was_done(field: Field, ann: AtStation) -> None:
    read = ReadUnsent(ann.station.units, field.hub.clock, ann.station.device)
    assert read(PROGRAM).since is None
    offer = ann.take()
    ann.call(offer)
    done_at = field.hub.clock.now()
    ann.worked(offer)
    assert (1, done_at) == (read(PROGRAM).cases, read(PROGRAM).since)

    packed_at = field.hub.clock.now()
    PackCases(ann.station.units, field.hub.clock, ann.station.device)(ann.user)
    field.hub.clock.move(60)

    assert (1, packed_at) == (read(PROGRAM).cases, read(PROGRAM).since)
    ann.lent.hand_in(ann.user)
    assert (0, None) == (read(PROGRAM).cases, read(PROGRAM).since)

    came_back_at = field.hub.clock.now()
    KeepPackages(ann.station.units).begin_life(PROGRAM, "another", came_back_at)
    assert (1, came_back_at) == (read(PROGRAM).cases, read(PROGRAM).since), "a copy lacks it from now on"


def test_the_request_for_it_gets_the_same_answer_when_it_is_repeated(field: Field, ann: AtStation) -> None:
    ann.take()
    ann.line.loses_next = True
    with pytest.raises(EnvironmentProblem):
        ann.lent.fetch_next(ann.user)
    ann.line.loses_next = False
    again = AtStation(field, ann.station)
    again.lent.fetch_next(again.user)
    assert 1 == len(again.waiting())
    assert [(2,)] == field.hub.sql("SELECT count(*) FROM case_lease WHERE case_id <> ''")


def test_cases_taken_along_come_before_one_that_waits(field: Field, ann: AtStation) -> None:
    first = ann.take()
    ann.lent.fetch_next(ann.user)
    (waits,) = ann.waiting()
    ahead = WorkAhead(ann.station.units, field.hub.clock, ids_of(ann.station), ann.station.device)
    ahead.take_along(ann.user, ann.line, 1, timedelta(hours=3))
    ann.call(first)
    ann.worked(first)
    ann.line.is_up = False

    second = ann.take()

    assert waits != second.case.id
    ann.call(second)


def held(field: Field, offer: Offer) -> None:
    """Somebody asked at another station not to be called on a number of this case."""
    with field.hub.blind_units()() as unit:
        unit.holds.hold(offer.case.id, field.hub.clock.now() + HOUR, LeaseToken(1, 999))
        unit.commit()


def test_a_call_that_began_before_the_hub_forbade_it_ends_and_its_case_goes_back(field: Field, ann: AtStation) -> None:
    offer = ann.take()
    held(field, offer)
    ann.line.is_slow = True
    ann.call(offer)

    error = ann.start.heard_later(ann.user, offer.attempt)

    assert error is not None
    assert ("number_blocked", True) == (error.code, error.context["called"])
    assert "Hang up" in rule_text(words_of("en"), error)
    assert ann.start.heard_later(ann.user, offer.attempt) is None, "it is said once"
    field.hub.clock.move(11)
    ann.lent.hand_in(ann.user)
    assert [] == ann.leases()
    assert 1 == field.hub.case(offer.case.case_no).attempts, "the call stays counted"
    assert offer.case.id != ann.take().case.id


def test_a_call_to_a_case_that_others_have_by_now_ends_too(field: Field, ann: AtStation) -> None:
    offer = ann.take()
    ann.line.is_slow = True
    ann.call(offer)
    TakeCaseBack(field.hub.blind_units(), field.hub.clock)(field.hub.sue, offer.case.id)

    error = ann.start.heard_later(ann.user, offer.attempt)

    assert error is not None
    assert "case_lost" == error.code


def test_an_interview_that_has_begun_goes_on_and_a_result_stays(field: Field, ann: AtStation) -> None:
    offer = ann.take()
    held(field, offer)
    ann.line.is_slow = True
    ann.call(offer)
    ann.place.start_interview(ann.user, offer.case, ann.place.form_hash, "de")
    assert ann.start.heard_later(ann.user, offer.attempt) is None


def test_where_the_answer_came_in_time_nothing_is_heard_later(field: Field, ann: AtStation) -> None:
    offer = ann.take()
    ann.call(offer)
    assert ann.start.heard_later(ann.user, offer.attempt) is None
