"""Interviews that ask for a look, by who held them: the own, those of groups, those of a person while opened by two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from cati_app.domain.casework.interviewer_findings import FlaggedCount, InterviewerFinding
from cati_app.domain.people.shown_days import DaySpan
from cati_app.domain.people.shown_groups import Withheld
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.monitor.read_interviewer_findings import GroupFinding, ReadInterviewerFindings
from cati_app.fieldwork.quota.look_at_interview import FindNothing
from cati_app.fieldwork.quota.review_interview import ReviewInterview
from tests.fakes.site import MemorySite
from tests.stations import PASSWORD
from tests.unit.fieldwork.sittings import refused
from tests.unit.store.held_interviews import given_to, held

PEOPLE, EACH = 6, 20


@pytest.fixture(scope="module")
def field() -> Iterator[MemorySite]:
    """Six people with twenty interviews each, yesterday; the first is quick in four, the second in one."""
    site = MemorySite(cases=PEOPLE * EACH, targets_scale=60)
    adding = site.station.people.add_person(site.keys)
    for number in range(PEOPLE - 2):
        adding(site.sue, f"new{number}", f"New {number}", Role.INTERVIEWER, PASSWORD)
    for number, person in enumerate(team(site)):
        for n in range(EACH):
            is_quick = n < {0: 4, 1: 1}.get(number, 0)
            given_to(site, person, held(site, seconds=2 if is_quick else 10 + n % 3)[1])
    site.clock.move(timedelta(days=1).total_seconds())  # of a day that is not over groups are told nothing
    yield site
    site.close()


def team(site: MemorySite) -> list[User]:
    people = [user for user in site.station.logins() if user.role is Role.INTERVIEWER]
    return sorted(people, key=lambda user: user.number)


def findings(site: MemorySite) -> ReadInterviewerFindings:
    return site.station.read_interviewer_findings(site.keys)


def test_a_person_learns_the_own_beside_all_others(field: MemorySite) -> None:
    """Of the others one in 100 is flagged: 20 · 2/102 are expected, and chance goes up to three."""
    first, second, *_ = team(field)
    told = findings(field).own(first)
    assert (FlaggedCount(4, 20), 40 / 102, 3) == (told.own, told.expected, told.limit)
    assert told.is_beyond_chance
    assert not findings(field).own(second).is_beyond_chance


def test_groups_are_told_together_and_of_everybody_nothing_is_compared(field: MemorySite) -> None:
    held_on = field.clock.now().date() - timedelta(days=1)
    days = DaySpan(held_on - timedelta(days=67), held_on)
    everybody = GroupFinding("", PEOPLE, InterviewerFinding(FlaggedCount(5, PEOPLE * EACH)), days=days)
    assert [everybody] == findings(field).groups(field.sue)


def test_nothing_is_told_of_another_person_unless_it_is_opened(field: MemorySite) -> None:
    first, *_ = team(field)
    with refused("figures_locked"):
        findings(field).of_person(field.sue, first.login)
    with refused("supervisor_needed"):
        findings(field).of_person(first, first.login)
    with refused("interviewer_needed"):
        findings(field).own(field.sue)
    with refused("no_figures"):
        findings(field).groups(first)


def test_opened_by_two_it_is_told_of_the_days_that_are_open(field: MemorySite) -> None:
    _, second, *_ = team(field)
    today = field.clock.now().date() - timedelta(days=1)
    opening = field.station.open_figures(field.keys, field.station)
    yesterday = today - timedelta(days=1)
    opening.of_person(field.sue, field.eve, second.login, (yesterday, yesterday), "a complaint", lambda *_: "opened")
    assert InterviewerFinding(FlaggedCount(0, 0)) == findings(field).of_person(field.sue, second.login)
    opening.of_person(field.sue, field.eve, second.login, (today, today), "a complaint", lambda *_: "opened")
    assert findings(field).own(second) == findings(field).of_person(field.sue, second.login)


def test_nothing_found_and_rejected_are_flagged_no_more_and_old_ones_count_for_nobody() -> None:
    site = MemorySite(cases=40, targets_scale=20)
    try:
        for number in range(31):
            held(site, seconds=10 + number % 3)
        cases = [held(site, seconds=2)[0] for _ in range(2)]
        assert FlaggedCount(2, 33) == findings(site).own(site.ann).own
        FindNothing(site.units(), site.units(), site.clock)(site.sue, cases[0])
        assert FlaggedCount(1, 33) == findings(site).own(site.ann).own
        ReviewInterview(site.units(), site.clock)(site.sue, cases[1], rejected=True, reason="somebody else")
        assert InterviewerFinding(FlaggedCount(0, 32)) == findings(site).own(site.ann)
        assert [Withheld.FEW_PEOPLE] == [group.withheld for group in findings(site).groups(site.sue)]
        site.clock.move(timedelta(days=91).total_seconds())
        assert FlaggedCount(0, 0) == findings(site).own(site.ann).own
    finally:
        site.close()
