"""Looks at interviews: flagged ones with others beside them, what an analyst asks for, nothing found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from cati_app.domain.casework.review_proposals import ProposalState, Wish
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId, InterviewId, UserId
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.monitor.read_reviews import ReadReviews, ReviewList
from cati_app.fieldwork.quota.look_at_interview import FindNothing, ProposeReview, WantedProposal, WithdrawProposal
from cati_app.fieldwork.quota.review_interview import ReviewInterview
from cati_app.fieldwork.rights import PROGRAM
from cati_app.store.unit_of_work import SqlUnits
from tests.fakes.site import MemorySite
from tests.stations import PASSWORD, Site
from tests.unit.store.held_interviews import held


@pytest.fixture(params=["memory", "store"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = MemorySite() if request.param == "memory" else Site(tmp_path_factory.mktemp("site"))
    yield made
    made.close()


def reviews(site: Site) -> ReadReviews:
    return site.station.read_reviews(site.keys)


def read(site: Site) -> ReviewList:
    return reviews(site)(site.sue)


def nothing(site: Site) -> FindNothing:
    return FindNothing(site.units(), site.units(), site.clock)


def of_analysts(site: Site) -> SqlUnits:
    """Units of work that open no contact data."""
    signed_in = site.station.sign_in("eve", PASSWORD)
    assert signed_in is not None
    return site.units(signed_in[1])


def propose(site: Site, interview_id: InterviewId, why: str = "42 rooms", wish: Wish = Wish.REJECT) -> None:
    units = of_analysts(site)
    ProposeReview(units, units, site.clock)(site.eve, interview_id, WantedProposal(wish, why))


def withdraw(site: Site, by: User, interview_id: InterviewId) -> None:
    units = of_analysts(site)
    WithdrawProposal(units, units, site.clock)(by, interview_id)


def asked(site: Site, case_id: CaseId) -> str:
    proposal = nothing(site).asked(site.sue, case_id)
    return "" if proposal is None else proposal.reason


def test_what_an_analyst_asks_for_waits_until_a_supervisor_finds_nothing(site: Site) -> None:
    case_id, interview_id = held(site)
    assert () == read(site).waiting
    propose(site, interview_id)
    (only,) = read(site).waiting
    assert (interview_id, case_id, True) == (only.interview_id, only.case_id, only.proposed)
    assert "42 rooms" == asked(site, case_id)

    with pytest.raises(RuleViolation, match="reason_needed"):
        nothing(site)(site.sue, case_id)
    nothing(site)(site.sue, case_id, "it is a hotel")
    assert () == read(site).waiting
    assert "" == asked(site, case_id)
    (told,) = read(site).proposals[interview_id]
    assert (ProposalState.NOT_TAKEN_OVER, "it is a hotel", site.sue.id) == (told.state, told.answer, told.decided_by)
    assert site.station.verify()(PROGRAM).agrees


def test_asked_for_anew_it_waits_anew(site: Site) -> None:
    case_id, interview_id = held(site)
    propose(site, interview_id)
    site.clock.move(5)
    nothing(site)(site.sue, case_id, "it is a hotel")
    site.clock.move(5)
    propose(site, interview_id, "and three baths")
    assert [interview_id] == [each.interview_id for each in read(site).waiting]


def test_kept_is_what_was_proposed_where_nothing_is_found(site: Site) -> None:
    case_id, interview_id = held(site)
    propose(site, interview_id, "all is well", Wish.ACCEPT)
    nothing(site)(site.sue, case_id)
    assert [ProposalState.TAKEN_OVER] == [each.state for each in read(site).proposals[interview_id]]


def test_withdrawn_by_whoever_proposed_it_alone_it_waits_no_more(site: Site) -> None:
    _, interview_id = held(site)
    propose(site, interview_id)
    with pytest.raises(RuleViolation, match="nothing_to_withdraw"):
        withdraw(site, replace(site.eve, id=UserId("somebody else")), interview_id)
    with pytest.raises(RuleViolation, match="analyst_needed"):
        withdraw(site, site.sue, interview_id)
    withdraw(site, site.eve, interview_id)
    assert () == read(site).waiting
    assert [ProposalState.WITHDRAWN] == [each.state for each in read(site).proposals[interview_id]]
    with pytest.raises(RuleViolation, match="nothing_to_withdraw"):
        withdraw(site, site.eve, interview_id)
    propose(site, interview_id, "after all")
    assert [interview_id] == [each.interview_id for each in read(site).waiting]


def test_a_proposal_withdrawn_leaves_what_was_found_before(site: Site) -> None:
    case_id, interview_id = held(site)
    nothing(site)(site.sue, case_id)
    site.clock.move(5)
    propose(site, interview_id)
    site.clock.move(5)
    withdraw(site, site.eve, interview_id)
    told = read(site)
    assert ((), frozenset({interview_id})) == (told.waiting, told.passed)


def test_rejected_it_is_taken_over(site: Site) -> None:
    case_id, interview_id = held(site)
    propose(site, interview_id)
    site.clock.move(5)
    ReviewInterview(site.units(), site.clock)(site.sue, case_id, rejected=True, reason="somebody else")
    (told,) = read(site).proposals[interview_id]
    assert (ProposalState.TAKEN_OVER, site.sue.id, "") == (told.state, told.decided_by, told.answer)
    with pytest.raises(RuleViolation, match="no_such_interview"):
        propose(site, interview_id)


def test_rejected_it_waits_no_more_and_accepted_again_neither(site: Site) -> None:
    case_id, interview_id = held(site)
    propose(site, interview_id)
    review = ReviewInterview(site.units(), site.clock)
    review(site.sue, case_id, rejected=True, reason="somebody else")
    assert () == read(site).waiting
    site.clock.move(5)
    review(site.sue, case_id, rejected=False, reason="it was him")
    assert () == read(site).waiting


def test_told_twice_nothing_changes(site: Site) -> None:
    case_id, interview_id = held(site)
    propose(site, interview_id)
    with pytest.raises(RuleViolation, match="review_proposed"):
        propose(site, interview_id)
    nothing(site)(site.sue, case_id, "it is a hotel")
    with pytest.raises(RuleViolation, match="review_unchanged"):
        nothing(site)(site.sue, case_id)


def test_what_is_not_allowed(site: Site) -> None:
    case_id, interview_id = held(site)
    for why, code in ((" ", "reason_needed"), ("a" * 1001, "text_too_long")):
        with pytest.raises(RuleViolation, match=code):
            propose(site, interview_id, why)
    with pytest.raises(RuleViolation, match="no_such_interview"):
        propose(site, InterviewId("none"))
    with pytest.raises(RuleViolation, match="analyst_needed"):
        ProposeReview(site.units(), site.units(), site.clock)(
            site.sue, interview_id, WantedProposal(Wish.REJECT, "why")
        )
    with pytest.raises(RuleViolation, match="supervisor_needed"):
        nothing(site)(site.ann, case_id)
    with pytest.raises(RuleViolation, match="no_figures"):
        reviews(site)(site.ann)


def test_whoever_held_an_interview_gives_no_verdict_on_it(site: Site) -> None:
    case_id, _ = held(site)
    promoted = replace(site.ann, role=Role.SUPERVISOR)
    with pytest.raises(RuleViolation, match="own_interview"):
        nothing(site)(promoted, case_id)
    with pytest.raises(RuleViolation, match="own_interview"):
        ReviewInterview(site.units(), site.clock)(promoted, case_id, rejected=True, reason="mine")


def test_words_of_an_analyst_stand_sealed_in_the_log(site: Site) -> None:
    _, interview_id = held(site)
    propose(site, interview_id, "says he is Mr Brown")
    with site.units()() as unit:
        (fact,) = unit.log.of_kind("review_proposed")
    assert "Brown" not in repr(fact)


def test_answers_are_read_in_words_with_their_time_and_without_contact_data(site: Site) -> None:
    case_id, _ = held(site, seconds=7)
    given = reviews(site).answers(site.sue, case_id, "de")
    assert [("Rooms?", "4", 7_000), ("Wish?", "more trees", 7_000)] == [
        (one.question, one.text, one.active_ms) for one in given
    ]


def test_an_interview_is_measured_once_and_flagged_among_thirty() -> None:
    site = MemorySite(cases=40, targets_scale=20)
    try:
        for number in range(31):
            held(site, seconds=10 + number % 3)
        quick, quick_id = held(site, seconds=2)
        asked = reviews(site)
        told = asked(site.sue)
        assert {quick_id} == told.flagged.keys()
        assert 3 == len(told.waiting)
        assert quick in {each.case_id for each in told.waiting}
        assert "pace" not in repr(told)
        site.clock.move(timedelta(hours=1).total_seconds())
        nothing(site)(site.sue, quick)
        assert () == asked(site.sue).waiting
    finally:
        site.close()
