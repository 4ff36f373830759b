"""Units of work that join one transaction, which becomes durable every hour, in a rehearsed field.

In the field every unit is durable when it has committed. Here whoever plays the field plays it again after a power cut,
so a database that does not rehearse is refused. What is written is the same, row by row: each unit is a step within the
transaction, and one that is left without `commit` takes its own step back and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from types import TracebackType
from typing import Self

from cati_app.domain.clock import Clock
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import InterviewId
from cati_app.store.database import Database
from cati_app.store.event_log import SqlEventLog
from cati_app.store.event_rows import EventRows
from cati_app.store.joined_cases import CasesAtHand, JoinedCalls, JoinedCases, JoinedHistories
from cati_app.store.joined_steps import JoinedSteps
from cati_app.store.keys import Cost
from cati_app.store.log_chain import RowChain
from cati_app.store.on_demand import OnDemand
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.store.unit_of_work import SqlUnitOfWork, SqlUnits

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
        self._known: dict[HeldKeys | None, CasesAtHand] = {}
        self._from = self._until = clock.now()

    def of(self, keys: HeldKeys | None) -> JoinedUnit:
        """A unit of work with these keys, within the transaction of this hour."""
        now, unit = self._clock.now(), self._unit
        if unit is None or unit.keys is not keys or not self._from <= now < self._until:
            self.keep()
            self._from, self._until = now, now + TOGETHER
            known = self._known.setdefault(keys, CasesAtHand())
            if known.written != self.database.driver().total_changes:
                known.forget()
            unit = self._unit = JoinedUnit(self.database, keys, self.cost, known)
        return unit

    def keep(self) -> None:
        """Make durable what every unit so far has committed."""
        if self._unit is not None:
            unit, self._unit = self._unit, None
            unit.keep()
            unit.known.written = self.database.driver().total_changes


class JoinedUnitsOf(SqlUnits):
    """The same of a person, in the place of units that are durable each by itself."""

    def __init__(self, joined: JoinedUnits, keys: HeldKeys | None) -> None:
        super().__init__(joined.database, keys, joined.cost)
        self._joined = joined

    def __call__(self) -> SqlUnitOfWork:
        """A unit of work; leaving it without `commit` takes back its step."""
        return self._joined.of(self._keys)


class JoinedUnit(SqlUnitOfWork):
    """A transaction whose steps are units of work; the repositories stay from one step to the next.

    Args:
        known: Of the transactions before with these keys.
    """

    def __init__(self, database: Database, keys: HeldKeys | None, cost: Cost, known: CasesAtHand) -> None:
        super().__init__(database, keys, cost)
        self.keys = keys
        self.known = known
        self._steps = self._statements = JoinedSteps(database)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._steps.take_back():
            self.known.forget()
            self._kept.words.begun()
        problem = self._kept.problem_of(error)
        if problem is not None:
            raise problem from error

    @OnDemand
    def cases(self) -> JoinedCases:
        """Cases and their numbers, each read once."""
        return JoinedCases(self.known, self._statements, self.contacts, self.blocklist, self.log, self.staff)

    @OnDemand
    def calls(self) -> JoinedCalls:
        """Attempts and calls, each attempt read once."""
        return JoinedCalls(self.known, self._statements, self.contacts, self.staff)

    @OnDemand
    def histories(self) -> JoinedHistories:
        """Cases with everything that happened to them."""
        return JoinedHistories(self.known, self._statements)

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

    def __init__(self, steps: JoinedSteps, rows: EventRows, chain: RowChain) -> None:
        super().__init__(steps, rows, chain)
        self._steps = steps

    def append(self, events: Iterable[NewEvent]) -> int:
        """Write facts; the number of the last one."""
        return self._steps.later(self._rows.rows(self._steps.end_of_log(), events))
