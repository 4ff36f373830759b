"""Published tables of people, from which quota targets are planned: rows of a CSV or XLSX file.

One row a category: `variable`, `category`, `count` or `share`, and as may be `source`, `date`, `estimate`. A row of a
cross table names several variables and as many categories, with slashes between them: `age_group/quota_ses`,
`16-29/low`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from cati_app.domain.quota.planning import Cell, PublishedTable
from cati_app.sample_files.rows import SampleRow, SampleUnreadable
from cati_app.sample_files.sample import OpenedFile
from cati_app.sample_files.settings import ReadSettings

VARIABLE, CATEGORY, COUNT, SHARE = "variable", "category", "count", "share"
SOURCE, DATE, ESTIMATE = "source", "date", "estimate"
SLASH = "/"
_GROUPED = re.compile(r"\d{1,3}([.,’'   ]\d{3})+")
_PLAIN = re.compile(r"\d+([.,]\d+)?")
_YES, _NO = frozenset({"yes", "ja", "true", "1", "x"}), frozenset({"no", "nein", "false", "0", ""})


@dataclass(slots=True)
class _Gathered:
    dimensions: tuple[str, ...]
    column: str  # that its first row fills, and all others have to
    amounts: dict[Cell, Fraction] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)


def read_tables(path: Path) -> tuple[PublishedTable, ...]:
    """The tables of a file, in the order in which their variables come first.

    Raises:
        SampleUnreadable: with row and column; `plan_columns` and the other `plan_…`, or what keeps a file from being
            read at all.
    """
    tables: dict[tuple[str, ...], _Gathered] = {}
    with OpenedFile(path, ReadSettings()) as file:
        at = _columns(file.header)
        for row in file.rows:
            if row.problem is not None:
                raise SampleUnreadable("no_workbook" if not row.cells else "plan_amount", row.number)
            if any(cell.strip() for cell in row.cells):
                _take(tables, {name: _cell(row, column) for name, column in at.items()}, row.number)
    if not tables:
        raise SampleUnreadable("empty")
    return tuple(_table(gathered) for gathered in tables.values())


def _columns(header: SampleRow) -> dict[str, int]:
    names = [" ".join(name.split()).casefold() for name in header.cells]
    at = {name: n for n, name in enumerate(names) if name}
    has = ", ".join(name for name in header.cells if name)
    for name in (VARIABLE, CATEGORY):
        if name not in at:
            raise SampleUnreadable("plan_columns", header.number, name=name, has=has)
    if COUNT not in at and SHARE not in at:
        raise SampleUnreadable("plan_columns", header.number, name=SHARE, has=has)
    wanted = (VARIABLE, CATEGORY, COUNT, SHARE, SOURCE, DATE, ESTIMATE)
    return {name: at[name] for name in wanted if name in at}


def _cell(row: SampleRow, column: int) -> str:
    return row.cells[column].strip() if column < len(row.cells) else ""


def _take(tables: dict[tuple[str, ...], _Gathered], cells: Mapping[str, str], row: int) -> None:
    dimensions, category = _parts(cells[VARIABLE]), _parts(cells[CATEGORY])
    if not dimensions or "" in dimensions:
        raise SampleUnreadable("plan_variable_missing", row, VARIABLE)
    if len(category) != len(dimensions) or "" in category:
        raise SampleUnreadable("plan_category_shape", row, CATEGORY)
    amount = COUNT if cells.get(COUNT) or SHARE not in cells else SHARE  # with both columns each table fills one
    table = tables.setdefault(dimensions, _Gathered(dimensions, amount))
    if category in table.amounts:
        raise SampleUnreadable("plan_category_twice", row, CATEGORY)
    value = _amount(cells[table.column], counted=table.column == COUNT)
    if value is None:
        raise SampleUnreadable("plan_amount", row, table.column)
    if cells.get(ESTIMATE, "").casefold() not in _YES | _NO:
        raise SampleUnreadable("plan_estimate", row, ESTIMATE)
    table.amounts[category] = value
    for name in (SOURCE, DATE, ESTIMATE):
        told = cells.get(name, "")
        if told and table.told.setdefault(name, told) != told:
            raise SampleUnreadable("plan_differs", row, name)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(SLASH)) if text else ()


def _amount(text: str, *, counted: bool) -> Fraction | None:
    """A number as people write it: 13140, 13.140 or 13,140 of a count; 0.18, 0,18 or 18 % of a share."""
    percent = text.endswith("%")
    text = text.removesuffix("%").strip()
    if counted and _GROUPED.fullmatch(text):
        text = re.sub(r"\D", "", text)
    if not _PLAIN.fullmatch(text):
        return None
    return Fraction(text.replace(",", ".")) / (100 if percent else 1)


def _table(gathered: _Gathered) -> PublishedTable:
    told = gathered.told
    is_estimate = told.get(ESTIMATE, "").casefold() in _YES
    return PublishedTable(
        gathered.dimensions, gathered.amounts, told.get(SOURCE, ""), told.get(DATE, ""), is_estimate=is_estimate
    )
