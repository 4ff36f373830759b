"""Contact data: sealed with the contact key, opened only where a role holds it; the consent store."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import datetime

from cati_app.domain.events import LoggedEvent
from cati_app.domain.ids import CaseId
from cati_app.store.event_rows import EventRows
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text
from cati_app.store.trust.fields import FieldCipher, FieldKey, Spot
from cati_app.store.trust.held_keys import HeldKeys, contact_fields

_KEEP = "INSERT INTO recontact (id, case_id, consented_at, sealed) VALUES (?, ?, ?, ?)"


class SqlContacts:
    """Seals and opens contact data; every call is refused without the key, except `opened`, which gives None."""

    def __init__(self, statements: Statements, keys: HeldKeys | None, rows: EventRows) -> None:
        self._statements = statements
        self._keys = keys
        self._rows = rows

    @property
    def may_open(self) -> bool:
        """Whether the role of this unit of work holds the contact key."""
        return self._keys is not None and self._keys.sees_contact

    @property
    def fields(self) -> FieldCipher:
        """What seals and opens contact data. RuleViolation: `no_contact_access`."""
        return contact_fields(self._keys)

    def of_fact(self, logged: LoggedEvent, name: str) -> str:
        """The contact data of that name in a fact."""
        return self._rows.contact(logged, name)

    def sealed(self, text: str, spot: Spot) -> bytes:
        """Contact data as a sealed column."""
        return self.fields.seal(FieldKey.CONTACT, text, spot)

    def opened(self, field: bytes | None, spot: Spot) -> str | None:
        """A sealed column, or None without the key. EnvironmentProblem: `field_damaged`."""
        return self._keys.fields.open(field, spot) if self._keys is not None and field is not None else None

    def number(self, sealed: bytes, number_id: str) -> str | None:
        """A number in E.164; None without the key, and where it is erased. EnvironmentProblem: `field_damaged`."""
        keys = self._keys
        return keys.fields.column("number", "sealed").open(sealed, number_id) if keys is not None and sealed else None

    def lookup(self, kind: str, text: str) -> str:
        """What finds an equal contact field again; needs the contact key.

        Args:
            kind: `number`, for one in E.164, or `sample_id`.
        """
        contact_fields(self._keys)
        assert self._keys is not None
        return self._keys.lookup(kind, text).hex()

    def keep_for_recontact(self, case_id: CaseId, at: datetime, details: Mapping[str, str]) -> None:
        """Keep what a person left, by consent, to be contacted again."""
        known = uuid.uuid4().hex
        text = json.dumps(dict(details), ensure_ascii=False, sort_keys=True)
        self._statements.execute(_KEEP, (known, case_id, utc_text(at), self.sealed(text, recontact_spot(known))))

    def forget_recontact(self, case_id: CaseId) -> None:
        """Delete what a person left to be contacted again."""
        self._statements.execute("DELETE FROM recontact WHERE case_id = ?", (case_id,))

    def kept_cases(self) -> frozenset[CaseId]:
        """Cases whose contact details are kept by consent."""
        return frozenset(CaseId(row[0]) for row in self._statements.execute("SELECT case_id FROM recontact"))


def number_spot(number_id: str) -> Spot:
    """Where a telephone number stands."""
    return Spot("number", "sealed", number_id)


def note_spot(attempt_id: str) -> Spot:
    """Where the note of an attempt stands."""
    return Spot("attempt", "note_sealed", attempt_id)


def sample_id_spot(case_id: str) -> Spot:
    """Where it stands what the sample file calls a case."""
    return Spot("case", "sample_id_sealed", case_id)


def recontact_spot(recontact_id: str) -> Spot:
    """Where the details stand that a person left to be contacted again."""
    return Spot("recontact", "sealed", recontact_id)
