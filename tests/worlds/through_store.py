"""The order of this application as it runs: its services on a real database, with a clock that the month moves.

Results are written when the call has ended, in the order of time, so that a case is in hand until then.
"""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cati_app.dialer.manual import ManualDialer
from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.cases import Call
from cati_app.domain.ids import CaseId, NumberId
from cati_app.domain.people.users import Role, User
from cati_app.domain.sampling.phone import LineKind, PhoneNumber
from cati_app.domain.sampling.sample import NewNumber, NewUnit
from cati_app.engine.xlsform.load import load_form
from cati_app.fieldwork.calling.settle import settle
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.rights import PROGRAM
from cati_app.station.loading import LoadedStudy, StudySource, study_texts
from cati_app.station.machine import UuidSource
from cati_app.station.opening import Station
from cati_app.store.keys import Cost, NoKeyRing
from cati_app.store.opening import Settings, open_database
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.study.load import load_study
from cati_app.ui.console.services import InterviewerServices
from tests.stations import FOLDER
from tests.worlds.month import FIRST_DAY, Interviewer
from tests.worlds.world import Said, World

_COST = Cost(1, 1024)
_SIGN_OF_LIFE_S = 300
_FORM = """
| survey |
| | type | name | label |
| | integer | rooms | Rooms? |
"""
_STUDY = """
id: month
title: {de: Monat}
version: "1"
questionnaire: form.md
languages: [{code: de, name: Deutsch, status: checked}]
introduction: {institute: I, client: C, controller: D, contact_phone: "0", contact_email: a@b.example}
consent: {legal_basis: consent}
calling: {state: NI, expected_length_min: 20}
"""
"""Hours, limits and delays of `plain`: they are the defaults."""


class MovedClock:
    """Shows the time it was moved to."""

    def __init__(self) -> None:
        self.begin = self.at = int(datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC).timestamp())

    def now(self) -> datetime:
        """Aware time in UTC."""
        return datetime.fromtimestamp(self.at, UTC)

    def monotonic_ms(self) -> int:
        """Milliseconds since the first day."""
        return 1000 * (self.at - self.begin)


@dataclass(frozen=True)
class _Ended:
    """A call that has been made, until its result is written."""

    who: Interviewer
    offer: Offer
    call: Call
    said: Said
    agreed_at: int | None


class StoreOrder:
    """Takes cases and gives results through the services; whoever made it closes the station's database."""

    def __init__(self, world: World, people: list[Interviewer], folder: Path) -> None:
        self.clock = MovedClock()
        settings = Settings("month", NoKeyRing(), _COST, rehearses=True)
        database = open_database(folder / "month.db", settings, create=True, writable=True)
        database.driver().execute("PRAGMA synchronous=OFF")  # a month that a power cut takes is played again
        ids = UuidSource(self.clock, random.Random(world.seed))
        self.station = Station(_study(), database, clock=self.clock, ids=ids, cost=_COST)
        self._keys = self.station.people.begin_study()
        texts = study_texts(self.station.loaded, "de")
        self._places: dict[int, tuple[User, InterviewerServices]] = {}
        for who in people:
            user = _person(self.station, self._keys, who)
            place = self.station.interviewer(user, self._keys, ManualDialer(), texts)
            self._places[who.number] = user, place
        _add_cases(self.station, self._keys, world)
        self._in_hand: dict[int, tuple[Offer, Call]] = {}
        self._ended: list[tuple[int, int, _Ended]] = []
        self._count = 0
        self._next: dict[int, int] = {}
        self._seen: dict[int, int] = {}  # who has a case → last heartbeat

    def finish(self) -> Station:
        """The station with the results of the last calls written."""
        self._write(1 << 40)
        return self.station

    def take(self, who: Interviewer, now: int) -> int | None:
        """The next case of the services, dialled."""
        self._write(now)
        self.clock.at = now
        self._show_life()
        user, place = self._places[who.number]
        offer = place.take_case(user)
        if isinstance(offer, Nothing):
            self._next[who.number] = int(offer.next_at.timestamp()) if offer.next_at is not None else now + 900
            return None
        call = place.start_call(user, offer.attempt, offer.case.numbers[0])
        self._in_hand[who.number] = offer, call
        self._seen[who.number] = now
        return offer.case.case_no - 1

    def result(self, who: Interviewer, case: int, said: Said, now: int, agreed_at: int | None) -> None:
        """Kept until its time has come."""
        offer, call = self._in_hand.pop(who.number)
        self._count += 1
        heapq.heappush(self._ended, (now, self._count, _Ended(who, offer, call, said, agreed_at)))

    def next_at(self, who: Interviewer, now: int) -> int:
        """What the services told when there was nothing."""
        return self._next.get(who.number, now + 900)

    def _write(self, until: int) -> None:
        while self._ended and self._ended[0][0] <= until:
            self.clock.at, _, ended = heapq.heappop(self._ended)
            self._give(ended)

    def _show_life(self) -> None:
        """What the windows of those in a call do by themselves, lest their cases come back."""
        for number, seen in self._seen.items():
            if self.clock.at - seen >= _SIGN_OF_LIFE_S:
                user, place = self._places[number]
                place.keep_case(user)
                self._seen[number] = self.clock.at

    def _give(self, ended: _Ended) -> None:
        user, place = self._places[ended.who.number]
        offer, said = ended.offer, ended.said
        self._seen.pop(ended.who.number, None)
        if said.result == "complete":
            interview = place.start_interview(user, offer.case, "month", "de")
            place.end_call(user, offer.attempt, ended.call.id, "interviewer")
            place.finish_interview(user, EndedSitting(interview.id, offer.attempt, "complete", (), {}))
            return
        place.end_call(user, offer.attempt, ended.call.id, "interviewer")
        at = datetime.fromtimestamp(ended.agreed_at, UTC) if ended.agreed_at is not None else None
        agreed = Agreed(at, firm=said.result == "appointment_firm") if at is not None else None
        note = "no time" if said.result == "soft_refusal" else ""
        place.record_result(user, offer.attempt, said.result, agreed=agreed, note=note, language=said.language)


