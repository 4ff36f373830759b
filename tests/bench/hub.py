"""What a hub costs: cases, logs and places over HTTPS beside the same in process, and a house full of stations.

`python -m tests.bench --hub` compares; `--hub-stations 500 --seconds 600` lets so many stations work 30 attempts an
hour each; `--hub-growth` does that for more and more stations and cases.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
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
from cati_app.sync.messages import Push
from tests.bench.hub_served import CALLERS, LOG_TEXT, STUDY, Caller, Rates, ServedStudy, begin_study, filled, served
from tests.hub_storages import hub_storage
from tests.hub_study import StudyOfMessages
from tests.hubs import MemoryHub, row_of


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


def asked_by_many(ask: Callable[[int], Future[Any]], count: int) -> Rates:
    """So many callers at once, each the next as soon as it has an answer."""
    waits: list[float] = []

    def caller(first: int) -> None:
        for n in range(first, count, CALLERS):
            begun = time.perf_counter()
            ask(n).result()
            waits.append((time.perf_counter() - begun) * 1000)

    begun = time.perf_counter()
    with ThreadPoolExecutor(CALLERS) as pool:
        list(pool.map(caller, range(CALLERS)))
    return Rates(count / (time.perf_counter() - begun), waits)


async def _by_many(
    callers: list[Caller], ask: Callable[[Caller, int], Awaitable[tuple[int, bytes]]], count: int
) -> Rates:
    waits: list[float] = []

    async def one(first: int) -> None:
        for n in range(first, count, len(callers)):
            begun = time.perf_counter()
            status, body = await ask(callers[first], n)
            waits.append((time.perf_counter() - begun) * 1000)
            assert status == 200, (status, body[:200])

    begun = time.perf_counter()
    await asyncio.gather(*(one(first) for first in range(len(callers))))
    return Rates(count / (time.perf_counter() - begun), waits)


@dataclass(frozen=True)
class Compared:
    """Over HTTPS beside in process."""

    engine: str
    what: str
    served: Rates
    in_process: Rates

    @property
    def ratio(self) -> float:
        """Of the rates; promised is a half."""
        return self.served.per_s / self.in_process.per_s


def compare(engine: str, count: int = 1_500) -> list[Compared]:
    """Next case, push of 8 kB and place, by 64 callers."""
    cases = 4 * count
    with TemporaryDirectory() as name, ExitStack() as kept:
        inside = InProcess(engine, Path(name) / "inside", cases, kept)
        in_process = [asked_by_many(inside.next_case, count), asked_by_many(inside.push, count)]
        in_process.append(asked_by_many(inside.place, count))
    with TemporaryDirectory() as name, served(engine, Path(name), cases, CALLERS) as made:
        over_https = asyncio.run(_compared(made, count))
    names = ("next case", "push of 8 kB", "place")
    return [Compared(engine, *told) for told in zip(names, over_https, in_process, strict=True)]


async def _compared(made: ServedStudy, count: int) -> list[Rates]:
    callers = [made.caller(station) for station in made.stations]
    epoch = made.epoch
    sessions = {station.device: made.study.session("ann", station) for station in made.stations}
    tokens: dict[str, TokenTold] = {}
    sent: dict[str, int] = defaultdict(int)

    async def next_case(caller: Caller, n: int) -> tuple[int, bytes]:
        asked = NextCase(epoch=epoch, session=sessions[caller.station.device], request=f"r{n}")
        status, body = await caller.ask(HubCall.NEXT_CASE, asked)
        tokens.setdefault(caller.station.device, TokenTold(**json.loads(body)["lease"]["token"]))
        return status, body

    async def push(caller: Caller, n: int) -> tuple[int, bytes]:
        device = caller.station.device
        sent[device] += 1
        event = row_of(sent[device], device, LOG_TEXT)
        return await caller.ask(HubCall.PUSH, Push(epoch=epoch, first=sent[device], events=(event,), last=sent[device]))

    async def place(caller: Caller, n: int) -> tuple[int, bytes]:
        device = caller.station.device
        asked = AskPlace(
            epoch=epoch,
            session=sessions[device],
            request=f"p{n}",
            token=tokens[device],
            interview_id=f"i{n:06}",
            cell_id="m/young",
        )
        return await caller.ask(HubCall.PLACE, asked)

    told = [await _by_many(callers, ask, count) for ask in (next_case, push, place)]
    for caller in callers:
        caller.close()
    return told


def print_compared(rows: list[Compared], write: Callable[[str], object] = print) -> None:
    """Rates, ratio and fairness."""
    write(f"{CALLERS} callers; promised: ratio 0.5, longest wait 20 x p50")
    write("  hub in  what           HTTPS/s  in process/s  ratio   p50 ms   p99 ms  longest/p50")
    for row in rows:
        told = row.served
        write(
            f"  {row.engine:6}  {row.what:12}  {told.per_s:8.0f}  {row.in_process.per_s:12.0f}  {row.ratio:5.2f}"
            f"  {told.p50:7.1f}  {told.p99:7.1f}  {told.longest / told.p50:11.1f}"
        )
