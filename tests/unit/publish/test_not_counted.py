"""Interviews that are kept and not counted are marked in a data set; where there are none, nothing tells of it."""

from __future__ import annotations

from dataclasses import replace

from cati_app.publish.dataset.build import build_table
from tests.unit.publish.records import STUDY, form, held, variable

AGE = form("type | name | label\ninteger | age | Age?")


def test_an_interview_that_is_not_counted_says_why() -> None:
    counted, other = held(AGE, {"age": "40"}, 1), held(AGE, {"age": "50"}, 2)
    table = build_table(AGE, STUDY, [counted, replace(other, not_counted="surplus")])

    told = dict(zip(table.column("age"), table.column("not_counted"), strict=True))

    assert {40: None, 50: "surplus"} == {age: why or None for age, why in told.items()}
    assert {"duplicate", "rejected", "surplus", "waits"} == set(variable(table, "not_counted").labels)
    assert variable(table, "not_counted").notes
    assert [notice.text for notice in table.notices if notice.variable == "not_counted"]


def test_where_every_interview_counts_there_is_no_such_variable() -> None:
    table = build_table(AGE, STUDY, [held(AGE, {"age": "40"}, 1)])
    assert "not_counted" not in {known.name for known in table.variables}
    assert "not_counted" not in {notice.variable for notice in table.notices}
