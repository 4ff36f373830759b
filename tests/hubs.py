"""A network in memory, and a log in memory: what a client is tested on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from cati_app.demo.clock import SimulatedClock
from cati_app.hub.receipts import Receipts
from cati_app.hub.reception import Reception, refusal
from cati_app.store.hub.engine import HubStorage
from cati_app.store.hub.sqlite import FolderStorage
from cati_app.store.hub.studies import Hub
from cati_app.store.hub.tables import ON_A_SERVER, REGISTER_TABLES, STUDY_TABLES
from cati_app.sync.line import HubCall, LineCut, Reply
from cati_app.sync.messages import Enrolment, LoggedRow, StaffTold, Unreadable
from tests.stations import TUESDAY

STUDY, DEVICE = "5" * 32, "abcd1234"
SECRET = "c" * 64
HUB_ID = "b" * 32


def row_of(n: int, device: str = DEVICE, told: str = "x") -> LoggedRow:
    """An event as it stands in a log."""
    row = "\x1f".join((str(n), device, "2026-11-24T15:00:00.000000+00:00", "1", "answer", "", "", "", told))
    return LoggedRow(row=row, digest=hashlib.sha256(row.encode()).hexdigest())


@dataclass
class MemoryLog:
    """A log without a database."""

    rows: list[LoggedRow]

    def end(self) -> int:
        """Number of the last event."""
        return len(self.rows)

    def digest(self, n: int) -> str:
        """Of an event."""
        return self.rows[n - 1].digest

    def staff(self) -> tuple[StaffTold, ...]:
        """Nobody's words."""
        return ()

    def after(self, n: int) -> Iterator[LoggedRow]:
        """Events behind a number."""
        return iter(self.rows[n:])


def log_of(length: int, told: str = "x") -> MemoryLog:
    """A log of that length."""
    return MemoryLog([row_of(n, told=told) for n in range(1, length + 1)])


class HubClock(SimulatedClock):
    """Of a hub; somebody may set it back."""

    def set_back(self, by: timedelta) -> None:
        """It says an earlier time from now on."""
        self._now -= by


