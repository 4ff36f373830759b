"""A data set and its weights: what interviews say of the variables of margins, and the weights put into the table."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import compress
from typing import overload

from cati_app.domain.errors import RuleViolation
from cati_app.domain.weighting.base import computed_base_weights
from cati_app.domain.weighting.recipe import Recipe
from cati_app.domain.weighting.respondents import SaidColumn, SaidValue
from cati_app.domain.weighting.weighting import DECIMALS, Weighting, weigh
from cati_app.publish.dataset.fieldwork import BASE_WEIGHT, FRAME, WEIGHT
from cati_app.publish.dataset.table import DataTable, Kind, Value, Variable
from cati_app.values import dataclass

_BLANK = "no_value"
_Row = tuple[Value, ...]
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


def weighed_table(table: DataTable, recipe: Recipe) -> WeighedTable:
    """Weigh the interviews of a table that count.

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
    return WeighedTable(weigh(recipe, {name: read.said(name) for name in named}, base), tuple(base))


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
    places = {index: made[variable.name] for index, variable in enumerate(variables) if variable.name in made}
    return replace(table, variables=tuple(variables), rows=_Rows(table.rows, places))


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
        self._values: dict[str, list[Value]] = {name: [] for name in names}
        filled = [(places[name], values) for name, values in self._values.items()]
        for row in compress(table.rows, table.counted):
            for index, values in filled:
                values.append(row[index])

    def variable(self, name: str) -> Variable:
        return self._variables[name]

    def values(self, name: str) -> list[Value]:
        return self._values[name]

    def figures(self, name: str) -> list[float | None]:
        """Of a number; None where there is none, or a reason for that."""
        missing = set(self._variables[name].missing.values())
        return [
            float(value) if isinstance(value, int | float) and value not in missing else None
            for value in self._values[name]
        ]

    def said(self, name: str) -> SaidColumn:
        variable = self._variables[name]
        index: dict[Value, int] = {}
        said = [index.setdefault(value, len(index)) for value in self._values[name]]
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


class _Rows(Sequence[_Row]):
    """Rows with other values in some columns; what is below stays where it is, out of memory."""

    def __init__(self, rows: Sequence[_Row], places: Mapping[int, Sequence[Value]]) -> None:
        self._rows = rows
        self._places = places

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[_Row]:
        return (self._changed(row, number) for number, row in enumerate(self._rows))

    @overload
    def __getitem__(self, index: int) -> _Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[_Row]: ...
    def __getitem__(self, index: int | slice) -> _Row | list[_Row]:
        chosen = range(len(self))[index]
        if isinstance(chosen, range):
            return [self._changed(self._rows[number], number) for number in chosen]
        return self._changed(self._rows[chosen], chosen)

    def _changed(self, row: _Row, number: int) -> _Row:
        changed = list(row)
        for index, values in self._places.items():
            changed[index] = values[number]
        return tuple(changed)
