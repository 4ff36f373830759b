"""How a hub takes the logs of a study's devices. Each verb is part of one transaction.

An event is kept under its device and number as it came, once. Nothing that comes is thrown away, and nothing that comes
twice has a second effect; what cannot be kept under its number is kept aside and holds nobody up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from cati_app.store.hub.changes import note_log
from cati_app.store.hub.register import HubRefused, NotTaken, hashed
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text
from cati_app.values import dataclass

_MARK = "SELECT n, digest FROM inbox_mark WHERE device = ?"
_SET_MARK = (
    "INSERT INTO inbox_mark (device, n, digest, last_n, heard_at) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (device) DO UPDATE SET n = excluded.n, digest = excluded.digest, last_n = excluded.last_n,"
    " heard_at = excluded.heard_at"
)
_HEARD = (
    "INSERT INTO inbox_mark (device, n, digest, last_n, heard_at) VALUES (?, 0, '', 0, ?)"
    " ON CONFLICT (device) DO UPDATE SET heard_at = excluded.heard_at"
)
_HEARD_AT = "SELECT heard_at FROM inbox_mark WHERE device = ?"
_MARKS = "SELECT device, n, last_n, heard_at FROM inbox_mark ORDER BY device"
_ADD_EVENT = "INSERT INTO inbox_event (device, seq, row_text, digest, sender, received_at) VALUES (?, ?, ?, ?, ?, ?)"
_KNOWN = "SELECT seq, row_text, digest FROM inbox_event WHERE device = ? AND seq BETWEEN ? AND ?"
_EVENTS = "SELECT count(*) FROM inbox_event"
_SET_ASIDE = (
    "INSERT INTO inbox_aside (sender, seq, row_hash, digest, row_hex, verdict, received_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sender, seq, row_hash, digest) DO NOTHING"
)
_ASIDE = "SELECT verdict, count(*) FROM inbox_aside GROUP BY verdict ORDER BY verdict"
HEARD_EVERY = timedelta(minutes=1)
"""So exactly is known when a device was heard."""
_SEPARATOR, _COLUMNS = "\x1f", 9
_DEVICE_NAME = re.compile(r"[0-9a-f]{8}")


class Judged(StrEnum):
    """What became of an event."""

    STORED = "stored"
    KNOWN = "known"
    CLONE = "clone"
    FOREIGN = "foreign"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class LogMark:
    """Number and digest of the last event up to which everything of a device has arrived; 0 and blank: nothing."""

    n: int
    digest: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """An event as it came: the row, blank where it is longer than a message takes, and its digest in hexadecimal."""

    row: str
    digest: str


@dataclass(frozen=True, slots=True)
class DeviceLog:
    """How far the log of a device has arrived.

    Args:
        mark: Up to here.
        last: Number of the last event it had when it was last heard.
        heard_at: UTC, ISO 8601.
    """

    device: str
    mark: int
    last: int
    heard_at: str


class Inbox:
    """The inbox of a study within one transaction.

    Args:
        now: Time of the hub; nothing is decided by it.
    """

    def __init__(self, statements: Statements, now: datetime) -> None:
        self._statements = statements
        self._now = now
        self._at = utc_text(now)

    def mark(self, device: str) -> LogMark:
        """How far the log of a device has arrived."""
        row = self._statements.row(_MARK, device)
        return LogMark(*row) if row is not None else LogMark(0, "")

    def push(self, device: str, first: int, last: int, events: Sequence[Arrived]) -> tuple[LogMark, tuple[Judged, ...]]:
        """Take events of a device, numbered from `first` on.

        Args:
            last: Number of the last event the device has.

        Raises:
            HubRefused: `GAP`.
        """
        mark = self.mark(device)
        if first > mark.n + 1:
            raise HubRefused(NotTaken.GAP)
        verdicts = _Push(self._statements, self._at, device, mark.n, first, events).taken()
        reached = first + len(events) - 1
        if reached > mark.n:
            mark = LogMark(reached, events[-1].digest)
        self._statements.execute(_SET_MARK, (device, mark.n, mark.digest, max(last, mark.n), self._at))
        return mark, verdicts

    def hear(self, device: str) -> bool:
        """A device has asked how far its log is here; noted once a minute; whether it was now."""
        row = self._statements.row(_HEARD_AT, device)
        if row is not None and row[0] > utc_text(self._now - HEARD_EVERY):
            return False
        self._statements.execute(_HEARD, (device, self._at))
        return True

    def logs(self) -> tuple[DeviceLog, ...]:
        """Every device that has sent something, by name."""
        return tuple(DeviceLog(*row) for row in self._statements.all(_MARKS))

    def events(self) -> int:
        """How many are kept under their numbers."""
        return int(self._statements.row(_EVENTS)[0])

    def aside(self) -> Mapping[str, int]:
        """How many are kept aside, by verdict."""
        return dict(self._statements.all(_ASIDE))


class _Push:
    """Events of one push, judged one after another; what is new is written together.

    Args:
        mark: Of the sender.
        first: Number of the first event.
    """

    def __init__(
        self, statements: Statements, at: str, sender: str, mark: int, first: int, events: Sequence[Arrived]
    ) -> None:
        self._statements = statements
        self._at = at
        self._sender = sender
        self._first = first
        self._events = events
        self._marks = {sender: mark}
        self._known: dict[str, dict[int, tuple[str, str]]] = {}

    def taken(self) -> tuple[Judged, ...]:
        """What became of each."""
        verdicts, new, aside = [], [], []
        for n, event in enumerate(self._events, start=self._first):
            device, verdict = self._judged(n, event)
            verdicts.append(verdict)
            if verdict is Judged.STORED:
                new.append((device, n, event.row, event.digest, self._sender, self._at))
            elif verdict is not Judged.KNOWN:
                row = event.row.encode()
                aside.append((self._sender, n, hashed(row), event.digest, row.hex(), verdict.value, self._at))
        if new:
            self._statements.many(_ADD_EVENT, new)
            note_log(self._statements, self._sender, new[0][1], new[-1][1])
        if aside:
            self._statements.many(_SET_ASIDE, aside)
        return tuple(verdicts)

    def _judged(self, n: int, event: Arrived) -> tuple[str, Judged]:
        """Whose event it is, and what becomes of it."""
        if not event.row:
            return "", Judged.TOO_LONG
        device = device_of(n, event.row)
        if device is None:
            return "", Judged.UNREADABLE
        known = self._known_of(device).get(n)
        if known is not None:
            return device, Judged.KNOWN if known == (event.row, event.digest) else Judged.CLONE
        if device != self._sender and n > self._mark_of(device):
            return device, Judged.FOREIGN  # else whoever is first could say what another has written
        return device, Judged.STORED

    def _known_of(self, device: str) -> Mapping[int, tuple[str, str]]:
        """What has arrived of a device under the numbers of this push."""
        if device not in self._known:
            last = self._first + len(self._events) - 1
            rows = self._statements.all(_KNOWN, device, self._first, last)
            self._known[device] = {n: (row, digest) for n, row, digest in rows}
        return self._known[device]

    def _mark_of(self, device: str) -> int:
        if device not in self._marks:
            row = self._statements.row(_MARK, device)
            self._marks[device] = row[0] if row is not None else 0
        return self._marks[device]


def device_of(n: int, row: str) -> str | None:
    """The device that wrote a row; None for what is no row of that number."""
    parts = row.split(_SEPARATOR, _COLUMNS - 1)
    if "\0" in row or len(parts) != _COLUMNS or parts[0] != str(n):
        return None
    return parts[1] if _DEVICE_NAME.fullmatch(parts[1]) else None
