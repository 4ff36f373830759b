"""One transaction over the repositories."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cati_app.store.blocked import SqlBlockList
from cati_app.store.blocklist import BlockListFile
from cati_app.store.calls import SqlCalls
from cati_app.store.case_book import SqlCaseBook
from cati_app.store.cases import SqlCases
from cati_app.store.contacts import SqlContacts
from cati_app.store.database import Database
from cati_app.store.event_log import SqlEventLog
from cati_app.store.histories import SqlHistories
from cati_app.store.interview_book import SqlInterviewBook
from cati_app.store.interview_counts import SqlInterviewCounts
from cati_app.store.interviews import SqlInterviews
from cati_app.store.keys import ContactCipher, Cost
from cati_app.store.people import SqlPeople
from cati_app.store.quota_book import SqlQuotaBook
from cati_app.store.sample import SqlSample
from cati_app.store.statements import Statements


class SqlUnitOfWork:
    """Repositories that share one transaction; `cipher` is None for a role without the contact key."""

    def __init__(
        self,
        statements: Statements,
        device: str,
        cipher: ContactCipher | None,
        cost: Cost,
        blocklist: BlockListFile | None,
    ) -> None:
        self._statements = statements
        self.log = SqlEventLog(statements, device)
        self.contacts = SqlContacts(statements, cipher)
        self.blocklist = SqlBlockList(statements, self.contacts, blocklist)
        self.cases = SqlCases(statements, self.contacts, self.blocklist, self.log)
        self.sample = SqlSample(statements, self.contacts, self.cases.queue)
        self.calls = SqlCalls(statements, self.contacts)
        self.histories = SqlHistories(statements)
        self.interviews = SqlInterviews(statements)
        self.interview_counts = SqlInterviewCounts(statements)
        self.interview_book = SqlInterviewBook(statements)
        self.quota = SqlQuotaBook(statements)
        self.people = SqlPeople(statements, cipher, cost)
        self.case_book = SqlCaseBook(statements, self.contacts)

    def commit(self) -> None:
        """Make it durable."""
        self._statements.commit()


class SqlUnits:
    """Opens units of work on a database."""

    def __init__(self, database: Database, cipher: ContactCipher | None, cost: Cost) -> None:
        self._database = database
        self._cipher = cipher
        self._cost = cost

    @contextmanager
    def __call__(self) -> Iterator[SqlUnitOfWork]:
        """A unit of work; leaving it without `commit` rolls back."""
        database = self._database
        with database.transaction() as statements:
            yield SqlUnitOfWork(statements, database.device, self._cipher, self._cost, database.blocklist)
