"""A weighting for people and for programs: margins before and after, what it costs, the largest weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cati_app.domain.phrases import source
from cati_app.domain.weighting.recipe import WeightingMethod, recipe_data
from cati_app.domain.weighting.respondents import NO_VALUE
from cati_app.domain.weighting.spread import Bar, bars
from cati_app.domain.weighting.weighting import WeighedMargin, Weighting
from cati_app.publish.dataset.weighting_words import WEIGHTING_TERMS, base_words, method_words, sources
from cati_app.texts import say, say_count
from cati_app.texts.figures import figures

_WIDE = 0.95  # bars so wide have whole numbers as edges
QUOTA = source(
    "Quota sample: it has no margin of error. The design effect tells what weighting costs, not how far off a figure"
    " is."
)
HEADS = (
    source("target"),
    source("unweighted"),
    source("base"),
    source("weighted"),
    source("unweighted − target"),
    source("interviews"),
)
"""Of the table of margins, in the order of its columns."""


def weighting_lines(weighting: Weighting, *, quota: bool) -> Iterator[str]:
    """All of it, as lines.

    Args:
        quota: Whether the study has a quota.
    """
    recipe = weighting.recipe
    count = say_count("{count} interview", "{count} interviews", len(weighting.weights))
    yield f"{count}: {method_words(WEIGHTING_TERMS, recipe)}. " + say(
        "Base weights: {base}.", base=base_words(WEIGHTING_TERMS, recipe)
    )
    yield say(
        "Design effect (Kish) {deff:.3f}, of the base weights alone {base:.3f}: as much as {effective:.1f} interviews"
        " without weights.",
        deff=weighting.design_effect,
        base=weighting.base_effect,
        effective=weighting.effective,
    )
    yield _span(weighting)
    yield met_words(weighting)
    yield ""
    yield from _table(weighting.margins)
    yield ""
    yield say("Largest weights")
    for large in weighting.large:
        named = " · ".join(map(category_name, large.categories))
        told = say("base weight {base:.3f}, {count} of them", base=large.base, count=large.interviews)
        yield f"  {figures(f'{large.weight:.3f}')}  {named}  ({told})"
    yield ""
    yield from sources(WEIGHTING_TERMS, recipe)
    if quota:
        yield say(QUOTA)


def met_words(weighting: Weighting) -> str:
    """Whether the margins are met."""
    if weighting.converged:
        return say_count(
            "Every margin is met, after {count} round.", "Every margin is met, after {count} rounds.", weighting.rounds
        )
    variable, category, off = weighting.worst
    return say(
        "Attention: within these bounds not every margin is met: {category} of {variable} is off by {off:.3%}.",
        category=category_name(category),
        variable=variable,
        off=off,
    )


def category_name(name: str) -> str:
    """A category as it is shown."""
    return say("no value") if name == NO_VALUE else name


def _span(weighting: Weighting) -> str:
    least, most = min(weighting.weights), max(weighting.weights)
    told = say("Weights from {least:.3f} to {most:.3f}, mean 1.", least=least, most=most)
    if weighting.free is not None:
        least, most = weighting.free
        told += " " + say("Without bounds from {least:.3f} to {most:.3f}.", least=least, most=most)
        low, high = weighting.at_bounds
        if weighting.recipe.method is WeightingMethod.TRIM:
            told += " " + say("At the lower bound {low}, at the upper {high}.", low=low, high=high)
        else:
            told += " " + say("Close to the lower bound {low}, to the upper {high}.", low=low, high=high)
    return told


def _table(margins: Sequence[WeighedMargin]) -> Iterator[str]:
    heads = [say(head) for head in HEADS]
    names = [category_name(category.name) for margin in margins for category in margin.categories]
    first = max(len(margin.margin.name) for margin in margins)
    first = max(first, 2 + max(map(len, names)))
    widths = [max(len(head), 6) for head in heads]
    yield _aligned("", heads, first, widths)
    for margin in margins:
        yield margin.margin.name
        for category in margin.categories:
            shares = (category.target, category.unweighted, category.base, category.weighted)
            off = category.unweighted - category.target
            cells = [*(_percent(share) for share in shares), signed(off), str(category.interviews)]
            yield _aligned("  " + category_name(category.name), cells, first, widths)


def _aligned(name: str, cells: Sequence[str], first: int, widths: Sequence[int]) -> str:
    return "  ".join((name.ljust(first), *(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))))


def signed(share: float) -> str:
    """Percentage points with a sign."""
    points = round(share * 100, 1)
    sign = "±" if points == 0 else "+" if points > 0 else "−"
    return sign + figures(f"{abs(points):.1f}")


def bar_edge(bar: Bar, at: float) -> str:
    """Where a bar of weights begins or ends, as exactly as its width asks for."""
    return figures(f"{at:.1f}" if bar.high - bar.low < _WIDE else f"{at:.0f}")


def _percent(share: float) -> str:
    return figures(f"{share * 100:.1f}") + " %"


def weighting_json(weighting: Weighting) -> dict[str, Any]:
    """The same as data; shares of 0 to 1, no weight of a single interview."""
    variable, category, off = weighting.worst
    return {
        "interviews": len(weighting.weights),
        "design_effect": weighting.design_effect,
        "base_effect": weighting.base_effect,
        "n_eff": weighting.effective,
        "least": min(weighting.weights),
        "most": max(weighting.weights),
        "without_bounds": list(weighting.free) if weighting.free is not None else None,
        "at_bounds": list(weighting.at_bounds),
        "converged": weighting.converged,
        "rounds": weighting.rounds,
        "worst": {"variable": variable, "category": category, "off": off},
        "margins": [
            {"variable": margin.margin.name, "category": known.name, "interviews": known.interviews}
            | {"target": known.target, "unweighted": known.unweighted, "base": known.base, "weighted": known.weighted}
            for margin in weighting.margins
            for known in margin.categories
        ],
        "largest": [
            {"weight": large.weight, "base": large.base, "categories": list(large.categories)}
            | {"interviews": large.interviews}
            for large in weighting.large
        ],
        "spread": [{"low": bar.low, "high": bar.high, "interviews": bar.count} for bar in bars(weighting.weights)],
        "digest": weighting.recipe.digest,
        "recipe": recipe_data(weighting.recipe),
    }
