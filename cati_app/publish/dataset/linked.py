"""Repeats as tables of their own: a row for each row of a repeat, with the key of its interview and its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from cati_app.engine.kinds.facts import Level
from cati_app.publish.dataset.factored import Factored, factored
from cati_app.publish.dataset.fieldwork import CASE_ID
from cati_app.publish.dataset.names import Names
from cati_app.publish.dataset.table import DataTable, Kind, ResponseSet, Value, Variable
from cati_app.publish.dataset.words import DATA_TERMS

_ROW = re.compile(r"\[(\d+)\]")
_NOT_THERE = ("filtered", "not_reached", "removed")
"""Reasons that a row has as well which the person does not have."""


@dataclass(slots=True)
class _Repeat:
    """A repeat, innermost where they are nested: which columns of the wide table stand in which of its rows."""

    path: str
    variables: list[Variable] = field(default_factory=list)  # of the first row seen
    places: dict[tuple[int, ...], list[int]] = field(default_factory=dict)  # numbers of a row → columns

    @property
    def names(self) -> list[str]:
        """Of the repeat and those around it, outermost first."""
        return [part.rstrip("#") for part in self.path.split("/") if part.endswith("#")]


def linked_tables(table: DataTable) -> Iterator[tuple[str, DataTable]]:
    """Name of each repeat, and its table; a data set without repeats has none.

    A row is there when something in it was asked: a row that is only filtered, or was not reached, is one that the
    person does not have. The wide table keeps its columns, so that what reads earlier exports goes on doing so.

    Args:
        table: The data set, with a column for each row of a repeat.
    """
    for repeat in _repeats(table.variables):
        yield repeat.names[-1], _linked(table, repeat)


def _repeats(variables: Sequence[Variable]) -> list[_Repeat]:
    by_path: dict[str, _Repeat] = {}
    for position, variable in enumerate(variables):
        numbers = tuple(map(int, _ROW.findall(variable.source)))
        if not numbers:
            continue
        path = _ROW.sub("#", variable.source[: variable.source.rindex("]") + 1])
        repeat = by_path.setdefault(path, _Repeat(path))
        row = repeat.places.setdefault(numbers, [])
        if numbers == next(iter(repeat.places)):
            repeat.variables.append(variable)
        row.append(position)
    return [repeat for repeat in by_path.values() if len({len(row) for row in repeat.places.values()}) == 1]


def _linked(table: DataTable, repeat: _Repeat) -> DataTable:
    key = next(position for position, variable in enumerate(table.variables) if variable.name == CASE_ID)
    names = Names()
    numbered = [_number(table, names, repeat, depth) for depth in range(len(repeat.names))]
    names.take(CASE_ID)
    columns = [_column(table, names, repeat, index) for index in range(len(repeat.variables))]
    without = [_absent(variable) for variable in columns]
    rows = [(numbers, [table.columns[at] for at in row]) for numbers, row in sorted(repeat.places.items())]
    is_there = [_present(row, without) for _, row in rows]
    kept = [(case, row) for case in range(len(table.rows)) for row, there in enumerate(is_there) if there[case]]
    keys = table.columns[key].in_order(case for case, _ in kept)
    depths: list[Factored[Value]] = [factored(rows[row][0][depth] for _, row in kept) for depth in range(len(numbered))]
    values = [factored(rows[row][1][index][case] for case, row in kept) for index in range(len(columns))]
    called = {wide.name: own.name for wide, own in zip(repeat.variables, columns, strict=True)}
    return replace(
        table,
        title=f"{table.title}: {repeat.names[-1]}",
        variables=(table.variables[key], *numbered, *columns),
        columns=(keys, *depths, *values),
        sets=tuple(_sets(table, repeat, called)),
        weight="",
        notices=(),
        differences=(),
        counted=(),
    )


def _present(columns: Sequence[Factored[Value]], without: Sequence[frozenset[Value]]) -> list[bool]:
    """Of each interview whether it has the row of a repeat that these columns are: something in it was asked."""
    asked = [
        column.read_as(lambda value, absent=absent: value not in absent)  # type: ignore[misc]  # of this pass
        for column, absent in zip(columns, without, strict=True)
    ]
    return list(map(any, zip(*asked, strict=True)))


def _number(table: DataTable, names: Names, repeat: _Repeat, depth: int) -> Variable:
    label = DATA_TERMS.of(table.language)("row_of", detail=repeat.names[depth])
    name = names.take(repeat.names[depth], "_no")
    return Variable(name, label, Kind.NUMBER, Level.ORDINAL, question=label, origin="fieldwork", width=4)


def _column(table: DataTable, names: Names, repeat: _Repeat, index: int) -> Variable:
    """The variable of a repeat, named and labelled without its row, wide enough for all rows."""
    first = repeat.variables[index]
    rows = [table.variables[places[index]] for places in repeat.places.values()]
    suffix = _suffix(first)
    base = first.name.removesuffix("_miss") if first.origin == "reason" else first.name
    base = base.removesuffix(suffix) + ("_miss" if first.origin == "reason" else "")
    return replace(
        first,
        name=names.take(base),
        label=first.label.removesuffix(f" ({suffix[1:].replace('_', '.')})"),
        width=max(variable.width for variable in rows),
        decimals=max(variable.decimals for variable in rows),
        set_name=first.set_name.removesuffix(suffix),
        source=_ROW.sub("", first.source),
    )


def _suffix(variable: Variable) -> str:
    return "".join(f"_{number}" for number in _ROW.findall(variable.source))


def _absent(variable: Variable) -> frozenset[Value]:
    return frozenset({None, "", *(variable.missing[reason] for reason in _NOT_THERE if reason in variable.missing)})


def _sets(table: DataTable, repeat: _Repeat, called: dict[str, str]) -> Iterator[ResponseSet]:
    for members in table.sets:
        if all(name in called for name in members.variables):
            suffix = next(_suffix(variable) for variable in repeat.variables if variable.name == members.variables[0])
            label = members.label.removesuffix(f" ({suffix[1:].replace('_', '.')})")
            named = members.name.removesuffix(suffix)
            yield replace(members, name=named, label=label, variables=tuple(called[name] for name in members.variables))
