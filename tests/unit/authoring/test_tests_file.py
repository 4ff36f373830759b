"""Authors' tests of a questionnaire."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cati_app.authoring.answers_file import AnswersProblem
from cati_app.authoring.tests_file import run_test
from cati_app.engine.form.model import Form
from tests.unit.engine.forms import form as form_of


@pytest.fixture(scope="module")
def adults() -> Form:
    return form_of("""
| survey |
| | type | name | label | relevant | calculation | constraint | required |
| | hidden | study_client | | | | | |
| | integer | age | Age, asked for ${study_client}? | | | . < 120 | yes |
| | calculate | adult | | | if(${age} >= 18, 1, 0) | | |
| | text | job | Job? | ${adult} = 1 | | | |
""")


def _run(form: Form, test: dict[str, Any]) -> list[tuple[str, str]]:
    found = run_test(form, json.dumps(test).encode(), "t.json", {"study_client": "the city"}, "UTC")
    return [(one.path, one.about) for one in found]


def test_what_is_as_expected_passes(adults: Form) -> None:
    expect = {"adult": 1, "job": {"relevant": True, "required": False}, "age": {"label": "Age, asked for the city?"}}
    assert _run(adults, {"answers": {"age": 18}, "expect": expect}) == []


def test_every_difference_is_told(adults: Form) -> None:
    expect = {"adult": 1, "job": {"relevant": True}, "age": {"value": 18}}
    assert _run(adults, {"answers": {"age": 17}, "expect": expect}) == [
        ("adult", "value"),
        ("job", "relevant"),
        ("age", "value"),
    ]


def test_an_answer_that_is_not_taken_fails_unless_expected(adults: Form) -> None:
    given = {"answers": {"age": 130}, "expect": {"adult": 0}}
    assert _run(adults, given) == [("/age", "answer")]
    assert _run(adults, {**given, "expect": {"age": {"finding": "constraint"}}}) == []


@pytest.mark.parametrize(
    "test",
    [
        {"answers": {}},
        {"answers": {}, "expect": {}, "expected": {}},
        {"expect": {"age": {"valu": 1}}},
        {"expect": {"nobody": 1}},
        {"expect": {}, "today": "tomorrow"},
        {"expect": {}, "answers": [1]},
    ],
)
def test_a_test_that_cannot_be_read_is_explained(adults: Form, test: dict[str, Any]) -> None:
    with pytest.raises(AnswersProblem):
        _run(adults, test)
