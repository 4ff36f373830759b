"""Every row of a sample file that was not taken as it stands, as CSV: rows, columns and reasons, no content."""

from __future__ import annotations

import csv
from typing import IO

from cati_app.domain.sampling.reasons import REASONS
from cati_app.domain.sampling.sample import RowNote

_HEADERS = ("row", "column", "result", "reason", "explanation", "cure", "other_row")


class ImportReportFile:
    """Written row by row, so that millions of notes need no memory."""

    def __init__(self, file: IO[str]) -> None:
        self._writer = csv.writer(file)
        self._writer.writerow(_HEADERS)

    def add(self, note: RowNote) -> None:
        """One more row."""
        reason = REASONS[note.reason]
        self._writer.writerow([
            note.row, note.column or "", reason.costs.value, note.reason, reason.message, reason.cure,
            note.other_row or "",
        ])  # fmt: skip
