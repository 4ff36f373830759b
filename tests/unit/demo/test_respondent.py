"""Simulated respondents press the keys that their habits say."""

from __future__ import annotations

import random

from cati_app.demo.respondent import REFUSED, Habits, Respondents
from cati_app.engine.form.answers import Answer
from tests.unit.engine.forms import form, session, table


def test_a_question_can_have_special_answers_of_its_own() -> None:
    questionnaire = form(
        table("survey", "type | name | label", "integer | age | How old?", "integer | income | How much?")
    )
    interview, screens = session(questionnaire), {}
    for name in ("age", "income"):
        screens[name] = interview.screen().questions[0]
        interview.answer(screens[name].ref, Answer("1"))
        interview.forward()
    people = Respondents(Habits(special={"refused": 1.0}, special_of={"age": {}}), random.Random(1))

    refused = {name: people.answer(question).then[0] == REFUSED for name, question in screens.items()}

    assert refused == {"age": False, "income": True}
