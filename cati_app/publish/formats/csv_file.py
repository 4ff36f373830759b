"""The table as CSV: RFC 4180, UTF-8, one header line, the same codes as in every other format."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time
from itertools import chain

from cati_app.publish.dataset.table import DataTable, Value


def csv_lines(table: DataTable) -> Iterator[bytes]:
    """The file, line by line. Dates and times are ISO 8601 without zone, system-missing is an empty field."""
    return lines(
        [variable.name for variable in table.variables], ([field_text(value) for value in row] for row in table.rows)
    )


def lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """A header line and rows as RFC 4180 wants them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in chain([head], rows):
        writer.writerow(row)
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()


def field_text(value: Value) -> str:
    """A value as it stands in a field."""
    if isinstance(value, date | time):  # a date-time is a date, too
        return value.isoformat()
    return "" if value is None else str(value)
