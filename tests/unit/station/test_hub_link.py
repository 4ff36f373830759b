"""The log of a station as it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from cati_app.station.hub_link import StationOutbox
from cati_app.store.log_outbox import LogOutbox
from cati_app.sync.messages import ROW_AT_MOST

T = TypeVar("T")


class _Log(LogOutbox):
    def __init__(self) -> None:
        """Of two rows; no database."""

    def end(self) -> int:
        return 2

    def digest(self, n: int) -> str:
        return str(n) * 64

    def page(self, n: int, most: int) -> list[tuple[str, str]]:
        return [("ä" * length, self.digest(1)) for length in (ROW_AT_MOST, ROW_AT_MOST + 1)][n:]


def test_in_place_of_a_row_longer_than_a_message_its_digest_travels_alone() -> None:
    sent = list(StationOutbox(_Log()).after(0))

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

    outbox = StationOutbox(_Log(), in_store, when_quiet)
    outbox.end()
    outbox.digest(1)
    list(outbox.after(0))

    assert ["at once", "at once", "when nobody types"] == steps
