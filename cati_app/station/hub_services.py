"""An open study and its hub: what is handed over, noted and brought there, and whose cases come from there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.users import User
from cati_app.fieldwork.people.note_hub import NoteHub, NoteWriteOff
from cati_app.fieldwork.rights import PROGRAM
from cati_app.fieldwork.sharing.borrow_case import KeepPackages
from cati_app.fieldwork.sharing.counter_at_hub import CloseUnclassifiedAtHub
from cati_app.fieldwork.sharing.hand_over import HandOver
from cati_app.fieldwork.sharing.named_case import ChangeLentResult, NamedCases
from cati_app.fieldwork.sharing.work_ahead import WorkAhead
from cati_app.station.ahead_at_hub import AheadAtHub
from cati_app.station.open_study import OpenStudy
from cati_app.store.joined import HANDING_OVER
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.store.unit_of_work import SqlUnits
from cati_app.ui.console.services import InterviewerServices


class HubServices:
    """What a station does with the hub of its study."""

    def __init__(self, study: OpenStudy) -> None:
        self._study = study
        self._leaving: dict[str, Callable[[], object]] = {}  # of who has cases of a hub, by person

    def handed_in(self) -> int:
        """Complete interviews that were held here and left for a hub."""
        return KeepPackages(self._study.units(None)).completed(PROGRAM)

    def hand_over(self, keys: HeldKeys) -> HandOver:
        """What hands every case of the study to a hub."""
        return HandOver(self._study.units(keys))

    def note_hub(self) -> NoteHub:
        """A hub that keeps the log from now on."""
        return NoteHub(self._study.traces(), self._study.clock)

    def note_write_off(self, keys: HeldKeys) -> NoteWriteOff:
        """A station that will not come back."""
        return NoteWriteOff(self._study.units(keys), self._study.clock)

    def hand_in_of(self, user: User) -> Callable[[], object]:
        """What brings everything to the hub that somebody who leaves has worked, and gives back what was not worked."""
        return self._leaving.pop(user.id, lambda: None)

    def lent(self, services: InterviewerServices, keys: HeldKeys) -> InterviewerServices:
        """The services of an interviewer, with cases and places from the hub."""
        from cati_app.station.at_hub import hub_of_station, with_hub  # noqa: PLC0415 - stations of a hub alone need it

        study, units = self._study, self._study.units(keys)
        hub = hub_of_station(study.database, units, keys, study.clock)
        lent = with_hub(services, units, study.clock, study.ids, study.database.device, hub)
        self._leaving[services.user.id] = partial(lent.settle_blocks, services.user, leaves=True)
        return lent

    def ahead(self, keys: HeldKeys) -> AheadAtHub:
        """What is taken along for work without a line. EnvironmentProblem: `hub_not_enrolled`."""
        from cati_app.station.at_hub import hub_of_station  # noqa: PLC0415 - as above

        study, units = self._study, self._study.units(keys)
        hub = hub_of_station(study.database, units, keys, study.clock)
        return AheadAtHub(WorkAhead(units, study.clock, study.ids, study.database.device), hub)

    def change_result(self, keys: HeldKeys, whole: SqlUnits) -> ChangeLentResult:
        """Corrections of results of cases that the hub has; `whole`: where they are read beforehand."""
        from cati_app.station.at_hub import hub_of_station  # noqa: PLC0415 - stations of a hub alone need it

        study, units = self._study, self._study.units(keys)
        hub = hub_of_station(study.database, units, keys, study.clock)
        named = NamedCases(units, study.clock, study.ids, study.database.device, hub)
        return ChangeLentResult(units, study.clock, study.rules, named, whole)

    def close_unclassified(self, keys: HeldKeys) -> CloseUnclassifiedAtHub:
        """The counter of persons without a cell, for all stations."""
        from cati_app.station.at_hub import SupervisorActs  # noqa: PLC0415 - as above

        study = self._study
        acts = SupervisorActs(study.database, keys)
        return CloseUnclassifiedAtHub(study.units(keys), study.clock, study.rules.quota, acts)

    def refuse_half_way(self) -> None:
        """A station whose cases are on their way calls nobody by itself. EnvironmentProblem: `hub_half_way`."""
        if self._study.database.kept(HANDING_OVER) is not None:
            raise EnvironmentProblem(
                "hub_half_way",
                "The cases of this study are on their way to its hub, and not all have arrived. Nothing is lost.",
                "A supervisor goes on with it: `cati hub adopt STUDY --as SUPERVISOR`.",
            )
