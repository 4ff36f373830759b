"""`cati quota [show] STUDY`: counters of the quota; a supervisor closes or opens the one of persons without a cell.

`cati quota plan STUDY` plans the targets.
"""

from __future__ import annotations

import argparse
import json
import sys

from cati_app.cli import quota_plan
from cati_app.cli.opening import load, open_station, sign_in
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import UNCLASSIFIED, CellCount
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One action and its arguments."""
    actions = parser.add_subparsers(dest="action", metavar=say("ACTION"), required=True)
    showing = actions.add_parser("show", help=say("the counters (where no action is named)"))
    _show_arguments(showing)
    showing.set_defaults(act=_show)
    planning = actions.add_parser("plan", help=say("targets of the cells from published tables"))
    quota_plan.add_arguments(planning)
    planning.set_defaults(act=quota_plan.run)


def run(arguments: argparse.Namespace) -> int:
    """The action."""
    code: int = arguments.act(arguments)
    return code


def _show_arguments(parser: argparse.ArgumentParser) -> None:
    reading_arguments(parser)
    doing = parser.add_mutually_exclusive_group()
    doing.add_argument(
        "--close-unclassified",
        action="store_true",
        help=say("interview nobody without a cell any more; needs --as SUPERVISOR and --reason"),
    )
    doing.add_argument(
        "--open-unclassified",
        action="store_true",
        help=say("interview persons without a cell again; needs --as SUPERVISOR and --reason"),
    )
    parser.add_argument("--reason", default="", metavar=say("TEXT"), help=say("why; stored sealed in the log"))


def _show(arguments: argparse.Namespace) -> int:
    loaded = load(arguments.study)
    changing = arguments.close_unclassified or arguments.open_unclassified
    with (station := open_station(loaded, arguments.db, create=False, writable=changing)).database:
        person, keys = sign_in(station, arguments)
        if changing:
            _change(station, person, keys, arguments)
        with reading(station, person, keys, arguments) as source:
            counts = source.read_counters()(person)
    if arguments.json:
        sys.stdout.write(json.dumps([_facts(count) for count in counts], ensure_ascii=False) + "\n")
        return 0
    for count in counts:
        sys.stdout.write(f"{_line(count)}\n")
    return 0


def _change(station: Station, user: User, keys: HeldKeys, arguments: argparse.Namespace) -> None:
    station.close_unclassified(keys)(user, arguments.reason, closed=arguments.close_unclassified)


def _line(count: CellCount) -> str:
    name = say("not classified") if count.cell_id == UNCLASSIFIED else count.cell_id
    line = say(
        "{cell}: {achieved} of {target}, {running} in progress",
        cell=name,
        achieved=count.achieved,
        target=count.target,
        running=count.in_progress,
    )
    return f"{line} · {say('closed: thanked and told why')}" if count.closed else line


def _facts(count: CellCount) -> dict[str, object]:
    return {
        "cell": count.cell_id,
        "target": count.target,
        "achieved": count.achieved,
        "in_progress": count.in_progress,
        "rolled_back": count.rolled_back,
        "closed": count.closed,
    }
