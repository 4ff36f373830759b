"""When nobody knows any more whose a word was: in the database, in reading copies, files set aside and backups."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import sqlcipher3.dbapi2

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.connection import Access, connected
from cati_app.store.database import Database
from cati_app.store.locks import take_lock
from cati_app.store.reading_copy import copies_of, discard_copy
from cati_app.store.staff_words import LOOKED_ON, StaffWords, ends_between

_OWED = "staff_owes_wiping"
_KNOWN = "SELECT key, value FROM meta WHERE key IN (?, ?)"
_KEEP = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
_ENDED = "DELETE FROM staff_word WHERE until <= ?"
# sqlite: the catalogue
_HAS_WORDS = "SELECT 1 FROM sqlite_master WHERE name = 'staff_word'"


def forget_people(database: Database, now: datetime, days: int) -> int:
    """What ended by now is gone, everywhere on this machine; how many words of the database these were.

    A kill leaves what the next call takes out. Whoever reads the journal is not waited for: what is owed to it is done
    by a later call.

    Args:
        database: Open for writing.
        now: By a clock that somebody has looked at.
        days: So long after its quarter a word is told.
    """
    today = now.astimezone(UTC).date()
    with database.transaction() as statements:
        words = StaffWords(statements.execute, database.words)
        shorter = words.keep_days(days)
        known = dict(statements.all(_KNOWN, LOOKED_ON, _OWED))
        before = None if shorter else known.get(LOOKED_ON)
        if before == today.isoformat() and not known.get(_OWED):
            return 0
        gone = words.forget(now)
        statements.execute(_KEEP, (_OWED, "1" if gone else known.get(_OWED, "")))
        statements.commit()
    if before is None or ends_between(date.fromisoformat(before), today, days):
        _forget_beside(database, today)
    database.state.forget_staff_keys(today.isoformat())
    if (gone or known.get(_OWED)) and not database.wipe_journal():
        return gone
    with database.transaction() as statements:
        statements.execute(_KEEP, (LOOKED_ON, today.isoformat()))
        statements.execute(_KEEP, (_OWED, ""))
        statements.commit()
    return gone


def _forget_beside(database: Database, today: date) -> None:
    """Reading copies are fetched again; of databases that a restore has set aside the words go."""
    for copy in copies_of(database.path):
        with suppress(EnvironmentProblem):  # in use: whoever keeps it up to date is told by the hub
            take_lock(copy).release()
            discard_copy(copy)
    for aside in _aside(database.path):
        with suppress(sqlcipher3.dbapi2.Error):
            driver = connected(aside, database.key, Access.WRITE)
            try:
                if driver.execute(_HAS_WORDS).fetchone() is not None:
                    driver.execute(_ENDED, (today.isoformat(),))
                    # sqlite: nothing of it stays in the journal
                    driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                driver.close()


def _aside(path: Path) -> Iterator[Path]:
    for file in path.parent.iterdir():
        if file.name.startswith(f"{path.name}.aside-") and not file.name.endswith(("-wal", "-shm", "-journal", ".key")):
            yield file
