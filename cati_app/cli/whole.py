"""What a command reads: this station's cases, or where a hub has the cases of the study the whole of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from cati_app.cli.opening import study_arguments
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.users import User
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys
from cati_app.texts import say, worded


def reading_arguments(parser: argparse.ArgumentParser) -> None:
    """As `study_arguments`, of a command that reads; and --here."""
    study_arguments(parser)
    parser.add_argument(
        "--here",
        action="store_true",
        help=say("only what this station has, where a hub has the cases of the study"),
    )


@contextmanager
def reading(station: Station, user: User, keys: HeldKeys, arguments: argparse.Namespace) -> Iterator[Station]:
    """What to read; said on the standard error where it is not as the hub has it now.

    Raises:
        EnvironmentProblem: as `whole_study`.
    """
    if arguments.here or not station.opened.has_cases_elsewhere():
        yield station
        return
    from cati_app.station.whole_study import reads_whole, whole_study  # noqa: PLC0415 - stations of a hub alone need it

    if not reads_whole(station, user):
        yield station
        return
    with ExitStack() as opened:
        try:
            whole = opened.enter_context(whole_study(station, keys))
        except EnvironmentProblem as problem:
            if problem.code != "hub_not_published":
                raise
            yield station  # the study has come to the hub, and its cases have not
            return
        if whole.behind is not None:
            at = station.rules.calendar.local(whole.as_of)
            told = say(
                "As of {at}, because the hub could not be asked now: {why}",
                at=f"{at:%Y-%m-%d %H:%M}",
                why=worded(whole.behind.message),
            )
            sys.stderr.write(f"{told}\n")
        yield whole.station
