"""`cati check`: reading times, and what the search left open."""

from __future__ import annotations

import json
from pathlib import Path

from cati_app.resources import reference_study
from tests.commands import Command


def test_the_reference_study_has_hints_for_drafts_only(cati: Command) -> None:
    checked = json.loads(cati("check", reference_study(), "--json").stdout)

    assert {("language-draft", "hint")} == {(one["code"], one["severity"]) for one in checked["findings"]}
    assert ([], True) == (checked["undecided"], checked["conditions"] > 40)
    assert set(checked["times"]["total_seconds"]) == {"de", "en", "tr", "ru", "ar"}
    assert checked["times"]["questions"][0]["path"] == "/introduction/driving"


def test_times_are_a_table_with_a_total(cati: Command) -> None:
    shown = cati("check", reference_study(), "--times").stdout

    assert "birth_year" in shown
    assert "all together (min:s)" in shown
    assert "de 138 words" in shown


def test_a_form_with_errors_has_no_times(tmp_path: Path, cati: Command) -> None:
    form = tmp_path / "form.md"
    form.write_text("| survey |\n| | type | name |\n| | text | a b |\n", encoding="utf-8")

    checked = cati("check", form, "--json", "--times")
    assert (1, None) == (checked.returncode, json.loads(checked.stdout)["times"])
