"""One transaction over the repositories that every engine has."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, Self

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store.block_feed import SqlBlockFeed
from cati_app.store.blocked import SqlBlockList
from cati_app.store.blocklist import BlockListFile
from cati_app.store.bundles import SqlBundles
from cati_app.store.calls import SqlCalls
from cati_app.store.case_book import SqlCaseBook
from cati_app.store.cases import SqlCases
from cati_app.store.contacts import SqlContacts
from cati_app.store.documents import InterviewDocuments
from cati_app.store.erasures import SqlErasures
from cati_app.store.event_log import SqlEventLog
from cati_app.store.event_rows import EventRows
from cati_app.store.field_record import SqlFieldRecord
from cati_app.store.form_versions import SqlFormVersions
from cati_app.store.histories import SqlHistories
from cati_app.store.interview_book import SqlInterviewBook
from cati_app.store.interview_counts import SqlInterviewCounts
from cati_app.store.interviews import SqlInterviews
from cati_app.store.known_stations import SqlStations
from cati_app.store.leases import SqlLeases, SqlNumberHolds
from cati_app.store.log_chain import RowChain
from cati_app.store.on_demand import OnDemand
from cati_app.store.packages import SqlPackages
from cati_app.store.place_grants import SqlPlaceGrants
from cati_app.store.quota_book import SqlQuotaBook
from cati_app.store.sample import SqlSample
from cati_app.store.sample_changes import SqlSampleChanges
from cati_app.store.sign_ins import SqlSignIns
from cati_app.store.statements import Statements
from cati_app.store.team_messages import SqlTeamMessages
from cati_app.store.trust.held_keys import HeldKeys


class KeptStudy(Protocol):
    """A study that is kept somewhere: what its repositories ask of that."""

    device: str
    blocklist: BlockListFile | None

    @property
    def chain(self) -> RowChain:
        """What binds the rows of the log to one another."""
        ...

    def begin(self) -> Statements:
        """The statements of a transaction."""
        ...

    def problem_of(self, error: BaseException | None) -> EnvironmentProblem | None:
        """What an error of the engine means in words; None where the engine is not to blame."""
        ...


class Repositories:
    """Repositories that share one transaction, each made when it is asked for: a unit needs few of them.

    Args:
        keys: None while nobody is signed in.
    """

    def __init__(self, kept: KeptStudy, keys: HeldKeys | None) -> None:
        self._kept = kept
        self._keys = keys
        self._statements = kept.begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._statements.end()
        except Exception as failed:
            raise self._kept.problem_of(failed) or failed from failed
        problem = self._kept.problem_of(error)
        if problem is not None:
            raise problem from error

    @OnDemand
    def contacts(self) -> SqlContacts:
        """Contact data."""
        return SqlContacts(self._statements, self._keys, self._event_rows)

    @OnDemand
    def blocklist(self) -> SqlBlockList:
        """Numbers never to be called again."""
        return SqlBlockList(self._statements, self.contacts, self._kept.blocklist)

    @OnDemand
    def log(self) -> SqlEventLog:
        """The one log."""
        return SqlEventLog(self._statements, self._event_rows, self._kept.chain)

    @OnDemand
    def _event_rows(self) -> EventRows:
        return EventRows(self._kept.device, self._keys, self._documents)

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
    def sample_changes(self) -> SqlSampleChanges:
        """Changes of the sample between station and hub."""
        return SqlSampleChanges(self._statements, self.cases, self.sample)

    @OnDemand
    def block_feed(self) -> SqlBlockFeed:
        """Block lists of all stations."""
        return SqlBlockFeed(self._statements)

    @OnDemand
    def calls(self) -> SqlCalls:
        """Attempts and calls."""
        return SqlCalls(self._statements, self.contacts)

    @OnDemand
    def histories(self) -> SqlHistories:
        """Cases with everything that happened to them."""
        return SqlHistories(self._statements)

    @OnDemand
    def field_record(self) -> SqlFieldRecord:
        """What the field came to so far."""
        return SqlFieldRecord(self._statements)

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
    def sign_ins(self) -> SqlSignIns:
        """Attempts to sign in that failed."""
        return SqlSignIns(self._statements)

    @OnDemand
    def team_messages(self) -> SqlTeamMessages:
        """Messages to the team."""
        return SqlTeamMessages(self._statements, self.contacts)

    @OnDemand
    def case_book(self) -> SqlCaseBook:
        """Lists of cases, and the record of one."""
        return SqlCaseBook(self._statements, self.contacts, self._event_rows)

    @OnDemand
    def leases(self) -> SqlLeases:
        """Cases that stations have in hand."""
        return SqlLeases(self._statements)

    @OnDemand
    def stations(self) -> SqlStations:
        """Stations of the study."""
        return SqlStations(self._statements)

    @OnDemand
    def holds(self) -> SqlNumberHolds:
        """Numbers that nobody calls."""
        return SqlNumberHolds(self._statements)

    @OnDemand
    def grants(self) -> SqlPlaceGrants:
        """Places of cells that stations have."""
        return SqlPlaceGrants(self._statements)

    @OnDemand
    def bundles(self) -> SqlBundles:
        """Cases whole, as they travel."""
        return SqlBundles(self._statements, self.cases)

    @OnDemand
    def erasures(self) -> SqlErasures:
        """Cases whose data are erased."""
        return SqlErasures(self._statements)

    @OnDemand
    def packages(self) -> SqlPackages:
        """Cases on their way to the hub."""
        return SqlPackages(self._statements)

    def commit(self) -> None:
        """Make it durable."""
        self._statements.commit()
