"""Each test of a port runs on the fake and on the real store, on both of its engines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.site import MemorySite
from tests.hub_site import HubSite
from tests.served_site import ServedSite
from tests.stations import Site

HUBS = {"hub": "files", "hub on a server": "server"}


def _made(where: str, folder: Path) -> Site:
    if where == "memory":
        return MemorySite()
    if where in HUBS:
        return HubSite(HUBS[where], folder)
    return Site(folder) if where == "file" else ServedSite(folder)


@pytest.fixture(params=["memory", "file", "server", *HUBS])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A study with five cases and four people: in memory, in a file, on a PostgreSQL server, at a hub."""
    made = _made(request.param, tmp_path)
    yield made
    made.close()


@pytest.fixture(params=["memory", "file", "server"])
def logged_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """The same for what reads the log by itself; a hub's own facts stand beside it."""
    made = _made(request.param, tmp_path)
    yield made
    made.close()


@pytest.fixture(params=["memory", "file"])
def own_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """The same where a station keeps it: people change, and interviews are held, nowhere else."""
    made = _made(request.param, tmp_path)
    yield made
    made.close()
