"""What a hub kept aside, within one transaction: interviews that do not count, cases and events that fit nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cati_app.domain.ids import CaseId
from cati_app.domain.sharing.aside import LISTED_AT_MOST, AsideKind, KeptAside, Settling
from cati_app.domain.sharing.leases import CaseBundle, SetAside
from cati_app.store.case_tables import from_text
from cati_app.store.hub.changes import note_log
from cati_app.store.hub.inbox import device_of
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

_INTERVIEW_KEY = "n.interview_id"
_CASE_KEY = "b.device || ':' || b.epoch || ':' || b.n || ':' || b.digest"
_EVENT_KEY = "e.sender || ':' || e.seq || ':' || e.row_hash || ':' || e.digest"
_OPEN = "NOT EXISTS (SELECT 1 FROM aside_settled s WHERE s.kind = '{kind}' AND s.key = {key})"
_INTERVIEWS = (
    f"SELECT {_INTERVIEW_KEY}, n.why, n.at, i.case_id, c.case_no, i.cell_id FROM not_counted n"
    ' JOIN interview i ON i.id = n.interview_id JOIN "case" c ON c.id = i.case_id'
    f" WHERE n.why NOT IN ('{SetAside.WAITS}', '{SetAside.REJECTED}')"
    f" AND {_OPEN.format(kind=AsideKind.INTERVIEW, key=_INTERVIEW_KEY)}"
)
_CASES = (
    f"SELECT {_CASE_KEY}, b.why, b.at, b.case_id, c.case_no, b.device FROM bundle_aside b"
    ' LEFT JOIN "case" c ON c.id = b.case_id'
    f" WHERE {_OPEN.format(kind=AsideKind.CASE, key=_CASE_KEY)}"
)
_EVENTS = (
    f"SELECT {_EVENT_KEY}, e.verdict, e.received_at, e.sender, e.seq FROM inbox_aside e"
    f" WHERE {_OPEN.format(kind=AsideKind.EVENT, key=_EVENT_KEY)}"
)
_BUNDLE = f"SELECT b.case_id, b.rows FROM bundle_aside b WHERE {_CASE_KEY} = ?"
_EVENT = f"SELECT e.seq, e.row_hex, e.digest FROM inbox_aside e WHERE {_EVENT_KEY} = ?"
_KNOWN_EVENT = "SELECT row_text, digest FROM inbox_event WHERE device = ? AND seq = ?"
_ADD_EVENT = "INSERT INTO inbox_event (device, seq, row_text, digest, sender, received_at) VALUES (?, ?, ?, ?, ?, ?)"
_SETTLE = (
    "INSERT INTO aside_settled (kind, key, settling, at) VALUES (?, ?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET"
    " settling = excluded.settling, at = excluded.at"
)
_SETTLED = "SELECT settling FROM aside_settled WHERE kind = ? AND key = ?"


class SqlKeptAside:
    """It, within one transaction.

    Args:
        now: Time of the hub.
    """

    def __init__(self, statements: Statements, now: datetime) -> None:
        self._statements = statements
        self._at = utc_text(now)

    def count(self) -> Mapping[AsideKind, int]:
        """How much is not settled, by what it is."""
        queries = ((AsideKind.INTERVIEW, _INTERVIEWS), (AsideKind.CASE, _CASES), (AsideKind.EVENT, _EVENTS))
        return {kind: int(self._statements.row(f"SELECT count(*) FROM ({query}) a")[0]) for kind, query in queries}

    def waiting(self) -> Sequence[KeptAside]:
        """What is not settled: of each kind what came first, no more than `LISTED_AT_MOST`."""
        kept = [_interview(row) for row in self._first(f"{_INTERVIEWS} ORDER BY n.at, n.interview_id")]
        kept += [_case(row) for row in self._first(f"{_CASES} ORDER BY b.at, b.device, b.epoch, b.n")]
        return kept + [_event(row) for row in self._first(f"{_EVENTS} ORDER BY e.received_at, e.sender, e.seq")]

    def find(self, kind: AsideKind, key: str) -> KeptAside | None:
        """One of them that is not settled."""
        query, known, read = {
            AsideKind.INTERVIEW: (_INTERVIEWS, _INTERVIEW_KEY, _interview),
            AsideKind.CASE: (_CASES, _CASE_KEY, _case),
            AsideKind.EVENT: (_EVENTS, _EVENT_KEY, _event),
        }[kind]
        row = self._statements.row(f"{query} AND {known} = ?", key)
        return None if row is None else read(row)

    def settled_as(self, kind: AsideKind, key: str) -> Settling | None:
        """What was decided about it; None: nothing."""
        row = self._statements.row(_SETTLED, kind.value, key)
        return None if row is None else Settling(row[0])

    def settle(self, kind: AsideKind, key: str, settling: Settling) -> None:
        """It is decided."""
        self._statements.execute(_SETTLE, (kind.value, key, settling.value, self._at))

    def bundle(self, key: str) -> CaseBundle:
        """A case as it was handed in. LookupError; ValueError: it is no bundle."""
        row = self._statements.row(_BUNDLE, key)
        if row is None:
            raise LookupError(key)
        return from_text(CaseId(row[0]), row[1])

    def place_event(self, key: str) -> bool:
        """An event comes under the number it has in the log of its station; whether nothing else stands there."""
        row = self._statements.row(_EVENT, key)
        if row is None:
            return False
        seq, row_hex, digest = row
        text = bytes.fromhex(row_hex).decode()
        device = device_of(seq, text)
        if device is None:
            return False
        known = self._statements.row(_KNOWN_EVENT, device, seq)
        if known is not None:
            return bool(tuple(known) == (text, digest))
        self._statements.execute(_ADD_EVENT, (device, seq, text, digest, device, self._at))
        note_log(self._statements, device, seq, seq)
        return True

    def _first(self, query: str) -> Sequence[Any]:
        return self._statements.all(f"{query} LIMIT {LISTED_AT_MOST}")


def _interview(row: Sequence[Any]) -> KeptAside:
    key, why, at, case_id, number, cell = row
    at = datetime.fromisoformat(at)
    return KeptAside(AsideKind.INTERVIEW, key, why, at, case_id=CaseId(case_id), case_no=number, cell_id=cell or "")


def _case(row: Sequence[Any]) -> KeptAside:
    key, why, at, case_id, number, device = row
    return KeptAside(AsideKind.CASE, key, why, datetime.fromisoformat(at), device, CaseId(case_id), number or 0)


def _event(row: Sequence[Any]) -> KeptAside:
    key, verdict, at, sender, seq = row
    return KeptAside(AsideKind.EVENT, key, verdict, datetime.fromisoformat(at), sender, number=int(seq))
