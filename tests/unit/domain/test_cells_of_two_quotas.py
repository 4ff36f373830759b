"""Who can be in a cell of one quota and in a cell of another one, as their dimensions say."""

from __future__ import annotations

from dataclasses import replace

from cati_app.domain.ids import CellId
from cati_app.domain.quota.both import possible_together
from cati_app.domain.quota.cells import QuotaDimension, QuotaPlan


def dimension(variable: str, values: dict[str, str]) -> QuotaDimension:
    codes = tuple(dict.fromkeys(values.values()))
    return QuotaDimension(variable, False, f"quota_{variable}", codes, values)


def plan(name: str, *dimensions: QuotaDimension, within: dict[str, frozenset[str]] | None = None) -> QuotaPlan:
    return QuotaPlan(name, dimensions, {}, True, 1, within=within, prefix=name)


AGE = dimension("age", {"1": "young", "2": "young", "3": "old"})
FINER = dimension("age", {"1": "15-19", "2": "20-29", "3": "30+"})
REGION = dimension("region", {"n": "north", "s": "south"})
PEOPLE, REGIONS = plan("people", AGE), plan("regions", REGION)
NORTH = CellId("regions:north")


def told(quota: QuotaPlan, cell: str, other: QuotaPlan, *cells: str) -> tuple[bool, ...]:
    return possible_together(quota, CellId(cell), other, [CellId(each) for each in cells])


def test_dimensions_apart_go_with_each_other_and_everybody_is_counted() -> None:
    assert (True, True, False) == told(PEOPLE, "people:young", REGIONS, "regions:north", "regions:unclassified")


def test_one_variable_in_both_goes_where_a_value_stands_for_both() -> None:
    cells = "finer:15-19", "finer:20-29", "finer:30+"
    assert (True, True, False, False) == told(PEOPLE, "people:young", plan("finer", FINER), *cells)
    both = replace(FINER, overlapping={"1": ("15-19", "20-29")})
    assert (True, True, True, False) == told(PEOPLE, "people:young", plan("finer", both), *cells)
    assert (True, False) == told(plan("finer", both), "finer:30+", PEOPLE, "people:young")


def test_a_nested_quota_counts_only_within() -> None:
    nested = plan("sport", dimension("sport", {"b": "ball"}), within={"age": frozenset({"young"})})
    assert (True, False) == told(PEOPLE, "people:young", nested, "sport:ball")
    assert (False, True) == told(PEOPLE, "people:old", nested, "sport:ball")
    assert (True, True) == told(REGIONS, NORTH, nested, "sport:ball"), "a region does not tell the age"
    assert (True, False, False) == told(nested, "sport:ball", PEOPLE, "people:young", "people:old")
