"""`cati hub enrol`, `push`: a station's way to a hub, and what both sides say of events that were kept aside."""

from __future__ import annotations

import argparse
import json
import sys

from cati_app.cli.hub_study import typed_code
from cati_app.cli.opening import load, open_station, sign_in_supervisor
from cati_app.sync.code import EnrolCode, HubWhereabouts
from cati_app.texts import say


def aside(verdict: str, number: int) -> str:
    """How many events were kept aside, and why."""
    if verdict == "foreign":
        return say(
            "Kept aside, because another station has written them and not sent them itself yet: {number}.",
            number=number,
        )
    if verdict == "clone":
        return say(
            "Kept aside, because another event has the number: {number}. Two copies of a station are at work.",
            number=number,
        )
    if verdict == "too_long":
        return say(
            "Not sent, because they are longer than a hub takes: {number}. They are in the database of their station"
            " and in its backups alone.",
            number=number,
        )
    return say("Kept aside, because the hub cannot read them: {number}.", number=number)


def enrol(arguments: argparse.Namespace) -> int:
    """Make the station known to a hub."""
    from cati_app.station.hub_link import enrol as enrol_station  # noqa: PLC0415 - the client is slow to load, and other actions do without

    station = open_station(load(arguments.study), arguments.db, create=False, writable=False)  # it may wait long
    with station.database:
        by, _ = sign_in_supervisor(station, arguments)
        standing = enrol_station(station.database, EnrolCode.typed(typed_code()))
        station.hub.note_hub()(by, standing.hub)
    told = say("The hub knows this station. `cati hub publish STUDY --as SUPERVISOR` brings the study there.")
    sys.stdout.write((json.dumps({"hub": standing.hub, "mark": standing.mark}) if arguments.json else told) + "\n")
    return 0


def moved(arguments: argparse.Namespace) -> int:
    """Keep where the hub is now."""
    from cati_app.station.hub_link import move  # noqa: PLC0415 - as above

    station = open_station(load(arguments.study), arguments.db, create=False, writable=False)
    with station.database:
        by, _ = sign_in_supervisor(station, arguments)
        now = HubWhereabouts.typed(typed_code())
        move(station.database, now)
        station.hub.note_hub()(by, now.hub.hex())
    told = say("This station reaches its hub at {address}.", address=now.address)
    sys.stdout.write((json.dumps({"address": str(now.address)}) if arguments.json else told) + "\n")
    return 0


def push(arguments: argparse.Namespace) -> int:
    """Bring the log there; nobody signs in for it."""
    from cati_app.station.hub_link import push as push_log  # noqa: PLC0415 - as above
    from cati_app.station.passwords_at_hub import hear_at_push  # noqa: PLC0415 - as above
    from cati_app.station.refused_cases import RefusedCases  # noqa: PLC0415 - as above

    station = open_station(load(arguments.study), arguments.db, create=False, writable=False)
    with station.database:
        done = push_log(station.database, settled=arguments.settled)
        hear_at_push(station.database)
        refused, why = RefusedCases(station.database).known()
    if refused:
        sys.stderr.write(
            say(
                "The hub did not take {number} worked cases when they were handed in last ({code}). They wait here, and"
                " nothing is lost; Ctrl+H in the window says what is in the way.",
                number=refused,
                code=why,
            )
            + "\n"
        )
    if arguments.json:
        facts = {
            "mark": done.mark,
            "stored": done.stored,
            "clones": done.clones,
            "foreign": done.foreign,
            "too_long": done.too_long,
            "unreadable": done.unreadable,
            "refused_cases": refused,
        }
        sys.stdout.write(json.dumps(facts) + "\n")
        return 0
    sys.stdout.write(
        say("The hub has everything up to event {mark}; new: {stored}.", mark=done.mark, stored=done.stored) + "\n"
    )
    for verdict, number in (("foreign", done.foreign), ("too_long", done.too_long), ("unreadable", done.unreadable)):
        if number:
            sys.stderr.write(aside(verdict, number) + "\n")
    if done.clones:
        sys.stderr.write(
            say(
                "A copy of this station is at work elsewhere: {number} events have numbers that others have at the hub."
                " It keeps both. Stop one of the copies; `cati restore` gives it a name of its own.",
                number=done.clones,
            )
            + "\n"
        )
    return 1 if done.clones and not arguments.settled else 0
