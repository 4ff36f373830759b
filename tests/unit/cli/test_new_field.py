"""The pages after the study folder, with the real database: people, sheet, sample, release, rehearsal."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from cati_app.cli.new_field import NewField
from cati_app.cli.opening import load
from cati_app.cli.rehearse import MOST_NUMBERS
from cati_app.demo import invented_sample
from cati_app.demo.rehearsal import run as rehearsing
from cati_app.domain.errors import RuleViolation
from cati_app.station.folders import default_state
from cati_app.station.known_studies import KnownStudies
from cati_app.ui.stage.runner import Cancelled
from tests.commands import Command
from tests.stations import FORM, STUDY

_SECRET = "a very long secret"


class _Progress:
    def __init__(self, steps: int = 10**9) -> None:
        self.steps = steps

    def report(self, share: float, text: str = "") -> None:
        assert 0 <= share <= 1

    def check(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise Cancelled


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "form.md").write_text(FORM)
    (folder / "study.yaml").write_text(STUDY)
    return folder


@pytest.fixture
def field(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, study: Path
) -> Iterator[NewField]:
    Command(monkeypatch, capsys)  # quick keys, no keyring
    for name in ("CATI_STATE", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    made = NewField()
    made.open(study, "open sesame")
    yield made
    made.close()


def _begun(field: NewField) -> None:
    field.begin("ann", "Ann", _SECRET)
    sheet = field.sheet()
    assert sheet is not None
    pages = [row.split(":")[1].split() for row in sheet.rows if ":" in row]
    first, second = pages[0] + pages[1], pages[2] + pages[3]
    one, other = sheet.groups
    field.confirm_sheet(sheet.groups, first[one - 1], second[other - 1])


def test_people_sample_and_release_come_from_the_use_cases(field: NewField, study: Path, tmp_path: Path) -> None:
    _begun(field)
    code = field.add("ben", "Ben", "interviewer", "de, tr")
    file = tmp_path / "numbers.csv"
    file.write_text("telefon;ort\n" + "".join(f"03023125{n:03d};Nord\n" for n in range(7)))
    columns = field.look(str(file))
    roles = [column.role for column in columns]
    tried = field.bring_in(roles, "3", _Progress(), store=False)
    before = field.waiting()
    field.bring_in(roles, "3", _Progress(), store=True)
    waiting = field.waiting()
    released = field.release("2")

    assert code
    assert field.sheet() is None
    assert ("number", "telefon") == (columns[0].role, columns[0].name)
    assert (7, (), 0) == (tried.cases, before.portions, before.released)
    assert ((3, 3, 1), 6) == (waiting.portions, released)
    assert study.resolve() in [known.folder for known in KnownStudies(default_state()).read().studies]


def test_what_cannot_be_meant_is_refused_and_changes_nothing(field: NewField, tmp_path: Path) -> None:
    _begun(field)
    codes = set()
    for portions in ("many", "4", "-1", "9" * 40):
        with pytest.raises(RuleViolation) as refused:
            field.release(portions)
        codes.add(refused.value.code)
    with pytest.raises(RuleViolation) as wrong:
        field.sign_in("ann", "another secret")
    file = tmp_path / "numbers.csv"
    file.write_text("telefon;ort\n03023125001;Nord\n")
    field.look(str(file))

    out = tmp_path / "tryout"
    with pytest.raises(RuleViolation) as refused:
        field.release("9")
    assert "from 0 to 0" in field.rule_words(refused.value)

    with pytest.raises(Cancelled):
        field.rehearse("2", "1", "40", str(out), _Progress(steps=3))

    assert ({"figure_out_of_range"}, "wrong_login") == (codes, wrong.value.code)
    assert "No column holds telephone numbers" in field.bring_in(["", ""], "", _Progress(), store=False).problem
    assert not out.exists()


@pytest.mark.parametrize("numbers", ["0", "5001", "x", ""])
def test_figures_of_a_rehearsal_have_bounds(tmp_path: Path, numbers: str) -> None:
    with pytest.raises(RuleViolation):
        NewField().rehearse("2", "1", numbers, str(tmp_path / "tryout"), _Progress())


def test_invented_numbers_are_as_many_as_asked_and_each_once(study: Path, tmp_path: Path) -> None:
    file = tmp_path / "numbers.csv"
    invented_sample.write_sample(file, load(study).study, MOST_NUMBERS, random.Random(1))
    numbers = [line.split(",")[2] for line in file.read_text().splitlines()[1:]]

    assert (MOST_NUMBERS, MOST_NUMBERS) == (len(numbers), len(set(numbers)))
    assert (invented_sample.MOST_NUMBERS, 2000) == (MOST_NUMBERS, rehearsing.NUMBERS)
