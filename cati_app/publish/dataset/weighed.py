"""A data set and its weights: what interviews say of the variables of margins, and the weights put into the table."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import compress

from cati_app.domain.errors import RuleViolation
from cati_app.domain.weighting.base import computed_base_weights
from cati_app.domain.weighting.calibration import OnRound
from cati_app.domain.weighting.recipe import Recipe
from cati_app.domain.weighting.respondents import SaidColumn, SaidValue
from cati_app.domain.weighting.weighting import DECIMALS, Weighting, weigh
from cati_app.publish.dataset.factored import Factored, factored
from cati_app.publish.dataset.fieldwork import BASE_WEIGHT, FRAME, WEIGHT
from cati_app.publish.dataset.table import DataTable, Kind, Value, Variable
from cati_app.values import dataclass

_BLANK = "no_value"
LEFT_OUT = 0
"""The weight of interviews that do not count: partial ones, rejected ones, those beyond the quota."""


@dataclass(frozen=True, slots=True)
class WeighedTable:
    """Weights of the interviews of a table that count.

    Args:
        weighting: What is to be known of them.
        base: Base weights before they were scaled, one for each interview that counts.
    """

    weighting: Weighting
    base: tuple[float, ...]


def weighed_table(table: DataTable, recipe: Recipe, on_round: OnRound = lambda: None) -> WeighedTable:
    """Weigh the interviews of a table that count.

    Args:
        on_round: Called in each round of the method; what it raises ends the work.

    Raises:
        RuleViolation: `weigh_variable_unknown`, `weigh_no_categories`, `weigh_no_numbers`, `weigh_base_missing`; as
            `computed_base_weights` and `weigh`.
    """
    named = dict.fromkeys(variable for margin in recipe.margins for variable in margin.variables)
    figures = [size.numbers for size in recipe.base.frames.values()] + [recipe.base.persons]
    figures = [name for name in figures if name]
    read = _Read(table, (*named, *figures, FRAME, BASE_WEIGHT))
    for name in figures:
        if read.variable(name).kind is not Kind.NUMBER:
            raise RuleViolation("weigh_no_numbers", variable=name)
    for name in named:
        variable = read.variable(name)
        if variable.kind is not Kind.NUMBER and not variable.codes and variable.origin != "fieldwork":
            raise RuleViolation("weigh_no_categories", variable=name)
    base = _base(recipe, read, figures)
    return WeighedTable(weigh(recipe, {name: read.said(name) for name in named}, base, on_round), tuple(base))


def with_weights(
    table: DataTable, weighed: WeighedTable, labels: tuple[str, str], notes: Sequence[str], left_out: str
) -> DataTable:
    """The table with the weights in place of ones.

    Args:
        labels: Of the weight variable, and of base weights where they are computed.
        notes: What the codebook says of it.
        left_out: What the codebook says of the weight 0, where interviews do not count.
    """
    weights: list[Value] = _spread(table.counted, weighed.weighting.weights, LEFT_OUT)
    told = (*notes, left_out) if not all(table.counted) else tuple(notes)
    made = {WEIGHT: weights}
    if weighed.weighting.recipe.base.is_computed:
        made[BASE_WEIGHT] = _spread(table.counted, [round(weight, DECIMALS) for weight in weighed.base], None)
    named = dict(zip((WEIGHT, BASE_WEIGHT), ((labels[0], told), (labels[1], ())), strict=True))
    variables = [
        _described(variable, *named[variable.name]) if variable.name in made else variable
        for variable in table.variables
    ]
    columns = [
        factored(made[variable.name]) if variable.name in made else column
        for variable, column in zip(variables, table.columns, strict=True)
    ]
    return replace(table, variables=tuple(variables), columns=tuple(columns))


def _described(variable: Variable, label: str, notes: tuple[str, ...]) -> Variable:
    return replace(variable, label=label, question=label, notes=notes, decimals=DECIMALS, width=DECIMALS + 7)


def _base(recipe: Recipe, read: _Read, figures: Sequence[str]) -> list[float]:
    if recipe.base.is_computed:
        return computed_base_weights(
            recipe.base, [str(value) for value in read.values(FRAME)], {name: read.figures(name) for name in figures}
        )
    if not recipe.base.is_sample_field:
        return [1.0] * len(read.values(FRAME))
    base = read.figures(BASE_WEIGHT)
    missing = sum(weight is None or weight <= 0 for weight in base)
    if missing:
        raise RuleViolation("weigh_base_missing", variable=BASE_WEIGHT, count=missing)
    return [weight for weight in base if weight is not None]


class _Read:
    """Some variables of a table, read once: of the interviews that count."""

    def __init__(self, table: DataTable, names: Sequence[str]) -> None:
        places = {variable.name: index for index, variable in enumerate(table.variables)}
        for name in names:
            if name not in places:
                near = ", ".join(difflib.get_close_matches(name, places, 3)) or "–"
                raise RuleViolation("weigh_variable_unknown", variable=name, near=near)
        self._variables = {name: table.variables[places[name]] for name in names}
        counted = list(compress(range(len(table.rows)), table.counted))
        self._values = {name: table.columns[places[name]].in_order(counted) for name in names}

    def variable(self, name: str) -> Variable:
        return self._variables[name]

    def values(self, name: str) -> Factored[Value]:
        return self._values[name]

    def figures(self, name: str) -> list[float | None]:
        """Of a number; None where there is none, or a reason for that."""
        missing = set(self._variables[name].missing.values())
        figures = self._values[name].read_as(
            lambda value: float(value) if isinstance(value, int | float) and value not in missing else None
        )
        return [*figures]

    def said(self, name: str) -> SaidColumn:
        variable = self._variables[name]
        values = self._values[name]
        index: dict[Value, int] = {}
        used = dict.fromkeys(values.places)
        place_of = {at: index.setdefault(values.distinct[at], len(index)) for at in used}
        said = [place_of[at] for at in values.places]
        names = {coded.name for coded in variable.codes}
        codes = {str(coded.code) for coded in variable.codes}
        known = frozenset((*names, *codes, *variable.missing)) if names else frozenset[str]()
        return SaidColumn([said_value(variable, value, names) for value in index], said, known)


def said_value(variable: Variable, value: Value, names: Collection[str]) -> SaidValue:
    """What a value says; the code of a choice is not told where it is the name of another."""
    for reason, code in variable.missing.items():
        if value == code:
            return SaidValue(reason, is_missing=True)
    if value is None or value == "":
        return SaidValue(_BLANK, is_missing=True)
    for coded in variable.codes:
        if coded.code == value:
            known_by = str(coded.code)
            return SaidValue(coded.name, "" if known_by in names else known_by)
    if isinstance(value, int | float):
        return SaidValue(f"{value:g}", figure=float(value))
    return SaidValue(str(value))


def _spread(counted: Sequence[bool], weights: Sequence[float], otherwise: Value) -> list[Value]:
    told = iter(weights)
    return [next(told) if counts else otherwise for counts in counted]
