"""Repeats whose number of rows depends on what stands in their rows, as phone kits use them: one more call?"""

from __future__ import annotations

import pytest

from cati_app.engine.form.answers import Answer
from cati_app.engine.form.model import Form
from cati_app.engine.session.session import InterviewSession
from tests.unit.engine import forms
from tests.unit.engine.forms import TickingClock, table

_COLUMNS = "type | name | label | calculation | repeat_count"


def _form(count: str, *before: str) -> Form:
    return forms.form(
        table(
            "survey",
            _COLUMNS,
            "integer | most | How many at most? | |",
            *before,
            f"begin repeat | call | Call | | {count}",
            "integer | more | One more (1)? | |",
            "end repeat | | | |",
            "text | after | After? | |",
        )
    )


@pytest.fixture(scope="module", params=["direct", "through a calculation"])
def calls(request: pytest.FixtureRequest) -> Form:
    if request.param == "direct":
        return _form("if(count(${call}) < ${most}, sum(${more}) + 1, ${most})")
    return _form(
        "${wanted}",
        "calculate | n | | count(${call}) |",
        "calculate | wanted | | if(${n} < ${most}, sum(${more}) + 1, ${most}) |",
    )


@pytest.mark.parametrize("full", [False, True])
def test_another_row_comes_when_the_last_one_asks_for_it(calls: Form, full: bool) -> None:
    session = InterviewSession(calls, TickingClock(), seed=1, language="en", hidden={}, full=full)
    assert session.value("/call") in ("", "0")
    rows = []
    session.answer("/most", Answer("3"))
    rows.append(session.value("/call"))
    for row in (1, 2):
        session.answer(f"/call[{row}]/more", Answer("1"))
        rows.append(session.value("/call"))
    session.answer("/call[3]/more", Answer("1"))
    rows.append(session.value("/call"))
    assert rows == ["1", "2", "3", "3"]


@pytest.mark.parametrize("full", [False, True])
def test_a_count_that_never_comes_to_rest_stops(full: bool) -> None:
    restless = _form("if(count(${call}) > 2, 1, 5)")
    session = InterviewSession(restless, TickingClock(), seed=1, language="en", hidden={}, full=full)
    session.answer("/most", Answer("3"))
    assert session.value("/call") in ("1", "5")


def test_a_replay_has_the_same_rows(calls: Form) -> None:
    session = forms.session(calls)
    session.answer("/most", Answer("3"))
    session.answer("/call[1]/more", Answer("1"))
    again = InterviewSession.replay(calls, TickingClock(), session.events)
    assert again.value("/call") == "2"
    assert again.states() == session.states()


@pytest.mark.parametrize(
    "condition",
    ["position(.) > 1", "position(current()) > 1", "position() > 1", "index() > 1", "selected(${which}, index())"],
)
@pytest.mark.parametrize("full", [False, True])
def test_each_row_of_a_repeat_may_be_asked_for_itself(condition: str, full: bool) -> None:
    columns = "type | name | label | relevant | repeat_count"
    rows = ("text | a | A? | |", "calculate | n | | |", "end repeat | | | |")
    sheet = table("survey", columns, "text | which | Which? | |", f"begin repeat | r | R | {condition} | 3", *rows)
    session = InterviewSession(forms.form(sheet), TickingClock(), seed=1, language="en", hidden={}, full=full)
    session.answer("which", Answer("2 3"))

    assert [False, True, True] == [session.is_relevant(f"/r[{row}]/a") for row in (1, 2, 3)]
    session.forward()
    assert "/r[2]/a" == session.ref


@pytest.mark.parametrize("full", [False, True])
def test_the_relevance_of_a_row_follows_the_rows_before_it(full: bool) -> None:
    columns = "type | name | label | relevant | repeat_count | calculation"
    sheet = table(
        "survey",
        columns,
        "begin repeat | hh | Person | | 3 |",
        "integer | age | Age? | | |",
        "end repeat | | | | |",
        "begin repeat | adult | Adult | indexed-repeat(${age}, ${hh}, index()) > 17 | count(${hh}) |",
        "begin group | g | G | | |",
        "text | job | Job? | | |",
        "end group | | | | |",
        "end repeat | | | | |",
    )
    session = InterviewSession(forms.form(sheet), TickingClock(), seed=1, language="en", hidden={}, full=full)
    for row, age in enumerate(("40", "3", "17"), 1):
        session.answer(f"/hh[{row}]/age", Answer(age))
    assert [True, False, False] == [session.is_relevant(f"/adult[{row}]/g/job") for row in (1, 2, 3)]

    session.answer("/hh[3]/age", Answer("18"))
    session.answer("/hh[1]/age", Answer())

    assert [False, False, True] == [session.is_relevant(f"/adult[{row}]/g/job") for row in (1, 2, 3)]


