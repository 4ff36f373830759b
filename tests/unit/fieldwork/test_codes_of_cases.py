"""The code of a case comes from all its attempts, through the services."""

from __future__ import annotations

from collections import Counter

import pytest

from cati_app.domain.casework.ending import Ending, How, ending_of
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.counts import count_outcomes
from cati_app.domain.outcomes.dispositions import OutcomeClass, Person
from cati_app.domain.outcomes.finality import History, final_code
from cati_app.fieldwork.calling.take_case import Offer
from tests.casework import alter
from tests.stations import Site, fiction
from tests.unit.fieldwork.sittings import begun, finish, refused


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
    case = site.case(number)
    return case.state, case.disposition


@pytest.fixture
def lone(site: Site) -> Site:
    """One case with one number."""
    with site.units()() as unit:
        for number in range(2, 6):
            alter(unit, CaseId(f"case-{number}"), state="closed")
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
            alter(unit, CaseId(f"case-{number}"), state="closed")
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


def history(site: Site, number: int = 1) -> History:
    with site.units()() as unit:
        return unit.histories.of_case(CaseId(f"case-{number}"))


def block(site: Site, number: int) -> None:
    """The number comes onto the block list of all studies, and the next case is looked for."""
    with site.units()() as unit:
        unit.blocklist.add([fiction(number).e164], site.clock.now(), "another study")
    site.place().take_case(site.ann)


def test_days_before_the_first_result_show_a_case_as_not_attempted(site: Site) -> None:
    give(site, "busy")
    give(site, "business")
    with site.units()() as unit:
        days = count_outcomes(unit.histories.all(), OutcomeClass.REFUSAL, lambda at: at.date()).days

    assert [Counter(busy=1, not_attempted=4), Counter(busy=1, business=1, not_attempted=3)] == [
        day["landline"] for day in days.values()
    ]


def test_a_case_blocked_after_calls_has_a_refusal_from_that_day_on_in_list_rates_and_story(lone: Site) -> None:
    give(lone, "no_answer")
    block(lone, 1)
    blocked = history(lone)
    rules = lone.station.rules
    days = count_outcomes([blocked], OutcomeClass.REFUSAL, lambda at: at.date()).days
    ending = ending_of(blocked, 1, rules.retry, converts=True, unscreened=OutcomeClass.REFUSAL)

    assert (("closed", "not_screened"), "refusal") == (code(lone), final_code(blocked, OutcomeClass.REFUSAL))
    assert [Counter(no_answer=1), Counter(refusal=1)] == [day["landline"] for day in days.values()]
    assert Ending(How.BLOCKED, None) == ending


def test_a_case_blocked_before_any_call_is_a_refusal(lone: Site) -> None:
    block(lone, 1)

    assert ("not_attempted", "refusal") == (history(lone).preset, final_code(history(lone), OutcomeClass.REFUSAL))
