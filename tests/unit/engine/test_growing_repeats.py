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


@pytest.mark.parametrize("condition", ["position(.) > 1", "position(current()) > 1", "position() > 1"])
def test_the_relevance_of_a_single_row_is_refused_in_words_and_works_on_a_group_within(condition: str) -> None:
    columns = "type | name | label | relevant | repeat_count"
    rows = ("text | a | A? | |", "end repeat | | | |")
    assert "relevance-by-row" in forms.codes(table("survey", columns, f"begin repeat | r | R | {condition} | 2", *rows))
    inside = ("begin group | g | G | position(..) > 1 |", rows[0], "end group | | | |", rows[1])
    session = forms.session(forms.form(table("survey", columns, "begin repeat | r | R | | 2", *inside)))
    assert (session.is_relevant("/r[1]/g/a"), session.is_relevant("/r[2]/g/a")) == (False, True)
