"""Contact data: sealed with the contact key, opened only where a role holds it; the consent store."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.store.keys import ContactCipher
from cati_app.store.tables import RecontactRow


class SqlContacts:
    """Seals and opens contact data; every call is refused without the key, except `open_bytes`, which gives None."""

    def __init__(self, session: Session, cipher: ContactCipher | None) -> None:
        self._session = session
        self._cipher = cipher

    @property
    def may_open(self) -> bool:
        """Whether the role of this unit of work holds the contact key."""
        return self._cipher is not None

    def seal(self, text: str) -> str:
        """Contact data as sealed text."""
        return base64.b64encode(self.seal_bytes(text)).decode()

    def open(self, sealed: str) -> str:
        """Contact data from sealed text."""
        return self._needed().open(base64.b64decode(sealed))

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
        self._session.add(RecontactRow(id=uuid.uuid4().hex, case_id=case_id, consented_at=at, sealed=sealed))

    def forget_recontact(self, case_id: CaseId) -> None:
        """Delete what a person left to be contacted again."""
        self._session.connection().execute(delete(RecontactRow).where(col(RecontactRow.case_id) == case_id))

    def kept_cases(self) -> frozenset[CaseId]:
        """Cases whose contact details are kept by consent."""
        return frozenset(CaseId(case_id) for case_id in self._session.exec(select(RecontactRow.case_id)))

    def _needed(self) -> ContactCipher:
        if self._cipher is None:
            raise RuleViolation("no_contact_access")
        return self._cipher
