"""Answers given before their question."""

from __future__ import annotations

import pytest

from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.form.model import Form
from cati_app.engine.session.events import UnknownQuestion
from cati_app.engine.session.session import InterviewSession
from tests.unit.engine import forms
from tests.unit.engine.forms import TickingClock, table


@pytest.fixture(scope="module")
def form() -> Form:
    return forms.form(
        table(
            "survey",
            "type | name | label | relevant | constraint | calculation",
            "text | a | A? | | |",
            "integer | n | How many? | | . < 20 |",
            "text | b | B? | ${n} > 2 | |",
            "note | said | Read this. | | |",
            "calculate | twice | | | | ${n} * 2",
            "text | c | C? | | |",
        )
    )


def test_it_stands_at_its_question_unconfirmed_until_the_screen_is_left(form: Form) -> None:
    session = forms.session(form)
    session.answer_ahead("/n", Answer("4"))
    assert session.ref == "/a"
    session.answer("/a", Answer("x"))
    session.forward()
    (question,) = session.screen().questions
    assert (question.answer, question.kept_aside) == (Answer("4"), True)
    session.forward()
    session.back()
    assert not session.screen().questions[0].kept_aside


def test_it_counts_once_its_question_is_on_the_path(form: Form) -> None:
    session = forms.session(form)
    session.answer_ahead("/b", Answer("early"))
    assert session.value("/b") == ""
    session.answer_ahead("/n", Answer("3"))
    assert (session.value("/twice"), session.value("/b")) == ("6", "early")


def test_going_to_the_first_open_question_stops_at_it(form: Form) -> None:
    session = forms.session(form)
    session.answer("/a", Answer("x"))
    session.answer_ahead("/n", Answer(special=Special.DONT_KNOW))
    session.forward_to_open()
    assert session.ref == "/n"
    session.answer("/n", Answer("1"))
    session.forward_to_open()
    assert session.ref == "/c"


def test_what_cannot_be_is_refused_with_its_check_and_not_noted(form: Form) -> None:
    session = forms.session(form)
    events = len(session.events)
    for wrong in ("many", "21"):
        check = session.answer_ahead("/n", Answer(wrong)).check
        assert check is not None
        assert check.hard
    assert len(session.events) == events
    with pytest.raises(UnknownQuestion):
        session.answer_ahead("/said", Answer("x"))
    with pytest.raises(UnknownQuestion):
        session.answer_ahead("/twice", Answer("x"))


def test_a_replay_knows_it_is_unconfirmed(form: Form) -> None:
    session = forms.session(form)
    session.answer_ahead("/b", Answer("early"))
    session.answer_ahead("/n", Answer("5"))
    again = InterviewSession.replay(form, TickingClock(), session.events)
    assert again.states() == session.states()
    assert [state.ref for state in again.states() if state.unconfirmed] == ["/n", "/b"]
