"""The table as an SPSS system file: its dictionary by pyreadstat, completed by `sav_header`, its cases by `sav_cases`.

pyreadstat wants all values as one frame and writes them into a file of its own, which would have to be read again.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
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
from cati_app.publish.formats.sav_cases import case_pieces
from cati_app.publish.formats.sav_header import LONGEST_FILE_LABEL, completed, with_cases
from cati_app.publish.formats.spss_formats import MOMENTS, SPSS_EPOCH, spss_format

_LONGEST_LINE = 80  # bytes of a line in the file's documents


def sav_pieces(typed: TypedTable, scratch: Path) -> Iterator[bytes]:
    """The file, piece by piece; the same table gives the same bytes.

    Args:
        typed: The data set by columns.
        scratch: An empty file that pyreadstat may fill, because it does not say why it cannot open one; it is left
            there, and holds no values.

    Raises:
        OSError: `scratch` cannot be written, or not completely.
    """
    table = typed.table
    _write_dictionary(typed, scratch)
    _check_complete(scratch)
    dictionary = with_cases(scratch.read_bytes(), len(typed))
    yield completed(dictionary, table.data_time, table.sets, table.weight)
    yield from case_pieces(typed)


def _write_dictionary(typed: TypedTable, scratch: Path) -> None:
    """A file with one case that is taken out again: without any, strings would be one byte wide."""
    table, variables = typed.table, typed.table.variables
    frame = pd.DataFrame({column.variable.name: _blank(column) for column in typed.columns})
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


def _check_complete(scratch: Path) -> None:
    """Read the case back: pyreadstat 1.3.7 does not tell when a full disk takes only part of what it writes.

    Remove when it does. Every shortened file fails to read.
    """
    try:
        cases = len(pyreadstat.read_sav(str(scratch))[0])
    except pyreadstat.ReadstatError:
        cases = -1
    if cases != 1:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def spss_number(value: Value) -> float:
    """A value as SPSS stores it: dates and times as seconds, system-missing as NaN."""
    if isinstance(value, datetime):
        return (value - SPSS_EPOCH).total_seconds()
    if isinstance(value, date):
        return (datetime(value.year, value.month, value.day) - SPSS_EPOCH).total_seconds()  # noqa: DTZ001
    if isinstance(value, time):
        return float(value.hour * 3600 + value.minute * 60 + value.second)
    return float("nan") if value is None else float(value)


def _blank(column: TypedColumn) -> pd.Series | NDArray[np.float64]:
    """A value as pyreadstat writes it; it makes a string as wide as its longest value."""
    if isinstance(column, TextColumn):
        return pd.Series([" " * column.variable.width], dtype=object)
    return np.full(1, np.nan)


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
