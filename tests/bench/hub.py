"""What a hub costs: cases, logs and places over HTTPS beside the same in process, and a house full of stations.

`python -m tests.bench --hub` compares; `--hub-stations 500 --seconds 600` lets so many stations work 30 attempts an
hour each; `--hub-growth` does that for more and more stations and cases.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from cati_app.domain.ids import CellId, InterviewId, UserId
from cati_app.domain.people.users import Role, User
from cati_app.domain.sharing.handing import CaseRequest, LentCase, PlaceRequest
from cati_app.domain.sharing.leases import LeaseToken
from cati_app.fieldwork.sharing.grant_place import GrantPlace
from cati_app.fieldwork.sharing.lend_case import LendCase
from cati_app.store.hub.inbox import Arrived
from cati_app.store.hub.unit import HubUnit
from cati_app.sync.case_messages import AskPlace, NextCase, TokenTold
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Message, Push
from tests.bench.hub_served import CALLERS, LOG_TEXT, STUDY, Rates, ServedStudy, begin_study, filled, served
from tests.bench.hub_wire import Wire, Wired, processor_s, request_of
from tests.hub_storages import hub_storage
from tests.hub_study import StudyOfMessages
from tests.hubs import MemoryHub, row_of

LEAST_RATIO, LONGEST_BY_P50 = 0.5, 20
"""Promised: of the rates over HTTPS and in process, and of the waits."""


class InProcess:
    """The use cases on a hub's own store, asked by many at once."""

    def __init__(self, engine: str, folder: Path, cases: int, kept: ExitStack) -> None:
        storage = kept.enter_context(hub_storage(engine, folder))
        self._hub = kept.enter_context(closing(MemoryHub(folder, storage)))
        self.study = StudyOfMessages(self._hub.answer, STUDY, scale=100_000)
        token = hashlib.sha256(STUDY.encode()).digest()
        self._hub.add_code(token)
        self.study.enrol_first(token)
        begin_study(self.study, lambda: self._fill(cases))
        self._rules = self.study.rules()
        self._tokens: dict[int, LeaseToken] = {}
        self._user = User(UserId(self.study.person("ann")), "ann", "", Role.INTERVIEWER, 1, (), (), active=True)

    def _fill(self, cases: int) -> None:
        def fill(unit: HubUnit) -> None:
            filled(unit._statements, cases)
            unit.commit()

        self._hub.hub.studies.of(STUDY).run(fill).result()

    def next_case(self, n: int) -> Future[Any]:
        """As the reception does it once it knows who asks."""

        def lend(unit: HubUnit) -> object:
            asked = CaseRequest(1, self.study.first.device, f"in process {n}")
            lent = LendCase(unit.units, self._hub.clock, self._rules)(self._user, asked)
            assert isinstance(lent, LentCase)
            self._tokens.setdefault(n % CALLERS, lent.lease.token)
            return lent

        return self._hub.hub.studies.of(STUDY).run(lend)

    def push(self, n: int) -> Future[Any]:
        """An event of 8 kB, of a device of its own."""
        device = f"{n:08x}"
        event = row_of(1, device, LOG_TEXT)

        def take(unit: HubUnit) -> object:
            told = unit.inbox.push(device, 1, 1, [Arrived(event.row, event.digest)])
            unit.commit()
            return told

        return self._hub.hub.studies.of(STUDY).run(take)

    def place(self, n: int) -> Future[Any]:
        """A place, under the first lease of each caller."""

        def grant(unit: HubUnit) -> object:
            asked = PlaceRequest(
                f"place {n}",
                self.study.first.device,
                self._tokens[n % CALLERS],
                InterviewId(f"in process {n:06}"),
                CellId("m/young"),
            )
            return GrantPlace(unit.units, self._hub.clock)(self._user, 1, asked)

        return self._hub.hub.studies.of(STUDY).run(grant)


def asked_by_many(ask: Callable[[int], Future[Any]], numbers: range) -> Rates:
    """So many callers at once, each the next as soon as it has an answer."""
    waits: list[float] = []

    def caller(first: int) -> None:
        for n in numbers[first::CALLERS]:
            begun = time.perf_counter()
            ask(n).result()
            waits.append((time.perf_counter() - begun) * 1000)

    begun = time.perf_counter()
    with ThreadPoolExecutor(CALLERS) as pool:
        list(pool.map(caller, range(CALLERS)))
    return Rates(len(numbers) / (time.perf_counter() - begun), waits)


@dataclass(frozen=True)
class Round:
    """One kind of request, asked in process and over HTTPS one right after the other.

    Args:
        hub_ms: Of the processors, which the hub's process took for a request over HTTPS.
        client_ms: The same of the callers.
    """

    served: Rates
    in_process: Rates
    hub_ms: float
    client_ms: float

    @property
    def ratio(self) -> float:
        """Of the rates."""
        return self.served.per_s / self.in_process.per_s


@dataclass(frozen=True)
class Compared:
    """Over HTTPS beside in process, several times in turns: what else a machine does falls on both."""

    engine: str
    what: str
    rounds: tuple[Round, ...]

    @property
    def ratio(self) -> float:
        """The middle one."""
        return median(told.ratio for told in self.rounds)

    @property
    def longest_by_p50(self) -> float:
        """How fair it is: the longest wait of a round by its p50, the worst of the rounds."""
        return max(told.served.longest / told.served.p50 for told in self.rounds)

    @property
    def is_kept(self) -> bool:
        """Whether it is what is promised."""
        return self.ratio >= LEAST_RATIO and self.longest_by_p50 <= LONGEST_BY_P50


