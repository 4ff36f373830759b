"""Answers from a file through a questionnaire."""

from __future__ import annotations

from datetime import date

import pytest

from cati_app.authoring.answers_file import AnswersProblem, answer_of, place_of, read_json, ref_of
from cati_app.authoring.play import Played, play
from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.model import Form
from cati_app.engine.session.states import NodeState
from tests.unit.engine.forms import form as form_of

_DAY = date(2026, 3, 15)
_ROSTER = """
| survey |
| | type | name | label | relevant | calculation | constraint | required |
| | integer | n | How many? | | | . <= 20 | yes |
| | calculate | double | | | ${n} * 2 | | |
| | begin repeat | hh | Person | | | | |
| | integer | age | Age? | | | | yes |
| | text | school | School? | ${age} < 18 | | | |
| | end repeat | | | | | | |
| | select_one yn | late | Late? | ${n} > 3 | | | |
| | text | note | Note? | | | | |
| choices |
| | list_name | name | label |
| | yn | 1 | Yes |
| | yn | 2 | No |
"""


@pytest.fixture(scope="module")
def roster() -> Form:
    return form_of(_ROSTER)


def _state(played: Played, ref: str) -> NodeState:
    return next(state for state in played.states if state.ref == ref)


def test_answers_and_calculations_stand_where_they_belong(roster: Form) -> None:
    played = play(roster, {"n": 5, "late": "2"}, day=_DAY)
    assert _state(played, "/double").answer == Answer("10")
    assert _state(played, "/late").answer == Answer("2")
    assert played.findings[0].code == "required"


def test_the_order_of_the_file_does_not_matter(roster: Form) -> None:
    assert play(roster, {"late": 1, "n": 4}, day=_DAY).states == play(roster, {"n": 4, "late": 1}, day=_DAY).states


def test_rows_of_an_open_repeat_come_with_their_answers(roster: Form) -> None:
    played = play(roster, {"hh[2]/age": 7, "hh[2]/school": "Primary", "hh[1]/age": 40}, day=_DAY)
    assert _state(played, "/hh").answer == Answer("2")
    assert _state(played, "/hh[2]/school").answer == Answer("Primary")
    assert not _state(played, "/hh[1]/school").relevant


def test_the_number_of_rows_can_be_given_itself(roster: Form) -> None:
    assert _state(play(roster, {"hh": 3}, day=_DAY), "/hh").answer == Answer("3")
    assert _state(play(roster, {"hh": 0}, day=_DAY), "/hh").answer == Answer("0")


def test_what_is_not_asked_is_told_and_changes_nothing(roster: Form) -> None:
    played = play(roster, {"n": 2, "late": 1}, day=_DAY)
    assert [(one.ref, one.code) for one in played.findings if one.code == "not-asked"] == [("/late", "not-asked")]
    assert _state(played, "/late").answer == Answer()


def test_a_refused_answer_is_told_and_not_stored(roster: Form) -> None:
    played = play(roster, {"n": 21}, day=_DAY)
    assert ("/n", "constraint") in {(one.ref, one.code) for one in played.findings}
    assert _state(played, "/n").answer == Answer()
    assert "/n" in played.not_answered


def test_a_special_answer_is_an_answer(roster: Form) -> None:
    played = play(roster, {"n": {"special": "refused"}}, day=_DAY)
    assert _state(played, "/n").answer == Answer(special=Special.REFUSED)
    assert "/n" not in played.not_answered


def test_an_unknown_question_names_the_nearest(roster: Form) -> None:
    played = play(roster, {"lat": 1}, day=_DAY)
    assert played.findings[0].code == "unknown"
    assert "/late" in played.findings[0].message


@pytest.mark.parametrize(
    ("path", "ref"),
    [
        ("hh[2]/age", "/hh[2]/age"),
        ("/hh[2]/age", "/hh[2]/age"),
        ("/data/hh[3]/age", "/hh[3]/age"),
        ("age", "/hh[1]/age"),
        ("n", "/n"),
    ],
)
def test_a_path_may_be_written_in_several_ways(roster: Form, path: str, ref: str) -> None:
    assert ref_of(roster, place_of(roster, path)) == ref


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (3, Answer("3")),
        (2.5, Answer("2.5")),
        (2.0, Answer("2")),
        (True, Answer("true")),
        (["1", 2], Answer("1 2")),
        (None, Answer()),
        ("x", Answer("x")),
        ({"special": "dont_know"}, Answer(special=Special.DONT_KNOW)),
    ],
)
def test_json_values_stand_for_answers(value: object, answer: Answer) -> None:
    assert answer_of(value, "q") == answer


@pytest.mark.parametrize("data", [b"[1]", b"{", b"\xff{}", b'"x"', b"[" * 100_000])
def test_a_file_that_is_no_object_is_explained(data: bytes) -> None:
    with pytest.raises(AnswersProblem, match=r"answers\.json"):
        read_json(data, "answers.json")


def test_today_and_seed_are_those_given() -> None:
    form = form_of("""
| survey |
| | type | name | label | calculation |
| | calculate | day | | today() |
| | calculate | chance | | random() |
| | text | q | Question? | |
""")
    first, again, other = (play(form, {}, day=_DAY, seed=seed) for seed in (1, 1, 2))
    assert _state(first, "/day").answer == Answer("2026-03-15")
    assert first.states == again.states
    assert first.states != other.states
