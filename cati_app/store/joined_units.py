"""Units of work that join one transaction, which becomes durable every hour, in a rehearsed field.

In the field every unit is durable when it has committed. Here whoever plays the field plays it again after a power cut,
so a database that does not rehearse is refused. What is written is the same, row by row: each unit is a step within the
transaction, and one that is left without `commit` takes its own step back and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from types import TracebackType
from typing import Any, NamedTuple, Self

from cati_app.domain.calling.chances import Chances
from cati_app.domain.casework.cases import Attempt, Call, Case, CaseBefore
from cati_app.domain.clock import Clock
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import AttemptId, CaseId, InterviewId, UserId
from cati_app.store.calls import SqlCalls
from cati_app.store.cases import SqlCases
from cati_app.store.database import Database
from cati_app.store.event_log import UPDATE_POSITION, SqlEventLog, note_position
from cati_app.store.event_rows import INSERT, EventRows
from cati_app.store.keys import Cost
from cati_app.store.log_chain import ChainMark, LogChain, Row, RowChain
from cati_app.store.on_demand import OnDemand
from cati_app.store.statements import Statements
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.store.unit_of_work import SqlUnitOfWork, SqlUnits
from cati_app.values import replace

TOGETHER = timedelta(hours=1)
"""By the clock of the field: what began later belongs to the next transaction. Each rewrites the pages that changed."""


class JoinedUnits:
    """Opens units of work of a rehearsed field. All of them come from one thread, one after the other.

    Args:
        database: One that rehearses, open for writing; ValueError for another.
        clock: Of the field.
        cost: What a password costs.
    """

    def __init__(self, database: Database, clock: Clock, cost: Cost) -> None:
        if not (database.rehearses and database.writable):
            raise ValueError("only a rehearsal joins its units of work")
        self.database = database
        self.cost = cost
        self._clock = clock
        self._unit: JoinedUnit | None = None
        self._from = self._until = clock.now()

    def of(self, keys: HeldKeys | None) -> JoinedUnit:
        """A unit of work with these keys, within the transaction of this hour."""
        now, unit = self._clock.now(), self._unit
        if unit is None or unit.keys is not keys or not self._from <= now < self._until:
            self.keep()
            self._from, self._until = now, now + TOGETHER
            unit = self._unit = JoinedUnit(self.database, keys, self.cost)
        return unit

    def keep(self) -> None:
        """Make durable what every unit so far has committed."""
        if self._unit is not None:
            self._unit.keep()
            self._unit = None


class JoinedUnitsOf(SqlUnits):
    """The same of a person, in the place of units that are durable each by itself."""

    def __init__(self, joined: JoinedUnits, keys: HeldKeys | None) -> None:
        super().__init__(joined.database, keys, joined.cost)
        self._joined = joined

    def __call__(self) -> SqlUnitOfWork:
        """A unit of work; leaving it without `commit` takes back its step."""
        return self._joined.of(self._keys)


class JoinedUnit(SqlUnitOfWork):
    """A transaction whose steps are units of work; the repositories stay from one step to the next."""

    def __init__(self, database: Database, keys: HeldKeys | None, cost: Cost) -> None:
        super().__init__(database, keys, cost)
        self.keys = keys
        self._steps = self._statements = _Steps(database)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._steps.take_back():
            self.cases.forget()
            self.calls.forget()
            self._kept.words.begun()
        problem = self._kept.problem_of(error)
        if problem is not None:
            raise problem from error

    @OnDemand
    def cases(self) -> JoinedCases:
        """Cases and their numbers, each read once."""
        return JoinedCases(self._statements, self.contacts, self.blocklist, self.log, self.staff)

    @OnDemand
    def calls(self) -> JoinedCalls:
        """Attempts and calls, each attempt read once."""
        return JoinedCalls(self._statements, self.contacts, self.staff)

    @OnDemand
    def log(self) -> JoinedLog:
        """The one log."""
        return JoinedLog(self._steps, self._event_rows, self._kept.chain)

    def note_position(self, interview_id: InterviewId, form_hash: str, ref: str, language: str, last: int) -> None:
        """Where an interview stands after its fact `last`, with which the step ends.

        Raises:
            LookupError: there is no such interview.
        """
        self._steps.note_position(interview_id, form_hash, ref, language, last)
        self._steps.commit()

    def keep(self) -> None:
        """Make it durable."""
        self._steps.keep()


class JoinedAnswerLog:
    """Answers of a rehearsed interview: durable with everything else of the hour."""

    def __init__(self, opens: Callable[[], JoinedUnit]) -> None:
        self._opens = opens

    def record(
        self, interview_id: InterviewId, form_hash: str, ref: str, language: str, events: Sequence[NewEvent]
    ) -> int:
        """Write an interview's events; the number of the last one. LookupError where there is no such interview."""
        with self._opens() as unit:
            last = unit.log.append(events)
            unit.note_position(interview_id, form_hash, ref, language, last)
        return last