class ComparedOrder(StoreOrder):
    """Holds what F12 says of every case against what the search finds, at each seventh search."""

    def __init__(self, world: World, people: list[Interviewer], folder: Path) -> None:
        super().__init__(world, people, folder)
        self.compared = {True: 0, False: 0}  # searches compared, by whether they found a case
        self.contradictions: list[tuple[int, int | None]] = []  # time, case found
        self._searches = 0
        self._cases = range(len(world.households))

    def take(self, who: Interviewer, now: int) -> int | None:
        """The next case; it must be one that can be called, and there is none only where none can be."""
        self._searches += 1
        if self._searches % 7:
            return super().take(who, now)
        self._write(now)
        self.clock.at = now
        self._show_life()
        user, _ = self._places[who.number]
        with self.station.units(self._keys)() as unit:
            settle(unit, self.clock, self.station.rules, user, clock_was_set=False)
            unit.commit()
        explain = self.station.explain_case()
        told = {case: explain.by_number(user, case + 1) for case in self._cases}
        callable_now = {case for case, explanation in told.items() if explanation is not None and explanation.callable}
        case = super().take(who, now)
        self.compared[case is not None] += 1
        if (case is None) == bool(callable_now) or (case is not None and case not in callable_now):
            self.contradictions.append((now, case))
        return case


@cache
def _study() -> LoadedStudy:
    study, form = load_study(_STUDY.encode()), load_form(_FORM.encode(), "form.md")
    assert study.study is not None, study.findings
    assert form.form is not None, form.findings
    return LoadedStudy(FOLDER, StudySource.given(study.study, form.form), "month", ())


def _person(station: Station, keys: HeldKeys, who: Interviewer) -> User:
    login = f"i{who.number}"
    languages, skills = sorted(who.speaks), sorted(who.skills)
    return station.people.add_person(keys)(PROGRAM, login, login, Role.INTERVIEWER, login, languages, skills)


def _add_cases(station: Station, keys: HeldKeys, world: World) -> None:
    """A case for each household, known by its place in the world; numbers of a range reserved for fiction."""
    with station.units(keys)() as unit:
        unit.sample.add(
            NewUnit(
                CaseId(f"case-{n}"),
                n,
                None,
                household.frame,
                None,
                {},
                (NewNumber(NumberId(f"number-{n}"), PhoneNumber(f"+4930231250{n:05d}", LineKind(household.frame))),),
            )
            for n, household in enumerate(world.households, 1)
        )
        unit.commit()
