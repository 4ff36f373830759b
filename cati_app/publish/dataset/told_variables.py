"""Variables of which not even the number of values is told: so many were asked that it would tell of few people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from cati_app.domain.tabulation.crosstab import AnswerCategory, Bools, Indexes, TabulatedVariable
from cati_app.domain.tabulation.hidden_together import HiddenTogether
from cati_app.domain.tabulation.small_counts import SMALLEST
from cati_app.domain.tabulation.told_bases import CountedTable, ToldBases
from cati_app.publish.dataset.table import DataTable, Value, Variable

NOT_ASKED = ("filtered", "not_reached", "removed")
"""Reasons for a missing value of those who were not asked."""
_CATEGORY = AnswerCategory("", "", "")


def untold_variables(
    table: DataTable,
    least: int = SMALLEST,
    *,
    only_counted: bool = False,
    secret: Mapping[str, frozenset[Value]] | None = None,
) -> frozenset[str]:
    """Their names: of those that come from the questionnaire, held against the frequencies of all others.

    Args:
        least: So many people are told of.
        only_counted: Whether the frequencies are those of the interviews that count, and not of all rows.
        secret: Frequencies that are hidden; None: those of `hidden_codes`.
    """
    counted = _counted(table, only_counted=only_counted)
    asked = {index: _asked(table, index)[counted] for index, variable in enumerate(table.variables) if variable.source}
    secret = hidden_codes(table, least, only_counted=only_counted) if secret is None else secret
    tables = [made for index in asked for made in _hiding(table, index, asked[index], counted, secret)]
    told = ToldBases(tables, list(asked.values()), least)
    return frozenset(table.variables[index].name for index, group in asked.items() if not told.is_told(group))


def hidden_codes(
    table: DataTable, least: int = SMALLEST, *, only_counted: bool = False
) -> Mapping[str, frozenset[Value]]:
    """Codes whose frequency is not told, by variable: small ones, those that would betray them, and the same of kin.

    Args:
        least: So many people are told of.
        only_counted: Whether the frequencies are those of the interviews that count, and not of all rows.
    """
    counted = _counted(table, only_counted=only_counted)
    coded = {
        variable.name: (codes, _places(table, index, codes)[counted])
        for index, variable in enumerate(table.variables)
        if (codes := _codes(variable))
    }
    together = HiddenTogether(
        {
            name: TabulatedVariable((_CATEGORY,) * len(codes), np.where(number == len(codes), -1, number))
            for name, (codes, number) in coded.items()
        },
        {},
        least,
    )
    return {name: frozenset(codes[at] for at in together.rows(name)) for name, (codes, _) in coded.items()}


def _counted(table: DataTable, *, only_counted: bool) -> Bools:
    """Of each row whether it is in the frequencies."""
    if only_counted and table.counted:
        return np.array(table.counted, np.bool_)
    return np.ones(len(table.rows), np.bool_)


def _codes(variable: Variable) -> list[Value]:
    """Those of answers; of one of several answers that it was given, and that it was not."""
    if variable.set_name:
        return [1, 0]
    return [coded.code for coded in variable.codes if coded.code not in variable.missing.values()]


def _places(table: DataTable, index: int, codes: Sequence[Value]) -> Indexes:
    """Of each row which of the codes it has; one number more: none of them."""
    numbered = {code: number for number, code in enumerate(codes)}
    column = table.columns[index]
    numbers = np.array([numbered.get(value, len(codes)) for value in column.distinct] or [0], np.intp)
    places: Indexes = numbers[np.frombuffer(column.places, np.uintc)]
    return places


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


def _hiding(
    table: DataTable, index: int, asked: Bools, counted: Bools, secret: Mapping[str, frozenset[Value]]
) -> Iterator[CountedTable]:
    """The frequencies of a variable, where some of them are hidden."""
    variable = table.variables[index]
    codes = _codes(variable)
    hidden = frozenset((codes.index(code), 0) for code in secret.get(variable.name, ()))
    if hidden:
        row = _places(table, index, codes)[counted]
        row = np.where((row == len(codes)) & ~asked, len(codes) + 1, row).astype(np.intp)
        yield CountedTable(row, len(codes), (np.ones(len(row), np.bool_),), lambda: hidden)


def _has_value(variable: Variable, value: Value) -> bool:
    return value is not None and value != "" and value not in variable.missing.values()


def _where(table: DataTable, index: int, holds: Callable[[Value], bool]) -> Bools:
    column = table.columns[index]
    known = np.array([holds(value) for value in column.distinct] or [False], np.bool_)
    chosen: Bools = known[np.frombuffer(column.places, np.uintc)]
    return chosen
