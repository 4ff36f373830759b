"""One transaction on a study at a hub: the repositories of every engine, and what only a hub keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Never

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.store.blocklist import BlockListFile
from cati_app.store.hub.answers import StoredAnswers
from cati_app.store.hub.changes import SqlStudyChanges
from cati_app.store.hub.facts import DEVICE, HubFacts, Unchained
from cati_app.store.hub.inbox import Inbox
from cati_app.store.hub.kept_aside import SqlKeptAside
from cati_app.store.hub.key_bundles import KeyBundles
from cati_app.store.hub.newcomers import Newcomers
from cati_app.store.hub.seats import SqlSeats
from cati_app.store.hub.sessions import Sessions
from cati_app.store.hub.station_figures import SqlStationFigures
from cati_app.store.hub.study_book import StudyBook
from cati_app.store.log_chain import RowChain
from cati_app.store.on_demand import OnDemand
from cati_app.store.people import SqlPeople
from cati_app.store.repositories import Repositories
from cati_app.store.staff_words import KnownWords
from cati_app.store.statements import Statements


class _AtAHub:
    """A study of which a hub holds no keys, within a transaction under way."""

    device = DEVICE
    blocklist: BlockListFile | None = None  # is under a key that a hub has not

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self.words = KnownWords()  # of this transaction, which may be undone

    @property
    def chain(self) -> RowChain:
        """None: a hub writes to no device's log."""
        return Unchained()

    def begin(self) -> Statements:
        """The statements of the transaction."""
        return self._statements

    def problem_of(self, error: BaseException | None) -> EnvironmentProblem | None:
        """None: whoever commits words what the engine refuses."""
        return None


class HubUnit(Repositories):
    """One transaction; without `commit` it is undone. Nothing sealed can be opened in it.

    Args:
        now: Time of the hub.
    """

    def __init__(self, statements: Statements, now: datetime) -> None:
        super().__init__(_AtAHub(statements), None)
        self.now = now

    @OnDemand
    def log(self) -> HubFacts:
        """The hub's own facts, in place of a log."""
        return HubFacts(self._statements, self._event_rows)

    @OnDemand
    def people(self) -> SqlPeople:
        """Logins; people are changed where a head is signed, at a station."""
        return SqlPeople(self._statements, _signed_elsewhere)

    @OnDemand
    def inbox(self) -> Inbox:
        """The logs of the study's devices."""
        return Inbox(self._statements, self.now)

    @OnDemand
    def seats(self) -> SqlSeats:
        """Who is at work, at a hub that several programs serve."""
        return SqlSeats(self._statements)

    def forget_people(self) -> int:
        """Whose words ended by now nobody knows any more, nor who had signed in where when it is over.

        Returns:
            How many words these are.
        """
        self.sessions.drop_over()
        gone = self.staff.forget(self.now)
        if gone:
            self._statements.wiped()
        self.commit()
        return gone

    @OnDemand
    def book(self) -> StudyBook:
        """What the study consists of."""
        return StudyBook(self._statements, self.now)

    @OnDemand
    def key_bundles(self) -> KeyBundles:
        """Passwords that people chose at their stations."""
        return KeyBundles(self._statements)

    @OnDemand
    def sessions(self) -> Sessions:
        """Who is signed in at which station."""
        return Sessions(self._statements, self.now)

    def try_to_write(self) -> None:
        """A write that changes nothing; it fails where the disk takes none."""
        self._statements.execute("UPDATE hub_store SET form = form")
        self.commit()

    @property
    def units(self) -> Callable[[], HubUnit]:
        """Opens units of work within the same transaction, each of which counts or is undone on its own."""
        return lambda: HubUnit(self._statements, self.now)

    @OnDemand
    def newcomers(self) -> Newcomers:
        """Stations that come to the study."""
        return Newcomers(self._statements, self.now)

    @OnDemand
    def changes(self) -> SqlStudyChanges:
        """What changed, numbered."""
        return SqlStudyChanges(self._statements, self.bundles)

    @OnDemand
    def aside(self) -> SqlKeptAside:
        """What is kept aside."""
        return SqlKeptAside(self._statements, self.now)

    @OnDemand
    def figures(self) -> SqlStationFigures:
        """The stations, in figures."""
        return SqlStationFigures(self._statements, self.now)

    @OnDemand
    def answers(self) -> StoredAnswers:
        """What was answered to acts of supervisors."""
        return StoredAnswers(self._statements, self.now)


def _signed_elsewhere() -> Never:
    raise RuleViolation("supervisor_needed")
