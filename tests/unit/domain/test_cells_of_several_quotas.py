"""Several quotas at once: modes, states, quotas within a category, categories that overlap and what is chosen there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from cati_app.domain.calling.routing import cell_standing, sample_cell
from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import (
    QUOTA_FULL,
    CellChoice,
    CellCount,
    CellState,
    QuotaDimension,
    QuotaMode,
    QuotaPlan,
    Verdict,
    decide,
    find_place,
    has_room,
    takes,
)
from cati_app.domain.quota.fitting import Fitting, cells_of, fitting_of, wish_of

AGE = QuotaDimension("age", False, "quota_age", ("young", "old"), {"y": "young", "o": "old"})
REGION = QuotaDimension("region", True, "quota_region", ("west", "east"), {"w": "west", "e": "east"})
SPORTS = QuotaDimension(
    "sports",
    False,
    "quota_sports",
    ("ball", "water", "other"),
    {"tennis": "ball", "polo": "ball", "chess": "other"},
    overlapping={"tennis": ("ball",), "polo": ("ball", "water"), "chess": ("other",)},
)
BY_REGION = QuotaPlan("region", (REGION,), {CellId("region:west"): 2, CellId("region:east"): 1}, False, 0)
BY_REGION = replace(BY_REGION, prefix="region")
BY_SPORT = QuotaPlan(
    "sport",
    (SPORTS,),
    {CellId("sport:ball"): 4, CellId("sport:water"): 2, CellId("sport:other"): 1},
    True,
    1,
    mode=QuotaMode.SOFT,
    within={"age": frozenset({"young"})},
    prefix="sport",
)
PLAN = QuotaPlan("main", (AGE,), {CellId("young"): 2, CellId("old"): 2}, True, 1, further=(BY_REGION, BY_SPORT))


def counts(plan: QuotaPlan = PLAN, **taken: int) -> Callable[[CellId], CellCount]:
    """Counters of a study, with so many achieved; a further cell is written `region_west`."""
    targets, modes = plan.all_targets(), plan.all_modes()
    done = {CellId(name.replace("_", ":")): number for name, number in taken.items()}
    return lambda cell: CellCount(cell, targets[cell], done.get(cell, 0), 0, mode=modes[cell])


def values(age: str = "y", region: str = "w", sports: str = "chess") -> dict[str, str]:
    return {"age": age, "region": region, "sports": sports}


@pytest.mark.parametrize(
    ("told", "place"),
    [
        (values(), "young region:west sport:other"),
        (values(age="o"), "old region:west"),  # the third counts young people alone
        (values(age=""), "unclassified region:west"),
        (values(sports="rugby"), "young region:west sport:unclassified"),
        (values(region="x"), "young region:unclassified sport:other"),
        (values(sports="tennis"), "young region:west sport:ball"),
    ],
)
def test_a_place_has_a_cell_of_each_quota_that_counts_the_person(told: Mapping[str, str], place: str) -> None:
    assert place == find_place(PLAN, told).cell_id


def test_accepted_only_if_every_quota_takes_the_person_and_the_first_full_cell_is_named() -> None:
    full_first = decide(find_place(PLAN, values()), counts(young=2, region_west=2))
    full_second = decide(find_place(PLAN, values()), counts(region_west=2))

    assert (Verdict.FULL, "young") == (full_first.verdict, full_first.classification.frozen[QUOTA_FULL])
    assert (Verdict.FULL, "region:west") == (full_second.verdict, full_second.count.cell_id)
    assert Verdict.IN is decide(find_place(PLAN, values()), counts(sport_other=9)).verdict  # a soft one takes all
    assert Verdict.FULL is decide(find_place(PLAN, values(region="e")), counts(region_east=1)).verdict


def test_without_a_cell_each_quota_says_whether_the_person_is_interviewed() -> None:
    taken = decide(find_place(PLAN, values(age="", sports="rugby")), counts())
    refused = decide(find_place(PLAN, values(region="x")), counts())

    assert (Verdict.UNCLASSIFIED, Verdict.NOT_ACCEPTED) == (taken.verdict, refused.verdict)
    assert "region:unclassified" == refused.count.cell_id


@pytest.mark.parametrize(
    ("mode", "achieved", "in_progress", "room"),
    [
        (QuotaMode.STRICT, 1, 0, True),
        (QuotaMode.STRICT, 1, 1, False),
        (QuotaMode.OVERRUN, 1, 5, True),
        (QuotaMode.OVERRUN, 2, 0, False),
        (QuotaMode.SOFT, 2, 3, True),
        (QuotaMode.COUNTER, 9, 9, True),
    ],
)
def test_each_mode_has_its_own_rule(mode: QuotaMode, achieved: int, in_progress: int, room: bool) -> None:
    assert room == has_room(CellCount(CellId("young"), 2, achieved, in_progress, mode=mode))


@pytest.mark.parametrize("mode", list(QuotaMode))
@pytest.mark.parametrize("state", [CellState.PAUSED, CellState.CLOSED])
def test_what_a_person_paused_or_closed_takes_nobody(mode: QuotaMode, state: CellState) -> None:
    closed = state is CellState.CLOSED
    count = CellCount(CellId("young"), 2, 0, 0, closed=closed, paused=not closed, mode=mode)

    assert (state, False) == (count.state, takes(count))
    assert Verdict.FULL is decide(find_place(PLAN, values(age="y")), lambda cell: replace(count, cell_id=cell)).verdict


def test_above_the_target_of_a_soft_cell_a_warning_stands_with_the_place() -> None:
    assert ["sport:other"] == [
        count.cell_id for count in decide(find_place(PLAN, values()), counts(sport_other=1)).beyond
    ]
    counting = replace(BY_SPORT, mode=QuotaMode.COUNTER)
    plan = replace(PLAN, further=(BY_REGION, counting))
    assert () == decide(find_place(plan, values()), counts(plan, sport_other=1)).beyond


@pytest.mark.parametrize(
    ("choice", "ball", "water", "chosen"),
    [
        (CellChoice.LEAST_FULL, 2, 0, "sport:water"),  # 2/4 and 0/2
        (CellChoice.LEAST_FULL, 1, 1, "sport:ball"),  # 1/4 and 1/2
        (CellChoice.LEAST_FULL, 2, 1, "sport:ball"),  # 2/4 and 1/2: two are wanted there, one here
        (CellChoice.LEAST_FULL, 4, 1, "sport:water"),
        (CellChoice.PRIORITY, 3, 0, "sport:ball"),
        (CellChoice.PRIORITY, 4, 0, "sport:water"),  # the first is full
    ],
)
def test_of_several_cells_the_study_chooses_one_with_room(
    choice: CellChoice, ball: int, water: int, chosen: str
) -> None:
    strict = replace(BY_SPORT, mode=QuotaMode.STRICT, choice=choice)
    plan = replace(PLAN, further=(strict,))
    decision = decide(find_place(plan, values(sports="polo")), counts(plan, sport_ball=ball, sport_water=water))
    place = decision.classification

    assert (f"young {chosen}", chosen.partition(":")[2]) == (place.cell_id, place.frozen["quota_sports"])
    assert (Verdict.IN, ()) == (decision.verdict, place.several)


def test_the_lowest_id_is_taken_where_two_cells_are_equally_needed() -> None:
    equal = replace(BY_SPORT, mode=QuotaMode.STRICT, targets={**BY_SPORT.targets, CellId("sport:water"): 4})
    plan = replace(PLAN, further=(equal,))

    assert "young sport:ball" == decide(find_place(plan, values(sports="polo")), counts(plan)).classification.cell_id


def test_a_choice_at_random_is_the_same_whenever_it_is_made_and_takes_every_cell() -> None:
    plan = replace(PLAN, further=(replace(BY_SPORT, choice=CellChoice.RANDOM),))

    def chosen(key: str) -> str:
        return decide(find_place(plan, values(sports="polo"), key), counts(plan)).classification.cell_id

    drawn = [chosen(f"interview {n}") for n in range(40)]
    assert drawn == [chosen(f"interview {n}") for n in range(40)]
    assert {"young sport:ball", "young sport:water"} == set(drawn)


def test_a_cell_that_still_fits_is_kept_and_not_chosen_again() -> None:
    plan = replace(PLAN, further=(BY_SPORT,))
    found = find_place(plan, values(sports="polo"))

    assert found.fits(CellId("young sport:water"))
    assert not found.fits(CellId("young sport:other")) and not found.fits(CellId("young"))
    assert "young sport:water" == found.keeping(CellId("young sport:water")).wish


@pytest.mark.parametrize(
    "fitting",
    [
        (Fitting((CellId("young"),)),),
        (Fitting((CellId("young"),)), Fitting((CellId("sport:ball"), CellId("sport:water")))),
        (Fitting((CellId("a/b"), CellId("a/c")), in_order=True), Fitting((CellId("r:w"),))),
    ],
)
def test_a_wish_says_what_a_person_fits(fitting: tuple[Fitting, ...]) -> None:
    assert fitting == fitting_of(wish_of(fitting))


def test_the_sample_tells_cells_of_every_quota_and_a_full_one_is_not_dialled() -> None:
    told = sample_cell(PLAN, {"region": "w"})
    by_both = replace(PLAN, dimensions=(replace(AGE, from_sample=True),))

    assert ("region:west", "old region:east") == (told, sample_cell(by_both, {"region": "e", "age": "o"}))
    cells = [CellCount(cell, target, 0, 0) for cell, target in PLAN.all_targets().items()]
    full = [replace(cell, achieved=2) if cell.cell_id == "region:west" else cell for cell in cells]
    assert (True, False) == (cell_standing(cells, 0.1)(told)[0], cell_standing(full, 0.1)(told)[0])
    paused = [replace(cell, paused=cell.cell_id == "old") for cell in cells]
    assert not cell_standing(paused, 0.1)("old region:east")[0]


def test_a_counter_neither_keeps_a_case_waiting_nor_brings_it_forward() -> None:
    cells = [
        CellCount(CellId("region:west"), 1, 9, 0, mode=QuotaMode.COUNTER, closed=True),
        CellCount(CellId("region:east"), 9, 0, 0, mode=QuotaMode.COUNTER),
    ]
    standing = cell_standing(cells, 0.1)

    assert [(True, False)] * 2 == [standing("region:west"), standing("region:east")]


def test_at_a_station_whatever_can_be_full_is_given_by_the_hub() -> None:
    plan = replace(PLAN, mode=QuotaMode.OVERRUN)

    assert (QuotaMode.OVERRUN, QuotaMode.STRICT) == (
        plan.all_modes()[CellId("young")],
        plan.all_modes(by_grant=True)[CellId("young")],
    )
    assert QuotaMode.SOFT is plan.all_modes(by_grant=True)[CellId("sport:ball")]
    assert ("young", "region:west") == cells_of(CellId("young region:west"))
