"""The tiles of what is ahead: when they are read, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.casework.alerts import AlertKey, AlertKind, AlertReading, alert_key
from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount
from cati_app.fieldwork.monitor.read_alerts import ReadAlerts
from cati_app.fieldwork.monitor.read_forecast import FieldForecast, FullOn, QuotaForecast, ReadForecast
from cati_app.fieldwork.monitor.rest_alerts import AlertRest, RestAlerts
from cati_app.texts import words_of
from cati_app.ui.desk.ahead_words import interval_text, short_texts
from cati_app.ui.desk.board.outlook import FROM_INTERVIEWS, FieldOutlook
from cati_app.ui.desk.outlook_services import OutlookServices
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import TileState, Tone
from tests.stations import Site

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
SOON = FullOn(False, date(2026, 11, 5), date(2026, 11, 6), date(2026, 11, 9), 0.02)
UNSEEN = FullOn(False, date(2026, 12, 1), None, None, 0.7)
DONE = FullOn(True, None, None, None, 0.0)


@dataclass
class Lane:
    """The stage, as far as it is used: what takes long waits until it is let go."""

    words: Any = field(default_factory=lambda: words_of("en"))
    waiting: list[Callable[[], None]] = field(default_factory=list)
    fails: bool = False
    said: list[str] = field(default_factory=list)

    def look(self, work: Any, done: Any, failed: Any, lane: str) -> None:
        """No piece of work as `run` and `run_long` are: whoever leaves meanwhile leaves."""
        assert lane == "backup", "never in the lane of the store"
        self.waiting.append(lambda: failed(OSError()) if self.fails else done(work()))

    def run(self, work: Any, done: Any) -> None:
        done(work())

    def say(self, text: str) -> None:
        self.said.append(text)

    def let_go(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


class Rests:
    """What rests, and what was noted."""

    def __init__(self) -> None:
        self.resting: dict[AlertKey, AlertRest] = {}
        self.noted: list[AlertReading] = []

    def now(self, by: object) -> Mapping[AlertKey, AlertRest]:
        return dict(self.resting)

    def note_raised(self, by: object, reading: AlertReading) -> None:
        self.noted.append(reading)


class Board:
    """An outlook with what it reads, and how often it asked to be shown."""

    def __init__(
        self,
        *totals: FullOn | None,
        alerts: tuple[AlertReading, ...] = (),
        cells: Mapping[CellId, FullOn] | None = None,
    ) -> None:
        self.lane, self.clock, self.shown, self.alerts = Lane(), SimulatedClock(NOON), 0, list(alerts)
        self.rests = Rests()
        quotas = tuple(QuotaForecast(f"quota {n}", (), total, {}, {}) for n, total in enumerate(totals))
        if cells:
            quotas = (QuotaForecast("cells", (), SOON, cells, {}),)
        told = FieldForecast(NOON, None, True, quotas)
        services = OutlookServices(
            cast(Any, None),
            cast(ReadForecast, lambda by: told),
            cast(ReadAlerts, lambda by: list(self.alerts)),
            cast(Any, None),
            cast(Any, None),
            cast(Any, None),
            cast(RestAlerts, self.rests),
        )
        self.outlook = FieldOutlook(cast(Stage, self.lane), services, self.clock, self.show)

    def show(self) -> None:
        self.shown += 1

    def look(
        self, minutes: float = 0, completes: int = FROM_INTERVIEWS, counts: Collection[CellCount] = ()
    ) -> dict[str, TileState]:
        self.clock.move_to(NOON + timedelta(minutes=minutes))
        self.outlook.look(completes, counts)
        self.lane.let_go()
        return {tile.key: tile for tile in self.outlook.tiles()}


def alert(strength: float = 2.0, subject: str = "young") -> AlertReading:
    return AlertReading(AlertKind.CELL_LATE, strength / 2, 0.5, strength, subject)


def test_before_there_are_interviews_nothing_is_forecast_and_alerts_wait_a_minute() -> None:
    board = Board(SOON, alerts=(alert(),))
    few = FROM_INTERVIEWS - 1
    assert {} == board.look(completes=few)
    assert {} == board.look(0.9, completes=few)
    assert 0 == board.shown
    assert {} == board.look(1, completes=few)
    assert ["young"] == [reading.subject for reading in board.outlook.doubtful]
    assert {"alerts"} == set(board.look(2, completes=few))
    assert [] == board.outlook.doubtful


def cell(target: int = 9, *, closed: bool = False) -> CellCount:
    return CellCount(CellId("young"), target, 3, 1, closed=closed)


def test_when_other_targets_hold_the_forecast_is_made_anew_at_once_and_alerts_keep_their_minutes() -> None:
    board = Board(SOON, alerts=(alert(),))
    board.look(counts=[cell()])
    board.look(0.1, counts=[replace(cell(), achieved=4)])
    assert 2 == board.shown, "an interview more is no other target"
    for n, counts in enumerate(([cell(8)], [cell(8, closed=True)])):
        board.look(0.2, counts=counts)
        assert 3 + n == board.shown
    board.look(0.3, counts=[cell(8, closed=True)])
    assert 4 == board.shown
    assert ["young"] == [reading.subject for reading in board.outlook.doubtful], "looked at once"
    assert "alerts" in board.look(1, counts=[cell(8, closed=True)])


def test_it_is_read_at_once_then_every_ten_minutes_and_never_twice_at_a_time() -> None:
    board = Board(SOON)
    board.outlook.look(FROM_INTERVIEWS)
    board.outlook.look(FROM_INTERVIEWS)
    assert 1 == len(board.lane.waiting)
    board.lane.let_go()
    board.look(9.9)
    assert 2 == board.shown, "with the forecast, then with the alerts"
    board.look(10)
    assert 4 == board.shown


def test_the_forecast_is_shown_before_every_interview_was_read_for_alerts() -> None:
    board = Board(SOON, alerts=(alert(),))
    board.outlook.look(FROM_INTERVIEWS)
    board.lane.waiting.pop(0)()
    assert 1 == board.shown
    assert board.outlook.tiles()
    board.outlook.look(FROM_INTERVIEWS)
    assert 1 == len(board.lane.waiting), "the alerts are being read"


def test_what_could_not_be_read_is_told_of_and_asked_for_again() -> None:
    board = Board(SOON)
    board.lane.fails = True
    board.outlook.read_now()
    board.lane.let_go()
    board.lane.fails = False
    said = len(board.lane.said)
    board.look(10)
    assert said == len(board.lane.said), "nobody waits for it any more"


def test_a_cell_has_the_day_that_was_forecast_last() -> None:
    board = Board(cells={CellId("young"): UNSEEN})
    assert board.outlook.full_on(CellId("young")) is None
    board.look()
    assert UNSEEN == board.outlook.full_on(CellId("young"))
    assert board.outlook.full_on(CellId("old")) is None


def test_it_is_read_on_request_before_there_are_interviews_and_before_its_time() -> None:
    board = Board(SOON)
    board.outlook.read_now()
    board.outlook.read_now()
    assert 1 == len(board.lane.waiting) == len(board.lane.said)
    board.lane.let_go()
    assert board.outlook.tiles()
    assert "" == board.lane.said[-1], "the line goes when it is there"


def test_a_reading_that_failed_is_made_again_later() -> None:
    board = Board(SOON)
    board.lane.fails = True
    assert {} == board.look()
    board.lane.fails = False
    assert {} == board.look(5)
    assert {"forecast"} == set(board.look(10))


def test_the_tile_tells_the_middle_day_its_interval_and_the_chance_of_being_late() -> None:
    tile = Board(SOON).look()["forecast"]
    assert ("2026-11-06", "from 2026-11-05 to 2026-11-09 · late: 2%", Tone.PLAIN) == (
        tile.value,
        tile.detail,
        tile.tone,
    )


def test_an_interval_of_one_day_or_wholly_out_of_sight_is_told_in_one_word() -> None:
    beyond = FullOn(False, None, None, None, None)
    friday = FullOn(False, date(2026, 11, 6), date(2026, 11, 6), date(2026, 11, 6), None)

    assert ["in 8 of 10 plays or more"] * 2 == [Board(total).look()["forecast"].detail for total in (beyond, friday)]


def test_where_the_middle_is_out_of_sight_and_an_earlier_day_is_not_it_says_from_when_on() -> None:
    far = FullOn(False, date(2027, 2, 3), None, None, 0.9)
    tile = Board(far).look()["forecast"]
    assert ("from 02-03 on", "the middle of all plays is not in sight · late: 90%") == (tile.value, tile.detail)
    assert "from 2027-02-03 on · late: 90%" == interval_text(words_of("en"), far)
    assert ("from 02-03 on · late: 90%", "late: 90%", "from 02-03 on") == short_texts(words_of("en"), far)


def test_of_several_quotas_the_one_that_is_late_is_told() -> None:
    tile = Board(SOON, UNSEEN, None).look()["forecast"]
    assert ("from 12-01 on", Tone.WARN) == (tile.value, tile.tone)


def test_too_early_and_full_are_said_as_such() -> None:
    assert "too early to say" == Board(None).look()["forecast"].detail
    assert "full" == Board(DONE).look()["forecast"].value
    assert {} == Board().look(), "without a quota nothing fills"


def test_an_alert_is_told_when_it_was_true_twice_a_minute_apart() -> None:
    board = Board(SOON, alerts=(alert(),))
    assert "alerts" not in board.look()
    assert "alerts" not in board.look(0.5)
    told = board.look(1)["alerts"]
    assert ("1", Tone.WARN) == (told.value, told.tone)
    assert "young late: 100%" == told.detail
    board.alerts.clear()
    assert "alerts" in board.look(5), "the next look is ten minutes later"
    assert "alerts" not in board.look(11)


def test_three_alerts_are_told_worst_first_and_of_the_others_how_many() -> None:
    board = Board(SOON, alerts=tuple(alert(1 + n / 10, f"cell {n}") for n in range(5)))
    board.look()
    lines = board.look(1)["alerts"].detail.splitlines()
    assert 4 == len(lines)
    assert lines[0].startswith("cell 4")
    assert "2 more" in lines[3]


def test_the_desk_of_a_station_has_it(site: Site) -> None:
    outlook = site.desk().outlook
    assert outlook is not None
    assert outlook.forecast(site.sue).quotas[0].total is None
    assert outlook.alerts(site.sue)


def test_what_was_seen_is_counted_apart_until_it_is_gone_and_comes_back() -> None:
    board = Board(SOON, alerts=(alert(), alert(1.5, "old")))
    board.look()
    board.look(1)
    board.outlook.see()
    tile = {tile.key: tile for tile in board.outlook.tiles()}["alerts"]
    assert ("0", "seen: 2", Tone.PLAIN) == (tile.value, tile.detail, tile.tone)
    board.alerts = [alert(0.2), alert(1.5, "old")]
    assert "seen: 1" == board.look(11)["alerts"].detail
    board.alerts = [alert(), alert(1.5, "old")]
    board.look(21)
    tile = board.look(22)["alerts"]
    assert ("1", Tone.WARN) == (tile.value, tile.tone)
    assert "seen: 1" in tile.detail


def test_what_rests_is_not_told_until_its_time_and_listed_apart() -> None:
    board = Board(SOON, alerts=(alert(),))
    key = alert_key(alert())
    board.rests.resting[key] = AlertRest(NOON + timedelta(minutes=30), "nobody can help")
    board.look()
    assert "alerts" not in board.look(1)
    assert ["nobody can help"] == [rest.reason for _, rest in board.outlook.resting]
    assert "1" == board.look(31)["alerts"].value
    assert () == tuple(board.outlook.resting)


def test_put_to_rest_here_it_goes_at_once() -> None:
    board = Board(SOON, alerts=(alert(),))
    board.look()
    assert "alerts" in board.look(1)
    board.outlook.rests_now(alert_key(alert()), AlertRest(NOON + timedelta(hours=1), "why"))
    assert "alerts" not in {tile.key for tile in board.outlook.tiles()}


def test_an_alert_is_noted_once_when_it_is_raised() -> None:
    board = Board(SOON, alerts=(alert(),))
    board.look()
    assert [] == board.rests.noted
    board.look(1)
    board.look(11)
    assert ["young"] == [reading.subject for reading in board.rests.noted]


def test_what_is_live_is_watched_apart_and_told_before_there_is_a_forecast() -> None:
    board = Board(SOON)
    idle = AlertReading(AlertKind.IDLE_SEAT, 4, 3, 4 / 3)
    board.outlook.told_live([idle])
    assert () == board.outlook.tiles()
    board.outlook.told_live([idle])
    (tile,) = board.outlook.tiles()
    assert "nothing to call for 4 min" == tile.detail
    board.look()
    assert "alerts" in board.look(11), "a forecast that says nothing of seats leaves it"
    board.outlook.told_live([])
    assert "alerts" not in {each.key for each in board.outlook.tiles()}
