"""Cells, decisions, and targets that add up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import (
    CellCount,
    CellState,
    Classification,
    Decision,
    QuotaDimension,
    QuotaPlan,
    Verdict,
    decide,
    find_place,
    scale_targets,
    targets_from_margins,
)
from cati_app.domain.quota.fitting import UNCLASSIFIED

SEX = QuotaDimension("sex", False, "quota_sex", ("m", "f"), {"1": "m", "2": "f"})
AGE = QuotaDimension("age", False, "quota_age", ("young", "old"), {"y": "young", "o": "old"})
PLAN = QuotaPlan("main", (SEX, AGE), {CellId("m/young"): 2, CellId("f/old"): 3}, True, 1)


def cell(target: int, achieved: int, in_progress: int) -> CellCount:
    return CellCount(CellId("m/young"), target, achieved, in_progress)


def test_a_person_belongs_to_the_cell_of_all_dimensions() -> None:
    expected = Classification(CellId("f/old"), ("f", "old"), {"quota_sex": "f", "quota_age": "old"})

    assert expected == find_place(PLAN, {"sex": "2", "age": "o"})


@pytest.mark.parametrize("values", [{}, {"sex": "1"}, {"sex": "1", "age": ""}, {"sex": "9", "age": "y"}])
def test_a_missing_or_unlisted_value_leads_to_the_unclassified(values: dict[str, str]) -> None:
    place = find_place(PLAN, values)

    assert UNCLASSIFIED == place.cell_id
    assert "unknown" in place.frozen.values()


@pytest.mark.parametrize(
    ("target", "achieved", "in_progress", "state", "verdict"),
    [
        (2, 0, 0, CellState.OPEN, Verdict.IN),
        (2, 1, 0, CellState.OPEN, Verdict.IN),
        (2, 0, 1, CellState.OPEN, Verdict.IN),
        (2, 1, 1, CellState.RESERVED_OUT, Verdict.FULL),
        (2, 0, 2, CellState.RESERVED_OUT, Verdict.FULL),
        (2, 2, 0, CellState.FULL, Verdict.FULL),
        (2, 3, 0, CellState.FULL, Verdict.FULL),
        (0, 0, 0, CellState.FULL, Verdict.FULL),
    ],
)
def test_a_place_is_given_only_while_one_is_free(
    target: int, achieved: int, in_progress: int, state: CellState, verdict: Verdict
) -> None:
    count = cell(target, achieved, in_progress)
    decision = decide(find_place(PLAN, {"sex": "1", "age": "y"}), lambda _: count)

    assert (state, verdict, verdict is not Verdict.FULL) == (count.state, decision.verdict, decision.has_place)


def test_who_fits_no_cell_gets_a_place_of_the_unclassified() -> None:
    decision = decide(find_place(PLAN, {}), lambda _: CellCount(UNCLASSIFIED, 1, 0, 0))

    assert Verdict.UNCLASSIFIED is decision.verdict


@pytest.mark.parametrize(("accept", "ceiling"), [(True, 1), (False, 0)])
def test_the_counter_of_the_unclassified_comes_last(accept: bool, ceiling: int) -> None:
    plan = QuotaPlan("main", (SEX, AGE), PLAN.targets, accept, 1)

    assert [("m/young", 2), ("f/old", 3), ("unclassified", ceiling)] == list(plan.all_targets().items())


def test_targets_are_products_of_margins_in_whole_numbers_that_keep_them() -> None:
    margins = [{"a": 0.3, "b": 0.7}, {"x": 0.5, "y": 0.5}]

    assert {"a/x": 1, "a/y": 2, "b/x": 4, "b/y": 3} == targets_from_margins(margins, 10)


def test_ties_go_to_the_category_that_comes_first() -> None:
    third = dict.fromkeys(("c", "a", "b"), 1 / 3)

    assert {"c": 2, "a": 1, "b": 1} == targets_from_margins([third], 4)


@pytest.mark.parametrize(
    ("margin", "total"),
    [
        ({"a": 0.3333, "b": 0.3333, "c": 0.3333}, 100_000),  # short by ten interviews, with three cells to take them
        ({"a": 0.5005, "b": 0.5}, 2000),  # more than whole
        ({"a": 0.503, "b": 0.5}, 400),  # as much as the check of a study lets pass
    ],
)
def test_rounded_shares_still_add_up_to_the_total(margin: dict[str, float], total: int) -> None:
    assert total == sum(targets_from_margins([margin], total).values())


def test_shares_that_are_no_whole_are_refused() -> None:
    with pytest.raises(RuleViolation) as refused:
        targets_from_margins([{"a": 1.0}, {"x": 0.5, "y": 0.4}], 10)

    assert ("margin_not_one", {"dimension": 1}) == (refused.value.code, refused.value.context)


shares = st.lists(st.integers(1, 50), min_size=1, max_size=6).map(
    lambda parts: {f"c{place}": round(part / sum(parts), 4) for place, part in enumerate(parts)}
)


@pytest.mark.slow
@settings(deadline=None)  # exact fractions on a busy machine
@given(st.lists(shares, min_size=1, max_size=3), st.integers(0, 5000))
def test_targets_always_add_up_and_margins_are_off_by_less_than_one(
    margins: list[dict[str, float]], total: int
) -> None:
    targets = targets_from_margins(margins, total)

    assert total == sum(targets.values())
    for dimension, margin in enumerate(margins):
        for part, share in margin.items():
            whole = sum(target for name, target in targets.items() if name.split("/")[dimension] == part)
            assert abs(whole - total * share / sum(margin.values())) < 1


@given(
    st.dictionaries(st.sampled_from([CellId(c) for c in "abcdefgh"]), st.integers(0, 500), min_size=1),
    st.decimals("0.01", "100", places=2).map(float),
)
def test_scaled_targets_add_up_to_the_scaled_total(targets: dict[CellId, int], scale: float) -> None:
    scaled = scale_targets(targets, scale)

    assert abs(sum(scaled.values()) - sum(targets.values()) * scale) <= 0.5 + 1e-6
    assert all(abs(scaled[name] - target * scale) < 1 + 1e-6 for name, target in targets.items())


@pytest.mark.parametrize(("verdict", "taken"), [(Verdict.IN, 4), (Verdict.FULL, 3)])
def test_the_places_taken_count_the_person_who_has_one(verdict: Verdict, taken: int) -> None:
    count = CellCount(CellId("m"), 4, 1, 2)

    assert taken == Decision(verdict, Classification(count.cell_id, ("m",), {}), count).taken
