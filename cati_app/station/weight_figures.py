"""A weighting as the window shows it: figures as they are read in its language, and their pictures.

Imported only when something is weighed: what it needs is slow to load.
"""

from __future__ import annotations

from collections.abc import Iterator

from cati_app.domain.weighting.recipe import BAR, SLASH, MissingValues, Recipe, WeightingMethod
from cati_app.domain.weighting.respondents import NO_VALUE
from cati_app.domain.weighting.spread import Bar, bars
from cati_app.domain.weighting.weighting import WeighedCategory, WeighedMargin, Weighting
from cati_app.publish.dataset.table import DataTable, Variable
from cati_app.publish.dataset.weighting_words import WEIGHTING_TERMS, base_words, method_words, sources
from cati_app.publish.reports.weighting_text import HEADS, QUOTA, bar_edge, category_name, met_words, signed
from cati_app.texts import say, say_count
from cati_app.texts.figures import figures
from cati_app.ui.analyst.figure_states import FigureCell, FigureHead, FigureRow
from cati_app.ui.analyst.weights.states import (
    BeforeAfter,
    BeforeAfterState,
    FigureTable,
    RecipeStep,
    SpreadBar,
    SpreadState,
    WeightFigures,
)
from cati_app.ui.stage.states import TileState, Tone


def weight_figures(weighting: Weighting, table: DataTable, *, is_quota: bool) -> WeightFigures:
    """What the weights come to.

    Args:
        table: The interviews that were weighed, for the labels of their variables.
        is_quota: Whether the study has a quota.
    """
    return _Figures(weighting, table).told(is_quota=is_quota)


def recipe_steps(recipe: Recipe) -> tuple[RecipeStep, ...]:
    """A recipe, step by step."""
    base = base_words(WEIGHTING_TERMS, recipe)
    frames = "; ".join(
        say("{frame}: {drawn} of {size} numbers", frame=name, drawn=size.drawn, size=size.size)
        for name, size in recipe.base.frames.items()
    )
    persons = say("persons of the household: {variable}", variable=recipe.base.persons) if recipe.base.persons else ""
    margins = ", ".join(margin.name for margin in recipe.margins)
    told = [say_count("{count} margin: {margins}", "{count} margins: {margins}", len(recipe.margins), margins=margins)]
    if recipe.missing is MissingValues.SAMPLE:
        told.append(say("those without a value are a category of their own"))
    estimates = sum(margin.is_estimate for margin in recipe.margins)
    steps = [
        RecipeStep(say("Base weights"), "; ".join(filter(None, (base, frames, persons)))),
        RecipeStep(say("Margins"), "; ".join(told)),
        RecipeStep(say("Weighting method"), method_words(WEIGHTING_TERMS, recipe)),
    ]
    if estimates:
        text = say_count(
            "{count} margin is an estimate: its source stands below the tables.",
            "{count} margins are estimates: their sources stand below the tables.",
            estimates,
        )
        steps.append(RecipeStep(say("Attention"), text, Tone.WARN))
    return tuple(steps)


