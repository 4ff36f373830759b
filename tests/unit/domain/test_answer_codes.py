"""Codes in place of “other”: the code frame, what stands in an answer then, rows of repeats."""

from __future__ import annotations

import pytest

from cati_app.domain.casework.answer_codes import CodedAnswer, OpenQuestion
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import InterviewId

PLACES = OpenQuestion(
    "/p/places",
    "/p/places_other",
    ("other",),
    {"park": "1", "pool": "2", "none": "8", "other": "9"},
    True,
    frozenset({"none"}),
)
JOB = OpenQuestion("/hh/job", "/hh/job_other", ("7",), {"1": "1", "2": "2", "7": "7"})


def coded(question: OpenQuestion, *codes: str) -> CodedAnswer:
    return CodedAnswer(InterviewId("i"), question.question, question.text, question.other, question.several, codes)


def test_codes_are_choices_by_name_or_code_in_the_order_of_the_questionnaire() -> None:
    assert ("park", "pool") == PLACES.frame(["2", "park", "pool"])
    assert () == PLACES.frame([])


@pytest.mark.parametrize(
    ("question", "typed", "code"),
    [(PLACES, ["3"], "code_unknown"), (PLACES, ["1", "8"], "code_alone"), (JOB, ["1", "2"], "code_one")],
)
def test_codes_that_do_not_fit_are_refused(question: OpenQuestion, typed: list[str], code: str) -> None:
    with pytest.raises(RuleViolation, match=code):
        question.frame(typed)


def test_codes_stand_in_place_of_other_and_beside_what_else_was_chosen() -> None:
    assert "park pool" == coded(PLACES, "pool").in_place_of("park other")
    assert "pool" == coded(PLACES, "pool").in_place_of("other pool")
    assert "other" == coded(PLACES, "other").in_place_of("other")
    assert "2" == coded(JOB, "2").in_place_of("7")


def test_what_holds_no_other_stays_and_so_does_what_was_taken_back() -> None:
    assert "park" == coded(PLACES, "pool").in_place_of("park")
    assert "1" == coded(JOB, "2").in_place_of("1")
    assert "park other" == coded(PLACES).in_place_of("park other")


def test_a_text_in_a_row_belongs_to_the_question_in_that_row() -> None:
    assert JOB.is_of("/hh[2]/job_other")
    assert not JOB.is_of("/hh[2]/job")
    assert "/hh[2]/job" == JOB.ref_beside("/hh[2]/job_other")
    apart = OpenQuestion("/a/job", "/b/job_other", ("7",), {})
    assert "/a/job" == apart.ref_beside("/b/job_other")
    assert (apart.name, apart.text_name) == ("job", "job_other")


def test_an_answer_waits_where_it_holds_other() -> None:
    assert PLACES.waits("park other")
    assert not PLACES.waits("park")
    assert JOB.waits("7")
