"""The rules by which a hub lets devices in and takes their logs. Each verb is part of one transaction.

An event is kept under its device and number as it came, once. Nothing that comes is thrown away, and nothing that comes
twice has a second effect; what cannot be kept under its number is kept aside and holds nobody up.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cati_app.store.hub.statements import HubStatements, row_of
from cati_app.store.times import utc_text

_EPOCH = "SELECT n, id FROM epoch ORDER BY n DESC LIMIT 1"
_WRITE = "UPDATE hub SET form = form"
_BEGIN_EPOCH = "INSERT INTO epoch (n, id, begun_at) VALUES (?, ?, ?)"
_ADD_CODE = "INSERT INTO code (token_hash, made_at) VALUES (?, ?) ON CONFLICT (token_hash) DO NOTHING"
_CODE = "SELECT study, device FROM code WHERE token_hash = ?"
_USE_CODE = "UPDATE code SET study = ?, device = ? WHERE token_hash = ? AND device IS NULL"
_OWNER = "SELECT study, device FROM device WHERE credential = ?"
_ADD_DEVICE = (
    "INSERT INTO device (study, device, credential, enrolled_at, heard_at, mark, digest, last_number)"
    " VALUES (?, ?, ?, ?, ?, 0, '', 0)"
    " ON CONFLICT (study, device) DO UPDATE SET heard_at = excluded.heard_at"
)
_CREDENTIAL = "SELECT credential FROM device WHERE study = ? AND device = ?"
_DROP_CODES = "DELETE FROM code WHERE device IS NULL"
_DEVICE = "SELECT mark, digest FROM device WHERE study = ? AND device = ?"
_ADVANCE = "UPDATE device SET mark = ?, digest = ? WHERE study = ? AND device = ?"
_HEARD = "UPDATE device SET heard_at = ?, last_number = ? WHERE study = ? AND device = ?"
_ADD_EVENT = (
    "INSERT INTO event (study, device, seq, row_text, digest, sender, received_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (study, device, seq) DO NOTHING"
)
_EVENT = "SELECT row_text, digest FROM event WHERE study = ? AND device = ? AND seq = ?"
_SET_ASIDE = (
    "INSERT INTO quarantine (study, sender, seq, digest, row_text, verdict, received_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (study, sender, seq, digest, row_text) DO NOTHING"
)
_SEPARATOR, _COLUMNS = "\x1f", 9
_DEVICE_NAME = re.compile(r"[0-9a-f]{8}")


class Judged(StrEnum):
    """What became of an event."""

    STORED = "stored"
    KNOWN = "known"
    CLONE = "clone"
    UNREADABLE = "unreadable"


class NotTaken(StrEnum):
    """Why nothing was taken."""

    CODE = "code"
    DEVICE = "device"
    EPOCH = "epoch"
    GAP = "gap"


class InboxRefusal(Exception):
    """Nothing was taken; `reason` says why."""

    def __init__(self, reason: NotTaken) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Life:
    """An epoch: its number and its id."""

    n: int
    id: str


@dataclass(frozen=True, slots=True)
class Sender:
    """A device of a study."""

    study: str
    device: str


@dataclass(frozen=True, slots=True)
class LogMark:
    """Number and digest of the last event up to which everything of a device has arrived; 0 and blank: nothing."""

    n: int
    digest: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """An event as it came: the row and its digest in hexadecimal."""

    row: str
    digest: str


def hashed(secret: bytes) -> str:
    """What a hub keeps of a secret that somebody shows to it."""
    return hashlib.sha256(secret).hexdigest()


class Inbox:
    """The inbox within one transaction.

    Args:
        now: Time of the hub; nothing is decided by it.
    """

    def __init__(self, statements: HubStatements, now: datetime) -> None:
        self._statements = statements
        self._at = utc_text(now)

    def epoch(self) -> Life:
        """The present one."""
        return Life(*row_of(self._statements, _EPOCH))

    def try_to_write(self) -> None:
        """A write that changes nothing; it fails where the disk takes none."""
        self._statements.execute(_WRITE)

    def begin_epoch(self, new_id: str) -> Life:
        """The hub begins, or has come back from a copy: a code not used when it was made may be used by now."""
        self._statements.execute(_DROP_CODES)
        last = row_of(self._statements, _EPOCH)
        life = Life((last[0] if last is not None else 0) + 1, new_id)
        self._statements.execute(_BEGIN_EPOCH, (life.n, life.id, self._at))
        return life

    def add_code(self, token: bytes) -> None:
        """A code may be used once from now on; of it only the hash of its token is kept."""
        self.add_code_by_hash(hashed(token))

    def add_code_by_hash(self, token_hash: str) -> None:
        """The same, for a hub that was never shown the token; one that is known stays as it is."""
        self._statements.execute(_ADD_CODE, (token_hash, self._at))

    def enrol(self, sender: Sender, token: bytes, credential_hash: str) -> LogMark:
        """Let a device in. Whoever shows the token of a used code again must be the one who used it.

        No code replaces the secret of a device that is known: it would lock the station out and take its place.

        Raises:
            InboxRefusal: `CODE`.
        """
        token_hash = hashed(token)
        code = row_of(self._statements, _CODE, token_hash)
        owner = row_of(self._statements, _OWNER, credential_hash)
        mine = (sender.study, sender.device)
        known = row_of(self._statements, _CREDENTIAL, *mine)
        if (owner is not None and tuple(owner) != mine) or (known is not None and known[0] != credential_hash):
            raise InboxRefusal(NotTaken.CODE)
        if code is not None and code[1] is None:
            self._statements.execute(_USE_CODE, (*mine, token_hash))
            self._statements.execute(_ADD_DEVICE, (*mine, credential_hash, self._at, self._at))
        elif code is None or tuple(code) != mine or owner is None:
            raise InboxRefusal(NotTaken.CODE)
        return self._mark(sender)

    def sender(self, credential: bytes) -> Sender:
        """Who shows that secret.

        Raises:
            InboxRefusal: `DEVICE`.
        """
        row = row_of(self._statements, _OWNER, hashed(credential))
        if row is None:
            raise InboxRefusal(NotTaken.DEVICE)
        return Sender(*row)

    def mark(self, sender: Sender) -> LogMark:
        """How far the log of a device has arrived."""
        return self._mark(sender)

    def push(
        self, sender: Sender, epoch: Life, first: int, last: int, events: Sequence[Arrived]
    ) -> tuple[LogMark, tuple[Judged, ...]]:
        """Take events, numbered from `first` on.

        Args:
            last: Number of the last event the device has.

        Raises:
            InboxRefusal: `EPOCH`, `GAP`.
        """
        if epoch != self.epoch():
            raise InboxRefusal(NotTaken.EPOCH)
        mark = self._mark(sender)
        if first > mark.n + 1:
            raise InboxRefusal(NotTaken.GAP)
        verdicts = tuple(self._take(sender, n, event) for n, event in enumerate(events, start=first))
        reached = first + len(events) - 1
        if reached > mark.n:
            mark = LogMark(reached, events[-1].digest)
            self._statements.execute(_ADVANCE, (mark.n, mark.digest, sender.study, sender.device))
        self._statements.execute(_HEARD, (self._at, max(last, mark.n), sender.study, sender.device))
        return mark, verdicts

    def _mark(self, sender: Sender) -> LogMark:
        return LogMark(*row_of(self._statements, _DEVICE, sender.study, sender.device))

    def _take(self, sender: Sender, n: int, event: Arrived) -> Judged:
        device = _device_of(n, event.row)
        if device is None:
            return self._set_aside(sender, n, event, Judged.UNREADABLE)
        values = (sender.study, device, n, event.row, event.digest, sender.device, self._at)
        if self._statements.execute(_ADD_EVENT, values):
            return Judged.STORED
        known = row_of(self._statements, _EVENT, sender.study, device, n)
        if tuple(known) == (event.row, event.digest):
            return Judged.KNOWN
        return self._set_aside(sender, n, event, Judged.CLONE)

    def _set_aside(self, sender: Sender, n: int, event: Arrived, verdict: Judged) -> Judged:
        values = (sender.study, sender.device, n, event.digest, event.row, verdict.value, self._at)
        self._statements.execute(_SET_ASIDE, values)
        return verdict


def _device_of(n: int, row: str) -> str | None:
    """The device that wrote a row; None for what is no row of that number."""
    parts = row.split(_SEPARATOR, _COLUMNS - 1)
    return parts[1] if len(parts) == _COLUMNS and parts[0] == str(n) and _DEVICE_NAME.fullmatch(parts[1]) else None
