"""Rows of data that expressions look through: choice lists and files, with indexes by value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any, TypeAlias

from cati_app.engine.expressions.values import to_number
from cati_app.values import dataclass

Record: TypeAlias = tuple[Any, ...]  # its place in the data, from 0, then the texts of the columns
Key: TypeAlias = tuple[tuple[int, str], ...]  # columns by number, compared as texts (s) or as numbers (n)
PLACE = 0


@dataclass(frozen=True, slots=True)
class DataSet:
    """A table of texts; `columns` gives for each name its number in a record.

    A file with groups in its items is no table: it has `parts`, by path from its root.
    """

    columns: Mapping[str, int]
    records: tuple[Record, ...]
    parts: Mapping[str, DataSet] = field(default_factory=dict)


class Indexes:
    """Equality indexes on data sets, made when a filter first asks for them and shared by every interview."""

    def __init__(self, sets: Mapping[str, DataSet]) -> None:
        self._sets = sets
        self._made: dict[tuple[str, Key], dict[object, list[Record]]] = {}

    def records(self, name: str) -> Sequence[Record]:
        """Every record of a data set."""
        return self._sets[name].records

    def where(self, name: str, columns: Key, value: object) -> Sequence[Record]:
        """The records whose columns hold a value; for several columns a tuple of values."""
        index = self._made.get((name, columns))
        if index is None:
            index = self._made[name, columns] = _index(self._sets[name].records, columns)
        return index.get(value, ())

    def cell(self, name: str, columns: Key, value: object, column: int) -> str:
        """One column of the first record found, blank when there is none."""
        matching = self.where(name, columns, value)
        return str(matching[0][column]) if matching else ""

    def pulled(self, name: str, column: str, key: str, value: str) -> str:
        """As `cell`, by names; a file may be written with its ending. Blank where a name does not exist."""
        known = self._sets.get(name) or self._sets.get(name.rpartition(".")[0])
        if known is None or column not in known.columns or key not in known.columns:
            return ""
        set_name = name if name in self._sets else name.rpartition(".")[0]
        return self.cell(set_name, ((known.columns[key], "s"),), value, known.columns[column])


def data_set(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> DataSet:
    """A data set of rows that are as long as the columns."""
    numbers = {name: number for number, name in enumerate(columns, 1)}
    return DataSet(numbers, tuple((index, *row) for index, row in enumerate(rows)))


def _index(records: Sequence[Record], columns: Key) -> dict[object, list[Record]]:
    made: dict[object, list[Record]] = {}
    for record in records:
        parts = [to_number(record[number]) if kind == "n" else record[number] for number, kind in columns]
        if any(part != part for part in parts):  # noqa: PLR0124 - what is no number equals nothing
            continue
        made.setdefault(parts[0] if len(parts) == 1 else tuple(parts), []).append(record)
    return made
