"""Statements of the units of a rehearsed field, each a step of one transaction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from cati_app.domain.ids import InterviewId
from cati_app.store.database import Database
from cati_app.store.event_log import UPDATE_POSITION, note_position
from cati_app.store.event_rows import INSERT
from cati_app.store.log_chain import ChainMark, LogChain, Row
from cati_app.store.statements import Statements


class _Position(NamedTuple):
    """Where an interview stands.

    Args:
        last: Number of its last fact.
    """

    ref: str
    language: str
    form_hash: str
    last: int


class JoinedSteps(Statements):
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
