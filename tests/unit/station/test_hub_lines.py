"""A line is opened for each request; what one thread asks one after the other may share one."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from cati_app.station import hub_lines
from cati_app.station.hub_lines import MomentaryLine
from cati_app.store.state_folder import HubAccess
from cati_app.sync.line import HubCall, Reply


class OpenedLine:
    """Stands in for a connection: knows what was asked over it."""

    opened: list[OpenedLine]

    def __init__(self, *how: Any) -> None:
        self.asked: list[HubCall] = []
        self.is_closed = self.is_let_go = False
        self.opened.append(self)

    def send(self, call: HubCall, body: bytes, credential: str) -> Reply:
        assert not self.is_closed
        self.asked.append(call)
        return Reply(200, b"")

    def let_go(self) -> None:
        self.is_let_go = True

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[OpenedLine]:
    """Connections, in the order in which they were opened."""
    OpenedLine.opened = []
    monkeypatch.setattr(hub_lines, "HttpsLine", OpenedLine)
    return OpenedLine.opened


@pytest.fixture
def line(opened: list[OpenedLine]) -> MomentaryLine:
    return MomentaryLine(HubAccess("hub", "https://127.0.0.1:1", "", "00" * 32))


def test_each_request_has_a_line_of_its_own(line: MomentaryLine, opened: list[OpenedLine]) -> None:
    line.send(HubCall.STATE)
    line.send(HubCall.PUSH)

    assert [([HubCall.STATE], True), ([HubCall.PUSH], True)] == [(each.asked, each.is_closed) for each in opened]


def test_what_is_asked_within_one_line_is_asked_over_it_and_it_is_closed(
    line: MomentaryLine, opened: list[OpenedLine]
) -> None:
    with line.shared():
        line.send(HubCall.STATE)
        line.send(HubCall.PUSH)
        assert [False] == [each.is_closed for each in opened]
    line.send(HubCall.STATE)

    assert [[HubCall.STATE, HubCall.PUSH], [HubCall.STATE]] == [each.asked for each in opened]
    assert all(each.is_closed for each in opened)


def test_another_thread_does_not_wait_for_a_line_that_is_shared(line: MomentaryLine, opened: list[OpenedLine]) -> None:
    with line.shared():
        other = threading.Thread(target=line.send, args=(HubCall.HELD,))
        other.start()
        other.join()

    assert [[], [HubCall.HELD]] == [each.asked for each in opened]


def test_a_shared_line_is_let_go_of_between_two_requests_too(line: MomentaryLine, opened: list[OpenedLine]) -> None:
    with line.shared():
        line.send(HubCall.STATE)
        line.let_go()

    assert opened[0].is_let_go
