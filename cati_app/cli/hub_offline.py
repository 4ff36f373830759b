"""`cati hub offline`: takes cases and places in the quota along, for work without a line; or gives them back."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from datetime import datetime, timedelta

from cati_app.cli.moments import moment
from cati_app.cli.opening import load, open_to_write, sign_in, study_arguments
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.sharing.ahead import AHEAD_AT_MOST, CASES_AT_MOST, TakenAlong
from cati_app.texts import say, say_count


def add_offline_action(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Its arguments."""
    going = actions.add_parser(
        "offline", help=say("take cases and places in the quota along, for work without a line; or give them back")
    )
    study_arguments(going)
    what = going.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--cases", type=_number, metavar=say("NUMBER"), help=say("so many cases, and at most as many places of a cell")
    )
    what.add_argument("--back", action="store_true", help=say("give back cases and places that were not used"))
    going.add_argument(
        "--until",
        type=moment,
        metavar=say("TIME"),
        help=say("when the line is back, as 2026-11-24T18:00; on the clock of this machine (needed with --cases)"),
    )
    going.set_defaults(act=offline)


def offline(arguments: argparse.Namespace) -> int:
    """Take along, or give back, and say what is here."""
    if arguments.cases is not None and arguments.until is None:
        raise EnvironmentProblem(
            "offline_until",
            "It is not said until when. Nothing was taken along.",
            "Name the time at which there is a line again with --until, for instance --until 2026-11-24T18:00.",
        )
    station = open_to_write(load(arguments.study), arguments)
    with station.database:
        person, keys = sign_in(station, arguments)
        ahead = station.hub.ahead(keys)
        cases = back = 0
        if arguments.back:
            cases, back = ahead.give_back(person)
        else:
            ahead.take_along(person, arguments.cases, _lasts(arguments.until, station.clock.now()))
        here = ahead.taken_along(person)
    _say(arguments, here, cases, back)
    return 0


def _lasts(until: datetime, now: datetime) -> timedelta:
    lasts = until - now
    if not timedelta(0) < lasts <= AHEAD_AT_MOST:
        raise EnvironmentProblem(
            "offline_until",
            "The time named with --until is over, or more than two weeks ahead. Nothing was taken along.",
            "Name the time at which there is a line again, for instance --until 2026-11-24T18:00.",
        )
    return lasts


def _say(arguments: argparse.Namespace, here: TakenAlong, cases: int, back: int) -> None:
    places = Counter(grant.cell_id for grant in here.places)
    if arguments.json:
        told = {"cases": here.cases, "places": dict(sorted(places.items())), "back": back, "cases_back": cases}
        sys.stdout.write(json.dumps(told) + "\n")
        return
    if arguments.back:
        sys.stdout.write(say("Given back: {cases}, {places}.", **_counted(cases, back)) + "\n")
    sys.stdout.write(say("Here: {cases}, {places}.", **_counted(here.cases, places.total())) + "\n")
    for cell, number in sorted(places.items()):
        sys.stdout.write(f"  {cell}: {number}\n")


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) <= CASES_AT_MOST:
        raise argparse.ArgumentTypeError(say("a number from 1 to {most}", most=CASES_AT_MOST))
    return int(text)


def _counted(cases: int, places: int) -> dict[str, str]:
    return {
        "cases": say_count("{count} case", "{count} cases", cases),
        "places": say_count("{count} place in the quota", "{count} places in the quota", places),
    }
