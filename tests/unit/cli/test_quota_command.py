"""`cati quota`: the counters, and the one of persons without a cell closed by a supervisor with a reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cati_app.fieldwork.interview.finish_interview import EndedSitting
from tests.commands import Command
from tests.many import DATA
from tests.stations import FORM, PASSWORD, STUDY, Site
from tests.unit.cli.studies import HEALTHY
from tests.unit.fieldwork.sittings import YOUNG_MAN


def _study(tmp_path: Path) -> Path:
    """The folder of the site's own study."""
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    (folder / "form.md").write_text(FORM, encoding="utf-8")
    return folder


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
    folder, cell = _study(tmp_path), "m/young"
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


def test_a_target_below_what_is_done_is_shown_as_it_holds_with_what_was_wanted(
    cati: Command, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _study(tmp_path)
    place, offer = site.place(), site.dialled()
    interview = place.start_interview(site.ann, offer.case, "hash", "de")
    assert place.reserve_place is not None
    place.reserve_place(site.ann, interview.id, YOUNG_MAN)
    place.finish_interview(site.ann, EndedSitting(interview.id, offer.attempt, "complete", DATA, {}, None))
    site.close()
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    asked = ("quota", folder, "--db", site.path, "--as", "sue", "--reason", "enough", "--target")

    lowered = cati(*asked, "m/young=0")

    (line,) = [line for line in lowered.stdout.splitlines() if line.startswith("m/young:")]
    assert "1 of 1" in line
    assert "wanted 0: nobody comes any more, and these stay" in line


def test_a_reason_without_a_change_is_told_and_changes_nothing(cati: Command, site: Site) -> None:
    site.close()

    told = cati("quota", HEALTHY, "--db", site.path, "--as", "sue", "--reason", "enough")

    assert (1, "") == (told.returncode, told.stdout)
    assert "A reason was given, but no change, for instance --target. Nothing was changed.\n" == told.stderr
