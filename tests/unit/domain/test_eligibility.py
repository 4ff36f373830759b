"""Which screened interviews show that a case belongs to the population, and which refusals end the work on one."""

from __future__ import annotations

import pytest

from cati_app.domain.casework.ending import are_final
from cati_app.domain.casework.interviews import InterviewState, establishes_eligibility
from cati_app.domain.outcomes.dispositions import BREAK_OFF, COMPLETE


@pytest.mark.parametrize(
    ("state", "status", "result", "eligible"),
    [
        (InterviewState.COMPLETED, "in", COMPLETE, True),
        (InterviewState.COMPLETED, "unclassified", COMPLETE, True),
        (InterviewState.RUNNING, "in", None, True),
        (InterviewState.SUSPENDED, "", None, True),
        (InterviewState.BROKEN_OFF, "in", BREAK_OFF, True),
        (InterviewState.SCREENED_OUT, "", None, False),
        (InterviewState.COMPLETED, "full", COMPLETE, False),
        (InterviewState.COMPLETED, "not_accepted", COMPLETE, False),
        (InterviewState.BROKEN_OFF, "", "outside_area", False),
    ],
)
def test_eligibility_follows_from_state_quota_and_result(
    state: InterviewState, status: str, result: str | None, eligible: bool
) -> None:
    assert eligible is establishes_eligibility(state, status, result)


def test_the_second_soft_refusal_is_final() -> None:
    assert [False, False, True, True] == [are_final(refusals) for refusals in range(4)]
