"""I16: the same history ends alike whatever keeps it: memory, files as stations and hubs have them, a server."""

from __future__ import annotations

import pytest

from tests.sim.histories import run

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("engine", ["file", "server"])
@pytest.mark.parametrize("seed", [3, 20])
def test_a_history_ends_alike_on_every_engine(engine: str, seed: int) -> None:
    told = run(seed, 200, engine)
    assert told.violations == ()
    assert told == run(seed)
