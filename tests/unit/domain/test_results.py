"""What follows from a result: due again when, closed with which code."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cati_app.domain.calling.results import Consequence, RetryRules, consequence
from cati_app.domain.people.users import Role

RULES = RetryRules(15, 240, 200, 30, 7, 120, max_attempts=10, max_attempts_per_day=3)
NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)


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
    follows = consequence(name, at=NOW, dials=1, rules=RULES, agreed_at=None)

    assert (Consequence(name, NOW + rests), False) == (follows, follows.closes)


def test_an_appointment_makes_the_case_due_at_its_time() -> None:
    agreed = NOW + timedelta(days=2)

    follows = consequence("appointment_firm", at=NOW, dials=1, rules=RULES, agreed_at=agreed)

    assert agreed == follows.due_at


@pytest.mark.parametrize("name", ["complete", "refusal", "quota_filled", "not_in_service"])
def test_a_final_result_closes_the_case(name: str) -> None:
    follows = consequence(name, at=NOW, dials=1, rules=RULES, agreed_at=None)

    assert (Consequence(name, None), True) == (follows, follows.closes)


@pytest.mark.parametrize("name", ["no_answer", "busy", "machine", "soft_refusal", "appointment_firm", "returned"])
def test_the_tenth_contact_attempt_closes_the_case_even_with_an_appointment(name: str) -> None:
    follows = consequence(name, at=NOW, dials=10, rules=RULES, agreed_at=NOW + timedelta(days=1))

    assert Consequence(name, None) == follows


def test_only_analysts_see_no_contact_data() -> None:
    assert {Role.INTERVIEWER, Role.SUPERVISOR} == {role for role in Role if role.sees_contact_data}
