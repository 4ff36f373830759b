"""One transaction over the repositories."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from cati_app.domain.errors import RuleViolation
from cati_app.store.blocked import SqlBlockList
from cati_app.store.calls import SqlCalls
from cati_app.store.case_book import SqlCaseBook
from cati_app.store.cases import SqlCases
from cati_app.store.contacts import SqlContacts
from cati_app.store.database import Database
from cati_app.store.documents import InterviewDocuments
from cati_app.store.event_log import SqlEventLog
from cati_app.store.event_rows import EventRows
from cati_app.store.form_versions import SqlFormVersions
from cati_app.store.histories import SqlHistories
from cati_app.store.interview_book import SqlInterviewBook
from cati_app.store.interview_counts import SqlInterviewCounts
from cati_app.store.interviews import SqlInterviews
from cati_app.store.keys import Cost
from cati_app.store.on_demand import OnDemand
from cati_app.store.people import SqlPeople
from cati_app.store.problems import problem_of
from cati_app.store.quota_book import SqlQuotaBook
from cati_app.store.sample import SqlSample
from cati_app.store.sign_ins import SqlSignIns
from cati_app.store.trust.held_keys import HeldKeys

if TYPE_CHECKING:
    from cati_app.store.sheets import SqlSheets


class SqlUnitOfWork:
    """Repositories that share one transaction, each made when it is asked for: a unit needs few of them.

    Args:
        keys: None while nobody is signed in.
    """

    def __init__(self, database: Database, keys: HeldKeys | None, cost: Cost, beside: HeldKeys | None = None) -> None:
        self._database = database
        self._keys = keys
        self._cost = cost
        self._beside = beside
        self._statements = database.begin()

    def __enter__(self) -> SqlUnitOfWork:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._statements.end()
        except Exception as failed:
            raise problem_of(self._database.path, failed) or failed from failed
        problem = problem_of(self._database.path, error)
        if problem is not None:
            raise problem from error

    @OnDemand
    def contacts(self) -> SqlContacts:
        """Contact data."""
        return SqlContacts(self._statements, self._keys, self._event_rows)

    @OnDemand
    def blocklist(self) -> SqlBlockList:
        """Numbers never to be called again."""
        return SqlBlockList(self._statements, self.contacts, self._database.blocklist)

    @OnDemand
    def log(self) -> SqlEventLog:
        """The one log."""
        return SqlEventLog(self._statements, self._event_rows, self._database.chain)

    @OnDemand
    def _event_rows(self) -> EventRows:
        return EventRows(self._database.device, self._keys, self._documents)

    @OnDemand
    def _documents(self) -> InterviewDocuments:
        return InterviewDocuments(self._statements.execute, self._keys)

    @OnDemand
    def cases(self) -> SqlCases:
        """Cases and their numbers."""
        return SqlCases(self._statements, self.contacts, self.blocklist, self.log)

    @OnDemand
    def sample(self) -> SqlSample:
        """The sample as a whole."""
        return SqlSample(self._statements, self.contacts, self.cases.queue)

    @OnDemand
    def calls(self) -> SqlCalls:
        """Attempts and calls."""
        return SqlCalls(self._statements, self.contacts)

    @OnDemand
    def histories(self) -> SqlHistories:
        """Cases with everything that happened to them."""
        return SqlHistories(self._statements)

    @OnDemand
    def interviews(self) -> SqlInterviews:
        """Stored interviews."""
        return SqlInterviews(self._statements, self._documents)

    @OnDemand
    def interview_counts(self) -> SqlInterviewCounts:
        """Counters of interviews."""
        return SqlInterviewCounts(self._statements)

    @OnDemand
    def interview_book(self) -> SqlInterviewBook:
        """Interviews in pages."""
        return SqlInterviewBook(self._statements, self._documents, self.log)

    @OnDemand
    def form_versions(self) -> SqlFormVersions:
        """Questionnaires that interviews were held with."""
        return SqlFormVersions(self._statements)

    @OnDemand
    def quota(self) -> SqlQuotaBook:
        """Counters of the cells."""
        return SqlQuotaBook(self._statements)

    @OnDemand
    def people(self) -> SqlPeople:
        """Logins."""
        return SqlPeople(self._statements, self._database, self._keys, self._cost, self._beside)

    @OnDemand
    def sheets(self) -> SqlSheets:
        """The recovery sheet. RuleViolation: `supervisor_needed` where nobody is signed in."""
        from cati_app.store.people_changes import PeopleChanges  # noqa: PLC0415 - not needed at a start
        from cati_app.store.sheets import SqlSheets  # noqa: PLC0415 - as above

        if self._keys is None:
            raise RuleViolation("supervisor_needed")
        changes = PeopleChanges(self._statements, self._database, self._keys, self._cost, self._beside)
        return SqlSheets(self._statements, self._database, self._keys, changes)

    @OnDemand
    def sign_ins(self) -> SqlSignIns:
        """Attempts to sign in that failed."""
        return SqlSignIns(self._statements)

    @OnDemand
    def case_book(self) -> SqlCaseBook:
        """Lists of cases, and the record of one."""
        return SqlCaseBook(self._statements, self.contacts, self._event_rows)

    def commit(self) -> None:
        """Make it durable."""
        self._statements.commit()


class TraceUnits:
    """Opens units of work that write traces of who did what, also for commands that only read.

    Args:
        database: Open for writing; or for reading, and then it is opened to write for each unit.
    """

    def __init__(self, database: Database, cost: Cost) -> None:
        self._database = database
        self._cost = cost

    @contextmanager
    def __call__(self) -> Iterator[SqlUnitOfWork]:
        """A unit of work without contact data."""
        if self._database.writable:
            with SqlUnitOfWork(self._database, None, self._cost) as unit:
                yield unit
            return
        with self._database.for_a_moment() as database, SqlUnitOfWork(database, None, self._cost) as unit:
            yield unit


class SqlUnits:
    """Opens units of work on a database.

    Args:
        keys: Of who is signed in; None where nobody is.
        cost: What a password costs.
        beside: Keys of a second person, where two sign.
    """

    def __init__(self, database: Database, keys: HeldKeys | None, cost: Cost, beside: HeldKeys | None = None) -> None:
        self._database = database
        self._keys = keys
        self._cost = cost
        self._beside = beside

    def __call__(self) -> SqlUnitOfWork:
        """A unit of work; leaving it without `commit` rolls back.

        Raises:
            RuleViolation: `signed_out` when the person has left meanwhile, or has other keys.
        """
        for keys in (self._keys, self._beside):
            if keys is not None and keys.head_n != self._database.head_n:
                self._renew(keys)
        return SqlUnitOfWork(self._database, self._keys, self._cost, self._beside)

    def _renew(self, keys: HeldKeys) -> None:
        from cati_app.store.sign_in import renew  # noqa: PLC0415 - not needed at a start

        renew(self._database, keys)
