"""A supervisor changes targets, and closes the counter of persons without a cell: they are told the truth (3.90)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import Verdict
from cati_app.domain.quota.fitting import UNCLASSIFIED
from cati_app.domain.quota.steering import CellEdit, Intake, SteeredCell
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.quota.steer_cell import SteerCell
from tests.stations import Site
from tests.steering import Halt, halting
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, cell, finish, refused, stored

NO_CELL = {"sex": "", "age_group": "young"}


def closing(site: Site) -> Halt:
    return halting(site.station.steer_cell(site.keys))


def verdict(site: Site, values: dict[str, str]) -> tuple[Offer, Interview, Verdict]:
    offer, interview = begun(site)
    place = site.place().reserve_place
    assert place is not None
    return offer, interview, place(site.ann, interview.id, values).verdict


def test_persons_without_a_cell_are_interviewed_until_the_counter_is_closed(site: Site) -> None:
    closing(site)(site.sue, "too many", closed=True)

    offer, interview, said = verdict(site, NO_CELL)

    assert (Verdict.NOT_ACCEPTED, (0, 0, 0)) == (said, cell(site, "unclassified"))
    ended = EndedSitting(interview.id, offer.attempt, "other_unknown", [], {}, by_program=True)
    site.place().finish_interview(site.ann, ended)
    assert "other_unknown" == site.case().disposition


def test_whoever_has_a_cell_is_interviewed_all_the_same(site: Site) -> None:
    closing(site)(site.sue, "too many", closed=True)

    assert Verdict.IN is verdict(site, YOUNG_MAN)[2]


def test_interviews_under_way_keep_their_place(site: Site) -> None:
    offer, interview = begun(site, NO_CELL)
    closing(site)(site.sue, "too many", closed=True)
    finish(site, offer, interview, "complete")

    assert ("complete", (1, 0, 0)) == (site.case().disposition, cell(site, "unclassified"))


def test_an_interview_whose_place_lapsed_is_not_told_that_its_group_is_full(site: Site) -> None:
    offer, interview = begun(site, NO_CELL)
    finish(site, offer, interview, "interview_suspended")
    with site.units()() as unit:
        unit.quota.give_back(stored(site, interview).cell_id)  # type: ignore[arg-type]
        unit.interviews.save(unit.interviews.get(interview.id).lapse())
        unit.commit()
    closing(site)(site.sue, "too many", closed=True)
    site.clock.move(24 * 3600)
    again = site.dialled()
    while again.case.id != offer.case.id:
        site.place().record_result(site.ann, again.attempt, "no_answer")
        again = site.dialled()

    assert "not_accepted" == site.place().resume_interview(site.ann, interview.id).interview.quota_status


def test_opened_again_they_are_interviewed_as_before(site: Site) -> None:
    closing(site)(site.sue, "too many", closed=True)
    closing(site)(site.sue, "few came after all", closed=False)

    assert Verdict.UNCLASSIFIED is verdict(site, NO_CELL)[2]


def test_it_stays_closed_when_the_study_is_opened_again(site: Site) -> None:
    closing(site)(site.sue, "too many", closed=True)
    site.reopen()

    assert Verdict.NOT_ACCEPTED is verdict(site, NO_CELL)[2]


def test_who_and_why_is_in_the_log_and_the_reason_is_sealed(site: Site) -> None:
    begun(site, NO_CELL)
    closing(site)(site.sue, "too many of them", closed=True)

    with site.units()() as unit:
        (logged,) = unit.log.of_kind("unclassified_closed")
        assert "too many of them" == unit.contacts.of_fact(logged, "reason")
    payload = logged.event.payload or {}
    assert (site.sue.id, 1, 1) == (logged.event.user_id, payload["taken"], payload["share"])
    assert "too many" not in repr(logged)


def test_only_a_supervisor_with_a_reason_closes_it_and_only_once(site: Site) -> None:
    with refused("supervisor_needed"):
        closing(site)(site.ann, "why", closed=True)
    with refused("reason_needed"):
        closing(site)(site.sue, "  ", closed=True)
    with refused("counter_unchanged"):
        closing(site)(site.sue, "why", closed=False)
    assert [] == site.facts("unclassified_closed")


def test_a_study_without_a_quota_or_without_such_persons_has_nothing_to_close(site: Site) -> None:
    plan = site.station.rules.quota
    assert plan is not None
    for other, code in ((None, "no_quota"), (replace(plan, accept_unclassified=False), "unclassified_never")):
        with refused(code):
            halting(SteerCell(site.units(), site.clock, other))(site.sue, "why", closed=True)


@pytest.mark.on_store
def test_the_database_keeps_it(site: Site) -> None:
    closing(site)(site.sue, "too many", closed=True)
    site.reopen()

    with site.units()() as unit:
        assert [False] * 4 + [True] == [count.closed for count in unit.quota.counts()]


YOUNG = CellId("m/young")


def steered(site: Site) -> SteeredCell:
    with site.units()() as unit:
        return unit.quota.steered(YOUNG)


def test_a_target_changed_at_the_desk_holds_from_the_next_person_on_and_when_the_study_is_opened_again(
    site: Site,
) -> None:
    steer = site.station.steer_cell(site.keys)
    steer(site.sue, CellEdit("a", YOUNG, 0, seen=""), "nobody is to come")
    site.reopen()

    assert (0, 2, "a") == (steered(site).count.target, steered(site).planned, steered(site).version)
    assert Verdict.FULL is verdict(site, YOUNG_MAN)[2]


def test_the_fact_of_a_target_says_what_it_was_and_keeps_the_reason_sealed(site: Site) -> None:
    begun(site, YOUNG_MAN)
    site.station.steer_cell(site.keys)(site.sue, CellEdit("a", YOUNG, 5), "more of them")

    with site.units()() as unit:
        (logged,) = unit.log.of_cells()
        assert "more of them" == unit.contacts.of_fact(logged, "reason")
    told = dict(logged.event.payload or {})
    del told["reason_sealed"]
    assert ("target_changed", site.sue.id) == (logged.event.kind, logged.event.user_id)
    assert {"change": "a", "cell": "m/young", "target": 5, "before": 2, "taken": 1, "intake": "open"} == told


def test_the_same_change_is_made_once_and_one_of_somebody_slower_not_at_all(site: Site) -> None:
    steer = site.station.steer_cell(site.keys)
    for _ in range(2):
        steer(site.sue, CellEdit("a", YOUNG, 5, seen=""), "more of them")
    with refused("cell_changed"):
        steer(site.sue, CellEdit("b", YOUNG, 1, seen=""), "fewer of them")

    assert (5, 1) == (steered(site).count.target, len(site.facts("target_changed")))


def test_a_change_is_taken_back_within_ten_minutes_unless_somebody_used_it(site: Site) -> None:
    steer = site.station.steer_cell(site.keys)
    finish(site, *begun(site, YOUNG_MAN), "complete")
    steer(site.sue, CellEdit("a", YOUNG, 1, seen=""), "one is enough")
    steer(site.sue, CellEdit("b", YOUNG, undoes="a"))
    assert (2, "b") == (steered(site).count.target, steered(site).version)
    assert [("a", 2)] == [(fact["undoes"], fact["target"]) for fact in payloads(site, "cell_change_undone")]

    steer(site.sue, CellEdit("c", YOUNG, 4), "more of them")
    with site.units()() as unit:  # somebody else has two of the places
        unit.quota.hold(YOUNG)
        unit.quota.hold(YOUNG)
        unit.commit()
    with refused("undo_used"):
        steer(site.sue, CellEdit("d", YOUNG, undoes="c"))
    site.clock.move(601)
    with refused("undo_late"):
        steer(site.sue, CellEdit("d", YOUNG, undoes="c"))


def payloads(site: Site, kind: str) -> list[dict[str, object]]:
    return [dict(fact.payload or {}) for fact in site.facts(kind)]


def test_only_supervisors_steer_and_only_cells_that_are_there(site: Site) -> None:
    steer = site.station.steer_cell(site.keys)
    with refused("supervisor_needed"):
        steer(site.ann, CellEdit("a", YOUNG, 5), "why")
    with refused("no_cell"):
        steer(site.sue, CellEdit("a", CellId("x/young"), 5), "why")
    with refused("target_impossible"):
        steer(site.sue, CellEdit("a", YOUNG, -1), "why")


def test_the_story_of_a_cell_has_every_change_the_newest_first_with_its_reason(site: Site) -> None:
    steer, story = site.station.steer_cell(site.keys), site.station.read_cell(site.keys)
    steer(site.sue, CellEdit("a", YOUNG, 5), "more of them")
    steer(site.sue, CellEdit("b", CellId("f/young"), 5), "more of those")
    steer(site.sue, CellEdit("c", YOUNG, undoes="a"))
    steer(site.sue, CellEdit("d", YOUNG, intake=Intake.PAUSED), "first the others")
    steer(site.sue, CellEdit("e", UNCLASSIFIED, intake=Intake.CLOSED), "too many")

    told = story(site.sue, YOUNG)

    assert Intake.PAUSED is told.cell.intake
    assert [
        ("cell_paused", 2, None, "first the others", False),
        ("cell_change_undone", 2, 5, "", True),
        ("target_changed", 5, 2, "more of them", False),
    ] == [(c.kind, c.target, c.before, c.reason, c.is_undo) for c in told.changes]
    assert {site.sue} == {change.by for change in told.changes}
    assert ["unclassified_closed"] == [change.kind for change in story(site.sue, UNCLASSIFIED).changes]
    with refused("supervisor_needed"):
        story(site.eve, YOUNG)
