"""What a supervisor changed about people, told to the hub at once: it holds at the other stations from then on."""

from __future__ import annotations

from cati_app.domain.people.users import User
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.station.hub_lines import BETWEEN_CALLS, MomentaryLine, client_over
from cati_app.station.hub_link import StudyAtHub, access_of
from cati_app.station.opening import Station
from cati_app.station.publishing import Publisher
from cati_app.store.database import Database
from cati_app.store.joined import PUBLISHED, people_wait
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.sync.study_client import StudyClient

_TRIES = 2
"""Somebody waits."""


def are_told(database: Database) -> bool:
    """Whether a hub has the people of this study from this station."""
    return database.kept(PUBLISHED) is not None


class PeopleAtHub:
    """The hub of a published study, while somebody waits until it knows who takes part.

    Args:
        in_store: Does a step of the store in the thread that owns it.

    Raises:
        EnvironmentProblem: `hub_not_enrolled`.
    """

    def __init__(self, station: Station, by: User, keys: HeldKeys, in_store: StoreStep = at_once) -> None:
        self._station, self._by, self._keys, self._in_store = station, by, keys, in_store
        self._access = access_of(station.database)
        self._line = MomentaryLine(self._access, BETWEEN_CALLS)

    def tell(self) -> None:
        """Bring what is new of people, and nothing else.

        Raises:
            RuleViolation, EnvironmentProblem: as `Publisher.publish_people`.
        """
        with self._line.shared():
            at = StudyAtHub(self._access, StudyClient(client_over(self._line, self._access, _TRIES)))
            Publisher(self._station, self._by, self._keys, at, self._in_store).publish_people()

    def tell_waiting(self) -> bool:
        """Bring what was changed without a line; whether something was, and the hub knows it now.

        Raises:
            RuleViolation, EnvironmentProblem: as `tell`.
        """
        waited = self._in_store(self._wait)
        if waited is not False:
            self.tell()
        return waited is True and not self._in_store(self._wait)

    def _wait(self) -> bool | None:
        with self._station.database.transaction() as statements:
            return people_wait(statements)

    def let_go(self) -> None:
        """From any thread: whoever waits does so no longer."""
        self._line.let_go()
