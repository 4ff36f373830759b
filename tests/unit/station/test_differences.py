"""What an edition changes: people, targets with what follows from them, settings, files, versions."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.domain.ids import CellId
from cati_app.domain.people.users import Role
from cati_app.domain.quota.cells import CellCount, QuotaPlan
from cati_app.domain.quota.fitting import UNCLASSIFIED
from cati_app.domain.quota.steering import SteeredCell
from cati_app.station.differences import (
    ChangedTarget,
    EndedTarget,
    OvertakenTarget,
    PublishedPerson,
    StudyState,
    differences,
)

MEN, WOMEN, OTHERS = CellId("m"), CellId("f"), CellId("x")
ANN = PublishedPerson("ann", Role.INTERVIEWER, active=True)
BOB = PublishedPerson("bob", Role.INTERVIEWER, active=True)


def _state(
    people: tuple[PublishedPerson, ...] = (),
    targets: Mapping[CellId, int] | None = None,
    files: Mapping[str, bytes] | None = None,
    versions: frozenset[str] = frozenset(),
    ceiling: int = 0,
) -> StudyState:
    plan = QuotaPlan("", (), targets, ceiling > 0, ceiling) if targets is not None else None
    return StudyState(people, plan, files or {}, versions)


def test_nothing_differs_from_itself() -> None:
    same = _state((ANN,), {MEN: 3}, {"form.xlsx": b"1"}, frozenset("a"))
    told = differences(same, same)

    assert ((), (), (), (), (), (), 0) == (
        told.come,
        told.left,
        told.roles,
        told.targets,
        told.settings,
        told.files,
        told.versions,
    )


def test_people_come_leave_and_change_their_roles() -> None:
    gone = PublishedPerson("bob", Role.INTERVIEWER, active=False)
    leads = PublishedPerson("ann", Role.SUPERVISOR, active=True)
    told = differences(_state((ANN, BOB)), _state((leads, gone, PublishedPerson("eve", Role.ANALYST, active=True))))

    assert (("eve",), ("bob",), (("ann", Role.INTERVIEWER, Role.SUPERVISOR),)) == (told.come, told.left, told.roles)
    assert ("bob",) == differences(_state((ANN, gone)), _state((ANN, BOB))).come, "who comes back"
    assert () == differences(_state((ANN, gone)), _state((ANN,))).left, "who had left before"
    assert ("bob",) == differences(_state((ANN, BOB)), _state((ANN,))).left


def test_a_target_below_what_a_cell_has_is_told_with_the_places_that_are_held() -> None:
    told = differences(_state((), {MEN: 5, WOMEN: 5, OTHERS: 2}), _state((), {MEN: 3, WOMEN: 5, CellId("n"): 1}))
    counts = [CellCount(MEN, 5, 3, 1), CellCount(WOMEN, 5, 5, 0), CellCount(OTHERS, 2, 1, 0)]

    assert (
        ChangedTarget(MEN, 5, 3),
        ChangedTarget(CellId("n"), None, 1),
        ChangedTarget(OTHERS, 2, None),
    ) == told.targets[:3]
    assert (OvertakenTarget(MEN, 3, 4), OvertakenTarget(OTHERS, 0, 1)) == told.overtaken(counts)
    assert () == told.overtaken([CellCount(MEN, 5, 2, 1)]), "as many as it shall have"


def test_a_target_of_a_supervisor_that_the_plan_names_anew_ends() -> None:
    told = differences(_state((), {MEN: 5, WOMEN: 5}), _state((), {MEN: 6, WOMEN: 5}))
    at_desk = [SteeredCell(CellCount(cell, 3, 0, 0), 5, "a") for cell in (MEN, WOMEN)]

    assert (EndedTarget(MEN, 3),) == told.ended(at_desk), "the number of the women is as it was"
    assert () == told.ended([SteeredCell(CellCount(MEN, 5, 0, 0), 5)])


def test_the_ceiling_of_persons_without_a_cell_is_a_target_too() -> None:
    told = differences(_state((), {MEN: 1}, ceiling=4), _state((), {MEN: 1}, ceiling=2))

    assert (ChangedTarget(UNCLASSIFIED, 4, 2),) == told.targets


def test_files_and_versions_are_counted_once() -> None:
    before = _state(files={"form.xlsx": b"1", "notice.md": b"n", "old.csv": b"o"}, versions=frozenset("a"))
    now = _state(files={"form.xlsx": b"2", "notice.md": b"n", "new.csv": b"c"}, versions=frozenset("abc"))
    told = differences(before, now)

    assert (("form.xlsx", "new.csv", "old.csv"), 2) == (told.files, told.versions)
