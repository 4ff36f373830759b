"""One transaction over the repositories that every engine has."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, Self

from cati_app.domain.errors import EnvironmentProblem
from cati_app.store import parts
from cati_app.store.blocklist import BlockListFile
from cati_app.store.log_chain import RowChain
from cati_app.store.on_demand import OnDemand
from cati_app.store.staff_words import KnownWords, StaffWords
from cati_app.store.statements import Statements
from cati_app.store.trust.held_keys import HeldKeys


class KeptStudy(Protocol):
    """A study that is kept somewhere: what its repositories ask of that."""

    device: str
    blocklist: BlockListFile | None
    words: KnownWords

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
    def staff(self) -> StaffWords:
        """Whose the words are that stand in place of people."""
        return StaffWords(self._statements.execute, self._kept.words)

    @OnDemand
    def contacts(self) -> parts.SqlContacts:
        """Contact data."""
        return parts.SqlContacts(self._statements, self._keys, self._event_rows)

    @OnDemand
    def access_codes(self) -> parts.SqlAccessCodes:
        """Access codes of respondents."""
        return parts.SqlAccessCodes(self._statements, self._keys)

    @OnDemand
    def blocklist(self) -> parts.SqlBlockList:
        """Numbers never to be called again."""
        return parts.SqlBlockList(self._statements, self.contacts, self._kept.blocklist)

    @OnDemand
    def log(self) -> parts.SqlEventLog:
        """The one log."""
        return parts.SqlEventLog(self._statements, self._event_rows, self._kept.chain)

    @OnDemand
    def _event_rows(self) -> parts.EventRows:
        return parts.EventRows(self._kept.device, self._keys, self._documents, self.staff)

    @OnDemand
    def _documents(self) -> parts.InterviewDocuments:
        return parts.InterviewDocuments(self._statements.execute, self._keys)

    @OnDemand
    def cases(self) -> parts.SqlCases:
        """Cases and their numbers."""
        return parts.SqlCases(self._statements, self.contacts, self.blocklist, self.log, self.staff)

    @OnDemand
    def sample(self) -> parts.SqlSample:
        """The sample as a whole."""
        return parts.SqlSample(self._statements, self.contacts, self.cases.queue)

    @OnDemand
    def sample_changes(self) -> parts.SqlSampleChanges:
        """Changes of the sample between station and hub."""
        return parts.SqlSampleChanges(self._statements, self.cases, self.sample)

    @OnDemand
    def block_feed(self) -> parts.SqlBlockFeed:
        """Block lists of all stations."""
        return parts.SqlBlockFeed(self._statements)

    @OnDemand
    def calls(self) -> parts.SqlCalls:
        """Attempts and calls."""
        return parts.SqlCalls(self._statements, self.contacts, self.staff)

    @OnDemand
    def histories(self) -> parts.SqlHistories:
        """Cases with everything that happened to them."""
        return parts.SqlHistories(self._statements)

    @OnDemand
    def field_record(self) -> parts.SqlFieldRecord:
        """What the field came to so far."""
        return parts.SqlFieldRecord(self._statements)

    @OnDemand
    def interviews(self) -> parts.SqlInterviews:
        """Stored interviews."""
        return parts.SqlInterviews(self._statements, self._documents, self.staff)

    @OnDemand
    def interview_counts(self) -> parts.SqlInterviewCounts:
        """Counters of interviews."""
        return parts.SqlInterviewCounts(self._statements)

    @OnDemand
    def interview_book(self) -> parts.SqlInterviewBook:
        """Interviews in pages."""
        return parts.SqlInterviewBook(self._statements, self._documents, self.log)

    @OnDemand
    def form_versions(self) -> parts.SqlFormVersions:
        """Questionnaires that interviews were held with."""
        return parts.SqlFormVersions(self._statements)

    @OnDemand
    def quota(self) -> parts.SqlQuotaBook:
        """Counters of the cells."""
        return parts.SqlQuotaBook(self._statements)

    @OnDemand
    def sign_ins(self) -> parts.SqlSignIns:
        """Attempts to sign in that failed."""
        return parts.SqlSignIns(self._statements)

    @OnDemand
    def stock(self) -> parts.SqlStock:
        """How much is kept of people."""
        return parts.SqlStock(self._statements)

    @OnDemand
    def team_messages(self) -> parts.SqlTeamMessages:
        """Messages to the team."""
        return parts.SqlTeamMessages(self._statements, self.contacts, self.staff)

    @OnDemand
    def case_book(self) -> parts.SqlCaseBook:
        """Lists of cases, and the record of one."""
        return parts.SqlCaseBook(self._statements, self.contacts, self._event_rows)

    @OnDemand
    def leases(self) -> parts.SqlLeases:
        """Cases that stations have in hand."""
        return parts.SqlLeases(self._statements, self.staff)

    @OnDemand
    def stations(self) -> parts.SqlStations:
        """Stations of the study."""
        return parts.SqlStations(self._statements)

    @OnDemand
    def holds(self) -> parts.SqlNumberHolds:
        """Numbers that nobody calls."""
        return parts.SqlNumberHolds(self._statements)

    @OnDemand
    def grants(self) -> parts.SqlPlaceGrants:
        """Places of cells that stations have."""
        return parts.SqlPlaceGrants(self._statements)

    @OnDemand
    def bundles(self) -> parts.SqlBundles:
        """Cases whole, as they travel."""
        return parts.SqlBundles(self._statements, self.cases)

    @OnDemand
    def erasures(self) -> parts.SqlErasures:
        """Cases whose data are erased."""
        return parts.SqlErasures(self._statements)

    @OnDemand
    def packages(self) -> parts.SqlPackages:
        """Cases on their way to the hub."""
        return parts.SqlPackages(self._statements)

    def commit(self) -> None:
        """Make it durable."""
        self._statements.commit()
