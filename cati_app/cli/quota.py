"""`cati quota [show] STUDY`: counters of the quotas; a supervisor pauses, closes or opens a cell, or the unclassified.

`cati quota plan STUDY` plans the targets.
"""

from __future__ import annotations

import argparse
import json
import sys

from cati_app.cli import quota_plan
from cati_app.cli.opening import load, open_station, sign_in
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.ids import CellId
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import CellCount, QuotaMode
from cati_app.domain.quota.fitting import UNCLASSIFIED, is_unclassified, quota_of
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
    for word, explained in (
        ("--close", say("interview nobody of a cell any more; needs --as SUPERVISOR and --reason")),
        ("--pause", say("interview nobody of a cell for now; needs --as SUPERVISOR and --reason")),
        ("--open", say("interview persons of a cell again; needs --as SUPERVISOR and --reason")),
    ):
        doing.add_argument(word, metavar=say("CELL"), help=explained)
    parser.add_argument("--reason", default="", metavar=say("TEXT"), help=say("why; stored sealed in the log"))


def _show(arguments: argparse.Namespace) -> int:
    loaded = load(arguments.study)
    changing = arguments.close_unclassified or arguments.open_unclassified or _cell(arguments) is not None
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
    cell = CellId(_cell(arguments) or UNCLASSIFIED)
    closed = arguments.close_unclassified or arguments.close is not None
    station.halt_cell(keys)(user, arguments.reason, closed=closed, paused=arguments.pause is not None, cell=cell)


def _cell(arguments: argparse.Namespace) -> str | None:
    given: str | None = next((c for c in (arguments.close, arguments.pause, arguments.open) if c is not None), None)
    return given


def _line(count: CellCount) -> str:
    loose = is_unclassified(count.cell_id)
    further = f"{quota_of(count.cell_id)}:" if quota_of(count.cell_id) else ""
    line = say(
        "{cell}: {achieved} of {target}, {running} in progress",
        cell=f"{further}{say('not classified')}" if loose else count.cell_id,
        achieved=count.achieved,
        target=count.target,
        running=count.in_progress,
    )
    if not loose:
        line += {
            QuotaMode.OVERRUN: f" · {say('running interviews may finish above the target')}",
            QuotaMode.SOFT: f" · {say('nobody is turned away')}",
            QuotaMode.COUNTER: f" · {say('only counted')}",
        }.get(count.mode, "")
    if count.closed:
        return f"{line} · {say('closed: thanked and told why') if loose else say('closed')}"
    return f"{line} · {say('paused')}" if count.paused else line


def _facts(count: CellCount) -> dict[str, object]:
    return {
        "cell": count.cell_id,
        "target": count.target,
        "achieved": count.achieved,
        "in_progress": count.in_progress,
        "rolled_back": count.rolled_back,
        "closed": count.closed,
        "paused": count.paused,
        "mode": count.mode.value,
        "state": count.state.value,
    }
