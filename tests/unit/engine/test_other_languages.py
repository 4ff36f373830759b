"""What is shown in a language: the choices' names in the others, and checks in the language of each column."""

from __future__ import annotations

import pytest

from cati_app.engine.form.answers import Answer
from tests.unit.engine.forms import form, session, table

PIPED = form(
    table(
        "survey",
        "type | name | label::German (de) | label::Arabic (ar)",
        "text | town | Ort? | المدينة؟",
        "select_one where | where | Wo? | أين؟",
    ),
    table(
        "choices",
        "list_name | name | label::German (de) | label::Arabic (ar)",
        "where | in | in ${town} | في ${town}",
        "where | EG | Ägypten | مصر",
        "where | x | gleich | gleich",
        "where | y | nur deutsch |",
    ),
)


def test_a_choice_knows_its_names_in_the_other_languages() -> None:
    interview = session(PIPED, "ar")
    interview.answer("town", Answer("Ulm"))
    interview.forward()

    for language, expected in (
        ("ar", [("في \u2068Ulm\u2069", ("in Ulm",)), ("مصر", ("Ägypten",)), ("gleich", ()), ("nur deutsch", ())]),
        ("de", [("in Ulm", ("في \u2068Ulm\u2069",)), ("Ägypten", ("مصر",)), ("gleich", ()), ("nur deutsch", ())]),
    ):
        offered = interview.screen(language).questions[0].choices
        assert expected == [(choice.label, choice.also) for choice in offered]


CHECKED = form(
    table(
        "survey",
        "type | name | label::German (de) | label::Arabic (ar) | constraint | constraint_message::German (de)"
        " | constraint_message::Arabic (ar) | cati_soft | cati_soft_message::German (de)"
        " | cati_soft_message::Arabic (ar) | required | required_message::German (de) | required_message::Arabic (ar)",
        "integer | age | Alter? | العمر؟ | . < 120 | zu alt | كبير | . < 90 | sicher? | متأكد؟ | yes | fehlt | ناقص",
    ),
)


@pytest.mark.parametrize(
    ("given", "told"), [("130", ("zu alt", "كبير")), ("95", ("sicher?", "متأكد؟")), ("", ("fehlt", "ناقص"))]
)
def test_a_check_is_told_in_the_language_of_each_column(given: str, told: tuple[str, str]) -> None:
    interview = session(CHECKED, "de")
    check = interview.answer("age", Answer(given)).check or interview.forward().check
    assert check is not None

    for language, message in zip(("de", "ar"), told, strict=True):
        shown = interview.screen(language).questions[0].check
        assert message == interview.check_in(check, language).message
        assert shown is None if not given else message == getattr(shown, "message", "")
    interview.set_language("ar")
    assert given == "" or told[1] == getattr(interview.screen().questions[0].check, "message", "")
