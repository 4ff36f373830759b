"""What cases are told apart by, and which counts of groups are hidden."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cati_app.domain.casework.course import CaseFlow, FlowStep, step_reached
from cati_app.domain.casework.field_days import ScreeningFact
from cati_app.domain.casework.flow_groups import (
    ByCategory,
    ByField,
    dimension_of,
    groupings,
    groups_of_screened,
    hidden_groups,
)
from cati_app.domain.ids import CaseId, CellId
from cati_app.domain.outcomes.dispositions import OutcomeClass
from cati_app.domain.outcomes.finality import History, Outcome
from cati_app.domain.quota.cells import QuotaDimension, QuotaPlan

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
UNSCREENED = OutcomeClass.UNKNOWN_OTHER


def dimension(variable: str) -> QuotaDimension:
    return QuotaDimension(variable, False, f"quota_{variable}", ("a", "b"), {"1": "a", "2": "b"})


PLAN = QuotaPlan(
    "first",
    (dimension("sex"), dimension("age")),
    {},
    True,
    1,
    further=(QuotaPlan("area", (dimension("area"), dimension("sex")), {}, True, 1, prefix="area"),),
)


def case(number: int, *results: str, screened: bool = False) -> History:
    outcomes = tuple(Outcome(result, NOON, attempt_no=n + 1) for n, result in enumerate(results))
    return History(CaseId(str(number)), number, "landline", ("1",), outcomes, NOON if screened else None)


def test_each_variable_is_offered_once_and_fields_that_are_none_of_them_after_it() -> None:
    told = groupings(PLAN, ("state", "area", "branch"))

    assert (
        ByCategory("", 0),
        ByCategory("", 1),
        ByCategory("area", 0),
        ByField("branch"),
        ByField("state"),
    ) == told
    assert ["sex", "age", "area"] == [
        dimension_of(PLAN, each).variable for each in told if isinstance(each, ByCategory)
    ]
    assert (ByField("state"),) == groupings(None, ("state",))


def screening(number: int, place: str) -> ScreeningFact:
    return ScreeningFact(str(number), CellId(place), True, NOON, NOON, None)


def test_the_group_of_a_case_is_the_category_of_its_cell_in_that_quota() -> None:
    told = [screening(1, "a/b area:b/a"), screening(2, "b/a"), screening(3, "unclassified area:a/a")]

    assert {"1": "b", "2": "a"} == groups_of_screened(told, ByCategory("", 1))
    assert {"1": "b", "3": "a"} == groups_of_screened(told, ByCategory("area", 0))


@pytest.mark.parametrize(
    ("history", "step"),
    [
        (case(1), FlowStep.RELEASED),
        (case(2, "no_answer"), FlowStep.DIALLED),
        (case(3, "refusal"), FlowStep.SPOKEN_TO),
        (case(4, "outside_area"), FlowStep.SCREENED),
        (case(5, "quota_filled", screened=True), FlowStep.IN_POPULATION),
        (case(6, "break_off", screened=True), FlowStep.PLACED),
        (case(7, "complete", screened=True), FlowStep.COMPLETE),
    ],
)
def test_a_case_came_as_far_as_its_final_code_says(history: History, step: FlowStep) -> None:
    assert step is step_reached(history, UNSCREENED)


def test_every_released_case_counts_in_its_group_on_each_step_it_took() -> None:
    course = CaseFlow(UNSCREENED, lambda known: "odd" if int(known) % 2 else "")

    for _ in course.noting([case(1), case(2, "no_answer"), case(3, "complete", screened=True)]):
        pass

    assert {FlowStep.RELEASED: 2, **dict.fromkeys(list(FlowStep)[1:], 1)} == dict(course.groups["odd"])
    assert {FlowStep.RELEASED: 1, FlowStep.DIALLED: 1} == dict(course.groups[""])
    assert {"landline": 2} == {frame: way.dialled for frame, way in course.ways.items()}


def test_counts_of_few_people_are_hidden_with_the_next_smallest_and_numbers_that_were_called_are_told() -> None:
    groups = {
        "a": {FlowStep.DIALLED: 3, FlowStep.SCREENED: 3, FlowStep.COMPLETE: 0},
        "b": {FlowStep.DIALLED: 90, FlowStep.SCREENED: 40, FlowStep.COMPLETE: 9},
        "c": {FlowStep.DIALLED: 80, FlowStep.SCREENED: 9, FlowStep.COMPLETE: 8},
    }

    assert {("a", FlowStep.SCREENED), ("c", FlowStep.SCREENED)} == hidden_groups(groups, FlowStep.RELEASED)
    assert frozenset() == hidden_groups(groups, FlowStep.IN_POPULATION)
