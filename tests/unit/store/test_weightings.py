"""Weightings that were chosen: facts of the log, sealed with the key of answers; the last one is in force."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.weighting.recipe import Margin, Recipe
from cati_app.fieldwork.monitor.weightings import LONGEST_REASON, ChooseWeighting, ReadWeightings
from cati_app.store.reading_copy import open_copy, take_people
from tests.fakes.site import MemorySite
from tests.stations import TUESDAY, Site

SEX = Recipe((Margin(("sex",), {"1": Decimal("48.5"), "2": Decimal("51.5")}, "secret census"),))
AGE = Recipe((Margin(("age_group",), {"young": Decimal(4), "old": Decimal(6)}),))


@pytest.fixture(params=["memory", "store"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = cast(Site, MemorySite()) if request.param == "memory" else Site(tmp_path_factory.mktemp("site"))
    yield made
    made.close()


def choose(site: Site, recipe: Recipe | None, reason: str = "census") -> int:
    return ChooseWeighting(site.units(), site.units(), site.clock)(site.eve, recipe, reason)


def test_the_last_one_is_in_force_with_its_recipe_reason_and_author(site: Site) -> None:
    read = ReadWeightings(site.units())
    assert (None, ()) == (read.in_force(site.eve), read(site.eve))
    first = choose(site, SEX, " first ")
    site.clock.move(60)
    assert (1, 2) == (first, choose(site, AGE))
    now = read.in_force(site.eve)
    assert now is not None
    assert (2, AGE, AGE.digest, TUESDAY, site.eve.number, "census") == (
        now.version,
        now.recipe,
        now.digest,
        now.at - timedelta(seconds=60),
        now.by,
        now.reason,
    )
    assert [(1, SEX, "first"), (2, AGE, "census")] == [(one.version, one.recipe, one.reason) for one in read(site.sue)]


def test_the_same_recipe_is_not_chosen_twice_and_weights_can_be_given_up(site: Site) -> None:
    with pytest.raises(RuleViolation, match="weigh_none"):
        choose(site, None)
    assert (1, 1) == (choose(site, SEX), choose(site, SEX, "again"))
    assert (2, 2) == (choose(site, None, "wrong census"), choose(site, None, "again"))
    read = ReadWeightings(site.units())
    assert (None, 2) == (read.in_force(site.eve), len(read(site.eve)))
    assert 3 == choose(site, SEX, "right after all")


def test_it_needs_a_reason_and_the_right_to_take_data_out(site: Site) -> None:
    for reason, code in ((" ", "reason_needed"), ("x" * (LONGEST_REASON + 1), "text_too_long")):
        with pytest.raises(RuleViolation, match=code):
            choose(site, SEX, reason)
    with pytest.raises(RuleViolation, match="no_export"):
        ReadWeightings(site.units())(site.ann)
    with pytest.raises(RuleViolation, match="no_export"):
        ChooseWeighting(site.units(), site.units(), site.clock)(site.ann, SEX, "why")


def test_nothing_of_it_can_be_read_without_keys(site: Site) -> None:
    choose(site, SEX, "secret reason")
    with site.units()() as unit:
        (fact,) = unit.log.of_weightings()
    assert {"version", "digest", "recipe_sealed", "reason_sealed"} == set(fact.event.payload or {})
    assert "secret" not in repr(fact)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Site]:
    """What a station at a hub reads of all of them: what was chosen here has not arrived there yet."""
    made = Site(tmp_path / "elsewhere")
    yield made
    made.close()


def test_what_was_chosen_here_holds_before_it_has_arrived_at_the_hub(site: Site, elsewhere: Site) -> None:
    choose(elsewhere, SEX)
    site.clock.move(60)
    choosing = ChooseWeighting(site.units(), elsewhere.units(), site.clock)
    assert 2 == choosing(site.eve, AGE, "better")
    site.clock.move(60)
    assert 3 == choosing(site.eve, SEX, "the first one after all"), "it is not in force any more"
    read = ReadWeightings(elsewhere.units(), site.units())
    assert [(1, "census"), (2, "better"), (3, "the first one after all")] == [
        (one.version, one.reason) for one in read(site.eve)
    ]
    now = read.in_force(site.eve)
    assert now is not None
    assert (3, SEX) == (now.version, now.recipe)
    site.clock.move(60)
    choosing(site.eve, None, "no weights")
    assert read.in_force(site.eve) is None


def test_a_weighting_that_has_arrived_is_told_once(site: Site) -> None:
    choose(site, SEX)
    read = ReadWeightings(site.units(), site.units())
    assert 1 == len(read(site.eve))


def test_a_copy_reads_what_was_chosen_at_its_station(tmp_path: Path) -> None:
    with closing(Site(tmp_path)) as site:
        choose(site, SEX)
        with open_copy(site.station.database, site.keys, writable=True) as copy:
            take_people(copy, site.station.database)
            chosen = site.station.reading(copy).read_weightings(site.keys).in_force(site.eve)
        assert chosen is not None
        assert SEX == chosen.recipe
