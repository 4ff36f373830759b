"""`cati hub take-back`, `promote`: what a supervisor decides about cases and interviews that a hub has."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from cati_app.cli.opening import load, open_to_write, sign_in_supervisor
from cati_app.cli.usage import case_number
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.ids import CaseId
from cati_app.texts import say


def add_actions(actions: Any) -> None:
    """Both, among those of `cati hub`."""
    taking_back = actions.add_parser("take-back", help=say("a case goes from the station that has it to others"))
    reading_arguments(taking_back)
    taking_back.add_argument("case", type=case_number, metavar=say("NUMBER"), help=say("number of the case"))
    reason_argument(taking_back)
    taking_back.set_defaults(act=take_back)
    promoting = actions.add_parser(
        "promote", help=say("the first interview of a cell that had no place counts, where there is room now")
    )
    reading_arguments(promoting)
    promoting.add_argument("cell", metavar=say("CELL"), help=say("as `cati quota` names it"))
    reason_argument(promoting)
    promoting.set_defaults(act=promote)


def take_back(arguments: argparse.Namespace) -> int:
    """Others may have the case; a conversation there is never interrupted."""
    station = open_to_write(load(arguments.study), arguments)
    with station.database:
        by, keys = sign_in_supervisor(station, arguments)
        with reading(station, by, keys, arguments) as source:
            case_id = CaseId(source.read_history()(by, arguments.case).case_id)
        station.hub.stations(keys).take_back(by, case_id, arguments.reason)
    return told(arguments, {"taken_back": arguments.case}, say("The case goes to others."))


def promote(arguments: argparse.Namespace) -> int:
    """In the order in which the interviews came."""
    station = open_to_write(load(arguments.study), arguments)
    with station.database:
        by, keys = sign_in_supervisor(station, arguments)
        station.hub.stations(keys).promote(by, arguments.cell, arguments.reason)
    return told(arguments, {"promoted": arguments.cell}, say("The interview counts from now on."))


def reason_argument(parser: argparse.ArgumentParser) -> None:
    """Why."""
    parser.add_argument("--reason", required=True, metavar=say("TEXT"), help=say("why; kept sealed in the log"))


def told(arguments: argparse.Namespace, facts: dict[str, object], text: str) -> int:
    """What was done."""
    sys.stdout.write((json.dumps(facts) if arguments.json else text) + "\n")
    return 0
