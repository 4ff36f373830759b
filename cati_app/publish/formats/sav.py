"""The table as an SPSS system file: written by pyreadstat, completed by `sav_header`."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
from numpy.typing import NDArray

from cati_app.publish.dataset.names import cut
from cati_app.publish.dataset.table import DataTable, Kind, Value, Variable
from cati_app.publish.dataset.typed import TextColumn, TypedColumn, TypedTable
from cati_app.publish.dataset.words import DATA_TERMS
from cati_app.publish.formats.sav_header import LONGEST_FILE_LABEL, completed, without_cases
from cati_app.publish.formats.spss_formats import MOMENTS, spss_format

_EPOCH = datetime(1582, 10, 14)  # noqa: DTZ001 – SPSS counts seconds of local time from here
_FROM_1970 = (datetime(1970, 1, 1) - _EPOCH).total_seconds()  # noqa: DTZ001
_LONGEST_LINE = 80  # bytes of a line in the file's documents


def sav_pieces(typed: TypedTable, scratch: Path) -> Iterator[bytes]:
    """The file, piece by piece; the same table gives the same bytes. Its values are in memory while pyreadstat writes.

    Args:
        typed: The data set by columns.
        scratch: An empty file that pyreadstat may fill, because it does not say why it cannot open one; it is left
            there. It holds answers.

    Raises:
        OSError: `scratch` cannot be written, or not completely.
    """
    table = typed.table
    _write(typed, scratch)
    _check_complete(scratch, table)
    with scratch.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as written:
        content = written if table.rows else without_cases(written)
        yield from completed(content, table.data_time, table.sets, table.weight)


def _write(typed: TypedTable, scratch: Path) -> None:
    table, variables = typed.table, typed.table.variables
    frame = pd.DataFrame({column.variable.name: _column(column) for column in typed.columns}, copy=False)
    try:
        pyreadstat.write_sav(
            frame,
            str(scratch),
            file_label=cut(f"{table.title} ({table.version})", LONGEST_FILE_LABEL),
            column_labels={variable.name: variable.label for variable in variables},
            variable_value_labels={variable.name: _value_labels(variable) for variable in variables if variable.labels},
            missing_ranges={
                variable.name: _missing(variable)
                for variable in variables
                if variable.missing_range or variable.kind is Kind.TEXT
            },
            variable_measure={variable.name: variable.level.value for variable in variables},
            variable_format={variable.name: spss_format(variable) for variable in variables},
            variable_display_width={variable.name: _display_width(variable) for variable in variables},
            note=_documents(table),
            row_compress=True,
        )
    except pyreadstat.ReadstatError as error:
        raise OSError(errno.EIO, "the SPSS file could not be written") from error


def _check_complete(scratch: Path, table: DataTable) -> None:
    """Read the last case back: pyreadstat 1.3.7 does not tell when a full disk takes only part of what it writes.

    Remove when it does. Every shortened file fails to read.
    """
    try:
        last, first = max(1, len(table.rows)) - 1, table.variables[0].name
        cases = last + len(pyreadstat.read_sav(str(scratch), usecols=[first], row_offset=last, row_limit=1)[0])
    except pyreadstat.ReadstatError:
        cases = -1
    if cases != max(1, len(table.rows)):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def spss_number(value: Value) -> float:
    """A value as SPSS stores it: dates and times as seconds, system-missing as NaN."""
    if isinstance(value, datetime):
        return (value - _EPOCH).total_seconds()
    if isinstance(value, date):
        return (datetime(value.year, value.month, value.day) - _EPOCH).total_seconds()  # noqa: DTZ001
    if isinstance(value, time):
        return float(value.hour * 3600 + value.minute * 60 + value.second)
    return float("nan") if value is None else float(value)


def _column(column: TypedColumn) -> pd.Series | NDArray[np.float64]:
    """As pyreadstat writes it; without a case one that is taken out again, as strings would be one byte wide."""
    if isinstance(column, TextColumn):
        texts = column.texts or [""]
        # pyreadstat makes a string as wide as its longest value; blanks at its end mean nothing
        widened = texts[0] + " " * (column.variable.width - len(texts[0].encode()))
        return pd.Series([widened, *texts[1:]], dtype=object)
    if not len(column.places):
        return np.full(1, np.nan)
    is_dated = column.variable.kind in (Kind.DATE, Kind.MONTH, Kind.MOMENT)
    return column.with_codes(column.distinct + _FROM_1970 if is_dated else column.distinct)[column.places]


def _value_labels(variable: Variable) -> dict[Any, str]:
    key: Callable[[int | str], float | str] = str if variable.kind is Kind.TEXT else float
    return {key(code): text for code, text in variable.labels.items()}


def _missing(variable: Variable) -> list[Any]:
    """The range of the codes; of a text the blank one, which SPSS would else count as valid."""
    if variable.kind is Kind.TEXT:
        return [""]
    low, high = variable.missing_range or (0, 0)
    return [{"lo": low, "hi": high}]


def _display_width(variable: Variable) -> int:
    if variable.kind in MOMENTS:
        return 20 if variable.kind is Kind.MOMENT else 10
    return max(4, min(variable.width, 40))


def _documents(table: DataTable) -> list[str]:
    """Lines of 80 bytes: title, study and version, data time, checksum."""
    words = DATA_TERMS.of(table.language)
    lines = [
        table.title,
        f"{table.study_id}, {words('version')} {table.version}",
        f"{words('data_time')}: {table.data_time.isoformat()}",
        f"{words('checksum')}:",
        table.checksum,
    ]
    return [cut(line, _LONGEST_LINE) for line in lines]
