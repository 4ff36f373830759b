"""The simulated world: what was published comes out again, and two runs of a seed are the same."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cati_app.demo.published_contact import PUBLISHED
from tests.worlds.__main__ import gain
from tests.worlds.contact import KINDS, rate, relative
from tests.worlds.month import Figures, Month, team
from tests.worlds.plain import PlainOrder
from tests.worlds.report import Explained, explained
from tests.worlds.scheduled import ScheduledOrder, frames
from tests.worlds.through_store import ComparedOrder, StoreOrder
from tests.worlds.world import HOUSEHOLDS, World


@pytest.mark.parametrize("hour", [9, 13, 18, 20])
@pytest.mark.parametrize("weekday", [0, 4, 5])
def test_kinds_together_show_the_published_chance(weekday: int, hour: int) -> None:
    assert 1 == pytest.approx(sum(share * relative(kind, weekday, hour) for kind, share in KINDS.items()))


def test_employed_persons_are_reached_in_the_evening_and_others_all_day() -> None:
    assert relative("employed", 0, 10) < 0.5 < 1.0 < relative("retired", 0, 10)
    assert relative("employed", 0, 20) > relative("employed", 0, 10)


def test_a_town_picks_up_as_often_as_published() -> None:
    world = World(3, 4000)
    calls = [world.call(case, 0, 0, 19, speaks=frozenset({"de", "tr", "ru", "ar"}), agreed="") for case in range(4000)]
    silent = {"no_answer", "busy", "machine", "not_in_service", "business"}
    picked_up = sum(said.result not in silent for said in calls) / len(calls)
    mean = 0.6 * sum(rate("landline", 0, 19)) + 0.4 * sum(rate("mobile", 0, 19))

    assert mean / 100 == pytest.approx(picked_up, abs=0.02)
    assert 0 < HOUSEHOLDS < 1 and {"landline", "mobile"} == set(PUBLISHED)


def test_the_same_seed_gives_the_same_month() -> None:
    months = [Month(World(1, 300), PlainOrder(300), team(), days=3).run() for _ in range(2)]

    assert months[0] == months[1]
    assert 0 == sum(months[0].breaks.values())
    assert 0 < months[0].completes


def test_the_new_order_breaks_no_rule_and_keeps_firm_appointments() -> None:
    world = World(2, 1500)
    figures = Month(world, ScheduledOrder(frames(world)), team()[:4] + team()[12:14], days=14).run()

    assert 0 == sum(figures.breaks.values())
    assert 0 < figures.firm_kept == figures.firm_could


def test_the_gain_is_a_mean_over_pairs_with_its_interval() -> None:
    def pair(plain: int, new: int) -> tuple[Figures, Figures]:
        return Figures(100, plain), Figures(100, new)

    middle, low, high = gain([pair(10, 11), pair(10, 12), pair(10, 13)])

    assert 20 == pytest.approx(middle)
    assert low < 0 < high


@pytest.mark.slow
def test_a_week_through_the_store_keeps_every_rule_and_explains_every_case() -> None:
    figures, found = week_through_the_store()

    assert 0 == sum(figures.breaks.values())
    assert 0 < figures.firm_kept == figures.firm_could
    assert (0, 100) == (found.unexplained, sum(found.closed.values()) + sum(found.open.values()))
    assert 20 < sum(found.closed.values())
    assert sum(found.decided.values()) == sum(found.closed.values())


@pytest.mark.slow
def test_what_f12_says_of_every_case_agrees_with_what_the_search_finds() -> None:
    people = [team()[n] for n in (0, 1, 8)]
    with TemporaryDirectory() as folder:
        world = World(4, 60)
        order = ComparedOrder(world, people, Path(folder))
        try:
            Month(world, order, people, days=4).run()
            assert [] == order.contradictions
            assert min(order.compared.values()) > 5
        finally:
            order.station.database.close()


def week_through_the_store() -> tuple[Figures, Explained]:
    """Three interviewers, 100 cases, five days."""
    people = [team()[n] for n in (0, 1, 8)]
    with TemporaryDirectory() as folder:
        world = World(4, 100)
        order = StoreOrder(world, people, Path(folder))
        try:
            return Month(world, order, people, days=5).run(), explained(order, 100, 5)
        finally:
            order.station.database.close()
