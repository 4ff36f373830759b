"""Where an appointment stands by the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cati_app.domain.calling.routing import Keeping, keeping
from cati_app.domain.calling.schedule import ScheduleRules

AT = datetime(2026, 11, 24, 15, tzinfo=UTC)
RULES = ScheduleRules()
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "stands"),
    [
        (AT - RULES.early - SECOND, Keeping.TO_COME),
        (AT - RULES.early, Keeping.DUE),
        (AT + RULES.owner_only, Keeping.DUE),
        (AT + RULES.owner_only + SECOND, Keeping.LATE),
        (AT + RULES.team_until - SECOND, Keeping.LATE),
        (AT + RULES.team_until, Keeping.MISSED),
    ],
)
def test_an_appointment_stands_by_the_clock(now: datetime, stands: Keeping) -> None:
    assert stands is keeping(AT, now, RULES)
