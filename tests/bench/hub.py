"""What a hub costs: cases, logs and places over HTTPS beside the same in process, and a house full of stations.

`python -m tests.bench --hub` compares; `--hub-stations 500 --seconds 600` lets so many stations work 30 attempts an
hour each; `--hub-growth` does that for more and more stations and cases.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import random
import signal
import ssl
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from cati_app.domain.ids import CellId, InterviewId, UserId
from cati_app.domain.people.users import Role, User
from cati_app.domain.sharing.handing import CaseRequest, PlaceRequest
from cati_app.domain.sharing.leases import LeaseToken
from cati_app.fieldwork.sharing.grant_place import GrantPlace
from cati_app.fieldwork.sharing.lend_case import LendCase
from cati_app.hub.serving import storage_of
from cati_app.store.hub.certificate import CERTIFICATE
from cati_app.store.hub.inbox import Arrived
from cati_app.store.hub.unit import HubUnit
from cati_app.store.statements import Statements
from cati_app.store.trust.derivation import enrol_token
from cati_app.sync.case_messages import AskHold, AskPlace, HandInCase, NextCase, TokenTold
from cati_app.sync.code import EnrolCode
from cati_app.sync.https import HttpsLine
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Epoch, Message, Push, written
from tests.hub_field import LoggedHub, kept_on
from tests.hub_storages import hub_storage
from tests.hub_study import StationOfStudy, StudyOfMessages, bundle
from tests.hubs import MemoryHub, row_of
from tests.stations import TUESDAY

CALLERS, ATTEMPTS_AN_HOUR = 64, 30
GROWTH = ((10, 10_000), (100, 10_000), (500, 10_000), (500, 100_000), (500, 1_000_000))
"""Stations and cases."""
STUDY = "6" * 32
SERVES = ("--rehearsal-from", TUESDAY.isoformat(), "--per-address", "512")
"""All stations are on one machine here."""
_LOG_TEXT = "x" * 7_900
"""With what stands around it, an event of 8 kB."""
_FILL = (
    "WITH RECURSIVE numbers(no) AS (SELECT 2 UNION ALL SELECT no + 1 FROM numbers WHERE no < {count})"
    ' INSERT INTO "{table}" ({columns}) SELECT {values} FROM "{table}" CROSS JOIN numbers WHERE id = ?'
)


def filled(statements: Statements, count: int) -> None:
    """Copies of the first case and its number, numbered up to that count."""
    first = bundle(1, STUDY)
    for table in ("case", "number"):
        (told,) = first.rows[table]
        names = _columns(statements, table)
        own = {"id": f"'{table}-{STUDY[:4]}' || no", "case_id": f"'case-{STUDY[:4]}' || no", "case_no": "no"}
        own |= {"lookup": "'look' || no"} if table == "number" else {}
        values = ", ".join(own.get(name, f'"{name}"') for name in names)
        columns = ", ".join(f'"{name}"' for name in names)
        statements.execute(_FILL.format(table=table, columns=columns, values=values, count=count), (told[0],))


def _columns(statements: Statements, table: str) -> list[str]:
    cursor = statements.execute(f'SELECT * FROM "{table}" LIMIT 0')
    return [column[0] for column in cursor.description]


# -- the same in process ---------------------------------------------------------------------------------------------


@dataclass
class Rates:
    """Of many callers: how many a second, and how long they waited, in milliseconds."""

    per_s: float
    waits: list[float]

    @property
    def p50(self) -> float:
        """Half wait less."""
        return median(self.waits)

    @property
    def p99(self) -> float:
        """One of a hundred waits longer."""
        return sorted(self.waits)[int(len(self.waits) * 0.99)]

    @property
    def longest(self) -> float:
        """Nobody waits longer."""
        return max(self.waits)


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
            return LendCase(unit.units, self._hub.clock, self._rules)(self._user, asked)

        return self._hub.hub.studies.of(STUDY).run(lend)

    def push(self, n: int) -> Future[Any]:
        """An event of 8 kB, of a device of its own."""
        device = f"{n:08x}"
        event = row_of(1, device, _LOG_TEXT)

        def take(unit: HubUnit) -> object:
            told = unit.inbox.push(device, 1, 1, [Arrived(event.row, event.digest)])
            unit.commit()
            return told

        return self._hub.hub.studies.of(STUDY).run(take)

    def place(self, n: int, token: LeaseToken) -> Future[Any]:
        """A place."""

        def grant(unit: HubUnit) -> object:
            asked = PlaceRequest(
                f"place {n}", self.study.first.device, token, InterviewId(f"in process {n}"), CellId("m/young")
            )
            return GrantPlace(unit.units, self._hub.clock)(self._user, 1, asked)

        return self._hub.hub.studies.of(STUDY).run(grant)


def begin_study(study: StudyOfMessages, fill: Callable[[], None]) -> None:
    """A study with one case, which is copied, and open."""
    study.publish()
    study.bring_cases([bundle(1, STUDY)])
    fill()
    study.open()


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


# -- over HTTPS ------------------------------------------------------------------------------------------------------


class Caller:
    """One connection to a hub, kept open; as little as speaks HTTP/1.1."""

    def __init__(self, port: int, context: ssl.SSLContext, station: StationOfStudy) -> None:
        self._port = port
        self._context = context
        self.station = station
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, call: HubCall, message: Message | None = None) -> tuple[int, bytes]:
        """Status and body."""
        body = b"" if message is None else written(message)
        head = (
            f"{call.method} {call.path} HTTP/1.1\r\nhost: hub\r\nauthorization: Bearer {self.station.secret}\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        )
        reader, writer = await self._opened()
        writer.write(head.encode() + body)
        await writer.drain()
        answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(answer.partition("content-length: ")[2].partition("\r\n")[0])
        return int(answer.split(" ", 2)[1]), await reader.readexactly(length)

    async def _opened(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._open is None or self._open[0].at_eof():
            self._open = await asyncio.open_connection(
                "127.0.0.1", self._port, ssl=self._context, server_hostname="127.0.0.1", limit=10_000_000
            )
        return self._open

    def close(self) -> None:
        """Hang up."""
        if self._open is not None:
            self._open[1].close()


@dataclass
class ServedStudy:
    """The study at a hub in a process of its own."""

    hub: LoggedHub
    study: StudyOfMessages
    context: ssl.SSLContext
    stations: list[StationOfStudy] = field(default_factory=list)

    def caller(self, station: StationOfStudy | None = None) -> Caller:
        """A connection."""
        return Caller(self.hub.address.port, self.context, station or self.study.first)

    @property
    def epoch(self) -> Epoch:
        """Of the hub."""
        return Epoch(**self.study.told(HubCall.STATE)["epoch"])

    def memory_mb(self) -> float:
        """Of the hub's process."""
        process = self.hub.process
        assert process is not None
        pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def disk_mb(self, engine: str) -> float:
        """Of what it keeps."""
        if engine == "files":
            return sum(path.stat().st_size for path in self.hub.folder.rglob("*") if path.is_file()) / 1e6
        import psycopg

        with psycopg.connect(os.environ["CATI_HUB_DATABASE_URL"]) as connection:
            row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        assert row is not None
        return float(row[0]) / 1e6