class JoinedLog(SqlEventLog):
    """The log whose facts are chained and written together, later than they are sealed."""

    def __init__(self, steps: _Steps, rows: EventRows, chain: RowChain) -> None:
        super().__init__(steps, rows, chain)
        self._steps = steps

    def append(self, events: Iterable[NewEvent]) -> int:
        """Write facts; the number of the last one."""
        return self._steps.later(self._rows.rows(self._steps.end_of_log(), events))


class JoinedCases(SqlCases):
    """Cases that are as they were read or saved last, as nobody else writes to them within the transaction."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._known: dict[CaseId, Case] = {}
        self._chances: Chances | None = None

    def forget(self) -> None:
        """A step was taken back: every case is read anew."""
        self._known.clear()
        self._read.clear()
        self._chances = None

    def get(self, case_id: CaseId) -> Case:
        """A case with its numbers."""
        known = self._known.get(case_id)
        if known is None:
            known = self._known[case_id] = super().get(case_id)
        return known

    def save(self, case: Case, facts: Sequence[NewEvent] = ()) -> None:
        """Write what changed since the case was read or saved, and what happened."""
        if self.get(case.id).tried != case.tried:
            self._chances = None
        super().save(case, facts)
        self._known[case.id] = case

    def chances(self) -> Chances:
        """How often first calls reached somebody, by frame and part of the week."""
        if self._chances is None:
            self._chances = super().chances()
        return self._chances


class JoinedCalls(SqlCalls):
    """Attempts that are as they were read or saved last, as nobody else writes to them within the transaction."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._known: dict[AttemptId, Attempt] = {}
        self._open: dict[UserId, dict[AttemptId, Attempt]] = {}  # without a result yet, of whom that is known

    def forget(self) -> None:
        """A step was taken back: every attempt is read anew."""
        self._known.clear()
        self._open.clear()

    def begin(self, attempt: Attempt, before: CaseBefore) -> None:
        """A sitting, and the case as it stood before it."""
        super().begin(attempt, before)
        self._keep(attempt)

    def save(self, attempt: Attempt, note: str | None = None) -> None:
        """The sitting as it is now; a former note stays where none is given."""
        super().save(attempt, note)
        known = self._known.get(attempt.id)
        if known is None:
            self._open.pop(attempt.user_id, None)
        else:
            self._keep(replace(attempt, dialled=known.dialled, rang_back=known.rang_back))

    def drop(self, attempt_id: AttemptId) -> None:
        """Forget a sitting in which nothing was dialled."""
        super().drop(attempt_id)
        self.forget()

    def attempt(self, attempt_id: AttemptId) -> Attempt:
        """An attempt; LookupError for an unknown id."""
        known = self._known.get(attempt_id)
        if known is None:
            known = self._known[attempt_id] = super().attempt(attempt_id)
        return known

    def add_call(self, call: Call) -> None:
        """The row of a call, written before dialling."""
        super().add_call(call)
        self._keep(self.attempt(call.attempt_id).call())

    def _open_of(self, user_id: UserId) -> Iterable[Attempt]:
        known = self._open.get(user_id)
        if known is None:
            known = self._open[user_id] = {attempt.id: attempt for attempt in super()._open_of(user_id)}
        return known.values()

    def _keep(self, attempt: Attempt) -> None:
        self._known[attempt.id] = attempt
        of_person = self._open.get(attempt.user_id)
        if of_person is None:
            return
        if attempt.ended_at is None:
            of_person[attempt.id] = attempt
        else:
            of_person.pop(attempt.id, None)


