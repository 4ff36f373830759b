"""How a hub takes the logs of a study's devices. Each verb is part of one transaction.

An event is kept under its device and number as it came, once. Nothing that comes is thrown away, and nothing that comes
twice has a second effect; what cannot be kept under its number is kept aside and holds nobody up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cati_app.store.hub.register import HubRefused, NotTaken, hashed
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

_MARK = "SELECT n, digest FROM inbox_mark WHERE device = ?"
_SET_MARK = (
    "INSERT INTO inbox_mark (device, n, digest, last_n, heard_at) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (device) DO UPDATE SET n = excluded.n, digest = excluded.digest, last_n = excluded.last_n,"
    " heard_at = excluded.heard_at"
)
_MARKS = "SELECT device, n, last_n, heard_at FROM inbox_mark ORDER BY device"
_ADD_EVENT = (
    "INSERT INTO inbox_event (device, seq, row_text, digest, sender, received_at) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (device, seq) DO NOTHING"
)
_EVENT = "SELECT row_text, digest FROM inbox_event WHERE device = ? AND seq = ?"
_EVENTS = "SELECT count(*) FROM inbox_event"
_SET_ASIDE = (
    "INSERT INTO inbox_aside (sender, seq, row_hash, digest, row_hex, verdict, received_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sender, seq, row_hash, digest) DO NOTHING"
)
_ASIDE = "SELECT verdict, count(*) FROM inbox_aside GROUP BY verdict ORDER BY verdict"
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
        verdicts = tuple(self._take(device, n, event) for n, event in enumerate(events, start=first))
        reached = first + len(events) - 1
        if reached > mark.n:
            mark = LogMark(reached, events[-1].digest)
        self._statements.execute(_SET_MARK, (device, mark.n, mark.digest, max(last, mark.n), self._at))
        return mark, verdicts

    def logs(self) -> tuple[DeviceLog, ...]:
        """Every device that has sent something, by name."""
        return tuple(DeviceLog(*row) for row in self._statements.all(_MARKS))

    def events(self) -> int:
        """How many are kept under their numbers."""
        return int(self._statements.row(_EVENTS)[0])

    def aside(self) -> Mapping[str, int]:
        """How many are kept aside, by verdict."""
        return dict(self._statements.all(_ASIDE))

    def _take(self, sender: str, n: int, event: Arrived) -> Judged:
        if not event.row:
            return self._set_aside(sender, n, event, Judged.TOO_LONG)
        device = _device_of(n, event.row)
        if device is None:
            return self._set_aside(sender, n, event, Judged.UNREADABLE)
        known = self._statements.row(_EVENT, device, n)
        if known is not None and tuple(known) == (event.row, event.digest):
            return Judged.KNOWN
        if known is not None:
            return self._set_aside(sender, n, event, Judged.CLONE)
        if device != sender and n > self.mark(device).n:  # else whoever is first could say what another has written
            return self._set_aside(sender, n, event, Judged.FOREIGN)
        self._statements.execute(_ADD_EVENT, (device, n, event.row, event.digest, sender, self._at))
        return Judged.STORED

    def _set_aside(self, sender: str, n: int, event: Arrived, verdict: Judged) -> Judged:
        row = event.row.encode()
        values = (sender, n, hashed(row), event.digest, row.hex(), verdict.value, self._at)
        self._statements.execute(_SET_ASIDE, values)
        return verdict


def _device_of(n: int, row: str) -> str | None:
    """The device that wrote a row; None for what is no row of that number."""
    parts = row.split(_SEPARATOR, _COLUMNS - 1)
    if "\0" in row or len(parts) != _COLUMNS or parts[0] != str(n):
        return None
    return parts[1] if _DEVICE_NAME.fullmatch(parts[1]) else None