@contextmanager
def served(engine: str, folder: Path, cases: int, stations: int = 0) -> Iterator[ServedStudy]:
    """A study with so many cases at a hub of that engine."""
    with kept_on(engine):
        hub = LoggedHub(folder / "hub")
        with closing(hub):
            hub.start(*SERVES)
            certificate = (folder / "hub" / CERTIFICATE).read_text()
            line = HttpsLine(hub.address, certificate)
            study = StudyOfMessages(line.send, STUDY, scale=100_000)
            code = EnrolCode.typed(hub.code)
            study.enrol_first(enrol_token(code.secret, code.salt))
            begin_study(study, lambda: _fill_stopped(hub, cases))
            context = ssl.create_default_context(cafile=folder / "hub" / CERTIFICATE)
            made = ServedStudy(hub, study, context)
            made.stations = [study.join(n) for n in range(1, stations + 1)]
            yield made
            line.close()


def _fill_stopped(hub: LoggedHub, cases: int) -> None:
    """While the hub is stopped."""
    hub.end(signal.SIGTERM)
    storage = storage_of(hub.folder, os.environ.get("CATI_HUB_DATABASE_URL"))
    with closing(storage.study(STUDY)) as store, store.transaction():
        part = store.part()
        filled(part, cases)
        part.commit()
        part.end()
    hub.start(*SERVES)


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
        token = LeaseToken(1, 1)
        in_process = [asked_by_many(inside.next_case, count), asked_by_many(inside.push, count)]
        in_process.append(asked_by_many(lambda n: inside.place(n, token), count))
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
        event = row_of(sent[device], device, _LOG_TEXT)
        return await caller.ask(HubCall.PUSH, Push(epoch=epoch, first=sent[device], events=(event,), last=sent[device]))

    async def place(caller: Caller, n: int) -> tuple[int, bytes]:
        device = caller.station.device
        asked = AskPlace(
            epoch=epoch,
            session=sessions[device],
            request=f"p{n}",
            token=tokens[device],
            interview_id=f"i{n}",
            cell_id="m/young",
        )
        return await caller.ask(HubCall.PLACE, asked)

    told = [await _by_many(callers, ask, count) for ask in (next_case, push, place)]
    for caller in callers:
        caller.close()
    return told


