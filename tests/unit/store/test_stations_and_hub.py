"""Whoever wants no more calls is called by no station; a hub from a copy; and what is not believed of a station."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.domain.sharing.handing import CaseRequest, HandIn, HeldCase, Holdings, LentCase, PlaceRequest, TakenAs
from cati_app.domain.sharing.leases import LeaseToken, SetAside
from cati_app.domain.sharing.places import GrantState, PlaceGrant
from cati_app.fieldwork.calling.clock_watch import ClockWatch
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.attach_station import AttachStation
from cati_app.fieldwork.sharing.borrow_case import PutCaseIn, ReadHoldings
from cati_app.fieldwork.sharing.offer_lent import OfferLentCase
from cati_app.store.case_tables import columns_by_table
from cati_app.store.times import utc_text
from tests.line_to_field import ids_of
from tests.many import Field

MAN, WOMAN = {"sex": "1", "age_group": "young"}, {"sex": "2", "age_group": "old"}


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    """A hub with five cases, and two stations."""
    made = Field(tmp_path)
    yield made
    made.check()
    made.close()


def test_a_hub_from_a_copy_gets_what_it_had_taken_since(field: Field) -> None:
    one, _ = field.stations
    copy = field.hub.sql("SELECT 1")
    assert copy == [(1,)]
    one.whole_interview(**MAN)
    one.done()
    hub = field.hub
    for statement in (
        "DELETE FROM case_lease",
        "DELETE FROM place_grant",
        "DELETE FROM interview_document",
        "DELETE FROM interview_key",
        "DELETE FROM set_apart",
        "DELETE FROM interview",
        "DELETE FROM call",
        "DELETE FROM attempt",
        "UPDATE cell SET achieved = 0, in_progress = 0",
        "UPDATE \"case\" SET state = 'open', attempts = 0, dials = 0, disposition = 'not_attempted'",
    ):
        hub.sql_write(statement)
    field.epoch = 2
    with one.units() as unit:
        assert unit.packages.begin_life("2", field.hub.clock.now())
        unit.commit()
    hub.sql_write("INSERT INTO known_station (device, epoch, written_off) VALUES (?, 1, 0)", (one.device,))
    attach = AttachStation(hub.blind_units(), hub.clock, hub.station.rules)
    attach(PROGRAM, 2, ReadHoldings(one.units, one.device)(PROGRAM))
    (again,) = one.hand_in()
    assert again.taken_as is TakenAs.WHOLE
    assert field.cell("m/young").achieved == 1
    with one.units() as unit:
        assert unit.packages.begin_life("3", field.hub.clock.now())
        unit.commit()
    assert one.hand_in()[0].taken_as is TakenAs.KNOWN


def test_a_hub_from_a_copy_waits_for_what_a_station_had_packed(field: Field) -> None:
    one, two = field.stations
    field.hub.sql_write("INSERT INTO known_station (device, epoch, written_off) VALUES (?, 1, 0)", (one.device,))
    one.whole_interview(**MAN)
    field.hub.clock.move(11)
    one.pack()
    field.epoch = 2
    attach = AttachStation(field.hub.blind_units(), field.hub.clock, field.hub.station.rules)
    attach(PROGRAM, 2, ReadHoldings(one.units, one.device)(PROGRAM))
    with pytest.raises(RuleViolation) as waits:
        two.borrow()
    assert waits.value.code == "hub_recovers"
    one.hand_in()
    assert isinstance(two.borrow(), LentCase)
    assert field.cell("m/young").achieved == 1


def test_another_interview_under_a_lease_that_was_handed_in_is_not_dropped(field: Field) -> None:
    one, _ = field.stations
    one.whole_interview(**MAN)
    one.done()
    with one.units() as unit:
        unit.packages.begin_life("another", field.hub.clock.now())
        unit.commit()
    one.site.sql_write("UPDATE case_package SET rows = replace(rows, ?, ?)", (field.hub.interviews()[0].id, "copied"))
    (taken,) = one.hand_in()
    assert taken.taken_as is TakenAs.UNITED
    assert [uncounted.why for uncounted in taken.not_counted] == [SetAside.DUPLICATE]
    assert field.hub.sql("SELECT count(*) FROM interview") == [(2,)]


def test_a_station_begins_no_call_when_its_lease_is_over(field: Field) -> None:
    one, _ = field.stations
    one.borrow()
    field.hub.clock.move(16 * 60)
    assert one.pack() == 1
    assert not isinstance(one.site.place(one.user).take_case(one.user), Offer)
    (taken,) = one.hand_in()
    assert taken.taken_as is TakenAs.WHOLE
    assert field.hub.case(1).attempts == 0


def test_contact_data_leave_the_station_with_the_case(field: Field) -> None:
    one, _ = field.stations
    one.borrow()
    one.give(one.dialled(), "no_answer")
    one.done()
    assert one.site.sql("SELECT count(*) FROM number") == [(0,)]
    ((kept,),) = one.site.sql("SELECT rows FROM case_package")
    ((sealed,),) = field.hub.sql("SELECT hex(sealed) FROM number WHERE case_id = 'case-1'")
    assert str(sealed).lower() not in str(kept)


def _no_reason(_: CaseId) -> None:
    """Nobody knows why it came."""


def test_a_case_that_came_closed_is_offered_to_nobody_and_goes_back(field: Field) -> None:
    """The hub's answer was lost, another station handed in an interview of that case, and the request was repeated."""
    one, _ = field.stations
    one.borrow()
    one.site.sql_write("UPDATE \"case\" SET state = 'closed', route_id = NULL")
    site = one.site
    offer = OfferLentCase(
        one.units,
        site.clock,
        ids_of(one),
        site.station.rules,
        ClockWatch(site.clock),
        one.device,
        _no_reason,
    )
    assert isinstance(offer(one.user), Nothing)
    assert site.sql("SELECT count(*) FROM case_package WHERE waits") == [(1,)]