class _Position(NamedTuple):
    """Where an interview stands.

    Args:
        last: Number of its last fact.
    """

    ref: str
    language: str
    form_hash: str
    last: int


class _Steps(Statements):
    """The statements of the transaction; those of a unit of work are a step of it, which the first that writes begins.

    Reading changes nothing that would be taken back. Facts of the log wait until a statement asks for them, or all
    becomes durable: a thousand are chained and written together in half the time, and a step that has nothing but
    facts to take back needs no savepoint. So does where an interview stands, which changes with every answer.
    """

    def __init__(self, database: Database) -> None:
        self._chain: LogChain = database.chain
        # sqlite: how a transaction that writes begins
        super().__init__(database.driver(), "BEGIN IMMEDIATE", database.begun, database.committed)
        self._is_open = False
        self._is_saved = False
        self._mark: ChainMark | None = None  # before the facts of this step, where some are in the file
        self._changes = 0
        self._waiting: list[Row] = []  # facts that are not in the file yet, without their digests
        self._earlier = 0  # so many of them are of earlier steps
        self._positions: dict[InterviewId, _Position] = {}  # of earlier steps, not in the file yet
        self._written: dict[InterviewId, _Position] = {}  # of interviews that are there, as the file has them
        self._of_earlier: list[tuple[str, Sequence[Sequence[object]]]] = []  # what this step wrote for earlier ones

    def execute(self, statement: str, values: Sequence[object] | Mapping[str, object] = ()) -> Any:
        """One statement; a cursor of the driver with its rows."""
        if not (self._is_open and _reads_no_facts(statement)):
            self._prepare(statement)
        return self._driver.execute(statement, values)

    def note_position(self, interview_id: InterviewId, form_hash: str, ref: str, language: str, last: int) -> None:
        """Where an interview stands, written once somebody asks for it: the last that a step does, without savepoint.

        Raises:
            LookupError: there is no such interview.
        """
        position = _Position(ref, language, form_hash, last)
        written = self._written.get(interview_id)
        if written is None or (written.language, written.form_hash) != (language, form_hash):
            self._positions.pop(interview_id, None)
            note_position(self._driver.execute, interview_id, form_hash, ref, language, last)
            self._written[interview_id] = position
        else:
            self._positions[interview_id] = position

    def many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """One statement for each row of values."""
        self._prepare(statement)
        self._driver.executemany(statement, rows)

    def end_of_log(self) -> int:
        """Number of the last fact, those that wait included."""
        self.start()
        return self._chain.last + len(self._waiting)

    def later(self, facts: Sequence[Row]) -> int:
        """Have facts chained and written with those of other steps; the number of the last one.

        Args:
            facts: Values of `COLUMNS`, numbered from behind the end of the log.
        """
        self._waiting += facts
        return self.end_of_log()

    def start(self) -> None:
        """Begin a step, where no statement has begun it, and the transaction before the first."""
        if self._begun:
            return
        if not self._is_open:
            super().start()
            self._is_open = True
        self._earlier = len(self._waiting)
        self._begun = True

    def commit(self) -> None:
        """The step stays, and is durable with the others; a later statement begins another one."""
        if self._begun:
            if self._is_saved:
                self._driver.execute("RELEASE step")
            self._end_step()

    def take_back(self) -> bool:
        """Undo a step that was not committed; whether there was anything to undo."""
        if not self._begun:
            return False
        is_whole = self._driver.in_transaction  # sqlite: a full disk ends a transaction on its own
        changed: bool = self._is_saved and self._driver.total_changes != self._changes
        has_facts = len(self._waiting) > self._earlier
        del self._waiting[self._earlier if is_whole else 0 :]
        if self._is_saved and is_whole:
            if changed:
                self._driver.execute("ROLLBACK TO step")
            self._driver.execute("RELEASE step")
            if changed:
                for statement, rows in self._of_earlier:
                    self._driver.executemany(statement, rows)
        if is_whole and self._mark is not None:
            self._chain.back_to(self._mark)
        if changed or not is_whole:
            self._written.clear()
        if not is_whole:
            self._positions.clear()
        self._end_step()
        return changed or has_facts

    def keep(self) -> None:
        """Make every step durable."""
        if self._is_open:
            if self._waiting:
                self._write_facts()
            if self._positions:
                self._write_positions()
            self._begun, self._is_open = True, False
            super().commit()

    def _prepare(self, statement: str) -> None:
        """What has to be there before a statement runs: facts that it asks for, a step, a way back."""
        reads = _reads(statement)
        if not (self._is_open and reads):
            self.start()
        if self._waiting and _asks_for_facts(statement):
            self._write_facts()
        if self._positions and _asks_for_positions(statement):
            self._write_positions()
        if not reads:
            self._save()

    def _save(self) -> None:
        if not self._is_saved:
            self._changes = self._driver.total_changes
            # sqlite: what a unit of work undoes alone
            self._driver.execute("SAVEPOINT step")
            self._is_saved = True

    def _write_facts(self) -> None:
        """Those of earlier steps so that they stay where this one is taken back."""
        earlier, own = self._waiting, list[Row]()
        if self._begun:
            earlier, own = self._waiting[: self._earlier], self._waiting[self._earlier :]
        self._waiting, self._earlier = [], 0
        if earlier:
            written = self._chain.chained(earlier, self._driver.execute)
            self._driver.executemany(INSERT, written)
            if self._is_saved:
                self._of_earlier.append((INSERT, written))
        if own:
            self._save()
            if self._mark is None:
                self._mark = self._chain.mark()
            self._driver.executemany(INSERT, self._chain.chained(own, self._driver.execute))

    def _write_positions(self) -> None:
        rows = [(at.ref, at.language, at.form_hash, at.last, of) for of, at in self._positions.items()]
        self._driver.executemany(UPDATE_POSITION, rows)
        self._positions = {}
        if self._is_saved:
            self._of_earlier.append((UPDATE_POSITION, rows))

    def _end_step(self) -> None:
        self._begun = self._is_saved = False
        self._mark, self._of_earlier = None, []


_FACTS = re.compile(r"\bevent\b")
_POSITIONS = re.compile(r"\b(ref|last_seq)\b|DELETE FROM interview\b")
"""Columns that tell where an interview stands, and what would leave nothing to write it to."""


@lru_cache(maxsize=1000)
def _reads_no_facts(statement: str) -> bool:
    """Whether it can run at once in a transaction: what most do."""
    return _reads(statement) and not _asks_for_facts(statement) and not _asks_for_positions(statement)


@lru_cache(maxsize=1000)
def _asks_for_positions(statement: str) -> bool:
    """Whether it reads where an interview stands, or deletes it."""
    return _POSITIONS.search(statement) is not None


@lru_cache(maxsize=1000)
def _asks_for_facts(statement: str) -> bool:
    """Whether it names the table of the log."""
    return _FACTS.search(statement) is not None


@lru_cache(maxsize=1000)
def _reads(statement: str) -> bool:
    """Whether it can only read; one that begins with a table of its own counts as writing."""
    return statement.split(maxsplit=1)[0] == "SELECT"
