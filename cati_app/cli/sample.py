"""`cati sample`: numbers into the study, and how many there are."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from cati_app.cli import sample_draw, sample_import
from cati_app.cli.opening import load, open_station, sign_in
from cati_app.cli.terms import COUNTED
from cati_app.cli.whole import reading, reading_arguments
from cati_app.domain.sampling.sample import Portion
from cati_app.texts import say, say_in


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One action and its arguments."""
    actions = parser.add_subparsers(dest="action", metavar=say("ACTION"), required=True)
    importing = actions.add_parser("import", help=say("import a CSV or XLSX file"))
    sample_import.add_arguments(importing)
    importing.set_defaults(act=sample_import.run)
    drawing = actions.add_parser("generate", help=say("draw random numbers from blocks"))
    sample_draw.generate_arguments(drawing)
    drawing.set_defaults(act=sample_draw.generate)
    releasing = actions.add_parser("release", help=say("open a random portion of the cases that wait"))
    sample_draw.release_arguments(releasing)
    releasing.set_defaults(act=sample_draw.release)
    counting = actions.add_parser(
        "status", help=say("count cases by state, frame, replicate, language and kind of line")
    )
    reading_arguments(counting)
    counting.set_defaults(act=_status)


def run(arguments: argparse.Namespace) -> int:
    """The action."""
    code: int = arguments.act(arguments)
    return code


def _status(arguments: argparse.Namespace) -> int:
    station = open_station(load(arguments.study), arguments.db, create=False, writable=False)
    with station.database:
        person, keys = sign_in(station, arguments)
        with reading(station, person, keys, arguments) as source:
            state = source.read_sample()(person)
    counts = {name: dict(sorted(counted.items())) for name, counted in asdict(state.counts).items()}
    draws, portions = list(state.draws), state.portions
    if arguments.json:
        data = {**counts, "draws": draws, "portions": [asdict(portion) for portion in portions]}
        sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
        return 0
    for portion in portions:
        _say_portion(portion)
    for name, counted in counts.items():
        for what, count in counted.items():
            sys.stdout.write(f"{COUNTED(name):<10} {COUNTED.known(what) or what:<16} {count:>8}\n")
    for draw in draws:
        told = say("drawn: {frame}, {added} of {frame_size} numbers in {blocks} blocks, seed {seed}", **draw)
        sys.stdout.write(f"{told}\n")
    return 0


def _say_portion(portion: Portion) -> None:
    state = say_in("portion", "waits") if portion.waiting == portion.cases else say_in("portion", "released")
    if portion.in_part:
        state = say("released in part; the next release opens the other {count}", count=portion.waiting)
    told = say(
        "portion {number:>3} {cases:>8} cases: {untouched} not called yet, {called} called, {closed} closed; {state}",
        number=portion.number,
        cases=portion.cases,
        untouched=portion.untouched,
        called=portion.called,
        closed=portion.closed,
        state=state,
    )
    sys.stdout.write(f"{told}\n")