def compare(engine: str, count: int = 500, rounds: int = 5) -> list[Compared]:
    """Next case, push of 8 kB and place, by 64 callers, so many requests of each in each round."""
    cases = 4 * count * rounds
    with TemporaryDirectory() as name, ExitStack() as kept:
        inside = InProcess(engine, Path(name) / "inside", cases, kept)
        made = kept.enter_context(served(engine, Path(name) / "served", cases, CALLERS))
        wire = kept.enter_context(closing(Wire(made.hub.address.port, made.context, CALLERS)))
        over_https = OverHttps(made, wire)
        asked = (
            ("next case", inside.next_case, over_https.next_case),
            ("push of 8 kB", inside.push, over_https.push),
            ("place", inside.place, over_https.place),
        )
        told: dict[str, list[Round]] = defaultdict(list)
        for n in range(rounds):
            for what, in_process, over in asked:
                told[what].append(_round(made, in_process, over, range(n * count, (n + 1) * count), first=n % 2))
        return [Compared(engine, what, tuple(of_what)) for what, of_what in told.items()]


def _round(
    made: ServedStudy,
    in_process: Callable[[int], Future[Any]],
    over: Callable[[range], Wired],
    numbers: range,
    first: int,
) -> Round:
    inside: list[Rates] = []
    outside: list[tuple[Wired, float]] = []

    def ask_inside() -> None:
        inside.append(asked_by_many(in_process, numbers))

    def ask_outside() -> None:
        process = made.hub.process
        assert process is not None
        begun = processor_s(process.pid)
        outside.append((over(numbers), (processor_s(process.pid) - begun) * 1000 / len(numbers)))

    for ask in (ask_outside, ask_inside) if first else (ask_inside, ask_outside):
        ask()
    wired, hub_ms = outside[0]
    return Round(Rates(wired.per_s, wired.waits), inside[0], hub_ms, wired.client_ms)


class OverHttps:
    """The same asked of a hub in a process of its own; what is sent is prepared before the time is taken."""

    def __init__(self, made: ServedStudy, wire: Wire) -> None:
        self._wire = wire
        self._stations = made.stations
        self._epoch = made.epoch
        self._sessions = [made.study.session("ann", station) for station in made.stations]
        self._tokens: dict[int, TokenTold] = {}
        self._sent = [0] * CALLERS

    def next_case(self, numbers: range) -> Wired:
        """A lease for each."""
        told = self._asked(
            HubCall.NEXT_CASE,
            numbers,
            lambda n, who: NextCase(epoch=self._epoch, session=self._sessions[who], request=f"r{n}"),
        )
        for who, bodies in told.answers.items():
            self._tokens.setdefault(who, TokenTold(**json.loads(bodies[0])["lease"]["token"]))
        return told

    def push(self, numbers: range) -> Wired:
        """An event of 8 kB for each."""

        def pushed(_: int, who: int) -> Message:
            self._sent[who] += 1
            event = row_of(self._sent[who], self._stations[who].device, LOG_TEXT)
            return Push(epoch=self._epoch, first=self._sent[who], events=(event,), last=self._sent[who])

        return self._asked(HubCall.PUSH, numbers, pushed)

    def place(self, numbers: range) -> Wired:
        """A place, under the first lease of each caller."""
        return self._asked(
            HubCall.PLACE,
            numbers,
            lambda n, who: AskPlace(
                epoch=self._epoch,
                session=self._sessions[who],
                request=f"p{n}",
                token=self._tokens[who],
                interview_id=f"i{n:06}",
                cell_id="m/young",
            ),
        )

    def _asked(self, call: HubCall, numbers: range, message: Callable[[int, int], Message]) -> Wired:
        requests: list[list[bytes]] = [[] for _ in range(CALLERS)]
        for n in numbers:
            who = n % CALLERS
            requests[who].append(request_of(call, self._stations[who].secret, message(n, who)))
        return self._wire.ask(requests)


def print_compared(rows: list[Compared], write: Callable[[str], object] = print) -> None:
    """Rates, ratio and fairness; of the load, what else the machine did."""
    write(
        f"{CALLERS} callers; promised: ratio {LEAST_RATIO}, longest wait {LONGEST_BY_P50} x p50;"
        f" load {os.getloadavg()[0]:.1f}"
    )
    write(
        "  hub in  what          HTTPS/s  in process/s  ratio (of each round)  p50 ms  longest/p50  hub ms  caller ms"
    )
    for row in rows:
        kept = "kept" if row.is_kept else "NOT KEPT"
        ratios = " ".join(f"{told.ratio:.2f}" for told in row.rounds)
        write(
            f"  {row.engine:6}  {row.what:12}  {_mid(row, lambda r: r.served.per_s):7.0f}"
            f"  {_mid(row, lambda r: r.in_process.per_s):12.0f}  {row.ratio:5.2f} ({ratios})"
            f"  {_mid(row, lambda r: r.served.p50):6.1f}"
            f"  {row.longest_by_p50:11.1f}"
            f"  {_mid(row, lambda r: r.hub_ms):6.2f}  {_mid(row, lambda r: r.client_ms):9.2f}  {kept}"
        )


def _mid(row: Compared, figure: Callable[[Round], float]) -> float:
    return median(figure(told) for told in row.rounds)
