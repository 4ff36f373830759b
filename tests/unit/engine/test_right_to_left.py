"""Values within a text that runs from right to left."""

from __future__ import annotations

import pytest

from cati_app.engine.form.model import Form
from tests.unit.engine import forms
from tests.unit.engine.forms import table

_FORM = table(
    "survey",
    "type | name | label::العربية (ar) | label::English (en)",
    "hidden | phone | | ",
    "text | q | اتصل على ${phone} الآن | Call ${phone} now",
) + table("settings", "default_language", "English (en)")


def test_the_groups_of_a_number_keep_their_order() -> None:
    session = forms.session(forms.form(_FORM), "ar", {"phone": "030 23125 990"})
    assert session.screen().questions[0].label == "اتصل على \u2068030 23125 990\u2069 الآن"
    assert session.screen("en").questions[0].label == "Call 030 23125 990 now"


def _in(language: str, text: str) -> Form:
    return forms.form(
        table("survey", f"type | name | label::{language} | label::English (en)", f"text | q | {text} | Q")
    )


@pytest.mark.parametrize("language", ["Arabic (ar)", "Arabic (ara)", "Arabisch", "العربية", "ar-EG", "Arabe standard"])
def test_the_letters_of_the_texts_tell_the_direction(language: str) -> None:
    form = _in(language, "ما اسمك؟ (ID)")
    code = form.languages[0][0]
    assert (True, False) == (code in form.right_to_left, "en" in form.right_to_left)
    assert forms.session(form, code).screen().right_to_left


@pytest.mark.parametrize("language", ["Hebrew (heb)", "Pashto (pus)", "Persian (fas)", "Farsi", "Urdu (ur-PK)"])
def test_the_code_tells_it_where_there_are_no_letters(language: str) -> None:
    form = _in(language, "123?")
    assert form.languages[0][0] in form.right_to_left


def test_texts_in_latin_letters_run_from_left_to_right() -> None:
    assert frozenset() == _in("Arabic (ar)", "Ma ismuka?").right_to_left


def test_the_study_has_the_last_word() -> None:
    form = _in("Arabic (ara)", "ما اسمك؟")
    assert frozenset({"ara", "en"}) == form.directed({"en": True, "xx": True}).right_to_left
    assert frozenset() == form.directed({"ara": False}).right_to_left
    assert form is form.directed({"ara": True})
