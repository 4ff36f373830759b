"""Weights in a data set: who is weighed, base weights that a recipe computes, and what cannot be weighed by."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.weighting.recipe import BaseRule, FrameSize, Margin, MissingValues, Recipe
from cati_app.publish.dataset.table import DataTable
from cati_app.publish.dataset.weighed import weighed_table, with_weights
from cati_app.publish.dataset.weighting_words import codebook_notes, weight_labels
from tests.unit.publish.records import START, STUDY, data, form, held, variable

FORM = form(
    """
    type              | name    | label
    select_one sex    | sex     | Geschlecht?
    integer           | persons | Wie viele?
    text              | wish    | Wunsch?
    """,
    "list_name | name | label\nsex | m | Mann\nsex | f | Frau\n",
)


def people(*sexes: str, **changes: Any) -> DataTable:
    """Interviews of one, two, three … persons in the household; the last one is partial."""
    rows = [held(FORM, {"sex": sex, "persons": str(n), "wish": "x"}, n) for n, sex in enumerate(sexes, 1)]
    partial = held(FORM, {"sex": "f", "persons": "9", "wish": "x"}, 99, disposition="partial")
    return data(FORM, *rows, partial)


def recipe(base: BaseRule | None = None, **amounts: str) -> Recipe:
    return Recipe((Margin(("sex",), {name: Decimal(a) for name, a in amounts.items()}),), base=base or BaseRule())


def weighed(table: DataTable, by: Recipe) -> DataTable:
    weights = weighed_table(table, by)
    notes = codebook_notes("de", weights.weighting, 3, by.digest, START.date())
    return with_weights(table, weights, weight_labels("de", 3, by.digest), notes, "0 = nicht gezählt")


def test_those_who_do_not_count_have_the_weight_0_and_the_others_the_mean_1() -> None:
    table = people("m", "m", "m", "f")
    told = weighed(table, recipe(m="50", f="50"))
    by_persons = dict(zip(told.column("persons"), told.column("weight"), strict=True))
    assert {1: 2 / 3, 2: 2 / 3, 3: 2 / 3, 4: 2.0, 9: 0} == pytest.approx(by_persons)
    described = variable(told, "weight")
    assert "Gewichtung 3" in described.label
    assert "0 = nicht gezählt" == described.notes[-1]
    assert table.checksum != told.checksum
    assert [row[-1] for row in told.rows] == [told.rows[n][-1] for n in range(5)] == [row[-1] for row in told.rows[:]]


def test_base_weights_of_a_recipe_stand_beside_the_weights() -> None:
    frames = {"landline": FrameSize(Decimal(2000), Decimal(1_000_000))}
    told = weighed(people("m", "f"), recipe(BaseRule(frames=frames, persons="persons"), m="50", f="50"))
    by_persons = dict(zip(told.column("persons"), told.column("base_weight"), strict=True))
    assert {1: 500.0, 2: 1000.0, 9: None} == by_persons
    assert [1.0, 1.0] == [weight for weight in told.column("weight") if weight]
    assert "Basisgewicht (Gewichtung 3" in variable(told, "base_weight").label


def test_what_cannot_be_weighed_by_is_refused() -> None:
    table = people("m", "f")
    for name, code in (("wish", "weigh_no_categories"), ("seks", "weigh_variable_unknown")):
        with pytest.raises(RuleViolation, match=code):
            weighed_table(table, Recipe((Margin((name,), {"x": Decimal(1)}),), missing=MissingValues.SAMPLE))
    with pytest.raises(RuleViolation, match="weigh_no_numbers"):
        weighed_table(table, recipe(BaseRule(persons="wish"), m="1", f="1"))
    with pytest.raises(RuleViolation, match="weigh_nobody"):
        weighed_table(people(), recipe(m="1"))


def test_base_weights_of_the_sample_are_needed_of_everybody_who_counts() -> None:
    by = recipe(BaseRule(is_sample_field=True), m="1", f="1")
    men, women = (replace(held(FORM, {"sex": sex}, n), base_weight=2.0) for n, sex in enumerate("mf", 1))
    study = replace(STUDY, weight_field="w")
    assert [1.0, 1.0] == weighed(data(FORM, men, women, study=study), by).column("weight")
    with pytest.raises(RuleViolation, match="weigh_base_missing"):
        weighed(data(FORM, men, replace(women, base_weight=None), study=study), by)
