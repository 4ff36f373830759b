"""Leases of cases, within a unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.people.users import NOBODY
from cati_app.domain.sharing.leases import CaseLease, HoldWord, LeaseEnd, LeaseToken, NumberHold
from cati_app.store.staff_words import StaffWords, person_of
from cati_app.store.statements import Statements
from cati_app.store.times import number_at, utc_text

_COLUMNS = (
    "epoch, n, case_id, device, user_id, request, given_at, expires_at, report_by, ended_at, ended_as, digest, waits,"
    " results"
)
_SELECT = f"SELECT {_COLUMNS.replace('user_id', person_of('user_id'))} FROM case_lease"
_LAST = "SELECT max(n) FROM case_lease WHERE epoch = ?"
_SAVE = (
    f"INSERT INTO case_lease ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (epoch, n) DO UPDATE SET user_id = CASE"
    f" WHEN excluded.user_id <> '{NOBODY}' AND {person_of('case_lease.user_id')} = '{NOBODY}'"
    " THEN excluded.user_id ELSE case_lease.user_id END,"
    " expires_at = excluded.expires_at,"
    " report_by = excluded.report_by,"
    " ended_at = excluded.ended_at, ended_as = excluded.ended_as, digest = excluded.digest, waits = excluded.waits"
)

_NUMBERS_OF = "SELECT lookup FROM number WHERE case_id = ? AND lookup IS NOT NULL"
_HOLD = (
    "INSERT INTO number_hold (lookup, epoch, n, until)"
    " SELECT DISTINCT lookup, CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS TEXT) FROM number"
    " WHERE case_id = ? AND lookup IS NOT NULL ON CONFLICT (lookup, epoch, n) DO UPDATE SET until = excluded.until"
)
_FOR_GOOD = LeaseToken(0, 0)
"""In place of the lease of a station."""
_RELEASE = "DELETE FROM number_hold WHERE until IS NOT NULL AND epoch = ? AND n = ?"
_HOLD_OF = (
    f"SELECT until FROM number_hold WHERE lookup IN ({_NUMBERS_OF}) AND (until IS NULL OR until > ?)"
    " AND NOT (epoch = ? AND n = ?) ORDER BY until IS NOT NULL, until DESC LIMIT 1"
)
_LAST_WORD = "UPDATE case_lease SET hold_n = ? WHERE epoch = ? AND n = ? AND hold_n <= ?"


class SqlLeases:
    """Leases: at the hub all that were given, at a station those it has."""

    def __init__(self, statements: Statements, staff: StaffWords) -> None:
        self._statements = statements
        self._staff = staff

    def next_token(self, epoch: int, at: datetime) -> LeaseToken:
        """A token above all others, those that were given before `at` and are not known here among them."""
        row = self._statements.row(_LAST, epoch)
        return LeaseToken(epoch, max((row[0] or 0) + 1, number_at(at)))

    def get(self, token: LeaseToken) -> CaseLease | None:
        """The lease with that token."""
        return self._first("epoch = ? AND n = ?", token.epoch, token.n)

    def asked(self, device: str, request: str) -> CaseLease | None:
        """What a station was given for a request."""
        return self._first("device = ? AND request = ?", device, request)

    def newest_of(self, case_id: CaseId) -> CaseLease | None:
        """The last lease of a case."""
        return self._first("case_id = ? ORDER BY epoch DESC, n DESC LIMIT 1", case_id)

    def open_of(self, device: str) -> Sequence[CaseLease]:
        """What a station has, by token."""
        return self._all("device = ? AND ended_at IS NULL ORDER BY epoch, n", device)

    def silent(self, now: datetime) -> Sequence[CaseLease]:
        """Open leases without a heartbeat for too long."""
        return self._all("ended_at IS NULL AND report_by <= ? ORDER BY epoch, n", utc_text(now))

    def waiting(self, limit: int) -> Sequence[CaseLease]:
        """Open leases whose cases wait, by token; so many at most."""
        return self._all("waits AND ended_at IS NULL ORDER BY epoch, n LIMIT ?", limit)

    def save(self, lease: CaseLease) -> None:
        """A lease as it is now, or a new one."""
        word = NOBODY if lease.user_id == NOBODY else self._staff.word(lease.user_id, lease.given_at)
        self._statements.execute(_SAVE, _row_of(lease, word))

    def forget(self, token: LeaseToken) -> None:
        """A lease that a station has no more."""
        self._statements.execute("DELETE FROM case_lease WHERE epoch = ? AND n = ?", (token.epoch, token.n))

    def _first(self, where: str, *values: object) -> CaseLease | None:
        row = self._statements.row(f"{_SELECT} WHERE {where}", *values)
        return None if row is None else _lease(row)

    def _all(self, where: str, *values: object) -> tuple[CaseLease, ...]:
        return tuple(_lease(row) for row in self._statements.all(f"{_SELECT} WHERE {where}", *values))


class SqlNumberHolds:
    """At the hub: numbers that nobody calls, by the value they are looked up by."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def is_last(self, word: HoldWord) -> bool:
        """Whether the station said nothing after it under the lease; then it holds, said once or again."""
        token = word.token
        done = self._statements.execute(_LAST_WORD, (word.n, token.epoch, token.n, word.n))
        return bool(done.rowcount > 0)

    def hold(self, case_id: CaseId, until: datetime, token: LeaseToken) -> None:
        """The numbers of a case, in all its cases, by whoever has that lease."""
        self._statements.execute(_HOLD, (token.epoch, token.n, utc_text(until), case_id))

    def hold_for_good(self, case_id: CaseId) -> None:
        """The numbers of a case, in all its cases."""
        self._statements.execute(_HOLD, (_FOR_GOOD.epoch, _FOR_GOOD.n, None, case_id))

    def release(self, token: LeaseToken) -> None:
        """What is held by whoever has that lease, and not by others or for good."""
        self._statements.execute(_RELEASE, (token.epoch, token.n))

    def of(self, case_id: CaseId, now: datetime, but: LeaseToken | None = None) -> NumberHold | None:
        """What holds a number of the case; for good, where one of them is held so.

        Args:
            but: What whoever has that lease holds is nothing to them.
        """
        own = (-1, -1) if but is None else (but.epoch, but.n)
        row = self._statements.row(_HOLD_OF, case_id, utc_text(now), *own)
        if row is None:
            return None
        return NumberHold(None if row[0] is None else datetime.fromisoformat(row[0]))


def _lease(row: Sequence[Any]) -> CaseLease:
    epoch, n, case_id, device, user_id, request, *times, ended_at, ended_as, digest, waits, results = row
    given_at, expires_at, report_by = (datetime.fromisoformat(text) for text in times)
    return CaseLease(
        LeaseToken(epoch, n),
        CaseId(case_id),
        device,
        UserId(user_id),
        request,
        given_at,
        expires_at,
        report_by,
        datetime.fromisoformat(ended_at) if ended_at else None,
        LeaseEnd(ended_as) if ended_as else None,
        digest,
        bool(waits),
        results,
    )


def _row_of(lease: CaseLease, word: str) -> tuple[object, ...]:
    return (
        lease.token.epoch,
        lease.token.n,
        lease.case_id,
        lease.device,
        word,
        lease.request,
        utc_text(lease.given_at),
        utc_text(lease.expires_at),
        utc_text(lease.report_by),
        utc_text(lease.ended_at) if lease.ended_at else None,
        lease.ended_as.value if lease.ended_as else None,
        lease.digest,
        lease.waits,
        lease.results,
    )