class MemoryHub:
    """A hub on a real database, without HTTP; it can be killed and brought back from a copy."""

    def __init__(self, folder: Path, storage: HubStorage | None = None, *, is_there: bool = False) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self._epochs = 1
        self._storage = storage if storage is not None else FolderStorage(folder)
        if not is_there:
            self._storage.make(HUB_ID, "https://127.0.0.1:1", "now", f"{1:032x}")
        self.clock = HubClock(TUESDAY)
        self.hub = Hub(self._storage, self._storage.hub(), self.clock)
        self.reception = Reception(self.hub, self.clock, HUB_ID, Receipts(HUB_ID.encode()))

    def restart(self) -> None:
        """The program ends and starts again, a second later."""
        self.close()
        self.clock.move(1)
        self.hub = Hub(self._storage, self._storage.hub(), self.clock)
        self.reception = Reception(self.hub, self.clock, HUB_ID, Receipts(HUB_ID.encode()))

    def new_epoch(self) -> None:
        """As after a restore."""
        self._epochs += 1
        self.hub.run(lambda register: register.begin_epoch(f"{self._epochs:032x}")).result()

    def add_code(self, token: bytes) -> None:
        """A code may be used."""
        self.hub.run(lambda register: register.add_code(token)).result()

    def enrol(self, secret: str = SECRET, device: str = DEVICE, token: bytes = b"t" * 32) -> Reply:
        """A device becomes known."""
        self.add_code(token)
        credential = hashlib.sha256(bytes.fromhex(secret)).hexdigest()
        enrolment = Enrolment(study=STUDY, device=device, token=token.hex(), credential=credential)
        return self.answer(HubCall.ENROL, enrolment.model_dump_json().encode(), "")

    def withdraw(self, device: str = DEVICE) -> None:
        """A device is let in no more."""
        self.hub.run(lambda register: register.withdraw(device)).result()

    def shown(self, token: bytes, study: str, device: str, secret: str) -> Reply:
        """A device comes with a code."""
        credential = hashlib.sha256(bytes.fromhex(secret)).hexdigest()
        enrolment = Enrolment(study=study, device=device, token=token.hex(), credential=credential)
        return self.answer(HubCall.ENROL, enrolment.model_dump_json().encode(), "")

    def enrol_for(self, study: str, device: str, secret: str) -> Reply:
        """A device of another study becomes known."""
        token = hashlib.sha256(study.encode()).digest()
        self.add_code(token)
        return self.shown(token, study, device, secret)

    def answer(self, call: HubCall, body: bytes, credential: str) -> Reply:
        """As over HTTP."""
        try:
            answer = self.reception.ask(call, body, credential).result()
        except Unreadable as error:
            answer = refusal(error.refused, error.field)
        return Reply(answer.status, answer.body)

    def events(self) -> list[tuple[str, int, str, str]]:
        """Device, number, row and digest of all events, in order."""
        query = "SELECT device, seq, row_text, digest FROM inbox_event ORDER BY device, seq"
        return [(device, seq, row, digest) for device, seq, row, digest in self._read(query)]

    def aside(self) -> list[tuple[str, int]]:
        """Verdict and number of what is kept aside."""
        return [
            (verdict, seq) for verdict, seq in self._read("SELECT verdict, seq FROM inbox_aside ORDER BY seq, digest")
        ]

    def aside_rows(self) -> list[tuple[str, int, bytes]]:
        """The same with what came."""
        rows = self._read("SELECT verdict, seq, row_hex FROM inbox_aside ORDER BY seq, digest")
        return [(verdict, seq, bytes.fromhex(row)) for verdict, seq, row in rows]

    def everything(self) -> bytes:
        """What is kept, byte by byte in files, row by row in a server; the hub is stopped for it."""
        self.close()
        with ExitStack() as reading:
            stores = [self._storage.hub(writable=False), self._storage.study(STUDY, writable=False)]
            told = [reading.enter_context(reading.enter_context(closing(store)).reading()) for store in stores]
            rows = [
                statements.all(f"SELECT * FROM {table.name}")
                for statements, kept in zip(told, (REGISTER_TABLES, STUDY_TABLES), strict=True)
                for table in kept.sorted_tables
                if ON_A_SERVER not in table.info
            ]
        files = [path.read_bytes() for path in self.folder.rglob("*") if path.is_file()]
        return b"".join([repr(rows).encode(), *files])

    def _read(self, query: str) -> list[Any]:
        with closing(self._storage.study(STUDY, writable=False)) as store, store.reading() as statements:
            return statements.all(query)

    def close(self) -> None:
        """Stop."""
        self.hub.close()


class Mishap(Enum):
    """What happens to a request."""

    NONE = "arrives"
    CUT_BEFORE = "is cut before it is sent"
    CUT_AFTER = "arrives, and its answer is lost"
    TRUNCATED = "the answer ends in the middle"
    CAPTIVE = "somebody else answers 200 with a page"
    GATEWAY = "a proxy answers 502"
    TWICE = "arrives twice"
    LATE_COPY = "an earlier request arrives once more before it"


@dataclass
class MemoryLine:
    """A line to that hub on which mishaps happen in turn; afterwards none."""

    hub: MemoryHub
    mishaps: Iterator[Mishap] = field(default_factory=lambda: iter(()))
    sent: list[tuple[HubCall, bytes, str]] = field(default_factory=list)
    between: Callable[[], None] = lambda: None

    def send(self, call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
        """Ask."""
        mishap = next(self.mishaps, Mishap.NONE)
        self.between()
        if mishap is Mishap.CUT_BEFORE:
            raise LineCut
        if mishap is Mishap.GATEWAY:
            return Reply(502, b"<html>Bad Gateway</html>")
        if mishap is Mishap.CAPTIVE:
            return Reply(200, b"<html>Please sign in</html>")
        if mishap is Mishap.LATE_COPY and self.sent:
            self.hub.answer(*self.sent[0])
        self.sent.append((call, body, credential))
        if mishap is Mishap.TWICE:
            self.hub.answer(call, body, credential)
        reply = self.hub.answer(call, body, credential)
        if mishap is Mishap.CUT_AFTER:
            raise LineCut
        return Reply(reply.status, reply.body[: len(reply.body) // 2]) if mishap is Mishap.TRUNCATED else reply


def line_with(hub: MemoryHub, mishaps: Iterable[Mishap]) -> MemoryLine:
    """A line with those mishaps."""
    return MemoryLine(hub, iter(mishaps))
