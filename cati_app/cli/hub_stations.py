"""`cati hub stations`, `pause`, `resume`, `readmit`, `write-off`, `go-on`: the stations of a study, for supervisors."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from cati_app.cli.hub_decisions import reason_argument, told
from cati_app.cli.moments import moment
from cati_app.cli.opening import load, open_to_write, sign_in_supervisor, study_arguments
from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.ids import UserId
from cati_app.domain.people.users import User
from cati_app.domain.sharing.stations import Halt, StationNow, StationsNow
from cati_app.station.opening import Station
from cati_app.station.stations_desk import StationsDesk
from cati_app.texts import say


def add_stations_actions(actions: Any) -> None:
    """Of supervisors."""
    listing = actions.add_parser("stations", help=say("who is there, since when silent, and what is held for whom"))
    study_arguments(listing)
    listing.set_defaults(act=stations)
    for name, act, text in (
        ("pause", pause, say("a station begins no call and gets no case; conversations that run go on")),
        ("resume", resume, say("a station that is paused calls again")),
        ("readmit", readmit, say("a station that was written off gets cases and places again")),
    ):
        parser = actions.add_parser(name, help=text)
        study_arguments(parser)
        parser.add_argument("device", metavar=say("DEVICE"), help=say("as `cati hub stations` names it"))
        reason_argument(parser)
        parser.set_defaults(act=act)
    writing_off = actions.add_parser(
        "write-off", help=say("a station will not come back: its cases go to others, its places are free again")
    )
    study_arguments(writing_off)
    which = writing_off.add_mutually_exclusive_group(required=True)
    which.add_argument("device", nargs="?", metavar=say("DEVICE"), help=say("as `cati hub stations` names it"))
    which.add_argument(
        "--silent-since",
        type=moment,
        metavar=say("TIME"),
        help=say("every station that the hub has not heard since then, as 2026-11-24T18:00"),
    )
    reason_argument(writing_off)
    writing_off.set_defaults(act=write_off)
    going_on = actions.add_parser(
        "go-on", help=say("after a copy: cases are lent although stations lack; places wait for all of them")
    )
    study_arguments(going_on)
    reason_argument(going_on)
    going_on.set_defaults(act=go_on)


def stations(arguments: argparse.Namespace) -> int:
    """As the hub has them now."""
    with _at_desk(arguments) as (station, _, desk):
        now = desk.stations()
        logins = {user.id: user.login for user in station.logins()}
        if arguments.json:
            text = json.dumps(_facts(now, logins))
        else:
            text = "\n".join(_lines(now, logins, station.rules.calendar))
    sys.stdout.write(text + "\n")
    return 0


def pause(arguments: argparse.Namespace) -> int:
    """No call begins there."""
    with _at_desk(arguments) as (_, by, desk):
        desk.pause(by, arguments.device, arguments.reason, paused=True)
    return told(arguments, {"paused": arguments.device}, say("The station begins no call from now on."))


def resume(arguments: argparse.Namespace) -> int:
    """It may again."""
    with _at_desk(arguments) as (_, by, desk):
        desk.pause(by, arguments.device, arguments.reason, paused=False)
    return told(arguments, {"resumed": arguments.device}, say("The station calls again."))


def readmit(arguments: argparse.Namespace) -> int:
    """It gets cases and places again."""
    with _at_desk(arguments) as (_, by, desk):
        desk.readmit(by, arguments.device, arguments.reason)
    return told(arguments, {"readmitted": arguments.device}, say("The station gets cases and places again."))


def go_on(arguments: argparse.Namespace) -> int:
    """Cases are lent."""
    with _at_desk(arguments) as (_, by, desk):
        desk.go_on(by, arguments.reason)
    text = say(
        "The hub lends cases again; somebody whom a station that lacks has called may be called twice. Places in the"
        " quota are given once every station has told what it has, or is written off."
    )
    return told(arguments, {"goes_on": True}, text)


def write_off(arguments: argparse.Namespace) -> int:
    """What the stations had goes to others."""
    with _at_desk(arguments) as (_, by, desk):
        if arguments.device is not None:
            devices: Sequence[str] = (arguments.device,)
            cases, places = desk.write_off(by, arguments.device, arguments.reason)
        else:
            devices, cases, places = desk.write_off_silent(by, arguments.silent_since, arguments.reason)
    text = say("Cases that go to others: {cases}. Places that are free again: {places}.", cases=cases, places=places)
    if arguments.device is None:
        names = ", ".join(devices) or say("none")
        text = say("Stations written off: {stations}.", stations=names) + "\n" + text
    return told(arguments, {"stations": list(devices), "cases": cases, "places": places}, text)


@contextmanager
def _at_desk(arguments: argparse.Namespace) -> Iterator[tuple[Station, User, StationsDesk]]:
    station = open_to_write(load(arguments.study), arguments)
    with station.database:
        by, keys = sign_in_supervisor(station, arguments)
        yield station, by, station.hub.stations(keys)


def _facts(now: StationsNow, logins: Mapping[UserId, str]) -> dict[str, object]:
    return {
        "at": now.at.isoformat(),
        "stations": [
            {
                "device": each.device,
                "heard_at": each.heard_at and each.heard_at.isoformat(),
                "silent": each.is_silent(now.at),
                "people": [logins.get(person, "?") for person in each.people],
                "cases": each.cases,
                "places": each.places,
                "ahead": each.ahead,
                "unsent": each.unsent,
                "halt": each.halt,
                "missing": each.missing,
                "awaited": each.awaited,
            }
            for each in now.stations
        ],
        "silent_places": now.silent_places,
        "missing": now.missing,
        "goes_on": now.goes_on,
        "edition_lacking": now.edition,
        "aside": dict(now.aside),
        "surplus": dict(now.surplus),
    }


def _lines(now: StationsNow, logins: Mapping[UserId, str], calendar: CallingCalendar) -> Iterator[str]:
    for each in now.stations:
        heard = "–" if each.heard_at is None else f"{calendar.local(each.heard_at):%Y-%m-%d %H:%M}"
        parts = [
            say("silent since {time}", time=heard) if each.is_silent(now.at) else say("heard {time}", time=heard),
            ", ".join(logins.get(person, "?") for person in each.people) or say("nobody"),
            say("in hand: {count}", count=each.cases),
            say("places: {count}, ahead: {ahead}", count=each.places, ahead=each.ahead),
            say("events not sent: {count}", count=each.unsent),
            *_states(each),
        ]
        yield f"{each.device}  " + " · ".join(parts)
    yield say("Places held for silent stations: {places}", places=now.silent_places)
    if now.missing:
        yield say("The hub came back from a copy. Stations it waits for: {count}.", count=now.missing)
    if now.missing and now.goes_on:
        yield say("It lends cases meanwhile, and gives no places.")
    if now.edition:
        yield say(
            "Stations have seen edition {n} of the study, the hub has an older one: it lends no cases and gives no"
            " places until a supervisor has published again.",
            n=now.edition,
        )
    if any(now.aside.values()):
        yield say("Kept aside and undecided: {count}; `cati hub aside` tells them.", count=sum(now.aside.values()))


def _states(station: StationNow) -> Iterator[str]:
    if station.halt is Halt.PAUSED:
        yield say("paused")
    elif station.halt is Halt.WRITTEN_OFF:
        yield say("written off")
    if station.missing:
        yield say("has not told what it has")
    if station.awaited:
        yield say("cases to come: {count}", count=station.awaited)
