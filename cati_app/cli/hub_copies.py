"""`cati hub backup` and `cati hub restore`: a copy of a hub that is files, and a hub made of it again."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from cati_app.cli.hub_folder import database_url, folder_arguments
from cati_app.domain.errors import EnvironmentProblem
from cati_app.station.machine import SystemClock
from cati_app.texts import say


def add_copy_actions(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Their arguments."""
    copying = actions.add_parser("backup", help=say("copy a hub to another folder, also while it serves"))
    folder_arguments(copying)
    copying.add_argument("target", type=Path, metavar=say("TARGET"), help=say("a folder that is not there yet"))
    copying.set_defaults(act=_back_up)
    returning = actions.add_parser("restore", help=say("make a hub of a copy; stations send what it lacks"))
    returning.add_argument("copy", type=Path, metavar=say("COPY"), help=say("what `cati hub backup` made"))
    folder_arguments(returning)
    returning.set_defaults(act=_bring_back)


def _back_up(arguments: argparse.Namespace) -> int:
    from cati_app.store.hub.copying import back_up  # noqa: PLC0415 - as above

    _check_is_of_files(arguments)
    files = back_up(arguments.folder, arguments.target)
    told = say("Copied to {target}: {files}.", target=arguments.target, files=", ".join(files))
    facts = {"target": str(arguments.target), "files": files}
    sys.stdout.write((json.dumps(facts) if arguments.json else told) + "\n")
    return 0


def _bring_back(arguments: argparse.Namespace) -> int:
    from cati_app.store.hub.copying import bring_back  # noqa: PLC0415 - as above

    _check_is_of_files(arguments)
    life = bring_back(arguments.copy, arguments.folder, SystemClock().now())
    told = say(
        "The hub is in {folder}, in epoch {epoch}. Once it serves, it waits for every station to say what it has.",
        folder=arguments.folder,
        epoch=life.n,
    )
    sys.stdout.write((json.dumps({"epoch": life.n}) if arguments.json else told) + "\n")
    return 0


def _check_is_of_files(arguments: argparse.Namespace) -> None:
    if database_url(arguments.database_url_file) is not None:
        raise EnvironmentProblem(
            "hub_on_a_server",
            "The databases of this hub are on a PostgreSQL server. Nothing was copied.",
            "`pg_dump` copies the database, `pg_restore` brings it back: on another server the hub begins a new epoch"
            " by itself, on the same one with `cati hub serve FOLDER --restored`. Copy key and certificate too.",
        )
