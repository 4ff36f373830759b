"""Which open answers read alike."""

from __future__ import annotations

import pytest

from cati_app.domain.casework.alike_texts import bare, reads_nearly_the_same, reads_the_same


@pytest.mark.parametrize(
    ("text", "other", "same", "nearly"),
    [
        ("Nurse", " nurse! ", True, True),
        ("ＮＵＲＳＥ", "nurse", True, True),
        ("Krankenschwester", "Krankenschwster", False, True),
        ("Nord", "Nora", False, False),
        ("in the sauna", "sauna", False, False),
        ("ممرضة", "ممرضة.", True, True),
        ("...", "!", False, False),
        ("Straße", "STRASSE", True, True),
    ],
)
def test_texts_are_compared_without_case_punctuation_and_blanks(
    text: str, other: str, same: bool, nearly: bool
) -> None:
    assert (same, nearly) == (bool(reads_the_same(text, [other])), bool(reads_nearly_the_same(text, [other])))


def test_places_are_those_of_the_others() -> None:
    others = ["mason", "nurse", "Nurse."]
    assert (1, 2) == reads_the_same("nurse", others)
    assert (1, 2) == reads_nearly_the_same("nurse", others)
    assert "ab12" == bare(" A b-1 2?")
