"""`cati quota [show] STUDY`: counters of the quotas; a supervisor changes a target, pauses, closes or opens a cell.

`cati quota plan STUDY` plans the targets.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass

from cati_app.cli import quota_plan
from cati_app.cli.opening import load, open_station, sign_in
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CellId
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import CellCount, QuotaMode
from cati_app.domain.quota.fitting import UNCLASSIFIED, is_unclassified, quota_of
from cati_app.domain.quota.steering import MOST, CellEdit, Intake, TargetMove
from cati_app.domain.quota.what_if import in_force
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import say, say_in


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One action and its arguments."""
    actions = parser.add_subparsers(dest="action", metavar=say("ACTION"), required=True)
    showing = actions.add_parser(
        "show",
        help=say("the counters, and changes of one cell (where no action is named); its options: cati quota show -h"),
    )
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
    doing.add_argument(
        "--target",
        metavar=say("CELL=NUMBER"),
        help=say("how many interviews the cell shall have from now on; needs --as SUPERVISOR and --reason"),
    )
    doing.add_argument(
        "--move",
        nargs=3,
        metavar=(say("FROM"), say("TO"), say("NUMBER")),
        help=say("so many interviews go from one cell to another of its quota; needs --as SUPERVISOR and --reason"),
    )
    doing.add_argument(
        "--undo",
        metavar=say("CELL"),
        help=say("take back the last change of the cell, within ten minutes; needs --as SUPERVISOR"),
    )
    parser.add_argument("--reason", default="", metavar=say("TEXT"), help=say("why; stored sealed in the log"))


def _show(arguments: argparse.Namespace) -> int:
    loaded = load(arguments.study)
    changing = _wanted(arguments)
    if changing is None and arguments.reason.strip():
        raise RuleViolation("reason_without_change")
    with (station := open_station(loaded, arguments.db, create=False, writable=changing is not None)).database:
        person, keys = sign_in(station, arguments)
        if changing is not None:
            _change(station, person, keys, arguments, changing)
        with reading(station, person, keys, arguments) as source:
            counts = source.read_counters()(person)
            planned = {cell.count.cell_id: cell.planned for cell in source.read_steered()(person)}
    if arguments.json:
        facts = [{**_facts(count), "planned": planned[count.cell_id]} for count in counts]
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
        return 0
    for count in counts:
        sys.stdout.write(f"{_line(count, planned[count.cell_id])}\n")
    return 0


@dataclass(frozen=True)
class _Wanted:
    """What is to be changed; neither target, intake nor move: the last change is taken back."""

    cell: CellId
    target: int | None = None
    intake: Intake | None = None
    move: TargetMove | None = None


def _wanted(arguments: argparse.Namespace) -> _Wanted | None:
    """What was asked for; None: only to be shown. ArgumentTypeError: a target that is no number."""
    if arguments.target is not None:
        return _new_target(arguments.target)
    if arguments.move is not None:
        return _new_move(*arguments.move)
    if arguments.undo is not None:
        return _Wanted(CellId(arguments.undo))
    given = {
        Intake.CLOSED: UNCLASSIFIED if arguments.close_unclassified else arguments.close,
        Intake.PAUSED: arguments.pause,
        Intake.OPEN: UNCLASSIFIED if arguments.open_unclassified else arguments.open,
    }
    return next((_Wanted(CellId(cell), intake=intake) for intake, cell in given.items() if cell is not None), None)


def _new_target(text: str) -> _Wanted:
    cell, _, number = text.rpartition("=")
    if not cell or not _is_number(number):
        raise RuleViolation("target_unreadable")
    return _Wanted(CellId(cell), target=int(number))


def _new_move(giving: str, taking: str, number: str) -> _Wanted:
    if not _is_number(number):
        raise RuleViolation("move_unreadable")
    return _Wanted(CellId(giving), move=TargetMove(CellId(taking), int(number)))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= len(str(MOST))


def _change(station: Station, user: User, keys: HeldKeys, arguments: argparse.Namespace, wanted: _Wanted) -> None:
    names_one = (wanted.target, wanted.intake, wanted.move) != (None, None, None)
    undoes = "" if names_one else _last(station, user, keys, arguments)
    edit = CellEdit(station.new_change(), wanted.cell, wanted.target, wanted.intake, undoes=undoes, move=wanted.move)
    station.steer_cell(keys)(user, edit, arguments.reason)


def _last(station: Station, user: User, keys: HeldKeys, arguments: argparse.Namespace) -> str:
    """Id of the last change of the cell."""
    with reading(station, user, keys, arguments) as source:
        cells = {cell.count.cell_id: cell for cell in source.read_steered()(user)}
    cell = cells.get(CellId(arguments.undo))
    if cell is None:
        raise RuleViolation("no_cell")
    if not cell.version or cell.change is None:
        raise RuleViolation("undo_nothing")
    return cell.version


def _line(count: CellCount, planned: int) -> str:
    loose = is_unclassified(count.cell_id)
    further = f"{quota_of(count.cell_id)}:" if quota_of(count.cell_id) else ""
    line = say(
        "{cell}: {achieved} of {target}, {running} in progress",
        cell=f"{further}{say('not classified')}" if loose else count.cell_id,
        achieved=count.achieved,
        target=in_force(count),
        running=count.in_progress,
    )
    if count.target != in_force(count):
        line += f" · {say('wanted {target}: nobody comes any more, and these stay', target=count.target)}"
    if count.target != planned:
        line += f" · {say('planned {planned}', planned=planned)}"
    if not loose:
        line += {
            QuotaMode.OVERRUN: f" · {say('running interviews may finish above the target')}",
            QuotaMode.SOFT: f" · {say('nobody is turned away')}",
            QuotaMode.COUNTER: f" · {say('only counted')}",
        }.get(count.mode, "")
    if count.closed:
        return f"{line} · {say('closed: thanked and told why') if loose else say_in('cell', 'closed')}"
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
