"""`cati quota`: the counters, and the one of persons without a cell closed by a supervisor with a reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import Command
from tests.stations import FORM, PASSWORD, STUDY, Site
from tests.unit.cli.studies import HEALTHY


def test_the_counter_is_closed_by_a_supervisor_with_a_reason(
    cati: Command, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.close()
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    shown = ("quota", HEALTHY, "--db", site.path)
    asked = (*shown, "--as", "sue", "--close-unclassified")

    refused = cati(*asked)
    closed = cati(*asked, "--reason", "too many", "--json")

    assert (1, "A change needs a reason: --reason TEXT. Nothing was changed.\n") == (refused.returncode, refused.stderr)
    assert ["unclassified"] == [cell["cell"] for cell in json.loads(closed.stdout) if cell["closed"]]
    assert cati(*shown, "--as", "eve").stdout.splitlines()[-1].endswith("closed: thanked and told why")


@pytest.mark.parametrize(("word", "state"), [("--pause", "paused"), ("--close", "closed")])
def test_a_cell_is_halted_and_opened_by_a_supervisor_with_a_reason(
    cati: Command, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str, state: str
) -> None:
    site.close()
    folder, cell = tmp_path / "study", "m/young"
    folder.mkdir()
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    (folder / "form.md").write_text(FORM, encoding="utf-8")
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    shown = ("quota", folder, "--db", site.path)
    asked = (*shown, "--as", "sue", "--reason", "enough")

    unknown = cati(*asked, word, "nobody")
    halted = cati(*asked, word, cell, "--json")

    assert (1, True) == (unknown.returncode, "no such cell" in unknown.stderr)
    assert [cell] == [one["cell"] for one in json.loads(halted.stdout) if one["state"] == state]
    (line,) = [line for line in cati(*shown, "--as", "eve").stdout.splitlines() if line.startswith(f"{cell}:")]
    assert line.endswith(state)
    opened = cati(*asked, "--open", cell, "--json")
    assert {"open"} == {one["state"] for one in json.loads(opened.stdout)}


def test_a_reason_without_a_change_is_told_and_changes_nothing(cati: Command, site: Site) -> None:
    site.close()

    told = cati("quota", HEALTHY, "--db", site.path, "--as", "sue", "--reason", "enough")

    assert (1, "") == (told.returncode, told.stdout)
    assert "A reason was given, but no change, for instance --target. Nothing was changed.\n" == told.stderr
