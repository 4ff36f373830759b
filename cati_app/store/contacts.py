"""Contact data: sealed with the contact key, opened only where a role holds it; the consent store."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import datetime

from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import LoggedEvent
from cati_app.domain.ids import CaseId
from cati_app.store.event_rows import EventRows
from cati_app.store.keys import ContactCipher
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text
from cati_app.store.trust.held_keys import HeldKeys

_KEEP = "INSERT INTO recontact (id, case_id, consented_at, sealed) VALUES (?, ?, ?, ?)"


class SqlContacts:
    """Seals and opens contact data; every call is refused without the key, except `open_bytes`, which gives None."""

    def __init__(self, statements: Statements, keys: HeldKeys | None, rows: EventRows) -> None:
        self._statements = statements
        self._cipher = keys.contact if keys is not None else None
        self._rows = rows

    @property
    def may_open(self) -> bool:
        """Whether the role of this unit of work holds the contact key."""
        return self._cipher is not None

    def of_fact(self, logged: LoggedEvent, name: str) -> str:
        """The contact data of that name in a fact."""
        return self._rows.contact(logged, name)

    def seal_bytes(self, text: str) -> bytes:
        """Contact data as a sealed column."""
        return self._needed().seal(text)

    def open_bytes(self, box: bytes | None) -> str | None:
        """A sealed column, or None without the key."""
        return self._cipher.open(box) if self._cipher is not None and box is not None else None

    def lookup(self, text: str) -> str:
        """What finds an equal contact field again; needs the contact key."""
        return self._needed().lookup(text)

    def keep_for_recontact(self, case_id: CaseId, at: datetime, details: Mapping[str, str]) -> None:
        """Keep what a person left, by consent, to be contacted again."""
        sealed = self.seal_bytes(json.dumps(dict(details), ensure_ascii=False, sort_keys=True))
        self._statements.execute(_KEEP, (uuid.uuid4().hex, case_id, utc_text(at), sealed))

    def forget_recontact(self, case_id: CaseId) -> None:
        """Delete what a person left to be contacted again."""
        self._statements.execute("DELETE FROM recontact WHERE case_id = ?", (case_id,))

    def kept_cases(self) -> frozenset[CaseId]:
        """Cases whose contact details are kept by consent."""
        return frozenset(CaseId(row[0]) for row in self._statements.execute("SELECT case_id FROM recontact"))

    def _needed(self) -> ContactCipher:
        if self._cipher is None:
            raise RuleViolation("no_contact_access")
        return self._cipher
