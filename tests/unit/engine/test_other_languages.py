"""What is shown in a language: the choices' names in the others, and checks in the language of each column."""

from __future__ import annotations

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
