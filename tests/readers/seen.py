"""What a reader saw of a file, held against the table that it was written from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from cati_app.publish.dataset.missing_letters import LETTERS
from cati_app.publish.dataset.table import DataTable, Kind, Value, Variable


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A format as a reader sees it; texts by variable. None: the reader says nothing of it.

    Args:
        values: Cells in the order of rows; missing codes as the format has them.
        labels: Variable labels.
        choices: Value labels by code.
    """

    format: str
    reader: str
    values: Mapping[str, list[str]]
    labels: Mapping[str, str] | None = None
    choices: Mapping[str, Mapping[str, str]] | None = None
    without_choices: frozenset[Kind] = frozenset()  # whose value labels the format or the reader does not have
    more: Mapping[str, bool] = field(default_factory=dict)  # further properties, and whether they are as they should


def differences(seen: ReadBack, table: DataTable, told: Callable[[Variable, Value], str | None]) -> Iterator[str]:
    """Names of properties that are not as in the table; `told` says a value as the format has it, None to pass over."""
    for place, variable in enumerate(table.variables):
        wanted = [told(variable, row[place]) for row in table.rows]
        if variable.name in seen.values and not _same(wanted, seen.values[variable.name]):
            yield f"values of {variable.name}"
        elif variable.name not in seen.values:
            yield f"no {variable.name}"
        if seen.labels is not None and seen.labels.get(variable.name) != variable.label:
            yield f"label of {variable.name}"
        choices = {str(code): text for code, text in variable.labels.items()}
        has_choices = seen.choices is not None and variable.kind not in seen.without_choices
        if has_choices and not choices.items() <= (seen.choices or {}).get(variable.name, {}).items():
            yield f"choices of {variable.name}"
    yield from (name for name, holds in seen.more.items() if not holds)


def _same(wanted: list[str | None], seen: list[str]) -> bool:
    return len(wanted) == len(seen) and all(map(_equal, wanted, seen))


def _equal(wanted: str | None, seen: str) -> bool:
    if wanted is None or wanted == seen:
        return True
    try:
        return abs(float(wanted) - float(seen)) < 1e-9 * max(1.0, abs(float(wanted)))
    except ValueError:
        return False


def as_coded(variable: Variable, value: Value) -> str:
    """Missing values as codes, dates and times in ISO 8601."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)


def of_dates_where_given(variable: Variable, value: Value) -> str | None:
    """As codes; None of a date or time that is missing, which SPSS and Parquet say in their own ways."""
    is_code = isinstance(value, int) and value in variable.missing.values()
    return None if is_code and variable.kind is not Kind.NUMBER else as_coded(variable, value)


def as_letters(variable: Variable, value: Value) -> str:
    """Missing values as Stata has them, a time of day as one of the first day that it counts."""
    reason = next((reason for reason, code in variable.missing.items() if isinstance(value, int) and code == value), "")
    if reason:
        return f".{LETTERS[reason]}"
    return f"1960-01-01 {value.isoformat()}" if isinstance(value, time) else as_coded(variable, value)


def on_one_line(variable: Variable, value: Value) -> str:
    """As in the plain CSV."""
    return " ".join(value.split()) if isinstance(value, str) else as_coded(variable, value)
