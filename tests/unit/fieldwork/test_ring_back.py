"""Somebody rings back: a result of their own, which no limit, no ledger and no rate counts as a call."""

from __future__ import annotations

import pytest

from cati_app.domain.calling.compliance import Rule
from cati_app.domain.casework.cases import CaseState
from cati_app.domain.errors import RuleViolation
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.rights import PROGRAM
from tests.casework import alter
from tests.stations import Site
from tests.unit.fieldwork.sittings import finish, stored


def rang_back(site: Site, offer: Offer, of_call: str = "no_answer") -> Offer:
    return site.place().take_ring_back(site.ann, offer.attempt, of_call)[0]


def hung_up(site: Site) -> Offer:
    """A case that was called for ten seconds."""
    offer, place = site.offered(), site.place()
    call = place.start_call(site.ann, offer.attempt, offer.case.numbers[0])
    site.clock.move(10)
    place.end_call(site.ann, offer.attempt, call.id, "interviewer")
    return offer


def test_the_call_and_whoever_rings_back_have_a_result_each(site: Site) -> None:
    offer = rang_back(site, hung_up(site))
    site.place().record_result(site.ann, offer.attempt, "refusal_respondent")

    assert [("no_answer", False, 1), ("refusal_respondent", True, 2)] == [
        (one.disposition, one.rang_back, one.attempt_no) for one in site.attempts(1)
    ]
    assert (CaseState.CLOSED, "not_screened") == (site.case().state, site.case().disposition)


def test_the_end_of_the_call_before_stays(site: Site) -> None:
    offer = hung_up(site)
    before = site.attempts(1)[0].calls
    site.clock.move(60)
    again = rang_back(site, offer)
    site.clock.move(60)
    site.place().end_ring_back(site.ann, again.attempt)

    called, theirs = site.attempts(1)
    assert (before, ()) == (called.calls, theirs.calls)
    assert ["call_started", "call_ended", "rang_back", "rang_back_ended"] == [
        kind for kind in site.kinds() if kind.startswith(("call_", "rang_"))
    ]


def test_no_limit_counts_whoever_rings_back(site: Site) -> None:
    offer = rang_back(site, hung_up(site))
    site.place().record_result(site.ann, offer.attempt, "callback_requested")

    case = site.case()
    assert (1, 1, 2) == (case.dials, case.numbers[0].dials, case.attempts)
    ledger = site.station.read_compliance(site.keys)(PROGRAM).ledger
    assert (1, 1, {1: 1}, ()) == (ledger.calls, ledger.rang_back, dict(ledger.per_number), ledger.breaches)
    assert 1 == site.station.read_outcomes()(PROGRAM).numbers_dialled


def test_the_order_of_cases_learns_only_from_dials(site: Site) -> None:
    offer = rang_back(site, hung_up(site))
    tried = site.case().tried
    site.place().record_result(site.ann, offer.attempt, "callback_requested")

    assert (1, tried) == (sum(tried.counts), site.case().tried)


def test_the_ledger_knows_what_whoever_rang_back_said(site: Site) -> None:
    offer = rang_back(site, hung_up(site))
    site.place().record_result(site.ann, offer.attempt, "refusal_respondent")
    with site.units()() as unit:
        calls = list(unit.histories.calls())

    assert [("no_answer", False), ("refusal_respondent", True)] == [(call.result, call.rang_back) for call in calls]


def test_whoever_rings_back_is_interviewed_on_their_own_attempt(site: Site) -> None:
    offer, place = rang_back(site, hung_up(site)), site.place()
    interview = place.start_interview(site.ann, offer.case, "hash", "de")
    assert place.reserve_place is not None
    place.reserve_place(site.ann, interview.id, {"sex": "1", "age_group": "young"})
    finish(site, offer, interview, "complete")

    assert ("complete", "complete") == (stored(site, interview).disposition, site.case().disposition)


def test_an_interview_that_was_interrupted_is_suspended_and_goes_on(site: Site) -> None:
    offer, place = hung_up(site), site.place()
    interview = place.start_interview(site.ann, offer.case, "hash", "de")
    site.reopen()
    again = rang_back(site, offer)

    assert "interview_suspended" == site.attempts(1)[0].disposition
    assert interview.id == again.case.open_interview
    assert interview.id == site.place().resume_interview(site.ann, interview.id).interview.id


def test_who_rings_back_twice_in_a_row_keeps_one_attempt(site: Site) -> None:
    first = rang_back(site, hung_up(site))
    site.place().end_ring_back(site.ann, first.attempt)
    second = rang_back(site, first)

    assert (first.attempt.id, 2) == (second.attempt.id, len(site.attempts(1)))


def test_a_result_of_theirs_is_taken_back_to_their_attempt(site: Site) -> None:
    offer, place = rang_back(site, hung_up(site)), site.place()
    given = place.record_result(site.ann, offer.attempt, "refusal_respondent")
    place.take_back(site.ann, given)

    again = site.offered()
    assert (offer.attempt.id, True, CaseState.OPEN) == (again.attempt.id, again.dialled, again.case.state)


def test_nobody_rings_back_whom_nobody_called(site: Site) -> None:
    offer = site.offered()

    with pytest.RaisesExc(RuleViolation, check=lambda rule: rule.code == "call_first"):
        rang_back(site, offer)


def test_a_call_to_whoever_said_no_when_ringing_back_is_a_breach(site: Site) -> None:
    offer = rang_back(site, hung_up(site))
    given = site.place().record_result(site.ann, offer.attempt, "soft_refusal_respondent", note="no time")
    assert given.consequence.due_at is not None
    site.clock.move(3600)
    with site.units()() as unit:
        for case_no in (2, 3, 4, 5):
            alter(unit, site.case(case_no).id, state="closed")
        alter(unit, site.case().id, due_at=site.clock.now(), skill="", rest="")
        unit.commit()
    other = site.dialled(site.bob)
    assert 1 == other.case.case_no

    assert [Rule.SOFT_TOO_EARLY] == [
        one.rule for one in site.station.read_compliance(site.keys)(PROGRAM).ledger.breaches
    ]
