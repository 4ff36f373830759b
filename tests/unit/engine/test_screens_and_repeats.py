"""The session: screens of several questions, and the rows of repeats."""

from __future__ import annotations

import pytest

from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.screen import ScreenLayout
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.engine.session.events import UnknownQuestion
from cati_app.engine.session.session import InterviewSession
from tests.unit.engine.forms import TickingClock, codes, form, session, table

SCREENS = form(
    table(
        "survey",
        "type | name | label | relevant | appearance | repeat_count | calculation | required",
        "begin group | pair | Two of them | | field-list | | | ",
        "integer | a | A? | | | | | ",
        "integer | b | B? | ${a} > 1 | | | | yes",
        "end group | | | | | | | ",
        "begin group | grid | How do you like | | table-list | | | ",
        "select_one yn | g1 | one | | | | | ",
        "select_one yn | g2 | two | | | | | ",
        "end group | | | | | | | ",
        "begin repeat | person | Persons | | | ${a} | | ",
        "calculate | place | | | | | position(..) | ",
        "integer | age | Age of ${place}? | | | | | ",
        "calculate | before | | | | | indexed-repeat(${age}, ${person}, ${place} - 1) | ",
        "end repeat | | | | | | | ",
        "calculate | total | | | | | sum(${age}) | ",
        "calculate | number | | | | | count(${person}) | ",
        "begin repeat | car | Another car? | | | | | ",
        "text | make | Make? | | | | | ",
        "end repeat | | | | | | | ",
    ),
    table("choices", "list_name | name | label", "yn | 1 | Yes", "yn | 2 | No"),
)


def test_a_list_shows_its_relevant_questions_together() -> None:
    interview = session(SCREENS)
    assert (ScreenLayout.LIST, "Two of them", 1) == (
        interview.screen().layout,
        interview.screen().title,
        len(interview.screen().questions),
    )
    interview.answer("/pair/a", Answer("2"))
    step = interview.forward()

    assert ("/pair/b", 1) == (getattr(step.check, "ref", None), interview.screen().focus)
    interview.focus("/pair/a")
    assert ("/pair/a", 0) == (interview.ref, interview.screen().focus)
    with pytest.raises(UnknownQuestion):
        interview.focus("/grid/g1")


def _at_the_persons(count: str) -> InterviewSession:
    interview = session(SCREENS)
    interview.answer("/pair/a", Answer(count))
    if int(count) > 1:
        interview.answer("/pair/b", Answer(special=Special.REFUSED))
    interview.forward()
    assert ScreenLayout.GRID is interview.screen().layout
    interview.forward()
    return interview


def test_a_counted_repeat_asks_each_row() -> None:
    interview = _at_the_persons("2")

    assert ("/person[1]/age", "Age of 1?") == (interview.ref, interview.screen().questions[0].label)
    interview.answer("/person[1]/age", Answer("30"))
    interview.forward()
    interview.answer("/person[2]/age", Answer("12"))

    assert ("42", "2", "30") == (
        interview.value("total"),
        interview.value("number"),
        interview.value("/person[2]/before"),
    )
    with pytest.raises(UnknownQuestion):
        interview.value("/person[3]/age")


def test_rows_dropped_by_the_count_come_back_with_their_answers() -> None:
    interview = _at_the_persons("2")
    interview.answer("/person[1]/age", Answer("30"))
    interview.answer("/person[2]/age", Answer("12"))

    interview.answer("/pair/a", Answer("1"))
    assert ("30", "1") == (interview.value("total"), interview.value("number"))
    interview.answer("/pair/a", Answer("2"))

    assert "42" == interview.value("total")


def test_an_open_repeat_asks_for_one_more() -> None:
    interview = _at_the_persons("0")
    assert "/car[1]/make" == interview.ref
    interview.forward()
    assert (QuestionKind.REPEAT, "/car") == (interview.screen().questions[0].kind, interview.ref)
    assert "required" == getattr(interview.forward().check, "code", None)

    interview.answer("/car", Answer("1"))
    interview.forward()
    assert "/car[2]/make" == interview.ref
    interview.answer("/car[2]/make", Answer("VW"))
    interview.forward()
    interview.drop_row("/car", 1)
    assert "VW" == interview.value("/car[1]/make")
    interview.answer("/car", Answer("0"))
    interview.forward()

    assert interview.at_end


def test_the_number_of_the_screen_counts_rows() -> None:
    interview = _at_the_persons("3")
    numbers = []
    for _ in range(4):
        numbers.append(interview.screen().number)
        interview.forward()

    assert [3, 4, 5, 6] == numbers


_FROM_WITHIN = "type | name | label | default | relevant"


@pytest.mark.parametrize("full", [False, True])
def test_a_group_may_ask_what_was_handed_in_within_it(full: bool) -> None:
    rows = (
        "begin group | g | G | | ./who = 'user'",
        "hidden | who | | user |",
        "text | q | Q? | |",
        "end group | | | |",
    )
    made = form(table("survey", _FROM_WITHIN, *rows, "text | after | After? | |"))
    asked = InterviewSession(made, TickingClock(), seed=1, language="en", hidden={}, full=full)

    assert asked.is_relevant("/g/q")

    asked.set_hidden("who", "clerk")
    assert (False, "") == (asked.is_relevant("/g/q"), asked.value("/g/who"))

    asked.set_hidden("who", "user")
    assert (True, "user") == (asked.is_relevant("/g/q"), asked.value("/g/who"))
    assert ["relevance-from-within"] == codes(table("survey", _FROM_WITHIN, *rows))


@pytest.mark.parametrize(
    "within", ["text | who | Who? | |", "hidden | who | | user | ${q} = 1", "calculate | who | | |"]
)
def test_a_group_that_depends_on_an_answer_within_it_is_a_circle(within: str) -> None:
    rows = ("begin group | g | G | | ./who = 'user'", within, "text | q | Q? | |", "end group | | | |")
    assert "cycle" in codes(table("survey", _FROM_WITHIN, *rows))


def test_what_is_only_shown_asks_nothing_whether_it_stands_here_or_ahead() -> None:
    interview = session(
        form(
            table(
                "survey",
                "type | name | label | read_only | calculation",
                "integer | a | A? | | ",
                "text | shown | You said: | yes | ",
                "integer | sum | That makes: | | ${a} + 1",
                "note | bye | Goodbye | | ",
            )
        )
    )
    assert (interview.asks(), interview.rest()) == (True, (True, False))

    interview.answer("a", Answer("1"))
    interview.forward()

    assert ("/shown", False) == (interview.ref, interview.asks())
