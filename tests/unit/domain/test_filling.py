"""How quotas filled by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from cati_app.domain.casework.field_days import CompleteFact
from cati_app.domain.casework.filling import done_by_day, steps_of_cell, steps_of_quota
from cati_app.domain.ids import CaseId, CellId, InterviewId
from cati_app.domain.quota.cells import CellCount

MONDAY = datetime(2026, 11, 2, 12, tzinfo=UTC)
ON = [(MONDAY + timedelta(days=n)).date() for n in range(4)]
YOUNG, OLD, NORTH = CellId("young"), CellId("old"), CellId("region:north")


def done(place: str | None, day: int) -> CompleteFact:
    return CompleteFact(
        InterviewId("i"), CaseId("c"), "de", MONDAY + timedelta(days=day), None if place is None else CellId(place)
    )


def by_day(*facts: CompleteFact) -> dict[CellId, dict[date, int]]:
    return {cell: dict(days) for cell, days in done_by_day(facts, lambda at: at.date()).items()}


def test_an_interview_counts_in_a_cell_of_each_quota_on_the_day_it_ended() -> None:
    told = by_day(done("young region:north", 2), done("young region:north", 0), done("old", 0), done(None, 0))

    assert {YOUNG: {ON[0]: 1, ON[2]: 1}, NORTH: {ON[0]: 1, ON[2]: 1}, OLD: {ON[0]: 1}} == told
    assert [ON[0], ON[2]] == list(told[YOUNG])


def test_what_is_done_is_added_up_in_the_order_of_the_days() -> None:
    assert ((ON[0], 2), (ON[2], 5)) == steps_of_cell({ON[2]: 3, ON[0]: 2})
    assert () == steps_of_cell({})


def test_whoever_is_above_the_target_of_a_cell_brings_the_quota_no_nearer() -> None:
    days = by_day(*[done("young", 0)] * 2, *[done("young", 1)] * 2, done("old", 3))
    young, old = CellCount(YOUNG, 3, 3, 0), CellCount(OLD, 2, 1, 0)

    assert ((ON[0], 2), (ON[1], 3), (ON[3], 4)) == steps_of_quota([young, old], days)


def test_a_day_on_which_nothing_was_filled_is_no_step() -> None:
    days = by_day(done("young", 0), done("young", 1))

    assert ((ON[0], 1),) == steps_of_quota([CellCount(YOUNG, 1, 1, 0)], days)
