"""What a reader saw of a file, held against the table that it was written from, property by property."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TypeAlias

from cati_app.publish.dataset.missing_letters import LETTERS
from cati_app.publish.dataset.names import cut_characters
from cati_app.publish.dataset.table import DataTable, Kind, Value, Variable

AsWritten: TypeAlias = Callable[[Variable, Value], str | None]
"""How a format says a value; None: it is passed over."""
SeenSet: TypeAlias = tuple[str | None, tuple[str, ...]]
PROPERTIES = ("values", "labels", "choices", "missing", "sets", "weight")
"""What is told of each format and reader, in this order."""
SYSTEM_MISSING = "."


def as_coded(variable: Variable, value: Value) -> str:
    """Missing values as codes, dates and times in ISO 8601."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)


def _none(variable: Variable) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class SeenWeight:
    """The weight variable as a reader knows it.

    Args:
        name: As the file says it; blank: the format does not say it, or the reader does not tell.
        mean: The weighted mean of `duration_s` by the reader; None: it computes none.
    """

    name: str = ""
    mean: float | None = None


@dataclass(frozen=True, slots=True)
class ReadBack:
    """A format as a reader sees it, texts by variable. None: the reader says nothing of it.

    Args:
        values: Cells in the order of rows; missing codes as the format has them.
        as_written: How the format says the values of the table.
        labels: Variable labels.
        choices: Value labels by code.
        without_choices: Variables whose value labels the format or the reader does not have.
        has_full_texts: Whether choices are told by their full texts, not by labels that may be cut.
        missing: Of each cell the code of the reason, `SYSTEM_MISSING`, or blank where there is a value.
        sets: Label and variables of each multiple-response set, by name; the label None where the format has none.
        has_distinct_choices: Whether equal labels of a variable have their code behind them.
        longest_label: Characters of a variable label that the format has room for; None: enough.
        more: Further properties, and whether they are as they should.
    """

    format: str
    reader: str
    values: Mapping[str, Sequence[str]] | None = None
    as_written: AsWritten = as_coded
    labels: Mapping[str, str] | None = None
    choices: Mapping[str, Mapping[str, str]] | None = None
    without_choices: Callable[[Variable], bool] = _none
    has_full_texts: bool = False
    missing: Mapping[str, Sequence[str]] | None = None
    sets: Mapping[str, SeenSet] | None = None
    weight: SeenWeight | None = None
    has_distinct_choices: bool = False
    longest_label: int | None = None
    more: Mapping[str, bool] = field(default_factory=dict)


def findings(seen: ReadBack, table: DataTable) -> dict[str, list[str]]:
    """Of each property that the reader tells of: the names of what is not as in the table."""
    told: dict[str, Iterator[str]] = {}
    if seen.values is not None:
        told["values"] = _cells(seen.values, table, seen.as_written)
    if seen.labels is not None:
        told["labels"] = _labels(seen.labels, seen.longest_label, table)
    if seen.choices is not None:
        told["choices"] = _choices(seen.choices, seen, table)
    if seen.missing is not None:
        told["missing"] = _cells(seen.missing, table, reason_of)
    if seen.sets is not None and (seen.sets or table.sets):
        told["sets"] = _sets(seen.sets, table)
    if seen.weight is not None and table.weight:
        told["weight"] = _weight(seen.weight, table)
    found = {name: list(names) for name, names in told.items()}
    return found | {name: [] if holds else ["differs"] for name, holds in seen.more.items()}


def _cells(seen: Mapping[str, Sequence[str]], table: DataTable, told: AsWritten) -> Iterator[str]:
    for place, variable in enumerate(table.variables):
        wanted = [told(variable, row[place]) for row in table.rows]
        cells = seen.get(variable.name, ())
        if len(wanted) != len(cells) or not all(map(_equal, wanted, cells)):
            yield variable.name


def _equal(wanted: str | None, seen: str) -> bool:
    if wanted is None or wanted == seen:
        return True
    try:
        return abs(float(wanted) - float(seen)) < 1e-9 * max(1.0, abs(float(wanted)))
    except ValueError:
        return False


def _labels(labels: Mapping[str, str], longest: int | None, table: DataTable) -> Iterator[str]:
    for variable in table.variables:
        wanted = variable.label if longest is None else cut_characters(variable.label, longest)
        if labels.get(variable.name) != wanted:
            yield variable.name


def _choices(choices: Mapping[str, Mapping[str, str]], seen: ReadBack, table: DataTable) -> Iterator[str]:
    for variable in table.variables:
        if seen.without_choices(variable):
            continue
        full = {coded.code: coded.text for coded in variable.codes} if seen.has_full_texts else {}
        wanted = {str(code): full.get(code) or text for code, text in variable.labels.items()}
        if seen.has_distinct_choices:
            texts = list(wanted.values())
            wanted = {code: f"{text} ({code})" if texts.count(text) > 1 else text for code, text in wanted.items()}
        if wanted != choices.get(variable.name, {}):
            yield variable.name


def _sets(seen: Mapping[str, SeenSet], table: DataTable) -> Iterator[str]:
    wanted = {members.name: (members.label, members.variables) for members in table.sets}
    for name in sorted(wanted.keys() | seen):
        label, members = wanted.get(name, ("", ()))
        if seen.get(name) not in ((label, members), (None, members)):
            yield name


def _weight(seen: SeenWeight, table: DataTable) -> Iterator[str]:
    if seen.name not in ("", table.weight):
        yield f"it is {seen.name}"
    durations, weights = ([float(str(value)) for value in table.column(name)] for name in ("duration_s", table.weight))
    mean = sum(map(float.__mul__, durations, weights)) / sum(weights)
    if seen.mean is not None and abs(mean - seen.mean) > 1e-6:
        yield f"the weighted mean is {seen.mean}"


def reason_of(variable: Variable, value: Value) -> str:
    """The code of the reason why a value is missing; blank where it is not."""
    if isinstance(value, int) and value in variable.missing.values():
        return str(value)
    return SYSTEM_MISSING if value is None or value == "" else ""


def of_dates_where_given(variable: Variable, value: Value) -> str | None:
    """As codes; None of a date or time that is missing, which SPSS and Parquet say in their own ways."""
    return None if variable.kind is not Kind.NUMBER and reason_of(variable, value) else as_coded(variable, value)


def as_letters(variable: Variable, value: Value) -> str:
    """Missing values as Stata has them, a time of day as one of the first day that it counts."""
    reason = next((reason for reason, code in variable.missing.items() if isinstance(value, int) and code == value), "")
    if reason:
        return f".{LETTERS[reason]}"
    return f"1960-01-01 {value.isoformat()}" if isinstance(value, time) else as_coded(variable, value)


def on_one_line(variable: Variable, value: Value) -> str:
    """As in the plain CSV."""
    return " ".join(value.split()) if isinstance(value, str) else as_coded(variable, value)


def dates_on_one_line(variable: Variable, value: Value) -> str | None:
    """As the scripts make it of the plain CSV; None of a date or time that is missing."""
    return None if of_dates_where_given(variable, value) is None else on_one_line(variable, value)
