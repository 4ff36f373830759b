"""Commands speak the language of the environment; JSON, exit codes and logs speak none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.commands import Command
from tests.stations import TUESDAY, Site
from tests.unit.cli.studies import HEALTHY, study_with

ENGLISH = re.compile(r"\b(?:the|and|of|is|are|not|with|for|there|this|that|from|which|error|default|print)\b")


def english_in(text: str) -> list[str]:
    """English words of a text, its options apart."""
    return ENGLISH.findall(re.sub(r"--[a-z-]+", "", text).lower())


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "de_DE.UTF-8")


COMMANDS = [
    *(
        [
            "run",
            "demo",
            "check",
            "play",
            "test",
            "flow",
            "convert",
            "export",
            "next",
            "replay",
            "status",
            "case",
            "report",
            "rates",
            "user",
        ]
    ),
    *("sample", "sample import", "sample generate", "sample release", "sample status"),
    *("blocklist", "blocklist add", "blocklist import", "blocklist check", "blocklist remove", "blocklist anew"),
    "blocklist log",
    *(f"user {action}" for action in ("list", "add", "change", "password", "reset", "deactivate", "rotate", "seal")),
    *(f"user {action}" for action in ("sheet", "share", "recover")),
]


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_has_no_english_in_german(cati: Command, command: str) -> None:
    run = cati(*command.split(), "--help")
    assert run.returncode == 0
    assert "Aufruf: cati" in run.stdout
    assert english_in(run.stdout) == []


def test_help_is_english_elsewhere(cati: Command) -> None:
    assert "usage: cati" in cati("--help").stdout


@pytest.mark.usefixtures("german")
def test_wrong_usage_is_told_in_german(cati: Command) -> None:
    run = cati("check", "/nowhere/at/all")
    assert (run.returncode, run.stdout) == (2, "")
    assert "es gibt keine Datei und keinen Ordner /nowhere/at/all" in run.stderr
    assert english_in(run.stderr) == []


@pytest.mark.usefixtures("german")
def test_findings_are_told_in_german(cati: Command, tmp_path: Path) -> None:
    study = study_with(tmp_path, "\nunheard_of: 1\n")
    run = cati("check", study)
    assert run.returncode == 1
    assert "Eine Einstellung „unheard_of“ gibt es hier nicht." in run.stdout
    assert "1 Fehler" in run.stdout


def test_json_is_the_same_in_every_language(
    cati: Command, sue: Command, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cati_app.station.machine.SystemClock.now", lambda _: TUESDAY)  # both at the same second
    offer = site.dialled()
    site.place().record_result(site.ann, offer.attempt, "no_answer")
    site.close()
    broken, study = study_with(tmp_path, "\nunheard_of: 1\n"), HEALTHY
    db = ("--db", site.path, "--json")
    checked = ("check", broken, "--json")
    commands = (
        ("status", study, *db),
        ("case", study, "1", *db),
        ("next", study, "--case", "1", *db),
        ("next", study, "--case", "2", *db),
        ("sample", "status", study, *db),
    )
    english = [cati(*checked), *(sue(*command) for command in commands)]
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert english == [cati(*checked), *(sue(*command) for command in commands)]
    assert all(run.stdout.startswith("{") for run in english)


@pytest.mark.usefixtures("german")
def test_a_case_is_explained_in_german(sue: Command, site: Site) -> None:
    site.close()
    run = sue("next", HEALTHY, "--case", "1", "--db", site.path)
    assert run.returncode == 0
    assert "Fall 1: " in run.stdout
    assert english_in(run.stdout) == []


@pytest.mark.usefixtures("german")
def test_what_the_machine_refuses_is_told_in_german(cati: Command, tmp_path: Path) -> None:
    run = cati("status", HEALTHY, "--db", tmp_path / "none.db")
    assert run.returncode == 1
    assert "Eine Datenbank none.db gibt es noch nicht." in run.stderr
    assert english_in(run.stderr) == []
