"""What a change of a cell will do: what is left, what holds, and which quotas contradict one another then."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import CellCount, QuotaDimension, QuotaMode, QuotaPlan
from cati_app.domain.quota.steering import CellEdit, Intake, SteeredCell
from cati_app.domain.quota.what_if import Contradiction, Figures, foresee

SEX = QuotaDimension("sex", False, "quota_sex", ("m", "f"), {"1": "m", "2": "f"})
AGE = QuotaDimension("age", False, "quota_age", ("young", "old"), {"y": "young", "o": "old"})
REGION = QuotaDimension("region", True, "quota_region", ("west", "east"), {"w": "west", "e": "east"})


def further(
    name: str, dimension: QuotaDimension, targets: dict[str, int], mode: QuotaMode = QuotaMode.STRICT
) -> QuotaPlan:
    cells = {CellId(f"{name}:{code}"): target for code, target in targets.items()}
    return QuotaPlan(name, (dimension,), cells, False, 0, mode=mode, prefix=name)


MAIN = QuotaPlan("main", (SEX, AGE), {CellId(f"{s}/{a}"): 5 for s in "mf" for a in ("young", "old")}, True, 2)
BY_REGION = further("region", REGION, {"west": 12, "east": 8})
BY_SEX = further("sex", SEX, {"m": 10, "f": 10})
OF_MEN = replace(further("men", REGION, {"west": 6, "east": 4}), within={"sex": frozenset({"m"})})
SOFT = further("soft", REGION, {"west": 90, "east": 90}, QuotaMode.SOFT)
M_YOUNG = CellId("m/young")


def cells_of(plan: QuotaPlan, **taken: tuple[int, int]) -> list[SteeredCell]:
    """As planned, with what cells have achieved and hold, by their last category."""
    return [
        SteeredCell(CellCount(cell, target, *taken.get(cell.replace("/", "_").replace(":", "_"), (0, 0))), target)
        for cell, target in plan.all_targets().items()
    ]


def test_a_lower_target_leaves_less_in_the_cell_and_in_its_quota() -> None:
    what = foresee(MAIN, cells_of(MAIN, m_young=(2, 1)), CellEdit("a", M_YOUNG, 4))

    assert (Figures(5, 3), Figures(4, 2)) == (what.cell.before, what.cell.after)
    assert (Figures(20, 18), Figures(19, 17)) == (what.total.before, what.total.after)
    assert (None, ()) == (what.smallest, what.contradictions)


def test_below_what_is_done_and_held_so_many_it_stays() -> None:
    what = foresee(MAIN, cells_of(MAIN, m_young=(3, 1)), CellEdit("a", M_YOUNG, 2))

    assert (4, Figures(4, 1)) == (what.smallest, what.cell.after)


def test_where_nobody_is_turned_away_the_target_is_what_was_said() -> None:
    plan = replace(MAIN, mode=QuotaMode.SOFT)
    cells = [replace(c, count=replace(c.count, mode=QuotaMode.SOFT)) for c in cells_of(plan, m_young=(6, 1))]
    what = foresee(plan, cells, CellEdit("a", M_YOUNG, 3))

    assert (None, Figures(5, 0), Figures(3, 0)) == (what.smallest, what.cell.before, what.cell.after)


def test_a_closed_cell_has_those_left_who_are_inside() -> None:
    cells = cells_of(MAIN, m_young=(2, 2))
    what = foresee(MAIN, cells, CellEdit("a", M_YOUNG, intake=Intake.CLOSED))

    assert (Figures(5, 3), Figures(5, 2)) == (what.cell.before, what.cell.after)
    assert what.smallest is None


def test_what_taking_back_will_do_is_foreseen_as_well() -> None:
    before = cells_of(MAIN)
    changed = [replace(c) if c.count.cell_id != M_YOUNG else changed_to(c, 9) for c in before]
    what = foresee(MAIN, changed, CellEdit("z", M_YOUNG, undoes="a"))

    assert (Figures(9, 9), Figures(5, 5)) == (what.cell.before, what.cell.after)


def changed_to(cell: SteeredCell, target: int) -> SteeredCell:
    return cell.edited(CellEdit("a", cell.count.cell_id, target), datetime(2026, 11, 24, tzinfo=UTC), None)


def test_the_counter_of_persons_without_a_cell_is_of_no_quota_sum() -> None:
    what = foresee(MAIN, cells_of(MAIN), CellEdit("a", MAIN.unclassified, 7))

    assert what.cell == what.total


def test_a_quota_that_lets_in_less_than_another_wants_is_told() -> None:
    plan = replace(MAIN, further=(BY_REGION, BY_SEX, SOFT))
    what = foresee(plan, cells_of(plan), CellEdit("a", M_YOUNG, intake=Intake.PAUSED))

    assert (
        Contradiction("region", "main", 20, 15),
        Contradiction("sex", "main", 20, 15),
        Contradiction("sex", "main", 10, 5, "m"),
    ) == what.contradictions


def test_a_quota_that_wants_more_than_the_others_let_in_is_told() -> None:
    plan = replace(MAIN, further=(BY_REGION, BY_SEX))
    what = foresee(plan, cells_of(plan), CellEdit("a", M_YOUNG, 8))

    assert (
        Contradiction("main", "region", 23, 20),
        Contradiction("main", "sex", 23, 20),
        Contradiction("main", "sex", 13, 10, "m"),
    ) == what.contradictions


def test_a_quota_within_a_category_that_wants_more_than_it_gets_is_told() -> None:
    plan = replace(MAIN, further=(BY_REGION, OF_MEN))
    what = foresee(plan, cells_of(plan), CellEdit("a", CellId("men:west"), 7))

    assert (Contradiction("men", "main", 11, 10, "m"),) == what.contradictions


def test_what_contradicts_already_is_told_only_where_it_grows() -> None:
    plan = replace(MAIN, further=(further("region", REGION, {"west": 20, "east": 8}),))
    cells = cells_of(plan)

    assert () == foresee(plan, cells, CellEdit("a", M_YOUNG, 6)).contradictions
    grown = foresee(plan, cells, CellEdit("a", M_YOUNG, 4)).contradictions
    assert (Contradiction("region", "main", 28, 19),) == grown
