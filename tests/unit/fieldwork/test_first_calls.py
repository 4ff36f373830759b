"""What first calls teach a study: counted with each result, taken off with it, and used for the next due time."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from cati_app.domain.calling.schedule import WeekPart
from cati_app.domain.casework.cases import Case
from cati_app.domain.ids import CaseId
from tests.casework import alter
from tests.stations import Site

AFTERNOON = {("landline", 1): (1, 0)}


def table(site: Site) -> dict[tuple[str, int], tuple[int, int]]:
    with site.blind_units()() as unit:
        return dict(unit.cases.chances().counts)


def case(site: Site) -> Case:
    with site.units()() as unit:
        return unit.cases.get(CaseId("case-1"))


def called(site: Site, result: str, note: str = "") -> None:
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, result, note=note)


def test_each_first_call_is_counted_with_its_frame_part_and_whether_somebody_spoke(site: Site) -> None:
    called(site, "no_answer")
    assert AFTERNOON == table(site)
    called(site, "refusal_household")
    assert {("landline", 1): (2, 1)} == table(site)


def test_second_calls_are_not_counted(site: Site) -> None:
    called(site, "busy")
    with site.units()() as unit:
        for number in range(2, 6):
            alter(unit, CaseId(f"case-{number}"), state="closed")
        unit.commit()
    site.clock.move(20 * 60)
    called(site, "callback_requested")

    assert (AFTERNOON, 2) == (table(site), case(site).attempts)


def test_a_result_taken_back_is_taken_off_the_table(site: Site) -> None:
    offer, place = site.dialled(), site.place()
    given = place.record_result(site.ann, offer.attempt, "callback_requested")
    assert {("landline", 1): (1, 1)} == table(site)
    place.take_back(site.ann, given)

    assert {("landline", 1): (0, 0)} == table(site)
    place.record_result(site.ann, offer.attempt, "no_answer")
    assert AFTERNOON == table(site)


def test_the_next_call_is_due_when_the_study_reaches_most_people(site: Site) -> None:
    site.learn("landline", {2: (2000, 400), 0: (2000, 200)})
    called(site, "no_answer")
    due = case(site).due_at
    assert due is not None
    evening = datetime(2026, 11, 25, 17, tzinfo=ZoneInfo("Europe/Berlin"))

    assert evening == due


def test_the_reasons_of_a_case_tell_what_was_learnt(site: Site) -> None:
    called(site, "no_answer")
    found = {reason.rule: reason for reason in site.place().explain_case(site.ann, CaseId("case-1")).reasons}

    assert ("afternoon", 1) == (found["chance"].facts["part"], found["chance"].facts["calls"])
    assert found["chance"].facts["best_part"] != WeekPart.AFTERNOON.name.lower()
    assert found["chance"].holds
