"""How much is kept of people, within a unit of work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cati_app.domain.casework.privacy import Stock
from cati_app.store.statements import Statements

_BEGAN = "SELECT min(at) FROM event"
_COUNTED = {
    Stock.NUMBERS: "SELECT count(*), NULL FROM number WHERE length(sealed) > 0",
    Stock.NAMES: 'SELECT count(*), NULL FROM "case" WHERE sealed_fields IS NOT NULL OR sample_id IS NOT NULL',
    Stock.NOTES: "SELECT count(*), min(started_at) FROM attempt WHERE note_sealed IS NOT NULL",
    Stock.CODES: ("SELECT count(*), min(i.started_at) FROM code_entry c JOIN interview i ON i.id = c.interview_id"),
    Stock.CONSENTS: "SELECT count(*), NULL FROM recontact",
    Stock.ANSWERS: (
        "SELECT count(*), min(i.started_at) FROM interview_key k JOIN interview i ON i.id = k.interview_id"
    ),
}
_CAME_IN = (Stock.NUMBERS, Stock.NAMES)
"""With the sample, some time after the log began; no row tells when."""


class SqlStock:
    """Counts of what tells of people."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def counted(self) -> Mapping[Stock, tuple[int, datetime | None]]:
        """Of each sort in the database how many there are, and when the oldest came; None: there is none, or untold.

        Consents are kept without a time.
        """
        began = self._statements.row(_BEGAN)[0]
        counted: dict[Stock, tuple[int, datetime | None]] = {}
        for stock, statement in _COUNTED.items():
            number, oldest = self._statements.row(statement)
            since = began if stock in _CAME_IN else oldest
            counted[stock] = int(number), datetime.fromisoformat(since) if number and since else None
        return counted
