"""What services need from a store, as protocols. `store` fulfils them; the composition root brings both together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from cati_app.domain.cases import Attempt, Call, Case, HistoryEntry, NewCase
from cati_app.domain.chances import Chances
from cati_app.domain.compliance import CallFact
from cati_app.domain.events import NewEvent
from cati_app.domain.finality import History
from cati_app.domain.ids import AttemptId, CallId, CaseId, CellId, InterviewId, NumberId, UserId
from cati_app.domain.interviews import Interview, InterviewState, StoredDatum
from cati_app.domain.people import User
from cati_app.domain.queue import DueAppointment, DueCase, Route
from cati_app.domain.quota import CellCount
from cati_app.domain.replay import PastCase
from cati_app.domain.routing import Lane
from cati_app.services.case_book_port import CaseBook
from cati_app.services.contacts_port import Contacts
from cati_app.services.log_port import EventLog
from cati_app.services.sample_port import Sample


class CaseQueue(Protocol):
    """The open cases in nobody's hands, by what they need and when they are due."""

    def routes(self) -> Sequence[tuple[int, Route]]:
        """Routes on which cases stand."""
        ...

    def first_due(self, lanes: Iterable[Lane], now: datetime, user_id: UserId) -> DueCase | None:
        """The first due case of the lanes: lagging cells, then the lowest level, then who is due longest."""
        ...

    def due_cases(self, lanes: Iterable[Lane], now: datetime, user_id: UserId) -> Iterator[DueCase]:
        """All due cases of the lanes in that order."""
        ...

    def next_due(self, route_id: int, user_id: UserId, after: datetime | None = None) -> datetime | None:
        """When the first case of a route is due; of those due after a time, where one is given."""
        ...

    def counts(self) -> Mapping[tuple[int, str], int]:
        """Cases in the queue by route and the reason of their due time."""
        ...

    def due_for_others(self, user_id: UserId, now: datetime) -> Mapping[tuple[int, str], int]:
        """Due cases that must not be called by the person who was refused, as `counts` counts them."""
        ...

    def appointments(self, until: datetime) -> Iterable[DueAppointment]:
        """Open appointments up to a time, firm ones first."""
        ...

    def coming(self) -> Iterable[DueAppointment]:
        """All open appointments by time, read only as far as somebody asks for them."""
        ...

    def count_appointments(self) -> int:
        """How many cases wait for an appointment."""
        ...

    def held(self) -> Sequence[tuple[CaseId, UserId, datetime]]:
        """Cases in somebody's hands: by whom, and when last heard of."""
        ...


class Cases(Protocol):
    """Cases and their numbers."""

    def add_many(self, cases: Iterable[NewCase]) -> int:
        """Add cases; the number added."""
        ...

    def count(self) -> int:
        """How many cases there are."""
        ...

    def id_of(self, case_no: int) -> CaseId | None:
        """The case with that number."""
        ...

    def get(self, case_id: CaseId) -> Case:
        """A case with its numbers; they are None for a role without the contact key."""
        ...

    @property
    def queue(self) -> CaseQueue:
        """Who comes first."""
        ...

    def appointments_due(self, now: datetime) -> int:
        """How many open appointments are due by now."""
        ...

    def locked_by(self, user_id: UserId) -> CaseId | None:
        """The case a person holds."""
        ...

    def update(self, case_id: CaseId, **values: object) -> None:
        """Set columns of the case by name."""
        ...

    def snapshot(self, case_id: CaseId) -> str:
        """The case as it is, for taking a result back."""
        ...

    def restore(self, case_id: CaseId, snapshot: str, *, language: bool = False) -> None:
        """Back to a snapshot; what the sample says of the case stays, as does its interview."""
        ...

    def count_dial(self, case_id: CaseId, number_id: NumberId, local_day: str) -> None:
        """One more contact attempt."""
        ...

    def dials(self, case_id: CaseId, since: datetime, until: datetime) -> tuple[int, int]:
        """Contact attempts on the case: in all, and from `since` to before `until`, counted from the calls."""
        ...

    def history(self, case_id: CaseId, limit: int = 6) -> tuple[HistoryEntry, ...]:
        """Earlier results, oldest first; notes only with the contact key."""
        ...

    def chances(self) -> Chances:
        """How often first calls reached somebody; kept by `update`."""
        ...

    def block_numbers(self, case_id: CaseId, at: datetime) -> None:
        """Put the numbers of a case on the block list."""
        ...


class Histories(Protocol):
    """Cases with everything they came to, for codes, rates and the ledger; no contact data."""

    def of_case(self, case_id: CaseId) -> History:
        """One case."""
        ...

    def of_number(self, case_no: int) -> History | None:
        """The case of that number."""
        ...

    def all(self) -> Iterator[History]:
        """Every case, by number."""
        ...

    def closed_unscreened(self) -> Iterator[tuple[History, str]]:
        """Closed cases whose code hangs on whether they were screened, and the code in their row."""
        ...

    def calls(self) -> Iterator[CallFact]:
        """Every call, in the order of the log."""
        ...


class BlockList(Protocol):
    """Numbers never to be called again."""

    def holding(self, numbers: Sequence[str]) -> frozenset[str]:
        """Which of these numbers (E.164) are on it."""
        ...

    def add(self, numbers: Sequence[str], at: datetime, people: str) -> int:
        """Put numbers on it at once, whatever becomes of this unit of work; how many were new."""
        ...


