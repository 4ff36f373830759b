"""A study at a hub in a process of its own, with as many cases and stations as a bench wants."""

from __future__ import annotations

import asyncio
import os
import signal
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from cati_app.store.hub.certificate import CERTIFICATE
from cati_app.store.statements import Statements
from cati_app.store.trust.derivation import enrol_token
from cati_app.sync.code import EnrolCode
from cati_app.sync.https import HttpsLine
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Epoch, Message, written
from tests.hub_field import LoggedHub
from tests.hub_storages import database_of
from tests.hub_study import StationOfStudy, StudyOfMessages, bundle
from tests.stations import TUESDAY

CALLERS, ATTEMPTS_AN_HOUR = 64, 30
GROWTH = ((10, 10_000), (100, 10_000), (500, 10_000), (500, 100_000), (500, 1_000_000))
"""Stations and cases."""
SHORT_GROWTH = ((10, 10_000), (100, 10_000), (100, 100_000))
"""The same where everything is measured."""
STUDY = "6" * 32
SERVES = ("--rehearsal-from", TUESDAY.isoformat(), "--per-address", "512")
"""All stations are on one machine here."""
LOG_TEXT = "x" * 7_900
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


def begin_study(study: StudyOfMessages, fill: Callable[[], None]) -> None:
    """A study with one case, which is copied, and open."""
    study.publish()
    study.bring_cases([bundle(1, STUDY)])
    fill()
    study.open()


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
            self._open = None


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

        with psycopg.connect(self.hub.database_url or "") as connection:
            row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        assert row is not None
        return float(row[0]) / 1e6


@contextmanager
def served(engine: str, folder: Path, cases: int, stations: int = 0) -> Iterator[ServedStudy]:
    """A study with so many cases at a hub of that engine."""
    with database_of(engine) as url:
        hub = LoggedHub(folder / "hub", database_url=url, from_shell=True)
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
    with closing(hub.storage.study(STUDY)) as store, store.transaction():
        part = store.part()
        filled(part, cases)
        part.commit()
        part.end()
    hub.start(*SERVES)
