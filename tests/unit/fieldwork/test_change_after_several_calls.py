"""A result is corrected after several calls: the case rests, or is closed, as if it had been given at once."""

from __future__ import annotations

from datetime import timedelta

from cati_app.domain.casework.cases import CaseState
from cati_app.domain.ids import CaseId
from cati_app.fieldwork.rights import PROGRAM
from tests.casework import alter
from tests.stations import Site
from tests.unit.fieldwork.test_change_result import CASE, change


def told(site: Site, *results: str) -> None:
    """The case is called once a day, by Ann."""
    for result in results:
        with site.units()() as unit:
            alter(unit, CASE, due_at=site.clock.now(), skill="", not_by=None)
            for number in range(2, 6):
                alter(unit, CaseId(f"case-{number}"), state="unreleased")
            unit.commit()
        offer = site.dialled()
        site.place().record_result(site.ann, offer.attempt, result, note="noted")
        site.clock.move(24 * 3600)


def test_a_soft_refusal_that_was_missed_lets_the_case_rest_as_long(site: Site) -> None:
    told(site, "no_answer", "busy")

    change(site, "soft_refusal_household")

    case = site.case()
    assert ("2026-12-01", "refusal_rest") == (str(case.due_at)[:10], case.rest)
    assert [] == [one for one in site.station.read_compliance(site.keys)(PROGRAM).ledger.breaches if one.case_no != 1]


def test_a_case_that_rests_longer_already_is_left_alone(site: Site) -> None:
    told(site, "no_answer", "busy")
    with site.units()() as unit:
        alter(unit, CASE, due_at=site.clock.now() + timedelta(days=30))
        unit.commit()
    change(site, "soft_refusal_household")

    assert "2026-12-26" == str(site.case().due_at)[:10]


def test_a_second_soft_refusal_that_was_missed_closes_the_case(site: Site) -> None:
    told(site, "no_answer", "soft_refusal_respondent")

    changed = change(site, "soft_refusal_household")

    assert (CaseState.CLOSED, "not_screened") == (changed.state, changed.code)


def test_a_case_that_stays_closed_is_judged_by_its_last_result(site: Site) -> None:
    told(site, "no_answer", "refusal_household")

    changed = change(site, "busy")

    assert (CaseState.CLOSED, "not_screened") == (changed.state, changed.code)
    assert ("closed", "not_screened", None) == (site.case().state, site.case().disposition, site.case().due_at)
