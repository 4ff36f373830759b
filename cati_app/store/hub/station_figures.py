"""What a hub knows of the stations of a study, in figures, within one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cati_app.domain.ids import UserId
from cati_app.domain.people.users import NOBODY
from cati_app.domain.sharing.handing import KnownStation
from cati_app.domain.sharing.leases import SetAside
from cati_app.domain.sharing.stations import StationNow
from cati_app.store.hub.inbox import Inbox
from cati_app.store.known_stations import SqlStations
from cati_app.store.staff_words import person_of
from cati_app.store.statements import Statements
from cati_app.store.times import utc_text

_CASES = "SELECT device, count(*) FROM case_lease WHERE ended_at IS NULL GROUP BY device"
_PLACES = "SELECT device, count(*) FROM place_grant WHERE state = 'live' GROUP BY device"
_AHEAD = "SELECT device, count(*) FROM place_grant WHERE state = 'live' AND interview_id = '' GROUP BY device"
_PEOPLE = (
    "SELECT device, user_id FROM hub_session WHERE until > ? UNION"
    f" SELECT device, {person_of('user_id')} FROM case_lease WHERE ended_at IS NULL ORDER BY 1, 2"
)
_SURPLUS = (
    "SELECT i.cell_id, count(*) FROM not_counted n JOIN interview i ON i.id = n.interview_id"
    " WHERE n.why = ? AND i.state = 'completed' AND i.cell_id IS NOT NULL GROUP BY i.cell_id ORDER BY i.cell_id"
)
_PEOPLE_AT_MOST = 5
"""Of one station."""


class SqlStationFigures:
    """Figures of all stations.

    Args:
        now: Time of the hub.
    """

    def __init__(self, statements: Statements, now: datetime) -> None:
        self._statements = statements
        self._now = now

    def all(self, epoch: int) -> tuple[StationNow, ...]:
        """Every station that has said or sent something, by device.

        Args:
            epoch: The life of the hub.
        """
        logs = {log.device: log for log in Inbox(self._statements, self._now).logs()}
        known = {station.device: station for station in SqlStations(self._statements).all()}
        cases = dict(self._statements.all(_CASES))
        places, ahead = dict(self._statements.all(_PLACES)), dict(self._statements.all(_AHEAD))
        people: dict[str, list[UserId]] = {}
        for device, user_id in self._statements.all(_PEOPLE, utc_text(self._now)):
            if user_id != NOBODY:
                people.setdefault(device, []).append(UserId(user_id))
        told = []
        for device in sorted(known.keys() | logs.keys() | people.keys()):
            log, station = logs.get(device), known.get(device, KnownStation(device, epoch))
            told.append(
                StationNow(
                    device,
                    datetime.fromisoformat(log.heard_at) if log is not None else None,
                    tuple(people.get(device, ())[:_PEOPLE_AT_MOST]),
                    cases=int(cases.get(device, 0)),
                    places=int(places.get(device, 0)),
                    ahead=int(ahead.get(device, 0)),
                    unsent=log.last - log.mark if log is not None else 0,
                    halt=station.halt,
                    missing=not station.has_come_back(epoch),
                    awaited=len(station.awaited),
                )
            )
        return tuple(told)

    def surplus(self) -> Mapping[str, int]:
        """Complete interviews without a place, by cell."""
        return dict(self._statements.all(_SURPLUS, SetAside.SURPLUS.value))
