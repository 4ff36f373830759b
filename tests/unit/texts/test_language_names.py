"""Languages in words, where nobody has named them."""

from __future__ import annotations

import pytest

from cati_app.texts.language_names import language_name


@pytest.mark.parametrize(
    ("code", "language", "given", "name"),
    [
        ("ar", "de", "", "Arabisch"),
        ("ar", "en", "ar", "Arabic"),
        ("ar", "de", "العربية", "العربية"),
        ("prs", "de", "", "prs"),
        ("ckb", "en", "", "Central Kurdish"),
        ("tr", "ru", "", "Turkish"),
        ("qqq", "de", "", "qqq"),
    ],
)
def test_a_language_is_named_as_given_else_in_the_language_of_the_reader(
    code: str, language: str, given: str, name: str
) -> None:
    assert name == language_name(code, language, given)
