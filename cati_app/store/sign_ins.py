"""Failed attempts to sign in, as a fact of the database: known at once, however long the log is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from cati_app.domain.people.sign_ins import still_counting
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

_KEY = "failed_sign_ins"
_READ = "SELECT value FROM meta WHERE key = ?"
_FORGET = "DELETE FROM meta WHERE key = ?"
_WRITE = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
_PEPPER = "login_pepper"
_NAME_BYTES = 8
_MOST = 200  # logins; names that nobody has may be tried without end


class SqlSignIns:
    """Failed attempts within a unit of work.

    What was typed as a login may have been a password in the wrong field, so only a hash of it is kept.
    """

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def failed(self, login: str) -> tuple[datetime, ...]:
        """When they were, the oldest first."""
        return tuple(self._all().get(self._name(login), ()))

    def keep_failed(self, login: str, failed: Sequence[datetime]) -> None:
        """Remember these of a login, and no others; of other logins what still counts by the last of them."""
        known, name = self._all(), self._name(login)
        known.pop(name, None)
        if failed:
            known = {**still_counting(known, failed[-1]), name: failed}  # the last one tried stands last
        if known:
            kept = {kept_name: [utc_text(at) for at in times] for kept_name, times in list(known.items())[-_MOST:]}
            self._statements.execute(_WRITE, (_KEY, json.dumps(kept)))
        else:
            self._statements.execute(_FORGET, (_KEY,))

    def _all(self) -> dict[str, Sequence[datetime]]:
        row = self._statements.row(_READ, _KEY)
        known = json.loads(row[0]) if row is not None else {}
        if not isinstance(known, dict):  # an older version remembered them of nobody in particular
            return {}
        return {name: [datetime.fromisoformat(at) for at in times] for name, times in known.items()}

    def _name(self, login: str) -> str:
        row = self._statements.row(_READ, _PEPPER)
        pepper = bytes.fromhex(row[0]) if row is not None else b""
        return hashlib.blake2b(login.encode(), key=pepper, digest_size=_NAME_BYTES).hexdigest()
