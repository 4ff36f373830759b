"""Presenters are tested on the store in memory; what only the file of the real one can tell is marked `on_store`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.site import MemorySite
from tests.stations import Site, without_files


@pytest.fixture
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A station on a small study with five cases."""
    made = Site(tmp_path) if request.node.get_closest_marker("on_store") is not None else MemorySite()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _in_memory(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever opens a database without being marked for it fails."""
    if request.node.get_closest_marker("on_store") is None:
        without_files(monkeypatch)
