"""A station is answered so often at most; what a window asks is far below, and others do not wait."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.hub.pace import A_SECOND, AT_ONCE, REMEMBERED, StationPace
from cati_app.sync.client import Client, Patience
from cati_app.sync.code import HubAddress
from cati_app.sync.https import HttpsLine
from cati_app.sync.line import HubCall, Reply
from cati_app.sync.messages import EVENTS_AT_MOST, HubRefusal, HubStanding, Refused, written
from tests.faults.proofs import Said
from tests.hub_servers import ServedHub
from tests.hubs import HUB_ID, SECRET, MemoryHub
from tests.unit.hub.test_strangers import Seconds

WINDOW = 0.43
"""Requests a second, docs/scale.md."""


def spent(pace: StationPace, secret: str, requests: int) -> float:
    """What the last of so many requests has to wait."""
    wait_s = 0.0
    for _ in range(requests):
        wait_s = pace.wait_s(secret)
    return wait_s


def test_ten_windows_never_wait_and_neither_does_a_weeks_log() -> None:
    seconds = Seconds()
    pace = StationPace(seconds)
    for _ in range(2_000):
        seconds.now += 1 / (10 * WINDOW)
        assert 0 == pace.wait_s("a")
    assert 0 == spent(pace, "a", 52_500 // EVENTS_AT_MOST)


def test_who_asks_more_waits_and_is_answered_again_as_the_bucket_fills() -> None:
    seconds = Seconds()
    pace = StationPace(seconds)
    assert 0 == spent(pace, "a", int(AT_ONCE))
    assert pytest.approx(1 / A_SECOND) == pace.wait_s("a")
    assert 0 == pace.wait_s("b")
    seconds.now += 1
    assert 0 == spent(pace, "a", int(A_SECOND))
    assert 0 < pace.wait_s("a")
    seconds.now += 10_000
    assert 0 == spent(pace, "a", int(AT_ONCE))
    assert 0 < pace.wait_s("a")


def test_so_many_stations_are_remembered() -> None:
    pace = StationPace(Seconds())
    spent(pace, "first", int(AT_ONCE))
    assert 0 < pace.wait_s("first")
    for n in range(REMEMBERED):
        pace.wait_s(str(n))
    assert 0 == pace.wait_s("first")


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[ServedHub]:
    with closing(MemoryHub(tmp_path)) as made:
        made.enrol()
        served = ServedHub(made, pace=StationPace(Seconds()))
        yield served
        served.stop()


def test_over_https_it_hears_when_to_come_again_and_its_connection_goes_on(hub: ServedHub, said: Said) -> None:
    head = {"authorization": f"Bearer {SECRET}"}
    with closing(hub.station()) as connection:
        connection.request("GET", "/v1/sync/state", headers=head)
        assert connection.getresponse().read()
        assert hub.web.pace is not None
        spent(hub.web.pace, hashlib.sha256(SECRET.encode()).hexdigest(), int(AT_ONCE) + 1)
        connection.request("POST", "/v1/sync/push", body=b"x" * 100_000, headers=head)
        answer = connection.getresponse()
        told = json.loads(answer.read())
    assert (429, "1", "too_often") == (answer.status, answer.headers["retry-after"], told["refused"])
    said(f"{answer.status} {told['refused']}, retry-after {answer.headers['retry-after']}")
    assert 1 == hub.figure("cati_hub_paced_requests_total")

    address = HubAddress.typed(f"https://127.0.0.1:{hub.port}")
    with closing(HttpsLine(address, hub.certificate().read_text())) as line:
        assert 1 == line.send(HubCall.STATE, credential=SECRET).retry_after_s


class SlowHub:
    """Answers so many requests with: not so often."""

    def __init__(self, times: int) -> None:
        self._left = times

    def send(self, call: HubCall, body: bytes = b"", credential: str = "") -> Reply:
        """Ask."""
        if self._left:
            self._left -= 1
            return Reply(429, written(HubRefusal(refused=Refused.TOO_OFTEN)), 7)
        standing = {"hub": HUB_ID, "epoch": {"n": 1, "id": "0" * 32}, "mark": 0, "digest": "", "server_time": "now"}
        return Reply(200, json.dumps(standing).encode())


def test_a_station_waits_as_long_as_it_is_told_and_goes_on() -> None:
    waited: list[float] = []
    client = Client(SlowHub(2), SECRET, waited.append, random.Random(1), Patience(tries=3), hub=HUB_ID)
    assert isinstance(client.standing(), HubStanding)
    assert [7, 7] == waited


def test_where_it_may_not_wait_the_station_says_why() -> None:
    client = Client(SlowHub(1), SECRET, lambda _: None, random.Random(1), Patience(tries=1), hub=HUB_ID)
    with pytest.raises(EnvironmentProblem) as told:
        client.standing()
    assert "hub_too_often" == told.value.code
