"""What a hub has answered to numbered requests: whoever asks once more, because the answer was lost, hears the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cati_app.store.hub.register import hashed
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

_READ = "SELECT asked_hash, answer FROM hub_answer WHERE device = ? AND epoch = ? AND request = ?"
_KEEP = "INSERT INTO hub_answer (device, epoch, request, asked_hash, answer, answered_at) VALUES (?, ?, ?, ?, ?, ?)"
_LAST = "SELECT max(request) FROM hub_answer WHERE device = ? AND epoch = ?"


class OtherRequest(Exception):
    """The device has asked something else under that number before; nothing is done."""


@dataclass(frozen=True, slots=True)
class RequestName:
    """A request of a device.

    Args:
        epoch: Number of the hub's epoch it was asked in.
        n: Counted by the device, from 1.
    """

    device: str
    epoch: int
    n: int


class StoredAnswers:
    """Answers within a unit of work, kept in the transaction of what they tell."""

    def __init__(self, statements: Statements, now: datetime) -> None:
        self._statements = statements
        self._at = utc_text(now)

    def of(self, name: RequestName, asked: bytes) -> str | None:
        """What was answered; None to a request that is new.

        Args:
            asked: The request as it came.

        Raises:
            OtherRequest: it came otherwise before.
        """
        row = self._statements.row(_READ, name.device, name.epoch, name.n)
        if row is None:
            return None
        if row[0] != hashed(asked):
            raise OtherRequest
        return str(row[1])

    def keep(self, name: RequestName, asked: bytes, answer: str) -> None:
        """Keep an answer, a refusal among them; it may hold no NUL."""
        self._statements.execute(_KEEP, (name.device, name.epoch, name.n, hashed(asked), answer, self._at))

    def last(self, device: str, epoch: int) -> int:
        """The highest number a device has asked under; 0: none yet."""
        return int(self._statements.row(_LAST, device, epoch)[0] or 0)
