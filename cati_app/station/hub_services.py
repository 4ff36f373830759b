"""An open study and its hub: what is handed over, noted and brought there, and whose cases come from there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cati_app.domain.errors import UNANSWERED, EnvironmentProblem, RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.domain.people.users import User
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station import parts
from cati_app.station.ahead_at_hub import AheadAtHub
from cati_app.station.open_study import OpenStudy
from cati_app.station.seats_here import SeatsHere
from cati_app.store.database import Database
from cati_app.store.joined import HANDING_OVER, PUBLISHED
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.store.unit_of_work import SqlUnitOfWork, SqlUnits

if TYPE_CHECKING:  # stations of a hub alone need it
    from cati_app.station.at_hub import HubOfStation
    from cati_app.station.hub_worker import HubWorker
    from cati_app.station.sample_at_hub import BroughtAtOnce, HubSampleDesk, StagedOnly
    from cati_app.station.stations_desk import StationsDesk
    from cati_app.station.team_at_hub import TeamOfHub
    from cati_app.sync.https import LinePatience


class HubServices:
    """What a station does with the hub of its study.

    Args:
        folder: Of the study.
    """

    def __init__(self, study: OpenStudy, folder: Path) -> None:
        self._study = study
        self._folder = folder
        self._hub: HubOfStation | None = None
        self.patience: LinePatience | None = None  # in place of that for people, where nobody waits for an answer
        self.lane: StoreStep = at_once
        """Does a step of the store, for what waits in a window in another thread than that."""
        self.takes_passwords = False
        """Whether a new password may have to wait for the hub, as far as was known when the windows were opened."""
        self.telling = threading.Lock()
        """Held by whoever tells the hub of people: the windows of a station declare one edition after the other."""
        self._leaving: dict[str, Callable[[], object]] = {}  # of who has cases of a hub, by person

    def renew(self, study: OpenStudy) -> None:
        """Other rules hold from now on."""
        self._study = study
        if self._hub is not None:
            self._hub.renew(study)

    def is_renewed(self) -> bool:
        """Whether questionnaire or rules came from the hub, as far as was looked, that are not in force here.

        From any thread; nothing is read for it.
        """
        return self._hub is not None and self._hub.is_renewed()

    def look(self) -> None:
        """See whether they have; reads a file."""
        if self._hub is not None:
            self._hub.look()

    def handed_in(self) -> int:
        """Complete interviews that were held here and left for a hub."""
        return parts.KeepPackages(self._study.units(None)).completed(PROGRAM)

    def hand_over(self, keys: HeldKeys) -> parts.HandOver:
        """What hands every case of the study to a hub."""
        return parts.HandOver(self._study.units(keys), self._study.clock)

    def note_hub(self) -> parts.NoteHub:
        """A hub that keeps the log from now on."""
        return parts.NoteHub(self._study.traces(), self._study.clock)

    def hand_in_of(self, user: User) -> Callable[[], object]:
        """What brings everything to the hub that somebody who leaves has worked, and gives back what was not worked."""
        leave = self._leaving.pop(user.id, lambda: None)

        def left() -> None:
            if self.worker is not None:
                self.worker.left(user.id)
            with suppress(RuleViolation):  # whoever has lost the login hands nothing in: the next person here does
                leave()

        return left

    def lent(
        self, services: parts.InterviewerServices, keys: HeldKeys, watch: parts.ClockWatch
    ) -> parts.InterviewerServices:
        """The services of an interviewer, with cases and places from the hub."""
        lent = self._at_hub().lent(services, keys, watch)
        self._leaving[services.user.id] = partial(lent.settle_blocks, services.user, leaves=True)
        return lent

    def begin_work(
        self, in_store: StoreStep, when_quiet: StoreStep, report: Callable[[Exception], None], seats: SeatsHere
    ) -> None:
        """Where a hub has the cases: bring what is worked while somebody works, until `end_work`.

        Args:
            in_store: Does a step of the store in the thread that owns it.
            when_quiet: The same, for what can wait until nobody types.
            report: Gets an error of the program, in any thread.
            seats: Who is at work here.
        """
        self.lane = in_store
        self.takes_passwords = self._study.is_joined() or self._study.database.kept(PUBLISHED) is not None
        if self._study.has_cases_elsewhere() and self._study.database.state.hub(self._study.database.device):
            self._at_hub().begin(in_store, when_quiet, report, seats)

    def let_go(self) -> None:
        """Whoever waits for the hub in a window waits no longer."""
        if self._hub is not None:
            self._hub.stop_waiting()

    def stop_waiting(self) -> None:
        """Nobody waits for the hub any more, and nothing is begun there by itself; the thread has ended then."""
        if self._hub is not None:
            self._hub.stop_waiting()
            self._hub.end_team()
            if self._hub.worker is not None:
                self._hub.worker.end()

    def end_work(self) -> None:
        """After everybody has left: what is packed goes, as far as the hub answers."""
        if self._hub is not None and self._hub.worker is not None:
            self._hub.worker.last_round()

    @property
    def worker(self) -> HubWorker | None:
        """What brings work to the hub by itself; None where nothing does."""
        return self._hub.worker if self._hub is not None else None

    def _at_hub(self) -> HubOfStation:
        from cati_app.station.at_hub import HubOfStation  # noqa: PLC0415 - stations of a hub alone need it

        if self._hub is None:
            self._hub = HubOfStation(self._study, self._folder, self.patience)
        return self._hub

    def ahead(self, keys: HeldKeys) -> AheadAtHub:
        """What is taken along for work without a line. EnvironmentProblem: `hub_not_enrolled`."""
        study, units = self._study, self._study.units(keys)
        hub = self._at_hub().signed_in(keys)
        return AheadAtHub(parts.WorkAhead(units, study.clock, study.ids, study.database.device), hub)

    def change_result(self, keys: HeldKeys, whole: SqlUnits) -> parts.ChangeLentResult:
        """Corrections of results of cases that the hub has; `whole`: where they are read beforehand."""
        study, units = self._study, self._study.units(keys)
        hub = self._at_hub().signed_in(keys)
        in_store = self._at_hub().in_store
        named = parts.NamedCases(units, study.clock, study.ids, study.database.device, hub, in_store)
        return parts.ChangeLentResult(units, study.clock, study.rules, named, whole)

    def agree_anew(self, keys: HeldKeys, whole: SqlUnits) -> parts.AgreeLentAnew:
        """Other appointments of cases that the hub has; `whole`: where they are read beforehand."""
        study, units = self._study, self._study.units(keys)
        hub, in_store = self._at_hub().signed_in(keys), self._at_hub().in_store
        named = parts.NamedCases(units, study.clock, study.ids, study.database.device, hub, in_store)
        return parts.AgreeLentAnew(units, study.clock, study.rules, named, whole)

    def review(self, keys: HeldKeys, whole: SqlUnits) -> parts.ReviewAtHub:
        """Verdicts on interviews of the whole study; `whole`: where they are read beforehand."""
        study, acts = self._study, self._at_hub().supervisor(keys)
        return parts.ReviewAtHub(whole, study.units(keys), study.clock, self._decide(keys), acts.act)

    def follow_codes(self, keys: HeldKeys, whole: SqlUnits, places: parts.CodedPlaces) -> parts.FollowCodesAtHub:
        """Places of the whole study that follow codes; `whole`: where these are read."""
        study, hub = self._study, self._at_hub()
        acts = hub.supervisor(keys)
        return parts.FollowCodesAtHub(study.units(keys), whole, places, study.clock, study.ids, acts, hub.in_store)

    def _decide(self, keys: HeldKeys) -> parts.DecideAtHub:
        study = self._study
        return parts.DecideAtHub(parts.NoteAct(study.units(keys), study.clock, study.ids), self._at_hub().in_store)

    def erase_case(self, user: User, keys: HeldKeys, case_id: CaseId, reason: str) -> bool:
        """Declare that the data of a case are erased, here and everywhere; whether the hub has heard it already.

        Raises:
            RuleViolation: `supervisor_needed`, `reason_needed`.
            EnvironmentProblem: as `StationErasures.exchange`, but for a line that is cut.
        """
        from cati_app.station.erasing import StationErasures  # noqa: PLC0415 - stations of a hub alone need it
        from cati_app.store.trust.erasing import declared  # noqa: PLC0415 - as above

        study, units = self._study, self._study.units(keys)
        parts.NoteErasure(units, study.clock)(user, case_id, reason)
        erasures = StationErasures(study.database, units, study.clock)
        erasures.add(declared(case_id, study.database.study, keys, study.clock.now()))
        try:
            erasures.exchange(self._at_hub().supervisor(keys).client)
        except EnvironmentProblem as problem:
            if problem.code not in UNANSWERED:
                raise
            return False
        return True

    def stations(self, keys: HeldKeys) -> StationsDesk:
        """The stations of the study, for a supervisor. EnvironmentProblem: `hub_not_enrolled`."""
        from cati_app.station.stations_desk import StationsDesk  # noqa: PLC0415 - stations of a hub alone need it

        study, hub = self._study, self._at_hub()

        def people() -> Sequence[User]:
            with study.units(None)() as unit:
                return unit.people.all()

        acts = hub.supervisor(keys)
        return StationsDesk(self._decide(keys), acts.hub, acts.watched, people, hub.stop_waiting)

    def team(self, user: User, keys: HeldKeys) -> TeamOfHub:
        """Who is at work at any station, and messages to them, for a supervisor."""
        from cati_app.station.team_at_hub import TeamOfHub  # noqa: PLC0415 - stations of a hub alone need it

        study, hub = self._study, self._at_hub()
        units, clock = study.units(keys), study.clock
        messages = parts.SendMessage(units, clock), parts.ReadSentMessages(units, clock)
        return TeamOfHub(
            hub.supervisor(keys).watched, parts.ExchangeMessages(units, clock), messages, user, clock.now, hub.in_store
        )

    def steer_cell(self, keys: HeldKeys) -> parts.SteerCellAtHub:
        """Targets and intake of cells, for all stations."""
        study = self._study
        hub = self._at_hub()
        acts, plan = hub.supervisor(keys), study.rules.quota
        return parts.SteerCellAtHub(study.units(keys), study.clock, plan, acts, hub.in_store)

    @property
    def in_store(self) -> StoreStep:
        """Does a step of the store in the thread that owns it, where others wait for a hub."""
        return self._hub.in_store if self._hub is not None else at_once

    def shared_sample(self, keys: HeldKeys) -> HubSampleDesk:
        """What a supervisor does with the sample of the whole study. EnvironmentProblem: `hub_not_enrolled`."""
        from cati_app.station.sample_at_hub import HubSampleDesk  # noqa: PLC0415 - stations of a hub alone need it

        return HubSampleDesk(self._study, keys, self.in_store)

    def brought_at_once(self, keys: HeldKeys) -> BroughtAtOnce:
        """How an import or a draw comes there, for whoever waits until it is done."""
        from cati_app.station.sample_at_hub import BroughtAtOnce  # noqa: PLC0415 - stations of a hub alone need it

        return BroughtAtOnce(self.shared_sample(keys))

    def staged_only(self, keys: HeldKeys, copy: Database) -> StagedOnly:
        """How it is kept here first, in a window that reads a copy of the whole study."""
        from cati_app.station.sample_at_hub import StagedOnly  # noqa: PLC0415 - stations of a hub alone need it

        return StagedOnly(self.shared_sample(keys), copy)

    def unless_half_way(self, units: SqlUnits) -> Callable[[], SqlUnitOfWork]:
        """Units of work for changes of cases: while these are on their way a hub may have them as they were.

        What is returned raises EnvironmentProblem: as `refuse_half_way`.
        """

        def begun() -> SqlUnitOfWork:
            self.refuse_half_way()
            return units()

        return begun

    def refuse_half_way(self) -> None:
        """A station whose cases are on their way calls nobody and changes none. EnvironmentProblem: `hub_half_way`."""
        if self._study.database.kept(HANDING_OVER) is not None:
            raise EnvironmentProblem(
                "hub_half_way",
                "The cases of this study are on their way to its hub, and not all have arrived. Nothing is lost.",
                "A supervisor goes on with it: `cati hub adopt STUDY --as SUPERVISOR`.",
            )
