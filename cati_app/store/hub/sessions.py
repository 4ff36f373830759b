"""Sessions of people at a hub, within one transaction on a study.

A hub knows no password and cannot try any: it keeps the hash of what is derived from one at a station.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

from cati_app.domain.ids import UserId
from cati_app.domain.people.users import Role, User
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text
from cati_app.values import dataclass

LASTS = timedelta(hours=12)
"""At the longest; whoever works on signs in again, without being asked."""
_FREE_TRIES, _LONGEST = 5, timedelta(seconds=60)
_PERSON = 'SELECT id, login, name, role, number, languages, skills, active, login_check FROM "user" WHERE id = ?'
_FAILED = "SELECT failures, last_at FROM hub_sign_in WHERE user_id = ?"
_NOTE_FAILURE = (
    "INSERT INTO hub_sign_in (user_id, failures, last_at) VALUES (?, 1, ?)"
    " ON CONFLICT (user_id) DO UPDATE SET failures = hub_sign_in.failures + 1, last_at = excluded.last_at"
)
_FORGET_FAILURES = "DELETE FROM hub_sign_in WHERE user_id = ?"
_BEGIN = "INSERT INTO hub_session (session_hash, device, user_id, until) VALUES (?, ?, ?, ?)"
_OF = (
    "SELECT u.id, u.login, u.name, u.role, u.number, u.languages, u.skills, u.active, u.login_check FROM hub_session s"
    ' JOIN "user" u ON u.id = s.user_id WHERE s.session_hash = ? AND s.device = ? AND s.until > ?'
)
_DROP_OVER = "DELETE FROM hub_session WHERE until <= ?"
_END_ALL = "DELETE FROM hub_session WHERE user_id = ?"
_DROP_OVER = "DELETE FROM hub_session WHERE until <= ?"


@dataclass(frozen=True, slots=True)
class SessionMade:
    """A session.

    Args:
        secret: Shown with each request, 64 hexadecimal digits; the hub keeps its hash.
    """

    secret: str
    until: datetime


class Sessions:
    """Who is signed in at which station.

    Args:
        now: Time of the hub.
    """

    def __init__(self, statements: Statements, now: datetime) -> None:
        self._statements = statements
        self._now = now

    def begin(self, device: str, user_id: str, shown: bytes) -> SessionMade | None:
        """A session for who shows what the password was turned into; None for anybody else.

        Failures wait longer and longer, up to a minute, and lock nobody out for good.
        """
        if not self.proves(user_id, shown):
            return None
        self._statements.execute(_DROP_OVER, (utc_text(self._now),))
        begun = SessionMade(secrets.token_hex(32), self._now + LASTS)
        self._statements.execute(_BEGIN, (_hashed(begun.secret), device, user_id, utc_text(begun.until)))
        return begun

    def proves(self, user_id: str, shown: bytes) -> bool:
        """Whether somebody who takes part shows what the password was turned into; a failure is noted, as above."""
        if self._waits(user_id):
            return False
        row = self._statements.row(_PERSON, user_id)
        check = row[8] if row is not None else None
        same = hmac.compare_digest(hashlib.sha256(shown).digest(), bytes(check) if check is not None else b"")
        if row is None or not same or not row[7]:
            if row is not None:
                self._statements.execute(_NOTE_FAILURE, (user_id, utc_text(self._now)))
            return False
        self._statements.execute(_FORGET_FAILURES, (user_id,))
        return True

    def end_all(self, user_id: str) -> None:
        """Somebody has another password now: whoever began one with the former signs in anew."""
        self._statements.execute(_END_ALL, (user_id,))

    def drop_over(self) -> None:
        """Forget the sessions that are over."""
        self._statements.execute(_DROP_OVER, (utc_text(self._now),))

    def failures(self, user_id: str) -> int:
        """How often in a row somebody was not let in; who is not tried, because it is too soon, counts for nothing."""
        row = self._statements.row(_FAILED, user_id)
        return 0 if row is None else int(row[0])

    def person(self, device: str, secret: str) -> User | None:
        """Who is signed in under a session of that station; whoever left the study is not."""
        person = self._statements.row(_OF, _hashed(secret), device, utc_text(self._now))
        return _user(person) if person is not None and person[7] else None

    def _waits(self, user_id: str) -> bool:
        row = self._statements.row(_FAILED, user_id)
        if row is None or row[0] < _FREE_TRIES:
            return False
        pause = min(timedelta(seconds=2 ** (row[0] - _FREE_TRIES)), _LONGEST)
        return self._now < datetime.fromisoformat(row[1]) + pause


def _user(row: Any) -> User:
    user_id, login, name, role, number, languages, skills, active, _ = row
    return User(
        UserId(user_id), login, name, Role(role), number, tuple(languages.split()), tuple(skills.split()), bool(active)
    )


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
