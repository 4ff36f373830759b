"""Contact data: sealed with the contact key, opened only where a role holds it; the consent store."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from cati_app.domain.events import LoggedEvent
from cati_app.domain.focus_groups.consents import Consent, ConsentTerms
from cati_app.domain.ids import CaseId
from cati_app.store.event_rows import EventRows
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text
from cati_app.store.trust.fields import FieldCipher, FieldKey, Spot
from cati_app.store.trust.held_keys import HeldKeys, contact_fields

_KEEP = (
    "INSERT INTO recontact (id, case_id, consented_at, sealed) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET consented_at = excluded.consented_at, sealed = excluded.sealed"
)
_KNOWN = "SELECT id FROM recontact WHERE case_id = ? ORDER BY id"
_CONSENTS = "SELECT id, case_id, consented_at, sealed FROM recontact ORDER BY id"


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

    def keep_for_recontact(self, case_id: CaseId, on: date, terms: ConsentTerms, details: Mapping[str, str]) -> None:
        """Keep what a person left, by consent, to be contacted again; in place of what they left before."""
        before = self._statements.row(_KNOWN, case_id)
        known = str(before[0]) if before is not None else uuid.uuid4().hex
        at = utc_text(datetime.combine(on, time(), UTC))
        sealed = self.sealed(_text(terms, details), recontact_spot(known))
        self._statements.execute(_KEEP, (known, case_id, at, sealed))

    def consents(self) -> tuple[Consent, ...]:
        """Every consent that is kept, by id; RuleViolation `no_contact_access`."""
        fields = self.fields
        return tuple(
            _consent(known, case_id, at, fields.open(box, recontact_spot(known)))
            for known, case_id, at, box in self._statements.all(_CONSENTS)
        )

    def forget_recontact(self, case_id: CaseId) -> None:
        """Delete what a person left to be contacted again."""
        self._statements.execute("DELETE FROM recontact WHERE case_id = ?", (case_id,))

    def kept_cases(self) -> frozenset[CaseId]:
        """Cases whose contact details are kept by consent."""
        return frozenset(CaseId(row[0]) for row in self._statements.execute("SELECT case_id FROM recontact"))


_DETAILS = "details"


def _text(terms: ConsentTerms, details: Mapping[str, str]) -> str:
    told = {
        _DETAILS: dict(details),
        "question": terms.question,
        "form": terms.form_hash,
        "language": terms.language,
        "features": dict(terms.features),
        "until": terms.until.isoformat() if terms.until is not None else None,
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def _consent(known: str, case_id: str, at: str, text: str | None) -> Consent:
    told: dict[str, Any] = json.loads(text or "{}")
    terms, details = ConsentTerms(), told
    if isinstance(told.get(_DETAILS), dict):  # versions before kept the details alone, each of them a text
        until = date.fromisoformat(told["until"]) if told["until"] else None
        terms = ConsentTerms(told["question"], told["form"], told["language"], told["features"], until)
        details = told[_DETAILS]
    return Consent(known, CaseId(case_id), datetime.fromisoformat(at).date(), terms, details)


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
