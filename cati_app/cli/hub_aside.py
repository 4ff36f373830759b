"""`cati hub aside`, `settle`: what a hub kept aside, and what a supervisor decides about it."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from typing import Any

from cati_app.cli.hub_decisions import reason_argument, told
from cati_app.cli.opening import load, open_to_write, sign_in_supervisor, study_arguments
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.domain.sharing.aside import KeptAside, Settling, choices
from cati_app.domain.sharing.leases import SetAside
from cati_app.texts import say

_NAME = 10
"""Letters of the name by which one thing is called."""


def add_aside_actions(actions: Any) -> None:
    """Both."""
    listing = actions.add_parser("aside", help=say("interviews that do not count, cases and events that fit nowhere"))
    study_arguments(listing)
    listing.set_defaults(act=aside)
    settling = actions.add_parser("settle", help=say("decide about something that the hub kept aside"))
    study_arguments(settling)
    settling.add_argument("name", metavar=say("NAME"), help=say("as `cati hub aside` names it"))
    settling.add_argument(
        "settling",
        choices=[each.value for each in Settling],
        help=say("count an interview where there is room; bring a case or an event to its place; or leave it"),
    )
    reason_argument(settling)
    settling.set_defaults(act=settle)


def aside(arguments: argparse.Namespace) -> int:
    """What nobody has decided about."""
    station = open_to_write(load(arguments.study), arguments)
    with station.database:
        _, keys = sign_in_supervisor(station, arguments)
        listed = station.hub.stations(keys).aside()
        local = station.rules.calendar.local
        facts = [
            {
                "name": name_of(each),
                "kind": each.kind,
                "why": each.why,
                "at": each.at.isoformat(),
                "station": each.device,
                "case": each.case_no or None,
                "cell": each.cell_id,
                "event": each.number,
                "choices": list(choices(each)),
            }
            for each in listed
        ]
        if arguments.json:
            sys.stdout.write(json.dumps(facts) + "\n")
            return 0
        for each, fact in zip(listed, facts, strict=True):
            at = f"{local(each.at):%Y-%m-%d %H:%M}"
            what = [fact["name"], at, why_text(each)]
            what += [say("case {number}", number=fact["case"])] if fact["case"] else []
            what += [each.cell_id] if each.cell_id else []
            what += [say("station {device}", device=each.device)] if each.device else []
            sys.stdout.write("  ".join(map(str, what)) + f"  [{', '.join(choices(each))}]\n")
    if not listed:
        sys.stdout.write(say("Nothing is kept aside and undecided.") + "\n")
    return 0


def settle(arguments: argparse.Namespace) -> int:
    """One of them is decided."""
    station = open_to_write(load(arguments.study), arguments)
    with station.database:
        by, keys = sign_in_supervisor(station, arguments)
        desk = station.hub.stations(keys)
        desk.settle(by, _named(desk.aside(), arguments.name), Settling(arguments.settling), arguments.reason)
    return told(arguments, {"settled": arguments.name}, say("It is decided."))


def name_of(each: KeptAside) -> str:
    """Short, the same at every station."""
    return hashlib.sha256(f"{each.kind}:{each.key}".encode()).hexdigest()[:_NAME]


def _named(listed: Sequence[KeptAside], name: str) -> KeptAside:
    """EnvironmentProblem: `nothing_aside`."""
    for each in listed:
        if name_of(each) == name:
            return each
    raise EnvironmentProblem(
        "nothing_aside",
        Phrase("Nothing of the name {name} is kept aside and undecided.", name=name),
        "`cati hub aside STUDY --as SUPERVISOR` names what is.",
    )


def why_text(each: KeptAside) -> str:
    """In words."""
    return {
        SetAside.DUPLICATE: say("another interview of the case counts"),
        SetAside.SURPLUS: say("its cell had no place left"),
        "misfit": say("a case names people or cells that the hub does not know, or was never lent so"),
        "refused": say("the hub stores no such rows: the station is damaged, or newer than the hub"),
        "otherwise": say("an interview of the case is at the hub otherwise"),
        "clone": say("another event has the number"),
        "foreign": say("an event that another station has written and not sent"),
        "too_long": say("an event longer than a hub takes"),
        "unreadable": say("an event that cannot be read"),
    }.get(each.why, each.why)
