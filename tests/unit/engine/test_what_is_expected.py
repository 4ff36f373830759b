"""What an answer may be, as the question shows it: limits of numbers, counts of choices, names of a scale's numbers."""

from __future__ import annotations

import pytest

from cati_app.engine.form.screen import QuestionView
from tests.unit.engine.forms import codes, form, session, table

LIST = table("choices", "list_name | name | label", "many | a | A", "many | b | B", "many | c | C")


def asked(type_: str, constraint: str) -> QuestionView:
    survey = table("survey", "type | name | label | constraint", f"{type_} | q | Q? | {constraint}")
    return session(form(survey, LIST)).screen().questions[0]


@pytest.mark.parametrize(
    ("type_", "constraint", "expected"),
    [
        ("integer", ". >= 1 and . < 500", (1, 499, False, False)),
        ("integer", ". > 1.5 and . < 4.5", (2, 4, False, False)),
        ("integer", "1 <= . and 3 >= .", (1, 3, False, False)),
        ("integer", ". = 3", (None, None, False, False)),
        ("decimal", ". > 0 and . <= 99.5", (0, 99.5, True, False)),
        ("decimal", ". >= 0 and . < 99.5", (0, 99.5, False, True)),
        ("decimal", ". > 0 and . >= 1", (1, None, False, False)),
        ("select_multiple many", ". > 0 and . < 3", (None, None, False, False)),
    ],
)
def test_limits_of_a_number(
    type_: str, constraint: str, expected: tuple[float | None, float | None, bool, bool]
) -> None:
    view = asked(type_, constraint)
    assert expected == (view.minimum, view.maximum, view.above, view.below)


@pytest.mark.parametrize(
    ("type_", "constraint", "expected"),
    [
        ("select_multiple many", "count-selected(.) >= 2", (2, None)),
        ("select_multiple many", "count-selected(.) > 1 and count-selected(.) < 3", (2, 2)),
        ("select_multiple many", "3 >= count-selected(.)", (None, 3)),
        ("select_multiple many", "count-selected(.) = 2", (2, 2)),
        ("select_multiple many", "count-selected(.) >= 2 or selected(., 'a')", (None, None)),
        ("select_one many", "count-selected(.) >= 2", (None, None)),
    ],
)
def test_how_many_choices(type_: str, constraint: str, expected: tuple[int | None, int | None]) -> None:
    view = asked(type_, constraint)
    assert expected == (view.least, view.most)


ENDS = table(
    "choices",
    "list_name | name | label::German (de) | label::English (en)",
    "ends | 0 | gar nicht | not at all",
    "ends | 10 | ganz | completely",
)


def scale(parameters: str) -> str:
    columns = "type | name | label::German (de) | label::English (en) | parameters"
    return table("survey", columns, f"range | q | Wie? | How? | {parameters}")


def test_a_scale_names_its_ends_in_the_language_shown() -> None:
    interview = session(form(scale("start=0 end=10 step=1 tick_labelset=ends"), ENDS), "de")

    for language, expected in (("de", ["gar nicht", "ganz"]), ("en", ["not at all", "completely"])):
        question = interview.screen(language).questions[0]
        assert [("0", expected[0]), ("10", expected[1])] == [(c.name, c.label) for c in question.choices]
        assert (0, 10, 1) == (question.minimum, question.maximum, question.step)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("start=0 end=10 step=1 tick_labelset=ends", []),
        ("start=0 end=5 step=1 tick_labelset=ends", ["step-label-off"]),
        ("start=0 end=11 step=3 tick_labelset=ends", ["step-label-off"]),
        ("start=0 end=10 step=1 tick_labelset=end", ["list-missing", "list-unused"]),
        ("start=0 end=10 step=1", ["list-unused"]),
    ],
)
def test_a_list_that_names_no_numbers_of_its_scale_is_told(parameters: str, expected: list[str]) -> None:
    told = codes(scale(parameters), ENDS)
    assert expected == [code for code in told if code in ("step-label-off", "list-missing", "list-unused")]
