"""A study against its questionnaire."""

from __future__ import annotations

import pytest

from cati_app.engine.form.model import Form
from cati_app.study.check_study import check_study
from cati_app.study.endings import endings
from cati_app.study.load import load_study
from tests.unit.engine.forms import form, table

_SURVEY = "type | name | label::German (de) | label::English (en) | calculation"
_STUDY = """\
id: small
title: {de: Klein}
version: "1"
questionnaire: form.md
languages: [{code: de, name: Deutsch, status: checked}, {code: en, name: English, status: checked}]
introduction: {institute: I, client: C, controller: D, contact_phone: "0", contact_email: a@b.example}
consent: {legal_basis: consent, asked_in: agree, recontact: again, special_categories: [sex]}
calling: {state: NI}
screener: screener
outcome: outcome
quota:
  total: 10
  targets: {}
  dimensions:
    - variable: group
      label: {de: Gruppe}
      categories:
        - {code: young, values: [young], label: {de: jung}, share: 0.4}
        - {code: old, values: [old], label: {de: alt}, share: 0.6}
outcomes: {e_method: two_step}
"""


def _form(outcome: str = "not_screened") -> Form:
    return form(
        table(
            "survey",
            _SURVEY,
            "begin group | screener | S | S | ",
            "select_one yn | agree | Ja? | Yes? | ",
            "select_one yn | again | Noch? | Again? | ",
            "integer | age | Alter? | Age? | ",
            "select_one yn | sex | A? | A? | ",
            "end group | | | | ",
            "calculate | group | | | if(${age} < 30, 'young', 'old')",
            f"calculate | outcome | | | if(${{agree}} = '2', '{outcome}', '')",
        ),
        table(
            "choices",
            "list_name | name | label::German (de) | label::English (en)",
            "yn | 1 | Ja | Yes",
            "yn | 2 | Nein | No",
        ),
    )


def _codes(text: str, questionnaire: Form | None = None) -> list[str]:
    result = load_study(text.encode())
    assert result.study is not None, result.findings
    return [finding.code for finding in check_study(result.study, questionnaire or _form(), result.lines)]


def test_a_study_that_fits_has_no_findings() -> None:
    assert [] == _codes(_STUDY)


def test_a_calculation_that_names_results_and_ends_nothing_is_told() -> None:
    codes = _codes(_STUDY.replace("outcome: outcome\n", ""), _form("no_eligible_person"))

    assert "outcome-not-named" in codes
    assert "outcome-not-named" not in _codes(_STUDY.replace("outcome: outcome\n", ""), _form("something"))


def test_an_outcome_must_be_a_disposition() -> None:
    assert ["outcome-value-unknown"] == _codes(_STUDY, _form("not_screend"))


def test_only_a_form_that_receives_the_decision_is_said_to_read_it() -> None:
    study = load_study(_STUDY.encode()).study
    assert study is not None
    reads = form(table("survey", _SURVEY, "hidden | quota_status | | | ", "text | q | Q | Q | "))
    said = [[line for line in endings(study, asked) if line.startswith("A full cell")] for asked in (_form(), reads)]
    assert [False, True] == ["quota_status" in line for (line,) in said]


@pytest.mark.parametrize(
    ("expected", "old", "new"),
    [
        ("quota-variable-unknown", "variable: group", "variable: groups"),
        ("quota-value-impossible", "values: [old]", "values: [older]"),
        ("quota-value-twice", "values: [old]", "values: [old, young]"),
        ("quota-share-missing", ", share: 0.4", ""),
        ("quota-shares-sum", "share: 0.4", "share: 0.5"),
        ("quota-target-missing", "targets: {}", "targets: {young: 10}"),
        ("quota-target-unknown", "targets: {}", "targets: {young: 4, old: 6, odd: 0}"),
        ("quota-targets-sum", "targets: {}", "targets: {young: 4, old: 5}"),
        ("screener-unknown", "screener: screener", "screener: screner"),
        ("screener-missing", "screener: screener\n", ""),
        ("outcome-unknown", "outcome: outcome", "outcome: age"),
        ("consent-unknown", "asked_in: agree", "asked_in: agreed"),
        ("consent-not-asked", "asked_in: agree, ", ""),
        ("recontact-feature-unknown", "recontact: again", "recontact: again, recontact_features: [groupe]"),
        ("recontact-not-asked", "recontact: again", "recontact_until: 2027-06-30"),
        ("language-not-in-form", "code: en", "code: tr"),
        ("language-not-in-study", ", {code: en, name: English, status: checked}", ""),
        (
            "change-name-unknown",
            "screener: screener",
            "screener: screener\nchanges: [{from: 1, renamed: {old: groupe}}]",
        ),
        (
            "change-option-unknown",
            "screener: screener",
            "screener: screener\nchanges: [{from: 1, options: {sex: {1: 7}}}]",
        ),
        ("language-draft", "name: English, status: checked", "name: English, status: draft"),
        ("release-unknown", "screener: screener", "screener: screener\nrelease: {quasi_identifiers: [seks]}"),
        (
            "release-both",
            "screener: screener",
            "screener: screener\nrelease: {quasi_identifiers: [sex], sensitive: [sex]}",
        ),
        ("release-alone", "screener: screener", "screener: screener\nrelease: {sensitive: [sex]}"),
    ],
)
def test_what_does_not_fit_is_found(expected: str, old: str, new: str) -> None:
    assert expected in _codes(_STUDY.replace(old, new))


