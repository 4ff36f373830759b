"""A data set by columns: each typed, with its missing values apart, as formats with types and tables want it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cati_app.publish.dataset.table import DataTable, Kind, Value, Variable

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 – local time without zone, as it stands in the table
_DAY_S = 86_400
_BLOCK = 2_000  # rows held as Python objects at a time
LARGEST_WHOLE = 2**53
"""Whole numbers beyond it are not told apart by the eight bytes that SPSS, Stata and spreadsheets give a number."""


@dataclass(frozen=True)
class NumberColumn:
    """Numbers, dates and times.

    Args:
        variable: What they mean.
        numbers: NaN where there is no value. Dates and date-times as seconds of local time since 1970, times of day as
            seconds since midnight.
        reasons: The missing code of the variable (−99 …); 0 where there is a value, and where it is system-missing.
    """

    variable: Variable
    numbers: NDArray[np.float64]
    reasons: NDArray[np.int32]

    @property
    def is_valid(self) -> NDArray[np.bool_]:
        """Where there is a value that is not missing."""
        return ~np.isnan(self.numbers)

    @cached_property
    def coded(self) -> NDArray[np.float64]:
        """Numbers with the missing codes in their places, NaN for system-missing; of dates no use."""
        return np.where(self.reasons == 0, self.numbers, self.reasons.astype(np.float64))

    @property
    def is_whole(self) -> bool:
        """Whether every value is a whole number that eight bytes tell from its neighbours."""
        there = self.numbers[self.is_valid]
        return bool(np.all((there == np.floor(there)) & (np.abs(there) <= LARGEST_WHOLE)))


@dataclass(frozen=True)
class TextColumn:
    """Texts; blank where none was given."""

    variable: Variable
    texts: list[str]

    @property
    def is_valid(self) -> NDArray[np.bool_]:
        """Where there is a text."""
        return np.array([text != "" for text in self.texts], dtype=np.bool_)


TypedColumn: TypeAlias = NumberColumn | TextColumn


@dataclass(frozen=True)
class TypedTable:
    """The columns of a data set in its order of rows, and what else is to be known of it."""

    table: DataTable
    columns: tuple[TypedColumn, ...]

    def __len__(self) -> int:
        """Rows."""
        return len(self.table.rows)

    def column(self, name: str) -> TypedColumn:
        """A column by the name of its variable; KeyError for an unknown one."""
        return self._named[name]

    @cached_property
    def _named(self) -> dict[str, TypedColumn]:
        return {column.variable.name: column for column in self.columns}

    def numbers(self, name: str) -> NumberColumn:
        """A column that is no text; KeyError for an unknown one, TypeError for a text."""
        column = self.column(name)
        if isinstance(column, TextColumn):
            raise TypeError(name)
        return column

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        """The weight of each row, 0 for those that do not count; 1 everywhere in a data set without weights."""
        if not self.table.weight:
            return np.ones(len(self))
        return np.nan_to_num(self.numbers(self.table.weight).numbers)


def typed_table(table: DataTable, on_rows: Callable[[int], None] = lambda rows: None) -> TypedTable:
    """The table by columns; its rows are read once, in blocks.

    Args:
        table: The data set.
        on_rows: Told how many rows are read; what it raises ends the work.
    """
    fillers = [_Texts(variable) if variable.kind is Kind.TEXT else _Numbers(variable) for variable in table.variables]
    for start in range(0, len(table.rows), _BLOCK):
        block = table.rows[start : start + _BLOCK]
        for filler, values in zip(fillers, zip(*block, strict=True), strict=True):
            filler.take(values)
        on_rows(min(start + _BLOCK, len(table.rows)))
    return TypedTable(table, tuple(filler.column() for filler in fillers))


class _Texts:
    """Gathers a column of texts; equal ones are kept once."""

    def __init__(self, variable: Variable) -> None:
        self._variable = variable
        self._texts: list[str] = []
        self._known: dict[str, str] = {}

    def take(self, values: tuple[Value, ...]) -> None:
        known = self._known if self._variable.codes or self._variable.origin == "fieldwork" else {}
        for value in values:
            text = "" if value is None else str(value)
            self._texts.append(known.setdefault(text, text))

    def column(self) -> TextColumn:
        return TextColumn(self._variable, self._texts)


class _Numbers:
    """Gathers a column of numbers, block by block."""

    def __init__(self, variable: Variable) -> None:
        self._variable = variable
        self._reasons = frozenset(variable.missing.values())
        self._is_number = variable.kind is Kind.NUMBER
        self._blocks: list[tuple[NDArray[np.float64], NDArray[np.int32]]] = []

    def take(self, values: tuple[Value, ...]) -> None:
        if self._is_number:
            numbers = np.array(values, dtype=np.float64)  # None becomes NaN
        else:
            numbers = np.array([seconds_of(value) for value in values], dtype=np.float64)
        reasons = np.zeros(len(values), dtype=np.int32)
        for code in self._reasons:
            places = self._coded(values, numbers, code)
            reasons[places], numbers[places] = code, np.nan
        self._blocks.append((numbers, reasons))

    def _coded(self, values: tuple[Value, ...], numbers: NDArray[np.float64], code: int) -> NDArray[np.bool_]:
        """Where a missing code stands; among dates only what is no date can be one."""
        if self._is_number:
            return np.equal(numbers, code)
        return np.array([isinstance(value, int) and value == code for value in values], dtype=np.bool_)

    def column(self) -> NumberColumn:
        numbers = [block[0] for block in self._blocks]
        reasons = [block[1] for block in self._blocks]
        return NumberColumn(
            self._variable,
            np.concatenate(numbers) if numbers else np.empty(0, dtype=np.float64),
            np.concatenate(reasons) if reasons else np.empty(0, dtype=np.int32),
        )


def seconds_of(value: Value) -> float:
    """A date or local date-time as seconds since 1970, a time of day as seconds since midnight; NaN otherwise."""
    if isinstance(value, datetime):
        return (value - _EPOCH).total_seconds()
    if isinstance(value, date):
        return float((value.toordinal() - _EPOCH.toordinal()) * _DAY_S)
    if isinstance(value, time):
        return float(value.hour * 3600 + value.minute * 60 + value.second)
    return float("nan")
