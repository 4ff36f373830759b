"""Somebody who rang back, as every port that tells of attempts has it."""

from __future__ import annotations

from dataclasses import replace

from cati_app.domain.casework.case_list import FIRST, CaseFilter, CaseStanding
from tests.stations import Site


def test_somebody_who_rang_back_is_told_apart_from_calls(logged_site: Site) -> None:
    offer, place = logged_site.dialled(), logged_site.place()
    logged_site.clock.move(60)
    again = place.take_ring_back(logged_site.ann, offer.attempt, "no_answer")[0]
    with logged_site.units()() as unit:
        assert [True] == [line.is_dialled for line in unit.case_book.after(CaseFilter(CaseStanding.HELD), FIRST, 10)]
    place.record_result(logged_site.ann, again.attempt, "soft_refusal_household", note="later")

    with logged_site.units()() as unit:
        called, theirs = unit.histories.calls()
        assert {replace(called, order=0), replace(theirs, order=0)} == set(unit.histories.every_call())
        outcomes = unit.histories.of_case(offer.case.id).outcomes
        history = unit.cases.history(offer.case.id)
        assert (False, True) == tuple(one.rang_back for one in unit.calls.attempts_of(offer.case.id))
        sittings = unit.case_book.sittings(offer.case.id, opened=False)
    assert (False, "no_answer", 1) == (called.rang_back, called.result, called.attempt_no)
    assert (True, "soft_refusal", 2, "") == (theirs.rang_back, theirs.result, theirs.attempt_no, theirs.number)
    assert called.order < theirs.order
    assert [(offer.case.numbers[0].id, False), (None, True)] == [(one.number, one.rang_back) for one in outcomes]
    assert [False, True] == [entry.rang_back for entry in history] == [one.rang_back for one in sittings]
