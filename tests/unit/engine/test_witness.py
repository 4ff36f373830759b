"""The bounded search for answers that lead to a question."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cati_app.authoring.play import play
from cati_app.engine.xlsform.kept import read_kept
from cati_app.engine.xlsform.load import load_form
from cati_app.engine.xlsform.witness import Judgement, judge_paths
from tests.unit.engine.forms import table

_CHOICES = table("choices", "list_name | name | label", "l | 1 | One", "l | 2 | Two", "l | 3 | Three")
_COLUMNS = "type | name | label | relevant | constraint | calculation"


def _judged(*rows: str) -> Judgement:
    data = (table("survey", _COLUMNS, *rows) + _CHOICES).encode()
    result = load_form(data, "form.md")
    assert result.form is not None, result.findings
    workbook = read_kept(data, "form.md", None)[0]
    assert workbook is not None
    return judge_paths(result.form, workbook)


def _contradictory(*rows: str) -> list[str]:
    judged = _judged(*rows)
    assert () == judged.undecided
    return [one.message.split("“")[1].split("”")[0] for one in judged.findings]


_A, _B = "select_one l | a | A | | |", "select_one l | b | B | ${a} = 1 | |"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((_A, _B, "text | c | C | ${a} = 2 and ${b} = 1 | |"), ["c"]),
        ((_A, _B, "text | c | C | ${a} = 2 or ${b} = 1 | |"), []),
        ((_A, _B, "text | c | C | ${a} = 2 and ${b} = '' | |"), []),
        (
            (_A, _B, "begin group | g | G | ${a} != 1 | |", "text | c | C | not(${b} = '') | |", "end group | | | | |"),
            ["c"],
        ),
        (("integer | n | N | | . >= 0 and . <= 20 |", "text | c | C | ${n} > 20 | |"), ["c"]),
        (("integer | n | N | | . >= 0 and . <= 20 |", "text | c | C | ${n} > 19 | |"), []),
        (("integer | n | N | | . >= 0 and . <= 20 |", "text | c | C | ${n} > 19 and ${n} < 20 | |"), ["c"]),
        (("decimal | n | N | | . >= 0 and . <= 20 |", "text | c | C | ${n} > 19 and ${n} < 20 | |"), []),
        (("integer | n | N | | |", "text | c | C | ${n} > 2.5 | |"), []),
        (
            ("select_multiple l | m | M | | |", "text | c | C | selected(${m}, '1') and not(selected(${m}, '1')) | |"),
            ["c"],
        ),
        (("select_multiple l | m | M | | |", "text | c | C | selected(${m}, '1') and selected(${m}, '2') | |"), []),
        (("hidden | h | | | |", "text | c | C | ${h} = 'x' and ${h} != 'x' | |"), ["c"]),
        (("hidden | h | | | |", "text | c | C | ${h} != '' and ${h} != 'x' | |"), []),
        (
            (
                _A,
                "calculate | k | | | | if(${a} = 1, 'x', 'y')",
                "text | c | C | ${k} != 'x' and ${k} != 'y' and ${k} != '' | |",
            ),
            ["c"],
        ),
        ((_A, "calculate | k | | | | if(${a} = 1, 'x', 'y')", "text | c | C | ${k} = 'x' | |"), []),
        ((_A, "begin repeat | r | R | ${a} = 1 | |", "text | t | T | | |", "end repeat | | | | |"), []),
    ],
)
def test_conditions_that_exclude_one_another_are_found(rows: tuple[str, ...], expected: list[str]) -> None:
    assert expected == _contradictory(*rows)


@pytest.mark.parametrize(
    "condition",
    ["string-length(${t}) > 3", "${a} = ${t}", "${t} > 'abc'", "count-selected(${a}) = 1", "${a} + 1 = 2"],
)
def test_what_the_search_cannot_follow_is_said(condition: str) -> None:
    judged = _judged(_A, "text | t | T | | |", f"text | c | C | {condition} | |", "text | d | D | ${a} = 1 | |")

    assert [("c", 5, condition)] == [(one.name, one.row, one.condition) for one in judged.undecided]
    assert (["paths-undecided"], 2) == ([one.code for one in judged.findings], judged.conditions)
    assert "1 of 2" in judged.findings[0].message


def test_too_many_states_are_not_tried() -> None:
    rows = [f"select_one l | q{n} | Q | | |" for n in range(12)]
    condition = " and ".join(f"${{q{n}}} != 1" for n in range(12))

    assert 1 == len(_judged(*rows, f"text | c | C | {condition} | |").undecided)


_ATOM = st.builds(
    lambda name, sign, value: f"${{{name}}} {sign} {value}",
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(["=", "!=", "<", ">="]),
    st.sampled_from(["1", "2", "3"]),
)
_CONDITION = st.recursive(
    _ATOM,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not({})".format, inner),
    ),
    max_leaves=4,
)


@settings(max_examples=25, deadline=None)
@given(st.one_of(st.just(""), _CONDITION), _CONDITION)
def test_the_search_agrees_with_playing_every_answer(second: str, last: str) -> None:
    second = second.replace("${b}", "${a}").replace("${c}", "${a}")
    rows = [_A, f"select_one l | b | B | {second} | |", "select_one l | c | C | | |", f"text | d | D | {last} | |"]
    data = (table("survey", _COLUMNS, *rows) + _CHOICES).encode()
    result = load_form(data, "form.md")
    if result.form is None:  # the first look finds it already
        return
    workbook = read_kept(data, "form.md", None)[0]
    assert workbook is not None
    judged = judge_paths(result.form, workbook)
    reached = set()
    for answers in product(["", "1", "2", "3"], repeat=3):
        given_ = {name: value for name, value in zip("abc", answers, strict=True) if value}
        played = play(result.form, given_, day=date(2026, 1, 1))
        reached |= {state.name for state in played.states if state.relevant}

    assert () == judged.undecided
    assert {"b", "d"} - reached == {one.message.split("“")[1].split("”")[0] for one in judged.findings}
