"""Cases, calls, results and their undoing, through the services."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cati_app.domain.calling.queue import Because, Nothing, Waits
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.cases import CaseState
from cati_app.domain.errors import RuleViolation
from cati_app.fieldwork.calling.take_case import Offer
from tests.casework import alter
from tests.stations import Site, fiction


def refused(code: str) -> pytest.RaisesExc[RuleViolation]:
    return pytest.RaisesExc(RuleViolation, check=lambda rule: rule.code == code)


def test_cases_come_by_number_while_none_was_called(site: Site) -> None:
    offer = site.offered()

    assert (1, Because.NEVER_CALLED, 1) == (offer.case.case_no, offer.because, offer.attempt.attempt_no)


def test_a_person_with_a_case_gets_the_same_again(site: Site) -> None:
    first = site.offered()

    assert (first.attempt.id, Because.RESUME) == (site.offered().attempt.id, site.offered().because)


def test_two_people_never_get_the_same_case(site: Site) -> None:
    assert {1, 2} == {site.offered(site.ann).case.case_no, site.offered(site.bob).case.case_no}


def test_every_offer_is_logged_as_a_display_of_contact_data(site: Site) -> None:
    site.offered()
    site.offered()

    assert 2 == site.kinds().count("contact_shown")


def test_a_result_is_refused_before_dialling(site: Site) -> None:
    offer = site.offered()

    with refused("not_dialled"):
        site.place().record_result(site.ann, offer.attempt, "no_answer")


def test_a_second_result_for_the_same_attempt_is_refused(site: Site) -> None:
    offer, place = site.dialled(), site.place()
    place.record_result(site.ann, offer.attempt, "no_answer")

    with refused("result_given"):
        place.record_result(site.ann, offer.attempt, "busy")


def test_no_call_begins_outside_the_hours(site: Site) -> None:
    offer = site.offered()
    site.clock.move(4 * 3600)

    with refused("outside_hours"):
        site.place().start_call(site.ann, offer.attempt, offer.case.numbers[0])


def test_outside_the_hours_cases_wait_for_the_next_window(site: Site) -> None:
    site.clock.move(4 * 3600)

    nothing = site.place().take_case(site.ann)

    assert isinstance(nothing, Nothing)
    assert {Waits.OUTSIDE_HOURS: 5} == nothing.waiting
    assert nothing.next_at is not None
    assert "2026-11-25T09:00" == f"{site.station.rules.calendar.local(nothing.next_at):%Y-%m-%dT%H:%M}"


def test_a_fourth_call_on_one_day_is_refused_whichever_number_it_is(site: Site) -> None:
    offer, place = site.dialled(), site.place()
    for _ in range(2):
        place.start_call(site.ann, offer.attempt, offer.case.numbers[0])

    with refused("day_limit_reached"):
        place.start_call(site.ann, offer.attempt, offer.case.numbers[0])


def test_after_three_calls_a_case_rests_till_the_next_day(site: Site) -> None:
    offer, place = site.dialled(), site.place()
    for _ in range(2):
        place.start_call(site.ann, offer.attempt, offer.case.numbers[0])

    given = place.record_result(site.ann, offer.attempt, "busy")

    assert given.consequence.due_at is not None
    assert "2026-11-25T09:00" == f"{place.rules.calendar.local(given.consequence.due_at):%Y-%m-%dT%H:%M}"


def test_an_appointment_for_a_call_that_would_be_refused_is_refused(site: Site) -> None:
    offer, place = site.dialled(), site.place()
    for _ in range(2):
        place.start_call(site.ann, offer.attempt, offer.case.numbers[0])
    agreed = Agreed(site.clock.now() + timedelta(hours=2), firm=True)

    with refused("day_limit_reached"):
        place.record_result(site.ann, offer.attempt, "appointment_firm", agreed=agreed)


def test_no_appointment_is_made_with_the_last_contact_attempt(site: Site) -> None:
    offer = site.dialled()
    with site.units()() as unit:
        alter(unit, offer.case.id, dials=10)
        unit.commit()
    agreed = Agreed(site.clock.now() + timedelta(days=1), firm=True)

    with refused("limit_reached"):
        site.place().record_result(site.ann, offer.attempt, "appointment_firm", agreed=agreed)

    assert site.place().record_result(site.ann, offer.attempt, "no_answer").consequence.closes


def test_the_tenth_contact_closes_the_case_and_no_eleventh_is_dialled(site: Site) -> None:
    place = site.place()
    offer = site.offered()
    for call in range(10):
        if call % 3 == 0:
            site.clock.move(24 * 3600)
            site.clock.move_to(place.rules.calendar.next_open(site.clock.now()) or site.clock.now())
        place.start_call(site.ann, offer.attempt, offer.case.numbers[0])
    site.clock.move(24 * 3600)
    site.clock.move_to(place.rules.calendar.next_open(site.clock.now()) or site.clock.now())

    with refused("limit_reached"):
        place.start_call(site.ann, offer.attempt, offer.case.numbers[0])
    given = place.record_result(site.ann, offer.attempt, "machine")

    assert ("machine_unknown", True) == (given.consequence.disposition, given.consequence.closes)


@pytest.mark.parametrize(
    ("hours", "code"),
    [
        (-1, "appointment_in_the_past"),
        (0, "appointment_in_the_past"),
        (5, "appointment_outside_hours"),
        (24 * 5, "appointment_outside_hours"),
    ],
)
def test_an_appointment_nobody_may_keep_is_refused(site: Site, hours: int, code: str) -> None:
    offer = site.dialled()
    agreed = Agreed(site.clock.now() + timedelta(hours=hours), firm=True)

    with refused(code):
        site.place().record_result(site.ann, offer.attempt, "appointment_firm", agreed=agreed)


def test_an_appointment_comes_to_its_owner_early_and_to_the_team_a_quarter_of_an_hour_late(site: Site) -> None:
    offer = site.dialled()
    at = site.clock.now() + timedelta(hours=1)
    site.place().record_result(site.ann, offer.attempt, "appointment_soft", agreed=Agreed(at, firm=False))

    site.clock.move_to(at - timedelta(minutes=6))
    assert Because.NEVER_CALLED is _looked(site).because
    site.clock.move_to(at - timedelta(minutes=5))
    assert (Because.SOFT_APPOINTMENT, 1) == (_looked(site).because, _looked(site).case.case_no)
    assert 1 != _looked(site, "bob").case.case_no
    site.clock.move_to(at + timedelta(minutes=15))
    assert 1 == _looked(site, "bob").case.case_no


def _looked(site: Site, who: str = "ann") -> Offer:
    """The next case, given back at once."""
    user = site.bob if who == "bob" else site.ann
    offer = site.offered(user)
    site.place(user).return_case(user, offer.attempt)
    return offer


def test_firm_appointments_come_before_rough_ones_and_those_before_fresh_cases(site: Site) -> None:
    at = site.clock.now() + timedelta(hours=1)
    for firm in (False, True):
        offer = site.dialled()
        name = "appointment_firm" if firm else "appointment_soft"
        site.place().record_result(site.ann, offer.attempt, name, agreed=Agreed(at, firm))
    site.clock.move_to(at)

    order = []
    for _ in range(3):
        offer = site.dialled()
        order.append(offer.case.case_no)
        site.place().record_result(site.ann, offer.attempt, "no_answer")

    assert [2, 1, 3] == order


def test_an_undialled_case_goes_back_to_its_place(site: Site) -> None:
    offer = site.offered()
    site.place().return_case(site.ann, offer.attempt)

    again = site.offered(site.bob)

    assert (1, 1) == (again.case.case_no, again.attempt.attempt_no)


def test_a_dialled_case_cannot_be_given_back(site: Site) -> None:
    offer = site.dialled()

    with refused("not_returnable"):
        site.place().return_case(site.ann, offer.attempt)


def as_held(site: Site) -> tuple[object, ...]:
    case = site.case()
    return case.state, case.attempts, case.dials, case.due_at, case.disposition, case.locked_by


def test_a_result_taken_back_leaves_the_case_as_it_was_in_the_same_hands(site: Site) -> None:
    offer, place = site.dialled(), site.place()
    before = as_held(site)
    given = place.record_result(site.ann, offer.attempt, "refusal", never_again=True, note="rude")
    site.clock.move(9)

    place.take_back(site.ann, given, site.offered().attempt)

    assert before == as_held(site)
    assert (offer.attempt.id, True) == (site.offered().attempt.id, site.offered().dialled)


def test_after_ten_seconds_a_result_stands_and_the_case_in_hand_stays(site: Site) -> None:
    offer, place = site.dialled(), site.place()
    given = place.record_result(site.ann, offer.attempt, "refusal")
    in_hand = site.offered()
    site.clock.move(10)

    with refused("undo_too_late"):
        place.take_back(site.ann, given, in_hand.attempt)

    assert in_hand.attempt.id == site.offered().attempt.id
    place.start_call(site.ann, in_hand.attempt, in_hand.case.numbers[0])


def test_a_result_stands_once_somebody_else_has_the_case(site: Site) -> None:
    offer, place = site.dialled(), site.place()
    given = place.record_result(site.ann, offer.attempt, "returned")
    for _ in range(5):
        other = site.offered(site.bob)
        if other.case.case_no == 1:
            break
        site.place(site.bob).start_call(site.bob, other.attempt, other.case.numbers[0])
        site.place(site.bob).record_result(site.bob, other.attempt, "not_in_service")

    with refused("case_taken"):
        place.take_back(site.ann, given)


def test_numbers_are_blocked_only_when_the_result_cannot_be_taken_back(site: Site) -> None:
    offer, place = site.dialled(), site.place()
    place.record_result(site.ann, offer.attempt, "refusal", never_again=True)
    site.clock.move(9)
    assert (0, False) == (place.settle_blocks(site.ann), site.is_blocked(1))

    site.clock.move(1)

    assert (1, 0) == (place.settle_blocks(site.ann), place.settle_blocks(site.ann))
    assert (True, False) == (site.is_blocked(1), site.is_blocked(2))


def test_a_result_taken_back_blocks_nothing(site: Site) -> None:
    offer, place = site.dialled(), site.place()
    given = place.record_result(site.ann, offer.attempt, "refusal", never_again=True)
    place.take_back(site.ann, given)
    site.clock.move(60)

    assert 0 == place.settle_blocks(site.ann)


def test_a_number_blocked_elsewhere_meanwhile_is_not_offered_any_more(site: Site) -> None:
    with site.units()() as unit:
        unit.blocklist.add([fiction(1).e164, fiction(2).e164], site.clock.now(), "another study")

    assert 3 == site.offered().case.case_no
    assert [("closed", "not_screened"), ("closed", "not_screened")] == [
        (case.state, case.disposition) for case in (site.case(1), site.case(2))
    ]
    assert 2 == site.kinds().count("case_blocked")


@pytest.mark.on_store
def test_a_note_comes_back_in_the_history_and_stands_nowhere_in_clear(site: Site) -> None:
    offer, place = site.dialled(), site.place()
    place.record_result(site.ann, offer.attempt, "returned", note="ask for Mrs Brown")

    with site.blind_units()() as blind:
        assert [""] == [entry.note for entry in blind.cases.history(offer.case.id)]
    with site.units()() as unit:
        assert ["ask for Mrs Brown"] == [entry.note for entry in unit.cases.history(offer.case.id)]
        assert CaseState.OPEN is unit.cases.get(offer.case.id).state
    assert b"Brown" not in repr(site.sql("SELECT * FROM attempt")).encode()
    assert "Brown" not in repr(site.sql("SELECT * FROM event"))


def test_a_language_given_with_a_result_goes_when_the_result_is_taken_back(site: Site) -> None:
    offer, place = site.dialled(), site.place()
    given = place.record_result(site.ann, offer.attempt, "callback_requested", language="tr")
    place.take_back(site.ann, given)

    assert site.case().language is None


def never_again(site: Site) -> None:
    """Ann's first case wants no more calls."""
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "refusal", never_again=True)


def test_who_leaves_blocks_at_once_what_only_waited_to_be_taken_back(site: Site) -> None:
    never_again(site)

    assert (0, False) == (site.place(site.bob).settle_blocks(site.bob, leaves=True), site.is_blocked(1))
    assert (1, True) == (site.place().settle_blocks(site.ann, leaves=True), site.is_blocked(1))
    assert [site.ann.id] == [fact.user_id for fact in site.facts("numbers_blocked")]


def test_numbers_still_to_be_blocked_are_blocked_at_the_next_start(site: Site) -> None:
    never_again(site)
    site.reopen()
    site.station.prepare(site.keys, site.sue)
    assert not site.is_blocked(1)

    site.clock.move(10)
    site.reopen()
    site.station.prepare(site.keys, site.sue)

    assert (True, 1) == (site.is_blocked(1), site.kinds().count("numbers_blocked"))