def test_a_bundle_of_another_case_is_kept_aside(field: Field) -> None:
    one, _ = field.stations
    one.borrow()
    one.give(one.dialled(), "no_answer")
    field.hub.clock.move(11)
    one.pack()
    one.site.sql_write("UPDATE case_package SET rows = replace(rows, 'case-1', 'case-9')")
    (taken,) = one.hand_in()
    assert taken.taken_as is TakenAs.ASIDE
    assert field.hub.sql("SELECT why FROM bundle_aside") == [("misfit",)]
    assert field.hub.case(1).locked_by is None


def test_whoever_leaves_hands_in_what_was_not_worked(field: Field) -> None:
    one, two = field.stations
    lent = one.borrow()
    assert isinstance(lent, LentCase)
    assert one.pack(leaves=True) == 1
    one.hand_in()
    again = two.borrow()
    assert isinstance(again, LentCase)
    assert again.bundle.case_id == lent.bundle.case_id


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('"no_answer"', '"nonsense"'),
        ('"open"', '"ajar"'),
        ('2026-11-24T15:00:00.000000+00:00"', '9999-12-31T23:59:59.000000+00:00"'),
        ('2026-11-24T15:00:00.000000+00:00"', 'tomorrow"'),
    ],
)
def test_a_bundle_with_a_value_that_nobody_knows_is_kept_aside(field: Field, was: str, becomes: str) -> None:
    one, two = field.stations
    one.borrow()
    one.give(one.dialled(), "no_answer")
    field.hub.clock.move(11)
    one.pack()
    one.site.sql_write("UPDATE case_package SET rows = replace(rows, ?, ?)", (was, becomes))
    (taken,) = one.hand_in()
    assert taken.taken_as is TakenAs.ASIDE
    assert isinstance(two.borrow(), LentCase)


