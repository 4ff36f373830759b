"""After a result: how long until the next attempt; and who may see contact data."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cati_app.domain.calling.results import RetryRules
from cati_app.domain.people.users import Role

RULES = RetryRules(15, 240, 200, 30, 7, 120, max_attempts=10, max_attempts_per_day=3)


@pytest.mark.parametrize(
    ("name", "rests"),
    [
        ("busy", timedelta(minutes=15)),
        ("no_answer", timedelta(minutes=240)),
        ("machine", timedelta(minutes=200)),
        ("machine_household", timedelta(minutes=200)),
        ("line_problem", timedelta(minutes=30)),
        ("soft_refusal", timedelta(days=7)),
        ("contact_other_person", timedelta(minutes=120)),
        ("callback_requested", timedelta(minutes=120)),
        ("interview_suspended", timedelta(minutes=120)),
        ("returned", timedelta(0)),
    ],
)
def test_an_interim_result_makes_the_case_due_again_after_its_delay(name: str, rests: timedelta) -> None:
    assert rests == RULES.delay(name)


def test_only_analysts_see_no_contact_data() -> None:
    assert {Role.INTERVIEWER, Role.SUPERVISOR} == {role for role in Role if role.sees_contact_data}
