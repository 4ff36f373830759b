"""`cati rehearse STUDY`: a whole field before it begins, through the program's own services; people are simulated."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from cati_app.cli.opening import load, open_station, sign_in_supervisor
from cati_app.cli.usage import force_argument, there, whole_number
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.users import Role
from cati_app.station.loading import LoadedStudy
from cati_app.texts import say

MOST_SEATS, MOST_DAYS, MOST_NUMBERS = 200, 120, 5000
_MOST_STATIONS = 40
"""With --hub alone every seat has one, up to that many; each is a process with the questionnaire in memory."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY, seats, days, seed and where it goes."""
    parser.add_argument("study", metavar=say("STUDY"), type=there, help=say("study folder"))
    parser.add_argument(
        "--seats",
        type=whole_number(MOST_SEATS),
        metavar="N",
        help=say("interviewers at once (default: the seats of the shifts in study.yaml, else 10)"),
    )
    parser.add_argument(
        "--days",
        type=whole_number(MOST_DAYS),
        metavar="D",
        help=say("days of work at most (default: those of the field in study.yaml, else 20)"),
    )
    parser.add_argument(
        "--hub",
        type=whole_number(_MOST_STATIONS),
        nargs="?",
        const=_MOST_STATIONS,
        default=0,
        metavar="N",
        help=say("with a hub: each seat at a station of its own, or the seats take turns at N stations"),
    )
    parser.add_argument("--seed", type=int, default=1, help=say("the same seed gives the same field"))
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar=say("DIR"),
        help=say("a new folder: the study, its database, the page; every other command takes it as a study"),
    )
    parser.add_argument(
        "--numbers",
        type=whole_number(MOST_NUMBERS),
        default=2000,
        metavar="N",
        help=say("numbers that are invented where study.yaml names no sample"),
    )
    parser.add_argument(
        "--as",
        "--login",
        dest="login",
        metavar=say("LOGIN"),
        help=say("seats speak the languages of the study's interviewers, whom a supervisor who signs in may read"),
    )
    parser.add_argument(
        "--db", type=Path, metavar=say("FILE"), help=say("database (default: the user's data folder, by study)")
    )
    force_argument(parser)
    parser.add_argument("--json", action="store_true", help=say("print one line of JSON and nothing else"))


def run(arguments: argparse.Namespace) -> int:
    """Play it, write the page, and say how it went; 1 when a rule was broken."""
    loaded = load(arguments.study)
    from cati_app.demo.rehearsal.proposed import proposed_days, proposed_seats  # noqa: PLC0415 - see below
    from cati_app.demo.rehearsal.run import rehearse  # noqa: PLC0415 - other commands need nothing of it

    field, lines = rehearse(
        loaded,
        arguments.out,
        seats=arguments.seats or proposed_seats(loaded.study),
        days=arguments.days or proposed_days(loaded.study),
        seed=arguments.seed,
        force=arguments.force,
        stations=arguments.hub,
        numbers=arguments.numbers,
        spoken=_spoken(loaded, arguments) if arguments.login else (),
    )
    if arguments.json:
        sys.stdout.write(json.dumps(field.facts(), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(lines) + "\n")
    return 1 if field.broken else 0


def _spoken(loaded: LoadedStudy, arguments: argparse.Namespace) -> Sequence[Sequence[str]]:
    """Languages of each interviewer of the study.

    Raises:
        EnvironmentProblem: `no_interviewers`.
    """
    with (station := open_station(loaded, arguments.db, create=False, writable=False)).database:
        sign_in_supervisor(station, arguments)
        callers = [user for user in station.logins() if user.active and user.role is Role.INTERVIEWER]
    if not callers:
        raise EnvironmentProblem(
            "no_interviewers",
            "No interviewer of the study has a login yet. Nothing was rehearsed.",
            "Add some (cati user add), or leave --as out.",
        )
    return [user.languages for user in callers]
