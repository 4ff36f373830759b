"""Nothing of a study is told to whoever does not sign in, or has not the right; every such command is tried."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.commands import Command
from tests.faults.proofs import Said
from tests.roles import roles_page
from tests.stations import PASSWORD, Site
from tests.unit.cli.studies import HEALTHY

WORDS: dict[str, tuple[str, ...]] = {
    "form diff": (),
    "export": ("--out", "{folder}/data"),
    "weigh": ("--list",),
    "code": (),
    "tables": (),
    "release": (),
    "dossier": (),
    "transcript": ("1",),
    "privacy status": (),
    "privacy respond": ("100000000001", "--restrict", "--reason", "asked for it by telephone"),
    "focus-groups plan": (),
    "focus-groups draw": (),
    "focus-groups explain": ("g1",),
    "focus-groups note": ("g1", "ab", "invited"),
    "focus-groups contact": ("ab",),
    "focus-groups calls": ("g1", "--into", "{folder}/calls"),
    "focus-groups take-in": ("g1", "--from", str(HEALTHY), "--with", "sue"),
    "focus-groups print": ("g1", "letters", "--out", "{folder}/papers"),
    "focus-groups withdraw": ("ab",),
    "next": (),
    "replay": ("--rules", str(HEALTHY / "study.yaml")),
    "status": (),
    "case": ("1",),
    "quota show": (),
    "report": ("compliance", "--json"),
    "rates": (),
    "figures": (),
    "forecast": (),
    "alerts": (),
    "sample import": ("{folder}/list.csv",),
    "sample generate": ("--count", "1", "--prefix", "04221123xx"),
    "sample release": ("--all",),
    "sample status": (),
    "blocklist add": (),
    "blocklist import": ("{folder}/list.csv",),
    "blocklist check": (),
    "blocklist remove": ("--with", "bob", "--reason", "asked for it in writing"),
    "blocklist anew": ("--with", "bob", "--reason", "asked for it in writing"),
    "blocklist join": ("--sheet",),
    "blocklist log": (),
    "hub enrol": (),
    "hub moved": (),
    "hub code": (),
    "hub publish": (),
    "hub adopt": (),
    "hub write-off": ("abcd1234", "--reason", "lost"),
    "hub stations": (),
    "hub pause": ("abcd1234", "--reason", "a talk"),
    "hub resume": ("abcd1234", "--reason", "the talk is over"),
    "hub readmit": ("abcd1234", "--reason", "found"),
    "hub go-on": ("--reason", "people wait"),
    "hub aside": (),
    "hub settle": ("abcdef0123", "leave", "--reason", "looked at"),
    "hub take-back": ("1", "--reason", "wrong person"),
    "hub promote": ("m", "--reason", "room again"),
    "hub offline": ("--back",),
    "user list": (),
    "user add": ("max",),
    "user change": ("ann", "--name", "Anna"),
    "user reset": ("ann",),
    "user deactivate": ("ann",),
    "user rotate": (),
    "user sheet": (),
}
"""What each command with a login needs beside the study, by its words."""
NEEDS_HUB = "hub offline"
"""Interviewers may; to anybody at a station of no hub it says so before it asks for rights."""
REFUSED = {
    "ann": [
        *(
            "form diff",
            "export",
            "weigh",
            "code",
            "tables",
            "replay",
            "status",
            "case",
            "quota show",
            "report",
            "rates",
            "forecast",
            "blocklist log",
        ),
        *("release", "dossier", "transcript", "privacy respond"),
        *("alerts", "sample import", "sample generate", "sample release", "sample status"),
        *(name for name in WORDS if name.startswith("hub") and name != NEEDS_HUB),
        *(name for name in WORDS if name.startswith(("user", "focus-groups"))),
    ],
    "eve": [
        *("next", "case", "privacy respond", "sample import", "sample generate", "sample release"),
        *(name for name in WORDS if name.startswith("hub") and name != NEEDS_HUB),
        *(name for name in WORDS if name.startswith(("blocklist", "user", "focus-groups"))),
    ],
}


@pytest.fixture
def prepared(site: Site, tmp_path: Path) -> Site:
    """A study with a file of numbers beside it."""
    (tmp_path / "list.csv").write_text("telefon\n03023125001\n", encoding="utf-8")
    site.close()
    return site


def words_of(name: str, site: Site) -> list[Any]:
    """The command line, without a login."""
    rest = [word.format(folder=site.path.parent) for word in WORDS[name]]
    return [*name.split(), HEALTHY, *rest, "--db", site.path]


def test_every_command_with_a_login_is_tried_here() -> None:
    asking = {name for name, runs in roles_page.commands() if roles_page.reach_of(runs).signs_in}

    # a rehearsal needs nobody unless seats are to speak what the study's people speak: test_rehearse_people.py
    assert asking - {"rehearse"} == set(WORDS)


@pytest.mark.parametrize("name", WORDS)
def test_without_a_login_nothing_is_told(cati: Command, prepared: Site, name: str, said: Said) -> None:
    before = prepared.everything()
    run = cati(*words_of(name, prepared))

    said(*run.stderr.splitlines())
    assert (1, "", True) == (run.returncode, run.stdout, "a person who signs in" in run.stderr)
    assert before == prepared.everything()
    assert not (prepared.path.parent / "data").exists()


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize("login", ["sue", "nobody-of-that-name"])
def test_a_wrong_password_and_an_unknown_name_are_answered_alike(
    cati: Command, prepared: Site, monkeypatch: pytest.MonkeyPatch, name: str, login: str
) -> None:
    monkeypatch.setenv("CATI_PASSWORD", "not the password")
    run = cati(*words_of(name, prepared), "--login", login)

    assert (1, "", "Name or password is wrong.\n") == (run.returncode, run.stdout, run.stderr)


@pytest.mark.parametrize(("login", "name"), [(login, name) for login, names in REFUSED.items() for name in names])
def test_a_role_without_the_right_is_told_so(
    cati: Command, prepared: Site, monkeypatch: pytest.MonkeyPatch, login: str, name: str, said: Said
) -> None:
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    run = cati(*words_of(name, prepared), "--as", login)

    said(*run.stderr.splitlines())
    assert (1, "", 1) == (run.returncode, run.stdout, len(run.stderr.splitlines()))
    assert "Not allowed:" not in run.stderr  # words, not a code
    assert not (prepared.path.parent / "data").exists()
