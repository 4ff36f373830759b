"""Cases are lent, worked elsewhere and handed in; places are granted before their use; nothing is counted twice."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import SQLModel

import cati_app.store.tables  # noqa: F401 - the tables have to be known
from cati_app.domain.calling.queue import Because, Nothing
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.cases import CaseState
from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import Verdict
from cati_app.domain.quota.fitting import UNCLASSIFIED
from cati_app.domain.sharing.handing import LentCase, TakenAs
from cati_app.domain.sharing.leases import REPORT_WITHIN, SetAside
from cati_app.domain.sharing.places import GrantState
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.borrow_case import AskForCase
from cati_app.station.machine import UuidSource
from cati_app.store.case_tables import columns_by_table
from tests.faults.proofs import Said
from tests.many import Field

MAN, WOMAN = {"sex": "1", "age_group": "young"}, {"sex": "2", "age_group": "old"}


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    """A hub with five cases, and two stations."""
    made = Field(tmp_path)
    yield made
    made.check()
    made.close()


def test_a_bundle_holds_every_column_of_its_tables() -> None:
    worked_out = {"case": {"route_id", "due_s"}, "interview": {"between_s"}}  # where they are kept
    for name, columns in columns_by_table().items():
        there = {column.name for column in SQLModel.metadata.tables[name].columns}
        assert set(columns) == there - worked_out.get(name, set()), name


def test_a_case_goes_to_one_station_alone_and_comes_back_with_its_result(field: Field) -> None:
    one, two = field.stations
    first, second = one.borrow(), two.borrow()
    assert isinstance(first, LentCase)
    assert isinstance(second, LentCase)
    assert first.bundle.case_id != second.bundle.case_id
    offer = one.dialled()
    assert offer.case.id == first.bundle.case_id
    assert offer.case.numbers[0].number is not None, "the station reads the number that the hub cannot"
    one.give(offer, "no_answer")
    assert one.pack() == 0, "the result can still be taken back"
    (taken,) = one.done()
    assert taken.taken_as is TakenAs.WHOLE
    at_hub = field.hub.case(1)
    assert at_hub.disposition == "no_answer"
    assert at_hub.dials == 1
    assert at_hub.attempts == 1
    assert at_hub.locked_by is None
    assert at_hub.due_at is not None
    assert [attempt.disposition for attempt in field.hub.attempts(1)] == ["no_answer"]
    assert one.site.sql('SELECT count(*) FROM "case"') == [(0,)]


def test_the_hub_learns_when_first_calls_reach_somebody(field: Field) -> None:
    one, _ = field.stations
    one.borrow()
    one.give(one.dialled(), "no_answer")
    one.done()
    assert field.hub.sql("SELECT sum(calls), sum(reached) FROM part_count") == [(1, 0)]


def test_a_repeated_request_gets_the_same_case(field: Field) -> None:
    one, two = field.stations
    lent, again = one.borrow("the same"), one.borrow("the same")
    assert isinstance(lent, LentCase)
    assert isinstance(again, LentCase)
    assert again.lease.token == lent.lease.token
    other = two.borrow("the same")
    assert isinstance(other, LentCase)
    assert other.lease.token != lent.lease.token


def test_two_people_of_one_station_ask_each_for_themselves(field: Field) -> None:
    site = field.stations[0].site
    ask = AskForCase(site.units(), UuidSource(site.clock, random.Random(3)))
    anns, bobs = ask(site.ann), ask(site.bob)

    assert anns != bobs
    assert (anns, bobs) == (ask(site.ann), ask(site.bob)), "until there is an answer"
    ask.got_nothing(site.ann)
    assert (False, bobs) == (ask(site.ann) == anns, ask(site.bob))


def test_a_late_copy_of_a_request_that_got_nothing_lends_nothing(field: Field) -> None:
    one, two = field.stations
    for _ in range(5):
        two.borrow()
    assert isinstance(one.borrow("late"), Nothing)
    two.give(two.dialled(), "busy")
    two.done()
    field.hub.clock.move(3600)
    assert isinstance(one.borrow("late"), Nothing)
    assert isinstance(one.borrow(), LentCase)


def test_an_interview_is_counted_on_the_place_that_was_granted_for_it(field: Field) -> None:
    one, _ = field.stations
    one.whole_interview(**MAN)
    before = field.cell("m/young")
    assert (before.achieved, before.in_progress) == (0, 1)
    (taken,) = one.done()
    assert taken.not_counted == ()
    after = field.cell("m/young")
    assert (after.achieved, after.in_progress) == (1, 0)
    assert field.hub.case(1).state is CaseState.CLOSED
    assert field.states() == [InterviewState.COMPLETED]


def test_the_last_place_goes_to_one_station(field: Field) -> None:
    one, two = field.stations
    for _ in range(1):
        one.whole_interview(**MAN)
        one.done()
    sittings = []
    for station in (one, two):
        station.borrow()
        offer = station.dialled()
        sittings.append((station, offer, station.begin(offer)))
    verdicts = [station.reserve(interview, **MAN).verdict for station, _, interview in sittings]
    assert verdicts == [Verdict.IN, Verdict.FULL]
    station, offer, interview = sittings[1]
    station.finish(offer, interview, "quota_filled")
    station, offer, interview = sittings[0]
    station.finish(offer, interview, "complete")
    one.done()
    two.done()
    assert field.cell("m/young").achieved == 2
    assert sorted(field.states()) == ["completed", "completed", "screened_out"]


def test_a_repeated_request_for_a_place_holds_one(field: Field) -> None:
    one, _ = field.stations
    one.borrow()
    interview = one.begin(one.dialled())
    first = one.ask_place(interview.id, CellId("m/young"), "the same")
    again = one.ask_place(interview.id, CellId("m/young"), "the same")
    anew = one.ask_place(interview.id, CellId("m/young"))
    assert first.grant == again.grant == anew.grant
    assert field.cell("m/young").in_progress == 1


def test_a_place_that_was_refused_stays_refused(field: Field) -> None:
    one, two = field.stations
    for station in (one, two):
        station.whole_interview(**MAN)
    one.borrow()
    interview = one.begin(one.dialled())
    assert one.ask_place(interview.id, CellId("m/young"), "late").grant.state is GrantState.REFUSED
    assert one.ask_place(interview.id, CellId("m/young"), "late").grant.state is GrantState.REFUSED


def test_a_person_without_a_cell_is_counted_and_never_refused(field: Field) -> None:
    for _ in range(3):
        one = field.stations[0]
        one.whole_interview(sex="1", age_group="")
        one.done()
    count = field.cell(UNCLASSIFIED)
    assert (count.achieved, count.target) == (3, 1)


def test_a_place_comes_back_with_an_interview_that_was_broken_off(field: Field) -> None:
    one, _ = field.stations
    one.borrow()
    offer = one.dialled()
    interview = one.begin(offer)
    one.reserve(interview, **MAN)
    one.finish(offer, interview, "break_off")
    one.done()
    count = field.cell("m/young")
    assert (count.achieved, count.in_progress, count.rolled_back) == (0, 0, 1)
    assert one.site.places() == (0, 0)


def _suspended(field: Field) -> Interview:
    """One that was suspended at the first station, and has arrived at the hub."""
    one, _ = field.stations
    one.borrow()
    offer = one.dialled()
    interview = one.begin(offer)
    one.reserve(interview, **MAN)
    one.finish(
        offer, interview, "interview_suspended", Agreed(field.hub.clock.now() + timedelta(minutes=30), firm=False)
    )
    one.done()
    field.hub.clock.move(50 * 60)
    return interview


@pytest.mark.parametrize(
    "changed",
    [
        "DELETE FROM carried_event WHERE position = (SELECT max(position) FROM carried_event)",
        "DELETE FROM carried_event WHERE position = 1",
        "DELETE FROM carried_event",
        "UPDATE carried_event SET payload = '{}' WHERE position = 2",
    ],
)
def test_what_whoever_runs_the_hub_cuts_off_an_interview_is_noticed_where_it_goes_on(
    field: Field, changed: str, said: Said
) -> None:
    interview, (_, two) = _suspended(field), field.stations
    field.hub.sql(changed)
    two.borrow()
    two.dialled()
    resumed = two.site.place(two.user).resume_interview(two.user, interview.id)

    assert resumed.is_cut
    said("interview_cut is written to the log of the station, whose window says that answers are missing")
    assert [("interview_cut",)] == two.site.sql("SELECT kind FROM event WHERE kind = 'interview_cut'")


def test_an_interview_that_goes_from_station_to_station_and_back_is_whole_everywhere(field: Field) -> None:
    interview, (one, two) = _suspended(field), field.stations

    def goes_on(station: Any) -> tuple[Any, Interview]:
        station.borrow()
        offer = station.dialled()
        resumed = station.site.place(station.user).resume_interview(station.user, interview.id)
        assert not resumed.is_cut
        facts = [(logged.seq, logged.event.at, logged.event.kind) for logged in resumed.log]
        assert len(set(facts)) == len(facts), "each once, also where it came back to its station"
        return offer, resumed.interview

    offer, running = goes_on(two)
    later = Agreed(field.hub.clock.now() + timedelta(minutes=30), firm=False)
    two.finish(offer, running, "interview_suspended", later)
    two.done()
    field.hub.clock.move(50 * 60)
    goes_on(one)
    for station in field.stations:
        assert [] == station.site.sql("SELECT kind FROM event WHERE kind = 'interview_cut'")


def test_a_suspended_interview_goes_on_at_another_station_with_its_place(field: Field) -> None:
    one, two = field.stations
    one.borrow()
    offer = one.dialled()
    interview = one.begin(offer)
    one.reserve(interview, **MAN)
    agreed = Agreed(field.hub.clock.now() + timedelta(minutes=30), firm=False)
    one.finish(offer, interview, "interview_suspended", agreed)
    one.done()
    assert field.states() == [InterviewState.SUSPENDED]
    assert field.cell("m/young").in_progress == 1
    field.hub.clock.move(50 * 60)
    lent = two.borrow()
    assert isinstance(lent, LentCase)
    assert lent.because is Because.RESUME
    assert [place.interview_id for place in lent.places] == [interview.id]
    again = two.dialled()
    resumed = two.site.place(two.user).resume_interview(two.user, interview.id)
    assert [logged.event.kind for logged in resumed.log] == ["quota_decided", "interview_ended"], "they were carried"
    assert two.site.places() == (0, 1)
    two.finish(again, resumed.interview, "complete")
    two.done()
    assert field.cell("m/young").achieved == 1
    assert field.hub.case(1).state is CaseState.CLOSED


def test_a_silent_station_loses_the_case_and_what_it_did_is_added(field: Field) -> None:
    one, two = field.stations
    one.whole_interview(**WOMAN)
    field.hub.clock.move((REPORT_WITHIN + timedelta(minutes=20)).total_seconds())
    field.hub.clock.move(16 * 3600)
    again = two.borrow()
    assert isinstance(again, LentCase)
    assert again.bundle.case_id == field.case_id(1)
    other = two.dialled()
    two.give(other, "no_answer")
    two.done()
    (late,) = one.done()
    assert late.taken_as is TakenAs.UNITED
    assert field.cell("f/old").achieved == 1
    assert field.hub.case(1).state is CaseState.CLOSED
    assert sorted(str(a.disposition) for a in field.hub.attempts(1)) == ["complete", "no_answer"]
    assert (field.hub.case(1).dials, field.hub.case(1).numbers[0].dials) == (2, 2), "both stations rang"


def test_of_two_interviews_of_a_case_the_first_to_arrive_counts(field: Field) -> None:
    one, two = field.stations
    one.whole_interview(**WOMAN)
    field.hub.clock.move((REPORT_WITHIN + timedelta(minutes=20)).total_seconds() + 16 * 3600)
    two.whole_interview(**MAN)
    two.done()
    (late,) = one.done()
    assert [uncounted.why for uncounted in late.not_counted] == [SetAside.DUPLICATE]
    assert field.cell("m/young").achieved == 1
    assert (field.cell("f/old").achieved, field.cell("f/old").in_progress) == (0, 0)
    figures = field.hub.station.read_board()(PROGRAM)
    assert (figures.completes, figures.completes_today, figures.not_counted) == (1, 0, 1), "it came on the day before"
    rows = field.hub.station.read_data(field.hub.keys)(field.hub.sue)
    assert sorted(row.not_counted for row in rows) == ["", "duplicate"]


def test_an_interview_without_a_place_in_a_full_cell_is_kept_and_not_counted(field: Field) -> None:
    one, two = field.stations
    one.whole_interview(**MAN)
    field.hub.sql_write("UPDATE place_grant SET state = 'written_off'")
    field.hub.sql_write("UPDATE cell SET in_progress = 0 WHERE id = 'm/young'")
    for _ in range(2):
        two.whole_interview(**MAN)
        two.done()
    (late,) = one.done()
    assert [uncounted.why for uncounted in late.not_counted] == [SetAside.SURPLUS]
    assert field.cell("m/young").achieved == 2
    assert field.states().count(InterviewState.COMPLETED) == 3


def test_handing_in_again_changes_nothing(field: Field) -> None:
    one, _ = field.stations
    one.whole_interview(**MAN)
    one.done()
    before = field.hub.everything()
    with one.units() as unit:
        assert unit.packages.begin_life("another", field.hub.clock.now())
        unit.commit()
    (again,) = one.hand_in()
    assert again.taken_as is TakenAs.KNOWN
    assert field.hub.everything() == before