def test_rows_that_move_up_are_asked_anew() -> None:
    columns = "type | name | label | relevant"
    sheet = table("survey", columns, "begin repeat | r | R | position() > 1", "text | a | A? |", "end repeat | | |")
    session = forms.session(forms.form(sheet))
    session.add_row("/r")
    session.answer("/r[2]/a", Answer("x"))
    session.drop_row("/r", 1)

    assert not session.is_relevant("/r[1]/a")


def test_a_screen_of_several_questions_has_the_relevance_of_its_row() -> None:
    columns = "type | name | label | relevant | repeat_count | appearance"
    rows = ("text | a | A? | | |", "text | b | B? | | |", "end repeat | | | | |")
    session = forms.session(
        forms.form(table("survey", columns, "begin repeat | r | R | index() = 2 | 2 | field-list", *rows))
    )
    assert ["/r[2]/a", "/r[2]/b"] == [question.ref for question in session.screen().questions]


@pytest.mark.parametrize("rows", [(), ("text | a | A? |",)])
def test_a_repeat_asked_by_row_must_hold_something_and_end(rows: tuple[str, ...]) -> None:
    sheet = table(
        "survey", "type | name | label | relevant", "text | f | F? |", "begin repeat | r | R | index() > 1", *rows
    )
    codes = forms.codes(sheet + ("" if rows else "| | end repeat | | | |\n"))
    assert [("group-unclosed" if rows else "group-empty")] == codes


_CALLS = (
    "integer | most | How many numbers? | | |",
    "begin repeat | call | Call | | if(count(${call}) < ${most}, sum(${again}) + 1, ${most}) |",
    "integer | reached | Reached (1)? | | |",
    "text | told | Told? | | |",
    "calculate | again | | if(${last} = 1, 0, 1) | |",
    "end repeat | | | | |",
    "calculate | last | | indexed-repeat(${reached}, ${call}, count(${call})) | |",
    "text | consent | May I go on? | | | ${last} = 1",
)


@pytest.mark.parametrize("full", [False, True])
def test_a_call_that_reached_somebody_is_the_last_though_a_blank_one_asks_for_another(full: bool) -> None:
    form = forms.form(table("survey", _COLUMNS + " | relevant", *_CALLS))
    session = InterviewSession(form, TickingClock(), seed=1, language="en", hidden={}, full=full)
    session.answer("/most", Answer("3"))
    assert "1" == session.value("/call")

    session.answer("/call[1]/reached", Answer("1"))
    assert ("1", True) == (session.value("/call"), session.is_relevant("/consent"))

    session.answer("/call[1]/reached", Answer("2"))
    session.answer("/call[2]/reached", Answer("2"))
    session.answer("/call[3]/told", Answer("x"))
    assert ("3", False) == (session.value("/call"), session.is_relevant("/consent"))

    session.answer("/call[1]/reached", Answer("1"))
    assert ("1", True) == (session.value("/call"), session.is_relevant("/consent"))

    session.answer("/call[1]/reached", Answer("2"))
    assert ("3", "x") == (session.value("/call"), session.value("/call[3]/told"))


@pytest.mark.parametrize("full", [False, True])
def test_answers_stay_confirmed_while_rows_are_counted(full: bool) -> None:
    form = forms.form(table("survey", _COLUMNS + " | relevant", *_CALLS))
    session = InterviewSession(form, TickingClock(), seed=1, language="en", hidden={}, full=full)
    session.answer("/most", Answer("2"))
    session.answer("/call[1]/reached", Answer("2"))
    session.answer("/call[2]/told", Answer("x"))
    session.answer("/call[2]/reached", Answer("2"))

    assert [] == [state.ref for state in session.states() if state.unconfirmed]


@pytest.mark.parametrize("full", [False, True])
def test_a_count_that_takes_its_own_row_away_has_none(full: bool) -> None:
    session = InterviewSession(
        _form("if(count(${call}) > 0, 0, 1)"), TickingClock(), seed=1, language="en", hidden={}, full=full
    )
    session.answer("/most", Answer("3"))
    assert "0" == session.value("/call")
