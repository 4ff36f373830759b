"""Each test of a port runs on the fake and on the real store, on both of its engines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.site import MemorySite
from tests.served_site import ServedSite
from tests.stations import Site


def _made(where: str, folder: Path) -> Site:
    if where == "memory":
        return MemorySite()
    return Site(folder) if where == "file" else ServedSite(folder)


@pytest.fixture(params=["memory", "file", "server"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A study with five cases and four people: in memory, in a file and on a PostgreSQL server."""
    made = _made(request.param, tmp_path)
    yield made
    made.close()


@pytest.fixture(params=["memory", "file"])
def own_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """The same where a station keeps it: people change, and interviews are held, nowhere else."""
    made = _made(request.param, tmp_path)
    yield made
    made.close()
