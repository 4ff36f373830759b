"""Lists and stories of cases are for supervisors; a preview changes nothing."""

from __future__ import annotations

import pytest

from cati_app.domain.casework.case_list import CaseFilter, CaseMark, CaseOrder, CaseStanding
from cati_app.domain.ids import CaseId
from cati_app.fieldwork.monitor.read_cases import ReadCase, ReadCases
from tests.casework import alter
from tests.stations import Site
from tests.unit.fieldwork.sittings import refused

CASE = CaseId("case-1")


def test_other_roles_are_refused(site: Site) -> None:
    listing, story = ReadCases(site.units()), ReadCase(site.units(), site.clock, site.station.rules)
    shown = listing.first(site.sue, CaseFilter())
    for user in (site.ann, site.eve):
        for read in (
            lambda user=user: listing.first(user, CaseFilter()),
            lambda user=user: listing.last(user, CaseFilter()),
            lambda user=user: listing.again(user, shown),
            lambda user=user: listing.further(user, shown),
            lambda user=user: listing.back(user, shown),
            lambda user=user: listing.around(user, 1),
            lambda user=user: listing.results(user),
            lambda user=user: story(user, CASE),
            lambda user=user: site.desk().cases.change.preview(user, CASE, 1, "busy"),
        ):
            with refused("supervisor_needed"):
                read()


def test_a_preview_leaves_case_attempt_and_log_as_they_were(site: Site) -> None:
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "refusal_household")
    before = site.everything()

    future = site.desk().cases.change.preview(site.sue, CASE, 1, "no_answer")

    assert ("refusal_household", "no_answer", "not_screened", "no_answer") == (
        future.was,
        future.now,
        future.code_before,
        future.code_after,
    )
    assert ((), ()) == (future.before.numbers, future.after.numbers)
    assert before == site.everything()


def test_a_story_holds_no_number(site: Site) -> None:
    story = ReadCase(site.units(), site.clock, site.station.rules)(site.sue, CASE, opened=True)

    assert ((), "01") == (story.case.numbers, story.numbers[0].ending)
    assert "3023125" not in repr(story)


def test_a_stretch_that_lost_its_end_is_filled_from_before(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cati_app.fieldwork.monitor.read_cases.PAGE", 2)
    listing = ReadCases(site.units())
    opened = CaseFilter(CaseStanding.OPEN)
    shown = listing.last(site.sue, opened)
    assert [4, 5] == [line.case_no for line in shown.lines]
    with site.units()() as unit:
        alter(unit, CaseId("case-5"), state="closed")
        unit.commit()

    again = listing.again(site.sue, shown)

    assert ([3, 4], True, False) == ([line.case_no for line in again.lines], again.has_before, again.has_after)


def test_a_list_without_cases_goes_nowhere(site: Site) -> None:
    listing = ReadCases(site.units())
    nothing = listing.first(site.sue, CaseFilter(CaseStanding.CLOSED))

    assert ((), False, False, 0) == (nothing.lines, nothing.has_before, nothing.has_after, nothing.count)
    assert nothing == listing.further(site.sue, nothing) == listing.back(site.sue, nothing)
    assert nothing == listing.again(site.sue, nothing) == listing.last(site.sue, nothing.wanted)


@pytest.mark.parametrize("standing", [CaseStanding.ALL, CaseStanding.CLOSED, CaseStanding.UNRELEASED])
def test_cases_without_a_next_time_cannot_be_ordered_by_it(standing: CaseStanding) -> None:
    with pytest.raises(ValueError, match="no next time"):
        CaseFilter(standing, order=CaseOrder.DUE)

    by_due = CaseFilter(standing).ordered_by(CaseOrder.DUE)
    assert (CaseStanding.OPEN, CaseOrder.DUE) == (by_due.standing, by_due.order)
    assert CaseFilter(standing) == by_due.standing_at(standing)


def test_an_order_by_time_stays_for_cases_that_have_one() -> None:
    wanted = CaseFilter(CaseStanding.AGREED).ordered_by(CaseOrder.DUE)

    assert CaseFilter(CaseStanding.HELD, order=CaseOrder.DUE) == wanted.standing_at(CaseStanding.HELD)
    assert CaseFilter(CaseStanding.AGREED) == wanted.ordered_by(CaseOrder.NUMBER)
    assert CaseMark(1, 9) < CaseMark(2, 1)
