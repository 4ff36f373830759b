"""Facts of use cases that the hub itself runs, as when it lends a case.

They stand in a table of their own and not among the events: these are the logs of devices, chained by keys no hub has.
So nobody can prove later that a hub's facts were not changed, and lists that read events by themselves (the record of a
case, sign-ins) do not show them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import TRACES, LoggedEvent, NewEvent
from cati_app.domain.ids import CaseId, InterviewId, UserId
from cati_app.store.event_log import SqlEventLog
from cati_app.store.event_rows import EventRows, with_person
from cati_app.store.log_chain import Execute, Row
from cati_app.store.staff_words import StaffWords, person_of
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

DEVICE = "hub"
"""In place of a device's name."""
_TRACES = ", ".join(f"'{kind}'" for kind in sorted(TRACES))
_LAST = "SELECT max(position) FROM hub_fact"
_COLUMNS = "position, at, mono_ms, kind, user_id, case_id, interview_id, payload"
_ADD = f"INSERT INTO hub_fact ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_SELECT = f"SELECT {_COLUMNS.replace('user_id', person_of('user_id'))} FROM hub_fact"
_RULES = "SELECT payload FROM hub_fact WHERE kind = 'rules_in_force' ORDER BY position DESC LIMIT 1"
_LAST_AT = f"SELECT at FROM hub_fact WHERE kind NOT IN ({_TRACES}) ORDER BY position DESC LIMIT 1"
_OLDER = "SELECT position FROM hub_fact WHERE at < ? ORDER BY position DESC LIMIT 1"
_EXTENT = "SELECT count(*), max(position) FROM hub_fact"
_KINDS = "SELECT kind, count(*) FROM hub_fact GROUP BY kind ORDER BY kind"


class Unchained:
    """In place of a chain: no device answers for what is written."""

    def __init__(self) -> None:
        self.last = 0

    def chained(self, rows: Sequence[Row], execute: Execute) -> list[Row]:
        """The rows with no digest."""
        if rows:
            self.last = rows[-1][0]
        return [(*row, None) for row in rows]


class HubFacts(SqlEventLog):
    """The log as a hub's use cases see it: its own facts alone."""

    def __init__(self, statements: Statements, rows: EventRows) -> None:
        super().__init__(statements, rows, Unchained())
        self._facts = statements
        self._fact_rows = rows

    def append(self, events: Iterable[NewEvent]) -> int:
        """Write facts; the number of the last one.

        Raises:
            RuleViolation: `no_contact_access`, `answers_sealed` where they tell of people, which a hub cannot seal.
        """
        last = self._facts.row(_LAST)[0] or 0
        rows = self._fact_rows.rows(last, events)
        if any(row[9] is not None for row in rows):
            raise RuleViolation("answers_sealed")
        self._facts.many(
            _ADD,
            [
                (position, at, mono_ms, kind, user_id, case_id, interview_id, payload)
                for position, _, at, mono_ms, kind, user_id, case_id, interview_id, payload, _ in rows
            ],
        )
        return int(last) + len(rows)

    def end(self) -> int:
        """Number of the last fact; 0 where there is none."""
        return self._facts.row(_LAST)[0] or 0

    def extent(self) -> tuple[int, int]:
        """How many facts there are, and the number of the last one."""
        count, last = self._facts.row(_EXTENT)
        return count, last or 0

    def of_kind(self, kind: str) -> Iterator[LoggedEvent]:
        """Facts of a kind, in order."""
        return self._where("kind = ?", kind)

    def since(self, at: datetime, kinds: Collection[str]) -> tuple[LoggedEvent, ...]:
        """Facts of these kinds since a time, in order, from the newest back to the first that is older."""
        older = self._facts.row(_OLDER, utc_text(at))
        behind = f"position > ? AND kind IN ({', '.join('?' for _ in kinds)})"
        return tuple(self._where(behind, older[0] if older else 0, *kinds))

    def last_rules(self) -> Mapping[str, object] | None:
        """The calling rules that hold since the last change; None when none were written yet."""
        row = self._facts.row(_RULES)
        rules: Mapping[str, object] | None = json.loads(row[0]) if row else None
        return rules

    def last_at(self) -> datetime | None:
        """When the last fact of the fieldwork happened; None without one."""
        row = self._facts.row(_LAST_AT)
        return datetime.fromisoformat(row[0]) if row is not None else None

    def kinds(self) -> dict[str, int]:
        """How many facts of each kind there are."""
        return dict(self._facts.all(_KINDS))

    def of_interview(self, interview_id: InterviewId) -> tuple[LoggedEvent, ...]:
        """Facts of an interview, in order."""
        return tuple(self._where("interview_id = ?", interview_id))

    def of_interviews(self, ids: Sequence[str]) -> Mapping[str, list[LoggedEvent]]:
        """Facts of several interviews in order, by interview."""
        return {interview_id: list(self.of_interview(InterviewId(interview_id))) for interview_id in ids}

    def of_sittings(self, ids: Collection[InterviewId]) -> dict[InterviewId, list[LoggedEvent]]:
        """Facts of sittings: a hub holds none, and those of stations lie in their logs."""
        return {}

    def _where(self, condition: str, *values: object) -> Iterator[LoggedEvent]:
        for position, at, mono_ms, kind, user_id, case_id, interview_id, payload in self._facts.all(
            f"{_SELECT} WHERE {condition} ORDER BY position", *values
        ):
            fact = NewEvent(
                kind,
                datetime.fromisoformat(at),
                mono_ms,
                UserId(user_id) if user_id is not None else None,
                CaseId(case_id) if case_id else None,
                InterviewId(interview_id) if interview_id else None,
                with_person(StaffWords(self._facts.execute), kind, json.loads(payload) if payload else None),
            )
            yield LoggedEvent(DEVICE, position, fact)
