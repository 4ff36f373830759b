"""What a study says about calculated variables, held against its questionnaire."""

from __future__ import annotations

import pytest

from cati_app.domain.findings import Severity
from cati_app.engine.xlsform.load import load_form
from cati_app.study.check_study import check_study
from cati_app.study.load import load_study

_STUDY = """\
id: small
title: {de: Klein}
version: "1"
questionnaire: form.md
languages:
  - {code: de, name: Deutsch}
introduction: {institute: I, client: C, controller: D, contact_phone: "0", contact_email: a@b.example}
consent: {legal_basis: consent}
calling: {state: NI}
derived:
"""
_FORM = """
| survey |
| | type | name | label::Deutsch (de) | calculation |
| | integer | age | Alter? | |
| | calculate | stage | | if(${age} > 17, 'adult', 'child') |
| | calculate | decade | Jahrzehnt | ${age} div 10 |
| | calculate | step | | ${age} * 2 |
"""


def _findings(derived: str) -> list[tuple[str, Severity, int | None, str | None, str]]:
    read = load_study(f"{_STUDY}{derived}\n".encode())
    form = load_form(_FORM.encode(), "form.md").form
    assert read.study is not None and form is not None
    return [
        (found.code, found.severity, found.row, found.column, str(found.message))
        for found in check_study(read.study, form, read.lines)
        if found.code.startswith("derived-")
    ]


_SOUND = """\
  stage: {label: {de: Lebensalter}, codes: {child: 1, adult: 2}, labels: {child: {de: Kind}}}
  step: {export: false}
"""


def test_sound_settings_are_not_complained_about() -> None:
    assert [] == _findings(_SOUND)


@pytest.mark.parametrize(
    ("expected", "old", "new", "said"),
    [
        (("derived-unknown", Severity.ERROR, 12, "derived.stepp"), "step:", "stepp:", "stepp"),
        (("derived-unknown", Severity.ERROR, 12, "derived.age"), "step:", "age:", "age"),
        (("derived-codes", Severity.ERROR, 11, "derived.stage"), "adult: 2", "adult: 1", "stage"),
        (("derived-codes", Severity.ERROR, 11, "derived.stage"), "child: 1", "child: -1", "stage"),
        (("derived-label", Severity.WARNING, 11, "derived.stage"), "{child: {de", "{baby: {de", "baby"),
        (("derived-unnamed", Severity.HINT, 10, "derived"), "label: {de: Lebensalter}, ", "", "stage"),
        (("derived-unnamed", Severity.HINT, 10, "derived"), "export: false", "level: scale", "step"),
    ],
)
def test_a_setting_that_would_mean_nothing_is_found_in_its_line(
    expected: tuple[str, Severity, int, str], old: str, new: str, said: str
) -> None:
    assert old in _SOUND
    found = _findings(_SOUND.replace(old, new))
    assert expected in [finding[:4] for finding in found]
    assert all(
        f"“{said}”" in finding[4] or finding[4].endswith(f" {said}.") for finding in found if finding[0] == expected[0]
    )


def test_the_outcome_is_left_out_of_the_data_set_and_needs_no_label() -> None:
    without = _SOUND.replace("  step: {export: false}\n", "")
    assert ["derived-unnamed"] == [found[0] for found in _findings(without)]
    assert [] == _findings(f"{without}outcome: step")
    assert ["derived-unnamed"] == [found[0] for found in _findings(f"{without}  step: {{level: scale}}\noutcome: step")]


def test_no_two_findings_for_one_mistake() -> None:
    assert ["derived-codes"] == [found[0] for found in _findings(_SOUND.replace("adult: 2", "adult: 1"))]
