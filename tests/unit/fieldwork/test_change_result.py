"""Corrections by a supervisor."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.cases import CaseState
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.result_book import STANDARD_RESULTS, Result
from cati_app.fieldwork.calling.change_result import ChangedResult, ChangeResult
from tests.casework import alter
from tests.stations import Site, work_by
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish, refused

CASE = CaseId("case-1")


def change(site: Site, result: str, reason: str = "misheard", attempt: int = 1) -> ChangedResult:
    return site.station.change_result(site.keys)(site.sue, CASE, attempt, result, reason)


def for_whom(site: Site) -> tuple[object, ...]:
    """Whom the first case needs, whom it must not come to, and how often somebody refused."""
    case = site.case()
    return case.skill, case.not_by, case.refusals


@pytest.fixture
def called(site: Site) -> Site:
    """The first case was given a hard refusal."""
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "refusal_household")
    return site


def test_a_case_closed_by_mistake_is_due_again(called: Site) -> None:
    changed = change(called, "no_answer")

    assert ChangedResult("refusal_household", "no_answer", CaseState.OPEN, "no_answer") == changed
    case = called.case()
    assert ("open", "no_answer", True) == (case.state, case.disposition, case.due_at is not None)


def test_a_result_that_was_missed_closes_the_case(site: Site) -> None:
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "no_answer")

    assert (CaseState.CLOSED, "business") == ((found := change(site, "business")).state, found.code)


def test_an_appointment_made_on_the_wrong_case_is_gone(site: Site) -> None:
    offer = site.dialled()
    at = site.clock.now() + timedelta(hours=1)
    site.place().record_result(site.ann, offer.attempt, "appointment_firm", agreed=Agreed(at, firm=True))

    change(site, "machine")

    assert (None, "machine") == (site.case().appointment, site.case().disposition)


def test_an_earlier_attempt_leaves_what_came_after_it_alone(site: Site) -> None:
    for _ in range(2):
        offer = site.dialled()
        while offer.case.case_no != 1:
            site.place().record_result(site.ann, offer.attempt, "business")
            offer = site.dialled()
        site.place().record_result(site.ann, offer.attempt, "no_answer")
        site.clock.move(24 * 3600)
    before = site.case().due_at

    changed = change(site, "machine_household", attempt=1)

    assert ("machine_household", CaseState.OPEN) == (changed.code, changed.state)
    assert before == site.case().due_at


def test_the_log_says_what_was_changed_and_keeps_the_reason_sealed(called: Site) -> None:
    change(called, "no_answer", "Frau Muster called back")

    with called.units()() as unit:
        (logged,) = unit.log.of_kind("result_changed")
        assert "Frau Muster called back" == unit.contacts.of_fact(logged, "reason")
    payload = logged.event.payload or {}
    assert ("refusal_household", "no_answer") == (payload["was"], payload["result"])
    assert "Muster" not in repr(logged)


@pytest.mark.parametrize(
    ("result", "reason", "attempt", "code"),
    [
        ("no_answer", "  ", 1, "reason_needed"),
        ("nonsense", "x", 1, "result_unknown"),
        ("complete", "x", 1, "interview_decides"),
        ("break_off", "x", 1, "interview_decides"),
        ("appointment_firm", "x", 1, "appointment_needs_time"),
        ("no_answer", "x", 2, "no_such_attempt"),
        ("refusal_household", "x", 1, "result_unchanged"),
    ],
)
def test_what_cannot_be_changed_is_refused(called: Site, result: str, reason: str, attempt: int, code: str) -> None:
    with refused(code):
        change(called, result, reason, attempt)


def test_only_supervisors_change_results(called: Site) -> None:
    with refused("supervisor_needed"):
        called.station.change_result(called.keys)(called.ann, CASE, 1, "no_answer", "x")


def test_a_case_in_hand_is_left_alone(site: Site) -> None:
    site.dialled()

    with refused("case_taken"):
        change(site, "no_answer")


def test_the_result_of_an_interview_stays(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, "complete")

    with refused("interview_decides"):
        change(site, "no_answer")


def test_a_corrected_attempt_counts_once_in_the_order(called: Site) -> None:
    changed = change(called, "no_answer")

    fresh = called.case()
    offer = called.dialled()
    called.place().record_result(called.ann, offer.attempt, "no_answer")
    assert changed.state is CaseState.OPEN
    assert (fresh.tried, fresh.levels) == (called.case(2).tried, called.case(2).levels)


def test_a_soft_refusal_that_was_none_needs_no_trained_colleague(site: Site) -> None:
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "soft_refusal", note="x")
    assert ("conversion", site.ann.id, 1) == for_whom(site)

    change(site, "no_answer")

    assert ("", None, 0) == for_whom(site)


def test_a_soft_refusal_said_by_somebody_else_is_still_the_first(site: Site) -> None:
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "soft_refusal", note="x")

    changed = change(site, "soft_refusal_household")

    assert CaseState.OPEN is changed.state
    assert ("conversion", site.ann.id, 1) == for_whom(site)


def test_an_earlier_soft_refusal_that_was_none_frees_the_case_for_all(site: Site) -> None:
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "soft_refusal", note="x")
    with site.units()() as unit:
        alter(unit, CASE, due_at=None, skill="", not_by=None)
        unit.commit()
    offer = site.dialled()
    while offer.case.case_no != 1:
        site.place().record_result(site.ann, offer.attempt, "business")
        offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "no_answer")

    change(site, "busy")

    assert ("", None, 0) == for_whom(site)


def test_an_attempt_whose_result_was_lost_with_the_case_can_be_given_it(site: Site) -> None:
    site.dialled(site.ann)
    site.clock.move(16 * 60)
    site.settle(site.bob)

    changed = change(site, "business", "told at the end of the shift")

    assert ChangedResult("returned", "business", CaseState.CLOSED, "business") == changed
    with refused("interview_decides"):
        change(site, "returned")


def test_a_correction_to_never_again_puts_the_numbers_on_the_block_list(called: Site) -> None:
    called.station.change_result(called.keys).preview(called.sue, CASE, 1, "refusal")
    assert not called.is_blocked(1)

    change(called, "refusal")

    assert (True, 1) == (called.is_blocked(1), called.kinds().count("numbers_blocked"))


def test_a_never_again_corrected_before_it_was_written_is_never_written(site: Site) -> None:
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "refusal", never_again=True)
    change(site, "no_answer")
    site.clock.move(60)

    assert (0, False) == (site.place().settle_blocks(site.ann), site.is_blocked(1))


def test_the_result_it_has_already_is_refused_before_anything_is_written(called: Site) -> None:
    before, facts = called.case(), called.kinds()

    with refused("result_unchanged"):
        change(called, "refusal_household")
    with refused("result_unchanged"):
        called.station.change_result(called.keys).preview(called.sue, CASE, 1, "refusal_household")

    assert (before, facts) == (called.case(), called.kinds())


def test_a_word_of_the_study_is_another_result_than_what_it_counts_as(called: Site) -> None:
    book = STANDARD_RESULTS.with_changes([Result("no_thanks", "refusal_household", own=True)])
    work_by(called.station, replace(called.station.rules, results=book))

    assert "refusal_household" == change(called, "no_thanks").now
    with refused("result_unchanged"):
        change(called, "no_thanks")
    assert "refusal_household" == change(called, "refusal_household").was


def test_an_attempt_without_a_result_is_none_to_correct(site: Site) -> None:
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "no_answer")
    with site.units()() as unit:
        unit.calls.save(unit.calls.attempt(offer.attempt.id).reopen())
        unit.commit()

    with refused("no_such_attempt"):
        change(site, "busy")


@pytest.mark.parametrize(
    ("code", "counts_as", "keeps"),
    [("no_thanks", "refusal_household", True), ("refusal_for_now", "soft_refusal", False)],
)
def test_what_a_result_counts_as_tells_whether_the_block_list_is_spoken_of(
    site: Site, code: str, counts_as: str, keeps: bool
) -> None:
    site.place().record_result(site.ann, site.dialled().attempt, "no_answer")
    book = STANDARD_RESULTS.with_changes([Result(code, counts_as)])
    rules = replace(site.station.rules, results=book)

    future = ChangeResult(site.units(), site.clock, rules).preview(site.sue, CASE, 1, code)

    assert (keeps, False) == (future.keeps_block, future.blocks)
