"""A kind of line has one word, wherever it is shown."""

from __future__ import annotations

import pytest

from cati_app.domain.sampling.phone import LineKind
from cati_app.domain.sampling.phone_reading import parse_number
from cati_app.texts import words_of
from cati_app.ui.stage.line_words import line_label


@pytest.mark.parametrize(
    ("kind", "english", "german"),
    [
        ("landline", "landline", "Festnetz"),
        ("mobile", "mobile", "Mobilfunk"),
        ("other", "other line", "anderer Anschluss"),
    ],
)
def test_every_kind_of_line_has_its_word_in_each_language(kind: str, english: str, german: str) -> None:
    assert english == line_label(words_of("en"), kind)
    assert german == line_label(words_of("de"), kind)


def test_a_number_whose_plan_does_not_tell_the_kind_is_another_line() -> None:
    number = parse_number("+12025550123", "DE")

    assert number.kind is LineKind.OTHER
    assert "other line" == line_label(words_of("en"), number.kind)
