"""A hub of a demo or a rehearsal: on this machine, in a process of its own, as long as it is needed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cati_app.demo.station import PASSWORD, demo_settings, state_of
from cati_app.domain.clock import Clock
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.phrases import Phrase
from cati_app.hub.administration import make_hub, storage_of
from cati_app.station.adopting import Adoption
from cati_app.station.hub_link import study_at_hub
from cati_app.station.joining import join
from cati_app.station.machine import SystemClock
from cati_app.station.opening import Station
from cati_app.station.publishing import Publisher
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


def bring_to_hub(station: Station, clock: Clock, others: Sequence[tuple[Path, Path]]) -> None:
    """Study and cases to the hub at which the station is enrolled; then the others join.

    Args:
        others: Study folder and database of each, which are not there yet.

    Raises:
        EnvironmentProblem: as publishing, adopting and joining.
    """
    signed_in = station.sign_in("supervision", PASSWORD)
    assert signed_in is not None
    by, keys = signed_in
    with study_at_hub(station.database) as at:
        publisher = Publisher(station, by, keys, at)
        publisher.publish()
        Adoption(station, by, keys, at).run()
        for folder, database in others:
            code, _ = publisher.new_code()
            join(code, folder, database, demo_settings(database), state_of(database), clock)
        publisher.publish()  # the signed list names the stations that came


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
