"""At the hub: whether it knows what every station has. One that came back from a copy does not, until all have said it.

Until then it lends no case, gives no place, and judges no interview that has none: a place held in the copy may be
free, and one given after the copy is unknown here. When the last station has told and brought, or is waited for no
more, what waited is judged in the order in which it came.
"""

from __future__ import annotations

from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.sharing.handing import KnownStation
from cati_app.domain.sharing.leases import CaseLease, LeaseEnd, LeaseToken
from cati_app.fieldwork.ports.sharing import SharedUnit
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.judge_interviews import settle_waiting


def check_open(unit: SharedUnit, epoch: int) -> None:
    """Whether places are given.

    Raises:
        RuleViolation: `hub_recovers` while the hub does not know what all stations have, `stations` says how many lack;
            `hub_edition_lost` while the study is older here than a station has seen it: targets and people may be
            others since.
    """
    missing = missing_stations(unit, epoch)
    if missing:
        raise RuleViolation("hub_recovers", stations=len(missing))
    if unit.stations.edition_lacking(epoch):
        raise RuleViolation("hub_edition_lost")


def check_lends(unit: SharedUnit, epoch: int) -> None:
    """Whether cases are lent: also while stations lack, where a supervisor goes on without them.

    Raises:
        RuleViolation: `hub_recovers`, `hub_edition_lost` as `check_open`: an older study has other people, too.
    """
    missing = missing_stations(unit, epoch)
    if missing and not unit.stations.goes_on(epoch):
        raise RuleViolation("hub_recovers", stations=len(missing))
    if unit.stations.edition_lacking(epoch):
        raise RuleViolation("hub_edition_lost")


def check_calls(unit: SharedUnit, device: str) -> None:
    """Whether a station begins calls. RuleViolation: `station_paused`, `station_written_off`."""
    station = unit.stations.get(device)
    if station is not None and station.halt is not None:
        raise RuleViolation(f"station_{station.halt}")


def missing_stations(unit: SharedUnit, epoch: int) -> tuple[KnownStation, ...]:
    """Stations that have not said in this life of the hub what they have, or not brought what they had packed."""
    return tuple(station for station in unit.stations.lacking(epoch) if not station.has_come_back(epoch))


def end_recovery(unit: SharedUnit, rules: StudyRules, now: Moment, epoch: int) -> None:
    """Judge what waited, once no station lacks; to be said whenever one has come back or is waited for no more."""
    if not missing_stations(unit, epoch):
        settle_waiting(unit, rules, now)


def end_older(unit: SharedUnit, newest: CaseLease | None, token: LeaseToken, now: Moment) -> bool:
    """End the lease that a copy believes in, where the case was lent once more after it; whether there was one."""
    if newest is None or not newest.is_open or newest.token >= token:
        return False
    unit.leases.save(newest.end(now.at, LeaseEnd.SUPERSEDED))
    return True
