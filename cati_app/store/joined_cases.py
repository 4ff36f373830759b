"""Cases and attempts of a rehearsed field, kept in hand as the database has them: nobody else writes to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from cati_app.domain.calling.chances import Chances
from cati_app.domain.casework.after_call import Made
from cati_app.domain.casework.cases import Attempt, Call, Case, CaseBefore, ContactNumber
from cati_app.domain.events import NewEvent
from cati_app.domain.ids import AttemptId, CaseId, NumberId, UserId
from cati_app.domain.outcomes.finality import Outcome
from cati_app.store.calls import SqlCalls
from cati_app.store.case_rows import Row
from cati_app.store.cases import SqlCases
from cati_app.store.histories import SqlHistories
from cati_app.store.queue import SqlQueue
from cati_app.store.statements import Statements
from cati_app.values import replace

_DIALLED = "SELECT k.dialled_at FROM attempt a JOIN call k ON k.attempt_id = a.id WHERE a.case_id = ?"
_EVER = datetime.max.replace(tzinfo=UTC)


class CasesAtHand:
    """What was read or written last, from one transaction to the next as long as nobody else writes.

    Args:
        written: Rows that the connection had written by then.
    """

    def __init__(self) -> None:
        self.written = 0
        self.cases: dict[CaseId, Case] = {}
        self.rows: dict[CaseId, tuple[Row, tuple[ContactNumber, ...]]] = {}
        self.alone: set[CaseId] = set()  # cases none of whose numbers another case has
        self.dialled: dict[CaseId, list[datetime]] = {}
        self.outcomes: dict[CaseId, list[Outcome]] = {}  # in the order of the attempts
        self.attempts: dict[AttemptId, Attempt] = {}
        self.numbers: dict[AttemptId, NumberId] = {}  # the last one that was dialled in it
        self.open: dict[UserId, dict[AttemptId, Attempt]] = {}  # without a result yet, of whom that is known
        self.chances: Chances | None = None
        self.held: dict[CaseId, tuple[UserId, int, datetime]] | None = None  # by whom, number of the case, last sign
        self.blocks: dict[AttemptId, Attempt] | None = None  # whose numbers are to be blocked

    def forget(self) -> None:
        """Everything is read anew."""
        for kept in (self.cases, self.rows, self.alone, self.dialled, self.outcomes):
            kept.clear()
        for of_attempts in (self.attempts, self.numbers, self.open):
            of_attempts.clear()
        self.chances = self.held = self.blocks = None

    def made_within(self, statements: Statements, case_id: CaseId, since: datetime, until: datetime) -> int:
        """Calls of a case from a time to before another."""
        times = self.dialled.get(case_id)
        if times is None:
            rows = statements.execute(_DIALLED, (case_id,))
            times = self.dialled[case_id] = [datetime.fromisoformat(row[0]) for row in rows]
        return len([at for at in times if since <= at < until])


class JoinedCases(SqlCases):
    """Cases that are as they were read or saved last."""

    def __init__(self, known: CasesAtHand, statements: Statements, *given: Any) -> None:
        super().__init__(statements, *given)
        self.queue = JoinedQueue(known, statements)
        self._known = known
        self._read = known.rows

    def get(self, case_id: CaseId) -> Case:
        """A case with its numbers."""
        known = self._known.cases.get(case_id)
        if known is None:
            known = self._known.cases[case_id] = super().get(case_id)
        return known

    def save(self, case: Case, facts: Sequence[NewEvent] = ()) -> None:
        """Write what changed since the case was read or saved, and what happened."""
        known = self._known
        if self.get(case.id).tried != case.tried:
            known.chances = None
        super().save(case, facts)
        known.cases[case.id] = case
        if known.held is None:
            return
        if case.locked_by and case.locked_at is not None:
            known.held[case.id] = case.locked_by, case.case_no, case.locked_at
        else:
            known.held.pop(case.id, None)

    def chances(self) -> Chances:
        """How often first calls reached somebody, by frame and part of the week."""
        if self._known.chances is None:
            self._known.chances = super().chances()
        return self._known.chances

    def made_within(self, case_id: CaseId, since: datetime, until: datetime) -> int:
        """Contact attempts on the case from `since` to before `until`, counted from the calls."""
        return self._known.made_within(self._statements, case_id, since, until)

    def made_elsewhere(self, case_id: CaseId, since: datetime, until: datetime) -> dict[NumberId, Made]:
        """Of the case's numbers that other cases have too: contact attempts in all of these, and in the time."""
        if case_id in self._known.alone:
            return {}
        made = super().made_elsewhere(case_id, since, until)
        if not made:
            self._known.alone.add(case_id)
        return made


