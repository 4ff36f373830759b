"""Limits and the block list at the offer and at dialling: what may not be called is in hand no more, for good."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.fieldwork.calling.make_call import StartCall
from cati_app.fieldwork.calling.take_case import Offer, TakeCase
from cati_app.fieldwork.rules import StudyRules
from tests.casework import alter
from tests.stations import Site, fiction


def first_case(site: Site) -> tuple[object, ...]:
    case = site.case()
    return case.state, case.disposition, case.locked_by, case.attempts


def close(site: Site, *case_nos: int) -> None:
    with site.units()() as unit:
        for case_no in case_nos:
            alter(unit, CaseId(f"case-{case_no}"), state="closed")
        unit.commit()


def block(site: Site, number: int) -> None:
    with site.units()() as unit:
        unit.blocklist.add([fiction(number).e164], site.clock.now(), "another study")


def refused_dial(site: Site, offer: Offer, rules: StudyRules | None = None) -> RuleViolation:
    start = StartCall(site.units(), site.clock, site.station._ids, rules or site.station.rules)
    with pytest.raises(RuleViolation) as refused:
        start(site.ann, offer.attempt, offer.case.numbers[0])
    return refused.value


def test_a_number_blocked_after_the_offer_is_not_dialled_and_its_case_is_closed(site: Site) -> None:
    offer = site.offered()
    block(site, 1)

    refused = refused_dial(site, offer)

    assert ("number_blocked", True) == (refused.code, refused.context.get("settled"))
    assert ("closed", "not_screened", None, 0) == first_case(site)
    assert ("case_blocked", 0) == (site.kinds()[-2], site.kinds().count("call_started"))
    assert 2 == site.offered().case.case_no


def test_a_number_blocked_after_the_call_is_not_dialled_again_and_the_result_is_still_given(site: Site) -> None:
    offer = site.dialled()
    block(site, 1)
    site.reopen()

    refused = refused_dial(site, site.offered())

    assert ("number_blocked", None) == (refused.code, refused.context.get("settled"))
    site.place().record_result(site.ann, offer.attempt, "busy")
    site.clock.move(3600)
    assert 1 != site.offered().case.case_no


def test_a_blocked_number_stands_in_the_way_of_its_case_when_its_reasons_are_asked(site: Site) -> None:
    block(site, 1)

    found = site.place().explain_case(site.ann, CaseId("case-1"))
    blind = site.station.explain_case()(site.ann, CaseId("case-1"))

    assert ["block_list"] == [reason.rule for reason in found.reasons if not reason.holds]
    assert [0] == [reason.facts["asked"] for reason in blind.reasons if reason.rule == "block_list"]


@pytest.fixture
def tightened(site: Site) -> StudyRules:
    """A case called twice, and rules of today that allow no more than two calls."""
    offer = site.dialled()
    site.place().start_call(site.ann, offer.attempt, offer.case.numbers[0])
    site.place().record_result(site.ann, offer.attempt, "busy")
    rules = site.station.rules
    return replace(rules, retry=replace(rules.retry, max_attempts=2))


def test_a_case_over_a_limit_set_meanwhile_is_closed_and_not_offered(site: Site, tightened: StudyRules) -> None:
    site.clock.move(3600)
    take = TakeCase(site.units(), site.clock, site.station._ids, tightened, site.station.watch)
    close(site, *range(2, 6))

    assert isinstance(take(site.ann), Nothing)
    assert ("closed", "busy", None, 1) == first_case(site)


def test_a_case_over_a_limit_set_after_the_offer_is_closed_at_dialling(site: Site, tightened: StudyRules) -> None:
    close(site, *range(2, 6))
    site.clock.move(3600)

    refused = refused_dial(site, site.offered(), tightened)

    assert ("limit_reached", True) == (refused.code, refused.context.get("settled"))
    assert ("closed", "busy", None, 1) == first_case(site)


def test_a_dead_number_that_was_not_called_today_does_not_bring_its_case(site: Site) -> None:
    """The other one is spent; the dead one would only be offered for nothing."""
    site.add_cases([6], lines=2)
    close(site, *range(1, 6))
    place, offer = site.place(), site.offered()
    place.start_call(site.ann, offer.attempt, offer.case.numbers[0])
    place.record_result(site.ann, offer.attempt, "disconnected")
    again = site.offered()
    for _ in range(2):
        place.start_call(site.ann, again.attempt, again.case.numbers[1])
    follows = place.record_result(site.ann, again.attempt, "busy").consequence

    assert follows.due_at is not None
    assert "2026-11-25T09:00" == f"{site.station.rules.calendar.local(follows.due_at):%Y-%m-%dT%H:%M}"
