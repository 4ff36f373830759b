"""The hub over HTTP: who is kept waiting, what strangers are told, and what is written down of a fault."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import re
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, replace
from ipaddress import ip_network
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from cati_app.domain.errors import EnvironmentProblem
from cati_app.hub import readiness
from cati_app.hub.answering import HubWeb
from cati_app.hub.app import make_app
from cati_app.hub.bodies import BodyRoom
from cati_app.hub.connections import ConnectionLimits, Connections
from cati_app.hub.figures import HubMetrics
from cati_app.hub.reception import HubAnswer, Reception
from cati_app.hub.strangers import FREE
from cati_app.store.hub.sqlite import SqliteStore
from cati_app.sync.messages import Enrolment, Epoch, Push
from tests.faults.proofs import Said
from tests.hub_servers import ServedHub, is_ended, status_of
from tests.hubs import SECRET, STUDY, MemoryHub, row_of

_STATE = "/v1/sync/state"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[MemoryHub]:
    with closing(MemoryHub(tmp_path / "hub")) as made:
        made.enrol()
        yield made


@pytest.fixture
def web(hub: MemoryHub) -> HubWeb:
    metrics = HubMetrics()
    return HubWeb(hub.reception, metrics, Connections(ConnectionLimits(), metrics))


@dataclass
class Asking:
    """Asks the application as if from that address, without a network."""

    app: FastAPI
    host: str

    def get(self, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
        """GET."""
        return self._asked("GET", path, headers, b"")

    def post(self, path: str, content: str, headers: dict[str, str] | None = None) -> httpx.Response:
        """POST."""
        return self._asked("POST", path, headers, content.encode())

    def _asked(self, method: str, path: str, headers: dict[str, str] | None, content: bytes) -> httpx.Response:
        async def asked() -> httpx.Response:
            line = httpx.ASGITransport(self.app, client=(self.host, 50_000))
            async with httpx.AsyncClient(transport=line, base_url="https://hub") as client:
                return await client.request(method, path, headers=headers, content=content)

        return asyncio.run(asked())


def _asking(web: HubWeb, host: str = "192.0.2.1") -> Asking:
    return Asking(make_app(web), host)


def _shown(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


def _told(answers: list[httpx.Response]) -> str:
    """Answers in order, those alike once."""
    return ", then ".join(dict.fromkeys(f"{answer.status_code} {answer.json()['refused']}" for answer in answers))


def _guess(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def test_unknown_secrets_are_looked_at_more_and_more_rarely(web: HubWeb, said: Said) -> None:
    asking = _asking(web)

    told = [asking.get(_STATE, headers=_shown(_guess(n))) for n in range(FREE + 3)]

    assert [401] * (FREE + 1) + [429] * 2 == [answer.status_code for answer in told]
    assert "not_now" == told[-1].json()["refused"], "what a station takes for: try again later"
    said(_told(told))
    figures = web.metrics.text().decode()
    assert f'cati_hub_failed_tries_total{{refused="device"}} {FREE + 1}.0' in figures
    assert "cati_hub_delayed_tries_total 2.0" in figures


def test_so_are_wrong_codes(web: HubWeb, said: Said) -> None:
    asking = _asking(web)

    def enrol(token: str) -> httpx.Response:
        enrolment = Enrolment(study=STUDY, device="99999999", token=token, credential=_guess(-1))
        return asking.post("/v1/devices", content=enrolment.model_dump_json())

    assert [403] * 20 == [enrol(_guess(0)).status_code for _ in range(20)], "the same once more is no guess"
    told = [enrol(_guess(n)) for n in range(1, FREE + 2)]
    assert [403] * FREE + [429] == [answer.status_code for answer in told]
    said(_told(told))


def test_a_station_behind_the_router_of_one_that_guesses_works_on(web: HubWeb) -> None:
    asking = _asking(web)
    assert 200 == asking.get(_STATE, headers=_shown(SECRET)).status_code
    guesses = [asking.get(_STATE, headers=_shown(_guess(n))).status_code for n in range(FREE + 3)]

    assert 429 == guesses[-1]
    assert 200 == asking.get(_STATE, headers=_shown(SECRET)).status_code
    assert 401 == _asking(web, "192.0.2.2").get(_STATE, headers=_shown(_guess(99))).status_code


@pytest.mark.parametrize("length", [10, 200_000])
def test_strangers_are_not_told_what_is_wrong_with_what_they_send(web: HubWeb, length: int) -> None:
    told = _asking(web).post("/v1/sync/push", "x" * length, _shown(_guess(1)))

    assert (401, "device") == (told.status_code, told.json()["refused"])


def test_a_small_request_asks_the_register_once_who_sends_it(web: HubWeb, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = iter(range(100))
    knows = Reception.knows
    monkeypatch.setattr(Reception, "knows", lambda reception, secret: (next(asked), knows(reception, secret))[1])
    push = Push(epoch=Epoch(n=1, id=f"{1:032x}"), first=1, events=(row_of(1),), last=1)

    assert 200 == _asking(web).post("/v1/sync/push", push.model_dump_json(), _shown(SECRET)).status_code
    assert 0 == next(asked)
    large = push.model_copy(update={"events": (row_of(1, told="x" * 20_000),)})
    assert 200 == _asking(web).post("/v1/sync/push", large.model_dump_json(), _shown(SECRET)).status_code
    assert 2 == next(asked), "a large body is not read before somebody known sends it"


def test_no_more_is_held_at_once_than_there_is_room_for(web: HubWeb) -> None:
    asking = _asking(replace(web, room=BodyRoom(10)))

    told = [asking.post("/v1/sync/push", content, _shown(SECRET)).status_code for content in ("x" * 11, "x" * 10, "x")]

    assert [503, 400, 400] == told, "it is free again once a request is answered, or not taken"


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1", 200), ("::1", 200), ("::ffff:127.0.0.1", 200), ("192.0.2.1", 403), ("2001:db8::1", 403), ("x", 403)],
)
def test_figures_are_for_this_machine(web: HubWeb, said: Said, host: str, status: int) -> None:
    told = _asking(web, host).get("/metrics")

    assert status == told.status_code
    if status == 403:
        said(f"{status} {told.text}")


def test_or_for_whom_the_command_names(web: HubWeb) -> None:
    told = replace(web, figures_to=[ip_network("192.0.2.0/30")])

    assert [200, 403, 403] == [
        _asking(told, host).get("/metrics").status_code for host in ("192.0.2.1", "192.0.2.9", "127.0.0.1")
    ]


def test_strangers_are_told_nothing_of_what_a_hub_can_do(web: HubWeb) -> None:
    assert [404, 404, 404] == [_asking(web).get(path).status_code for path in ("/openapi.json", "/docs", "/redoc")]
    assert "/v1/sync/push" in make_app(web).openapi()["paths"]


def test_what_only_later_hubs_are_asked_is_answered_as_stations_know_it(web: HubWeb) -> None:
    reply = _asking(web).post("/v1/of/a/later/version", "{}")
    assert (404, b'{"detail":"Not Found"}') == (reply.status_code, reply.content)


def test_what_a_description_refers_to_is_in_it(web: HubWeb) -> None:
    told = make_app(web).openapi()
    referred = re.findall(r'"\$ref": "#/components/schemas/(\w+)"', json.dumps(told))

    assert {"Epoch", "LoggedRow", "TokenTold"} <= set(referred) == set(told["components"]["schemas"]) & set(referred)
    assert "$defs" not in json.dumps(told)


def test_whether_a_hub_is_ready_is_asked_of_its_disk_no_more_than_once_a_second(
    web: HubWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "READY_S", 1e9)
    asked, ready = iter(range(100)), Reception.ready
    monkeypatch.setattr(Reception, "ready", lambda reception, study: (next(asked), ready(reception, study))[1])
    asking = _asking(web)

    assert [200] * 10 == [asking.get("/readyz").status_code for _ in range(10)]
    assert 2 == next(asked), "the register, and the study that has a station"


def test_a_hub_whose_disk_takes_nothing_is_not_ready(web: HubWeb, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Reception, study: str | None) -> Future[None]:
        failed: Future[None] = Future()
        failed.set_exception(EnvironmentProblem("disk_full", "", ""))
        return failed

    monkeypatch.setattr(Reception, "ready", fails)

    assert 503 == _asking(web).get("/readyz").status_code


def test_a_hub_of_which_one_study_takes_no_write_is_not_ready_and_writes_down_why_until_it_takes_one(
    hub: MemoryHub, web: HubWeb, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(readiness, "READY_S", 0)
    asking = _asking(web)
    assert 200 == asking.get("/readyz").status_code
    monkeypatch.setattr(readiness, "STUDY_S", 0)

    def refuse(refused: str) -> None:
        store = hub.hub.studies._open[STUDY][1]._store
        assert isinstance(store, SqliteStore)
        store.driver.execute(f"PRAGMA query_only = {refused}")

    def noted() -> list[tuple[str, str]]:
        told = [json.loads(record.getMessage()) for record in caplog.records if record.levelno == logging.ERROR]
        caplog.clear()
        return [(line["database"], line["failed"]) for line in told]

    refuse("ON")
    assert [503, 503] == [asking.get("/readyz").status_code for _ in range(2)]
    assert [(STUDY, "hub_folder_closed")] == noted()
    refuse("OFF")
    assert [200, 200] == [asking.get("/readyz").status_code for _ in range(2)]
    assert [(STUDY, "no more")] == noted()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
@pytest.mark.parametrize("file", ["hub.db", f"studies/{STUDY}.db"])
def test_a_hub_is_not_ready_while_the_disk_of_a_database_takes_nothing_further(
    hub: MemoryHub, web: HubWeb, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    """A row that changes nothing still has its page in the journal then."""
    monkeypatch.setattr(readiness, "READY_S", 0)
    monkeypatch.setattr(readiness, "STUDY_S", 0)
    asking, database = _asking(web), hub.folder / file
    proof = database.with_name(f".{database.name}.room")
    assert 200 == asking.get("/readyz").status_code

    proof.symlink_to("/dev/full")
    assert 503 == asking.get("/readyz").status_code
    assert 200 == asking.get("/readyz").status_code, "what was written to try it is gone again"
    assert not proof.is_symlink()


def test_a_study_that_is_at_work_for_long_is_no_fault(
    hub: MemoryHub, web: HubWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "_PATIENCE_S", 0.01)
    free = threading.Event()
    hub.hub.studies.of(STUDY).run(lambda _: free.wait())
    try:
        assert 200 == _asking(web).get("/readyz").status_code
    finally:
        free.set()


@pytest.mark.parametrize(
    ("error", "name"),
    [(EnvironmentProblem("disk_full", "canary", "canary"), "disk_full"), (ValueError("canary"), "ValueError")],
)
def test_a_fault_is_written_down_by_what_it_is_called(
    web: HubWeb, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception, name: str
) -> None:
    def fails(*_: object) -> Future[HubAnswer]:
        failed: Future[HubAnswer] = Future()
        failed.set_exception(error)
        return failed

    monkeypatch.setattr(Reception, "ask", fails)

    assert 503 == _asking(web).get(_STATE, headers=_shown(SECRET)).status_code
    (line,) = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert {"path": _STATE, "failed": name} == json.loads(line)


def test_a_disk_that_does_not_answer_holds_a_stop_up_no_longer_than_is_said(
    hub: MemoryHub, caplog: pytest.LogCaptureFixture
) -> None:
    served, free = ServedHub(hub, ConnectionLimits(stop_s=1)), threading.Event()
    hub.hub.run(lambda _: free.wait())
    with served.silent() as waiting:
        waiting.sendall(f"GET {_STATE} HTTP/1.1\r\nhost: hub\r\nauthorization: Bearer {SECRET}\r\n\r\n".encode())
        try:
            served.stop()
        finally:
            free.set()
        assert is_ended(waiting)
    assert [] == [record.exc_info for record in caplog.records if record.exc_info]


def test_a_hub_served_over_tls_recognizes_its_device(hub: MemoryHub) -> None:
    served = ServedHub(hub)
    try:
        with closing(served.station()) as station:
            assert 200 == status_of(station, "GET", _STATE, SECRET)
            assert 401 == status_of(station, "GET", _STATE, "0" * 64)
    finally:
        served.stop()
