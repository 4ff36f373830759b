"""Values that a form gives though it is written in an unusual way: each was wrong once."""

from __future__ import annotations

from datetime import date

import pytest

from cati_app.authoring.play import play
from cati_app.engine.form.answers import Answer
from tests.unit.engine import forms
from tests.unit.engine.forms import codes, table

_COLUMNS = "type | name | label | constraint | default | relevant | calculation"
_DAY = date(2026, 3, 15)


@pytest.mark.parametrize("constraint", ["${a} < 10", "/data/a < 10", "current()/. < 10", "not(${a} >= 10)"])
def test_a_constraint_may_name_its_own_question(constraint: str) -> None:
    session = forms.session(forms.form(table("survey", _COLUMNS, f"integer | a | A? | {constraint} | | |")))
    assert session.answer("/a", Answer("5")).check is None
    assert session.answer("/a", Answer("12")).check is not None
    assert session.value("/a") == "5"


def test_a_constraint_in_a_repeat_means_the_answer_of_its_own_row() -> None:
    rows = ("begin repeat | r | R | | | |", "integer | a | A? | ${a} > 3 | | |", "end repeat | | | | | |")
    session = forms.session(forms.form(table("survey", _COLUMNS, *rows)))
    assert session.answer("/r[1]/a", Answer("4")).check is None
    assert session.answer("/r[1]/a", Answer("3")).check is not None


def test_a_default_that_is_a_sum_is_computed() -> None:
    form = forms.form(
        table(
            "survey",
            _COLUMNS,
            "integer | a | A? | | 2 * 3 | |",
            "integer | b | B? | | 10 div 2 | |",
            "date | d | D? | | 2026-03-01 | |",
            "text | t | T? | | a - b | |",
        )
    )
    session = forms.session(form)
    assert [session.value(name) for name in "abdt"] == ["6", "5", "2026-03-01", "a - b"]


@pytest.mark.parametrize(
    "row",
    [
        "integer | a | A? | | abc | |",
        "integer | a | A? | | 3.7 | |",
        "decimal | a | A? | | 1,5 | |",
        "date | a | A? | | 2020-13-45 | |",
        "time | a | A? | | noon | |",
        "select_one yn | a | A? | | maybe | |",
    ],
)
def test_a_default_of_another_type_is_reported_and_left_out(row: str) -> None:
    choices = table("choices", "list_name | name | label", "yn | yes | Yes", "yn | no | No")
    assert "default-invalid" in codes(table("survey", _COLUMNS, row), choices)
    assert forms.session(forms.form(table("survey", _COLUMNS, row), choices)).value("a") == ""


def test_times_are_compared_as_times() -> None:
    form = forms.form(
        table(
            "survey",
            _COLUMNS,
            "time | t | T? | . >= '08:00:00.000' | | |",
            "time | e | E? | . > ${t} | | |",
            "text | x | X? | | | ${t} > '12:00' |",
        )
    )
    session = forms.session(form)
    assert session.answer("/t", Answer("07:59")).check is not None
    assert session.answer("/t", Answer("13:30")).check is None
    assert session.answer("/e", Answer("13:00")).check is not None
    assert session.answer("/e", Answer("14:00")).check is None
    assert session.is_relevant("/x")


def test_the_place_of_a_group_within_a_row_is_its_own() -> None:
    rows = (
        "begin repeat | r | R | | | |",
        "begin group | g | G | | | |",
        "text | q | Q? | | | |",
        "calculate | p | | | | | position(..)",
        "calculate | o | | | | | position(../..)",
        "end group | | | | | |",
        "end repeat | | | | | |",
    )
    session = forms.session(forms.form(table("survey", _COLUMNS, *rows)))
    session.add_row("/r")
    assert [session.value(f"/r[{row}]/g/{name}") for name in "po" for row in (1, 2)] == ["1", "1", "1", "2"]


def test_a_trigger_outside_reaches_the_rows() -> None:
    columns = "type | name | label | calculation | trigger | repeat_count"
    form = forms.form(
        table(
            "survey",
            columns,
            "begin repeat | r | R | | | 2",
            "text | q | Q? | | |",
            "calculate | u | | concat(${o}, position(..)) | ${o} |",
            "end repeat | | | | |",
            "text | o | O? | | |",
        )
    )
    session = forms.session(form)
    session.answer("/o", Answer("x"))
    assert [session.value(f"/r[{row}]/u") for row in (1, 2)] == ["x1", "x2"]


def test_calculate_here_is_computed_when_a_play_passes_it() -> None:
    here = "calculate_here | ch | | | | | concat(${a}, '!')"
    rows = ("text | a | A? | | | |", here, "text | b | B? | | | ${ch} = 'a!' |")
    form = forms.form(table("survey", _COLUMNS, *rows))
    states = {state.ref: state.answer.text for state in play(form, {"a": "a", "b": "2"}, day=_DAY).states}
    assert states == {"/a": "a", "/ch": "a!", "/b": "2"}


def test_more_rows_than_there_can_be_are_reported() -> None:
    columns = "type | name | label | repeat_count"
    rows = ("text | q | Q? |", "end repeat | | |")
    assert "repeat-too-long" in codes(table("survey", columns, "begin repeat | r | R | 501", *rows))
    form = forms.form(table("survey", columns, "integer | n | N? |", "begin repeat | r | R | ${n}", *rows))
    assert ("/r", "cut") in {(one.ref, one.code) for one in play(form, {"n": 600}, day=_DAY).findings}


def test_a_text_that_stands_as_a_condition_is_pointed_out() -> None:
    rows = ("text | q | Q? | | | |", "text | t | T? | | | ${q} = 'a' or 'b' |")
    assert "text-as-condition" in codes(table("survey", _COLUMNS, *rows))


def test_settings_are_looked_through_too() -> None:
    survey = table("survey", _COLUMNS, "text | a | A? | | | |")
    assert "reference-unknown" in codes(survey, table("settings", "instance_name", "concat(${a}, ${zz})"))


def test_what_a_play_refuses_is_said_with_its_cure() -> None:
    form = forms.form(
        table(
            "survey",
            _COLUMNS,
            "integer | n | N? | . < 5 | | |",
            "acknowledge | k | K? | | | |",
            "date | d | D? | | | |",
        )
    )
    played = play(form, {"n": 9, "d": "31.12.2023", "k": True}, day=_DAY)
    messages = {one.ref: one.message for one in played.findings if one.code in ("type", "constraint")}
    assert "YYYY-MM-DD" in messages["/d"]
    assert messages["/n"]
    assert "/k" not in messages
