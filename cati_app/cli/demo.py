"""`cati demo`: the reference study with a demo login for each role; without a screen, a shift that plays itself."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from cati_app.cli.opening import load, write_ended
from cati_app.cli.screen import has_screen
from cati_app.cli.usage import force_argument, there, whole_number
from cati_app.resources import reference_study
from cati_app.texts import say

_MOST = 100_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY is the reference study unless another one is named."""
    parser.add_argument("study", metavar=say("STUDY"), type=there, nargs="?", default=None, help=say("study folder"))
    parser.add_argument("--headless", action="store_true", help=say("play a shift without a screen"))
    parser.add_argument("--hub", action="store_true", help=say("play a shift of three stations with a hub"))
    parser.add_argument(
        "--interviews",
        type=whole_number(_MOST),
        default=30,
        metavar="N",
        help=say("interviews to begin after screening"),
    )
    parser.add_argument("--seed", type=int, default=7, help=say("the same seed gives the same shift"))
    parser.add_argument(
        "--targets-scale", type=_scale, default=1.0, metavar="X", help=say("factor on every quota target")
    )
    parser.add_argument(
        "--out", type=Path, default=Path("demo-out"), metavar=say("DIR"), help=say("pictures and exports")
    )
    parser.add_argument("--no-pictures", action="store_true", help=say("take no pictures, which is faster"))
    parser.add_argument("--language", choices=("de", "en"), default=None, help=say("language of the interface"))
    force_argument(parser)
    parser.add_argument("--json", action="store_true", help=say("print one line of JSON and nothing else"))


def run(arguments: argparse.Namespace) -> int:
    """With a screen, windows open; without one, or with --headless, the shift ends with one JSON line."""
    loaded = load(arguments.study or reference_study())
    if arguments.hub:
        from cati_app.demo.hub_shift import play_with_hub  # noqa: PLC0415 - the server is slow to load

        result = play_with_hub(
            loaded,
            interviews=arguments.interviews,
            seed=arguments.seed,
            targets_scale=arguments.targets_scale,
            out=arguments.out,
            force=arguments.force,
        )
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
        return 0
    if arguments.headless or not has_screen():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        told = say("Pictures, data set and database: {folder}", folder=arguments.out.resolve())  # before windows choose
        from cati_app.demo.headless import play  # noqa: PLC0415 - Qt reads the platform when it is imported

        result = play(
            loaded,
            interviews=arguments.interviews,
            seed=arguments.seed,
            targets_scale=arguments.targets_scale,
            out=arguments.out,
            language=arguments.language or "de",
            force=arguments.force,
            pictures=not arguments.no_pictures,
        )
        if not arguments.json:
            sys.stdout.write(f"{told}\n")
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
        return 0
    from cati_app.demo.windowed import open_demo  # noqa: PLC0415 - Qt reads the platform when it is imported

    code, database = open_demo(loaded, arguments.out, arguments.language)
    if arguments.json:
        write_ended(loaded.study.id, database, display=True, ended="closed")
    return code


def _scale(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number <= 100:
        raise argparse.ArgumentTypeError(say("a number above 0, at most 100"))
    return number
