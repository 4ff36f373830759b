"""Two programs serve one hub on a server: what one hears of stations and strangers the other knows."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from cati_app.domain.people.seats import Activity
from cati_app.hub.answering import HubWeb
from cati_app.hub.app import make_app
from cati_app.hub.common_tries import CommonTries
from cati_app.hub.connections import ConnectionLimits, Connections
from cati_app.hub.figures import HubMetrics
from cati_app.hub.receipts import Receipts
from cati_app.hub.reception import Reception
from cati_app.hub.strangers import FREE
from cati_app.store.hub.server import ServerStorage
from cati_app.store.hub.studies import Hub
from cati_app.sync.line import HubCall
from cati_app.sync.messages import written
from cati_app.sync.team_messages import SeatTold, TeamAsked, TeamTold
from tests.hub_storages import fresh_database
from tests.hub_study import StudyOfMessages, bundles
from tests.hubs import HUB_ID, MemoryHub

_STATE, _HERE, _THERE = "/v1/sync/state", "192.0.2.1", "192.0.2.2"


@dataclass
class Programs:
    """A hub, the second program that serves it, and a study there."""

    url: str
    first: MemoryHub
    second: Reception
    webs: tuple[HubWeb, HubWeb]
    study: StudyOfMessages

    def at_second(self, call: HubCall, message: Any) -> Any:
        """What the second program answers the first station."""
        answer = self.second.ask(call, written(message), self.study.first.secret).result()
        assert 200 == answer.status
        return answer.body

    def status(self, program: int, secret: str, host: str = _HERE) -> int:
        """Of the answer to somebody who shows a secret to one of them."""

        async def asked() -> int:
            line = httpx.ASGITransport(make_app(self.webs[program]), client=(host, 50_000))
            async with httpx.AsyncClient(transport=line, base_url="https://hub") as client:
                shown = {"authorization": f"Bearer {secret}"}
                return (await client.get(_STATE, headers=shown)).status_code

        return asyncio.run(asked())

    def rows(self, statement: str) -> list[Any]:
        """What the server keeps."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(statement.encode()).fetchall()


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[Programs]:
    with ExitStack() as kept:
        url = kept.enter_context(fresh_database())
        storage = ServerStorage(url, tmp_path)
        first = kept.enter_context(closing(MemoryHub(tmp_path, storage)))
        hub = kept.enter_context(closing(Hub(storage, storage.hub(), first.clock)))
        second = Reception(hub, first.clock, HUB_ID, Receipts(HUB_ID.encode()))
        webs = _web(first.reception, first.hub), _web(second, hub)
        study = StudyOfMessages(first.answer, "a1" * 16)
        first.add_code(bytes(32))
        study.enrol_first(bytes(32))
        yield Programs(url, first, second, webs, study)


def _web(reception: Reception, hub: Hub) -> HubWeb:
    metrics = HubMetrics()
    return HubWeb(reception, metrics, Connections(ConnectionLimits(), metrics), common_tries=CommonTries(hub))


def _guess(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def test_who_is_at_work_is_told_by_whichever_program_is_asked_and_is_in_no_log(programs: Programs) -> None:
    study = programs.study
    study.publish()
    study.bring_cases(bundles(1, study.id))
    study.open()
    ann, sue = study.person("ann"), study.session("sue")
    seat = SeatTold(user_id=ann, activity=Activity.INTERVIEW, for_s=60, question=4, language="de")

    def seats() -> list[tuple[str, int | None, int | None]]:
        asked = TeamAsked(session=sue, messages=(), known=())
        told = [programs.at_second(HubCall.TEAM, asked), study.send(HubCall.TEAM, asked).body]
        assert told[0] == told[1]
        return [
            (each["seat"]["user_id"], each["seat"]["question"], each["heard_s"])
            for each in study.told(HubCall.TEAM, asked)["seats"]
        ]

    study.told(HubCall.TEAM_TELL, TeamTold(seats=(seat,), known=(), read=()))
    programs.first.clock.move(7)
    assert [(ann, 4, 7)] == seats()
    assert [("u",)] == programs.rows("SELECT relpersistence FROM pg_class WHERE relname = 'hub_seat'")
    programs.at_second(
        HubCall.TEAM_TELL, TeamTold(seats=(seat, seat.model_copy(update={"question": 5})), known=(), read=())
    )
    assert [(ann, 5, 0)] == seats()
    programs.first.clock.move(timedelta(minutes=10).total_seconds())
    assert [] == seats()
    programs.at_second(HubCall.TEAM_TELL, TeamTold(seats=(), known=(), read=()))
    assert [(0,)] == programs.rows(f"SELECT count(*) FROM study_{study.id}.hub_seat")


def test_who_guesses_waits_at_every_program_and_a_station_that_one_has_recognized_at_none(programs: Programs) -> None:
    mine = programs.study.first.secret
    assert 200 == programs.status(0, mine)
    told = [programs.status(n % 2, _guess(n)) for n in range(FREE + 3)]

    assert [401] * (FREE + 1) + [429] * 2 == told
    assert 200 == programs.status(1, mine)
    assert 401 == programs.status(1, _guess(99), _THERE)
    assert [("u",), ("u",)] == programs.rows(
        "SELECT relpersistence FROM pg_class WHERE relkind = 'r' AND relname IN ('hub_failure', 'hub_recognized')"
    )
    assert _HERE not in repr(programs.rows("SELECT * FROM cati_hub.hub_failure"))
