"""The delay after failed attempts: none at first, then growing to a minute, and never for long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cati_app.domain.people.sign_ins import REMEMBERED, remembered, wait_s

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("failed", "waits"), [(0, 0), (1, 0), (2, 0), (3, 2), (4, 4), (5, 8), (6, 16), (7, 32), (8, 60), (30, 60)]
)
def test_the_delay_doubles_up_to_a_minute(failed: int, waits: int) -> None:
    times = [NOON - SECOND * n for n in range(failed)]

    assert waits == wait_s(times, NOON)
    assert waits == wait_s(remembered(times, NOON), NOON)


def test_it_passes_by_waiting() -> None:
    failed = [NOON] * 4

    assert (4, 1, 1, 0) == tuple(wait_s(failed, NOON + SECOND * after) for after in (0, 3, 3.5, 4))


def test_what_is_long_ago_counts_no_more() -> None:
    failed = [NOON - REMEMBERED + SECOND] * 3 + [NOON - REMEMBERED] * 3

    assert [NOON - REMEMBERED + SECOND] * 3 == list(remembered(failed, NOON))


def test_a_clock_that_was_set_back_locks_nobody_out() -> None:
    assert 0 == wait_s([NOON + timedelta(days=365)] * 9, NOON)
