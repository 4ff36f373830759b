"""Of every file that leaves: a pseudonym beside what a call or interview came to, and who opened that."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cati_app.domain.outcomes.dispositions import BREAK_OFF, COMPLETE
from cati_app.fieldwork.monitor.data import Included
from cati_app.fieldwork.quota.review_interview import ReviewInterview
from cati_app.fieldwork.rights import PROGRAM
from tests.stations import TUESDAY, Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish

TODAY = TUESDAY.date()


@pytest.fixture
def worked(site: Site) -> Site:
    """Ann held a complete interview, one that broke off and one that was rejected; she and bob were refused."""
    finish(site, *begun(site, YOUNG_MAN), COMPLETE)
    finish(site, *begun(site), BREAK_OFF)
    offer, interview = begun(site, {"sex": "2", "age_group": "young"})
    finish(site, offer, interview, COMPLETE)
    ReviewInterview(site.units(), site.clock)(site.sue, offer.case.id, rejected=True, reason="somebody else")
    for user in (site.ann, site.bob):
        offer = site.dialled(user)
        site.place(user).record_result(user, offer.attempt, "refusal_household")
    return site


def beside(site: Site) -> dict[str, list[tuple[str, str]]]:
    """Of each table with people in it: what stands beside what, each once."""
    station, keys = site.station, site.keys
    named = {
        station.pseudonyms(keys).now().of_interview(user.number, user.id, site.clock.now(), counts=True): user.login
        for user in (site.ann, site.bob)
    }
    interviews = station.read_data(keys)(PROGRAM, include=Included.ALL)
    return {
        "interviews": sorted(
            (row.not_counted or str(row.interview.disposition), named.get(row.interviewer, row.interviewer))
            for row in interviews
        ),
        "paradata": sorted(
            (ended, named.get(called, called)) for _, ended, called, *_ in station.read_paths(keys)(PROGRAM)
        ),
        "calls": sorted(
            {
                (call.result, named.get(call.interviewer, call.interviewer))
                for call in station.read_field_calls(station.pseudonyms(keys))(PROGRAM)
            }
        ),
    }


def opened(site: Site, login: str, first: date, last: date) -> None:
    services = site.station.open_figures(site.keys, site.station)
    services.of_person(site.sue, site.eve, login, (first, last), "a complaint", lambda *_: "opened")


CLOSED = {
    "interviews": [("break_off", ""), ("complete", "ann"), ("rejected", "")],
    "paradata": [("break_off", ""), ("complete", ""), ("complete", "ann")],
    "calls": [("break_off", ""), ("complete", ""), ("refusal_household", "")],
}
OPEN = {
    "interviews": [("break_off", "ann"), ("complete", "ann"), ("rejected", "ann")],
    "paradata": [("break_off", "ann"), ("complete", "ann"), ("complete", "ann")],
    "calls": [("break_off", "ann"), ("complete", "ann"), ("refusal_household", ""), ("refusal_household", "ann")],
}


def test_a_pseudonym_stands_beside_complete_interviews_that_count_alone(worked: Site) -> None:
    assert CLOSED == beside(worked)


def test_two_people_open_what_one_person_came_to_and_one_ends_it(worked: Site) -> None:
    opened(worked, "ann", TODAY, TODAY)
    assert OPEN == beside(worked), "of her alone"
    worked.station.open_figures(worked.keys, worked.station).close(worked.sue)
    assert CLOSED == beside(worked)


def test_of_days_that_are_not_open_and_after_two_weeks_nothing_is_told(worked: Site) -> None:
    opened(worked, "ann", TODAY - timedelta(days=2), TODAY - timedelta(days=1))
    assert CLOSED == beside(worked)
    opened(worked, "ann", TODAY, TODAY)
    worked.clock.move(timedelta(days=14).total_seconds() - 60)
    assert OPEN == beside(worked)
    worked.clock.move(120)
    assert CLOSED == beside(worked)


def test_an_agreement_opens_each_person_from_the_next_day_on(worked: Site) -> None:
    services = worked.station.open_figures(worked.keys, worked.station)
    services.of_everybody(worked.sue, worked.eve, "Agreement 7", TODAY, lambda *_: "opened")
    assert CLOSED == beside(worked), "never of days before"
    worked.clock.move(timedelta(days=1).total_seconds())
    worked.add_cases([10])
    offer = worked.dialled(worked.bob)
    worked.place(worked.bob).record_result(worked.bob, offer.attempt, "refusal_household")
    assert ("refusal_household", "bob") in beside(worked)["calls"]
    assert ("refusal_household", "ann") not in beside(worked)["calls"]


def test_what_is_open_is_told_as_long_as_people_are_told_of_at_all(worked: Site) -> None:
    worked.clock.move(timedelta(days=89).total_seconds())
    opened(worked, "ann", TODAY, TODAY)
    assert OPEN == beside(worked)
    worked.clock.move(timedelta(days=2).total_seconds())
    assert {""} == {called for table in beside(worked).values() for _, called in table}