# -- a house full of stations ----------------------------------------------------------------------------------------


@dataclass
class House:
    """Stations at work at a hub for a while."""

    engine: str
    stations: int
    cases: int
    seconds: float
    waits: dict[str, list[float]]
    attempts: int
    memory_mb: float
    disk_mb: float
    late: int
    """Attempts that began more than a second after they should, for the machine did not keep up."""


def house(engine: str, stations: int, seconds: float, cases: int = 50_000) -> House:
    """So many stations, each with 30 attempts an hour."""
    with TemporaryDirectory() as name, served(engine, Path(name), cases, stations) as made:
        waits, attempts, late = asyncio.run(_house(made, seconds))
        return House(engine, stations, cases, seconds, waits, attempts, made.memory_mb(), made.disk_mb(engine), late)


async def _house(made: ServedStudy, seconds: float) -> tuple[dict[str, list[float]], int, int]:
    waits: dict[str, list[float]] = defaultdict(list)
    epoch, chance, counts = made.epoch, random.Random(1), [0, 0]
    begun = time.perf_counter()

    async def timed(caller: Caller, call: HubCall, message: Message) -> Any:
        at = time.perf_counter()
        status, body = await caller.ask(call, message)
        waits[call.name].append((time.perf_counter() - at) * 1000)
        assert status == 200, (call, status, body[:200])
        return json.loads(body)

    async def work(station: StationOfStudy) -> None:
        caller, session, pushed, n = made.caller(station), made.study.session("ann", station), 0, 0
        due = begun + chance.random() * 3600 / ATTEMPTS_AN_HOUR
        while due < begun + seconds:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            counts[1] += time.perf_counter() - due > 1.0
            n += 1
            told = await timed(
                caller, HubCall.NEXT_CASE, NextCase(epoch=epoch, session=session, request=f"{station.device}{n}")
            )
            token = TokenTold(**told["lease"]["token"])
            await timed(caller, HubCall.HELD, AskHold(epoch=epoch, token=token))
            if chance.random() < 0.3:
                place = AskPlace(
                    epoch=epoch,
                    session=session,
                    request=f"p{station.device}{n}",
                    token=token,
                    interview_id=f"i{station.device}{n}",
                    cell_id="m/young",
                )
                await timed(caller, HubCall.PLACE, place)
            events = tuple(row_of(pushed + k, station.device, "x" * 600) for k in range(1, 13))
            pushed += 12
            await timed(caller, HubCall.PUSH, Push(epoch=epoch, first=pushed - 11, events=events, last=pushed))
            back = {"epoch": epoch.model_dump(), "token": token.model_dump(), "case_id": told["lease"]["case_id"]}
            handed = HandInCase.model_validate_json(
                json.dumps({**back, "last": pushed, "blocked": False, "rows": told["rows"]})
            )
            await timed(caller, HubCall.HAND_IN, handed)
            counts[0] += 1
            due += chance.expovariate(ATTEMPTS_AN_HOUR / 3600)
        caller.close()

    await asyncio.gather(*(work(station) for station in made.stations))
    return waits, counts[0], counts[1]


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


def print_house(rows: list[House], write: Callable[[str], object] = print) -> None:
    """What each request took, and what the hub needed."""
    for row in rows:
        write(
            f"{row.engine}: {row.stations} stations, {row.cases:,} cases, {row.seconds:.0f} s: {row.attempts} attempts,"
            f" {row.late} late; hub {row.memory_mb:.0f} MB, kept {row.disk_mb:.0f} MB"
        )
        for call, waits in sorted(row.waits.items()):
            told = Rates(len(waits) / row.seconds, waits)
            write(
                f"  {call:10} {len(waits):6}  p50 {told.p50:7.1f}  p99 {told.p99:7.1f}  longest {told.longest:7.1f} ms"
            )
