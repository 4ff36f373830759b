"""A hub of a demo or a rehearsal: on this machine, in a process of its own, as long as it is needed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.hub.serving import make_hub, storage_of
from cati_app.station.machine import SystemClock
from cati_app.store.hub.engine import HubStorage
from cati_app.sync.code import EnrolCode, HubAddress

_STOP_S = 30


def hub_on_this_machine(folder: Path) -> tuple[HubStorage, EnrolCode]:
    """Make it, in files or on the server that the environment names; its storage, and the code of the first station.

    Raises:
        EnvironmentProblem: as `make_hub`.
    """
    storage = storage_of(folder, os.environ.get("CATI_HUB_DATABASE_URL"))
    return storage, make_hub(folder, storage, HubAddress("127.0.0.1", _free_port()), SystemClock())


@contextmanager
def serving(folder: Path, *clock: str) -> Iterator[None]:
    """It serves.

    Args:
        clock: Words of `cati hub serve` that say which clock it goes by.

    Raises:
        EnvironmentProblem: it did not begin to.
    """
    words = ("hub", "serve", str(folder), "--bind", "127.0.0.1", "--json", *clock)
    process = subprocess.Popen(
        [sys.executable, "-m", "cati_app", *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        if not process.stdout.readline():
            raise EnvironmentProblem(
                "program_error",
                Phrase("The hub of the demo in {folder} did not begin to serve.", folder=folder),
                "`cati hub serve FOLDER` says why.",
            )
        yield
    finally:
        process.terminate()
        try:
            process.communicate(timeout=_STOP_S)
        except subprocess.TimeoutExpired:  # of a machine that does other things; what it acknowledged is stored
            process.kill()
            process.communicate()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
