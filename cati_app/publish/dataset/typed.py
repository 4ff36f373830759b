"""A data set by columns: each typed, with its missing values apart, as formats with types and tables want it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cati_app.publish.dataset.factored import Factored
from cati_app.publish.dataset.table import DataTable, Kind, Value, Variable

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 – local time without zone, as it stands in the table
_DAY_S = 86_400
LARGEST_WHOLE = 2**53
"""Whole numbers beyond it are not told apart by the eight bytes that SPSS, Stata and spreadsheets give a number."""


@dataclass(frozen=True)
class NumberColumn:
    """Numbers, dates and times.

    Args:
        variable: What they mean.
        distinct: The different numbers, NaN where there is no value. Dates and date-times as seconds of local time
            since 1970, times of day as seconds since midnight.
        distinct_reasons: Beside each the missing code of the variable (−99 …); 0 where there is a value, and where it
            is system-missing.
        places: Of each row the place of its number among them.
    """

    variable: Variable
    distinct: NDArray[np.float64]
    distinct_reasons: NDArray[np.int64]
    places: NDArray[np.uint32]

    @property
    def numbers(self) -> NDArray[np.float64]:
        """The number of each row."""
        return self.distinct[self.places]

    @property
    def reasons(self) -> NDArray[np.int64]:
        """The missing code of each row, or 0."""
        return self.distinct_reasons[self.places]

    @property
    def is_valid(self) -> NDArray[np.bool_]:
        """Where there is a value that is not missing."""
        return ~np.isnan(self.numbers)

    @property
    def distinct_coded(self) -> NDArray[np.float64]:
        """The different numbers with the missing codes in their places, NaN for system-missing; of dates no use."""
        return self.with_codes(self.distinct)

    @property
    def coded(self) -> NDArray[np.float64]:
        """The same of each row."""
        return self.distinct_coded[self.places]

    def with_codes(self, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
        """Other numbers in place of the different ones, with the missing codes in theirs."""
        return np.where(self.distinct_reasons == 0, numbers, self.distinct_reasons.astype(np.float64))

    @property
    def is_whole(self) -> bool:
        """Whether every value is a whole number that eight bytes tell from its neighbours."""
        there = self.distinct[~np.isnan(self.distinct)]
        return bool(np.all((there == np.floor(there)) & (np.abs(there) <= LARGEST_WHOLE)))


@dataclass(frozen=True)
class TextColumn:
    """Texts; blank where none was given.

    Args:
        variable: What they mean.
        distinct: The different texts.
        places: Of each row the place of its text among them.
    """

    variable: Variable
    distinct: Sequence[str]
    places: NDArray[np.uint32]

    @property
    def texts(self) -> list[str]:
        """The text of each row."""
        return [*map(self.distinct.__getitem__, self.places.tolist())]

    @property
    def is_valid(self) -> NDArray[np.bool_]:
        """Where there is a text."""
        return np.array([text != "" for text in self.distinct], dtype=np.bool_)[self.places]


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


def typed_table(table: DataTable) -> TypedTable:
    """The table with its columns typed."""
    return TypedTable(table, tuple(map(_typed, table.variables, table.columns)))


def _typed(variable: Variable, column: Factored[Value]) -> TypedColumn:
    places = np.asarray(column.places)
    if variable.kind is Kind.TEXT:
        return TextColumn(variable, ["" if value is None else str(value) for value in column.distinct], places)
    if variable.kind is Kind.NUMBER:
        numbers = np.array(column.distinct, dtype=np.float64)  # None becomes NaN
    else:
        numbers = np.array([seconds_of(value) for value in column.distinct], dtype=np.float64)
    codes = frozenset(variable.missing.values())
    told = [value if isinstance(value, int | float) and value in codes else 0 for value in column.distinct]
    reasons = np.array(told, dtype=np.int64)
    numbers[reasons != 0] = np.nan
    return NumberColumn(variable, numbers, reasons, places)


def seconds_of(value: Value) -> float:
    """A date or local date-time as seconds since 1970, a time of day as seconds since midnight; NaN otherwise."""
    if isinstance(value, datetime):
        return (value - _EPOCH).total_seconds()
    if isinstance(value, date):
        return float((value.toordinal() - _EPOCH.toordinal()) * _DAY_S)
    if isinstance(value, time):
        return float(value.hour * 3600 + value.minute * 60 + value.second)
    return float("nan")
