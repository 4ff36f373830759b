"""When the field will be full, and what is broken in it: two tiles, read beside the store every ten minutes.

A reading that is true for the first time is looked at again after a minute, so that an alert is raised when it is true
twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from cati_app.domain.casework.alerts import SHOWN, AlertKey, AlertReading, WatchedAlert, watch, worst_first
from cati_app.domain.clock import Clock
from cati_app.fieldwork.monitor.read_forecast import FieldForecast, QuotaForecast
from cati_app.texts import Words
from cati_app.texts.alerts import alert_name
from cati_app.ui.desk.outlook_services import OutlookServices
from cati_app.ui.desk.states import TileState
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import Tone

FROM_INTERVIEWS = 10
"""Complete interviews below which nothing is read: a forecast needs persons, and a start needs its time."""
_EVERY, _SOON = timedelta(minutes=10), timedelta(minutes=1)
_LATE = 0.5


def _silent(share: float, text: str) -> None:
    """Nobody is told how far the reading is."""


class FieldOutlook:
    """Keeps the last forecast, and watches alerts.

    Args:
        changed: Called when there is something new to show.
    """

    def __init__(
        self, stage: Stage, services: OutlookServices | None, clock: Clock, changed: Callable[[], None]
    ) -> None:
        self._stage = stage
        self._services = services
        self._clock = clock
        self._changed = changed
        self._read_at: datetime | None = None
        self._reading = False
        self._forecast: FieldForecast | None = None
        self._alerts: Mapping[AlertKey, WatchedAlert] = {}

    def look(self, completes: int) -> None:
        """Read anew if it is time, and if there are interviews to read of."""
        services = self._services
        if services is None or self._reading or completes < FROM_INTERVIEWS or not self._is_time():
            return
        self._reading = True
        self._read_at = self._clock.now()
        self._stage.run_long(
            lambda progress: (services.forecast(services.user), services.alerts(services.user)),
            self._show,
            self._not_read,
            _silent,
            "backup",
        )

    def _is_time(self) -> bool:
        wait = _EVERY if all(alert.is_raised for alert in self._alerts.values()) else _SOON
        return self._read_at is None or self._clock.now() >= self._read_at + wait

    def _not_read(self, error: Exception) -> bool:
        self._reading = False
        return False

    def _show(self, read: tuple[FieldForecast, Sequence[AlertReading]]) -> None:
        self._reading = False
        self._forecast, readings = read
        self._alerts = watch(self._alerts, readings, self._clock.now())
        self._changed()

    # -- in words -----------------------------------------------------------------------------------------------

    def tiles(self) -> tuple[TileState, ...]:
        """The forecast of the quota that is full last, and the alerts; none before the first reading."""
        if self._forecast is None or not self._forecast.quotas:
            return ()
        return (self._full(self._forecast), *self._broken())

    def _full(self, told: FieldForecast) -> TileState:
        words = self._stage.words
        title = words.say("Full on (forecast)")
        last = max(told.quotas, key=_lateness)
        total = last.total
        if total is None:
            return TileState("forecast", title, "–", words.say("too early to say"))
        if total.is_full:
            return TileState("forecast", title, words.say("full"), last.name)
        value = _day(words, total.median)
        detail = words.say("from {low} to {high}", low=_day(words, total.low), high=_day(words, total.high))
        if total.low == total.high:
            detail = words.say("in 8 of 10 plays or more")
        if total.late is None:
            return TileState("forecast", title, value, detail)
        late = words.say("late: {chance:.0%}", chance=total.late)
        return TileState(
            "forecast", title, value, f"{detail} · {late}", Tone.WARN if total.late >= _LATE else Tone.PLAIN
        )

    def _broken(self) -> tuple[TileState, ...]:
        words = self._stage.words
        raised = worst_first(alert.reading for alert in self._alerts.values() if alert.is_raised)
        if not raised:
            return ()
        lines = [alert_name(words, reading) for reading in raised[:SHOWN]]
        if len(raised) > SHOWN:
            lines.append(words.say("and {count} more", count=len(raised) - SHOWN))
        return (TileState("alerts", words.say("Alerts"), str(len(raised)), "\n".join(lines), Tone.WARN),)


def _lateness(quota: QuotaForecast) -> tuple[float, int]:
    """What is not in sight counts as last; what cannot be told, as first."""
    if quota.total is None:
        return (-1.0, 0)
    day = quota.total.median
    out_of_sight = day is None and not quota.total.is_full
    return (quota.total.late or 0.0, 10**9 if out_of_sight else day.toordinal() if day is not None else 0)


def _day(words: Words, day: date | None) -> str:
    return words.say("not in sight") if day is None else f"{day:%Y-%m-%d}"
