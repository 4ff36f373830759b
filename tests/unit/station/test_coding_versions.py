"""Questions with open answers, as earlier versions of the questionnaire had them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from cati_app.domain.casework.answer_codes import OpenQuestion
from cati_app.engine.changes.compare import Comparison
from cati_app.engine.changes.steps import Course, Edition, Renaming
from cati_app.fieldwork.interview.earlier_forms import EarlierForms
from cati_app.station.coding import earlier_questions
from tests.unit.publish.records import form

HEAD = "type | name | label | relevant | calculation\n"
NOW = HEAD + (
    "begin group | free | Free | |\nselect_one where | place | Where? | |\n"
    "text | other | Where else? | ${place} = 'other' |\nend group | | | |"
)
LISTS = "list_name | name | label\nwhere | a | Park\nwhere | b | Pool\nwhere | c | Zoo\nwhere | other | Other"
QUESTION = OpenQuestion(
    "/free/place", "/free/other", ("other",), {"a": "1", "b": "2", "c": "3", "other": "4"}, several=False
)


def then(survey: str, choices: str, *steps: Renaming) -> OpenQuestion | None:
    """The question in an earlier version."""
    editions = (Edition(("1",), "1" * 16, form(survey, choices)), Edition(("2",), "2" * 16, form(NOW, LISTS)))
    forms = SimpleNamespace(
        answered=lambda: frozenset({"1" * 16, "2" * 16, "9" * 16}),
        current=SimpleNamespace(is_held_with=lambda known: known == "2" * 16),
        comparison=lambda known: Comparison(Course(editions, steps)) if known == "1" * 16 else None,
    )
    known = earlier_questions(cast(EarlierForms, forms), [QUESTION])
    assert {"1" * 16} == known.keys(), "of a version that is not kept nothing is known"
    return known["1" * 16][0]


def survey(place: str = "place", other: str = "other", kind: str = "select_one where") -> str:
    return HEAD + f"{kind} | {place} | Where? | |\ntext | {other} | Where else? | |"


def test_a_question_that_was_moved_and_renamed_is_found_with_the_codes_of_now() -> None:
    earlier = then(
        survey("spot", "why"),
        "list_name | name | label\nwhere | a | Park\nwhere | x | Other",
        Renaming("1", {"spot": "place", "why": "other"}, {"place": {"x": "other"}}),
    )
    assert earlier is not None
    assert ("/spot", "/why", ("x",)) == (earlier.question, earlier.text, earlier.other)
    assert ["a", "b", "c", "other"] == list(earlier.codes), "a choice that came later is a code"


def test_a_code_whose_name_meant_another_choice_is_none_there() -> None:
    lists = "list_name | name | label\nwhere | a | Pool\nwhere | other | Other"
    earlier = then(survey(), lists, Renaming("1", {}, {"place": {"a": "b"}}))
    assert earlier is not None
    assert ["b", "c", "other"] == list(earlier.codes)


def test_what_was_no_such_question_then_has_no_texts() -> None:
    lists = "list_name | name | label\nwhere | a | Park\nwhere | other | Other"
    assert then(survey(other="why"), lists) is None
    assert then(survey(kind="text"), lists) is None