def test_nothing_is_given_on_the_word_of_a_station_that_is_new(field: Field) -> None:
    one, _ = field.stations
    attach = AttachStation(field.hub.blind_units(), field.hub.clock, field.hub.station.rules)
    case = HeldCase(LeaseToken(1, 2**52), field.case_id(2), one.user.id)
    places = tuple(
        PlaceGrant(f"g{n}", "ffff0009", InterviewId(f"i{n}"), CellId("m/young"), field.hub.clock.now(), GrantState.LIVE)
        for n in range(9)
    )
    attach(PROGRAM, 1, Holdings("ffff0009", (case,), places, {}))
    assert field.cell("m/young").in_progress == 0
    assert isinstance(one.borrow(), LentCase)


def test_a_case_of_somebody_unknown_here_waits_for_the_list_of_people(field: Field) -> None:
    one, two = field.stations
    lent = one.borrow()
    assert isinstance(lent, LentCase)
    one.give(one.dialled(), "no_answer")
    one.done()
    two.site.sql_write("PRAGMA foreign_keys = OFF")
    two.site.sql_write('DELETE FROM "user" WHERE id = ?', (one.user.id,))
    with field.hub.blind_units()() as unit:
        lease = unit.leases.get(lent.lease.token)
        assert lease is not None
        known = LentCase(lease, unit.bundles.of(field.case_id(1)), None)
    with pytest.raises(EnvironmentProblem) as behind:
        PutCaseIn(two.units, two.device)(PROGRAM, known, field.hub.clock.now())
    assert behind.value.code == "people_behind"


def test_a_case_is_nobodys_once_the_last_lease_of_it_that_was_open_is_in(field: Field) -> None:
    """A copy still lends it to one station, and hears of a later lease, which has ended, from another (seed 1035)."""
    one, two = field.stations
    lent = one.borrow()
    assert isinstance(lent, LentCase)
    with field.hub.blind_units()() as unit:
        lease = unit.leases.get(lent.lease.token)
        assert lease is not None
        later = replace(lease, token=LeaseToken(lease.token.epoch, lease.token.n + 1), device=two.device, request="two")
        unit.leases.save(later.hand_in(field.hub.clock.now(), "of another bundle"))
        unit.commit()
    one.give(one.dialled(), "no_answer")
    (taken,) = one.done()
    assert TakenAs.UNITED is taken.taken_as
    with field.hub.blind_units()() as unit:
        assert unit.cases.get(lent.bundle.case_id).locked_by is None


def test_a_lease_that_was_handed_in_is_not_given_once_more_by_a_hub_from_a_copy(field: Field) -> None:
    """It came back unnoticed, and counts its leases from where the copy was: what was packed under one must stay."""
    one, _ = field.stations
    first = one.borrow()
    assert isinstance(first, LentCase)
    one.give(one.dialled(), "no_answer")
    one.done()
    packed = one.site.sql("SELECT * FROM case_package")
    second = field.lend(one.user, CaseRequest(1, one.device, one.request()))
    assert isinstance(second, LentCase)
    for again in (first, replace(second, lease=replace(second.lease, token=first.lease.token))):
        with pytest.raises(EnvironmentProblem) as refused:
            PutCaseIn(one.units, one.device)(PROGRAM, again, one.site.clock.now())
        assert refused.value.code == "hub_turned_back"
    assert one.site.sql("SELECT * FROM case_package") == packed
    assert one.site.sql("SELECT count(*) FROM case_lease") == [(0,)]


def test_a_lease_of_a_case_that_is_here_is_given_to_no_other_case(field: Field) -> None:
    one, _ = field.stations
    first = one.borrow()
    second = field.lend(one.user, CaseRequest(1, one.device, one.request()))
    assert isinstance(first, LentCase)
    assert isinstance(second, LentCase)
    before = one.site.sql("SELECT * FROM case_lease")

    with pytest.raises(EnvironmentProblem) as refused:
        again = replace(second, lease=replace(second.lease, token=first.lease.token))
        PutCaseIn(one.units, one.device)(PROGRAM, again, one.site.clock.now())

    assert refused.value.code == "hub_turned_back"
    assert before == one.site.sql("SELECT * FROM case_lease")


