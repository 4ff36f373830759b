"""Alerts of what is live: idle seats and, at a hub, stations that are silent; looked at each minute."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.alerts import AlertReading
from cati_app.domain.casework.people_readings import idle_seats, silent_stations
from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.seats import Activity, SeatNow, TeamSeat
from cati_app.domain.sharing.stations import StationsNow
from cati_app.ui.desk.services import SupervisorServices
from cati_app.ui.stage.stage import Stage

_EVERY = timedelta(minutes=1)


class LiveAlerts:
    """Asks, and hands on what it read.

    Args:
        told: Gets the readings of one look.
    """

    def __init__(
        self, stage: Stage, services: SupervisorServices, told: Callable[[Sequence[AlertReading]], None]
    ) -> None:
        self._stage = stage
        self._services = services
        self._told = told
        self._asked_at: datetime | None = None
        self._asking = False
        self.because: Nothing | None = None
        """Why whoever has waited longest has nothing to call; who that is, is not told."""

    def tick(self) -> None:
        """Look, if a minute has passed and no answer is still to come."""
        now = self._services.clock.now()
        if self._asking or (self._asked_at is not None and now < self._asked_at + _EVERY):
            return
        self._asking, self._asked_at = True, now
        self._stage.look(partial(self._services.team.seats.now, self._services.user), self._seats, self._not_read)

    def _seats(self, seats: Sequence[SeatNow]) -> None:
        services, now = self._services, self._services.clock.now()
        at_work = seats if services.rules.calendar.is_open(now) else ()  # out of hours there is nothing to call
        idle = list(idle_seats(at_work, now, services.rules.alerts))
        self._ask_why([each.seat for each in at_work if each.seat.activity is Activity.NOTHING])
        if services.stations is None:
            self._hand_on(idle)
        else:
            self._stage.look(services.stations.port.stations, partial(self._stations, idle), self._not_read)

    def _ask_why(self, idle: Sequence[TeamSeat]) -> None:
        why, now = self._services.team.why_idle, self._services.clock.now()
        longest = min(idle, key=lambda seat: seat.since or now, default=None)
        if why is None or longest is None:
            self.because = None
            return
        self._stage.run(partial(why, longest.user_id), self._known, lambda error: isinstance(error, RuleViolation))

    def _known(self, because: Nothing | None) -> None:
        self.because = because

    def _stations(self, idle: list[AlertReading], told: StationsNow) -> None:
        waited = ((each.device, each.waited_for(told.at)) for each in told.stations)
        known = [(device, silent) for device, silent in waited if silent is not None]
        self._hand_on([*idle, *silent_stations(known, self._services.rules.alerts)])

    def _hand_on(self, readings: Sequence[AlertReading]) -> None:
        self._asking = False
        self._told(readings)

    def _not_read(self, error: Exception) -> bool:
        """The line is cut: what was raised stays until somebody can look again."""
        self._asking = False
        return True
