"""A house full of stations at a hub, each with as many attempts an hour as somebody at a telephone makes.

Each asks as an open window does: over a line for each thing that is asked, and one for each of its rounds.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cati_app.sync.block_messages import BlocksTold
from cati_app.sync.case_messages import AskHold, AskPlace, HandInCase, NextCase, RenewCase, TokenTold
from cati_app.sync.erasure_messages import ErasuresShown
from cati_app.sync.line import HubCall
from cati_app.sync.messages import Message, Push
from cati_app.sync.study_messages import EditionAsked, HeadsAsked
from cati_app.sync.team_messages import TeamTold
from tests.bench.hub_served import ATTEMPTS_AN_HOUR, Caller, Rates, ServedStudy, served
from tests.hub_study import StationOfStudy
from tests.hubs import row_of

TEAM_EVERY_S = 5
ROUNDS, MINUTES = 3, 12
"""So many times rarer a station looks after its log, and after what is new."""


_IN_THE_TABLE = (HubCall.NEXT_CASE, HubCall.HELD, HubCall.HAND_IN)


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

    async def timed(caller: Caller, call: HubCall, message: Message | None) -> Any:
        at = time.perf_counter()
        status, body = await caller.ask(call, message)
        waits[call.name].append((time.perf_counter() - at) * 1000)
        assert status == 200, (call, status, body[:200])
        return json.loads(body)

    async def open_window(station: StationOfStudy, worked: list[TokenTold]) -> None:
        """What it asks by itself."""
        caller, beat = made.caller(station), 0
        await asyncio.sleep(chance.random() * TEAM_EVERY_S)
        while time.perf_counter() < begun + seconds:
            beat += 1
            await timed(caller, HubCall.TEAM_TELL, TeamTold(seats=(), known=(), read=()))
            caller.close()
            if beat % ROUNDS == 0:
                await timed(caller, HubCall.STATE, None)
            if beat % MINUTES == 0:
                for _ in range(2):
                    await timed(caller, HubCall.STATE, None)
                await timed(caller, HubCall.ERASURES, ErasuresShown(erasures=(), after=0))
                await timed(caller, HubCall.BLOCKS, BlocksTold(epoch=epoch, items=(), after=0))
                await timed(caller, HubCall.EDITION_NEWEST, EditionAsked())
                await timed(caller, HubCall.HEADS_AFTER, HeadsAsked(after=0))
            caller.close()
            if beat % MINUTES == 0 and worked:
                await timed(caller, HubCall.RENEW_CASE, RenewCase(epoch=epoch, token=worked[0], waits=False))
                caller.close()
            await asyncio.sleep(TEAM_EVERY_S)

    async def work(station: StationOfStudy) -> None:
        caller, session, pushed, n = made.caller(station), made.study.session("ann", station), 0, 0
        worked: list[TokenTold] = []
        window = asyncio.create_task(open_window(station, worked))
        due = begun + chance.random() * 3600 / ATTEMPTS_AN_HOUR
        while due < begun + seconds:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            counts[1] += time.perf_counter() - due > 1.0
            n += 1
            told = await timed(
                caller, HubCall.NEXT_CASE, NextCase(epoch=epoch, session=session, request=f"{station.device}{n}")
            )
            token = TokenTold(**told["lease"]["token"])
            worked[:] = [token]
            caller.close()
            await timed(caller, HubCall.HELD, AskHold(epoch=epoch, token=token))
            caller.close()
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
                caller.close()
            events = tuple(row_of(pushed + k, station.device, "x" * 600) for k in range(1, 13))
            pushed += 12
            await timed(caller, HubCall.PUSH, Push(epoch=epoch, first=pushed - 11, events=events, last=pushed))
            back = {"epoch": epoch.model_dump(), "token": token.model_dump(), "case_id": told["lease"]["case_id"]}
            handed = HandInCase.model_validate_json(
                json.dumps({**back, "last": pushed, "blocked": False, "rows": told["rows"]})
            )
            worked.clear()
            await timed(caller, HubCall.HAND_IN, handed)
            caller.close()
            counts[0] += 1
            due += chance.expovariate(ATTEMPTS_AN_HOUR / 3600)
        await window

    await asyncio.gather(*(work(station) for station in made.stations))
    return waits, counts[0], counts[1]


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
        write(_as_in_the_table(row))


def _as_in_the_table(row: House) -> str:
    """The row of docs/scale.md: milliseconds as p50 / p99, megabytes."""
    asked = [Rates(0.0, row.waits.get(call.name, [])) for call in _IN_THE_TABLE]
    waits = [f"{told.p50:,.0f} / {told.p99:,.0f}" if told.waits else "–" for told in asked]
    size = f"{row.memory_mb:.0f}", f"{row.disk_mb:,.0f}"
    cells = row.engine, str(row.stations), f"{row.cases:,}", str(row.attempts), *waits, *size
    return f"| {' | '.join(cells)} |"
