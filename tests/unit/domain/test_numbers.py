"""Which number of a case is dialled next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cati_app.domain.casework.cases import ContactNumber
from cati_app.domain.casework.numbers import number_to_dial
from cati_app.domain.ids import NumberId
from cati_app.domain.outcomes.finality import Outcome

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ("", 0),
        ("no_answer@0", 1),
        ("no_answer@0 no_answer@1", 2),
        ("no_answer@0 busy@1 machine@2", 0),  # they take turns
        ("contact_other_person@1", 1),
        ("appointment_soft@2 no_answer@2 no_answer@2", 2),  # where somebody was reached
        ("contact_other_person@1 soft_refusal@2", 2),
        ("not_in_service@0", 1),
        ("contact_other_person@1 disconnected@1", 0),  # the number died since
        ("fax@0 fax@1 fax@2", 0),
        ("contact_other_person@0" + " no_answer@0" * 9, 1),  # ten on one number are enough
    ],
)
def test_the_number_to_dial(history: str, expected: int) -> None:
    parts = [part.split("@") for part in history.split()]
    outcomes = [Outcome(result, NOON + timedelta(hours=n), number=f"n{at}") for n, (result, at) in enumerate(parts)]
    dials = [sum(at == str(place) for _, at in parts) for place in range(3)]
    numbers = [ContactNumber(NumberId(f"n{place}"), place, "landline", None, dials[place]) for place in range(3)]

    spent = {number.id for number in numbers if number.dials >= 10}

    assert expected == number_to_dial(numbers, outcomes, spent)


def test_a_case_without_numbers_has_none_to_choose() -> None:
    assert 0 == number_to_dial([], [], frozenset())
