"""How long a study takes to ask, and how late its quota is decided."""

from __future__ import annotations

import pytest

from cati_app.engine.form.model import Form
from cati_app.study.check_study import check_study
from cati_app.study.load import load_study
from tests.unit.engine.forms import form, table

_STUDY = """\
id: small
title: {de: Klein}
version: "1"
questionnaire: form.md
languages: [{code: en, name: English, status: checked}]
introduction: {institute: I, client: C, controller: D, contact_phone: "0", contact_email: a@b.example}
consent: {legal_basis: consent}
calling: {state: NI, expected_length_min: 5}
screener: screener
outcomes: {e_method: two_step}
quota:
  total: 10
  dimensions:
    - variable: group
      label: {de: Gruppe}
      categories:
        - {code: young, values: [young], label: {de: jung}, share: 0.4}
        - {code: old, values: [old], label: {de: alt}, share: 0.6}
"""


def _form(before: int, behind: int, formula: str) -> Form:
    words = "word " * 50
    rows = ["begin group | screener | S | "]
    rows += [f"note | early{n} | {words} | " for n in range(before)]
    rows += ["integer | age | Your age? | ", "end group | | | "]
    rows += [f"note | late{n} | {words} | " for n in range(behind)]
    return form(
        table(
            "survey",
            "type | name | label::English (en) | calculation",
            *rows,
            "integer | income | Income? | ",
            f"calculate | group | | {formula}",
        )
    )


def _codes(questionnaire: Form) -> list[str]:
    result = load_study(_STUDY.encode())
    assert result.study is not None, result.findings
    codes = [one.code for one in check_study(result.study, questionnaire, result.lines)]
    assert "taking-part-not-asked" == codes[0]  # these forms open with no such question
    return codes[1:]


_BY_AGE = "if(${age} < 30, 'young', 'old')"


@pytest.mark.parametrize(
    ("before", "behind", "formula", "expected"),
    [
        (1, 4, _BY_AGE, []),
        (12, 1, _BY_AGE, ["quota-late"]),
        (2, 0, _BY_AGE, []),  # half of next to nothing
        (1, 4, "if(${age} < 30 and ${income} < 5, 'young', 'old')", []),
        (1, 4, "if(${income} < 30, 'young', 'old')", ["quota-after-screener"]),
        (1, 20, _BY_AGE, ["length-over-expected"]),
    ],
)
def test_length_and_quota(before: int, behind: int, formula: str, expected: list[str]) -> None:
    assert expected == _codes(_form(before, behind, formula))
