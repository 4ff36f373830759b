"""Weighing by a recipe: categories found, what does not fit named, base weights, what weights cost."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.weighting.base import computed_base_weights
from cati_app.domain.weighting.calibration import WantedMargin, rake
from cati_app.domain.weighting.recipe import (
    BaseRule,
    FrameSize,
    Margin,
    MissingValues,
    Recipe,
    WeightingMethod,
    figure_of,
    frame_of,
    recipe_data,
    recipe_of,
)
from cati_app.domain.weighting.respondents import SaidColumn, SaidValue
from cati_app.domain.weighting.spread import bars
from cati_app.domain.weighting.weighting import Weighting, weigh

NOBODY = SaidValue("refused", is_missing=True)


def column(*said: str | int | None, listed: str = "") -> SaidColumn:
    """Of texts choices, of numbers figures, None: refused."""
    values = list(dict.fromkeys(said))
    told = [
        NOBODY if one is None else SaidValue(str(one), figure=one if isinstance(one, int) else None) for one in values
    ]
    return SaidColumn(told, [values.index(one) for one in said], frozenset(listed.split()))


def margin(name: str, **amounts: str) -> Margin:
    """A margin with its categories, `_` for what no name may hold."""
    return Margin(tuple(name.split("/")), {key.replace("__", "/"): Decimal(value) for key, value in amounts.items()})


SEX, AGE = margin("sex", m="5", f="5"), margin("age", young="4", old="6")
TEN = {
    "sex": column(*"mmmmmmffff", listed="m f x"),
    "age": column(*["young"] * 2 + ["old"] * 4 + ["young"] * 3 + ["old"]),
}


def weighed(*margins: Margin, base: Sequence[float] = (1.0,) * 10, **changes: object) -> Weighting:
    return weigh(Recipe(margins, **changes), TEN, base)  # type: ignore[arg-type] # of the recipe


def refusal(*margins: Margin, columns: dict[str, SaidColumn] = TEN, **changes: object) -> RuleViolation:
    count = len(columns["sex"].said)
    with pytest.raises(RuleViolation) as raised:
        weigh(Recipe(margins, **changes), columns, [1.0] * count)  # type: ignore[arg-type]
    return raised.value


def test_weights_have_the_mean_1_and_every_margin_its_target() -> None:
    told = weighed(SEX, AGE)
    assert [0.5] * 2 + [1.0] * 4 + [1.0] * 3 + [2.0] == pytest.approx(list(told.weights))
    assert ([0.5, 0.5], [0.4, 0.6]) == tuple(
        [round(one.weighted, 9) for one in each.categories] for each in told.margins
    )
    (men, _), _ = (each.categories for each in told.margins)
    assert (0.5, 0.6, 6) == (men.target, men.unweighted, men.interviews)
    assert (1.15, 1.0, 10 / 1.15) == pytest.approx((told.design_effect, told.base_effect, told.effective))
    assert (2.0, ("f", "old"), 1) == (told.large[0].weight, told.large[0].categories, told.large[0].interviews)


def test_each_thing_that_does_not_fit_is_named() -> None:
    cases = {
        "weigh_category_unknown": refusal(margin("sex", m="5", f="4", w="1")),
        "weigh_empty_category": refusal(margin("sex", m="5", f="4", x="1")),
        "weigh_no_target": refusal(margin("sex", m="10", f="0")),
        "weigh_sums_differ": refusal(SEX, margin("age", young="40", old="60")),
        "weigh_empty_margin": refusal(margin("sex", m="0", f="0")),
        "weigh_nobody": refusal(SEX, columns={"sex": column()}),
        "weigh_missing_values": refusal(SEX, columns={"sex": column("m", "f", None, None)}),
    }
    assert list(cases) == [rule.code for rule in cases.values()]
    assert "w" == cases["weigh_category_unknown"].context["category"]
    assert ("x", "sex") == tuple(cases["weigh_empty_category"].context[key] for key in ("category", "variable"))
    assert ("f", 4) == tuple(cases["weigh_no_target"].context[key] for key in ("category", "count"))
    assert (2, "refused") == tuple(cases["weigh_missing_values"].context[key] for key in ("count", "reasons"))


def test_rounded_percentages_need_not_have_the_very_same_sum() -> None:
    assert weighed(margin("sex", m="50.1", f="50"), margin("age", young="40", old="60")).converged


def test_those_without_a_value_are_a_category_with_their_share_of_the_interviews() -> None:
    columns = {"sex": column("m", "m", "m", "f", None)}
    told = weigh(Recipe((SEX,), missing=MissingValues.SAMPLE), columns, [1.0] * 5)
    assert {"m": 0.4, "f": 0.4, "": 0.2} == pytest.approx({one.name: one.target for one in told.margins[0].categories})
    assert [0.4 / 0.6] * 3 + [2.0, 1.0] == pytest.approx(list(told.weights))
    named = weigh(Recipe((margin("sex", m="4", f="4", refused="2"),)), columns, [1.0] * 5)
    assert told.weights == named.weights


def test_categories_are_put_together_cut_from_numbers_and_crossed() -> None:
    columns = {"size": column(1, 2, 4, 7), "sex": column(*"mfmf")}
    sizes = Margin(("size",), {"1|2": Decimal(3), "3+": Decimal(1)})
    assert [1.5, 1.5, 0.5, 0.5] == pytest.approx(list(weigh(Recipe((sizes,)), columns, [1.0] * 4).weights))
    crossed = Margin(("size", "sex"), {"1-4/m": Decimal(1), "1-9/f": Decimal(3)})
    assert [0.5, 1.5, 0.5, 1.5] == pytest.approx(list(weigh(Recipe((crossed,)), columns, [1.0] * 4).weights))
    told = refusal(Margin(("size",), {"1-3": Decimal(1)}), columns=columns)
    assert ("weigh_no_target", "…") == (told.code, told.context["category"])
    twice = refusal(Margin(("size",), {"1-4": Decimal(1), "4+": Decimal(1)}), columns=columns)
    assert "weigh_category_twice" == twice.code


def test_margins_that_cannot_be_met_together_are_refused_and_narrow_bounds_too() -> None:
    columns = {"sex": column(*"mf"), "age": column("young", "old")}
    told = refusal(SEX, AGE, columns=columns)
    assert "weigh_not_met" == told.code
    assert isinstance(told.context["off"], float)
    bounds = Decimal("0.9"), Decimal("1.1")
    assert "weigh_bounds_narrow" == refusal(SEX, AGE, method=WeightingMethod.LOGIT, bounds=bounds).code


def test_trimmed_weights_that_do_not_converge_say_so_and_stay_within_their_bounds() -> None:
    told = weighed(SEX, AGE, method=WeightingMethod.TRIM, bounds=(Decimal("0.9"), Decimal("1.1")))
    assert not told.converged
    assert told.worst[2] > 0.01
    assert 0.9 <= min(told.weights) <= max(told.weights) <= 1.1
    assert 10 == pytest.approx(sum(told.weights))
    assert (0.5, 2.0) == pytest.approx(told.free)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("low", "high"), [("0", "1.01"), ("0.5", "1.2"), ("0.99", "1.5"), ("0.999999", "1000"), ("0.3", "1.9")]
)
@pytest.mark.parametrize("seed", [8, 11])
def test_whatever_does_not_fit_trimmed_weights_lie_within_their_bounds(seed: int, low: str, high: str) -> None:
    chance = np.random.default_rng(seed)
    n = 40
    said = {name: [str(value) for value in chance.integers(0, 3, n)] for name in ("a", "b", "c")}
    for values in said.values():
        values[:3] = ["0", "1", "2"]
    columns = {name: column(*values, listed="0 1 2") for name, values in said.items()}
    margins = [margin(name, **{str(k): str(v) for k, v in enumerate(chance.integers(1, 60, 3))}) for name in said]
    whole = [sum(map(float, each.amounts.values())) for each in margins]
    shares = [
        Margin(each.variables, {key: Decimal(float(amount) / of) for key, amount in each.amounts.items()})
        for each, of in zip(margins, whole, strict=True)
    ]
    bounds = Decimal(low), Decimal(high)
    told = weigh(Recipe(tuple(shares), WeightingMethod.TRIM, bounds), columns, chance.uniform(0.2, 5, n).tolist())
    assert float(low) - 2e-9 <= min(told.weights) <= max(told.weights) <= float(high) + 2e-9
    assert n == pytest.approx(sum(told.weights), rel=1e-9)
    off = max(
        abs(each.weighted / each.target - 1) for weighed_margin in told.margins for each in weighed_margin.categories
    )
    assert off == pytest.approx(told.worst[2], abs=1e-7)
    assert told.converged == (off < 1e-7)


def test_one_interview_has_the_weight_1() -> None:
    told = weigh(Recipe((margin("sex", m="1"),)), {"sex": column("m")}, [7.0])
    assert ((1.0,), 1.0, 1.0) == (told.weights, told.design_effect, told.effective)


def test_the_chance_of_being_reached_by_landline_and_mobile() -> None:
    frames = {
        "landline": FrameSize(Decimal(2000), Decimal(1_000_000), "lines"),
        "mobile": FrameSize(Decimal(1000), Decimal(2_000_000), "mobiles"),
    }
    rule = BaseRule(frames=frames, persons="persons")
    figures: dict[str, list[float | None]] = {
        "lines": [1.0, 0.0, 0.0],
        "mobiles": [1.0, 1.0, 0.0],
        "persons": [2.0, 3.0, 1.0],
    }
    told = computed_base_weights(rule, ["landline", "mobile", "mobile"], figures)
    assert [1 / 0.0015, 1 / 0.0005, 1 / 0.0005] == pytest.approx(told)
    with pytest.raises(RuleViolation, match="weigh_frame_unknown"):
        computed_base_weights(rule, ["landline", "list", "mobile"], figures)


def test_a_missing_number_is_assumed_only_where_the_recipe_says_so() -> None:
    figures = {"persons": [2.0, None, 3.0]}
    with pytest.raises(RuleViolation, match="weigh_base_missing"):
        computed_base_weights(BaseRule(persons="persons"), ["landline"] * 3, figures)
    rule = BaseRule(persons="persons", assumed=Decimal(1))
    assert [2.0, 1.0, 3.0] == computed_base_weights(rule, ["landline"] * 3, figures)


def test_alike_interviews_are_computed_once_and_weigh_the_same() -> None:
    margins = [WantedMargin(np.array([0, 0, 1, 1]), np.array([3.0, 1.0]))]
    apart = rake(np.array([1.0, 2.0, 1.0, 1.0]), margins).weights
    assert [1.0, 2.0, 0.5, 0.5] == pytest.approx(apart.tolist())


def test_a_recipe_written_as_data_is_read_as_it_was() -> None:
    base = BaseRule(frames={"landline": FrameSize(Decimal(2000), Decimal(10**6), "lines")}, persons="persons")
    sex = Margin(("sex",), {"m": Decimal("48.5"), "f|x": Decimal("51.5")}, "census", "2022-05-15", is_estimate=True)
    recipe = Recipe((sex, AGE), WeightingMethod.TRIM, (Decimal("0.3"), Decimal(3)), MissingValues.SAMPLE, base)
    again = recipe_of(recipe_data(recipe))
    assert (recipe, recipe.digest) == (again, again.digest)
    assert recipe.digest != Recipe((sex,)).digest


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ([], "–"),
        ({"margins": []}, "margins"),
        ({"margins": [{"variables": "sex", "categories": {"m": "many"}}]}, "margins 1: categories: m"),
        ({"margins": [{"variables": "sex", "categories": {"m": -1}}]}, "margins: sex"),
        ({"margins": [{"variables": "sex/age", "categories": {"m": 1}}]}, "margins: sex/age"),
        ({"margins": [{"variables": "sex", "categories": {"m": 1}}], "weigth": 1}, "weigth"),
        ({"margins": [{"variables": "sex", "categories": {"m": 1}}], "method": "guess"}, "method"),
        (
            {"margins": [{"variables": "sex", "categories": {"m": 1}}], "base": {"frames": {"landline": {"drawn": 1}}}},
            "base: frames: landline: size",
        ),
    ],
)
def test_the_place_of_what_cannot_be_read_is_told(data: object, place: str) -> None:
    with pytest.raises(RuleViolation) as raised:
        recipe_of(data)
    assert ("weigh_recipe", place) == (raised.value.code, raised.value.context["place"])


def test_bounds_belong_to_the_methods_that_need_them() -> None:
    for method, bounds in (
        (WeightingMethod.RAKE, (Decimal("0.3"), Decimal(3))),
        (WeightingMethod.TRIM, None),
        (WeightingMethod.LOGIT, (Decimal(1), Decimal(3))),
    ):
        with pytest.raises(RuleViolation, match="weigh_bounds"):
            Recipe((SEX,), method, bounds)
    with pytest.raises(RuleViolation, match="weigh_variable_twice"):
        Recipe((SEX, SEX))


def test_weights_are_spread_over_bars_that_a_person_can_read() -> None:
    first, *_, last = shown = bars([0.3, 1.0, 3.0, 2.95])
    assert (0.2, 0.4, 1) == pytest.approx((first.low, first.high, first.count))
    assert (2.8, 3.0, 2, 14) == pytest.approx((last.low, last.high, last.count, len(shown)))
    assert ((), [1]) == (bars([]), [bar.count for bar in bars([1.0])])
    assert len(bars([0.001, 40.0])) <= 20


def test_figures_and_frames_are_read_as_they_are_typed() -> None:
    assert [Decimal("0.3"), Decimal("0.3"), Decimal(3)] == [figure_of(text) for text in ("0.3", " 0,3 ", "3")]
    assert ("landline", FrameSize(Decimal(2000), Decimal(1_000_000), "n_landline")) == frame_of(
        " landline = 2000 / 1000000 : n_landline "
    )
    assert ("mobile", FrameSize(Decimal(1), Decimal(2))) == frame_of("mobile=1/2")
    for text, code in (
        ("mobile", "weigh_frame_form"),
        ("mobile=12", "weigh_frame_form"),
        ("fax=1/2", "weigh_frame_form"),
        ("mobile=few/2", "weigh_no_number"),
        ("mobile=1/inf", "weigh_no_number"),
    ):
        with pytest.raises(RuleViolation, match=code):
            frame_of(text)


@pytest.mark.parametrize("method", WeightingMethod)
def test_every_method_can_be_ended_in_any_round(method: WeightingMethod) -> None:
    class EndedError(Exception):
        pass

    recipe = Recipe((SEX, AGE), method, None if method is WeightingMethod.RAKE else (Decimal("0.3"), Decimal(3)))
    rounds: list[int] = []

    def counted() -> None:
        rounds.append(1)
        if len(rounds) == 3:
            raise EndedError

    with pytest.raises(EndedError):
        weigh(recipe, TEN, [1.0] * 10, counted)
