"""Where a case of the supervisor's list stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cati_app.domain.casework.case_list import CaseLine
from cati_app.domain.casework.cases import Appointment, Case, CaseCondition, CaseState
from cati_app.domain.ids import AppointmentId, CaseId, UserId

NOW = datetime(2026, 11, 24, 13, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
AGREED = Appointment(AppointmentId("c"), CaseId("c"), LATER, firm=True, owner=UserId("ann"))


def line(**parts: Any) -> CaseLine:
    told: dict[str, Any] = {
        "id": CaseId("c"),
        "case_no": 1,
        "state": CaseState.OPEN,
        "disposition": "busy",
        "last": "busy",
        "attempts": 1,
        "due_at": None,
        "due_s": 0,
        "rest": "",
        "locality": "",
        "language": "",
        "cell": "",
        "held_by": None,
        "appointment_at": None,
        "appointment_firm": False,
        "appointment_owner": None,
        "is_dialled": False,
        "interview": None,
        "usable": False,
    }
    return CaseLine(**{**told, **parts})


@pytest.mark.parametrize(
    ("parts", "condition"),
    [
        ({"state": CaseState.CLOSED}, CaseCondition.CLOSED),
        ({"state": CaseState.UNRELEASED}, CaseCondition.UNRELEASED),
        ({"held_by": UserId("ann"), "appointment_at": LATER, "due_at": LATER}, CaseCondition.HELD),
        ({"appointment_at": LATER, "due_at": LATER}, CaseCondition.AGREED),
        ({"due_at": LATER}, CaseCondition.WAITS),
        ({"due_at": NOW}, CaseCondition.DUE),
        ({}, CaseCondition.DUE),
    ],
)
def test_of_several_things_that_keep_a_case_the_first_is_told(parts: dict[str, Any], condition: CaseCondition) -> None:
    assert condition is line(**parts).condition(NOW)


@pytest.mark.parametrize(
    ("parts", "condition"),
    [
        ({"state": CaseState.CLOSED}, CaseCondition.CLOSED),
        ({"state": CaseState.UNRELEASED, "due_at": LATER}, CaseCondition.UNRELEASED),
        ({"locked_by": UserId("ann"), "due_at": LATER}, CaseCondition.HELD),
        ({"appointment": AGREED, "due_at": LATER}, CaseCondition.AGREED),
        ({"due_at": LATER}, CaseCondition.WAITS),
        ({"due_at": NOW}, CaseCondition.DUE),
        ({}, CaseCondition.DUE),
    ],
)
def test_a_case_and_its_line_stand_at_the_same(parts: dict[str, Any], condition: CaseCondition) -> None:
    case = Case(**{"id": CaseId("c"), "case_no": 1, "frame": "", "state": CaseState.OPEN, **parts})
    listed = line(
        state=case.state,
        due_at=case.due_at,
        held_by=case.locked_by,
        appointment_at=case.appointment.at if case.appointment else None,
    )

    assert (condition, condition) == (case.condition(NOW), listed.condition(NOW))


@pytest.mark.parametrize(
    ("parts", "hours_open", "expected"),
    [
        ({}, True, True),
        ({"due_at": NOW}, True, True),
        ({"held_by": UserId("ann")}, True, False),
        ({}, False, False),
        ({"due_at": LATER}, True, False),
        ({"appointment_at": NOW, "due_at": NOW}, True, False),
        ({"state": CaseState.CLOSED}, True, False),
        ({"state": CaseState.UNRELEASED}, True, False),
    ],
)
def test_the_next_call_is_now_where_only_the_offer_is_missing(
    parts: dict[str, Any], hours_open: bool, expected: bool
) -> None:
    assert expected is line(**parts).next_is_now(NOW, hours_open=hours_open)