def test_a_copied_station_that_hands_in_something_else_under_one_lease_is_kept_aside(field: Field) -> None:
    one, _ = field.stations
    one.borrow()
    one.give(one.dialled(), "no_answer")
    one.done()
    with one.units() as unit:
        unit.packages.begin_life("another", field.hub.clock.now())
        unit.commit()
    one.site.sql_write("""UPDATE case_package SET rows = replace(rows, '"no_answer"', '"busy"')""")
    (taken,) = one.hand_in()
    assert taken.taken_as is not TakenAs.KNOWN
    assert field.hub.sql("SELECT count(*) FROM bundle_aside") == [(1,)]
    assert [a.disposition for a in field.hub.attempts(1)] == ["no_answer"]


def test_of_two_bundles_under_one_token_each_is_kept_aside(field: Field) -> None:
    one, two = field.stations
    one.borrow()
    one.give(one.dialled(), "no_answer")
    field.hub.clock.move(11)
    one.pack()
    ((rows,),) = one.site.sql("SELECT rows FROM case_package")
    one.site.sql_write("UPDATE case_package SET rows = replace(rows, 'case-1', 'case-9')")
    one.hand_in()
    two.site.sql_write(
        "INSERT INTO case_package (epoch, n, case_id, packed_at, waits, blocked, rows)"
        " VALUES (1, 1, 'case-1', '2026-11-24T15:00:00.000000+00:00', true, false, ?)",
        (rows,),
    )
    two.hand_in()
    assert field.hub.sql("SELECT device FROM bundle_aside ORDER BY device") == [(one.device,), (two.device,)]


def test_a_lease_holds_one_place_whatever_interviews_a_station_names(field: Field) -> None:
    one, _ = field.stations
    lent = one.borrow()
    assert isinstance(lent, LentCase)
    interview = one.begin(one.dialled())
    for n, cell in enumerate(("m/young", "m/old", "f/young")):
        asked = PlaceRequest(f"r{n}", one.device, lent.lease.token, InterviewId(f"z{n}"), CellId(cell))
        one.field.grant(one.user, 1, asked)
    held = [field.cell(cell).in_progress for cell in ("m/young", "m/old", "f/young")]
    assert held == [0, 0, 1]
    with pytest.raises(RuleViolation) as late:
        one.reserve(interview, **MAN)
    assert late.value.code == "lease_over"
    one.site.sql_write("UPDATE interview SET state = 'broken_off'")
    one.site.sql_write('UPDATE "case" SET locked_by = NULL, locked_at = NULL, open_interview = NULL')
    one.pack(leaves=True)
    one.hand_in()
    assert field.cell("f/young").in_progress == 0


def test_a_correction_holds_the_new_place_beside_the_one_it_comes_from(field: Field) -> None:
    one, _ = field.stations
    one.borrow()
    interview = one.begin(one.dialled())
    one.reserve(interview, **MAN)
    for cell in ("m/old", "f/young"):
        one.ask_place(interview.id, CellId(cell))
    assert [field.cell(cell).in_progress for cell in ("m/young", "m/old", "f/young")] == [0, 1, 1]


def test_a_place_of_a_bundle_that_is_kept_aside_is_free_again(field: Field) -> None:
    one, _ = field.stations
    one.whole_interview(**MAN)
    field.hub.clock.move(11)
    one.pack()
    one.site.sql_write("UPDATE case_package SET rows = replace(rows, 'case-1', 'case-9')")
    (taken,) = one.hand_in()
    assert taken.taken_as is TakenAs.ASIDE
    assert field.cell("m/young").in_progress == 0


def test_so_is_one_that_was_told_under_a_token_which_the_hub_gave_to_another_station(field: Field) -> None:
    """A copy came back and nobody said so: tokens of one life were given twice."""
    one, two = field.stations
    one.whole_interview(**MAN)
    field.hub.clock.move(11)
    one.pack()
    field.hub.sql_write("UPDATE case_lease SET device = ? WHERE device = ?", (two.device, one.device))
    field.hub.sql_write("UPDATE place_grant SET lease_epoch = NULL, lease_n = NULL")
    (taken,) = one.hand_in()
    assert taken.taken_as is TakenAs.ASIDE
    assert field.cell("m/young").in_progress == 0


