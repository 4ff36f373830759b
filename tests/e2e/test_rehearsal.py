"""A field is rehearsed through the program's own services, in a folder that every command takes as a study."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from cati_app.cli.opening import clock_doubt, load, open_station
from cati_app.demo.rehearsal.field import Rehearsal
from cati_app.demo.rehearsal.town import Town
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station.loading import LoadedStudy
from cati_app.station.study_reading import read_study
from tests.commands import Command
from tests.stations import FORM, STUDY

pytestmark = pytest.mark.slow

_SAMPLE = "telefon\n" + "".join(f"03023125{n:03d}\n" for n in range(120))
_PEOPLE = """
calls: {no_answer: 0.3, machine: 0.1, not_in_service: 0.1, soft_refusal: 0.05, appointment: 0.1}
break_off: 0.01
answers: {age: {range: [10, 80]}}
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small study with 120 numbers, four cells with two places each."""
    folder = tmp_path_factory.mktemp("study")
    (folder / "form.md").write_text(FORM)
    (folder / "study.yaml").write_text(STUDY + "sample: {file: sample.csv, columns: {numbers: [telefon]}}\n")
    (folder / "sample.csv").write_text(_SAMPLE)
    (folder / "respondents.yaml").write_text(_PEOPLE)
    return folder


@pytest.fixture(scope="module")
def loaded(study: Path) -> LoadedStudy:
    read = read_study(study)
    assert isinstance(read, LoadedStudy), read
    return read


def test_a_field_fills_its_cells_never_beyond_them_and_keeps_every_rule(loaded: LoadedStudy, tmp_path: Path) -> None:
    rehearsal = Rehearsal(loaded, tmp_path / "rehearsal.db", 3, 1)
    try:
        field = rehearsal.play(6)
        verification = rehearsal.station.verify()(PROGRAM)
    finally:
        rehearsal.station.database.close()
    cells = field.summary["cells"].values()
    assert all(cell["achieved"] <= cell["target"] for cell in cells)
    assert {} == field.broken
    assert verification.agrees
    assert field.summary["completes"] > 0
    assert field.summary["attempts"] == sum(day.attempts for day in field.days)
    assert field.work.at_work_s > field.work.talk_s > 0


def test_a_field_ends_when_every_cell_is_full_whatever_is_left_for_people_without_a_cell(
    loaded: LoadedStudy, tmp_path: Path
) -> None:
    rehearsal = Rehearsal(loaded, tmp_path / "full.db", 4, 1)
    try:
        field = rehearsal.play(8)
    finally:
        rehearsal.station.database.close()
    assert all(cell["achieved"] == cell["target"] for cell in field.summary["cells"].values())
    assert field.is_full
    assert len(field.days) < 8


def test_answers_are_taken_back_places_move_with_them_and_nothing_is_counted_twice(study: Path, tmp_path: Path) -> None:
    folder = tmp_path / "second-thoughts"
    shutil.copytree(study, folder)
    (folder / "respondents.yaml").write_text(
        "calls: {no_answer: 0.2}\nspecial: {}\nanswers: {age: {range: [30, 60]}}\ncorrections: {share: 0.2, back: 2}\n"
        "break_off: {per_minute: 0}\ninterviewers: {absence: 0}\n"
    )
    read = read_study(folder)
    assert isinstance(read, LoadedStudy), read
    rehearsal = Rehearsal(read, tmp_path / "taken-back.db", 2, 1)
    try:
        field = rehearsal.play(1)
        verification = rehearsal.station.verify()(PROGRAM)
        with rehearsal.station.units(rehearsal.keys)() as unit:
            decided = [logged.event.interview_id for logged in unit.log.of_kind("quota_decided")]
            not_moved = list(unit.log.of_kind("quota_not_moved"))
    finally:
        rehearsal.station.database.close()
    assert field.work.corrected > 3
    assert len(decided) + len(not_moved) > len(set(decided)), "a corrected person belongs elsewhere"
    assert verification.agrees
    assert {} == field.broken
    assert all(cell["achieved"] <= cell["target"] for cell in field.summary["cells"].values())
    begun = sum(count for name, count in field.summary["dispositions"].items() if name != "no_answer")
    assert field.work.asked["sex"].total() <= begun, "a corrected answer counts in place of the one before"


def test_whoever_does_not_come_leaves_the_seat_empty_that_day(study: Path, tmp_path: Path) -> None:
    folder = tmp_path / "absent"
    shutil.copytree(study, folder)
    (folder / "respondents.yaml").write_text("calls: {no_answer: 0.9}\ninterviewers: {absence: 0.5}\n")
    read = read_study(folder)
    assert isinstance(read, LoadedStudy), read
    rehearsal = Rehearsal(read, tmp_path / "absent.db", 3, 1)
    try:
        field = rehearsal.play(4)
    finally:
        rehearsal.station.database.close()
    town = Town.of_study(read, 1)
    days = [day.day for day in field.days]
    absent = sum(town.is_absent(f"seat{n:02d}", day) for n in (1, 2, 3) for day in days)
    assert 0 < absent < 12
    assert 6.0 * absent == field.facts()["absent_hours"]
    beyond = field.work.at_work_s / 3600 - 6 * (12 - absent)
    assert 0 <= beyond < 0.25 * (12 - absent), "conversations are finished"


def test_the_same_seed_is_the_same_field_and_another_is_not(loaded: LoadedStudy, tmp_path: Path) -> None:
    def played(name: str, seed: int) -> str:
        rehearsal = Rehearsal(loaded, tmp_path / name, 2, seed)
        try:
            return json.dumps(rehearsal.play(1).facts(), sort_keys=True)
        finally:
            rehearsal.station.database.close()

    first = played("one.db", 5)
    assert first == played("two.db", 5)
    assert first != played("three.db", 6)


def test_the_folder_is_a_study_that_other_commands_take(
    cati: Command, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "rehearsed"
    run = cati("rehearse", study, "--seats", "2", "--days", "1", "--out", out, "--json")
    assert 0 == run.returncode, run.stderr
    facts = json.loads(run.stdout)
    assert {"attempts", "dispositions", "completes", "screen_outs", "cells", "days", "hours"} <= set(facts)

    monkeypatch.setenv("CATI_PASSWORD", "demo")
    status = json.loads(cati("status", out, "--as", "supervision", "--json").stdout)
    assert facts["completes"] == status["completes"]
    assert 0 == cati("verify", out, "--as", "supervision").returncode
    assert "Probelauf: Klein" == read_title(out)
    assert "Rehearsal" in (out / "rehearsal.txt").read_text()
    assert (out / "rehearsal.pdf").read_bytes().startswith(b"%PDF-")
    with (station := open_station(load(out), None, create=False, writable=True)).database:
        assert clock_doubt(station) is None
        assert station.clock.now().date() == date(2026, 11, 23), "the clock goes on where the field ended"
    assert 0o700 == out.stat().st_mode & 0o777, "the sample has numbers"

    again = cati("rehearse", study, "--out", out)
    assert (1, True) == (again.returncode, "holds something already" in again.stderr)
    assert 1 == cati("rehearse", study, "--out", study).returncode
    assert 0 == cati("rehearse", study, "--seats", "1", "--days", "1", "--out", out, "--force").returncode


def test_people_that_cannot_be_read_leave_no_folder_behind(cati: Command, study: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unread"
    folder.mkdir()
    for name in ("form.md", "sample.csv", "study.yaml"):
        (folder / name).write_bytes((study / name).read_bytes())
    (folder / "respondents.yaml").write_text("calls: {no_answer: many}\n")
    run = cati("rehearse", folder, "--out", tmp_path / "rehearsed")
    assert run.returncode
    assert "respondents.yaml" in run.stderr
    assert not (tmp_path / "rehearsed").exists()


def read_title(folder: Path) -> str:
    read = read_study(folder)
    assert isinstance(read, LoadedStudy)
    return read.study.title["de"]


HARD = """
| survey |
| | type | name | label | required | constraint | appearance | calculation |
| | hidden | quota_status | | | | |
| | hidden | quota_cell | | | | |
| | begin group | screener | Screener | | | |
| | select_one sex | sex | Sex? | yes | | |
| | integer | age | Age? | yes | | |
| | calculate | age_group | | | | | if(${age} = '', '', if(${age} < 45, 'young', 'old')) |
| | end group | | | | | |
| | select_multiple many | several | Which? | yes | | |
| | select_one many | place | Where? | | | minimal autocomplete |
| | rank many | order | In which order? | | | |
| | date | born | Born? | | | |
| | time | rises | When? | | | |
| | decimal | size | How large? | | . > 0 | |
| | acknowledge | fine | Fine? | | | |
| | text | never | Never? | yes | 1 = 2 | |
| choices |
| | list_name | name | label |
| | sex | 1 | man |
| | sex | 2 | woman |
""" + "".join(f"| | many | {n} | place {n} |\n" for n in range(1, 13))


def test_every_kind_of_question_is_answered_and_one_that_takes_nothing_is_told(study: Path, tmp_path: Path) -> None:
    folder = tmp_path / "hard"
    folder.mkdir()
    for name in ("sample.csv", "respondents.yaml"):
        (folder / name).write_bytes((study / name).read_bytes())
    settings = (study / "study.yaml").read_text().replace("outcome: outcome\n", "").replace(", recontact: again", "")
    (folder / "study.yaml").write_text(settings)
    (folder / "form.md").write_text(HARD)
    loaded = read_study(folder)
    assert isinstance(loaded, LoadedStudy), loaded
    rehearsal = Rehearsal(loaded, tmp_path / "hard.db", 2, 2)
    try:
        field = rehearsal.play(1)
    finally:
        rehearsal.station.database.close()
    assert field.work.stuck["never"] > field.summary["completes"]
    assert {"never"} == {name for name, count in field.work.stuck.items() if count}
    assert {"sex", "age", "several", "place", "order", "born", "rises", "size", "fine", "never"} <= set(
        field.work.asked
    )
