"""Review: a rejected interview counts nowhere and its place is free; accepted again it takes one, if there is one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId, CellId
from cati_app.domain.outcomes.dispositions import COMPLETE, NO_ANSWER, SUSPENDED
from cati_app.domain.quota.cells import CellCount
from cati_app.fieldwork.quota.review_interview import ReviewInterview
from cati_app.fieldwork.rights import PROGRAM
from tests.fakes.site import MemorySite
from tests.stations import Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish
from tests.unit.ui.desk import called

CELL = CellId("m/young")


@pytest.fixture(params=["memory", "store"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = MemorySite() if request.param == "memory" else Site(tmp_path_factory.mktemp("site"))
    yield made
    made.close()


def held(site: Site) -> CaseId:
    """A complete interview of a young man."""
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, COMPLETE)
    return offer.case.id


def review(site: Site) -> ReviewInterview:
    return ReviewInterview(site.units(), site.clock)


def judge(site: Site, case_id: CaseId, *, rejected: bool, why: str = "answers of two people") -> None:
    review(site)(site.sue, case_id, rejected=rejected, reason=why)


def cell(site: Site) -> CellCount:
    with site.units()() as unit:
        return unit.quota.count(CELL)


def agrees(site: Site) -> bool:
    return site.station.verify()(PROGRAM).agrees


def completes(site: Site) -> tuple[int, int]:
    figures = site.station.read_board()(site.sue)
    return figures.completes, figures.completes_today


def test_rejected_it_counts_nowhere_and_its_place_is_free(site: Site) -> None:
    case_id = held(site)
    before = cell(site)
    judge(site, case_id, rejected=True)

    after = cell(site)
    assert (before.achieved - 1, before.in_progress, before.rolled_back + 1) == (
        after.achieved,
        after.in_progress,
        after.rolled_back,
    )
    assert (0, 0) == completes(site)
    assert agrees(site)


def test_its_answers_stay_and_say_that_it_was_rejected(site: Site) -> None:
    case_id = held(site)
    judge(site, case_id, rejected=True)
    keys = site.keys
    (row,) = site.station.read_data(keys)(site.sue)
    assert "rejected" == row.not_counted


def test_accepted_again_it_takes_a_place(site: Site) -> None:
    case_id = held(site)
    before = cell(site)
    judge(site, case_id, rejected=True)
    judge(site, case_id, rejected=False)

    assert (before.achieved, before.in_progress) == (cell(site).achieved, cell(site).in_progress)
    assert (1, 1) == completes(site)
    assert agrees(site)


def test_where_others_took_the_place_it_stays_rejected(site: Site) -> None:
    case_id = held(site)
    judge(site, case_id, rejected=True)
    for _ in range(2):
        held(site)
    with pytest.raises(RuleViolation, match="no_room"):
        judge(site, case_id, rejected=False)
    assert 2 == cell(site).achieved
    assert agrees(site)


@pytest.mark.parametrize("rejected", [True, False])
def test_a_verdict_told_twice_is_given_once(site: Site, rejected: bool) -> None:
    case_id = held(site)
    if not rejected:
        judge(site, case_id, rejected=True)
    judge(site, case_id, rejected=rejected)
    after = cell(site)
    with pytest.raises(RuleViolation, match="review_unchanged"):
        judge(site, case_id, rejected=rejected)
    assert after == cell(site)


def test_what_is_not_complete_is_not_reviewed(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, SUSPENDED)
    other = called(site, NO_ANSWER)
    for case_id in (offer.case.id, other):
        with pytest.raises(RuleViolation, match="not_reviewable"):
            judge(site, case_id, rejected=True)


def test_only_supervisors_judge_and_not_without_a_reason(site: Site) -> None:
    case_id = held(site)
    with pytest.raises(RuleViolation, match="supervisor_needed"):
        review(site)(site.ann, case_id, rejected=True, reason="why")
    with pytest.raises(RuleViolation, match="reason_needed"):
        judge(site, case_id, rejected=True, why=" ")
    assert agrees(site)


def test_why_stands_sealed_in_the_log(site: Site) -> None:
    case_id = held(site)
    judge(site, case_id, rejected=True, why="Mrs Brown spoke for him")
    with site.units()() as unit:
        (fact,) = unit.log.of_kind("interview_rejected")
        assert "Mrs Brown spoke for him" == unit.contacts.of_fact(fact, "reason")
    assert "Brown" not in repr(fact)
