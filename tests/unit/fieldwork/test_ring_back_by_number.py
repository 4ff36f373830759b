"""Somebody rings back whose case is not in hand: one number in, one answer out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cati_app.domain.calling.queue import Because
from cati_app.domain.casework.callers import LOOKED_UP, LOOKUPS_AT_MOST, CallerCase, CallerStanding
from cati_app.domain.errors import RuleViolation
from cati_app.fieldwork.calling.leave_word import WORD_LEFT, CallerWord
from cati_app.fieldwork.calling.ring_back import RungBack
from cati_app.fieldwork.rights import PROGRAM
from tests.casework import alter
from tests.stations import Site, fiction


def caller(site: Site, number: int) -> RungBack | CallerCase:
    return site.place().take_ring_back.of_number(site.ann, fiction(number))


def taken_up(site: Site, number: int) -> RungBack:
    rung = caller(site, number)
    assert isinstance(rung, RungBack)
    return rung


def standing(site: Site, number: int) -> CallerStanding:
    answer = caller(site, number)
    assert isinstance(answer, CallerCase)
    return answer.standing


def called(site: Site, result: str, **said: object) -> int:
    """The number in its case of somebody who was called once."""
    offer, place = site.offered(), site.place()
    call = place.start_call(site.ann, offer.attempt, offer.case.numbers[0])
    place.end_call(site.ann, offer.attempt, call.id, "interviewer")
    place.record_result(site.ann, offer.attempt, result, **said)  # type: ignore[arg-type]
    return offer.case.case_no


def test_the_case_of_a_number_is_taken_up_with_the_person_on_the_line(site: Site) -> None:
    case_no = called(site, "no_answer")
    rung = taken_up(site, case_no)

    assert (case_no, Because.RANG_BACK, True, True) == (
        rung.offer.case.case_no,
        rung.offer.because,
        rung.offer.dialled,
        rung.offer.attempt.rang_back,
    )
    place = site.place()
    interview = place.start_interview(site.ann, rung.offer.case, "hash", "de")
    assert interview.case_id == rung.offer.case.id


def test_what_they_say_has_a_result_of_its_own_and_counts_as_no_call(site: Site) -> None:
    case_no = called(site, "no_answer")
    rung = taken_up(site, case_no)
    site.place().record_result(site.ann, rung.offer.attempt, "refusal_respondent")

    assert [("no_answer", False), ("refusal_respondent", True)] == [
        (one.disposition, one.rang_back) for one in site.attempts(case_no)
    ]
    ledger = site.station.read_compliance(site.keys)(PROGRAM).ledger
    assert (1, 1, ()) == (ledger.calls, ledger.rang_back, ledger.breaches)


def test_whoever_was_never_called_may_ring_and_be_given_any_result(site: Site) -> None:
    first = taken_up(site, 4)
    site.place().record_result(site.ann, first.offer.attempt, "callback_requested")
    again = taken_up(site, 4)

    assert ["callback_requested"] == [one.result for one in again.offer.so_far.outcomes]
    site.place().record_result(site.ann, again.offer.attempt, "refusal_respondent")
    assert ("closed", 2, 0) == (site.case(4).state, site.case(4).attempts, site.case(4).dials)


def test_hours_and_limits_are_told_and_forbid_nothing(site: Site) -> None:
    case_no = called(site, "no_answer")
    site.clock.move(13 * 3600)
    with site.units()() as unit:
        alter(unit, site.case(case_no).id, dials=10)
        unit.commit()

    assert ("outside_hours", "limit_reached") == taken_up(site, case_no).told


def test_an_undialled_case_in_hand_goes_back_as_it_was(site: Site) -> None:
    case_no = called(site, "no_answer")
    other = site.offered()
    before = site.case(other.case.case_no).attempts
    taken_up(site, case_no)

    back = site.case(other.case.case_no)
    assert (None, before - 1) == (back.locked_by, back.attempts)
    assert "case_returned" in site.kinds()


def test_the_case_in_hand_itself_may_be_theirs(site: Site) -> None:
    offer = site.offered()
    rung = taken_up(site, offer.case.case_no)

    assert (offer.case.id, 1, True) == (rung.offer.case.id, site.case().attempts, rung.offer.attempt.rang_back)


def test_nobody_leaves_a_case_that_was_called_without_its_result(site: Site) -> None:
    site.dialled()

    with pytest.RaisesExc(RuleViolation, check=lambda rule: rule.code == "not_returnable"):
        caller(site, 2)


def test_a_case_in_hand_of_somebody_else_is_told_with_its_holder_and_stays_there(site: Site) -> None:
    bobs = site.offered(site.bob)
    answer = caller(site, bobs.case.case_no)

    assert isinstance(answer, CallerCase)
    assert (CallerStanding.IN_HAND, site.bob.id, site.bob.id) == (
        answer.standing,
        answer.holder,
        site.case(bobs.case.case_no).locked_by,
    )


def test_a_closed_case_tells_its_code(site: Site) -> None:
    case_no = called(site, "refusal_respondent")
    answer = caller(site, case_no)

    assert isinstance(answer, CallerCase)
    assert (CallerStanding.CLOSED, site.case(case_no).disposition) == (answer.standing, answer.disposition)


def test_whoever_wanted_no_more_calls_is_on_the_block_list(site: Site) -> None:
    case_no = called(site, "refusal", never_again=True)
    site.clock.move(11)
    site.place().settle_blocks(site.ann)

    assert CallerStanding.BLOCKED == standing(site, case_no)


def test_numbers_of_nobody_and_of_cases_never_released_are_unknown(site: Site) -> None:
    with site.units()() as unit:
        alter(unit, site.case(3).id, state="unreleased")
        unit.commit()

    assert [CallerStanding.UNKNOWN] * 2 == [standing(site, number) for number in (3, 77)]


def test_every_look_up_is_a_fact_without_the_number(site: Site) -> None:
    called(site, "no_answer")
    taken_up(site, 1)
    facts = site.facts(LOOKED_UP)

    assert [(site.case().id, {"standing": "free"}, None)] == [(one.case_id, one.payload, one.contact) for one in facts]


def test_nobody_tries_numbers_out(site: Site) -> None:
    for number in range(40, 40 + LOOKUPS_AT_MOST):
        standing(site, number)
    with pytest.RaisesExc(RuleViolation, check=lambda rule: rule.code == "lookups_too_many"):
        caller(site, 1)
    site.clock.move(61)

    assert isinstance(caller(site, 1), RungBack)


def test_look_ups_before_the_clock_was_set_back_hinder_nobody(site: Site) -> None:
    site.clock.move(3600)
    for number in range(40, 40 + LOOKUPS_AT_MOST):
        standing(site, number)
    site.clock._now -= timedelta(hours=1)

    assert isinstance(caller(site, 1), RungBack)


def test_a_word_goes_to_whoever_has_the_case_in_hand(site: Site) -> None:
    bobs = site.offered(site.bob)
    answer = caller(site, bobs.case.case_no)
    assert isinstance(answer, CallerCase)
    word = CallerWord("w1", bobs.case.id, site.bob.id, "Case 1 rang back: after six")
    for _ in range(2):  # said again it is there once
        site.place().leave_word(site.ann, word)

    assert [("Case 1 rang back: after six", True)] == [
        (one.text, one.envelope.urgent) for one in site.place(site.bob).messages(site.bob)
    ]
    assert [(bobs.case.id, {"to": site.bob.id, "message": "w1"})] == [
        (one.case_id, one.payload) for one in site.facts(WORD_LEFT)
    ]


def test_a_word_is_left_for_a_case_that_was_looked_up_and_for_no_other(site: Site) -> None:
    bobs = site.offered(site.bob)

    with pytest.RaisesExc(RuleViolation, check=lambda rule: rule.code == "look_up_first"):
        site.place().leave_word(site.ann, CallerWord("w1", bobs.case.id, site.bob.id, "chat"))


@pytest.mark.on_store  # which has one transaction at a time
def test_a_supervisor_looks_up_on_the_machine_that_has_the_cases(site: Site) -> None:
    look_up = site.desk().cases.caller
    first, nobody = look_up(site.sue, fiction(3)), look_up(site.sue, fiction(77))

    assert (CallerStanding.FREE, site.case(3).id, CallerStanding.UNKNOWN) == (
        first.standing,
        first.case_id,
        nobody.standing,
    )
    assert [site.case(3).id, None] == [fact.case_id for fact in site.facts(LOOKED_UP)]