def test_a_case_of_an_earlier_life_is_taken_from_the_station_that_named_it_alone(field: Field) -> None:
    one, two = field.stations
    one.borrow()
    one.give(one.dialled(), "refusal_household")
    field.hub.clock.move(11)
    one.pack()
    with one.units() as unit:
        (token,) = unit.packages.waiting()
        bundle = unit.packages.of(token)
    field.hub.sql_write("DELETE FROM case_lease")
    for station in (one, two):
        field.hub.sql_write(
            "INSERT INTO known_station (device, epoch, written_off) VALUES (?, 1, 0)", (station.device,)
        )
    field.epoch = 2
    attach = AttachStation(field.hub.blind_units(), field.hub.clock, field.hub.station.rules)
    for station in (one, two):
        attach(PROGRAM, 2, ReadHoldings(station.units, station.device)(PROGRAM))
    stranger = field.take_in(PROGRAM, HandIn(2, two.device, token, bundle))
    assert (stranger.taken_as, field.hub.case(1).attempts) == (TakenAs.ASIDE, 0)
    (taken,) = one.hand_in()
    assert (taken.taken_as, field.hub.case(1).attempts) == (TakenAs.WHOLE, 1)


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(days=20), timedelta(hours=-3)])
def test_when_a_case_is_due_again_does_not_hang_on_the_clock_of_a_station(field: Field, ahead: timedelta) -> None:
    one, _ = field.stations
    one.borrow()
    one.give(one.dialled(), "no_answer")
    field.hub.clock.move(11)
    one.pack()
    with one.units() as unit:
        (token,) = unit.packages.waiting()
        bundle = unit.packages.of(token)
    due = field.hub.clock.now() + timedelta(hours=2)
    shifted = replace(bundle, rows={**bundle.rows, "case": [_due(bundle.rows["case"][0], due + ahead)]})
    field.take_in(PROGRAM, HandIn(1, one.device, token, shifted, field.hub.clock.now() + ahead))
    assert field.hub.case(1).due_at == due


def _due(row: Sequence[object], at: datetime) -> list[object]:
    column = columns_by_table()["case"].index("due_at")
    return [*row[:column], utc_text(at), *row[column + 1 :]]


def test_an_appointment_years_ahead_is_kept_aside_with_its_case(field: Field) -> None:
    one, _ = field.stations
    one.borrow()
    one.give(one.dialled(), "no_answer")
    field.hub.clock.move(11)
    one.pack()
    with one.units() as unit:
        (token,) = unit.packages.waiting()
        bundle = unit.packages.of(token)
    column = columns_by_table()["case"].index("appointment_at")
    row = list(bundle.rows["case"][0])
    row[column : column + 3] = [utc_text(field.hub.clock.now() + timedelta(days=999)), False, one.user.id]
    taken = field.take_in(PROGRAM, HandIn(1, one.device, token, replace(bundle, rows={**bundle.rows, "case": [row]})))
    assert taken.taken_as is TakenAs.ASIDE


def test_a_suspended_interview_keeps_its_place_as_long_as_the_hub_says(field: Field) -> None:
    one, _ = field.stations
    one.borrow()
    offer = one.dialled()
    interview = one.begin(offer)
    one.reserve(interview, **MAN)
    one.finish(offer, interview, "interview_suspended", Agreed(field.hub.clock.now() + timedelta(hours=1), firm=False))
    one.site.sql_write("UPDATE interview SET place_until = '2199-01-01T00:00:00.000000+00:00'")
    one.done()
    (kept,) = field.hub.interviews()
    rules = field.hub.station.rules
    assert (
        kept.place_until
        == field.hub.clock.now() - timedelta(seconds=11) + timedelta(hours=1) + rules.suspended_keeps_place
    )
