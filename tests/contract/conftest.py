"""Each test of a port runs on the fake and on the real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.site import MemorySite
from tests.stations import Site


@pytest.fixture(params=["memory", "store"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A study with five cases and four people, in memory and in a file."""
    made = MemorySite() if request.param == "memory" else Site(tmp_path)
    yield made
    made.close()
