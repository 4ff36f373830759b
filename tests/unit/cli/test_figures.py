"""`cati figures`: one's own, or those of groups; never those of one other person."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.outcomes.dispositions import COMPLETE
from cati_app.domain.people.shown_groups import Withheld
from cati_app.domain.people.users import Role
from cati_app.fieldwork.rights import PROGRAM
from tests.commands import Command
from tests.stations import PASSWORD, TUESDAY, Site
from tests.unit.cli.studies import HEALTHY
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish
from tests.unit.store.held_interviews import held

AT = "2026-11-24T15:00:00.000000+00:00"
RESULTS = ("refusal_household", "complete", "soft_refusal")


@pytest.fixture
def worked(site: Site) -> Site:
    """Two refusals of ann, one of bob."""
    for user in (site.ann, site.bob, site.ann):
        offer = site.dialled(user)
        site.place(user).record_result(user, offer.attempt, "refusal_household")
    return site


def told(cati: Command, site: Site, login: str, monkeypatch: pytest.MonkeyPatch) -> tuple[object, str]:
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    asked = ("figures", HEALTHY, "--db", site.path, "--as", login)
    return json.loads(cati(*asked, "--json").stdout), cati(*asked).stdout


def test_an_interviewer_sees_the_own_figure(cati: Command, worked: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    worked.close()
    facts, text = told(cati, worked, "ann", monkeypatch)
    assert {
        "conversations": 2,
        "led_on": 0,
        "expected": None,
        "factor": None,
        "interval_80": None,
        "findings": {"interviews": 0, "flagged": 0, "expected": None, "limit": None, "beyond_chance": None},
        "opened": 0,
    } == facts
    assert "They are not compared: that needs 5 others with 50 conversations each" in text, "of a team of two"
    assert "Nobody else sees it" in text


@pytest.mark.parametrize("login", ["sue", "eve"])
def test_whoever_leads_the_field_hears_why_no_figure_stands_there(
    cati: Command, worked: Site, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked.close()
    facts, text = told(cati, worked, login, monkeypatch)
    assert isinstance(facts, list)
    assert [("few_people", None, None)] == [(one["withheld"], one["people"], one["led_on"]) for one in facts]
    assert "fewer than 5 people with 50 conversations each" in text
    assert "ann" not in text.lower()
    assert ["few_people"] == [one["findings"]["withheld"] for one in facts]
    assert "fewer than 5 people with 20 interviews each" in text


def test_groups_of_enough_people_are_shown_together(site: Site, tmp_path: Path) -> None:
    people = [site.ann, site.bob]
    adding = site.station.people.add_person(site.keys)
    for n in range(4):
        adding(site.sue, f"new{n}", f"New {n}", Role.INTERVIEWER, PASSWORD)
    people = [person for person in site.station.logins() if person.role is Role.INTERVIEWER]
    held = iter(range(10**6))
    for n, person in enumerate(people):
        for k in range(50 + n):
            number = next(held)
            site.sql_write(
                "INSERT INTO attempt (id, case_id, attempt_no, user_id, started_at, ended_at, disposition)"
                " VALUES (?, 'case-1', ?, ?, ?, ?, ?)",
                (f"a{number}", number + 1, person.id, AT, AT, RESULTS[k % 3]),
            )
    (everybody,) = site.station.read_staff_figures().groups(site.sue)
    assert Withheld.FEW_PEOPLE is everybody.withheld, "today is not over"
    site.clock.move(timedelta(days=1).total_seconds())
    (everybody,) = site.station.read_staff_figures().groups(site.sue)
    figures = [site.station.read_staff_figures().own(person) for person in people]
    assert all(figure.expected and figure.factor for figure in figures), "beside five others"
    assert everybody.talks is not None
    assert (6, None) == (everybody.people, everybody.withheld)
    assert sum(50 + n for n in range(6)) == everybody.talks.all
    assert everybody.expected == pytest.approx(everybody.talks.led_on, rel=0.1)


def test_with_it_stand_the_own_interviews_that_ask_for_a_look(
    cati: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    held(site)
    site.close()
    facts, text = told(cati, site, "ann", monkeypatch)
    assert isinstance(facts, dict)
    assert (1, 0, None) == tuple(facts["findings"][key] for key in ("interviews", "flagged", "expected"))
    assert "Of 1 complete interviews 0 ask for a look." in text
    assert "at least 20 interviews" in text


def test_conversations_count_for_ninety_days(cati: Command, worked: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    worked.close()
    for days, conversations in ((90, 2), (91, 0)):
        later = TUESDAY + timedelta(days=days)
        monkeypatch.setattr("cati_app.cli.opening.SystemClock", lambda at=later: SimulatedClock(at))
        facts, text = told(cati, worked, "ann", monkeypatch)
        assert isinstance(facts, dict)
        assert conversations == facts["conversations"]
        assert "conversations of the last 90 days" in text


@pytest.mark.parametrize(("days", "is_named"), [(90, True), (91, False)])
def test_after_ninety_days_files_do_not_tell_who_held_an_interview(site: Site, days: int, is_named: bool) -> None:
    finish(site, *begun(site, YOUNG_MAN), COMPLETE)
    site.clock.move(timedelta(days=days).total_seconds() - 60 * 60)
    (row,) = site.station.read_data(site.keys)(PROGRAM)
    (path,) = site.station.read_paths(site.keys)(PROGRAM)
    assert (is_named, is_named) == (bool(row.interviewer), bool(path[2]))
