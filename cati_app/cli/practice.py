"""`cati practice STUDY`: an interviewer practises on a study; telephone and people are simulated, nothing is kept."""

from __future__ import annotations

import argparse

from cati_app.cli.opening import load
from cati_app.cli.screen import has_screen
from cati_app.cli.usage import there
from cati_app.domain.errors import EnvironmentProblem
from cati_app.texts import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """STUDY, the seed of the people, and how the window looks."""
    parser.add_argument("study", metavar=say("STUDY"), type=there, help=say("study folder"))
    parser.add_argument("--seed", type=int, default=1, help=say("the same seed gives the same people"))
    parser.add_argument("--language", choices=("de", "en"), default=None, help=say("language of the interface"))
    parser.add_argument("--dark", action=argparse.BooleanOptionalAction, default=None, help=say("dark or light"))


def run(arguments: argparse.Namespace) -> int:
    """Open the window; EnvironmentProblem without a screen."""
    loaded = load(arguments.study)
    if not has_screen():
        raise EnvironmentProblem("no_screen", "There is no screen for a window here.", "Set DISPLAY.")
    from cati_app.demo.practice.window import practise  # noqa: PLC0415 - commands start without Qt

    return practise(loaded, arguments.seed, arguments.language, arguments.dark)
