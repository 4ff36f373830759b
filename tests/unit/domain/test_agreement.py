"""Agreement of coders: published vectors, what alpha must not depend on, and intervals that repeat."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cati_app.domain.coding.agreement import (
    AgreementVerdict,
    by_code,
    interval,
    kappa,
    nominal,
    ordinal,
    sets,
    verdict,
)

Units = list[list[str | None]]


def _units(*coders: str) -> Units:
    """Values by unit, from the values of each coder; `-` is missing."""
    return [[None if value == "-" else value for value in unit] for unit in zip(*coders, strict=True)]


def _pairs(first: str, second: str) -> list[tuple[str, str]]:
    return list(zip(first, second, strict=True))


def _sets(text: str) -> list[frozenset[str]]:
    return [frozenset(codes) for codes in text.strip("{}").split("}{")]


_K1 = _units("123321412---", "1233224125-3", "-3332342251-", "12332441251-")
_K4 = ("ssirrsiarsis", "ssisrsiarrss")
_K5 = _units("ssr-irs-ia", "sir-irsrir", "s-rsiir--a")
_K6 = list(zip(_sets("{G}{GP}{P}{}{I}{G}{PI}{L}"), _sets("{G}{G}{P}{}{IG}{G}{P}{L}"), strict=True))
_STANCES = ("r", "i", "s")
_TO_SIX_PLACES = 5e-7


@pytest.mark.parametrize(
    ("units", "alpha"),
    [
        (_K1, 0.743421),
        (_units("0100000000", "1110010010"), 0.095238),
        (_units("aabbdcccedda", "babbbccceddd"), 0.691964),
        (_units(*_K4), 0.646154),
        (_K5, 0.514451),
        (_units("abababab", "babababa"), -0.875),
    ],
)
def test_alpha_of_names(units: Units, alpha: float) -> None:
    assert alpha == pytest.approx(nominal(units).alpha(), abs=_TO_SIX_PLACES)


@pytest.mark.parametrize(
    ("units", "order", "alpha"),
    [(_K1, "12345", 0.815388), (_units(*_K4), _STANCES, 0.453178), (_K5, _STANCES, 0.526316)],
)
def test_alpha_of_degrees_leaves_out_what_stands_aside(units: Units, order: Sequence[str], alpha: float) -> None:
    assert alpha == pytest.approx(ordinal(units, order).alpha(), abs=_TO_SIX_PLACES)


def test_alpha_of_numbers() -> None:
    units = [[None if value is None else float(value) for value in unit] for unit in _K1]

    assert pytest.approx(0.849107, abs=_TO_SIX_PLACES) == interval(units).alpha()


def test_alpha_of_each_of_several_codes_and_of_sets() -> None:
    alphas = {code: ratings.alpha() for code, ratings in by_code(_K6, "GPIL").items()}

    assert {"G": 0.761905, "P": 0.727273, "I": 0.615385, "L": 1} == pytest.approx(alphas, abs=_TO_SIX_PLACES)
    assert pytest.approx(0.763158, abs=_TO_SIX_PLACES) == sets(_K6).alpha()


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("0100000000", "1110010010", 0.2),
        ("aabbdcccedda", "babbbccceddd", 0.684211),
        (*_K4, 0.632653),
        ("abababab", "babababa", -1),
    ],
)
def test_kappa(first: str, second: str, expected: float) -> None:
    assert expected == pytest.approx(kappa(_pairs(first, second)), abs=_TO_SIX_PLACES)


def test_linear_kappa_weighs_steps() -> None:
    assert pytest.approx(0.495413, abs=_TO_SIX_PLACES) == kappa(_pairs(*_K4), _STANCES)


def test_kappa_leaves_out_units_that_one_coder_left_out() -> None:
    assert pytest.approx(0.2) == kappa([*_pairs("0100000000", "1110010010"), ("0", None), (None, "1")])


def test_where_one_value_occurs_nothing_is_defined() -> None:
    same = _pairs("ssssss", "ssssss")

    assert nominal(same).alpha() is None
    assert ordinal(same, _STANCES).alpha() is None
    assert nominal(same).interval(1) is None
    assert kappa(same) is None
    assert kappa(same, _STANCES) is None
    assert sets([(frozenset(), frozenset())] * 3).alpha() is None


def test_without_a_unit_that_two_coded_nothing_is_defined() -> None:
    assert nominal([]).alpha() is None
    assert nominal([["a", None], [None, None], ["b"]]).alpha() is None
    assert nominal([["a", None]]).interval(1) is None
    assert 0 == nominal([["a", None]]).units
    assert sets([]).alpha() is None
    assert interval([]).alpha() is None
    assert kappa([]) is None


_VALUES = st.sampled_from(["1", "2", "3", "4", None])
_RATINGS = st.integers(2, 4).flatmap(
    lambda coders: st.lists(st.lists(_VALUES, min_size=coders, max_size=coders), min_size=1, max_size=12)
)


@given(_RATINGS, st.randoms(use_true_random=False))
def test_the_order_of_units_and_coders_changes_nothing(units: Units, chance: object) -> None:
    coders = list(range(len(units[0])))
    chance.shuffle(coders)  # type: ignore[attr-defined]  # a random.Random
    moved = [[unit[coder] for coder in coders] for unit in units]
    chance.shuffle(moved)  # type: ignore[attr-defined]

    assert nominal(units).alpha() == pytest.approx(nominal(moved).alpha())
    assert ordinal(units, "1234").alpha() == pytest.approx(ordinal(moved, "1234").alpha())


@given(_RATINGS)
def test_alpha_is_never_above_one_and_is_one_where_all_agree(units: Units) -> None:
    alphas = [nominal(units).alpha(), ordinal(units, "1234").alpha()]
    alike = [[unit[0]] * len(unit) for unit in units]

    assert all(alpha is None or alpha <= 1 + 1e-12 for alpha in alphas)
    assert nominal(alike).alpha() in (None, pytest.approx(1))


@given(_RATINGS)
def test_an_order_read_backwards_is_the_same_order(units: Units) -> None:
    assert ordinal(units, "1234").alpha() == pytest.approx(ordinal(units, "4321").alpha())


@given(_RATINGS)
def test_units_with_one_value_change_nothing(units: Units) -> None:
    more = [*units, ["4", *[None] * (len(units[0]) - 1)]]

    assert nominal(units).alpha() == nominal(more).alpha()


@given(st.lists(st.lists(st.sampled_from(["0", "1", None]), min_size=3, max_size=3), min_size=1, max_size=10))
def test_two_values_are_names_degrees_numbers_and_sets_alike(units: Units) -> None:
    alpha = nominal(units).alpha()
    numbers = [[None if value is None else float(value) for value in unit] for unit in units]
    one_code = [[None if value is None else frozenset("x" * int(value)) for value in unit] for unit in units]

    assert alpha == pytest.approx(ordinal(units, "01").alpha())
    assert alpha == pytest.approx(interval(numbers).alpha())
    assert alpha == pytest.approx(sets(one_code).alpha())
    assert alpha == pytest.approx(by_code(one_code, "x")["x"].alpha())


def test_an_interval_repeats_with_its_seed_and_holds_alpha() -> None:
    units = _K1 * 5
    ratings = nominal(units)

    ends = ratings.interval(20, resamples=500)

    assert ends is not None
    assert ends == ratings.interval(20, resamples=500)
    assert ends != ratings.interval(21, resamples=500)
    assert (20, 500) == (ends.seed, ends.resamples)
    assert ends.low < (ratings.alpha() or 0) < ends.high
    by_rank = ordinal(units, "12345")
    wide = by_rank.interval(20, resamples=200)
    assert wide is not None
    assert wide.low < (by_rank.alpha() or 0) < wide.high


def test_resamples_in_which_nothing_is_defined_are_not_counted() -> None:
    """One of two units is drawn twice in every other resample: then one value occurs alone."""
    ends = nominal([["a", "a"], ["b", "b"]]).interval(3, resamples=400)

    assert ends is not None
    assert 150 < ends.resamples < 250
    assert (1, 1) == (ends.low, ends.high)


def test_many_units_are_drawn_in_several_parts() -> None:
    """More than are drawn together: the ends narrow as the number grows."""
    few, many = (nominal(_units(*_K4) * times).interval(5, resamples=300) for times in (20, 2000))

    assert few is not None
    assert many is not None
    assert 300 == many.resamples
    assert many.high - many.low < (few.high - few.low) / 5


@pytest.mark.parametrize(
    ("alpha", "units", "expected"),
    [
        (0.8, 30, AgreementVerdict.FIRM),
        (0.799, 30, AgreementVerdict.WARNING),
        (0.667, 200, AgreementVerdict.WARNING),
        (0.666, 200, AgreementVerdict.NOT_PUBLISHED),
        (-0.2, 200, AgreementVerdict.NOT_PUBLISHED),
        (0.95, 29, AgreementVerdict.TABLE_ONLY),
        (None, 500, AgreementVerdict.TABLE_ONLY),
    ],
)
def test_what_may_be_published(alpha: float | None, units: int, expected: AgreementVerdict) -> None:
    assert expected is verdict(alpha, units)
