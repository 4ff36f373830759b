"""What a codebook says of weights, in the language of the labels."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cati_app.domain.weighting.recipe import Recipe, WeightingMethod
from cati_app.domain.weighting.weighting import Weighting
from cati_app.texts import Terms, words_of

WEIGHTING_TERMS = Terms(
    "weighting",
    {
        "label": "Weight (weighting {version}, {digest})",
        "base_label": "Base weight (weighting {version}, {digest})",
        "left_out": "0: partial interviews, and those that do not count in the quota.",
        "made": "Weighting {version} of {day}, recipe {digest}: {method}. Base weights: {base}.",
        "rake": "raking",
        "trim": "raking, each weight {low:g} to {high:g} times the mean",
        "logit": "logit calibration, each weight {low:g} to {high:g} times its base weight",
        "base_none": "1 each",
        "base_sample": "those of the sample",
        "base_computed": "computed from frames and households",
        "figures": "{count} interviews, mean 1, from {least:.3f} to {most:.3f}; design effect (Kish) {deff:.3f},"
        " effective number of interviews {effective:.1f}.",
        "margin": "Margin {margin}: {source}.",
        "estimate": "estimate",
        "no_source": "no source is named",
        "not_met": "Not every margin is met: {category} of {variable} is off by {off:.3%}.",
    },
)


def weight_labels(language: str, version: int, digest: str) -> tuple[str, str]:
    """Labels of the weight, and of base weights that it computes."""
    words = WEIGHTING_TERMS.of(language)
    named = {"version": version, "digest": digest}
    return words("label", **named), words("base_label", **named)


def left_out_note(language: str) -> str:
    """What the weight 0 means."""
    return WEIGHTING_TERMS.of(language)("left_out")


def codebook_notes(language: str, weighting: Weighting, version: int, digest: str, day: date) -> tuple[str, ...]:
    """How the weights came about, what they cost, and on which figures they rest."""
    words = WEIGHTING_TERMS.of(language)
    recipe = weighting.recipe
    made = {
        "version": version,
        "digest": digest,
        "day": words_of(language).say("{day:%Y-%m-%d}", day=day),
        "method": method_words(words, recipe),
    }
    figures = {
        "count": len(weighting.weights),
        "least": min(weighting.weights),
        "most": max(weighting.weights),
        "deff": weighting.design_effect,
        "effective": weighting.effective,
    }
    notes = [words("made", **made, base=base_words(words, recipe)), words("figures", **figures)]
    if not weighting.converged:
        variable, category, off = weighting.worst
        notes.append(words("not_met", variable=variable, category=category or "–", off=off))
    return (*notes, *sources(words, recipe))


def method_words(words: Terms, recipe: Recipe) -> str:
    """The method with its bounds."""
    if recipe.bounds is None:
        return words(WeightingMethod.RAKE.value)
    return words(recipe.method.value, low=float(recipe.bounds[0]), high=float(recipe.bounds[1]))


def base_words(words: Terms, recipe: Recipe) -> str:
    """Where base weights come from."""
    if recipe.base.is_computed:
        return words("base_computed")
    return words("base_sample" if recipe.base.is_sample_field else "base_none")


def sources(words: Terms, recipe: Recipe) -> Iterator[str]:
    """Of each margin: where it was published, of when it is, whether it is an estimate."""
    for margin in recipe.margins:
        told = ", ".join(part for part in (margin.source, margin.date) if part) or words("no_source")
        estimate = f" ({words('estimate')})" if margin.is_estimate else ""
        yield words("margin", margin=margin.name, source=told + estimate)