def test_without_a_form_only_the_study_itself_is_checked() -> None:
    result = load_study(_STUDY.replace("screener: screener", "screener: nothing").encode())
    assert result.study is not None

    assert [] == check_study(result.study, None, result.lines)


def test_values_outside_every_category_are_found_unless_they_are_named() -> None:
    questionnaire = form(
        table("survey", _SURVEY, "select_one sex | sex | A? | A? | ", "select_one yn | agree | Ja? | Yes? | "),
        table(
            "choices",
            "list_name | name | label::German (de) | label::English (en)",
            "sex | f | Frau | Woman",
            "sex | m | Mann | Man",
            "sex | divers | divers | diverse",
            "yn | 1 | Ja | Yes",
        ),
    )
    of_sex = _STUDY.replace("variable: group", "variable: sex").replace("[young]", "[f]").replace("[old]", "[m]")

    assert "quota-value-outside" in _codes(of_sex, questionnaire)
    named = of_sex.replace("variable: sex\n", "variable: sex\n      outside: [divers]\n")
    assert "quota-value-outside" not in _codes(named, questionnaire)
    assert "quota-value-twice" in _codes(named.replace("[divers]", "[divers, f]"), questionnaire)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("eligibility: [agree, nonsense]\n", "eligibility-unknown"),
        ("eligibility: [[agree, nonsense]]\n", "eligibility-unknown"),
        ("coding: [{text: agree, question: agree, choices: ['1']}]\n", "coding-text-unknown"),
        ("coding: [{text: nonsense, question: agree, choices: ['1']}]\n", "coding-text-unknown"),
        ("coding: [{text: nonsense, question: nonsense, choices: ['1']}]\n", "coding-question-unknown"),
        ("coding: [{text: nonsense, question: agree, choices: [nonsense]}]\n", "coding-choice-unknown"),
        ("ending: {taking_part: [nonsense]}\n", "taking-part-unknown"),
        ("ending: {taking_part: [age]}\n", "taking-part-without-no"),
    ],
)
def test_questions_that_decide_must_exist(more: str, code: str) -> None:
    assert code in _codes(_STUDY + more, _form())
    assert code not in _codes(_STUDY + "eligibility: [agree]\nending: {taking_part: [agree]}\n", _form())


def test_what_is_said_of_access_codes_says_them_in_every_language() -> None:
    assert {"access-code-unsaid", "access-code-language"} <= set(
        _codes(_STUDY + "ending: {access_code: {de: Code}}\n", _form())
    )
    told = _codes(_STUDY + "ending: {access_code: {de: 'Code {code}', en: 'Code {code}'}}\n", _form())
    assert not [code for code in told if code.startswith("access-code")]


def test_open_answers_that_get_codes_are_named_with_question_and_choices() -> None:
    questionnaire = form(
        table("survey", _SURVEY, "select_one yn | agree | Ja? | Yes? | ", "text | why | Warum? | Why? | "),
        table("choices", "list_name | name | label::German (de) | label::English (en)", "yn | 1 | Ja | Yes"),
    )
    named = "{text: why, question: agree, choices: ['1']}"
    assert [] == [code for code in _codes(f"{_STUDY}coding: [{named}]\n", questionnaire) if "coding" in code]
    assert "coding-twice" in _codes(f"{_STUDY}coding: [{named}, {named}]\n", questionnaire)


