"""What was opened of people's figures, and what was ended, as the logs tell it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime

from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import LoggedEvent
from cati_app.domain.ids import UserId
from cati_app.domain.people.opened_figures import OPEN_FOR, OpenedFigures, open_now
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.values import dataclass

OPENED, CLOSED = "figures_opened", "figures_closed"
"""Kinds of facts."""
REASON = "reason"
ENDS = "ends"
"""In an end: the openings it ends, each by device and number; one without them ends what was open on its device."""


@dataclass(frozen=True, slots=True)
class OpenedEntry:
    """One line of what was opened.

    Args:
        name: Of the fact: its device and its number there.
        reason: Or the name of the agreement; blank for whoever does not see contact data.
        closed: Ended before its time.
    """

    name: str
    opened: OpenedFigures
    reason: str = ""
    closed: bool = False


class Openings:
    """The logs in which openings stand.

    Args:
        logs: That of this machine, and where a hub has the cases that of the whole study too: what was opened here is
            known here before it has been there and back.
    """

    def __init__(self, *logs: CallingUnits) -> None:
        self.logs = logs


def entries(openings: Openings) -> Sequence[OpenedEntry]:
    """Everything that was ever opened, each once, oldest first; what was ended before its time is marked."""
    known: dict[str, tuple[LoggedEvent, OpenedEntry]] = {}
    ends: dict[str, LoggedEvent] = {}
    for log in openings.logs:
        with log() as unit:
            ends |= {_name(logged): logged for logged in unit.log.of_kind(CLOSED)}
            for logged in unit.log.of_kind(OPENED):
                known.setdefault(_name(logged), (logged, _entry(unit, logged)))
    told = [replace(entry, closed=_is_ended(logged, entry, ends.values())) for logged, entry in known.values()]
    return sorted(told, key=lambda entry: entry.opened.at)


def opened_of(openings: Openings, person: UserId, now: datetime) -> tuple[OpenedFigures, ...]:
    """What can be looked at of somebody's work."""
    return open_now((entry.opened for entry in entries(openings) if not entry.closed), person, now)


def _name(logged: LoggedEvent) -> str:
    return f"{logged.device}:{logged.seq}"


def _is_ended(logged: LoggedEvent, entry: OpenedEntry, ends: Iterable[LoggedEvent]) -> bool:
    for end in ends:
        named = (end.event.payload or {}).get(ENDS)
        if isinstance(named, list):
            if entry.name in named:
                return True
        elif end.device == logged.device and logged.seq < end.seq and entry.opened.is_open(end.event.at):
            return True
    return False


def _entry(unit: CallingUnit, logged: LoggedEvent) -> OpenedEntry:
    told, event = logged.event.payload or {}, logged.event
    assert event.user_id is not None
    last, agreed = told.get("last_day"), told.get("agreed_on")
    of = told.get("of")
    opened = OpenedFigures(
        None if of is None else UserId(str(of)),
        UserId(event.user_id),
        UserId(str(told["second"])),
        event.at,
        date.fromisoformat(str(told["first_day"])),
        None if last is None else date.fromisoformat(str(last)),
        agreed_on=None if agreed is None else date.fromisoformat(str(agreed)),
    )
    if of is not None:
        opened = replace(opened, ends_at=event.at + OPEN_FOR)
    reason = ""
    with suppress(RuleViolation):  # of whoever sees no contact data
        reason = unit.contacts.of_fact(logged, REASON)
    return OpenedEntry(_name(logged), opened, reason)
