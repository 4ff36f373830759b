"""The session: choices that are filtered, exclusive or shuffled, and how each kind of answer is stored."""

from __future__ import annotations

import pytest

from cati_app.engine.form.answers import Answer
from cati_app.engine.kinds.registry import QuestionKind
from tests.unit.engine.forms import form, session, table

CHOICES = form(
    table(
        "survey",
        "type | name | label | choice_filter | parameters | appearance",
        "select_one region | region | Region? | | | ",
        "select_one town | town | Town? | region = ${region} | | ",
        "select_multiple many | many | Many? | | randomize=true | ",
        "rank three | rank | Rank? | | | ",
        "range | scale | How much? | | start=0 end=10 step=2 | ",
        "date | year | Year? | | | year",
        "time | time | Time? | | | ",
        "dateTime | when | When? | | | ",
        "decimal | share | Share? | | | ",
        "acknowledge | ok | OK? | | | ",
        "text | story | Story? | | | multiline",
        "select_one many or_other | other | Other? | | | autocomplete",
    ),
    table(
        "choices",
        "list_name | name | label | region | cati_exclusive | cati_fixed",
        "region | n | North | | | ",
        "region | s | South | | | ",
        "town | t1 | Town 1 | n | | ",
        "town | t2 | Town 2 | s | | ",
        "many | 1 | One | | | ",
        "many | 2 | Two | | | ",
        "many | 3 | Three | | | ",
        "many | 4 | Four | | | ",
        "many | 99 | None | | yes | yes",
        "three | a | A | | | ",
        "three | b | B | | | ",
    ),
)


def test_a_choice_that_the_filter_removes_comes_back() -> None:
    interview = session(CHOICES)
    interview.answer("region", Answer("n"))
    interview.answer("town", Answer("t1"))
    assert "type" == getattr(interview.answer("town", Answer("t2")).check, "code", None)
    interview.answer("town", Answer("t1"))

    interview.answer("region", Answer("s"))
    assert "" == interview.value("town")
    interview.answer("region", Answer("n"))

    assert "t1" == interview.value("town")


def test_an_exclusive_choice_clears_the_others_and_is_cleared_by_them() -> None:
    interview = session(CHOICES)
    interview.answer("many", Answer("2 1"))
    assert "1 2" == interview.value("many")
    interview.answer("many", Answer("1 2 99"))
    assert "99" == interview.value("many")
    interview.answer("many", Answer("99 3"))
    assert "3" == interview.value("many")


def test_shuffled_choices_keep_fixed_ones_in_place() -> None:
    orders = set()
    for seed in range(20):
        interview = session(CHOICES, seed=seed)
        for _ in range(2):
            interview.forward()
        orders.add(tuple(choice.name for choice in interview.screen().questions[0].choices))

    assert len(orders) > 5
    assert {"99"} == {order[-1] for order in orders}


@pytest.mark.parametrize(
    ("name", "given", "stored"),
    [
        ("rank", "b a", "b a"),
        ("rank", "b", None),
        ("scale", "4", "4"),
        ("scale", "5", None),
        ("scale", "12", None),
        ("year", "1960", "1960-01-01"),
        ("year", "1960-05-01", "1960-05-01"),
        ("year", "60", None),
        ("time", "9:30", None),
        ("time", "09:30", "09:30:00"),
        ("when", "2026-01-02T09:30", "2026-01-02T09:30:00.000+01:00"),
        ("share", "1,50", "1.5"),
        ("share", "1e3", None),
        ("ok", "OK", "OK"),
        ("ok", "no", None),
        ("story", " two\nlines ", "two\nlines"),
        ("other", "other", "other"),
        ("other", "1 2", None),
        ("region", "x", None),
    ],
)
def test_answers_are_stored_as_xforms_text_or_refused(name: str, given: str, stored: str | None) -> None:
    interview = session(CHOICES)

    step = interview.answer(name, Answer(given))

    assert (stored is None) == (step.check is not None)
    assert (stored or "") == interview.value(name)


def test_questions_show_their_kind() -> None:
    interview = session(CHOICES)
    kinds = {}
    while not interview.at_end:
        question = interview.screen().questions[0]
        kinds[question.name] = question
        interview.forward()

    assert (QuestionKind.SCALE, 0.0, 10.0, 2.0) == (
        kinds["scale"].kind,
        kinds["scale"].minimum,
        kinds["scale"].maximum,
        kinds["scale"].step,
    )
    assert ("year", QuestionKind.LONG_TEXT, True) == (
        kinds["year"].date_parts,
        kinds["story"].kind,
        kinds["other"].searchable,
    )
    assert ["1", "2"] == [choice.code for choice in kinds["rank"].choices]
    assert ["1", "2", "3", "4", "99", "100"] == [choice.code for choice in kinds["other"].choices]
