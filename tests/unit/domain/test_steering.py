"""What a supervisor changes of a cell: one thing at a time, on what was in sight, taken back while nobody used it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CellId, UserId
from cati_app.domain.quota.cells import CellCount, QuotaMode
from cati_app.domain.quota.steering import MOST, UNDO_FOR, CellEdit, Intake, SteeredCell, planned_version

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
CELL, SUE = CellId("young"), UserId("sue")


def cell(target: int, achieved: int = 0, held: int = 0, mode: QuotaMode = QuotaMode.STRICT) -> SteeredCell:
    return SteeredCell(CellCount(CELL, target, achieved, held, mode=mode), target)


def target(to: int, id_: str = "a", seen: str | None = None) -> CellEdit:
    return CellEdit(id_, CELL, to, seen=seen)


def intake(to: Intake, id_: str = "a") -> CellEdit:
    return CellEdit(id_, CELL, intake=to)


def undo(of: str = "a") -> CellEdit:
    return CellEdit("z", CELL, undoes=of)


def made(before: SteeredCell, edit: CellEdit) -> SteeredCell:
    return before.edited(edit, NOW, SUE)


def refusal(before: SteeredCell, edit: CellEdit, at: datetime = NOW) -> RuleViolation:
    with pytest.raises(RuleViolation) as refused:
        before.edited(edit, at, SUE)
    return refused.value


def more(of: SteeredCell, achieved: int = 0, held: int = 0, back: int = 0) -> SteeredCell:
    """After so many interviews more were done, begun, and came back."""
    count = of.count
    return replace(
        of,
        count=replace(
            count,
            achieved=count.achieved + achieved,
            in_progress=count.in_progress + held,
            rolled_back=count.rolled_back + back,
        ),
    )


@pytest.mark.parametrize("edit", [(None, None, ""), (1, Intake.OPEN, ""), (1, None, "a"), (None, Intake.OPEN, "a")])
def test_one_thing_is_changed_at_a_time(edit: tuple[int | None, Intake | None, str]) -> None:
    to, state, undoes = edit
    with pytest.raises(ValueError, match="one thing"):
        CellEdit("a", CELL, to, state, undoes=undoes)


def test_a_target_is_changed_and_the_plan_stays_beside_it() -> None:
    changed = made(cell(12, 4, 2), target(9))

    assert (9, 12, "a") == (changed.count.target, changed.planned, changed.version)
    assert changed.change is not None
    assert (NOW, SUE, 12, Intake.OPEN, 6) == (
        changed.change.at,
        changed.change.by,
        changed.change.target,
        changed.change.intake,
        changed.change.given,
    )
    assert (4, 2) == (changed.count.achieved, changed.count.in_progress)


@pytest.mark.parametrize(("to", "flags"), [(Intake.PAUSED, (False, True)), (Intake.CLOSED, (True, False))])
def test_a_cell_is_paused_or_closed_and_opened(to: Intake, flags: tuple[bool, bool]) -> None:
    halted = made(cell(3), intake(to))

    assert (to, flags) == (halted.intake, (halted.count.closed, halted.count.paused))
    assert Intake.OPEN is made(halted, intake(Intake.OPEN, "b")).intake


def test_the_same_change_told_again_is_made_once() -> None:
    changed = made(cell(12), target(9))

    assert changed == changed.edited(target(9), NOW + timedelta(hours=1), SUE)


def test_whoever_was_slower_decides_again() -> None:
    changed = made(cell(12), target(9))

    assert "cell_changed" == refusal(changed, target(8, "b", seen="")).code
    assert 8 == made(changed, target(8, "b", seen="a")).count.target
    assert 8 == made(changed, target(8, "b")).count.target, "a command sees nothing, and says what it wants"


@pytest.mark.parametrize("to", [-1, MOST + 1])
def test_a_target_out_of_its_range_is_refused(to: int) -> None:
    assert "target_impossible" == refusal(cell(3), target(to)).code


def test_what_stands_so_already_is_no_change() -> None:
    assert "counter_unchanged" == refusal(cell(3), target(3)).code
    assert "counter_unchanged" == refusal(cell(3), intake(Intake.OPEN)).code


def test_a_change_is_taken_back_once_and_that_is_not_taken_back() -> None:
    changed = made(cell(12), target(9))
    undone = changed.edited(undo(), NOW + UNDO_FOR, SUE)

    assert (12, "z", None) == (undone.count.target, undone.version, undone.change)
    assert undone == undone.edited(undo(), NOW, SUE)
    assert "undo_nothing" == refusal(undone, CellEdit("y", CELL, undoes="z")).code


def test_a_change_is_not_taken_back_late_nor_once_something_else_was_changed() -> None:
    changed = made(cell(12), target(9))

    late = NOW + UNDO_FOR + timedelta(seconds=1)
    assert "undo_late" == refusal(changed, undo(), late).code
    assert "undo_nothing" == refusal(made(changed, intake(Intake.PAUSED, "b")), undo()).code


@pytest.mark.parametrize(
    ("before", "to", "since", "used"),
    [
        (cell(10, 8, 2), 12, {"held": 1}, 1),  # the tenth place was the last one of the former target
        (cell(10, 8), 12, {"held": 2}, 0),
        (cell(10, 8), 12, {"held": 3}, 1),
        (cell(10, 8, 4), 15, {}, 0),  # more than the target before, and nobody came since
        (cell(10, 8, 4), 15, {"held": 0, "back": 0, "achieved": 0}, 0),
        (cell(10, 12), 15, {"held": 1}, 1),
        (cell(10, 12), 15, {"held": 2, "back": 1}, 3),  # 3 were given, one came back: 4 above the former target
        (cell(10, 8), 5, {}, 0),
        (cell(2, 2, 1, QuotaMode.SOFT), 5, {"held": 3}, 0),
        (cell(2, 2, 1, QuotaMode.COUNTER), 5, {"held": 3}, 0),
        (cell(3, 1, 4, QuotaMode.OVERRUN), 5, {"held": 2}, 0),  # so many it took before, too
        (cell(3, 3, 0, QuotaMode.OVERRUN), 5, {"held": 2}, 2),
    ],
)
def test_places_that_people_took_only_because_of_a_target_keep_it(
    before: SteeredCell, to: int, since: dict[str, int], used: int
) -> None:
    after = more(made(before, target(to)), **since)

    assert used == after.used
    if used:
        assert ("undo_used", used) == ((told := refusal(after, undo())).code, told.context["used"])
    else:
        assert before.count.target == made(after, undo()).count.target


@pytest.mark.parametrize("halted", [Intake.PAUSED, Intake.CLOSED])
def test_a_cell_that_was_opened_is_not_closed_again_over_those_who_came_since(halted: Intake) -> None:
    opened = made(made(cell(5, 1), intake(halted)), intake(Intake.OPEN, "b"))
    undone = CellEdit("z", CELL, undoes="b")

    assert halted is made(opened, undone).intake
    assert 2 == refusal(more(opened, held=1, back=1), undone).context["used"]


def test_closing_is_taken_back_whoever_is_inside() -> None:
    assert 0 == cell(3).used
    closed = more(made(cell(5, 1, 4), intake(Intake.CLOSED)), achieved=4, held=-4)

    assert Intake.OPEN is made(closed, undo()).intake


def test_another_book_is_told_what_differs_from_the_plan_and_always_the_same() -> None:
    changed = made(made(cell(12), target(9)), intake(Intake.PAUSED, "b"))

    assert () == cell(12).carried()
    assert (
        CellEdit("b/target", CELL, 9),
        CellEdit("b/intake", CELL, intake=Intake.PAUSED),
    ) == changed.carried()
    elsewhere = cell(12)
    for edit in (*changed.carried(), changed.carried()[-1]):
        elsewhere = made(elsewhere, edit)
    assert (9, Intake.PAUSED) == (elsewhere.count.target, elsewhere.intake)


def test_a_number_of_the_plan_is_a_version_of_its_own() -> None:
    assert len({planned_version(12), planned_version(15), ""}) == 3
