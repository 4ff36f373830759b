"""Types of calculated variables: read off the expression, whatever the answers are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cati_app.engine.form.answers import Special
from cati_app.engine.kinds.facts import Level
from cati_app.publish.dataset.facts import DerivedFacts
from cati_app.publish.dataset.outcomes import CalculatedType, outcome_of
from cati_app.publish.dataset.table import Kind
from tests.unit.publish.records import REFERENCE, STUDY, data, form, held, reference_form, variable

ASKED = """
type              | name  | label | calculation
select_one yes_no | own   | Own?  |
integer           | age   | Age?  |
date              | born  | Born? |
text              | open  | What? |
calculate         | inner |       | if(${age} > 17, 'adult', 'child')
"""
LISTS = "list_name | name | label\nyes_no | y | ja\nyes_no | n | nein\n"


@pytest.mark.parametrize(
    ("expression", "result", "names"),
    [
        ("${age} + 1", CalculatedType.NUMBER, ""),
        ("if(${age} > 17, 1, '')", CalculatedType.NUMBER, ""),
        ("if(${age} > 17, '1', '2')", CalculatedType.NUMBER, ""),
        ("${age}", CalculatedType.NUMBER, ""),
        ("if(${age} > 17, 'old', if(${age} > 5, 'mid', 'low'))", CalculatedType.CATEGORIES, "old mid low"),
        ("${inner}", CalculatedType.CATEGORIES, "adult child"),
        ("coalesce(${inner}, 'none')", CalculatedType.CATEGORIES, "adult child none"),
        ("${own}", CalculatedType.CATEGORIES, "y n"),
        ("${age} > 17", CalculatedType.CATEGORIES, "true false"),
        ("once(today())", CalculatedType.DATE, ""),
        ("${born}", CalculatedType.DATE, ""),
        ("now()", CalculatedType.MOMENT, ""),
        ("lower(today())", CalculatedType.TEXT, ""),
        ("", CalculatedType.TEXT, ""),
        ("once(${inner})", CalculatedType.CATEGORIES, "adult child"),
        ("substr(today(), 0, 4)", CalculatedType.TEXT, ""),
        ("string(sum(${age}))", CalculatedType.NUMBER, ""),
        ("randomize(${open})", CalculatedType.TEXT, ""),
        ("'rules-7'", CalculatedType.TEXT, ""),
        ("concat(${age}, 'x')", CalculatedType.TEXT, ""),
        ("${open}", CalculatedType.TEXT, ""),
        ("if(${age} > 17, ${age}, 'child')", CalculatedType.TEXT, ""),
    ],
)
def test_the_expression_tells_the_type(expression: str, result: CalculatedType, names: str) -> None:
    questionnaire = form(f"{ASKED.strip()}\ncalculate | made | | {expression}", LISTS)
    outcome = outcome_of(questionnaire, questionnaire.by_name["made"][0])
    assert (outcome.result, " ".join(outcome.categories)) == (result, names)


def test_calculations_read_through_the_rows_of_repeats() -> None:
    questionnaire = form(
        """
        type         | name  | label | calculation             | repeat_count
        calculate    | outer |       | if(2 > 1, 'a', 'b')     |
        begin_repeat | kids  | Kids  |                         | 1
        text         | name  | Name? |                         |
        calculate    | made  |       | ${outer}                |
        end_repeat   |       |       |                         |
        """
    )
    outcome = outcome_of(questionnaire, questionnaire.by_name["made"][0])
    assert list(outcome.categories) == ["a", "b"]


def test_unknown_is_a_missing_value_and_labels_come_from_a_list_of_the_same_name() -> None:
    questionnaire = form(
        "type | name | label | calculation\ninteger | age | Age? |\n"
        "calculate | stage | | if(${age} = '', 'unknown', if(${age} > 17, 'adult', 'child'))",
        "list_name | name | label\nstage | child | Kind\nstage | adult | erwachsen\n",
    )
    table = data(questionnaire, held(questionnaire, {"age": "5"}), held(questionnaire, {"age": Special.REFUSED}, 2))
    assert sorted(table.column("stage")) == [-94, 1]  # type: ignore[type-var]
    labels = variable(table, "stage").labels
    assert [labels[code] for code in (-94, 1, 2)] == ["unbekannt", "Kind", "erwachsen"]
    assert -94 in variable(table, "stage").missing.values()


def test_only_calculations_are_system_missing_and_filtered_ones_have_the_code() -> None:
    questionnaire = form(
        """
        type      | name  | label | calculation | relevant
        integer   | age   | Age?  |             |
        calculate | twice |       | if(${age} = '', '', ${age} * 2) |
        calculate | part  |       | ${age} div 2 | ${age} > 17
        calculate | below |       | 0 - 7        |
        """
    )
    none, child = held(questionnaire), held(questionnaire, {"age": "5"}, 2)
    table = data(questionnaire, none, child)
    assert sorted(map(str, table.column("twice"))) == ["10", "None"]
    assert table.column("part") == [-91, -91]
    assert variable(table, "below").missing_range == (-999_999_999, -999_999_991)


def test_a_label_of_its_own_is_kept_and_results_of_older_rules_are_noticed() -> None:
    survey = (
        "type | name | label | calculation\nnote | hello | Hallo |\ncalculate | stage | Stufe | if(2 > 1, '{}', 'b')\n"
    )
    coded = replace(STUDY, derived={"stage": DerivedFacts({"a": 7, "b": 3})})
    table = data(form(survey.format("a")), held(form(survey.format("older"))), study=coded)
    assert (variable(table, "stage").label, table.column("stage")) == ("Stufe", [None])
    assert [(one.variable, "older" in one.text) for one in table.notices] == [("stage", False)]


def test_the_study_says_what_a_calculated_variable_is_in_every_row() -> None:
    questionnaire = form(
        """
        type         | name  | label  | calculation             | repeat_count
        begin_repeat | kids  | Kinder |                         | 2
        text         | name  | Name?  |                         |
        calculate    | made  |        | if(2 > 1, 'a', 'b')     |
        calculate    | other | Stufe  | if(2 > 1, 'a', 'b')     |
        end_repeat   |       |        |                         |
        """
    )
    said = {name: DerivedFacts(label=f"Gruppe von {name}") for name in ("made", "other")}
    table = data(questionnaire, held(questionnaire), study=replace(STUDY, derived=said))
    assert "Gruppe von made (2)" == variable(table, "made_2").label
    assert "Gruppe von other (2)" == variable(table, "other_2").label
    unsaid = data(questionnaire, held(questionnaire))
    assert ("made (berechnet) (2)", "Stufe (2)") == (
        variable(unsaid, "made_2").label,
        variable(unsaid, "other_2").label,
    )


def test_the_version_of_the_rules_is_a_variable_and_stands_in_the_notes() -> None:
    questionnaire = form(
        "type | name | label | calculation\nnote | hello | Hallo |\n"
        "calculate | rules_version | | 'rules-7'\ncalculate | two | | 1 + 1\n"
    )
    table = data(questionnaire, held(questionnaire))
    assert table.column("rules_version") == ["rules-7"]
    assert variable(table, "rules_version").kind is Kind.TEXT
    assert "Version der Regeln für berechnete Variablen" == variable(table, "rules_version").label
    assert "Regelversion: rules-7" in variable(table, "two").notes


def test_codes_of_categories_come_from_the_study_and_never_from_their_place_in_a_formula() -> None:
    survey = (
        "type | name | label | calculation\nnote | hello | Hallo |\ncalculate | stage | Stufe | if(2 > 1, '{}', '{}')\n"
    )
    coded = replace(STUDY, derived={"stage": DerivedFacts({"a": 7, "b": 3}, {"a": "Anfang"}, Level.ORDINAL)})
    for first, second in (("a", "b"), ("b", "a")):
        questionnaire = form(survey.format(first, second))
        table = data(questionnaire, held(questionnaire), study=coded)
        assert [{"a": 7, "b": 3}[first]] == table.column("stage")
        assert ("Anfang", Level.ORDINAL) == (variable(table, "stage").labels[7], variable(table, "stage").level)
        undeclared = data(questionnaire, held(questionnaire))
        assert ([first], Kind.TEXT) == (undeclared.column("stage"), variable(undeclared, "stage").kind)


def test_categories_that_cannot_occur_and_steps_of_calculations_are_left_out() -> None:
    table = data(reference_form(), study=REFERENCE)
    age = variable(table, "age_group")
    assert ("under_16" in {coded.name for coded in age.codes}, age.level) == (False, Level.ORDINAL)
    assert "this_year" not in {known.name for known in table.variables}
    assert Level.ORDINAL is variable(table, "quota_age_group").level


def test_yes_and_no_have_the_same_codes_everywhere() -> None:
    questionnaire = form("type | name | label | calculation\nnote | hello | Hallo |\ncalculate | old | | 2 > 1\n")
    table = data(questionnaire, held(questionnaire))
    assert ([1], {1: "ja", 0: "nein"}) == (
        table.column("old"),
        {code: variable(table, "old").labels[code] for code in (1, 0)},
    )


def test_derived_variables_of_the_reference_study_are_categories_with_the_labels_of_the_quota() -> None:
    table = data(reference_form(), study=REFERENCE)
    age = variable(table, "age_group")
    assert [age.labels[code] for code in (-94, 1, 4)] == ["unbekannt", "16-29 Jahre", "65+ Jahre"]
    assert {variable(table, name).kind for name in ("ses_score", "age", "immigration_history")} == {Kind.NUMBER}
    assert variable(table, "interview_on").kind is Kind.DATE
    assert STUDY.quotas == ()
