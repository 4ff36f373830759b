"""The code of a case comes from all its attempts, through the services on the real store."""

from __future__ import annotations

import pytest

from cati_app.domain.finality import Person
from cati_app.domain.ids import CaseId
from cati_app.services.take_case import Offer
from tests.stations import Site
from tests.unit.services.sittings import begun, finish, refused


def give(site: Site, result: str, note: str = "", number: int = 0) -> Offer:
    """Dial the next case and give a result; afterwards it is due again."""
    place = site.place()
    offer = site.offered()
    place.start_call(site.ann, offer.attempt, offer.case.numbers[number])
    place.record_result(site.ann, offer.attempt, result, note=note)
    _next_day(site)
    return offer


def _next_day(site: Site, days: int = 8) -> None:
    calendar = site.station.rules.calendar
    site.clock.move(days * 24 * 3600)
    site.clock.move_to(calendar.next_open(site.clock.now()) or site.clock.now())


def code(site: Site, number: int = 1) -> tuple[object, ...]:
    return site.sql(f'SELECT state, disposition FROM "case" WHERE case_no = {number}')[0]


@pytest.fixture
def lone(site: Site) -> Site:
    """One case with one number."""
    with site.units()() as unit:
        for number in range(2, 6):
            unit.cases.update(CaseId(f"case-{number}"), state="closed")
        unit.commit()
    return site


def test_at_the_limit_the_most_informative_attempt_counts_not_the_last(lone: Site) -> None:
    give(lone, "contact_other_person", "a child")
    for _ in range(9):
        give(lone, "no_answer")

    assert ("closed", "not_screened") == code(lone)  # residence must be screened in this study


def test_a_dead_number_leaves_the_case_open_while_it_has_another(site: Site) -> None:
    site.add_cases([9], lines=2)
    with site.units()() as unit:
        for number in range(1, 6):
            unit.cases.update(CaseId(f"case-{number}"), state="closed")
        unit.commit()

    give(site, "not_in_service")
    assert ("open", "not_in_service") == code(site, 9)
    give(site, "fax", number=1)
    assert ("closed", "fax") == code(site, 9)


def test_a_result_that_needs_a_note_is_refused_without_one(site: Site) -> None:
    offer = site.dialled()

    with refused("note_required"):
        site.place().record_result(site.ann, offer.attempt, "soft_refusal", note="  ")

    assert offer.attempt.id == site.offered().attempt.id


def test_a_result_nobody_knows_is_refused(site: Site) -> None:
    offer = site.dialled()

    with refused("result_unknown"):
        site.place().record_result(site.ann, offer.attempt, "nonsense")


def test_the_person_who_refused_is_kept_with_the_attempt(site: Site) -> None:
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "soft_refusal_respondent", note="busy at work")

    with site.units()() as unit:
        outcome = unit.histories.of_case(offer.case.id).outcomes[-1]

    assert ("soft_refusal", Person.RESPONDENT, "number-1-0") == (outcome.result, outcome.person, outcome.number)


def test_a_case_that_was_screened_out_is_not_eligible(site: Site) -> None:
    offer, interview = begun(site, {"sex": "1", "age_group": "young"})
    finish(site, offer, interview, "no_eligible_person")

    assert ("closed", "no_eligible_person") == code(site)


def test_a_screened_case_that_nobody_reaches_again_is_a_break_off(lone: Site) -> None:
    offer, interview = begun(lone, {"sex": "1", "age_group": "young"})
    finish(lone, offer, interview, "interview_suspended")
    _next_day(lone)
    for _ in range(9):
        give(lone, "no_answer")

    assert ("closed", "break_off") == code(lone)


def test_an_unknown_case_has_no_history(site: Site) -> None:
    with site.units()() as unit, pytest.raises(LookupError, match="no case"):
        unit.histories.of_case(CaseId("nobody"))
