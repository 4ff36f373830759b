"""What was kept of a study is what reading it anew gives, or it is read anew."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cati_app.station import checked_study
from cati_app.station.folders import REHEARSED
from cati_app.station.kept_study import kept_name, pack_study, unpack_rules, unpack_study
from cati_app.station.loading import LoadedStudy
from cati_app.station.study_reading import read_study
from cati_app.station.study_rules import rules_of
from tests.stations import FORM, STUDY
from tests.unit.engine.test_kept_form import Shelf

_ROOMS = "| | integer | rooms"
WITH_TOWN = FORM.replace(_ROOMS, f"| | select_one_from_file towns.csv | town | Where? | | | | | |\n{_ROOMS}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "study"
    made.mkdir()
    (made / "study.yaml").write_text(f"{STUDY}sample: {{file: sample.csv}}\n", encoding="utf-8")
    (made / "form.md").write_text(WITH_TOWN, encoding="utf-8")
    (made / "towns.csv").write_text("name,label\n1,Here\n", encoding="utf-8")
    (made / "sample.csv").write_text("number\n", encoding="utf-8")
    return made


def read(folder: Path, shelf: Shelf) -> LoadedStudy:
    loaded = read_study(folder, shelf)
    assert isinstance(loaded, LoadedStudy), loaded
    return loaded


def packed(shelf: Shelf) -> bytes:
    (data,) = (data for name, data in shelf.items() if name.startswith("study-"))
    return data


def is_read_anew(folder: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the next reading checks everything."""
    checked: list[Path] = []
    check = checked_study.check_folder

    def noted(given: Path, to: Shelf) -> object:
        checked.append(given)
        return check(given, to)

    with monkeypatch.context() as here:
        here.setattr(checked_study, "check_folder", noted)
        read_study(folder, shelf)
    return bool(checked)


def test_a_study_that_is_known_is_the_one_that_was_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf()
    first = read(folder, shelf)
    assert not is_read_anew(folder, shelf, monkeypatch)
    second = read(folder, shelf)

    assert (first.head, first.form_hash, first.findings, first.files, dict(first.lines)) == (
        *(second.head, second.form_hash, second.findings, second.files),
        dict(second.lines),
    )
    assert first.rules() == second.rules() == rules_of(second.study, second.form, 1.0)
    assert (first.study, first.form.nodes) == (second.study, second.form.nodes)


def test_targets_of_a_trial_are_made_from_the_study(folder: Path) -> None:
    shelf = Shelf()
    read(folder, shelf)
    known = read(folder, shelf)
    whole, twice = known.rules().quota, known.rules(2.0).quota

    assert whole is not None
    assert twice is not None
    assert {cell: 2 * target for cell, target in whole.targets.items()} == twice.targets


@pytest.mark.parametrize("name", ["study.yaml", "form.md", "towns.csv"])
def test_a_file_that_was_changed_is_read_anew(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf()
    read(folder, shelf)
    changed = (folder / name).read_text(encoding="utf-8").replace("Here", "There").replace("Rooms?", "How many rooms?")
    (folder / name).write_text(changed + ("# told\n" if name == "study.yaml" else "\n"), encoding="utf-8")

    assert is_read_anew(folder, shelf, monkeypatch)
    assert not is_read_anew(folder, shelf, monkeypatch)


def test_a_sample_that_went_is_told_and_one_that_came_back_no_more(folder: Path) -> None:
    shelf = Shelf()
    before = read(folder, shelf).findings
    (folder / "sample.csv").rename(folder / "away.csv")
    without = read(folder, shelf).findings
    (folder / "away.csv").rename(folder / "sample.csv")

    assert {"sample-missing"} == {finding.code for finding in without} - {finding.code for finding in before}
    assert before == read(folder, shelf).findings


def test_a_questionnaire_that_went_is_an_error_whatever_was_kept(folder: Path) -> None:
    shelf = Shelf()
    read(folder, shelf)
    (folder / "form.md").unlink()
    found = read_study(folder, shelf)

    assert not isinstance(found, LoadedStudy)
    assert "questionnaire-missing" in {finding.code for finding in found}


def test_the_word_stands_before_the_title_of_a_rehearsal_that_is_known(folder: Path) -> None:
    shelf = Shelf()
    title = read(folder, shelf).title("de")
    (folder / REHEARSED).touch()
    rehearsed = read(folder, shelf)

    assert f"Probelauf: {title}" == rehearsed.title("de")
    assert rehearsed.head.title == rehearsed.study.title


def test_a_study_with_errors_is_not_kept(folder: Path) -> None:
    shelf = Shelf()
    (folder / "study.yaml").write_text("id: x\n", encoding="utf-8")

    assert not isinstance(read_study(folder, shelf), LoadedStudy)
    assert not [name for name in shelf if name.startswith("study-")]


class _Harm:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.path,)


def test_what_was_kept_makes_values_of_a_study_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    shelf = Shelf()
    read(folder, shelf)
    good = packed(shelf)
    kept = unpack_study(good)
    assert kept is not None

    assert kept == unpack_study(pack_study(kept))
    assert unpack_study(good[:-5]) is None
    assert unpack_study(b"") is None
    assert unpack_study(kept.rules) is None
    assert unpack_rules(good) is None
    assert unpack_rules(kept.rules[:-5]) is None
    harm: Any = _Harm(tmp_path / "harm")
    rules = unpack_rules(kept.rules)
    assert rules is not None
    assert unpack_rules(pickle.dumps(replace(rules, introduction=harm))) is None
    assert unpack_study(pickle.dumps(harm)) is None
    assert unpack_study(pickle.dumps(replace(kept, sample=harm))) is None
    assert not (tmp_path / "harm").exists()


def test_damaged_data_cost_another_reading(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf()
    read(folder, shelf)
    shelf[kept_name((folder / "study.yaml").read_bytes())] = b"damaged"

    assert is_read_anew(folder, shelf, monkeypatch)


def test_damaged_rules_cost_the_model(folder: Path) -> None:
    shelf = Shelf()
    first = read(folder, shelf)
    kept = unpack_study(packed(shelf))
    assert kept is not None
    shelf[kept_name((folder / "study.yaml").read_bytes())] = pack_study(replace(kept, rules=b"damaged"))

    second = read(folder, shelf)

    assert (first.rules(), first.form.nodes) == (second.rules(), second.form.nodes)


@pytest.mark.slow
def test_a_start_on_a_known_study_loads_neither_the_model_of_its_settings_nor_the_engine(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from cati_app.station.study_reading import read_study as read;"
        " from cati_app.study.cache import WorkbookCache as Shelf; import cati_app.station.desktop;"
        f" known = read(Path({str(folder)!r}), Shelf(Path({str(folder.parent / 'kept')!r}))); known.rules();"
        " known.title('de'); print(*sorted({'pydantic', 'yaml', 'phonenumbers', 'cati_app.engine.form.model',"
        " 'cati_app.study.model', 'cati_app.ui.panels.host'} & set(sys.modules)))"
    )
    first, second = (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(2)
    )

    assert {"pydantic", "yaml", "cati_app.study.model"} <= set(first)
    assert [] == second
