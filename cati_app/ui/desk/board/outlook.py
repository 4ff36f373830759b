"""When the field will be full, and what is broken in it: two tiles, read beside the store every ten minutes.

A reading that is true for the first time is looked at again after a minute, so that an alert is raised when it is true
twice. When other targets hold, the forecast is made anew at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from cati_app.domain.casework.alerts import SHOWN, AlertKey, AlertReading, WatchedAlert, alert_key, watch, worst_first
from cati_app.domain.clock import Clock
from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount
from cati_app.fieldwork.monitor.read_forecast import FieldForecast, FullOn, QuotaForecast
from cati_app.fieldwork.monitor.rest_alerts import AlertRest
from cati_app.texts.alerts import alert_name
from cati_app.ui.desk.ahead_words import LATE, day_text, middle_text
from cati_app.ui.desk.outlook_services import OutlookServices
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import TileState, Tone

FROM_INTERVIEWS = 10
"""Complete interviews below which nothing is forecast, and alerts wait a minute: a start needs its time."""
_EVERY, _SOON = timedelta(minutes=10), timedelta(minutes=1)


_Wanted = tuple[int, bool, bool]
"""Of a cell: its target, whether it is paused, whether it is closed."""


class FieldOutlook:
    """Keeps the last forecast, and watches alerts.

    Args:
        changed: Called when there is something new to show.
        subject: What an alert is about, in words.
        called: A quota by its name, in words.
    """

    def __init__(
        self,
        stage: Stage,
        services: OutlookServices | None,
        clock: Clock,
        changed: Callable[[], None],
        subject: Callable[[AlertReading], str] = lambda reading: reading.subject,
        called: Callable[[str], str] = lambda name: name,
    ) -> None:
        self._called = called
        self._subject = subject
        self._stage = stage
        self._services = services
        self._clock = clock
        self._changed = changed
        self._begun_at: datetime | None = None
        self._read_at: datetime | None = None
        self._wanted: Mapping[CellId, _Wanted] = {}
        self._reading = False
        self._was_asked = False
        self._alerts_at: datetime | None = None
        self._forecast: FieldForecast | None = None
        self._alerts: Mapping[AlertKey, WatchedAlert] = {}
        self._live: Mapping[AlertKey, WatchedAlert] = {}
        self._seen: frozenset[AlertKey] = frozenset()
        self._rests: Mapping[AlertKey, AlertRest] = {}

    @property
    def forecast(self) -> FieldForecast | None:
        """As it was made last; None: there is none yet."""
        return self._forecast

    def full_on(self, cell: CellId) -> FullOn | None:
        """When a cell is full, as it was forecast last; None: nothing is forecast of it."""
        quotas = self._forecast.quotas if self._forecast is not None else ()
        return next((quota.cells[cell] for quota in quotas if cell in quota.cells), None)

    @property
    def last_day(self) -> date | None:
        """Of the field; None: it has none, or nothing was forecast yet."""
        return self._forecast.last_day if self._forecast is not None else None

    def read_now(self) -> None:
        """On request, whenever the last forecast was made."""
        if self._services is None or self._reading:
            return
        self._was_asked = True
        self._stage.say(self._stage.words.say("The forecast is made …"))
        self._read(self._services)

    def look(self, completes: int, counts: Collection[CellCount] = ()) -> None:
        """Read anew if it is time, or if other targets hold than those of the last forecast.

        Args:
            completes: Complete interviews; below `FROM_INTERVIEWS` there are alerts alone.
            counts: Every cell as it stands.
        """
        services, now = self._services, self._clock.now()
        if services is None or self._reading:
            return
        self._begun_at = self._begun_at or now
        wanted = {count.cell_id: (count.target, count.paused, count.closed) for count in counts}
        if completes < FROM_INTERVIEWS:
            if now >= self._begun_at + _SOON and self._is_time(now):
                self._read_at = now
                self._read_alerts(services)
        elif self._is_time(now):
            self._wanted = wanted
            self._read(services)
        elif wanted != self._wanted and self._forecast is not None:
            self._wanted = wanted
            self._read_forecast(services, self._keep_forecast)

    def _read(self, services: OutlookServices) -> None:
        self._read_at = self._clock.now()
        self._read_forecast(services, partial(self._show_forecast, services))

    def _read_forecast(self, services: OutlookServices, done: Callable[[FieldForecast], None]) -> None:
        self._reading = True
        work = partial(services.forecast, services.user)
        self._stage.look(work, done, self._not_read, "backup")

    def _read_alerts(self, services: OutlookServices) -> None:
        self._reading = True
        work, done = partial(services.alerts, services.user), partial(self._show_alerts, services)
        self._stage.look(work, done, self._not_read, "backup")

    def _is_time(self, now: datetime) -> bool:
        wait = _EVERY if all(alert.is_raised for alert in self._alerts.values()) else _SOON
        return self._read_at is None or now >= self._read_at + wait

    def _not_read(self, error: Exception) -> bool:
        self._reading = self._was_asked = False
        return False

    def _show_forecast(self, services: OutlookServices, told: FieldForecast) -> None:
        """It waits for no alerts: they read every new interview, which takes long after many."""
        if self._was_asked:
            self._was_asked = False
            self._stage.say("")
        self._forecast = told
        self._changed()
        self._read_alerts(services)

    def _keep_forecast(self, told: FieldForecast) -> None:
        """Made because other targets hold: alerts keep their minutes."""
        self._reading = False
        self._forecast = told
        self._changed()

    def _show_alerts(self, services: OutlookServices, readings: Sequence[AlertReading]) -> None:
        self._reading = False
        self._alerts_at = self._clock.now()
        before = self._watched
        self._alerts = watch(self._alerts, readings, self._clock.now())
        self._note(services, before)
        self._stage.run(partial(services.rests.now, services.user), self._rests_read)

    def told_live(self, readings: Sequence[AlertReading]) -> None:
        """What is live, as it was read now."""
        if self._services is None:
            return
        before, raised = self._watched, self.raised
        self._live = watch(self._live, readings, self._clock.now())
        self._note(self._services, before)
        if self.raised != raised:
            self._changed()

    def _note(self, services: OutlookServices, before: Mapping[AlertKey, WatchedAlert]) -> None:
        """What is raised since then stands in the log; what is gone is seen no more."""
        known = {key for key, alert in before.items() if alert.is_raised}
        self._seen &= self._watched.keys()
        for key, alert in self._watched.items():
            if alert.is_raised and key not in known:
                self._stage.run(partial(services.rests.note_raised, services.user, alert.reading), lambda _: None)

    def _rests_read(self, rests: Mapping[AlertKey, AlertRest]) -> None:
        self._rests = rests
        self._changed()

    def rests_now(self, key: AlertKey, rest: AlertRest) -> None:
        """It was put to rest here."""
        self._rests = {**self._rests, key: rest}
        self._changed()

    @property
    def _watched(self) -> Mapping[AlertKey, WatchedAlert]:
        return {**self._alerts, **self._live}

    # -- in words -----------------------------------------------------------------------------------------------

    def tiles(self) -> tuple[TileState, ...]:
        """The forecast of the quota that is full last, and the alerts; none before the first reading."""
        if self._forecast is None or not self._forecast.quotas:
            return self._broken()
        return (self._full(self._forecast), *self._broken())

    def _full(self, told: FieldForecast) -> TileState:
        words = self._stage.words
        title = words.say("Full on (forecast)")
        last = max(told.quotas, key=_lateness)
        of_which = self._called(last.name) if len(told.quotas) > 1 else ""
        total = last.total
        if total is None:
            return TileState("forecast", title, "–", words.say("too early to say"))
        if total.is_full:
            return TileState("forecast", title, words.say("full"), of_which)
        value = middle_text(words, total)
        if total.median is None and total.low is not None:
            value = words.say("from {day:%m-%d} on", day=total.low)
        detail = words.say("from {low} to {high}", low=day_text(words, total.low), high=day_text(words, total.high))
        if total.median is None and total.low is not None:
            detail = words.say("the middle of all plays is not in sight")
        elif total.low == total.high:
            detail = words.say("in 8 of 10 plays or more")
        if of_which:
            detail = f"{of_which}: {detail}"
        if total.late is None:
            return TileState("forecast", title, value, detail)
        late = words.say("late: {chance:.0%}", chance=total.late)
        return TileState(
            "forecast", title, value, f"{detail} · {late}", Tone.WARN if total.late >= LATE else Tone.PLAIN
        )

    def _broken(self) -> tuple[TileState, ...]:
        words = self._stage.words
        raised = self.raised
        new = [alert.reading for alert in raised if alert_key(alert.reading) not in self._seen]
        if not raised:
            return ()
        lines = [alert_name(words, reading, self._subject(reading)) for reading in new[:SHOWN]]
        if len(new) > SHOWN:
            lines.append(words.say("and {count} more", count=len(new) - SHOWN))
        if len(raised) > len(new):
            lines.append(words.say("seen: {count}", count=len(raised) - len(new)))
        tone = Tone.WARN if new else Tone.PLAIN
        return (TileState("alerts", words.say("Alerts"), str(len(new)), "\n".join(lines), tone),)

    @property
    def raised(self) -> Sequence[WatchedAlert]:
        """Alerts that are told, worst first."""
        return [alert for alert in self._true if alert_key(alert.reading) not in self._resting_keys]

    @property
    def looked_at(self) -> datetime | None:
        """When alerts were read last; None: not yet."""
        return self._alerts_at

    @property
    def doubtful(self) -> Sequence[AlertReading]:
        """What was true at one look and is looked at again before it is told, worst first."""
        return worst_first(alert.reading for alert in self._watched.values() if not alert.is_raised)

    @property
    def resting(self) -> Sequence[tuple[WatchedAlert, AlertRest]]:
        """Alerts that are true and rest, with why; worst first."""
        rests = self._resting_keys
        return [(alert, rests[key]) for alert in self._true if (key := alert_key(alert.reading)) in rests]

    @property
    def _true(self) -> Sequence[WatchedAlert]:
        told = {id(alert.reading): alert for alert in self._watched.values() if alert.is_raised}
        return [told[id(reading)] for reading in worst_first(alert.reading for alert in told.values())]

    @property
    def _resting_keys(self) -> Mapping[AlertKey, AlertRest]:
        now = self._clock.now()
        return {key: rest for key, rest in self._rests.items() if rest.until > now}

    def see(self) -> None:
        """Whoever sits here has seen what is raised: it is counted apart until it is gone and comes back."""
        self._seen = frozenset(alert_key(alert.reading) for alert in self.raised)
        self._changed()


def _lateness(quota: QuotaForecast) -> tuple[float, int]:
    """What is not in sight counts as last; what cannot be told, as first."""
    if quota.total is None:
        return (-1.0, 0)
    day = quota.total.median
    out_of_sight = day is None and not quota.total.is_full
    return (quota.total.late or 0.0, 10**9 if out_of_sight else day.toordinal() if day is not None else 0)
