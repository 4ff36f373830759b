"""respondents.yaml: what it may say, what older files say, and what is told where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from cati_app.demo.habits import ESTIMATE, RESPONDENTS, Habits, Population, read_habits
from cati_app.demo.habits_of_study import habits_of
from cati_app.demo.published_contact import SOURCE
from cati_app.domain.errors import EnvironmentProblem
from cati_app.station.loading import LoadedStudy
from cati_app.station.study_reading import read_study
from tests.stations import FORM, STUDY

_TWO = "population: {margins: {size: {big: 0.4, small: 0.6}, kind: {m: 0.5, w: 0.5}}}\n"


def _habits(folder: Path, content: str | None) -> Habits:
    (folder / "form.md").write_text(FORM)
    (folder / "study.yaml").write_text(STUDY)
    if content is not None:
        (folder / RESPONDENTS).write_text(content)
    loaded = read_study(folder)
    assert isinstance(loaded, LoadedStudy), loaded
    return habits_of(loaded)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("calls: {no_answer: often}", "line 1, calls.no_answer: The value is not allowed: it must be a number"),
        ("calls: [", "line 2: This is no YAML"),
        ("\nreaches: 1", "line 2, reaches: There is no setting “reaches” here. Check the spelling"),
        ("", "line 1: The file is empty."),
        (
            "calls: {no_answr: 0.2}",
            "line 1, calls.no_answr: The value is not allowed: “no_answr” is not known here – is",
        ),
        ("calls: {busy: 0.6, no_answer: 0.6}", "calls: The value is not allowed: the shares add up to 1.20, which is"),
        ("calls: {source: ' ', busy: 0.1}", "calls.source: The setting “source” is missing. Add it."),
        (
            "willingness:\n  interviewer: 3",
            "line 2, willingness.interviewer: The value is not allowed: it must be 0.5 or",
        ),
        (
            "population: {margins: {sex: {m: 0.5, w: 0.4}}}",
            "population.margins.sex: The value is not allowed: the shares",
        ),
        (
            "population: {margins: {age_group: {older: 1.0}}}",
            "population.margins.age_group.older: The value is not allowed",
        ),
        (_TWO + "answers_of: {size: {huge: {age: {range: [1, 2]}}}}", "line 2, answers_of.size.huge"),
        (
            _TWO + "answers_of: {sice: {big: {age: {range: [1, 2]}}}}",
            "answers_of.sice: The value is not allowed: “sice”",
        ),
        (_TWO + "answers_of: {size: {big: {aeg: {range: [1, 2]}}}}", "answers_of.size.big.aeg"),
        (_TWO + "willingness: {categories: {size: {tiny: 0.5}}}", "willingness.categories.size.tiny"),
        (_TWO + "contact: {kinds: {sixe: {big: {weekday: {9: 1}}}}}", "contact.kinds.sixe"),
        ("contact: {hours: {mobile: {weekday: {9: 1, 30: 1}}}}", "contact.hours.mobile.weekday.30: The value is not"),
        ("contact: {hours: {mobile: {monday: {9: 1}}}}", "contact.hours.mobile.monday"),
        (
            "break_off: {at: {rom: 0.1}}",
            "break_off.at.rom: The value is not allowed: “rom” is not known here – is “rooms”",
        ),
        ("seconds: {thinking_of: {ages: [1, 2]}}", "seconds.thinking_of.ages"),
        ("seconds: {thinking: [5]}", "seconds.thinking: The value is not allowed: too few are given"),
        ("appointments: {kept: 0.9, late: 0.2}", "appointments: The value is not allowed: the shares add up to 1.10"),
        ("answers: {age: {range: [90, 18]}}", "answers.age: The value is not allowed: a range is two whole numbers"),
        ("answers: {sex: {'1': 0}}", "answers.sex: The value is not allowed: after the name of each choice a number"),
        ("special: {unsure: 0.1}", "special.unsure"),
        (
            _TWO.replace("}}}", "}}, cells: {big/m: 1, big/w: 1, small: 2}}"),
            "population.cells: The value is not allowed",
        ),
        (_TWO.replace("}}}", "}}, cells: {big/m: 1, big/w: 1}}"), "no entry of “small” is above 0, which has a share"),
        (_TWO.replace("}}}", "}}, cells: {big/x: 1}}"), "population.cells.big/x"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_its_cure(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(EnvironmentProblem) as problem:
        _habits(tmp_path, content)

    assert "respondents_unreadable" == problem.value.code
    assert f"{RESPONDENTS} cannot be read: " in str(problem.value)
    assert told in str(problem.value)
    assert problem.value.cure


def test_of_several_places_the_first_is_told_and_how_many_more_there_are(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="Further places that are wrong: 1"):
        _habits(tmp_path, "calls: {busy: x}\nspecial: {refused: y}")


def test_a_study_that_says_nothing_has_the_usual_people_as_frequent_as_its_quota_wants(tmp_path: Path) -> None:
    habits = _habits(tmp_path, None)

    assert Habits().calls == habits.calls
    assert {"sex": {"m": 0.5, "f": 0.5}} == habits.population.margins
    assert {"1": 1.0} == habits.answers_of["sex"]["m"]["sex"]
    assert "study.yaml" in habits.sources()["population"]


def test_a_question_of_the_quota_that_the_file_answers_is_left_to_it(tmp_path: Path) -> None:
    habits = _habits(tmp_path, "answers: {sex: {'1': 0.9, '2': 0.1}}")

    assert {} == habits.population.margins


def test_each_block_names_its_source_or_is_an_estimate(tmp_path: Path) -> None:
    content = (
        "calls: {source: 'pilot, May', busy: 0.1}\nspecial: {refused: 0.1}\ncorrections: {source: pilot, share: 0.1}\n"
    )
    told = _habits(tmp_path, content).sources()

    assert ("pilot, May", ESTIMATE, "pilot") == (told["calls"], told["special"], told["corrections"])
    assert SOURCE == told["contact"]
    assert "texts" not in told  # nothing is said there


def test_a_question_that_is_called_source_is_no_source(tmp_path: Path) -> None:
    (tmp_path / RESPONDENTS).write_text("answers: {source: {range: [1, 2]}}")
    habits = read_habits(tmp_path).settings

    assert habits is not None
    assert {"source": {"range": [1, 2]}} == habits.answers
    assert ESTIMATE == habits.sources()["answers"]


def test_older_files_are_read_on(tmp_path: Path) -> None:
    habits = _habits(
        tmp_path, "calls: {no_answer: 0.3}\nreach: {evening: 1.2}\nbreak_off: 0.01\nlanguages: {tr: 0.1}\n"
    )

    assert [0.06] == habits.break_off.per_minute  # of a minute, in which six questions are asked
    assert ({"evening": 1.2}, {}) == (habits.reach, habits.contact.hours)


def test_cells_are_brought_to_the_margins_and_keep_their_association() -> None:
    population = Population(
        margins={"size": {"big": 0.4, "small": 0.6}, "sex": {"m": 0.5, "w": 0.5}, "work": {"yes": 0.7, "no": 0.3}},
        cells={"big/m": 3, "big/w": 1, "small/m": 1, "small/w": 1},
    )
    table = population.table()

    assert 8 == len(table)
    of_size_and_sex = {
        (size, sex): sum(share for cell, share in table.items() if cell[:2] == (size, sex))
        for size in ("big", "small")
        for sex in ("m", "w")
    }
    assert 0.4 == pytest.approx(of_size_and_sex["big", "m"] + of_size_and_sex["big", "w"])
    assert 0.5 == pytest.approx(of_size_and_sex["big", "m"] + of_size_and_sex["small", "m"])
    odds = (of_size_and_sex["big", "m"] * of_size_and_sex["small", "w"]) / (
        of_size_and_sex["big", "w"] * of_size_and_sex["small", "m"]
    )
    assert 3 == pytest.approx(odds)
    assert 0.7 * of_size_and_sex["big", "m"] == pytest.approx(table["big", "m", "yes"])
    assert {(): 1.0} == Population().table()


def test_every_setting_is_described() -> None:
    page = (Path(__file__).parents[3] / "docs" / "rehearsal.md").read_text(encoding="utf-8")
    for block, field in Habits.model_fields.items():
        assert f"`{block}`" in page, block
        inner = getattr(type(field.default), "model_fields", {})
        for name in inner:
            assert name == "source" or f"`{block}.{name}`" in page, f"{block}.{name}"
