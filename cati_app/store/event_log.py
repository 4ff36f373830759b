"""The one log: facts with numbers without holes, appended only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from cati_app.domain.events import TRACES, LoggedEvent, NewEvent
from cati_app.domain.ids import InterviewId
from cati_app.store.database import Database
from cati_app.store.documents import InterviewDocuments
from cati_app.store.event_rows import INSERT, EventRows
from cati_app.store.fact_conditions import (
    CODED_INTERVIEW,
    OF_CELLS,
    OF_CODERS,
    OF_CODINGS,
    OF_GROUPS,
    OF_RELEASE,
    OF_UNITS,
    OF_WATCH,
    OF_WEIGHTINGS,
)
from cati_app.store.log_chain import Execute, RowChain
from cati_app.store.problems import environment_problems, problem_of
from cati_app.store.staff_words import StaffWords
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text
from cati_app.store.trust.held_keys import HeldKeys

_TRACES = ", ".join(f"'{kind}'" for kind in sorted(TRACES))
_LAST_AT = f"SELECT at FROM event WHERE kind NOT IN ({_TRACES}) ORDER BY seq DESC LIMIT 1"
_OLDER = "SELECT seq FROM event WHERE at < ? ORDER BY seq DESC LIMIT 1"
_GATHERED = "log_seq IS NOT NULL"
_BY_TIME = "INDEXED BY ix_event_gathered"  # sqlite: pins the index
_IS_GATHERED = f"SELECT 1 FROM event WHERE {_GATHERED} LIMIT 1"
UPDATE_POSITION = "UPDATE interview SET ref = ?, language = ?, form_hash = ?, last_seq = ? WHERE id = ?"

_COUNTED = tuple(
    f"SELECT f.interview_id, count(*) FROM {table} f JOIN interview_key k ON k.interview_id = f.interview_id"
    " WHERE f.interview_id IN ({marks}) GROUP BY f.interview_id"
    for table in ("event", "carried_event")
)
_AT_ONCE = 500  # interviews in one question

_RULES = "SELECT payload FROM event WHERE kind = 'rules_in_force' ORDER BY seq DESC LIMIT 1"  # with its own index


class SqlEventLog:
    """The log within a unit of work."""

    def __init__(self, statements: Statements, rows: EventRows, chain: RowChain) -> None:
        self._statements = statements
        self._rows = rows
        self._chain = chain

    def append(self, events: Iterable[NewEvent]) -> int:
        """Write facts; the number of the last one."""
        self._statements.start()
        seq = self._chain.last
        rows = self._rows.rows(seq, events)
        if rows:
            self._statements.many(INSERT, self._chain.chained(rows, self._statements.execute))
        return seq + len(rows)

    def end(self) -> int:
        """Number of the last fact; 0 for an empty log."""
        return self._statements.row("SELECT max(seq) FROM event")[0] or 0

    def extent(self) -> tuple[int, int]:
        """How many facts there are, and the number of the last one; the same in a log without holes."""
        count, last = self._statements.row("SELECT count(*), max(seq) FROM event")
        return count, last or 0

    def of_kind(self, kind: str) -> Iterator[LoggedEvent]:
        """Facts of a kind, in order."""
        return self._rows.where("kind = ?", (kind,))

    def of_cells(self) -> Iterator[LoggedEvent]:
        """What supervisors changed of cells, and why, in order."""
        return self._rows.where(f"({OF_CELLS})", ())

    def of_watch(self) -> Iterator[LoggedEvent]:
        """Facts of reviews and of alerts put to rest, in order."""
        return self._rows.where(f"({OF_WATCH})", ())

    def of_weightings(self) -> Iterator[LoggedEvent]:
        """Weightings that somebody chose, in order."""
        return self._rows.where(OF_WEIGHTINGS, ())

    def of_release(self) -> Iterator[LoggedEvent]:
        """Texts that were cleared, and relations that were decided, in order."""
        return self._rows.where(f"({OF_RELEASE})", ())

    def of_groups(self) -> Iterator[LoggedEvent]:
        """Draws of focus groups, answers to invitations and consents taken back, in order."""
        return self._rows.where(f"({OF_GROUPS})", ())

    def of_codings(self, only: Collection[InterviewId] | None = None) -> Iterator[LoggedEvent]:
        """Codes given to open answers, in order; of some interviews they are found by these."""
        return self._on_interviews(OF_CODINGS, only)

    def of_units(self, only: Collection[InterviewId] | None = None) -> Iterator[LoggedEvent]:
        """Facts of units that are coded by the frame, in order; of some interviews they are found by these."""
        return self._on_interviews(f"({OF_UNITS})", only)

    def of_coders(self) -> Iterator[LoggedEvent]:
        """Who codes units, and by which version of the frame, in order."""
        return self._rows.where(f"({OF_CODERS})", ())

    def _on_interviews(self, condition: str, only: Collection[InterviewId] | None) -> Iterator[LoggedEvent]:
        if only is None:
            return self._rows.where(condition, ())
        marks = ", ".join("?" for _ in only)
        return self._rows.where(f"{condition} AND {CODED_INTERVIEW} IN ({marks})", tuple(only))

    def remark(self, logged: LoggedEvent, name: str) -> str:
        """The remark of that name in a fact. RuleViolation: `answers_sealed`."""
        return self._rows.remark(logged, name)

    def on_answers(self, facts: Iterable[LoggedEvent]) -> Iterator[tuple[LoggedEvent, Mapping[str, str]]]:
        """The words in facts about the answers of interviews, by name; as the port says."""
        return self._rows.on_answers(facts)

    def since(self, at: datetime, kinds: Collection[str]) -> tuple[LoggedEvent, ...]:
        """Facts of these kinds since a time, by time.

        In the log of one station from the newest back to the first that is older. Where those of several are gathered
        each comes when it can, so every fact of that time counts, whatever came behind it.
        """
        marks = ", ".join("?" for _ in kinds)
        if self._statements.row(_IS_GATHERED) is not None:
            wanted = f"{_GATHERED} AND at >= ? AND kind IN ({marks})"
            facts = self._rows.where(wanted, (utc_text(at), *kinds), _BY_TIME)
            return tuple(sorted(facts, key=lambda logged: logged.event.at))
        older = self._statements.execute(_OLDER, (utc_text(at),)).fetchone()
        return tuple(self._rows.where(f"seq > ? AND kind IN ({marks})", (older[0] if older else 0, *kinds)))

    def last_rules(self) -> Mapping[str, object] | None:
        """The calling rules that hold since the last change; None when none were written yet."""
        row = self._statements.execute(_RULES).fetchone()
        rules: Mapping[str, object] | None = json.loads(row[0]) if row else None
        return rules

    def last_at(self) -> datetime | None:
        """When the last fact of the fieldwork happened; None for an empty log."""
        row = self._statements.row(_LAST_AT)
        return datetime.fromisoformat(row[0]) if row is not None else None

    def kinds(self) -> dict[str, int]:
        """How many facts of each kind there are."""
        return dict(self._statements.all("SELECT kind, count(*) FROM event GROUP BY kind ORDER BY kind"))

    def of_interview(self, interview_id: InterviewId) -> tuple[LoggedEvent, ...]:
        """Facts of an interview, in order."""
        return tuple(self._rows.of_interviews((interview_id,)))

    def of_sittings(self, ids: Collection[InterviewId]) -> dict[InterviewId, list[LoggedEvent]]:
        """Facts of the sittings held in these interviews, of each in order; without interviews in which none was."""
        wanted, events = list(ids), dict[InterviewId, list[LoggedEvent]]()
        for first in range(0, len(wanted), _AT_ONCE):
            for logged in self._rows.of_interviews(wanted[first : first + _AT_ONCE], sittings=True):
                events.setdefault(InterviewId(logged.event.interview_id or ""), []).append(logged)
        return events

    def facts_of_interviews(self, ids: Collection[InterviewId]) -> dict[InterviewId, int]:
        """How many facts each of these has here; without interviews that have none, or were erased."""
        wanted, counts = list(ids), Counter[InterviewId]()
        for first in range(0, len(wanted), _AT_ONCE):
            some = wanted[first : first + _AT_ONCE]
            marks = ", ".join("?" for _ in some)
            for counted in _COUNTED:
                counts.update(dict(self._statements.execute(counted.format(marks=marks), some)))
        return dict(counts)

    def of_interviews(self, ids: Sequence[str]) -> Mapping[str, list[LoggedEvent]]:
        """Facts of several interviews in order, by interview; an empty list for one without facts."""
        events: dict[str, list[LoggedEvent]] = {interview_id: [] for interview_id in ids}
        if ids:
            for logged in self._rows.of_interviews(ids):
                events[logged.event.interview_id or ""].append(logged)
        return events


class PreparedAnswerLog:
    """The path of an answer, on the driver's own connection: one transaction, few statements, durable on return."""

    def __init__(self, database: Database, keys: HeldKeys | None) -> None:
        self._database = database
        documents = InterviewDocuments(lambda statement, values: database.driver().execute(statement, values), keys)
        self._rows = EventRows(database.device, keys, documents, StaffWords(documents.execute, database.words))

    def record(
        self, interview_id: InterviewId, form_hash: str, ref: str, language: str, events: Sequence[NewEvent]
    ) -> int:
        """Write an interview's events; the number of the last one."""
        driver, chain = self._database.driver(), self._database.chain
        cursor = driver.cursor()
        try:
            # sqlite: the lock of a writer, taken at once
            cursor.execute("BEGIN IMMEDIATE")
            self._database.begun()
            rows = self._rows.rows(chain.last, events)
            cursor.executemany(INSERT, chain.chained(rows, cursor.execute))
            last = chain.last
            note_position(cursor.execute, interview_id, form_hash, ref, language, last)
            cursor.execute("COMMIT")
        except BaseException as error:
            with environment_problems(self._database.path):
                if driver.in_transaction:  # sqlite: a full disk ends it on its own
                    cursor.execute("ROLLBACK")
            problem = problem_of(self._database.path, error)
            if problem is None:
                raise
            raise problem from error
        finally:
            cursor.close()
        self._database.committed()
        return last


def note_position(
    execute: Execute, interview_id: InterviewId, form_hash: str, ref: str, language: str, last: int
) -> None:
    """Where an interview stands after its fact `last`. LookupError where there is no such interview."""
    if execute(UPDATE_POSITION, (ref, language, form_hash, last, interview_id)).rowcount != 1:
        raise LookupError(f"no interview {interview_id}")
