"""Where a case of the supervisor's list stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cati_app.domain.casework.case_list import CaseCondition, CaseLine
from cati_app.domain.casework.cases import CaseState
from cati_app.domain.ids import CaseId, UserId

NOW = datetime(2026, 11, 24, 13, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


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
