"""Simulated respondents press the keys that their habits say."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cati_app.demo.respondent import REFUSED, RESPONDENTS, Habits, Respondents
from cati_app.domain.errors import EnvironmentProblem
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


@pytest.mark.parametrize(
    ("content", "place"),
    [("calls: {no_answer: often}", "calls.no_answer"), ("calls: [", "1:9"), ("reaches: 1", "reaches"), ("", "-")],
)
def test_a_file_that_cannot_be_read_names_the_place(tmp_path: Path, content: str, place: str) -> None:
    (tmp_path / RESPONDENTS).write_text(content)

    with pytest.raises(EnvironmentProblem) as told:
        Habits.of_study(tmp_path)

    assert "respondents_unreadable" == told.value.code
    assert f"{RESPONDENTS} cannot be read: {place}." in str(told.value)


def test_a_study_that_says_nothing_of_them_has_the_usual_respondents(tmp_path: Path) -> None:
    assert Habits() == Habits.of_study(tmp_path)
