"""The table as CSV: RFC 4180, UTF-8, one header line, the same codes as in every other format."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, time
from itertools import chain, islice

from cati_app.publish.csv_layout import COMMA, CsvLayout
from cati_app.publish.dataset.factored import Factored
from cati_app.publish.dataset.table import DataTable, Value

_BOM = b"\xef\xbb\xbf"
_BLOCK = 500  # rows


def csv_lines(table: DataTable, layout: CsvLayout = COMMA) -> Iterator[bytes]:
    """The file, line by line. Dates and times are ISO 8601 without zone, system-missing is an empty field."""
    return field_lines([variable.name for variable in table.variables], table.columns, layout)


def field_lines(
    head: Sequence[str],
    columns: Sequence[Factored[Value]],
    layout: CsvLayout = COMMA,
    as_written: Callable[[Value], Value] = lambda value: value,
) -> Iterator[bytes]:
    """As `csv_lines`, of any columns; the field of each different value is made once.

    Args:
        as_written: What a value is changed into before.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=layout.delimiter, lineterminator="\r\n")
    beside = ("",) * (len(columns) > 1)  # a blank field that is alone in its line is quoted, others are not
    end = f"{layout.delimiter * len(beside)}\r\n"

    def field(value: Value) -> str:
        text.seek(0)
        text.truncate()
        writer.writerow((_field(as_written(value), layout), *beside))
        return text.getvalue().removesuffix(end)

    yield from lines(head, (), layout)
    rows = zip(*(column.read_singly(field) for column in columns), strict=True)
    while block := list(islice(rows, _BLOCK)):
        yield "".join([f"{layout.delimiter.join(row)}\r\n" for row in block]).encode()


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
