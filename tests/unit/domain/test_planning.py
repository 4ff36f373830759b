"""Targets from published tables: size, cells, oversampling, minimum, whole numbers; figures worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cati_app.domain.errors import RuleViolation
from cati_app.domain.quota.plan_size import planned_size, with_minimum
from cati_app.domain.quota.planning import PublishedTable, TargetPlan, plan_targets

_AGE = ("age", {"16-29": "0.18", "30-44": "0.23", "45-64": "0.34", "65+": "0.25"})
_STATUS = ("status", {"low": "0.2", "medium": "0.6", "high": "0.2"})
_HISTORY = ("history", {"with": "0.3", "without": "0.7"})


def _margin(named: tuple[str, dict[str, str]]) -> PublishedTable:
    name, shares = named
    return PublishedTable((name,), {(category,): Fraction(share) for category, share in shares.items()})


def _targets(plan: TargetPlan) -> list[int]:
    return [cell.target for cell in plan.cells]


@pytest.mark.parametrize(
    ("size", "standard_error", "share", "deff", "population"),
    [
        (400, "0.025", "0.5", "1", None),
        (399, "0.025", "0.5", "1", 82_207),
        (150, "0.05", "0.5", "1.5", None),
        (1, "0.99", "0.5", "1", None),
        (1, "0.1", "0.5", "1", 1),
    ],
)
def test_the_size_follows_from_the_largest_standard_error(
    size: int, standard_error: str, share: str, deff: str, population: int | None
) -> None:
    assert size == planned_size(Fraction(standard_error), Fraction(share), Fraction(deff), population)


@pytest.mark.parametrize(
    ("name", "standard_error", "share", "deff", "population"),
    [
        ("standard_error", "0", "0.5", "1", None),
        ("standard_error", "1", "0.5", "1", None),
        ("share", "0.1", "1", "1", None),
        ("deff", "0.1", "0.5", "0.9", None),
        ("population", "0.1", "0.5", "1", 0),
    ],
)
def test_a_figure_out_of_range_is_named(
    name: str, standard_error: str, share: str, deff: str, population: int | None
) -> None:
    with pytest.raises(RuleViolation) as refused:
        planned_size(Fraction(standard_error), Fraction(share), Fraction(deff), population)

    assert ("plan_out_of_range", name) == (refused.value.code, refused.value.context["name"])


def test_margins_alone_are_multiplied_and_rounded_with_every_margin_kept() -> None:
    plan = plan_targets([_margin(_AGE), _margin(_STATUS), _margin(_HISTORY)], 400)

    assert [5, 10, 13, 30, 4, 10, 5, 13, 16, 39, 6, 13, 8, 19, 25, 57, 8, 19, 6, 14, 18, 42, 6, 14] == _targets(plan)
    assert [72, 92, 136, 100, 80, 240, 80, 120, 280] == [margin.target for margin in plan.margins()]
    assert plan.is_product
    assert Fraction(1) == plan.deff
    squares = sum((cell.target - cell.exact) ** 2 for cell in plan.cells)
    assert Fraction("1.9488") == squares


def test_no_cell_is_below_the_minimum_and_the_others_give_what_it_takes() -> None:
    plan = plan_targets([_margin(_AGE), _margin(_STATUS), _margin(_HISTORY)], 400, minimum=8)

    assert [8, 10, 12, 29, 8, 10, 8, 12, 16, 37, 8, 12, 8, 18, 24, 54, 8, 18, 8, 14, 17, 40, 8, 13] == _targets(plan)
    middle = next(cell for cell in plan.cells if cell.cell == ("45-64", "medium", "without"))
    assert 0.954545 == pytest.approx(float(middle.exact / (middle.people * 400)), abs=1e-6)
    assert plan.deff > 1


def test_oversampling_is_paid_with_interviews_that_tell_less() -> None:
    origin = PublishedTable(("origin",), {("here",): Fraction("0.77"), ("elsewhere",): Fraction("0.23")})

    plan = plan_targets([origin], 400, factors={("origin", "elsewhere"): Fraction(2)})

    here, elsewhere = plan.cells
    assert (0.626016, 0.373984) == pytest.approx((float(here.exact / 400), float(elsewhere.exact / 400)), abs=1e-6)
    assert (1.23, 0.615) == pytest.approx((float(here.weight), float(elsewhere.weight)), abs=1e-9)
    assert (1.08855, 367.461) == pytest.approx((float(plan.deff), float(plan.effective)), rel=1e-6)
    assert [250, 150] == _targets(plan)


_SEED = PublishedTable(
    ("row", "column"),
    {cell: Fraction(amount) for cell, amount in zip(product("abc", "xy"), (10, 5, 8, 12, 3, 6), strict=True)},
    source="survey of 2020",
)
_ROWS = PublishedTable(("row",), {("a",): Fraction("0.4"), ("b",): Fraction("0.35"), ("c",): Fraction("0.25")})
_COLUMNS = PublishedTable(("column",), {("x",): Fraction("0.55"), ("y",): Fraction("0.45")})


def test_margins_get_the_associations_of_a_table_from_elsewhere() -> None:
    plan = plan_targets([_ROWS, _COLUMNS], 120, seed=_SEED)

    exact = [34.672, 13.328, 19.506, 22.494, 11.822, 18.178]
    assert exact == pytest.approx([float(cell.exact) for cell in plan.cells], abs=5e-4)
    assert [48, 42, 30, 66, 54] == [margin.target for margin in plan.margins()]
    squares = sum((cell.target - cell.exact) ** 2 for cell in plan.cells)
    found = [35, 13, 19, 23, 12, 18]
    assert squares <= sum((n - cell.exact) ** 2 for n, cell in zip(found, plan.cells, strict=True))
    assert ("survey of 2020", False) == (plan.seed, plan.is_product)


def test_the_seed_may_name_its_dimensions_in_another_order() -> None:
    turned = PublishedTable(("column", "row"), {(y, x): amount for (x, y), amount in _SEED.amounts.items()})

    assert plan_targets([_ROWS, _COLUMNS], 120, seed=_SEED).cells == plan_targets([_ROWS, _COLUMNS], 120, turned).cells


def test_a_cross_table_is_taken_as_it_is() -> None:
    plan = plan_targets([_SEED], 44)

    assert [10, 5, 8, 12, 3, 6] == _targets(plan)
    assert not plan.is_product


@pytest.mark.parametrize(
    ("code", "tables", "total", "seed", "factors", "minimum"),
    [
        ("plan_dimension_twice", [_ROWS, _SEED], 10, None, {}, 0),
        ("plan_out_of_range", [_ROWS], 0, None, {}, 0),
        ("plan_out_of_range", [_ROWS], 10, None, {("row", "a"): Fraction(0)}, 0),
        ("plan_unknown_category", [_ROWS], 10, None, {("row", "z"): Fraction(2)}, 0),
        ("plan_unknown_category", [_ROWS], 10, None, {("column", "x"): Fraction(2)}, 0),
        ("plan_minimum_too_high", [_ROWS], 10, None, {}, 4),
        ("plan_seed_differs", [_ROWS], 10, _SEED, {}, 0),
        ("plan_empty_table", [PublishedTable(("a",), {("x",): Fraction(0)})], 10, None, {}, 0),
        ("plan_too_many_cells", [], 10, None, {}, 0),
        (
            "plan_no_seed",
            [_ROWS, _COLUMNS],
            10,
            PublishedTable(("row", "column"), {cell: n for cell, n in _SEED.amounts.items() if cell[0] != "c"}),
            {},
            0,
        ),
        (
            "plan_not_raked",
            [_ROWS, _COLUMNS],
            10,
            PublishedTable(
                ("row", "column"), {("a", "x"): Fraction(1), ("b", "y"): Fraction(1), ("c", "y"): Fraction(1)}
            ),
            {},
            0,
        ),
    ],
)
def test_a_plan_that_cannot_be_made_says_why(
    code: str,
    tables: list[PublishedTable],
    total: int,
    seed: PublishedTable | None,
    factors: dict[tuple[str, str], Fraction],
    minimum: int,
) -> None:
    with pytest.raises(RuleViolation) as refused:
        plan_targets(tables, total, seed, factors, minimum)

    assert code == refused.value.code


@given(
    st.lists(st.integers(0, 50), min_size=1, max_size=12).filter(any),
    st.integers(0, 5),
    st.integers(60, 200),
)
@settings(max_examples=200, deadline=None)
def test_cells_with_a_minimum_add_up_and_keep_the_order_of_the_larger_ones(
    weights: list[int], minimum: int, total: int
) -> None:
    exact = {n: Fraction(weight * total, sum(weights)) for n, weight in enumerate(weights)}

    raised = with_minimum(exact, minimum, total)

    assert total == sum(raised.values())
    assert all(raised[n] >= minimum for n in raised)
    factors = {raised[n] / exact[n] for n in exact if raised[n] > minimum}
    assert len(factors) <= 1
