"""`cati figures`: figures of one person are opened by two others, told to that person, and listed for ever."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta

import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.ids import UserId
from cati_app.domain.people.logins import LONGEST_LOGIN
from cati_app.domain.people.opened_figures import OpenedFigures
from cati_app.domain.people.team_messages import TEXT_AT_MOST
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.people.openings import OPENED
from cati_app.texts.opened_figures import message_of
from cati_app.texts.words import words_of
from tests.commands import Command, Run
from tests.stations import PASSWORD, TUESDAY, Site
from tests.unit.cli.studies import HEALTHY

_UNLOCK = ("--unlock", "ann", "--from", "2026-11-24", "--to", "2026-11-24", "--reason", "Complaint of the 23rd")


class Figures:
    """The command on a study in which ann and bob have worked."""

    def __init__(self, cati: Command, site: Site) -> None:
        self._cati = cati
        self._site = site

    def __call__(self, login: str, *words: object) -> Run:
        return self._cati("figures", HEALTHY, "--db", self._site.path, "--as", login, *words)

    def json(self, login: str, *words: object) -> object:
        """What it says as JSON."""
        run = self(login, *words, "--json")
        assert 0 == run.returncode, run.stderr
        return json.loads(run.stdout)


@pytest.fixture
def figures(cati: Command, site: Site, monkeypatch: pytest.MonkeyPatch) -> Figures:
    for user in (site.ann, site.bob, site.ann):
        offer = site.dialled(user)
        site.place(user).record_result(user, offer.attempt, "refusal_household")
    site.close()
    monkeypatch.setattr("cati_app.cli.opening.SystemClock", lambda: SimulatedClock(TUESDAY + timedelta(hours=3)))
    for variable in ("CATI_PASSWORD", "CATI_SECOND_PASSWORD"):
        monkeypatch.setenv(variable, PASSWORD)
    return Figures(cati, site)


def test_two_people_open_the_figure_of_one_and_that_one_is_told(figures: Figures, site: Site) -> None:
    assert "No figures of that person are open" in figures("sue", "--of", "ann").stderr
    opened = figures.json("sue", *_UNLOCK, "--with", "eve")
    assert isinstance(opened, dict)
    assert ("ann", ["sue", "eve"], "2026-11-24") == (opened["of"], opened["by"], opened["last_day"])

    seen = figures.json("sue", "--of", "ann")
    assert isinstance(seen, dict)
    assert 2 == seen["conversations"]
    assert "No figures of that person are open" in figures("sue", "--of", "bob").stderr
    assert "Only a supervisor" in figures("eve", "--of", "ann").stderr

    own = figures("ann").stdout
    assert "Nobody else sees it" not in own
    assert "Opened by sue, eve: ann, 2026-11-24 to 2026-11-24, until 2026-12-08." in own
    assert "Complaint of the 23rd" in own
    assert "Nobody else sees it" in figures("bob").stdout
    site.reopen()
    [message] = site.place(site.ann).messages(site.ann)
    assert "can be looked at by supervisors until 2026-12-08. Opened by sue, eve." in str(message.text)
    assert [] == list(site.place(site.bob).messages(site.bob))
    assert "Complaint" not in str(site.facts(OPENED)[0].payload), "reasons are sealed"


def test_what_was_opened_is_listed_for_ever_and_ended_by_one(figures: Figures) -> None:
    assert "Nobody's figures were ever opened." in figures("eve", "--unlocked").stdout
    figures("sue", *_UNLOCK, "--with", "eve")
    assert {"ended": 1} == figures.json("sue", "--lock")
    assert {"ended": 0} == figures.json("sue", "--lock")
    assert "No figures of that person are open" in figures("sue", "--of", "ann").stderr
    listed = figures.json("sue", "--unlocked")
    assert isinstance(listed, list)
    [entry] = listed
    assert ("ann", True, "Complaint of the 23rd") == (entry["of"], entry["ended"], entry["reason"])
    assert "ended before" in figures("eve", "--unlocked").stdout.lower()


def test_what_was_over_by_itself_was_not_ended_before(figures: Figures, monkeypatch: pytest.MonkeyPatch) -> None:
    figures("sue", *_UNLOCK, "--with", "eve")
    monkeypatch.setattr("cati_app.cli.opening.SystemClock", lambda: SimulatedClock(TUESDAY + timedelta(days=20)))
    again = ("--unlock", "bob", "--reason", "another", "--with", "eve")
    assert 0 == figures("sue", *again).returncode
    assert {"ended": 1} == figures.json("sue", "--lock")
    listed = figures.json("sue", "--unlocked")
    assert isinstance(listed, list)
    assert [("ann", False), ("bob", True)] == [(entry["of"], entry["ended"]) for entry in listed]


def test_everybody_is_told_however_many_one_message_goes_to(
    figures: Figures, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cati_app.fieldwork.people.open_figures.PEOPLE_AT_MOST", 1)
    figures("sue", "--everybody", "--agreement", "DV 4", "--agreed-on", "2026-11-02", "--with", "eve")
    site.reopen()
    for user in (site.ann, site.bob):
        [message] = site.place(user).messages(user)
        assert "under an agreement of 2026-11-02" in str(message.text)


def test_whoever_is_meant_is_found_without_regard_to_case(figures: Figures) -> None:
    assert 0 == figures("sue", "--unlock", "ANN", *_UNLOCK[2:], "--with", "eve").returncode
    assert 0 == figures("sue", "--of", "Ann").returncode


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_longest_logins_still_fit_into_what_the_person_is_told(language: str) -> None:
    words = words_of(language)
    longest = [User(UserId(name), name * LONGEST_LOGIN, name, Role.SUPERVISOR, n) for n, name in enumerate("xy")]
    day = TUESDAY.date()
    of_one = OpenedFigures.of_person(UserId("z"), (UserId("x"), UserId("y")), TUESDAY, (day, day), day)
    of_all = OpenedFigures.of_everybody((UserId("x"), UserId("y")), TUESDAY, day, day)
    for opened, whose in ((of_one, longest[0]), (of_all, None)):
        assert 0 < len(message_of(words, longest[0], longest[1], opened, whose)) <= TEXT_AT_MOST


def test_an_agreement_opens_days_to_come_alone(figures: Figures) -> None:
    run = figures("sue", "--everybody", "--agreement", "DV 4", "--agreed-on", "2026-11-02", "--with", "eve")
    assert "each person, from 2026-11-25 on, under an agreement of 2026-11-02." in run.stdout
    seen = figures.json("sue", "--of", "ann")
    assert isinstance(seen, dict)
    assert 0 == seen["conversations"], "they were held before"
    assert "DV 4" in figures("bob").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (_UNLOCK, "The login behind --with"),
        ((*_UNLOCK, "--with", "sue"), "Two different people"),
        ((*_UNLOCK, "--with", "ann"), "Neither of the two"),
        (("--unlock", "ann", "--with", "eve"), "A change needs a reason"),
        (("--unlock", "nobody", "--reason", "x", "--with", "eve"), "no person with that login"),
        (("--unlock", "eve", "--reason", "x", "--with", "bob"), "no person with that login"),
        ((*_UNLOCK, "--with", "eve", "--from", "2026-10-01"), "At most 30 days"),
        (("--unlock", "ann", "--reason", "x" * 501, "--with", "eve"), "500"),
        (("--everybody", "--with", "eve"), "Name the agreement"),
        (("--everybody", "--with", "eve", "--agreement", "DV"), "Name the agreement"),
    ],
)
def test_what_is_missing_opens_nothing(figures: Figures, words: Sequence[str], said: str) -> None:
    run = figures("sue", *words)
    assert 1 == run.returncode
    assert said.lower() in run.stderr.lower()
    assert [] == figures.json("sue", "--unlocked")


def test_only_a_supervisor_opens(figures: Figures) -> None:
    assert "Only a supervisor" in figures("eve", *_UNLOCK, "--with", "bob").stderr
    assert 2 == figures("sue", "--of", "ann", "--unlocked").returncode
