"""Simulated respondents press the keys that their habits say, lose patience by the minute, and take answers back."""

from __future__ import annotations

import math
import random
from statistics import mean

import pytest

from cati_app.demo.habits import BreakOff, Corrections, Habits, Seconds
from cati_app.demo.respondent import REFUSED, Respondents
from cati_app.engine.form.answers import Answer
from cati_app.engine.form.screen import QuestionView
from tests.unit.engine.forms import form, session, table


def _questions(*names: str) -> dict[str, QuestionView]:
    """Questions for a whole number, each on a screen of its own."""
    lines = [f"integer | {name} | How much of it, all in all?" for name in names]
    interview, screens = session(form(table("survey", "type | name | label", *lines))), {}
    for name in names:
        screens[name] = interview.screen().questions[0]
        interview.answer(screens[name].ref, Answer("1"))
        interview.forward()
    return screens


def test_a_question_can_have_special_answers_of_its_own() -> None:
    screens = _questions("age", "income")
    people = Respondents(Habits(special={"refused": 1.0}, special_of={"age": {}}), random.Random(1))

    refused = {name: people.answer(question).then[0] == REFUSED for name, question in screens.items()}

    assert refused == {"age": False, "income": True}


def test_answers_of_a_trait_go_before_those_of_all_and_the_first_margin_decides() -> None:
    screens = _questions("age", "income")
    habits = Habits.model_validate(
        {
            "special": {},
            "answers": {"age": {"range": [1, 1]}, "income": {"range": [2, 2]}},
            "answers_of": {
                "group": {"old": {"age": {"range": [70, 70]}}},
                "work": {"none": {"age": {"range": [50, 50]}, "income": {"range": [9, 9]}}},
            },
        }
    )

    def said(**traits: str) -> list[str]:
        people = Respondents(habits, random.Random(1), traits=traits)
        return [people.answer(question).typed for question in screens.values()]

    assert ["70", "9"] == said(group="old", work="none")
    assert ["50", "9"] == said(group="young", work="none")
    assert ["1", "2"] == said()


@pytest.mark.parametrize(
    ("per_minute", "left_after"), [([0.1], math.exp(-0.1 * 10)), ([0.0, 0.5, 0.05], math.exp(-0.5 - 0.05 * 8))]
)
def test_so_many_are_left_after_ten_minutes_as_the_chances_of_the_minutes_say(
    per_minute: list[float], left_after: float
) -> None:
    question = _questions("age")["age"]
    habits = Habits(break_off=BreakOff(per_minute=per_minute), seconds=Seconds(words_per_s=10, thinking=[5, 5.4]))
    left = 0
    for seed in range(2000):
        people, elapsed, stays = Respondents(habits, random.Random(seed)), 0.0, True
        while stays and elapsed < 600:
            elapsed += people.seconds(question)
            stays = not people.breaks_off(question)
        left += stays

    assert left_after == pytest.approx(left / 2000, abs=0.035)


def test_a_question_can_drive_people_away() -> None:
    screens = _questions("age", "income")
    habits = Habits(break_off=BreakOff(per_minute=[0.0], at={"income": 0.3}))

    def leave(name: str) -> float:
        people = [Respondents(habits, random.Random(seed)) for seed in range(2000)]
        return mean(each.seconds(screens[name]) > 0 and each.breaks_off(screens[name]) for each in people)

    assert 0.3 == pytest.approx(leave("income"), abs=0.03)
    assert 0 == leave("age")
    always = Respondents(Habits(break_off=BreakOff(at={"income": 1.0})), random.Random(1))
    always.seconds(screens["income"])
    assert always.breaks_off(screens["income"])


def test_answers_are_taken_back_as_often_and_as_far_back_as_the_file_says() -> None:
    people = Respondents(Habits(corrections=Corrections(share=0.1, back=3)), random.Random(1))
    back = [people.takes_back(1000) for _ in range(20_000)]

    assert 0.1 == pytest.approx(mean(each > 0 for each in back), abs=0.01)
    assert 3 == pytest.approx(mean(each for each in back if each), rel=0.1)
    assert 0 == Respondents(Habits(corrections=Corrections(share=0.2)), random.Random(1)).takes_back(0)


def test_a_slow_interviewer_reads_slowly_and_nobody_thinks_slower_for_it() -> None:
    question = _questions("age")["age"]
    habits = Habits(seconds=Seconds(words_per_s=1.0, thinking=[2.0, 2.0], thinking_of={"income": [60, 60]}))
    words = len(question.label.split())

    plain, slow = (Respondents(habits, random.Random(1), pace=pace).seconds(question) for pace in (1.0, 1.5))

    assert (words + 2.0, words * 1.5 + 2.0) == (plain, slow)
    income = _questions("income")["income"]
    assert words + 60.0 == Respondents(habits, random.Random(1)).seconds(income)
