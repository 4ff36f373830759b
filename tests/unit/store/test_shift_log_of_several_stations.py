"""The shift log where the logs of several stations are gathered: each comes when its station has a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cati_app.fieldwork.monitor.read_shift_log import ReadShiftLog
from cati_app.store.times import utc_text
from tests.stations import TUESDAY, Site

_ADD = "INSERT INTO event (seq, device, at, mono_ms, kind, user_id, payload, log_seq) VALUES (?, ?, ?, 0, ?, ?, ?, ?)"


class Gathered:
    """A database into which the logs of stations come as a hub tells them."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._last = int(str(site.sql("SELECT coalesce(max(seq), 0) FROM event")[0][0]))

    def comes(self, device: str, at: datetime, kind: str, **told: object) -> None:
        """A fact of a station, in whatever order they come."""
        self._last += 1
        payload = json.dumps(told)
        values = (self._last, device, utc_text(at), kind, self._site.sue.id, payload, self._last)
        self._site.sql_write(_ADD, values)

    def raised(self, device: str, minute: int) -> None:
        """An alert, so many minutes after the beginning."""
        at = TUESDAY + timedelta(minutes=minute)
        self.comes(device, at, "alert_raised", alert="sample_dry", subject="", figure=0.5)

    def told(self) -> list[tuple[str, int]]:
        """What the shift log tells, with the minute."""
        log = ReadShiftLog(self._site.units(), self._site.clock, self._site.station.rules)(self._site.sue)
        return [(one.kind, round((one.at - TUESDAY) / timedelta(minutes=1))) for one in log.entries]


@pytest.fixture
def gathered(tmp_path: Path) -> Iterator[Gathered]:
    site = Site(tmp_path)
    site.clock.move(timedelta(hours=3).total_seconds())
    yield Gathered(site)
    site.close()


def test_a_log_of_yesterday_that_comes_late_hides_nothing_of_today(gathered: Gathered) -> None:
    gathered.comes("one", TUESDAY + timedelta(minutes=5), "data_exported")
    gathered.comes("two", TUESDAY - timedelta(days=1), "data_exported")
    gathered.comes("two", TUESDAY + timedelta(minutes=1), "backup_begun")

    assert [("backup_begun", 1), ("data_exported", 5)] == [one for one in gathered.told() if one[1] > 0]


def test_what_another_board_raised_is_told_once_in_whatever_order_the_logs_come(gathered: Gathered) -> None:
    gathered.raised("one", 60)
    gathered.raised("two", 2)
    gathered.raised("one", 1)
    gathered.raised("two", 61)

    assert [("alert_raised", 1), ("alert_raised", 60)] == [one for one in gathered.told() if one[0] == "alert_raised"]


def test_an_alert_that_comes_and_goes_is_told_again_after_a_quarter_of_an_hour(gathered: Gathered) -> None:
    for minute in (1, 11, 21, 31):
        gathered.raised("one", minute)

    assert [1, 21] == [minute for kind, minute in gathered.told() if kind == "alert_raised"]
