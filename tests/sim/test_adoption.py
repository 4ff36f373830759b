"""Some histories begin with a study that one station has worked alone, and that comes to the hub in mid-field."""

from __future__ import annotations

import pytest

from tests.sim.histories import run
from tests.sim.world import World


def test_there_is_something_to_hand_over_and_all_of_it_is_there_before_anybody_calls() -> None:
    made = {"attempt": 0, "interview": 0}
    for seed in (1, 9, 17):
        world = World(seed)
        assert world.adoption is not None
        assert [] == world.adoption.amiss
        for table in made:
            (count,) = world.hub.kept.driver.execute(f"SELECT count(*) FROM {table}").fetchone()
            made[table] += count
        (cases,) = world.hub.kept.driver.execute('SELECT count(*) FROM "case"').fetchone()
        (left,) = world.stations[0].kept.driver.execute('SELECT count(*) FROM "case"').fetchone()
        assert (9, 0) == (cases, left)

    assert made["attempt"] > 15
    assert made["interview"] > 5


@pytest.mark.parametrize("seed", [25, 33])
def test_nothing_of_the_first_hours_is_lost_and_nothing_of_it_counted_twice(seed: int) -> None:
    assert run(seed).violations == ()


def test_what_does_not_arrive_is_told() -> None:
    world = World(1)
    assert world.adoption is not None
    world.hub.kept.driver.execute("PRAGMA foreign_keys = OFF")
    world.hub.kept.driver.execute("DELETE FROM attempt WHERE id IN (SELECT id FROM attempt LIMIT 2)")

    assert "2 rows of attempt that the first station made are not at the hub" in list(world.adoption.in_the_end())
