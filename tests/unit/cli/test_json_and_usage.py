"""Every command takes --json, and a study that is not there is wrong usage in each of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cati_app.domain.ids import CellId
from cati_app.station.desktop import Desktop
from tests.commands import Command
from tests.stations import Site

_ROOT = Path(__file__).parents[3]
_STUDY = _ROOT / "tests" / "golden" / "broken" / "healthy"
_COMMANDS = ("run", "demo", "check", "export", "status", "user list")


@pytest.mark.parametrize("command", _COMMANDS)
def test_a_study_that_is_not_there_is_wrong_usage(cati: Command, tmp_path: Path, command: str) -> None:
    run = cati(*command.split(), tmp_path / "none")

    assert (2, "", True) == (run.returncode, run.stdout, "there is no file or folder" in run.stderr)


def test_a_folder_without_a_study_is_a_finding(cati: Command, tmp_path: Path) -> None:
    assert (1, 1) == (cati("check", tmp_path).returncode, cati("status", tmp_path).returncode)


@pytest.mark.parametrize("command", _COMMANDS)
def test_every_command_takes_json(cati: Command, command: str) -> None:
    assert "--json" in cati(*command.split(), "--help").stdout


def test_before_the_first_call_the_status_says_so_in_words(sue: Command, site: Site) -> None:
    run = sue("status", _STUDY, "--db", site.path)

    lines = {line[:20].strip(): line[21:] for line in run.stdout.splitlines()}
    assert ("no call yet", "no call yet") == (lines["median length s"], lines["median screener s"])
    assert "None" not in run.stdout
    assert None is json.loads(sue("status", _STUDY, "--db", site.path, "--json").stdout)["median_length_s"]


def test_after_a_call_the_status_says_what_is_missing_for_the_lengths(sue: Command, site: Site) -> None:
    site.dialled()

    run = sue("status", _STUDY, "--db", site.path)

    assert ("no complete interview yet" in run.stdout, "nobody screened yet" in run.stdout) == (True, True)


def test_places_given_back_are_told_beside_those_in_interview(sue: Command, site: Site) -> None:
    (cell,) = site.sql("SELECT id FROM cell ORDER BY position LIMIT 1")
    with site.units()() as unit:
        unit.quota.hold(CellId(str(cell[0])))
        unit.quota.give_back(CellId(str(cell[0])))
        unit.commit()

    shown = sue("status", _STUDY, "--db", site.path).stdout
    told = json.loads(sue("quota", _STUDY, "--db", site.path, "--json").stdout)

    assert ["given back 1"] == [line.split(" · ")[1] for line in shown.splitlines() if " · " in line]
    assert [1] == [count["rolled_back"] for count in told if count["cell"] == cell[0]]


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen whose window is closed at once."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "minimal")
    monkeypatch.setattr("cati_app.ui.setup.application", lambda: None)
    monkeypatch.setattr("cati_app.demo.windowed.application", lambda: None)
    monkeypatch.setattr(Desktop, "__init__", lambda *_, **__: None)
    monkeypatch.setattr(Desktop, "run", lambda self: 0)


def _only_line(text: str) -> dict[str, object]:
    lines = text.splitlines()
    assert 1 == len(lines), text
    return dict(json.loads(lines[0]))


@pytest.mark.usefixtures("screen")
def test_a_run_says_at_its_end_what_was_run(cati: Command, site: Site) -> None:
    site.close()

    run = cati("run", _STUDY, "--db", site.path, "--json")

    assert {"study": "small", "database": str(site.path), "display": True, "ended": "closed"} == _only_line(run.stdout)


def test_a_run_without_a_screen_says_so_in_its_line(
    cati: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    file = tmp_path / "small.db"

    run = cati("run", _STUDY, "--db", file, "--json")

    expected = {"study": "small", "database": str(file), "display": False, "ended": "no_screen"}
    assert (1, expected) == (run.returncode, _only_line(run.stdout))


@pytest.mark.usefixtures("screen")
def test_a_demo_in_a_window_says_one_line(cati: Command, tmp_path: Path) -> None:
    run = cati("demo", _STUDY, "--out", tmp_path, "--json")

    expected = {"study": "small", "database": str(tmp_path / "small-window.db"), "display": True, "ended": "closed"}
    assert (0, expected) == (run.returncode, _only_line(run.stdout))


def test_a_demo_shift_prints_its_figures_and_nothing_else(
    cati: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cati_app.demo.headless.play", lambda *_, **__: {"attempts": 3})
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")

    run = cati("demo", "--headless", "--out", tmp_path, "--json")

    assert {"attempts": 3} == _only_line(run.stdout)
