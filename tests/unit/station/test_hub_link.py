"""The log of a station as it is sent."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from cati_app.station.hub_link import StationOutbox
from cati_app.store.log_outbox import LogOutbox
from cati_app.store.staff_words import StaffWord
from cati_app.sync.client import Client, Patience
from cati_app.sync.line import HubCall
from cati_app.sync.messages import ROW_AT_MOST, Push, read
from tests.hubs import HUB_ID, SECRET, MemoryHub, MemoryLine, MemoryLog, log_of

T = TypeVar("T")


class _Log(LogOutbox):
    def __init__(self, *lengths: int) -> None:
        """Of rows so long; no database."""
        self._lengths = lengths

    def end(self) -> int:
        return len(self._lengths)

    def digest(self, n: int) -> str:
        return str(n) * 64

    def page(self, n: int, most: int) -> list[tuple[str, str]]:
        return [("ä" * length, self.digest(1)) for length in self._lengths][n : n + most]


class _Kept(LogOutbox):
    def __init__(self, log: MemoryLog) -> None:
        """As a database would have it."""
        self._log = log
        self.end, self.digest = log.end, log.digest  # type: ignore[method-assign]

    def staff(self) -> tuple[StaffWord, ...]:
        return ()

    def page(self, n: int, most: int) -> list[tuple[str, str]]:
        return [(event.row, event.digest) for event in self._log.rows[n : n + most]]


def test_in_place_of_a_row_longer_than_a_message_its_digest_travels_alone() -> None:
    sent = list(StationOutbox(_Log(ROW_AT_MOST, ROW_AT_MOST + 1)).after(0))

    assert [ROW_AT_MOST, 0] == [len(event.row) for event in sent]
    assert ["1" * 64] * 2 == [event.digest for event in sent]


def test_only_rows_are_read_when_nobody_types() -> None:
    """How far the log is takes one row of a table, and a case is handed in behind it."""
    steps: list[str] = []

    def in_store(step: Callable[[], T], /) -> T:
        steps.append("at once")
        return step()

    def when_quiet(step: Callable[[], T], /) -> T:
        steps.append("when nobody types")
        return step()

    outbox = StationOutbox(_Log(1, 1), in_store, when_quiet)
    outbox.end()
    outbox.digest(1)
    list(outbox.after(0))

    assert ["at once", "at once", "when nobody types"] == steps


def test_what_was_read_in_one_step_is_one_message(tmp_path: Path) -> None:
    """A message of several steps would wait for each of them, and be so much more work at a time."""
    log, told = log_of(600), []

    def when_quiet(step: Callable[[], T], /) -> T:
        told.append(HubCall.PUSH)
        return step()

    with closing(MemoryHub(tmp_path / "hub")) as hub:
        hub.enrol()
        line = MemoryLine(hub)
        client = Client(line, SECRET, lambda s: None, random.Random(1), Patience(tries=1), hub=HUB_ID)
        client.push(StationOutbox(_Kept(log), when_quiet=when_quiet))

        assert [row.row for row in log.rows] == [row for _, _, row, _ in hub.events()]
    pushed = [read(Push, body) for call, body, _ in line.sent if call is HubCall.PUSH]
    assert [250, 250, 100] == [len(push.events) for push in pushed]
    assert len(pushed) == len(told)
