"""`cati release` and `cati export --public`: refused with what is open, in its order; then as everybody may have it."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from cati_app.domain.casework.interviews import StoredDatum
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.monitor.keep_form import KeepForm
from cati_app.station.loading import LoadedStudy
from cati_app.station.study_reading import read_study
from tests.commands import Command, Run
from tests.stations import Site
from tests.unit.cli.studies import study_with

_QUESTIONS = """
| | integer | since | Seit wann? | Since when? | | | |
| | date | born | Geboren? | Born? | | | |
| | text | why | Warum? | Why? | | | |
"""
_RELEASE = "release: {quasi_identifiers: [sex], sensitive: [since]}\n"
_TEXTS = ("gern", "bei Fatma und Frau Yıldız", "", "so eben", "ja")
_CELLS = [("1", "young"), ("2", "young"), ("1", "old"), ("2", "old")]
_DAYS = ("1980-01-02", "1981-01-02", "1982-01-02", "1983-01-02", "1984-01-02")


class Commands:
    """On a study with five complete interviews, four of which have a text."""

    def __init__(self, run: Command, study: Path, database: Path, folder: Path) -> None:
        self._run = run
        self._study = study
        self._database = database
        self.folder = folder

    def __call__(self, command: str, *words: object) -> Run:
        return self._run(command, self._study, "--db", self._database, *words)

    def public(self, *words: object) -> Run:
        return self("export", "--public", "--format", "csv", "--out", self.folder / "public", *words)

    def listed(self, *words: object) -> list[Mapping[str, str]]:
        told: list[Mapping[str, str]] = json.loads(self("release", "--texts", "--json", *words).stdout)["listed"]
        return told

    def declare(self, text: str) -> None:
        with (self._study / "study.yaml").open("a", encoding="utf-8") as file:
            file.write(text)


@pytest.fixture(scope="session")
def held_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Study and database, made once and copied for every test."""
    folder = tmp_path_factory.mktemp("released")
    study = study_with(folder, "")
    form = study / "form.md"
    survey, _, choices = form.read_text(encoding="utf-8").partition("| choices |")
    form.write_text(f"{survey.rstrip()}{_QUESTIONS}| choices |{choices}", encoding="utf-8")
    loaded = read_study(study)
    assert isinstance(loaded, LoadedStudy)
    site = Site(folder)
    _hold(site, loaded)
    site.close()
    return folder


@pytest.fixture
def commands(sue: Command, held_study: Path, tmp_path: Path) -> Commands:
    shutil.copytree(held_study, tmp_path, dirs_exist_ok=True)
    return Commands(sue, tmp_path / "study", tmp_path / "small.db", tmp_path)


def _hold(site: Site, loaded: LoadedStudy) -> None:
    place = site.place()
    KeepForm(site.units(), site.clock)(
        site.sue, loaded.form_hash, loaded.study.version, loaded.form.version, loaded.files
    )
    assert place.reserve_place is not None
    for number, (text, day) in enumerate(zip(_TEXTS, _DAYS, strict=True)):
        offer = site.dialled()
        interview = place.start_interview(site.ann, offer.case, loaded.form_hash, "de")
        sex, age_group = _CELLS[number % len(_CELLS)]
        place.reserve_place(site.ann, interview.id, {"sex": sex, "age_group": age_group})
        data = [
            StoredDatum("/screener/sex", "1", None),
            StoredDatum("/since", str(1990 + number % 2), None),
            StoredDatum("/born", day, None),
            StoredDatum("/why", text, None if text else "refused"),
        ]
        place.finish_interview(site.ann, EndedSitting(interview.id, offer.attempt, "complete", data, {}, None))


def test_what_is_open_is_told_in_its_order_and_nothing_is_written(commands: Commands) -> None:
    commands.declare("release: {quasi_identifiers: [since], sensitive: [sex]}\n")

    run = commands.public()

    assert 1 == run.returncode
    assert [
        "why: 4 texts wait for a person; 1 of them may tell who somebody is",
        "since: 2 categories have fewer than 5 people. Put categories together, or leave the variable out.",
        "5 people have fewer than 4 others alike in all of: since.",
        "sex: in 2 groups of people who are alike, all gave the same answer.",
        "The data are not public yet. Nothing was written.",
    ] == run.stderr.splitlines()
    assert not (commands.folder / "public" / "small_1.csv").exists()


def test_a_study_that_declares_nothing_has_nothing_public(commands: Commands) -> None:
    assert "release.quasi_identifiers" in commands.public().stderr


def test_texts_are_settled_one_by_one_and_then_data_are_public(commands: Commands) -> None:
    commands.declare(_RELEASE)
    waiting = commands.listed()
    assert ["name"] == [kind for each in waiting for kind in each["may_identify"]]

    for text in waiting:
        how = "--withhold" if text["may_identify"] else "--clear"
        assert "Decided.\n" == commands("release", how, text["case_id"], "--variable", "why").stdout
    assert [] == commands.listed()
    assert 0 == commands("release").returncode
    assert 0 == commands.public().returncode

    with (commands.folder / "public" / "small_1.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert ["1", "2", "3", "4", "5"] == [row["case_id"] for row in rows]
    assert ["", "", "gern", "ja", "so eben"] == sorted(row["why"] for row in rows)
    assert {"case_id", "willing", "sex", "age", "since", "why", "why_miss", "weight"} == set(rows[0])
    manifest = json.loads((commands.folder / "public" / "small_1_manifest.json").read_text(encoding="utf-8"))
    checked = manifest["asked"]["checked_for_release"]
    assert {"why": {"cleared": 3, "withheld": 1, "open": 0, "may_tell": 0}} == checked["texts"]
    assert (5, {"since": 2}, True) == (checked["k"], checked["l"], checked["public"])
    codebook = (commands.folder / "public" / "small_1_codebook.csv").read_text(encoding="utf-8-sig")
    assert "öffentlich: 3, leer: 1" in codebook


def test_a_decision_can_be_taken_back(commands: Commands) -> None:
    commands.declare(_RELEASE)
    named = commands.listed()[0]["case_id"]
    commands("release", "--clear", named, "--variable", "why")
    assert 3 == len(commands.listed())

    assert "It stands so already." in commands("release", "--clear", named, "--variable", "why").stdout
    assert 0 == commands("release", "--open", named, "--variable", "why").returncode
    assert 4 == len(commands.listed())


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("release", "--clear", "abc"), 2, "--variable"),
        (("release", "--clear", "abc", "--variable", "why"), 1, "No complete interview has such a text any more"),
        (("export", "--public", "--what", "interviews,calls"), 2, "--what interviews,calls"),
        (("export", "--public", "--include", "partial", "--since", "2026-03-01"), 2, "--include partial, --since"),
    ],
)
def test_what_cannot_be_meant_is_told(commands: Commands, words: tuple[str, ...], code: int, told: str) -> None:
    commands.declare(_RELEASE)
    run = commands(*words, *(("--out", commands.folder / "public") if words[0] == "export" else ()))

    assert code == run.returncode
    assert told in run.stderr


def test_variables_that_are_left_out_are_in_no_public_data(commands: Commands) -> None:
    commands.declare("release: {quasi_identifiers: [sex], left_out: [why, since]}\n")

    assert 0 == commands.public().returncode
    header = (commands.folder / "public" / "small_1.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert ["case_id", "willing", "sex", "age", "weight"] == header.split(",")
