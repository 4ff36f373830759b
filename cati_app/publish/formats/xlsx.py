"""The table as a workbook: the data, the codebook, and what the data set is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cati_app.publish.dataset.table import DataTable
from cati_app.publish.dataset.words import DATA_TERMS
from cati_app.publish.formats.codebook import codebook_columns, codebook_rows
from cati_app.publish.formats.workbook_file import SheetContent, workbook_pieces

_WIDTHS = (8, 24, 48, 60, 24, 10, 10, 10, 60, 48, 8)


def xlsx_pieces(table: DataTable) -> Iterator[bytes]:
    """The file, piece by piece; the same table gives the same bytes. Missing codes are the numbers of other formats."""
    words = DATA_TERMS.of(table.language)
    head = [variable.name for variable in table.variables]
    cells = len(head) * len(table.rows)
    sheets = [
        SheetContent(words("sheet_data"), head, table.rows, cells=cells),
        SheetContent(words("codebook"), codebook_columns(table), codebook_rows(table), _WIDTHS),
        SheetContent(words("sheet_study"), (words("sheet_study"), ""), _facts(table), (28, 80)),
    ]
    yield from workbook_pieces(f"{table.title} ({table.version})", table.data_time, sheets)


def _facts(table: DataTable) -> Iterator[Sequence[str]]:
    words = DATA_TERMS.of(table.language)
    yield "", table.title
    yield "", table.study_id
    yield words("version"), table.version
    yield words("data_time"), table.data_time.isoformat()
    yield words("checksum"), table.checksum
    for notice in table.notices:
        yield notice.variable, notice.text
