"""At the hub: the stations of a study, and what goes on while it does not know what all of them have."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cati_app.domain.sharing.handing import KnownStation
from cati_app.domain.sharing.leases import LeaseToken
from cati_app.store.statements import Statements

_STATIONS = "SELECT device, epoch, written_off, awaited, paused FROM known_station"
_SAVE_STATION = (
    "INSERT INTO known_station (device, epoch, written_off, awaited, paused) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (device) DO UPDATE SET epoch = excluded.epoch, written_off = excluded.written_off,"
    " awaited = excluded.awaited, paused = excluded.paused"
)
_WITH_ACTS = "SELECT device, epoch, written_off, awaited, paused, acts FROM known_station WHERE device = ?"
_ACTS = "SELECT acts FROM known_station WHERE device = ?"
_COUNT_ACT = "UPDATE known_station SET acts = acts + 1 WHERE device = ? RETURNING acts"
_LACKING = f"{_STATIONS} WHERE NOT written_off AND (epoch < ? OR awaited <> '[]') ORDER BY device"
_RECOVERY = "SELECT goes_on, edition FROM recovery WHERE epoch = ?"
_GO_ON = (
    "INSERT INTO recovery (epoch, goes_on, edition) VALUES (?, true, 0)"
    " ON CONFLICT (epoch) DO UPDATE SET goes_on = excluded.goes_on"
)
_LACKS = (
    "INSERT INTO recovery (epoch, goes_on, edition) VALUES (?, false, ?)"
    " ON CONFLICT (epoch) DO UPDATE SET edition = excluded.edition"
)
_CONFIRMED = "UPDATE recovery SET edition = 0 WHERE edition > 0"


class SqlStations:
    """At the hub: the stations of the study."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def all(self) -> Sequence[KnownStation]:
        """Every one, by device."""
        return tuple(_station(row) for row in self._statements.all(f"{_STATIONS} ORDER BY device"))

    def lacking(self, epoch: int) -> Sequence[KnownStation]:
        """Those that may not have come back in that life of the hub, by device; asked for with each case and place."""
        return tuple(_station(row) for row in self._statements.all(_LACKING, epoch))

    def get(self, device: str) -> KnownStation | None:
        """One of them."""
        row = self._statements.row(f"{_STATIONS} WHERE device = ?", device)
        return None if row is None else _station(row)

    def with_acts(self, device: str) -> tuple[KnownStation | None, int]:
        """One of them, and how often the hub has acted for it, in one question."""
        row = self._statements.row(_WITH_ACTS, device)
        return (None, 0) if row is None else (_station(row), int(row[5]))

    def save(self, station: KnownStation) -> None:
        """A station as it is now, or a new one."""
        awaited = json.dumps([(token.epoch, token.n) for token in sorted(station.awaited)])
        values = station.device, station.epoch, station.written_off, awaited, station.paused
        self._statements.execute(_SAVE_STATION, values)

    def acts(self, device: str) -> int:
        """How often the hub has lent, given or taken something as the station asked; 0 for an unknown one."""
        row = self._statements.row(_ACTS, device)
        return 0 if row is None else int(row[0])

    def count_act(self, device: str) -> int:
        """Once more; how often now."""
        row = self._statements.row(_COUNT_ACT, device)
        return 0 if row is None else int(row[0])

    def goes_on(self, epoch: int) -> bool:
        """Whether cases are lent in that life of the hub although it does not know what all stations have."""
        row = self._statements.row(_RECOVERY, epoch)
        return row is not None and bool(row[0])

    def go_on(self, epoch: int) -> None:
        """From now on they are."""
        self._statements.execute(_GO_ON, (epoch,))

    def edition_lacking(self, epoch: int) -> int:
        """The edition of the study that a station has seen and the hub lacks in that life; 0: none."""
        row = self._statements.row(_RECOVERY, epoch)
        return 0 if row is None else int(row[1])

    def lacks_edition(self, epoch: int, edition: int) -> None:
        """A station has seen that edition."""
        if edition > self.edition_lacking(epoch):
            self._statements.execute(_LACKS, (epoch, edition))

    def edition_confirmed(self) -> None:
        """A supervisor has published: what the study is now counts."""
        self._statements.execute(_CONFIRMED)


def _station(row: Sequence[Any]) -> KnownStation:
    awaited = frozenset(LeaseToken(epoch, n) for epoch, n in json.loads(row[3]))
    return KnownStation(row[0], row[1], bool(row[2]), awaited, bool(row[4]))
