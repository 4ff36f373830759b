"""I12: what is read of a whole study is what its hub has, or had as long ago as is told."""

from __future__ import annotations

import pytest

from tests.sim.world import World


@pytest.mark.parametrize("seed", [700000, 700005, 700011])
def test_a_copy_that_has_everything_is_as_the_hub_is_and_old_figures_are_told_as_old(seed: int) -> None:
    world = World(seed)
    for _ in range(200):
        world.step()
    world.settle()

    assert [] == world.reader.amiss
    assert world.reader.refreshed > 20
    assert world.reader.between_pages, "somebody has looked while pages were missing"
