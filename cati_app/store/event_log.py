"""The one log: facts with numbers without holes, appended only."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, select

from cati_app.domain.events import LoggedEvent, NewEvent
from cati_app.domain.ids import InterviewId
from cati_app.store.case_rows import driver_of
from cati_app.store.database import Database
from cati_app.store.problems import environment_problems
from cati_app.store.tables import EventRow, utc_text

_INSERT = (
    "INSERT INTO event (seq, device, at, mono_ms, kind, user_id, case_id, interview_id, payload)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_SELECT = "SELECT seq, device, at, mono_ms, kind, user_id, case_id, interview_id, payload FROM event"
_UPDATE = "UPDATE interview SET ref = ?, language = ?, last_seq = ? WHERE id = ?"

_RULES = "SELECT payload FROM event WHERE kind = 'rules_in_force' ORDER BY seq DESC LIMIT 1"  # with its own index


class SqlEventLog:
    """The log within a unit of work."""

    def __init__(self, session: Session, device: str) -> None:
        self._session = session
        self._device = device

    def append(self, events: Iterable[NewEvent]) -> int:
        """Write facts; the number of the last one."""
        driver = driver_of(self._session)
        seq = driver.execute("SELECT max(seq) FROM event").fetchone()[0] or 0
        for event in events:
            seq += 1
            driver.execute(_INSERT, _row(seq, self._device, event))
        return seq

    def extent(self) -> tuple[int, int]:
        """How many facts there are, and the number of the last one; the same in a log without holes."""
        count, last = self._session.exec(select(func.count(), func.max(EventRow.seq)).select_from(EventRow)).one()
        return count, last or 0

    def of_kind(self, kind: str) -> Iterator[LoggedEvent]:
        """Facts of a kind, in order."""
        rows = self._session.connection().exec_driver_sql(f"{_SELECT} WHERE kind = ? ORDER BY seq", (kind,))
        return (_event(tuple(row)) for row in rows)

    def last_rules(self) -> Mapping[str, object] | None:
        """The calling rules that hold since the last change; None when none were written yet."""
        row = driver_of(self._session).execute(_RULES).fetchone()
        found: Mapping[str, object] | None = json.loads(row[0]) if row else None
        return found

    def kinds(self) -> dict[str, int]:
        """How many facts of each kind there are."""
        query = select(EventRow.kind, func.count()).group_by(EventRow.kind).order_by(EventRow.kind)
        return dict(self._session.exec(query).all())

    def of_interview(self, interview_id: InterviewId) -> tuple[LoggedEvent, ...]:
        """Facts of an interview, in order."""
        rows = self._session.connection().exec_driver_sql(
            f"{_SELECT} WHERE interview_id = ? ORDER BY seq", (interview_id,)
        )
        return tuple(_event(tuple(row)) for row in rows)


def events_of_interviews(session: Session, ids: Sequence[str]) -> Mapping[str, list[LoggedEvent]]:
    """Facts of several interviews in order, by interview, in one statement; an empty list for one without facts."""
    found: dict[str, list[LoggedEvent]] = {one: [] for one in ids}
    if ids:
        marks = ", ".join("?" for _ in ids)
        rows = session.connection().exec_driver_sql(
            f"{_SELECT} WHERE interview_id IN ({marks}) ORDER BY seq", tuple(ids)
        )
        for row in rows:
            found[row[7]].append(_event(tuple(row)))
    return found


class PreparedAnswerLog:
    """The path of an answer, on the driver's own connection: one transaction, two statements, durable on return."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, interview_id: InterviewId, ref: str, language: str, events: Sequence[NewEvent]) -> int:
        """Write an interview's events; the number of the last one."""
        driver = self._database.driver()
        with environment_problems(self._database.path):
            cursor = driver.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            try:
                seq = cursor.execute("SELECT max(seq) FROM event").fetchone()[0] or 0
                for event in events:
                    seq += 1
                    cursor.execute(_INSERT, _row(seq, self._database.device, event))
                if cursor.execute(_UPDATE, (ref, language, seq, interview_id)).rowcount != 1:
                    raise LookupError(f"no interview {interview_id}")
                cursor.execute("COMMIT")
            except BaseException:
                if driver.in_transaction:
                    cursor.execute("ROLLBACK")
                raise
            finally:
                cursor.close()
        return int(seq)


def _row(seq: int, device: str, event: NewEvent) -> tuple[Any, ...]:
    payload = None
    if event.payload is not None:
        payload = json.dumps(event.payload, ensure_ascii=False, separators=(",", ":"))
    return (
        seq,
        device,
        utc_text(event.at),
        event.mono_ms,
        event.kind,
        event.user_id,
        event.case_id,
        event.interview_id,
        payload,
    )


def _event(row: tuple[Any, ...]) -> LoggedEvent:
    seq, device, at, mono_ms, kind, user_id, case_id, interview_id, payload = row
    return LoggedEvent(
        device,
        seq,
        NewEvent(
            kind,
            datetime.fromisoformat(at),
            mono_ms,
            user_id,
            case_id,
            interview_id,
            json.loads(payload) if payload else None,
        ),
    )
