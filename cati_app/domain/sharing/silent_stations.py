"""How near a station is to an alert for being silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from cati_app.domain.casework.alert_limits import DEFAULT_LIMITS, AlertLimits
from cati_app.domain.casework.alerts import AlertKind, AlertReading
from cati_app.domain.sharing.stations import Halt, StationNow

_HOUR = timedelta(hours=1)


def silent_stations(
    stations: Iterable[StationNow], now: datetime, limits: AlertLimits = DEFAULT_LIMITS
) -> Iterator[AlertReading]:
    """Each station by the hours since it was heard; not those that were written off, nor who has nothing in hand.

    Args:
        now: By the clock of the hub.
    """
    for station in stations:
        holds = station.cases or station.places or station.unsent
        if station.halt is Halt.WRITTEN_OFF or not holds or station.heard_at is None:
            continue
        hours, limit = (now - station.heard_at) / _HOUR, limits.silent / _HOUR
        yield AlertReading(AlertKind.SILENT_STATION, hours, limit, hours / limit, station.device, is_bad=True)