class JoinedQueue(SqlQueue):
    """The queue, with the cases in hand as they were saved last."""

    def __init__(self, known: CasesAtHand, statements: Statements) -> None:
        super().__init__(statements)
        self._known = known

    def held(self) -> Sequence[tuple[CaseId, UserId, datetime]]:
        """Cases in hand: with whom, and when the last heartbeat came."""
        if self._known.held is None:
            self._known.held = {}
            for case_id, holder, seen in super().held():
                (number,) = self._statements.row('SELECT case_no FROM "case" WHERE id = ?', case_id)
                self._known.held[case_id] = holder, number, seen
        by_holder = sorted(self._known.held.items(), key=_by_holder)
        return [(case_id, holder, seen) for case_id, (holder, _, seen) in by_holder]


def _by_holder(held: tuple[CaseId, tuple[UserId, int, datetime]]) -> tuple[UserId, int]:
    return held[1][:2]


class JoinedCalls(SqlCalls):
    """Attempts that are as they were read or saved last."""

    def __init__(self, known: CasesAtHand, *given: Any) -> None:
        super().__init__(*given)
        self._known = known

    def begin(self, attempt: Attempt, before: CaseBefore) -> None:
        """A sitting, and the case as it stood before it."""
        super().begin(attempt, before)
        self._keep(attempt)

    def save(self, attempt: Attempt, note: str | None = None) -> None:
        """The sitting as it is now; a former note stays where none is given."""
        before = self.attempt(attempt.id)
        super().save(attempt, note)
        now = replace(attempt, dialled=before.dialled, rang_back=before.rang_back)
        self._keep(now)
        self._note_outcome(before, now)

    def drop(self, attempt_id: AttemptId) -> None:
        """Forget a sitting in which nothing was dialled."""
        super().drop(attempt_id)
        self._known.forget()

    def attempt(self, attempt_id: AttemptId) -> Attempt:
        """An attempt; LookupError for an unknown id."""
        known = self._known.attempts.get(attempt_id)
        if known is None:
            known = self._known.attempts[attempt_id] = super().attempt(attempt_id)
        return known

    def add_call(self, call: Call) -> None:
        """The row of a call, written before dialling."""
        super().add_call(call)
        attempt = self.attempt(call.attempt_id).call()
        self._keep(attempt)
        self._known.numbers[attempt.id] = call.number_id
        times = self._known.dialled.get(attempt.case_id)
        if times is not None:
            times.append(call.dialled_at)

    def blocks_due(self, now: datetime) -> list[Attempt]:
        """Attempts whose numbers are to be blocked by now."""
        if self._known.blocks is None:
            self._known.blocks = {attempt.id: attempt for attempt in super().blocks_due(_EVER)}
        due = [attempt for attempt in self._known.blocks.values() if attempt.block_at and attempt.block_at <= now]
        return sorted(due, key=attrgetter("block_at"))

    def _open_of(self, user_id: UserId) -> Iterable[Attempt]:
        known = self._known.open.get(user_id)
        if known is None:
            known = self._known.open[user_id] = {attempt.id: attempt for attempt in super()._open_of(user_id)}
        return known.values()

    def _keep(self, attempt: Attempt) -> None:
        known = self._known
        known.attempts[attempt.id] = attempt
        _put(known.open.get(attempt.user_id), attempt, there=attempt.ended_at is None)
        _put(known.blocks, attempt, there=attempt.block_at is not None)

    def _note_outcome(self, before: Attempt, now: Attempt) -> None:
        """Behind the others, where it is the first result of the newest attempt; else all are read anew."""
        outcomes, number = self._known.outcomes.get(now.case_id), self._known.numbers.get(now.id)
        if outcomes is None:
            return
        is_newest = not outcomes or outcomes[-1].attempt_no < now.attempt_no
        is_first = before.disposition is None and is_newest and number is not None
        if is_first and now.disposition is not None and now.ended_at is not None:
            outcomes.append(
                Outcome(now.disposition, now.ended_at, now.person, number, now.user_id, now.attempt_no, rang_back=False)
            )
        elif before != now:
            del self._known.outcomes[now.case_id]


def _put(attempts: dict[AttemptId, Attempt] | None, attempt: Attempt, *, there: bool) -> None:
    """Where they are known, among them or not any more."""
    if attempts is None:
        return
    if there:
        attempts[attempt.id] = attempt
    else:
        attempts.pop(attempt.id, None)


class JoinedHistories(SqlHistories):
    """Histories, the outcomes of a case as they were read or given last."""

    def __init__(self, known: CasesAtHand, statements: Statements) -> None:
        super().__init__(statements)
        self._known = known

    def done(self, case_id: CaseId, since: datetime, until: datetime) -> tuple[tuple[Outcome, ...], int]:
        """The outcomes of a case in the order of its attempts, and its calls from one time to before another."""
        outcomes = self._known.outcomes.get(case_id)
        if outcomes is None:
            read, made = super().done(case_id, since, until)
            self._known.outcomes[case_id] = list(read)
            return read, made
        return tuple(outcomes), self._known.made_within(self._statements, case_id, since, until)
