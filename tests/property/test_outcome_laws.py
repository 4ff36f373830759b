"""Laws of rates and final codes, whatever the counts and whatever the order of attempts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.dispositions import DISPOSITIONS, OutcomeClass, Person, disposition
from cati_app.domain.outcomes.finality import History, Outcome, final_code
from cati_app.domain.outcomes.rates import DispositionTally, FrameCounts, Method, eligible_share, rates

START = datetime(2026, 3, 2, 10, tzinfo=UTC)


def drawn(chance: Random) -> DispositionTally:
    most = chance.choice([1, 3, 1000])
    return DispositionTally(*(chance.choice([0, chance.randint(0, most)]) for _ in range(9)))


@pytest.mark.parametrize("seed", range(300))
def test_rates_lie_between_0_and_1_and_in_their_order(seed: int) -> None:
    chance = Random(seed)
    parts = []
    for _ in range(chance.randint(1, 3)):
        counts = drawn(chance)
        parts.append(
            FrameCounts(counts, eligible_share(counts, chance.choice(list(Method)), chance.random()), chance.random())
        )
    found = rates(parts)

    assert all(value is None or 0 <= value <= 1 + 1e-12 for value in found.values())
    for smaller, larger in (
        *((f"response_rate_{n}", f"response_rate_{n + 1}") for n in (1, 3, 5)),
        *((f"response_rate_{n}", f"response_rate_{n + 2}") for n in (1, 2, 3, 4)),
        ("cooperation_rate_1", "cooperation_rate_2"),
        ("cooperation_rate_1", "cooperation_rate_3"),
        ("cooperation_rate_2", "cooperation_rate_4"),
        ("cooperation_rate_3", "cooperation_rate_4"),
        *((f"{kind}_rate_{n}", f"{kind}_rate_{n + 1}") for kind in ("refusal", "contact") for n in (1, 2)),
        *((f"refusal_rate_{n}", f"contact_rate_{n}") for n in (1, 2, 3)),
    ):
        low, high = found[smaller], found[larger]
        assert low is None or high is None or low <= high + 1e-12, (smaller, larger)


@pytest.mark.parametrize("seed", range(100))
def test_classes_add_up_to_all_cases(seed: int) -> None:
    counts = drawn(Random(seed))

    assert pytest.approx(counts.all) == sum(counts.by_class().values())
    assert pytest.approx(counts.all) == counts.known + counts.unknown + counts.ineligible


@pytest.mark.parametrize("seed", range(300))
def test_every_history_has_exactly_one_final_code_with_a_number(seed: int) -> None:
    chance = Random(seed)
    numbers = tuple(str(number) for number in range(chance.randint(1, 3)))
    names = sorted(DISPOSITIONS)
    outcomes = tuple(
        Outcome(
            chance.choice(names), START + timedelta(days=day), chance.choice([None, *Person]), chance.choice(numbers)
        )
        for day in range(chance.randint(0, 10))
    )
    eligible_at = chance.choice([None, START])
    unscreened = chance.choice([OutcomeClass.REFUSAL, OutcomeClass.UNKNOWN_OTHER])
    code = final_code(History(CaseId("c"), 1, "mobile", numbers, outcomes, eligible_at), unscreened)

    assert disposition(code).aapor is not None
    later = (*outcomes, Outcome("no_answer", START + timedelta(days=20), None, numbers[0]))
    again = final_code(History(CaseId("c"), 1, "mobile", numbers, later, eligible_at), unscreened)
    was, now = disposition(code).outcome_class, disposition(again).outcome_class
    unknown = {OutcomeClass.UNKNOWN_HOUSEHOLD, OutcomeClass.UNKNOWN_OTHER}
    number_back = code in ("not_attempted",) or was is OutcomeClass.NOT_ELIGIBLE
    assert was in unknown or number_back or now not in unknown