class Calls(Protocol):
    """Attempts and the calls within them."""

    def open_attempt(self, attempt: Attempt, case_before: str) -> None:
        """Begin a sitting."""
        ...

    def close_attempt(
        self,
        attempt_id: AttemptId,
        at: datetime,
        disposition: str,
        note: str | None = None,
        *,
        result: str | None = None,
        person: str | None = None,
    ) -> None:
        """End it with a result; `result` is the study's own word for it, `person` who gave it."""
        ...

    def change_result(self, attempt_id: AttemptId, disposition: str, result: str | None, person: str | None) -> None:
        """Another result in place of the one given; when it was given stays."""
        ...

    def reopen_attempt(self, attempt_id: AttemptId) -> str:
        """Take the result back; the snapshot of the case from before."""
        ...

    def drop_attempt(self, attempt_id: AttemptId) -> None:
        """Forget a sitting in which nothing was dialled."""
        ...

    def attempt(self, attempt_id: AttemptId) -> Attempt:
        """An attempt."""
        ...

    def count_results(self, case_id: CaseId, disposition: str, since: datetime) -> int:
        """How many attempts of a case came to that from a time on."""
        ...

    def attempts_of(self, case_id: CaseId) -> tuple[Attempt, ...]:
        """A case's sittings that have a result, in order."""
        ...

    def open_attempt_of(self, user_id: UserId) -> Attempt | None:
        """A person's sitting that has no result yet."""
        ...

    def add_call(self, call: Call) -> None:
        """The row of a call, written before dialling."""
        ...

    def end_call(self, call_id: CallId, at: datetime, ended_by: str) -> None:
        """The call is over."""
        ...

    def calls_of(self, attempt_id: AttemptId) -> tuple[Call, ...]:
        """Calls of an attempt, in order."""
        ...

    def last_result_at(self, case_id: CaseId) -> datetime | None:
        """When the case got its latest result."""
        ...

    def record(self) -> Iterable[PastCase]:
        """Every case with results, its attempts and the times of their calls, oldest first."""
        ...

    def tally(self) -> Mapping[str | None, int]:
        """Attempts by result; None: no result yet."""
        ...

    def block_later(self, attempt_id: AttemptId, at: datetime) -> None:
        """The numbers go to the block list at that time, unless the result is taken back."""
        ...

    def blocks_due(self, now: datetime) -> tuple[tuple[AttemptId, CaseId], ...]:
        """Attempts whose numbers are to be blocked by now."""
        ...

    def block_done(self, attempt_id: AttemptId) -> None:
        """The numbers were put on the block list."""
        ...


class Interviews(Protocol):
    """Stored interviews and their data."""

    def add(self, interview: Interview) -> None:
        """Begin an interview."""
        ...

    def get(self, interview_id: InterviewId) -> Interview:
        """One interview."""
        ...

    def update(self, interview_id: InterviewId, **values: object) -> None:
        """Set columns by name."""
        ...

    def all_in(self, states: Sequence[InterviewState]) -> tuple[Interview, ...]:
        """Interviews in these states, by start."""
        ...

    def lapsed(self, now: datetime, ended_before: datetime) -> Sequence[tuple[Interview, bool]]:
        """Suspended ones whose place is held too long, or whose case is closed: then True stands beside it.

        `ended_before` is for interviews without a time of their own until which the place is kept.
        """
        ...

    def of_user(self, user_id: UserId, state: InterviewState) -> Interview | None:
        """A person's latest interview in a state."""
        ...

    def data_of(self, interview_id: InterviewId) -> Mapping[str, StoredDatum]:
        """The interview's part of the data set, by variable."""
        ...

    def save_data(self, interview_id: InterviewId, data: Iterable[StoredDatum]) -> None:
        """Replace the interview's part of the data set."""
        ...


class QuotaBook(Protocol):
    """Counters of the cells; the table refuses one place too many."""

    def set_targets(self, targets: Mapping[CellId, int]) -> None:
        """Targets in their order; counters stay."""
        ...

    def counts(self) -> tuple[CellCount, ...]:
        """All cells in order."""
        ...

    def count(self, cell_id: CellId) -> CellCount:
        """One cell; target 0 for one that is not in the book."""
        ...

    def hold(self, cell_id: CellId) -> None:
        """One place from free to in progress."""
        ...

    def complete(self, cell_id: CellId) -> None:
        """One place from in progress to achieved."""
        ...

    def give_back(self, cell_id: CellId) -> None:
        """One place from in progress to rolled back."""
        ...


class People(Protocol):
    """Logins."""

    def add(self, user: User, password: str) -> None:
        """A new login; with the contact key wrapped for it if its role may see contact data."""
        ...

    def by_login(self, login: str) -> User | None:
        """The person with that login."""
        ...

    def all(self) -> tuple[User, ...]:
        """Everybody, by number."""
        ...


class UnitOfWork(Protocol):
    """One transaction: everything in it is committed together or not at all."""

    @property
    def cases(self) -> Cases: ...
    @property
    def sample(self) -> Sample: ...
    @property
    def blocklist(self) -> BlockList: ...
    @property
    def calls(self) -> Calls: ...
    @property
    def histories(self) -> Histories: ...
    @property
    def interviews(self) -> Interviews: ...
    @property
    def quota(self) -> QuotaBook: ...
    @property
    def log(self) -> EventLog: ...
    @property
    def people(self) -> People: ...
    @property
    def contacts(self) -> Contacts: ...
    @property
    def case_book(self) -> CaseBook: ...

    def commit(self) -> None:
        """Make it durable."""
        ...


Units = Callable[[], AbstractContextManager[UnitOfWork]]
"""Opens a unit of work; leaving it without `commit` rolls back."""


class AnswerLog(Protocol):
    """The path of an answer: events and the interview's state row by prepared statements, durable on return."""

    def record(self, interview_id: InterviewId, ref: str, language: str, events: Sequence[NewEvent]) -> int:
        """Write an interview's events; the number of the last one."""
        ...
