"""Variables of which not even the number of values is told: so many were asked that it would tell of few people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from cati_app.domain.tabulation.crosstab import Bools
from cati_app.domain.tabulation.small_counts import SMALLEST, hidden_answers
from cati_app.domain.tabulation.told_bases import CountedTable, ToldBases
from cati_app.publish.dataset.table import DataTable, Value, Variable

NOT_ASKED = ("filtered", "not_reached", "removed")
"""Reasons for a missing value of those who were not asked."""


def untold_variables(table: DataTable, least: int = SMALLEST, *, only_counted: bool = False) -> frozenset[str]:
    """Their names: of those that come from the questionnaire, held against the frequencies of all others.

    Args:
        least: So many people are told of.
        only_counted: Whether the frequencies are those of the interviews that count, and not of all rows.
    """
    counted = (
        np.array(table.counted, np.bool_) if only_counted and table.counted else np.ones(len(table.rows), np.bool_)
    )
    asked = {index: _asked(table, index)[counted] for index, variable in enumerate(table.variables) if variable.source}
    tables = [made for index in asked for made in _hiding(table, index, asked[index], counted, least)]
    told = ToldBases(tables, list(asked.values()), least)
    return frozenset(table.variables[index].name for index, group in asked.items() if not told.is_told(group))


def _asked(table: DataTable, index: int) -> Bools:
    """Of each row whether it was asked; of a text without reasons beside it, whether there is one."""
    if table.variables[index].origin == "reason":
        index -= 1  # it stands behind its text
    asked = np.zeros(len(table.rows), np.bool_)
    for at in (index, index + 1):
        variable = table.variables[at] if at < len(table.variables) else None
        if variable is None or (at > index and variable.origin != "reason"):
            break
        silent = {code for why, code in variable.missing.items() if why not in NOT_ASKED}
        if at == index:
            asked |= _where(table, at, partial(_has_value, variable))
        asked |= _where(table, at, silent.__contains__)
    return asked


def _hiding(table: DataTable, index: int, asked: Bools, counted: Bools, least: int) -> Iterator[CountedTable]:
    """The frequencies of a variable, where some of them are hidden."""
    variable, column = table.variables[index], table.columns[index]
    codes = [coded.code for coded in variable.codes if coded.code not in variable.missing.values()]
    if variable.set_name or not codes:
        codes = [1, 0] if variable.set_name else []
    numbered = {code: number for number, code in enumerate(codes)}
    numbers = np.array([numbered.get(value, len(codes)) for value in column.distinct] or [0], np.intp)  # type: ignore[arg-type]
    row = numbers[np.frombuffer(column.places, np.uintc)[counted]]
    row = np.where((row == len(codes)) & ~asked, len(codes) + 1, row).astype(np.intp)
    counts = [int(n) for n in np.bincount(row, minlength=len(codes))[: len(codes)]]
    hidden = frozenset((number, 0) for number in hidden_answers(counts, least))
    if hidden:
        yield CountedTable(row, len(codes), (np.ones(len(row), np.bool_),), lambda: hidden)


def _has_value(variable: Variable, value: Value) -> bool:
    return value is not None and value != "" and value not in variable.missing.values()


def _where(table: DataTable, index: int, holds: Callable[[Value], bool]) -> Bools:
    column = table.columns[index]
    known = np.array([holds(value) for value in column.distinct] or [False], np.bool_)
    chosen: Bools = known[np.frombuffer(column.places, np.uintc)]
    return chosen
