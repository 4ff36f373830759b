"""Settings of several quotas: what they become, and what is said where they contradict each other or cannot be met."""

from __future__ import annotations

import pytest

from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellChoice, QuotaMode
from cati_app.fieldwork.sharing.clear_rules import clear_rules, read, telling_codes, written
from cati_app.station.study_rules import rules_of
from cati_app.study.check_study import check_study
from cati_app.study.load import load_study
from cati_app.study.model import Study
from cati_app.study.rules import quota_plan
from tests.stations import FORM, STUDY, study_with

FURTHER = """
further_quotas:
  - name: age
    total: 8
    mode: overrun
    choice: priority
    unknown: screen_out
    dimensions:
      - variable: age_group
        freeze_as: quota_age_again
        label: {de: Alter}
        categories:
          - {code: young, values: [young], label: {de: jung}, share: 0.5}
          - {code: old, values: [old], label: {de: alt}, share: 0.5}
  - name: women
    total: 4
    within: {sex: [f]}
    dimensions:
      - variable: sport
        overlap: true
        label: {de: Sport}
        categories:
          - {code: ball, values: [tennis, polo], label: {de: Ball}, share: 0.5}
          - {code: water, values: [polo], label: {de: Wasser}, share: 0.5}
"""


def study_of(text: str) -> Study:
    result = load_study((STUDY + text).encode())
    assert result.study is not None, result.findings
    return result.study


def codes(text: str) -> list[tuple[str, str | None]]:
    """Findings about quotas, each with its place."""
    found = check_study(study_of(text), None, {})
    return [(one.code, one.column) for one in found if one.code.startswith("quota")]


def test_every_quota_becomes_a_plan_with_its_own_cells_mode_and_choice() -> None:
    plan = quota_plan(study_of(FURTHER))
    assert plan is not None
    age, women = plan.further

    assert ({CellId("age:young"): 4, CellId("age:old"): 4}, QuotaMode.OVERRUN) == (age.targets, age.mode)
    assert (CellChoice.PRIORITY, False) == (age.choice, age.accept_unclassified)
    assert {"sex": frozenset({"f"})} == women.within
    assert ("ball", "water") == women.dimensions[0].categories_of("polo")
    assert ("ball",) == women.dimensions[0].categories_of("tennis golf")
    assert ["unclassified", "age:unclassified", "women:unclassified"] == [
        cell for cell in plan.all_targets() if "unclassified" in cell
    ]
    halved = quota_plan(study_of(FURTHER), 0.5)
    assert halved is not None and 4 == sum(halved.further[0].targets.values())


def test_quotas_that_fit_one_another_are_no_finding() -> None:
    assert [] == codes(FURTHER)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("name: women", "name: age", ("quota-name-twice", "further_quotas[2].name")),
        (
            "freeze_as: quota_age_again",
            "freeze_as: quota_sex",
            ("quota-frozen-twice", "further_quotas[1].dimensions[1].freeze_as"),
        ),
        ("within: {sex: [f]}", "within: {job: [f]}", ("quota-within-unknown", "further_quotas[2].within.job")),
        ("within: {sex: [f]}", "within: {sex: [x]}", ("quota-within-category", "further_quotas[2].within.sex")),
        ("total: 4\n", "total: 5\n", ("quota-within-too-large", "further_quotas[2].within")),
        ("total: 8\n", "total: 9\n", ("quota-totals-differ", "further_quotas[1].total")),
        (
            "{code: young, values: [young], label: {de: jung}, share: 0.5}\n          - {code: old, values: [old],"
            " label: {de: alt}, share: 0.5}\n  -",
            "{code: young, values: [young], label: {de: jung}, share: 0.75}\n          - {code: old, values: [old],"
            " label: {de: alt}, share: 0.25}\n  -",
            ("quota-margins-contradict", "further_quotas[1]"),
        ),
        ("        overlap: true\n", "", ("quota-value-twice", "further_quotas[2].dimensions[1].categories[2].values")),
        ("    total: 8\n", "    total: 8\n    targets: {young: -1, old: 9}\n", ("quota-target-negative", "")),
        ("share: 0.5}\n  - name: women", "share: 0.4}\n  - name: women", ("quota-shares-sum", "")),
    ],
)
def test_what_contradicts_itself_is_named_with_its_place(before: str, after: str, expected: tuple[str, str]) -> None:
    assert before in FURTHER
    told = dict(codes(FURTHER.replace(before, after, 1)))

    assert expected[0] in told
    if expected[1]:
        assert expected[1] == told[expected[0]]


def test_a_quota_that_only_counts_contradicts_nothing() -> None:
    assert [] == codes(FURTHER.replace("mode: overrun", "mode: counter").replace("total: 8\n", "total: 90\n", 1))


def test_further_quotas_without_a_first_one_are_an_error() -> None:
    alone = load_study((STUDY.split("quota:\n")[0] + FURTHER).encode()).study
    assert alone is not None

    assert "quota-first-missing" in [one.code for one in check_study(alone, None, {})]
    assert quota_plan(alone) is None


def test_a_hub_reads_cells_and_targets_and_no_name_of_a_question() -> None:
    loaded = study_with(FORM, "hash", FURTHER)
    rules = rules_of(loaded.study, loaded.form, 1.0)
    told = clear_rules(rules)
    document = written(told)

    assert told == read(document)
    assert rules.quota is not None and told.quota is not None
    assert (rules.quota.all_targets(), rules.quota.all_modes()) == (told.quota.all_targets(), told.quota.all_modes())
    assert not [word for word in (b"sport", b"polo", b'"sex"', b"age_group") if word in document]


def test_codes_that_may_be_words_are_named_before_a_hub_reads_them() -> None:
    loaded = study_with(FORM, "hash", FURTHER)
    quota = rules_of(loaded.study, loaded.form, 1.0).quota

    assert ("ball", "water", "women", "young") == telling_codes(quota)
    assert () == telling_codes(None)
