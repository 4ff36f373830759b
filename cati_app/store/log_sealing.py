"""The log's part in sealing a database of the version before: what it was is fixed, then every row is chained."""

from __future__ import annotations

import hashlib
from datetime import datetime

from cati_app.domain.events import NewEvent
from cati_app.domain.ids import UserId
from cati_app.store.database import Database
from cati_app.store.documents import InterviewDocuments
from cati_app.store.event_log import SqlEventLog
from cati_app.store.event_rows import EventRows
from cati_app.store.log_chain import Box, rows_after
from cati_app.store.statements import Statements
from cati_app.values import dataclass

KIND = "log_chained"
_ROW_ENDS = b"\x1e"


@dataclass(frozen=True, slots=True)
class OldLog:
    """A log as it was before anything in it was sealed.

    Args:
        rows: How many events it had.
        sha256: Over all rows in order, hexadecimal: their columns as text, joined by 1F, each row ended by 1E.
    """

    rows: int
    sha256: str


def look_at_log(statements: Statements) -> OldLog:
    """Before the first payload is sealed: what a copy of the old database can be held against."""
    whole, count = hashlib.sha256(), 0
    for _, row, _ in rows_after(statements.execute, 0):
        whole.update(row + _ROW_ENDS)
        count += 1
    return OldLog(count, whole.hexdigest())


def chain_log(
    database: Database, statements: Statements, box: Box, old: OldLog, at: datetime, mono_ms: int, by: UserId | None
) -> None:
    """After the last payload is sealed: chain all rows, and write what the log was before as the first row behind them.

    Args:
        database: Open for writing; its log has no chain yet.
        statements: The transaction that seals everything.
        box: What the chain's first key is sealed to.
        old: What `look_at_log` saw.
        at: Now.
        mono_ms: Of the monotonic clock.
        by: Who signed in.
    """
    database.chain.begin(statements, database.device, box, 1)
    database.chain.chain_rows(statements)
    rows = EventRows(database.device, None, InterviewDocuments(statements.execute, None))
    log = SqlEventLog(statements, rows, database.chain)
    log.append([NewEvent(KIND, at, mono_ms, by, payload={"rows": old.rows, "sha256": old.sha256})])
