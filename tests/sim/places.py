"""Supervisors who code at stations of a simulated hub, on a copy that is never quite new, over lines that lose."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, cast

from cati_app.domain.casework.answer_codes import CodedAnswer
from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.clock import IdSource
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.domain.quota.cells import WITH_PLACE, Classification
from cati_app.domain.quota.fitting import Fitting
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.monitor.answer_codings import coding_fact, codings
from cati_app.fieldwork.monitor.coded_places import Codings
from cati_app.fieldwork.monitor.derived_places import to_follow
from cati_app.fieldwork.monitor.places_at_hub import FollowCodesAtHub
from cati_app.fieldwork.people.note_hub import ReadVouched
from cati_app.fieldwork.quota.follow_place import NOT_FOLLOWED
from cati_app.fieldwork.quota.own_place import decide_anew
from cati_app.fieldwork.rights import PROGRAM
from cati_app.sync.client import Client, Patience
from cati_app.sync.session import HubSession, sign_in
from cati_app.sync.supervisor_client import SupervisorAtHub
from tests.sim.hub import HUB_ID, SimHub
from tests.sim.kept import SHOWN, Beginning, KeptInMemory, units_of
from tests.sim.station import SimLine, SimStation, Trouble, outbox_of

CELLS = ("m/young", "m/old", "f/young", "f/old", "unclassified")
_COUNTED = (
    "SELECT i.id, i.case_id FROM interview i WHERE i.state = 'completed' AND i.cell_id IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM not_counted n WHERE n.interview_id = i.id) ORDER BY i.id"
)
_OUT = "SELECT 1 FROM case_lease WHERE case_id = ? AND ended_at IS NULL"
_LAST = "SELECT kind FROM hub_fact WHERE interview_id = ? AND kind LIKE 'place_%_codes' ORDER BY position DESC LIMIT 1"


class _Derived:
    """In place of questionnaires: a code names the cells that it puts an interview in."""

    def make_ready(self, interviews: Iterable[Interview]) -> None:
        """Nothing to read."""

    def belongs(self, unit: object, interview: Interview, coded: Codings) -> Classification | None:
        """By the codes in force."""
        if interview.state is not InterviewState.COMPLETED or interview.quota_status not in WITH_PLACE:
            return None
        ((*_, last),) = coded.values()
        cells = tuple(map(CellId, last.coded.codes))
        return Classification(cells[0], (), {}, several=(Fitting(cells),) if len(cells) > 1 else ())


class _Supervisor:
    """Somebody at a station, who codes and has the hub told."""

    def __init__(
        self,
        station: SimStation,
        copy: KeptInMemory,
        begin: Beginning,
        ids: IdSource,
        chance: random.Random,
        trouble: Trouble,
    ) -> None:
        self._station, self._sue, self._chance, self._ids = station, begin.sue, chance, ids
        self._whole = units_of(copy, begin.keys)
        self._line = SimLine(station.hub, station.device, begin.sue, chance, trouble)
        self._client = Client(self._line, "c" * 64, lambda seconds: None, chance, Patience(tries=1), hub=HUB_ID)
        session = HubSession(partial(sign_in, self._client, begin.sue.id, SHOWN))
        at_hub = SupervisorAtHub(self._client, begin.sue.id, SHOWN, session)
        places = cast("Any", _Derived())
        self._follow = FollowCodesAtHub(station.units, self._whole, places, station.clock, ids, at_hub)

    def code(self, interview: InterviewId, case_id: CaseId) -> None:
        """As `CodeAnswers` stores it."""
        codes = self._chance.sample(CELLS, self._chance.choice((1, 1, 2)))
        written = self.written()
        with self._whole() as whole:
            key = whole.interviews.sealed_keys([interview])[interview]
            known = len(codings(whole, written, {interview}).get(interview, {}).get("/sex_other", ()))
        coded = CodedAnswer(interview, "/sex", "/sex_other", ("other",), False, tuple(codes))
        now = moment(self._station.clock, self._sue)
        with self._station.units() as unit:
            unit.log.append([coding_fact(now, case_id, key, coded, "read", known)])
            unit.log.append([to_follow(now, self._ids, case_id, interview)])
            unit.commit()

    def tell(self) -> None:
        """What waits; what the hub vouches for is acknowledged once it is kept."""
        self._line.is_up = self._station.line.is_up
        with suppress(EnvironmentProblem):
            self._follow.tell_waiting(self._sue)
        vouched = ReadVouched(self._station.units)(PROGRAM)
        self._station.hub.acknowledged.update(each.text for each in vouched)

    def push(self) -> None:
        """Its log, with the codes in it."""
        self._line.is_up = True
        self._client.push(outbox_of(self._station.kept))

    def written(self) -> Sequence[Any]:
        """Codes in its log."""
        with self._station.units() as unit:
            return list(unit.log.of_codings())


class SimPlaces:
    """Chances of its own, so that the others do the same whether anybody codes or not.

    Args:
        copy: What supervisors read, brought up to date by somebody else.
    """

    def __init__(
        self,
        begin: Beginning,
        hub: SimHub,
        stations: Sequence[SimStation],
        copy: KeptInMemory,
        ids: Callable[[random.Random], IdSource],
        chance: random.Random,
    ) -> None:
        self._hub, self._copy, self._chance, self._keys = hub, copy, chance, begin.keys
        self._trouble = Trouble(late=0.3)
        self._people = [_Supervisor(each, copy, begin, ids(chance), chance, self._trouble) for each in stations]
        self.coded = 0

    def step(self) -> None:
        """Now and then somebody codes, or the window looks."""
        drawn, who = self._chance.random(), self._chance.choice(self._people)
        if drawn < 0.12:
            counted = self._copy.driver.execute(_COUNTED).fetchall()
            if counted:
                interview, case_id = self._chance.choice(counted)
                who.code(InterviewId(interview), CaseId(case_id))
                self.coded += 1
        elif drawn < 0.3:
            who.tell()

    def settle(self, read: Callable[[], None]) -> None:
        """Every log comes, everybody reads all of it, and what waits is told.

        Args:
            read: Brings the copy up to date.
        """
        trouble = self._trouble
        trouble.lost = trouble.answer_lost = trouble.doubled = trouble.late = 0.0
        for _ in range(2):
            for who in self._people:
                who.push()
            read()
            for who in self._people:
                who.tell()

    def in_the_end(self) -> Iterator[str]:
        """I23: each interview that counts does so where the codes in force put it, unless there was no room for it."""
        here = [fact for who in self._people for fact in who.written()]
        whole = units_of(self._hub.kept, self._keys)
        with whole() as unit:
            coded = codings(unit, here)
        execute = self._hub.kept.driver.execute
        for interview_id, case_id in execute(_COUNTED).fetchall():
            if interview_id not in coded or execute(_OUT, (case_id,)).fetchone():
                continue
            with whole() as unit:
                interview = unit.interviews.get(interview_id)
                belongs = _Derived().belongs(unit, interview, coded[interview_id])
                decision = None if belongs is None else decide_anew(unit.quota, interview, belongs)
            last = execute(_LAST, (interview_id,)).fetchone()
            found_none = last is not None and last[0] == NOT_FOLLOWED
            if decision is not None and decision.has_place and not found_none:
                yield f"interview {interview_id} counts in {interview.cell_id}, and belongs elsewhere by its codes"
