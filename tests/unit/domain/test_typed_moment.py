"""Days and times as somebody types them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from cati_app.domain.typed_moment import typed_moment

_BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-01", datetime(2026, 2, 28, 23, tzinfo=UTC)),
        (" 2026-07-01 18:00 ", datetime(2026, 7, 1, 16, tzinfo=UTC)),
        ("2026-07-01T18:00", datetime(2026, 7, 1, 16, tzinfo=UTC)),
        ("2026-07-01T18:00+00:00", datetime(2026, 7, 1, 18, tzinfo=UTC)),
        ("2000-01-01T01:00", datetime(2000, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_time_without_a_zone_is_one_of_the_zone_asked_for(text: str, utc: datetime) -> None:
    at = typed_moment(text, _BERLIN)
    assert (utc, False) == (at, at is None or at.utcoffset() is None)


@pytest.mark.parametrize("text", ["", "yesterday", "1.3.2026", "2026-02-30", "2026-03-01 25:00"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert typed_moment(text, _BERLIN) is None


@pytest.mark.parametrize("text", ["0001-01-01", "1999-12-31", "3000-01-01T02:00", "9999-12-31T23:59:59-12:00"])
def test_at_the_ends_of_the_calendar_nobody_means_a_survey(text: str) -> None:
    assert typed_moment(text, _BERLIN) is None
    assert typed_moment("2999-12-31", _BERLIN) is not None
