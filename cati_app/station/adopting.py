"""A study's cases go from the station that has them to its hub; from then on stations call, this one among them."""

from __future__ import annotations

from collections.abc import Callable

from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.users import User
from cati_app.domain.sharing.cases_now import CasesNow
from cati_app.station.backing_up import content_of
from cati_app.station.hub_link import StudyAtHub
from cati_app.station.opening import Station
from cati_app.station.publishing import signed_text
from cati_app.store.backup_folder import BEFORE_HUB
from cati_app.store.joined import CASES_AT_HUB, HANDING_OVER
from cati_app.store.times import utc_text
from cati_app.store.trust.declaration import Declarable, Declaration
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.sync.case_refusals import opened
from cati_app.sync.supervisor_client import SupervisorAtHub

Told = Callable[[int, int], None]
"""Hears how many cases of how many are at the hub."""


class Adoption:
    """A supervisor who is signed in at the station that has the study.

    Raises:
        RuleViolation: `cases_elsewhere` where the hub has them already.
    """

    def __init__(self, station: Station, by: User, keys: HeldKeys, at: StudyAtHub) -> None:
        self._station = station
        self._database = station.database
        self._by = by
        self._keys = keys
        self._clock = station.clock
        self._hand_over = station.hub.hand_over(keys)
        self._hub = SupervisorAtHub(at.client.client, keys.person, keys.shown or b"")
        self._at = at
        if station.opened.has_cases_elsewhere():
            raise RuleViolation("cases_elsewhere")

    def outlook(self) -> CasesNow:
        """What goes; nothing is sent or changed. RuleViolation: `cases_in_hand` while somebody works one."""
        return self._hand_over.outlook(self._by)

    def run(self, told: Told = lambda done, of: None) -> int:
        """Bring every case, have the hub open the study, and let go of the cases here; cut off, it is said again.

        Returns:
            How many cases went.

        Raises:
            RuleViolation: `cases_in_hand`.
            EnvironmentProblem: as asking the hub; `backup_failed`, and nothing was sent then; `hub_not_published`
                before `cati hub publish`; `hub_opened` where the cases of another copy of the study are there.
        """
        count = self.outlook().cases
        is_open = self._at.client.standing().is_open
        if is_open and self._database.kept(HANDING_OVER) != self._at.access.hub:
            raise opened()  # another station has brought them: nothing here may be let go
        if not is_open:
            self._begin()
            done, last = 0, 0
            while (page := self._hand_over.after(self._by, last))[0]:
                bundles, last = page
                self._hub.bring(bundles)
                done += len(bundles)
                told(done, count)
            self._steer()
            self._at.client.open(signed_text(self._opening()))
        self._hand_over.let_go(self._by)
        self._database.keep(CASES_AT_HUB, self._at.access.hub)
        self._database.sweep()
        return count

    def _begin(self) -> None:
        """From here on nobody calls at this station by itself; as it is now the study is kept, to be read.

        In that copy nobody calls either: it says that its cases are on their way.
        """
        self._database.keep(HANDING_OVER, self._at.access.hub)
        if not self._database.backups.has(BEFORE_HUB):
            content = content_of(self._database, self._station.loaded)
            self._database.backups.make(content, self._clock.now(), BEFORE_HUB)

    def _steer(self) -> None:
        """The hub knows the plan: what supervisors changed of the cells goes on to hold there."""
        for cell in self._station.read_steered()(self._by):
            for edit in cell.carried():
                try:
                    self._hub.steer_cell(edit)
                except RuleViolation as rule:
                    if rule.code != "counter_unchanged":  # it came before, and was cut off
                        raise

    def _opening(self) -> Declaration:
        """That every case has come."""
        facts = {"study": self._database.study.hex(), "by": self._by.id, "at": utc_text(self._clock.now())}
        return Declaration.signed(Declarable.OPENING, facts, self._keys.needed_signing)
