"""An expert study: checked and opened like any other."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cati_app.domain.sittings.guide import Priority, Sector
from cati_app.resources import shipped
from cati_app.sample_files.sample import OpenedFile
from cati_app.sample_files.settings import DeclaredColumns, ReadSettings
from cati_app.study.folder import read_study_folder
from tests.commands import Command
from tests.stations import PASSWORD

_STUDY = shipped("questionnaires/expertenbefragung")


def _codes(cati: Command, folder: Path) -> set[tuple[str, str]]:
    findings = json.loads(cati("check", folder, "--json").stdout)["findings"]
    return {(finding["code"], finding["severity"]) for finding in findings}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The reference study, to be changed."""
    return shutil.copytree(_STUDY, tmp_path / "experts")


def test_the_reference_study_has_nothing_but_a_draft(cati: Command) -> None:
    assert {("language-draft", "hint")} == _codes(cati, _STUDY)


def test_its_guide_takes_ninety_minutes_whoever_is_asked() -> None:
    guide = read_study_folder(_STUDY).guide

    assert guide is not None
    assert {(90, 52, 11)} == {
        (guide.minutes(sector), guide.minutes(sector, (Priority.MUST,)), len(guide.asked_of(sector)))
        for sector in Sector
    }
    assert {"housing", "education", "work", "social", "any"} == {topic.field for topic in guide.topics}


def test_its_experts_are_eighteen_over_the_sectors_with_numbers_that_nobody_has() -> None:
    with OpenedFile(_STUDY / "experts.csv", ReadSettings(DeclaredColumns({}, (), {}))) as opened:
        header = opened.header.cells
        people = [dict(zip(header, row.cells, strict=True)) for row in opened.rows]

    assert {"administration": 6, "education_provider": 5, "association": 4, "interest_group": 3} == {
        sector: sum(person["sector"] == sector for person in people) for sector in Sector
    }
    assert 18 == len({person["number"] for person in people})
    blocks = ("+4930231259", "+4969900099", "+4940669699", "+4922147109", "+4989999989")
    assert all(person["number"].startswith(blocks) and person["email"].endswith(".example") for person in people)


@pytest.mark.parametrize(
    ("code", "file", "old", "new"),
    [
        ("guide-language-missing", "guide.yaml", "      en: What about women?\n", ""),
        ("guide-must-over-length", "study.yaml", "expected_length_min: 90 ", "expected_length_min: 51 "),
        ("consent-unknown", "study.yaml", "quotes: quote_consent", "quotes: quote_consents"),
        ("consent-choices", "study.yaml", "quotes: quote_consent", "quotes: recording_consent"),
        ("consent-choices", "study.yaml", "recording: recording_consent", "recording: quote_consent"),
        ("recording-not-asked", "study.yaml", "  recording: recording_consent\n", ""),
        ("people-sector-unknown", "experts.csv", ",association,", ",associations,"),
        ("setting-of-other-type", "study.yaml", "sittings_most: 3", "screener: facts"),
    ],
)
def test_a_mistake_is_an_error(cati: Command, copy: Path, code: str, file: str, old: str, new: str) -> None:
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new), encoding="utf-8")

    assert (code, "error") in _codes(cati, copy)


def test_without_an_opening_there_is_nobody_to_ask_for_consent(cati: Command, copy: Path) -> None:
    text = (copy / "study.yaml").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines(keepends=True) if line.startswith("opening:"))
    (copy / "study.yaml").write_text(text.replace(line, ""), encoding="utf-8")

    assert ("consent-unknown", "error") in _codes(cati, copy)


@pytest.mark.parametrize("opening", [True, False])
def test_it_is_opened_with_an_opening_or_without_and_wants_as_many_as_its_list_says(
    cati: Command, copy: Path, tmp_path: Path, opening: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not opening:
        text = (copy / "study.yaml").read_text(encoding="utf-8")
        without = ("opening:", "outcome: outcome", "derived:", "  outcome: {export", "  quotes:", "  recording: rec")
        kept = [line for line in text.splitlines() if not line.startswith((*without, "recording:"))]
        (copy / "study.yaml").write_text("\n".join(kept), encoding="utf-8")
    database = ("--db", tmp_path / "experts.db")
    added = cati("user", "add", copy, "sue", "--name", "Sue", "--role", "supervisor", *database)
    assert 0 == added.returncode, added.stdout + added.stderr
    monkeypatch.setenv("CATI_PASSWORD", PASSWORD)
    status = cati("status", copy, "--json", "--as", "sue", *database)

    told = json.loads(status.stdout)
    assert (0, 18) == (status.returncode, told["target"])
    assert (0, 0, {"open": 0, "sent": 0, "approved": 0, "changed": 0, "refused": 0}) == (
        *(told["sittings"]["sittings"], told["sittings"]["cards"]),
        told["sittings"]["quotes"],
    )
    (tmp_path / "latin.txt").write_bytes(b"\xe4")
    unreadable = cati("transcript", copy, "1", "--file", tmp_path / "latin.txt", "--as", "sue", *database)
    assert (1, True) == (unreadable.returncode, "save it as UTF-8" in unreadable.stderr)
    assert "There is no case of that number." in cati("transcript", copy, "77", "--as", "sue", *database).stderr
    assert "quotes released      0" in cati("status", copy, "--as", "sue", *database).stdout


def test_an_error_in_the_guide_keeps_it_from_being_opened(cati: Command, copy: Path) -> None:
    guide = (copy / "guide.yaml").read_text(encoding="utf-8")
    (copy / "guide.yaml").write_text(guide.replace("      en: What about women?\n", ""), encoding="utf-8")
    refused = cati("next", copy)

    assert 1 == refused.returncode
    assert "guide-language-missing" in refused.stdout + refused.stderr
