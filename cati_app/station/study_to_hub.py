"""A supervisor brings the whole study to its hub beside an open window, and hears before what follows from it."""

from __future__ import annotations

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.users import User
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.station.hub_lines import MomentaryLine, client_over
from cati_app.station.hub_link import StudyAtHub, access_of
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.station.outlook import Outlook
from cati_app.station.publishing import Publisher
from cati_app.station.study_reading import read_study, workbook_cache
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.sync.study_client import StudyClient

_TRIES = 2
"""Somebody waits, and may let go of the line."""


class StudyToHub:
    """What `cati hub publish` does, with a window open.

    Args:
        in_store: Does a step of the store in the thread that owns it.

    Raises:
        EnvironmentProblem: `hub_not_enrolled`.
    """

    def __init__(self, station: Station, by: User, keys: HeldKeys, in_store: StoreStep = at_once) -> None:
        self._station, self._by, self._keys, self._in_store = station, by, keys, in_store
        self._access = access_of(station.database)
        self._line = MomentaryLine(self._access)

    def outlook(self) -> Outlook:
        """What would be brought, and what follows; nothing is sent.

        Raises:
            RuleViolation, EnvironmentProblem: as `Publisher.outlook`; `study_not_in_force`.
        """
        self._in_store(self._check)
        with self._line.shared():
            return self._publisher().outlook()

    def publish(self) -> int | None:
        """Bring it; the number of the edition, None where the hub has everything.

        Raises:
            RuleViolation, EnvironmentProblem: as `Publisher.publish`; `study_not_in_force`.
        """
        self._in_store(self._check)
        with self._station.hub.telling, self._line.shared():
            edition = self._publisher().publish()
        return edition.n if edition is not None else None

    def let_go(self) -> None:
        """From any thread: whoever waits does so no longer."""
        self._line.let_go()

    def _publisher(self) -> Publisher:
        at = StudyAtHub(self._access, StudyClient(client_over(self._line, self._access, _TRIES)))
        return Publisher(self._station, self._by, self._keys, at, self._in_store)

    def _check(self) -> None:
        """What lies in the folder is what this station works by, or other stations would get what nobody here has."""
        loaded = self._station.loaded
        there = read_study(loaded.folder, workbook_cache())
        if (
            not isinstance(there, LoadedStudy)
            or there.form_hash != loaded.form_hash
            or there.study.model_dump() != loaded.study.model_dump()
        ):
            raise EnvironmentProblem(
                "study_not_in_force",
                "What lies in the study folder is not what this station works by, so it was not brought to the hub.",
                "Put settings changed by hand in force (Settings, A). For another questionnaire close the program, open"
                " the study again and sign in; then bring it there.",
            )
