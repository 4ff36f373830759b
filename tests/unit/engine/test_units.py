"""The unit beside a number speaks the language of the script."""

from __future__ import annotations

from tests.unit.engine.forms import form, session, table


def test_the_unit_follows_the_language() -> None:
    interview = session(
        form(
            table(
                "survey",
                "type | name | label::Deutsch (de) | label::English (en)"
                " | cati_unit::Deutsch (de) | cati_unit::English (en)",
                "integer | people | Wie viele? | How many? | Personen | persons",
            ),
            table("settings", "form_id | default_language", "f | Deutsch (de)"),
        )
    )
    assert ("Personen", "persons") == tuple(interview.screen(code).questions[0].unit for code in ("de", "en"))


def test_a_unit_without_language_is_shown_in_every_language() -> None:
    interview = session(form(table("survey", "type | name | label | cati_unit", "integer | rooms | Rooms? | m² ")))
    assert "m²" == interview.screen().questions[0].unit
