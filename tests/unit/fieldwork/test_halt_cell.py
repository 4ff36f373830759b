"""A supervisor closes the counter of persons without a cell: they are thanked, told the truth, and counted as 3.90."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.quota.cells import Verdict
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.quota.halt_cell import HaltCell
from tests.stations import Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, cell, finish, refused, stored

NO_CELL = {"sex": "", "age_group": "young"}


def closing(site: Site) -> HaltCell:
    return site.station.halt_cell(site.keys)


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
            HaltCell(site.units(), site.clock, other)(site.sue, "why", closed=True)


@pytest.mark.on_store
def test_the_database_keeps_it(site: Site) -> None:
    closing(site)(site.sue, "too many", closed=True)
    site.reopen()

    with site.units()() as unit:
        assert [False] * 4 + [True] == [count.closed for count in unit.quota.counts()]
