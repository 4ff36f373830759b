"""At the hub: a supervisor pauses a station, gives it up, takes it back, or goes on without those that lack.

Why stands sealed in the log of the station at which it was decided. Said once more, each changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sharing.handing import KnownStation
from cati_app.domain.sharing.leases import LeaseEnd
from cati_app.domain.sharing.places import GrantState
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.hub_study import HubStudyUnits
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.attach_station import is_suspended_here
from cati_app.fieldwork.sharing.judge_interviews import release_place
from cati_app.fieldwork.sharing.recovery import end_recovery, missing_stations
from cati_app.values import dataclass

AT_ONCE = 50
"""Stations that are written off in one transaction."""


class PauseStation:
    """A station begins no call and gets no case, until it may again; conversations that run go on, with their place."""

    def __init__(self, units: SharedUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, device: str, *, paused: bool) -> None:
        """Pause it, or let it call again. RuleViolation: `no_such_station`."""
        now = moment(self._clock, user)
        with self._units() as unit:
            known = _known(unit, device)
            if known.paused == paused:
                return
            unit.stations.save(replace(known, paused=paused))
            unit.log.append([now.fact("station_paused" if paused else "station_resumed", device=device)])
            unit.commit()


class ReadmitStation:
    """A station that was written off gets cases and places again, and is waited for again."""

    def __init__(self, units: SharedUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, device: str) -> None:
        """Take it back. RuleViolation: `no_such_station`."""
        now = moment(self._clock, user)
        with self._units() as unit:
            known = _known(unit, device)
            if not known.written_off:
                return
            unit.stations.save(replace(known, written_off=False))
            unit.log.append([now.fact("station_readmitted", device=device)])
            unit.commit()


class GoOn:
    """A hub that came back from a copy lends cases although stations lack; places wait for all of them."""

    def __init__(self, units: SharedUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, epoch: int) -> None:
        """Go on. RuleViolation: `nothing_lacks` where the hub knows what all stations have."""
        now = moment(self._clock, user)
        with self._units() as unit:
            if unit.stations.goes_on(epoch):
                return
            missing = missing_stations(unit, epoch)
            if not missing:
                raise RuleViolation("nothing_lacks")
            unit.stations.go_on(epoch)
            unit.log.append([now.fact("lending_without_all", stations=len(missing))])
            unit.commit()


class WriteOffStation:
    """A person decides that a station will not come back: its cases go to others, its places are free again."""

    def __init__(self, units: SharedUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, epoch: int, device: str) -> tuple[int, int]:
        """How many cases and places were released. What the station still brings is taken: counted where there is room.

        Raises:
            RuleViolation: `no_such_station`.
        """
        now = moment(self._clock, user)
        with self._units() as unit:
            released = _write_off(unit, now, _known(unit, device))
            end_recovery(unit, self._rules, now, epoch)
            unit.commit()
        return released


@dataclass(frozen=True, slots=True)
class WrittenOffTogether:
    """How much was written off.

    Args:
        stations: Written off now, by device.
        more: Whether others are silent as long.
    """

    stations: tuple[str, ...]
    cases: int
    places: int
    more: bool


class WriteOffSilent:
    """The same for every station that nobody has heard since a moment, a bounded number at once."""

    def __init__(self, units: HubStudyUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, epoch: int, since: datetime, but: str) -> WrittenOffTogether:
        """Write them off.

        Args:
            since: By the clock of the hub.
            but: The station at which it is decided.
        """
        now = moment(self._clock, user)
        with self._units() as unit:
            heard = {station.device: station.heard_at for station in unit.figures.all(epoch)}
            silent = [
                station.device
                for station in unit.stations.all()
                if station.device != but and not station.written_off and _is_silent(heard.get(station.device), since)
            ]
            released = [_write_off(unit, now, _known(unit, device)) for device in silent[:AT_ONCE]]
            end_recovery(unit, self._rules, now, epoch)
            unit.commit()
        cases, places = (sum(each) for each in zip(*released, strict=True)) if released else (0, 0)
        return WrittenOffTogether(tuple(silent[:AT_ONCE]), cases, places, len(silent) > AT_ONCE)


def _is_silent(heard_at: datetime | None, since: datetime) -> bool:
    return heard_at is None or heard_at < since


def _known(unit: SharedUnit, device: str) -> KnownStation:
    """RuleViolation: `no_such_station`."""
    known = unit.stations.get(device)
    if known is None:
        raise RuleViolation("no_such_station")
    return known


def _write_off(unit: SharedUnit, now: Moment, known: KnownStation) -> tuple[int, int]:
    """How many cases and places were released."""
    device = known.device
    leases = unit.leases.open_of(device)
    for lease in leases:
        unit.leases.save(lease.end(now.at, LeaseEnd.TAKEN_BACK))
        unit.cases.save(unit.cases.get(lease.case_id).free(), [now.fact("case_came_back", lease.case_id)])
    places = [grant for grant in unit.grants.live_at(device) if not is_suspended_here(unit, grant)]
    for grant in places:
        release_place(unit, grant, GrantState.WRITTEN_OFF)
    unit.stations.save(replace(known, written_off=True))
    unit.log.append([now.fact("station_written_off", device=device, cases=len(leases), places=len(places))])
    return len(leases), len(places)
