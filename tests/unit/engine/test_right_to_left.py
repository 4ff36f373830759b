"""Values within a text that runs from right to left."""

from __future__ import annotations

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
