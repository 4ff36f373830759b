"""The review as analysts have it: as blind as that of supervisors, and told once somebody has spoken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cati_app.domain.casework.interview_quality import Flag
from cati_app.domain.casework.review_proposals import ProposalState, Wish
from cati_app.domain.errors import RuleViolation
from cati_app.fieldwork.monitor.coded_places import CodedPlaces
from cati_app.fieldwork.monitor.read_reviewed import ReadReviewed, ReviewedInterview, ReviewStanding
from cati_app.fieldwork.monitor.read_reviews import ReadReviews
from cati_app.fieldwork.quota.look_at_interview import FindNothing, ProposeReview, WantedProposal, WithdrawProposal
from cati_app.fieldwork.quota.review_interview import ReviewInterview
from cati_app.store.trust.held_keys import HeldKeys
from tests.fakes.site import MemorySite
from tests.stations import PASSWORD, Site
from tests.unit.store.held_interviews import held


@pytest.fixture(params=["memory", "store"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = MemorySite() if request.param == "memory" else Site(tmp_path_factory.mktemp("site"))
    yield made
    made.close()


def keys_of_eve(site: Site) -> HeldKeys:
    signed_in = site.station.sign_in("eve", PASSWORD)
    assert signed_in is not None
    return signed_in[1]  # that open no contact data


def reviewed(site: Site) -> ReadReviewed:
    return site.station.read_reviewed(keys_of_eve(site), site.station, lambda known: f"id-{known}")


def only(site: Site) -> ReviewedInterview:
    (told,) = reviewed(site)(site.eve).interviews
    return told


def test_what_an_analyst_proposed_stands_with_what_came_of_it(site: Site) -> None:
    case_id, interview_id = held(site)
    assert (ReviewStanding.COUNTS, (), False) == (only(site).standing, only(site).proposals, only(site).is_told)
    propose = site.station.propose_review(keys_of_eve(site), site.station)
    propose(site.eve, interview_id, WantedProposal(Wish.REJECT, "42 rooms"))
    told = only(site)
    assert (ReviewStanding.WAITS, True, f"id-{interview_id}") == (told.standing, told.is_told, told.named)
    assert told.waiting_proposal is not None
    assert (Wish.REJECT, "42 rooms", site.eve.id) == (told.proposals[0].wish, told.proposals[0].reason, site.eve.id)

    FindNothing(site.units(), site.units(), site.clock)(site.sue, case_id, "a hotel")
    told = only(site)
    assert (ReviewStanding.LOOKED_AT, None) == (told.standing, told.waiting_proposal)
    assert (ProposalState.NOT_TAKEN_OVER, "a hotel") == (told.proposals[0].state, told.proposals[0].answer)
    people = reviewed(site)(site.eve).people
    assert {str(site.eve.id): site.eve.name, str(site.sue.id): site.sue.name} == people


def test_a_rejected_one_stays_in_the_list_with_its_answers(site: Site) -> None:
    case_id, _ = held(site)
    ReviewInterview(site.units(), site.clock)(site.sue, case_id, rejected=True, reason="somebody else")
    told = only(site)
    assert ReviewStanding.REJECTED is told.standing
    opened = reviewed(site).open(site.eve, told.case_id, "de")
    assert [("Rooms?", "4"), ("Wish?", "more trees")] == [(one.question, one.text) for one in opened.answers]
    assert site.ann.name not in repr((told, opened))
    assert str(site.ann.id) not in repr((told, opened))


def test_a_proposal_withdrawn_tells_nothing_more_of_why_it_was_listed(site: Site) -> None:
    _, interview_id = held(site)
    given = keys_of_eve(site), site.station
    site.station.propose_review(*given)(site.eve, interview_id, WantedProposal(Wish.REJECT, "42 rooms"))
    withdraw: WithdrawProposal = site.station.withdraw_proposal(*given)
    withdraw(site.eve, interview_id)
    assert (ReviewStanding.COUNTS, False) == (only(site).standing, only(site).is_told)


def test_rights(site: Site) -> None:
    case_id, _ = held(site)
    for person in (site.ann, site.sue):
        with pytest.raises(RuleViolation, match="analyst_needed"):
            reviewed(site)(person)
        with pytest.raises(RuleViolation, match="analyst_needed"):
            reviewed(site).open(person, case_id, "de")
    with pytest.raises(RuleViolation, match="no_export"):
        site.station.read_reviews(site.keys).answers(site.ann, case_id, "de")


def test_why_it_is_listed_is_told_with_figures_after_ones_own_proposal_alone() -> None:
    site = MemorySite(cases=40, targets_scale=20)
    try:
        for number in range(31):
            held(site, seconds=10 + number % 3)
        _, quick = held(site, seconds=2)
        read = reviewed(site)
        waits = [each for each in read(site.eve).interviews if each.standing is ReviewStanding.WAITS]
        assert 3 == len(waits)
        assert [None] * 3 == [each.figures for each in waits]
        for each in waits:
            ProposeReview(site.units(), site.units(), site.clock)(
                site.eve, each.id, WantedProposal(Wish.ACCEPT, "all is well")
            )
        told = {each.id: each.figures for each in read(site.eve).interviews if each.is_told}
        figures = told.pop(quick)
        assert figures is not None
        assert frozenset({Flag.PACE}) == figures.flags
        assert figures.pace is not None
        assert (0.2, True) == (round(figures.pace, 1), figures.pace < figures.pace_limit < 1)
        assert [None, None] == list(told.values())
    finally:
        site.close()


def test_a_reading_tells_how_far_it_is_and_one_that_was_ended_reads_nothing_twice() -> None:
    site = MemorySite(cases=9, targets_scale=20)
    try:
        for _ in range(4):
            held(site)
        read, shares = reviewed(site), list[float]()

        def told(share: float) -> None:
            shares.append(share)
            if len(shares) == 3:
                raise InterruptedError

        with pytest.raises(InterruptedError):
            read(site.eve, told)
        assert [0.0, 0.25, 0.5] == shares
        read(site.eve, shares.append)
        assert [0.0, 0.25, 0.5, 0.5, 0.75] == shares
        read(site.eve, shares.append)
        assert 5 == len(shares)
    finally:
        site.close()


def test_at_a_hub_what_was_proposed_here_stands_before_the_whole_study_has_it() -> None:
    whole, here = MemorySite(), MemorySite()
    try:
        _, interview = held(whole)
        given = here.units(), whole.units(), whole.clock, here.units()
        ProposeReview(*given)(whole.eve, interview, WantedProposal(Wish.REJECT, "42 rooms"))
        places = CodedPlaces(None, lambda: whole.station.earlier_forms, whole.clock)
        reviews = ReadReviews(whole.units(), whole.station.loaded.form, places, here.units())
        read = ReadReviewed(reviews, whole.units(), str)
        (told,) = read(whole.eve).interviews
        assert told.waiting_proposal is not None
        assert (ReviewStanding.WAITS, "42 rooms") == (told.standing, told.waiting_proposal.reason)
        with pytest.raises(RuleViolation, match="review_proposed"):
            ProposeReview(*given)(whole.eve, interview, WantedProposal(Wish.ACCEPT, "all is well"))
        WithdrawProposal(*given)(whole.eve, interview)
        assert [ReviewStanding.COUNTS] == [each.standing for each in read(whole.eve).interviews]
        with whole.units()() as unit:
            assert [] == list(unit.log.of_watch())
    finally:
        whole.close()
        here.close()
