"""What docs/hub.md says of every command at a station that has joined is what happens there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import Command
from tests.machines import Machines
from tests.roles import roles_page
from tests.stations import Site

_PAGE = Path(__file__).parents[3] / "docs" / "hub.md"


def _table() -> dict[str, str]:
    """What is said of each command, by its words."""
    text = _PAGE.read_text(encoding="utf-8").partition("## What each command does at a station that has joined")[2]
    told: dict[str, str] = {}
    for first, said in re.findall(r"^\| (`cati [^|]+) \| ([^|]+) \|$", text.partition("\n## ")[0], re.M):
        words: list[str] = []
        for name in re.findall(r"`([^`]+)`", first):
            words = name.split()[1:] if name.startswith("cati ") else [*words[:-1], *name.split()]
            told[" ".join(words)] = said
    return told


def test_no_command_is_missing_from_the_table() -> None:
    assert {name for name, _ in roles_page.commands()} == set(_table())


@pytest.fixture
def joined(site: Site, tmp_path: Path, sue: Command, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    made = Machines(tmp_path, site, monkeypatch)
    made.publisher().publish()
    made.join()
    site.close()
    monkeypatch.setenv("CATI_STATE", str(made.there / "state"))
    monkeypatch.setenv("CATI_BLOCKLIST", str(made.there / "blocklist.db"))
    monkeypatch.setenv("CATI_HUB_CODE", "A")
    yield made
    made.close()


_ARGUMENTS: dict[str, tuple[str, ...]] = {
    "user add": ("new",),
    "user change": ("ann", "--name", "Anna"),
    "user reset": ("ann",),
    "user deactivate": ("ann",),
}


def test_what_is_refused_there_is_refused_and_says_where_it_is_done(
    joined: Machines, sue: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = [name for name, said in _table().items() if said.startswith("refused")]
    assert {"user change", "user add", "hub publish"} < set(refused)
    before = joined.rows("head"), joined.rows("user"), joined.rows("case")

    monkeypatch.setenv("CATI_NEW_PASSWORD", "quite another password")
    for name in refused:
        if name == "user recover":  # is asked for both pages of the sheet before
            continue
        run = sue(*name.split(), joined.there / "study", *_ARGUMENTS.get(name, ()), "--db", joined.there / "joined.db")
        assert (1, True) == (run.returncode, "at the station that brought this study to the hub" in run.stderr), run
    assert before == (joined.rows("head"), joined.rows("user"), joined.rows("case"))


_WHOLE = ("next", "status", "quota", "rates", "forecast", "alerts", "sample status")
"""Read the whole study, unless told otherwise."""


@pytest.mark.parametrize("name", [*_WHOLE, "user list", "verify"])
def test_what_is_the_same_there_works(joined: Machines, sue: Command, name: str) -> None:
    here = ("--here",) if name in _WHOLE else ()
    run = sue(*name.split(), joined.there / "study", "--db", joined.there / "joined.db", *here)

    assert (0, "") == (run.returncode, run.stderr), run


@pytest.mark.parametrize("name", _WHOLE)
def test_the_whole_study_is_not_mistaken_for_what_is_here(joined: Machines, sue: Command, name: str) -> None:
    run = sue(*name.split(), joined.there / "study", "--db", joined.there / "joined.db")

    assert (1, "") == (run.returncode, run.stdout), "nothing was fetched yet, and there is no line"
    assert "--here" in run.stderr
