"""The table as CSV: RFC 4180, UTF-8, one header line, the same codes as in every other format."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time
from itertools import chain

from cati_app.publish.csv_layout import COMMA, CsvLayout
from cati_app.publish.dataset.table import DataTable, Value

_BOM = b"\xef\xbb\xbf"


def csv_lines(table: DataTable, layout: CsvLayout = COMMA) -> Iterator[bytes]:
    """The file, line by line. Dates and times are ISO 8601 without zone, system-missing is an empty field."""
    return value_lines([variable.name for variable in table.variables], table.rows, layout)


def value_lines(head: Sequence[str], rows: Iterable[Sequence[Value]], layout: CsvLayout = COMMA) -> Iterator[bytes]:
    """As `csv_lines`, of other rows than those of a table."""
    return lines(head, ([_field(value, layout) for value in row] for row in rows), layout)


def lines(head: Sequence[str], rows: Iterable[Sequence[str]], layout: CsvLayout = COMMA) -> Iterator[bytes]:
    """A header line and rows as RFC 4180 wants them; the fields are laid out already."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=layout.delimiter, lineterminator="\r\n")
    if layout.bom:
        yield _BOM
    for row in chain([head], rows):
        writer.writerow(row)
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()


def text_lines(head: Sequence[str], rows: Iterable[Sequence[str]], layout: CsvLayout = COMMA) -> Iterator[bytes]:
    """As `lines`, of fields that are all texts."""
    return lines(head, ([layout.text(field) for field in row] for row in rows), layout)


def _field(value: Value, layout: CsvLayout) -> str:
    if isinstance(value, str):
        return layout.text(value)
    if isinstance(value, date | time):  # a date-time is a date, too
        return value.isoformat()
    return "" if value is None else layout.number(str(value))
