"""Failed attempts to sign in, as a fact of the database: found at once, however long the log is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

_KEY = "failed_sign_ins"
_READ = "SELECT value FROM meta WHERE key = ?"
_FORGET = "DELETE FROM meta WHERE key = ?"
_WRITE = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"


class SqlSignIns:
    """Failed attempts within a unit of work."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def failed(self) -> tuple[datetime, ...]:
        """When they were, the oldest first."""
        row = self._statements.row(_READ, _KEY)
        return tuple(datetime.fromisoformat(at) for at in json.loads(row[0])) if row is not None else ()

    def keep_failed(self, failed: Sequence[datetime]) -> None:
        """Remember these, and no others."""
        if failed:
            self._statements.execute(_WRITE, (_KEY, json.dumps([utc_text(at) for at in failed])))
        else:
            self._statements.execute(_FORGET, (_KEY,))
