"""The folder of a hub, and where its databases are, as every command on the server is told them."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.store.hub.engine import HubStorage
from cati_app.texts import say


def folder_arguments(parser: argparse.ArgumentParser) -> None:
    """Of a command on the server."""
    parser.add_argument("folder", type=Path, metavar=say("FOLDER"), help=say("folder of the hub"))
    parser.add_argument("--json", action="store_true", help=say("print JSON"))
    url_argument(parser)


def url_argument(parser: argparse.ArgumentParser) -> None:
    """Where the databases are, if not in the folder."""
    parser.add_argument(
        "--database-url-file",
        type=Path,
        metavar=say("FILE"),
        help=say(
            "the databases are on a PostgreSQL server, whose address (postgresql://…) is in the file; or it is in"
            " CATI_HUB_DATABASE_URL"
        ),
    )


def database_url(file: Path | None) -> str | None:
    """It may hold a password, so it is never part of the command line."""
    if file is None:
        return os.environ.get("CATI_HUB_DATABASE_URL") or None
    try:
        url = file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise _no_url(file) from error
    if not url.startswith(("postgresql://", "postgres://")):
        raise _no_url(file)
    return url


def hub_storage(folder: Path, url_file: Path | None) -> HubStorage:
    """Where its databases are."""
    from cati_app.hub.administration import storage_of  # noqa: PLC0415 - stations do without the server

    return storage_of(folder, database_url(url_file))


def _no_url(file: Path) -> EnvironmentProblem:
    return EnvironmentProblem(
        "hub_database_url",
        Phrase("The file {file} cannot be read, or holds no address of a PostgreSQL database.", file=file),
        "Write one line into it, for instance postgresql://hub:PASSWORD@db.example/cati, readable for the hub alone.",
    )
