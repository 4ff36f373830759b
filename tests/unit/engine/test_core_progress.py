"""How far the core of an interview was answered: what decides whether a break-off leaves a usable partial interview."""

from __future__ import annotations

from cati_app.engine.form.answers import Answer, Special
from tests.unit.engine.forms import form, session, table

CORE = form(
    table(
        "survey",
        "type | name | label | relevant | cati_core",
        "integer | adults | Adults? | | ",
        "integer | rooms | Rooms? | | yes",
        "text | wish | Wish? | | yes",
        "text | school | School? | ${adults} = '1' | yes",
    )
)


def test_a_value_counts_and_a_special_answer_does_not() -> None:
    interview = session(CORE)
    assert (0, 2) == interview.core_progress()

    interview.answer("/rooms", Answer("3"))
    interview.answer("/wish", Answer("", Special.REFUSED))

    assert (1, 2) == interview.core_progress()


def test_questions_off_the_path_do_not_count_until_they_are_on_it() -> None:
    interview = session(CORE)
    interview.answer("/adults", Answer("1"))
    interview.answer("/school", Answer("none"))
    assert (1, 3) == interview.core_progress()

    interview.answer("/adults", Answer("2"))

    assert (0, 2) == interview.core_progress()
