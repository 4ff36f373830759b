"""The limits of contact attempts, at their boundaries."""

from __future__ import annotations

import pytest

from cati_app.domain.calling.results import Limit, RetryRules

RETRY = RetryRules(15, 240, 240, 30, 7, 240, max_attempts=10, max_attempts_per_day=3)


@pytest.mark.parametrize(
    ("limit", "dials", "today"),
    [(None, 9, 2), (Limit.IN_ALL, 10, 2), (Limit.A_DAY, 9, 3), (Limit.IN_ALL, 10, 3)],
)
def test_a_limit_forbids_the_call_beyond_it_and_the_one_in_all_comes_first(
    limit: Limit | None, dials: int, today: int
) -> None:
    assert limit is RETRY.forbids(dials, today)


def test_each_limit_says_how_many_it_allows() -> None:
    assert (10, 3) == (RETRY.most(Limit.IN_ALL), RETRY.most(Limit.A_DAY))