@pytest.mark.parametrize(
    ("entries", "codes"),
    [
        ("{question: agree, name: maybe, code: 2, label: {de: Vielleicht}}", []),
        ("{question: age, name: maybe, code: 2, label: {de: Vielleicht}}", ["further-code-question-unknown"]),
        ("{question: agree, name: maybe, code: 1, label: {de: Vielleicht}}", ["further-code-taken"]),
        ("{question: agree, name: maybe, code: 2, label: {en: ' YES '}}", ["further-code-label-taken"]),
        ("{question: agree, name: yes_so, code: 2, label: {de: Doch}}", ["further-code-in-form"]),
        (
            "{question: agree, name: a, code: 2, label: {de: A}}, {question: agree, name: b, code: 2, label: {de: B}}",
            ["further-code-taken"],
        ),
        (
            "{question: agree, name: a, code: 2, label: {de: A}}, {question: agree, name: a, code: 3, label: {de: B}}",
            ["further-code-name-taken"],
        ),
    ],
)
def test_codes_beside_choices_are_other_ones_than_these(entries: str, codes: list[str]) -> None:
    questionnaire = form(
        table("survey", _SURVEY, "select_one yn | agree | Ja? | Yes? | ", "text | why | Warum? | Why? | "),
        table("choices", "list_name | name | label::German (de) | label::English (en)", "yn | yes_so | Ja | Yes"),
    )
    told = _codes(f"{_STUDY}further_codes: [{entries}]\n", questionnaire)
    assert codes == [code for code in told if code.startswith("further-code")]


def test_a_screened_study_without_a_question_whether_a_person_takes_part_is_told() -> None:
    code = "taking-part-not-asked"
    without = _STUDY.replace("outcome: outcome\n", "")
    unasked = without.replace("asked_in: agree, ", "")
    assert code in _codes(without, _form())  # `agree` asks for another consent
    assert code not in _codes(unasked, _form())
    assert code not in _codes(without + "ending: {taking_part: [agree]}\n", _form())
    assert code not in _codes(_STUDY, _form())
    assert code not in _codes(without.replace("screener: screener\n", ""), _form())


def _of_changes(steps: str) -> list[tuple[str, str | None]]:
    """Codes and places of what is wrong with the changes that are told."""
    text = _STUDY.replace("screener: screener", f"screener: screener\nchanges: {steps}")
    result = load_study(text.encode())
    assert result.study is not None, result.findings
    checked = check_study(result.study, _form(), result.lines)
    return [(finding.code, finding.column) for finding in checked if finding.code.startswith("change")]


@pytest.mark.parametrize(
    ("expected", "steps"),
    [
        ([], "[{from: '0.9', renamed: {years: age}, options: {gender: {m: 1}}}, {from: x, renamed: {gender: sex}}]"),
        ([], "[{from: '0.9', renamed: {sex: age, age: sex}}]"),
        ([("change-name-twice", "changes[1].renamed.years")], "[{from: '0.9', renamed: {old: age, years: age}}]"),
        ([("change-same-name", "changes[1].renamed.age")], "[{from: '0.9', renamed: {age: age}}]"),
        ([("change-from-current", "changes[1].from")], "[{from: '1', renamed: {years: age}}]"),
        (
            [("change-from-twice", "changes[2].from")],
            "[{from: x, renamed: {years: age}}, {from: x, renamed: {s: sex}}]",
        ),
        ([("change-question-unknown", "changes[1].options.sexx")], "[{from: x, options: {sexx: {m: '1'}}}]"),
        ([("change-without-choices", "changes[1].options.age")], "[{from: x, options: {age: {m: '1'}}}]"),
        ([("change-option-twice", "changes[1].options.sex.w")], "[{from: x, options: {sex: {m: '1', w: '1'}}}]"),
        ([("change-same-name", "changes[1].options.sex.1")], "[{from: x, options: {sex: {1: 1}}}]"),
        (
            [("change-option-unknown", "changes[1].options.gender.m")],
            "[{from: x, renamed: {gender: sex}, options: {gender: {m: '7'}}}]",
        ),
    ],
)
def test_changes_that_cannot_be_meant_are_found_where_they_stand(expected: list[tuple[str, str]], steps: str) -> None:
    assert expected == _of_changes(steps)