class _Figures:
    def __init__(self, weighting: Weighting, table: DataTable) -> None:
        self._weighting = weighting
        self._variables = {variable.name: variable for variable in table.variables}

    def told(self, *, is_quota: bool) -> WeightFigures:
        """The whole of it."""
        shown = bars(self._weighting.weights)
        return WeightFigures(
            tiles=tuple(self._tiles()),
            margins=self._margins(),
            picture=self._picture(),
            pictured=say("Margins before and after, in percent"),
            spread=self._spread(shown),
            spread_table=self._spread_table(shown),
            large=self._large(),
            notes=tuple(sources(WEIGHTING_TERMS, self._weighting.recipe)),
            caveat=say(QUOTA) if is_quota else "",
        )

    # -- what it costs ------------------------------------------------------------------------------------------

    def _tiles(self) -> Iterator[TileState]:
        weighting = self._weighting
        base = say("Kish; of the base weights alone {base:.2f}", base=weighting.base_effect)
        yield TileState("deff", say("Design effect"), figures(f"{weighting.design_effect:.2f}"), base)
        of = say_count("of {count} interview", "of {count} interviews", len(weighting.weights))
        yield TileState("effective", say("Effective interviews"), figures(f"{weighting.effective:.0f}"), of)
        least, most = min(weighting.weights), max(weighting.weights)
        free = say("mean 1")
        if weighting.free is not None:
            free = say("without bounds {least:.2f} to {most:.2f}", least=weighting.free[0], most=weighting.free[1])
        yield TileState("span", say("Smallest and largest weight"), figures(f"{least:.2f} – {most:.2f}"), free)
        if weighting.recipe.bounds is not None:
            low, high = weighting.at_bounds
            title = say("At the bounds")
            if weighting.recipe.method is WeightingMethod.LOGIT:
                title = say("Close to the bounds")
            detail = say("{low} at the lower, {high} at the upper", low=low, high=high)
            yield TileState("bounds", title, str(low + high), detail)
        yield self._met()

    def _met(self) -> TileState:
        title = say("Margins")
        if self._weighting.converged:
            return TileState("met", title, say("✓ met"), met_words(self._weighting), Tone.OK)
        return TileState("met", title, say("not met"), met_words(self._weighting), Tone.WARN)

    # -- margins ------------------------------------------------------------------------------------------------

    def _margins(self) -> FigureTable:
        heads = tuple(FigureHead("", say(head)) for head in HEADS)
        return FigureTable(say("Margins before and after, in percent"), heads, tuple(self._rows()))

    def _rows(self) -> Iterator[FigureRow]:
        for margin in self._weighting.margins:
            blank = tuple(FigureCell("") for _ in HEADS)
            yield FigureRow(self._heading(margin), blank, is_strong=True)
            for category in margin.categories:
                shares = (category.target, category.unweighted, category.base, category.weighted)
                off = signed(category.unweighted - category.target)
                cells = (*(_percent(share) for share in shares), off, str(category.interviews))
                yield FigureRow(self._category(margin, category), tuple(FigureCell(cell) for cell in cells))

    def _picture(self) -> BeforeAfterState:
        legend = say("unweighted"), say("weighted"), say("target")
        return BeforeAfterState(tuple(self._pairs()), legend)

    def _pairs(self) -> Iterator[BeforeAfter]:
        for margin in self._weighting.margins:
            heading = self._heading(margin)
            for category in margin.categories:
                yield BeforeAfter(
                    self._category(margin, category),
                    category.unweighted,
                    category.weighted,
                    category.target,
                    f"{_percent(category.unweighted)} → {_percent(category.weighted)}",
                    heading,
                )
                heading = ""

    def _heading(self, margin: WeighedMargin) -> str:
        """What its variables are called, and how the codebook names them."""
        variables = margin.margin.variables
        labels = [self._variables[name].label or name for name in variables]
        return f"{' × '.join(labels)} ({margin.margin.name})"

    def _category(self, margin: WeighedMargin, category: WeighedCategory) -> str:
        """As the margins write it, with what it is called."""
        label = self._label(margin, category.name)
        return label if category.name in (NO_VALUE, label) else f"{category.name} · {label}"

    def _label(self, margin: WeighedMargin, name: str) -> str:
        """What a category is called."""
        if name == NO_VALUE:
            return category_name(name)
        pairs = zip(margin.margin.variables, name.split(SLASH), strict=True)
        labels = (
            ", ".join(_label(self._variables[variable], value) for value in part.split(BAR)) for variable, part in pairs
        )
        return " / ".join(labels)

    # -- weights ------------------------------------------------------------------------------------------------

    def _spread(self, shown: tuple[Bar, ...]) -> SpreadState:
        low, high = self._at_bounds
        width = shown[-1].high - shown[0].low
        told = ""
        if low or high:
            told = say("bars with weights at a bound: {low} at the lower, {high} at the upper", low=low, high=high)
        return SpreadState(
            tuple(
                SpreadBar(bar_edge(bar, bar.low), bar.count, self._is_at_bound(number, len(shown)))
                for number, bar in enumerate(shown)
            ),
            bar_edge(shown[-1], shown[-1].high),
            (1 - shown[0].low) / width,
            say("mean 1"),
            told,
        )

    @property
    def _at_bounds(self) -> tuple[int, int]:
        """Bounds are those of the weights only where these are trimmed."""
        trims = self._weighting.recipe.method is WeightingMethod.TRIM
        return self._weighting.at_bounds if trims else (0, 0)

    def _is_at_bound(self, number: int, count: int) -> bool:
        low, high = self._at_bounds
        return (number == 0 and low > 0) or (number == count - 1 and high > 0)

    def _spread_table(self, shown: tuple[Bar, ...]) -> FigureTable:
        count = len(self._weighting.weights)
        heads = FigureHead("", say("interviews")), FigureHead("", say("percent"))
        rows = tuple(
            FigureRow(
                f"{bar_edge(bar, bar.low)} – {bar_edge(bar, bar.high)}"
                + (f" ({say('at a bound')})" if self._is_at_bound(number, len(shown)) else ""),
                (FigureCell(str(bar.count)), FigureCell(_percent(bar.count / count))),
            )
            for number, bar in enumerate(shown)
        )
        return FigureTable(say("How the weights are spread"), heads, rows)

    def _large(self) -> FigureTable:
        heads = FigureHead("", say("weight")), FigureHead("", say("base weight")), FigureHead("", say("interviews"))
        rows = tuple(
            FigureRow(
                " · ".join(map(self._label, self._weighting.margins, large.categories)),
                (
                    FigureCell(figures(f"{large.weight:.3f}")),
                    FigureCell(figures(f"{large.base:.3f}")),
                    FigureCell(str(large.interviews)),
                ),
            )
            for large in self._weighting.large
        )
        return FigureTable(say("Largest weights"), heads, rows)


def _label(variable: Variable, value: str) -> str:
    """What a category is called; its own name where it has no label, as of a range."""
    by_name = {coded.name: coded.text for coded in variable.codes}
    by_code = {str(coded.code): coded.text for coded in variable.codes}
    reason = variable.missing.get(value)
    told = variable.labels.get(reason, "") if reason is not None else ""
    return by_name.get(value) or by_code.get(value) or told or value


def _percent(share: float) -> str:
    return figures(f"{share * 100:.1f}")
