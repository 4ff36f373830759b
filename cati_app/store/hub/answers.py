"""What a hub has answered to numbered acts: whoever asks once more, because the answer was lost, hears the same.

So a copy of a request that arrives late does nothing, whatever was decided meanwhile.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from cati_app.store.hub.register import hashed
from cati_app.store.hub.sessions import LASTS
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

KEPT_FOR: timedelta = 2 * LASTS
"""A request that is older was made under a session that is over, and is refused for that."""
_READ = "SELECT asked_hash, answer FROM hub_answer WHERE id = ?"
_KEEP = "INSERT INTO hub_answer (id, asked_hash, answer, answered_at) VALUES (?, ?, ?, ?)"
_FORGET = "DELETE FROM hub_answer WHERE answered_at < ?"


class OtherRequest(Exception):
    """Something else was asked under that id before; nothing is done."""


class StoredAnswers:
    """Answers within a unit of work, kept in the transaction of what they tell.

    Args:
        now: Time of the hub.
    """

    def __init__(self, statements: Statements, now: datetime) -> None:
        self._statements = statements
        self._now = now

    def of(self, id_: str, asked: bytes) -> str | None:
        """What was answered; None to an act that is new.

        Args:
            id_: Made where the act was decided.
            asked: What is asked, the same whenever it is asked again.

        Raises:
            OtherRequest: something else was asked under that id.
        """
        row = self._statements.row(_READ, id_)
        if row is None:
            return None
        if row[0] != hashed(asked):
            raise OtherRequest
        return str(row[1])

    def keep(self, id_: str, asked: bytes, answer: str) -> None:
        """Keep an answer, a refusal among them; it may hold no NUL. Those that nobody can repeat are forgotten."""
        self._statements.execute(_FORGET, (utc_text(self._now - KEPT_FOR),))
        self._statements.execute(_KEEP, (id_, hashed(asked), answer, utc_text(self._now)))
