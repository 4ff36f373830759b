"""Facts as rows of the log and back: what is contact data in them is sealed on the way in."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import LoggedEvent, NewEvent
from cati_app.store.keys import ContactCipher
from cati_app.store.times import utc_text
from cati_app.store.trust.held_keys import HeldKeys

COLUMNS = "seq, device, at, mono_ms, kind, user_id, case_id, interview_id, payload"
INSERT = f"INSERT INTO event ({COLUMNS}, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_SEALED = "_sealed"  # ends the name of what is sealed in a payload
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # dumps would make one for each fact


def digested(row: Sequence[Any]) -> Sequence[Any]:
    """Values of `COLUMNS` as they go into the digest of a chained row; their order never changes."""
    return row


class EventRows:
    """Rows of one device's log.

    Args:
        keys: None while nobody is signed in.
    """

    def __init__(self, device: str, keys: HeldKeys | None) -> None:
        self._device = device
        self._cipher = keys.contact if keys is not None else None

    def row(self, seq: int, event: NewEvent) -> tuple[Any, ...]:
        """A fact as values of `COLUMNS`. RuleViolation: `no_contact_access` where it holds contact data."""
        payload = event.payload
        if event.contact:
            payload = {**(payload or {}), **self._sealed(event.contact)}
        return (
            seq,
            self._device,
            utc_text(event.at),
            event.mono_ms,
            event.kind,
            event.user_id,
            event.case_id,
            event.interview_id,
            None if payload is None else _ENCODER.encode(payload),
        )

    def event(self, row: Sequence[Any]) -> LoggedEvent:
        """The fact of a row of `COLUMNS`; contact data in it stay sealed."""
        seq, device, at, mono_ms, kind, user_id, case_id, interview_id, payload = row
        known = json.loads(payload) if payload else None
        return LoggedEvent(
            device,
            seq,
            NewEvent(kind, datetime.fromisoformat(at), mono_ms, user_id, case_id, interview_id, known),
        )

    def contact(self, logged: LoggedEvent, name: str) -> str:
        """The contact data of that name in a fact. RuleViolation: `no_contact_access`."""
        sealed = str((logged.event.payload or {})[name + _SEALED])
        return self._needed().open(base64.b64decode(sealed))

    def _sealed(self, contact: Mapping[str, str]) -> dict[str, str]:
        cipher = self._needed()
        return {name + _SEALED: base64.b64encode(cipher.seal(text)).decode() for name, text in contact.items()}

    def _needed(self) -> ContactCipher:
        if self._cipher is None:
            raise RuleViolation("no_contact_access")
        return self._cipher
