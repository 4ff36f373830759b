"""One transaction over the repositories."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

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
from cati_app.store.problems import environment_problems
from cati_app.store.quota_book import SqlQuotaBook
from cati_app.store.sample import SqlSample


class SqlUnitOfWork:
    """Repositories that share one session; `cipher` is None for a role without the contact key."""

    def __init__(
        self, session: Session, device: str, cipher: ContactCipher | None, cost: Cost, blocklist: BlockListFile | None
    ) -> None:
        self._session = session
        self.contacts = SqlContacts(session, cipher)
        self.blocklist = SqlBlockList(session, self.contacts, blocklist)
        self.cases = SqlCases(session, self.contacts, self.blocklist)
        self.sample = SqlSample(session, self.contacts, self.cases.queue)
        self.calls = SqlCalls(session, self.contacts)
        self.histories = SqlHistories(session)
        self.interviews = SqlInterviews(session)
        self.interview_counts = SqlInterviewCounts(session)
        self.interview_book = SqlInterviewBook(session)
        self.quota = SqlQuotaBook(session)
        self.log = SqlEventLog(session, device)
        self.people = SqlPeople(session, cipher, cost)
        self.case_book = SqlCaseBook(session, self.contacts)

    def commit(self) -> None:
        """Make it durable."""
        self._session.commit()


class SqlUnits:
    """Opens units of work on a database."""

    def __init__(self, database: Database, cipher: ContactCipher | None, cost: Cost) -> None:
        self._database = database
        self._cipher = cipher
        self._cost = cost

    @contextmanager
    def __call__(self) -> Iterator[SqlUnitOfWork]:
        """A unit of work; leaving it without `commit` rolls back."""
        with environment_problems(self._database.path), self._database.session() as session:
            yield SqlUnitOfWork(session, self._database.device, self._cipher, self._cost, self._database.blocklist)
