"""What a hub holds, in figures: devices and how far the log of each has arrived. Nothing of what the logs tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import field
from datetime import datetime

from cati_app.store.hub.engine import HubStorage
from cati_app.store.hub.forms import OF_STUDY, REGISTER
from cati_app.store.hub.inbox import DeviceLog, Inbox
from cati_app.store.hub.register import KnownDevice, Life, Register
from cati_app.store.hub.station_figures import SqlStationFigures
from cati_app.store.known_stations import SqlStations
from cati_app.store.statements import Statements
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class DeviceFigures:
    """A device.

    Args:
        mark: Up to here its log has arrived.
        last: Number of the last event it had when it was last heard.
        heard_at: UTC, ISO 8601; blank for one that has sent nothing yet.
        withdrawn_at: The same; None while it may come.
    """

    study: str
    device: str
    mark: int
    last: int
    heard_at: str
    withdrawn_at: str | None


@dataclass(frozen=True, slots=True)
class StudyFigures:
    """A study.

    Args:
        missing: Stations that have not said what they have since the hub came back from a copy.
        goes_on: Whether cases are lent meanwhile.
        edition_lacking: Edition of the study that a station has seen and the hub lacks; 0: none.
        surplus: Complete interviews without a place in the quota.
    """

    study: str
    missing: int
    goes_on: bool
    edition_lacking: int
    surplus: int

    @property
    def waits(self) -> bool:
        """Whether something is held up in it."""
        return bool(self.missing or self.edition_lacking)


@dataclass(frozen=True, slots=True)
class HubFigures:
    """The whole hub.

    Args:
        aside: Events kept aside, by what is wrong with them.
        codes: Codes that can still be used.
        confirmed_by: Standbys that have each write before it is acknowledged; blank: none; None: of files there are
            none.
        forms: Of the hub's own tables, and of those it keeps of each study; tables of other forms are not read.
    """

    hub: str
    address: str
    epoch: Life
    devices: tuple[DeviceFigures, ...]
    events: int
    aside: tuple[tuple[str, int], ...]
    codes: int
    confirmed_by: str | None
    studies: tuple[StudyFigures, ...]
    forms: Mapping[str, str] = field(
        default_factory=lambda: {chain.name: chain.newest for chain in (REGISTER, OF_STUDY)}
    )


def figures(storage: HubStorage, now: datetime) -> HubFigures:
    """As they are now; the hub may be running meanwhile.

    Raises:
        EnvironmentProblem: as `HubStorage.hub` and `HubStorage.study`.
    """
    with closing(storage.hub(writable=False, beside=True)) as store, store.reading() as statements:
        register = Register(statements, now)
        hub, address = register.hub()
        epoch, codes, devices = register.epoch(), register.waiting_codes(), register.devices()
    logs: dict[tuple[str, str], DeviceLog] = {}
    events, aside, told_studies = 0, Counter[str](), []
    for study in storage.studies():
        with closing(storage.study(study, writable=False)) as store, store.reading() as statements:
            inbox = Inbox(statements, now)
            logs |= {(study, log.device): log for log in inbox.logs()}
            events += inbox.events()
            aside.update(inbox.aside())
            told_studies.append(_of_study(study, statements, epoch.n, now))
    told = tuple(_figures_of(device, logs.get((device.study, device.device))) for device in devices)
    kept_aside = tuple(sorted(aside.items()))
    return HubFigures(hub, address, epoch, told, events, kept_aside, codes, storage.confirmed_by(), tuple(told_studies))


def _of_study(study: str, statements: Statements, epoch: int, now: datetime) -> StudyFigures:
    stations = SqlStations(statements)
    missing = [station for station in stations.lacking(epoch) if not station.has_come_back(epoch)]
    surplus = sum(SqlStationFigures(statements, now).surplus().values())
    return StudyFigures(study, len(missing), stations.goes_on(epoch), stations.edition_lacking(epoch), surplus)


def _figures_of(device: KnownDevice, log: DeviceLog | None) -> DeviceFigures:
    mark, last, heard_at = (log.mark, log.last, log.heard_at) if log is not None else (0, 0, "")
    return DeviceFigures(device.study, device.device, mark, last, heard_at, device.withdrawn_at)
