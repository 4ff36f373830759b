"""The CSV that scripts for R, SPSS and Stata read: texts as they are, each on one line, as SPSS reads no other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cati_app.publish.csv_layout import RAW
from cati_app.publish.dataset.table import DataTable, Value
from cati_app.publish.formats.csv_file import field_lines

_BREAKS = re.compile(r"\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]\s*")


def plain_lines(table: DataTable) -> Iterator[bytes]:
    """The file, line by line; a line break within a text becomes a blank."""
    head = [variable.name for variable in table.variables]
    return field_lines(head, table.columns, RAW, _on_one_line)


def _on_one_line(value: Value) -> Value:
    return _BREAKS.sub(" ", value) if isinstance(value, str) else value
