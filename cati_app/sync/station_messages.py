"""Messages about the stations of a study and what its hub kept aside, and what they mean to both sides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import AwareDatetime, Field

from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.sharing.aside import AsideKind, KeptAside, Settling
from cati_app.domain.sharing.stations import Halt, StationNow, StationsNow
from cati_app.sync.case_messages import Id, NumberedAct
from cati_app.sync.messages import Count, Device, Message, Request, Secret

STATIONS_AT_MOST = 1_500
"""Told in one message; a message holds no more values."""
_KEY_AT_MOST = 300
_Word = Annotated[str, Field(max_length=40)]


class StationsAsked(Request):
    """POST /v1/stations: who is there, for a supervisor who has signed in."""

    session: Secret


class StationTold(Message):
    """A station, as `StationNow` has it."""

    device: Device
    heard_at: AwareDatetime | None
    people: Annotated[tuple[Id, ...], Field(max_length=20)]
    cases: Count
    places: Count
    ahead: Count
    unsent: Count
    halt: Halt | None
    missing: bool
    awaited: Count


class StationsTold(Message):
    """Answer to `StationsAsked`, as `StationsNow` has it.

    Args:
        more: Whether there are further stations; those that the hub waits for are among the first.
    """

    at: AwareDatetime
    life: Id
    stations: Annotated[tuple[StationTold, ...], Field(max_length=STATIONS_AT_MOST)]
    more: bool
    goes_on: bool
    edition: Count
    aside: Annotated[dict[_Word, Count], Field(max_length=20)]
    surplus: Annotated[dict[Id, Count], Field(max_length=5_000)]


class AsideAsked(Request):
    """POST /v1/stations/aside: what is kept aside and undecided, for a supervisor who has signed in."""

    session: Secret


class AsideTold(Message):
    """One thing, as `KeptAside` has it."""

    kind: AsideKind
    key: Annotated[str, Field(min_length=1, max_length=_KEY_AT_MOST)]
    why: _Word
    at: AwareDatetime
    device: Annotated[str, Field(max_length=100)]
    case_id: Id | None
    case_no: Count
    cell_id: Annotated[str, Field(max_length=2_000)]
    number: Count


class AsideListed(Message):
    """Answer to `AsideAsked`."""

    aside: Annotated[tuple[AsideTold, ...], Field(max_length=5_000)]


class SettleAsked(NumberedAct):
    """POST /v1/stations/settle: a supervisor who has signed in decides about one of them."""

    kind: AsideKind
    key: Annotated[str, Field(min_length=1, max_length=_KEY_AT_MOST, pattern=r"^[^\x00]+$")]
    settling: Settling


class Settled(Message):
    """Answer to `SettleAsked`."""

    settling: Settling


class SilentWrittenOff(Message):
    """Answer to `WriteOffSilentAsked`: stations written off now, and what was released with them."""

    stations: Annotated[tuple[Device, ...], Field(max_length=1_000)]
    cases: Count
    places: Count
    more: bool


class WriteOffSilentAsked(NumberedAct):
    """POST /v1/stations/write-off-silent: no station that nobody has heard since then is waited for any more.

    Args:
        since: By the clock of the hub; the station that asks is none of them.
    """

    since: AwareDatetime


def stations_told(now: StationsNow) -> StationsTold:
    """As a message."""
    first = sorted(now.stations, key=lambda station: not station.missing)[:STATIONS_AT_MOST]
    return StationsTold(
        at=now.at,
        life=now.life,
        stations=tuple(
            StationTold(
                device=station.device,
                heard_at=station.heard_at,
                people=station.people,
                cases=station.cases,
                places=station.places,
                ahead=station.ahead,
                unsent=station.unsent,
                halt=station.halt,
                missing=station.missing,
                awaited=station.awaited,
            )
            for station in first
        ),
        more=len(first) < len(now.stations),
        goes_on=now.goes_on,
        edition=now.edition,
        aside=dict(now.aside),
        surplus=dict(now.surplus),
    )


def stations_of(told: StationsTold) -> StationsNow:
    """From a message."""
    stations = tuple(
        StationNow(
            each.device,
            each.heard_at,
            tuple(UserId(person) for person in each.people),
            cases=each.cases,
            places=each.places,
            ahead=each.ahead,
            unsent=each.unsent,
            halt=each.halt,
            missing=each.missing,
            awaited=each.awaited,
        )
        for each in told.stations
    )
    return StationsNow(told.at, told.life, stations, told.goes_on, told.edition, dict(told.aside), dict(told.surplus))


def aside_told(aside: Sequence[KeptAside]) -> AsideListed:
    """As a message."""
    return AsideListed(
        aside=tuple(
            AsideTold(
                kind=each.kind,
                key=each.key,
                why=each.why,
                at=each.at,
                device=each.device,
                case_id=each.case_id,
                case_no=each.case_no,
                cell_id=each.cell_id,
                number=each.number,
            )
            for each in aside
        )
    )


def aside_of(told: AsideListed) -> tuple[KeptAside, ...]:
    """From a message."""
    return tuple(
        KeptAside(
            each.kind,
            each.key,
            each.why,
            each.at,
            each.device,
            None if each.case_id is None else CaseId(each.case_id),
            each.case_no,
            each.cell_id,
            each.number,
        )
        for each in told.aside
    )
