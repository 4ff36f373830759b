"""`cati code` with the code frame: units fixed, coders, what waits, and how far both agree."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cati_app.domain.casework.interviews import StoredDatum
from cati_app.domain.coding.code_frame import Axis, UnitCodes
from cati_app.domain.people.users import User
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.monitor.keep_form import KeepForm
from cati_app.station.frame_coding import code_units, read_units
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.station.study_reading import read_study
from tests.commands import Command, Run
from tests.stations import Site
from tests.unit.cli.studies import study_with

_FRAME = """
version: "1"
target: {de: die Stadt hilft}
axes:
  field: {codes: [{id: social, label: {de: Soziales}, means: {de: Treffen}}]}
  theme:
    codes:
      - {id: mood, label: {de: Stimmung}, means: {de: wie es sich lebt}}
      - {id: rent, label: {de: Mieten}, means: {de: was Wohnen kostet}}
  stance:
    ordinal: [rejection, support]
    aside: [none]
    codes:
      - {id: rejection, label: {de: dagegen}, means: {de: dagegen}}
      - {id: support, label: {de: dafür}, means: {de: dafür}}
      - {id: none, label: {de: keine}, means: {de: keine}}
"""
_OPEN = "| | text | wish | Was wünschen Sie? | What do you wish? | | | |\n"
MOOD, RENT = (UnitCodes.of({Axis.THEME: [code], Axis.STANCE: ["support"]}) for code in ("mood", "rent"))


class Coding:
    """A study with a frame and open answers that nobody coded yet."""

    def __init__(self, run: Command, site: Site, study: Path) -> None:
        self._run, self.site, self.study = run, site, study
        loaded = read_study(study)
        assert isinstance(loaded, LoadedStudy)
        self.loaded = loaded

    def __call__(self, *words: object) -> Run:
        return self._run("code", self.study, "--db", self.site.path, *words)

    def told(self, *words: object) -> dict[str, object]:
        run = self(*words, "--json")
        assert (0, "") == (run.returncode, run.stderr)
        told: dict[str, object] = json.loads(run.stdout)
        return told

    def code_all(self, user: User, *given: UnitCodes) -> None:
        """As the window does it: units in the order of their coder get these codes in turn."""
        with self.opened() as station:
            read = read_units(station, self.site.keys, station)
            code, units = code_units(station, self.site.keys, read), read(user)
            if units.work.seat_of(user.id) is None:
                code.join(user)
                units = read(user)
            for number, (unit, repeat) in enumerate(units.work.list_of(user.id)):
                self.site.clock.move(1)
                units = code.code(user, units, unit, given[number % len(given)], repeat=repeat)

    @contextmanager
    def opened(self) -> Iterator[Station]:
        """The station of the window, after whatever commands have done until now."""
        self.site.clock.move(max(0.0, (datetime.now(UTC) - self.site.clock.now()).total_seconds()) + 1)
        self.site.reopen(self.loaded)
        yield self.site.station
        self.site.station.database.close()


@pytest.fixture
def coding(sue: Command, site: Site, tmp_path: Path) -> Coding:
    study = study_with(tmp_path, "frame: frame.yaml\n")
    (study / "frame.yaml").write_text(_FRAME, encoding="utf-8")
    form = study / "form.md"
    survey, _, choices = form.read_text(encoding="utf-8").partition("| choices |")
    form.write_text(f"{survey.rstrip()}\n{_OPEN}| choices |{choices}", encoding="utf-8")
    made = Coding(sue, site, study)
    site.reopen(made.loaded)
    _hold(site, made.loaded)
    site.close()
    return made


def _hold(site: Site, loaded: LoadedStudy) -> None:
    place = site.place()
    KeepForm(site.units(), site.clock)(site.sue, loaded.form_hash, "1", loaded.form.version, loaded.files)
    assert place.reserve_place is not None
    for sex, text in zip("122", ("more benches", "the mood is fine", "rents are the secret"), strict=True):
        offer = site.dialled()
        interview = place.start_interview(site.ann, offer.case, loaded.form_hash, "de")
        place.reserve_place(site.ann, interview.id, {"sex": sex, "age_group": "young"})
        data = [StoredDatum("/screener/sex", "1", None), StoredDatum("/wish", text, None)]
        place.finish_interview(site.ann, EndedSitting(interview.id, offer.attempt, "complete", data, {}, None))


def test_units_are_fixed_coded_blind_by_two_and_compared(coding: Coding) -> None:
    assert "3 texts" in coding("--units").stdout
    assert (3, 3, "double") == tuple(coding.told("--fix", "2026-1")[name] for name in ("fixed", "double", "stage"))
    assert [None, None] == coding.told("--units")["coders"]
    assert [coding.site.sue.number, None] == coding.told("--join")["coders"]
    again = coding("--join")
    assert (1, True) == (again.returncode, "already" in again.stderr)
    coding.code_all(coding.site.sue, MOOD, RENT)
    early = coding("--agreement")
    assert (1, True) == (early.returncode, "neither sees" in early.stderr)

    assert [0, None] == coding.told("--units")["waiting"]
    coding.code_all(coding.site.eve, MOOD)
    told = coding.told("--units")
    assert ("deciding", 1, None) == (told["stage"], told["to_decide"], told.get("fixed"))
    figures = coding.told("--agreement")["figures"]
    assert isinstance(figures, list)
    theme = next(each for each in figures if each["axis"] == "theme" and not each["code"])
    assert (3, "table_only", True) == (theme["units"], theme["verdict"], theme["alpha"] < 1)
    assert {"mood", "rent"} == {each["code"] for each in figures if each["compared"] == "present"}
    shown = coding("--agreement").stdout
    assert ("Mieten" in shown, "secret" in shown) == (True, False)


def test_a_coder_who_left_is_followed_and_somebody_unknown_is_told(coding: Coding) -> None:
    fixed = coding("--fix", "s")
    assert (0, "") == (fixed.returncode, fixed.stderr)
    coding("--join")
    number = coding.site.sue.number
    assert "person " + str(number) in coding("--units").stdout
    assert 1 == coding("--leave", "--coder", 99).returncode
    assert [None, None] == coding.told("--leave", "--coder", number)["coders"]
    assert 1 == coding("--leave").returncode
    assert [number, None] == coding.told("--join")["coders"]


def test_a_study_without_a_frame_says_how_to_name_one(coding: Coding) -> None:
    settings = coding.study / "study.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("frame: frame.yaml\n", ""), encoding="utf-8")
    run = coding("--units")
    assert (0, True) != (run.returncode, not run.stderr)
    assert "code frame" in run.stderr


def test_codes_go_into_data_sets_and_into_projects_for_other_programs(coding: Coding, tmp_path: Path) -> None:
    coding("--fix", "s")
    for user in (coding.site.sue, coding.site.eve):
        coding.code_all(user, MOOD, RENT)
    run = coding._run("export", coding.study, "--db", coding.site.path, "--format", "csv", "--out", tmp_path / "data")
    assert (0, "") == (run.returncode, run.stderr)
    with (tmp_path / "data" / "small_1.csv").open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    names = ("wish_c_mood", "wish_c_rent", "wish_c_social", "wish_stance")
    assert [("0", "1", "0", "2"), ("1", "0", "0", "2"), ("1", "0", "0", "2")] == sorted(
        tuple(row[name] for name in names) for row in rows
    )

    file = tmp_path / "coded.qdpx"
    told = coding("--qdpx", file)
    assert (0, "", True) == (told.returncode, told.stderr, "3 texts were left out" in told.stdout)
    assert 0 == coding("--qdpx", file, "--internal", "--force").returncode
    with zipfile.ZipFile(file) as package:
        project = package.read("project.qde").decode()
        (source,) = (package.read(name).decode() for name in package.namelist() if name.startswith("Sources/"))
    assert (6, 12, "rents are the secret" in source) == (
        project.count("<PlainTextSelection"),
        project.count("<CodeRef"),
        True,
    )
    assert "secret" not in project
    assert 0 == coding("--qdc", tmp_path / "frame.qdc").returncode
    assert b"<CodeBook" in (tmp_path / "frame.qdc").read_bytes()


def test_nothing_of_the_double_part_leaves_before_both_are_done(coding: Coding, tmp_path: Path) -> None:
    coding("--fix", "s")
    coding.code_all(coding.site.eve, MOOD)
    coding._run("export", coding.study, "--db", coding.site.path, "--format", "csv", "--out", tmp_path / "data")
    assert "wish_c" not in (tmp_path / "data" / "small_1.csv").read_text(encoding="utf-8")
    assert 0 == coding("--qdpx", tmp_path / "coded.qdpx", "--internal").returncode
    with zipfile.ZipFile(tmp_path / "coded.qdpx") as package:
        assert b"<PlainTextSelection" not in package.read("project.qde")
