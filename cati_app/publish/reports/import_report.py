"""Every row of a sample file that was changed or left out, as CSV: rows, columns and reasons, no content."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, BinaryIO

from cati_app.domain.sampling.sample import RowNote
from cati_app.publish.csv_layout import COMMA
from cati_app.publish.outputs import csv_kind
from cati_app.texts import say

_HEADERS = ("row", "column", "result", "reason", "explanation", "cure", "other_row")
IMPORT_REPORT = csv_kind(_HEADERS[0])


@contextmanager
def report_text(file: BinaryIO) -> Iterator[IO[str]]:
    """A file as text that spreadsheets read right; the file itself stays open."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        yield text
        text.flush()
    finally:
        text.detach()


class ImportReportFile:
    """Written row by row, so that millions of notes need no memory."""

    def __init__(self, file: IO[str], reasons: Mapping[str, tuple[str, str, str]]) -> None:
        """`reasons` says by code what is left out because of it, what is wrong, and how to cure it."""
        self._reasons = reasons
        self._writer = csv.writer(file)
        self._writer.writerow(_HEADERS)

    def add(self, note: RowNote) -> None:
        """One more row."""
        costs, message, cure = self._reasons[note.reason]
        self._writer.writerow(
            [note.row, COMMA.text(note.column or ""), costs, note.reason, say(message), say(cure), note.other_row or ""]
        )
