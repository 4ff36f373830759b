"""`cati sample generate` and `cati sample release`: random numbers, and random portions of the sample."""

from __future__ import annotations

import argparse
import json
import sys

from cati_app.cli.opening import load, open_to_write, sign_in_supervisor, study_arguments
from cati_app.cli.sample_import import RowProgress, positive
from cati_app.cli.terms import COUNTED
from cati_app.cli.usage import case_number, there
from cati_app.cli.whole import reading
from cati_app.domain.errors import RuleViolation
from cati_app.domain.sampling.phone import LineKind
from cati_app.fieldwork.sample.generate_sample import Draw
from cati_app.station.sampling import frame_of
from cati_app.study.model import SampleFile
from cati_app.texts import say


def generate_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY, how many, from which blocks."""
    study_arguments(parser)
    parser.add_argument("--count", type=positive, required=True, metavar="N", help=say("cases to add"))
    parser.add_argument("--seed", type=int, metavar="S", help=say("of the draw (default: a new one, reported)"))
    parser.add_argument("--frame", choices=["landline", "mobile"], default="landline", help=say("(default: landline)"))
    parser.add_argument(
        "--seeds",
        type=there,
        metavar=say("FILE"),
        help=say("listed numbers (CSV or XLSX): each represents its block of 100"),
    )
    parser.add_argument(
        "--prefix",
        action="append",
        default=[],
        metavar="0PREFIXxx",
        help=say("a block of numbers, x for each digit to fill (without x: two); may be repeated"),
    )
    parser.add_argument(
        "--replicate-size", type=positive, metavar="N", help=say("hold cases back, N in a random portion")
    )


def release_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY and how much."""
    study_arguments(parser)
    parser.set_defaults(here=False)
    much = parser.add_mutually_exclusive_group(required=True)
    much.add_argument("--replicates", type=case_number, metavar="K", help=say("the next K whole replicates"))
    much.add_argument("--count", type=case_number, metavar="N", help=say("N cases in random order"))
    much.add_argument("--all", action="store_true", help=say("every case that waits"))


def generate(arguments: argparse.Namespace) -> int:
    """Draw, and say seed, blocks and what was passed over."""
    loaded = load(arguments.study)
    settings = loaded.study.case_list or SampleFile()
    if not arguments.seeds and not arguments.prefix:
        raise RuleViolation("seeds_needed")
    kind = LineKind(arguments.frame)
    frame, unusable = frame_of(loaded.study, settings, kind, arguments.seeds, arguments.prefix)
    station = open_to_write(loaded, arguments)
    with station.database:
        person, keys = sign_in_supervisor(station, arguments)
        seed = station.new_seed() if arguments.seed is None else arguments.seed
        draw = Draw(frame, kind, arguments.count, seed, arguments.replicate_size or settings.replicate_size)
        drawn = station.generator(keys)(person, draw, on_progress=RowProgress(arguments.json))
    summary = {
        "added": drawn.added,
        "frame": kind.value,
        "seed": seed,
        "blocks": drawn.blocks,
        "frame_size": drawn.frame_size,
        "looked_at": drawn.looked_at,
        "passed_over": dict(sorted(drawn.passed_over.items())),
        "seed_rows_unusable": unusable,
        "replicate_size": draw.replicate_size,
    }
    _say(summary, arguments.json)
    return 0


def release(arguments: argparse.Namespace) -> int:
    """Open a portion; 0 also when nothing waits any more."""
    station = open_to_write(load(arguments.study), arguments)
    with station.database:
        person, keys = sign_in_supervisor(station, arguments)
        opened = station.release(keys)(person, replicates=arguments.replicates, count=arguments.count)
        with reading(station, person, keys, arguments) as source:
            waiting = source.read_sample()(person).counts.state.get("unreleased", 0)
    _say({"released": opened, "still_waiting": waiting}, arguments.json)
    return 0


def _say(summary: dict[str, object], as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(summary) + "\n")
        return
    for name, value in summary.items():
        if isinstance(value, dict):
            for reason, count in value.items():
                sys.stdout.write(f"{COUNTED(name)}: {COUNTED.known(reason) or reason:<24} {count:>8}\n")
        elif value is not None:
            sys.stdout.write(f"{COUNTED(name):<20} {COUNTED.known(str(value)) or value:>12}\n")
