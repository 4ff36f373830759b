"""Times and payloads as rows hold them: the same text whichever way it is made."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cati_app.domain.people.users import Role
from cati_app.store.event_rows import ENCODER, payload_text
from cati_app.store.times import utc_text

_TOLD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.sampled_from(Role), st.lists(st.text())
)


@given(st.dictionaries(st.text(), _TOLD))
def test_a_payload_is_written_as_the_library_writes_it(payload: dict[str, object]) -> None:
    assert ENCODER.encode(payload) == payload_text(payload)


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    again = first.replace(fold=1)

    assert first == again  # as the library has it within one zone
    assert ["2026-10-25T00:30:00.000000+00:00", "2026-10-25T01:30:00.000000+00:00"] == [
        utc_text(first),
        utc_text(again),
    ]


def test_a_moment_has_one_text_in_every_zone() -> None:
    at = datetime(2026, 11, 24, 16, 0, 0, 5, tzinfo=UTC)

    assert {"2026-11-24T16:00:00.000005+00:00"} == {utc_text(at), utc_text(at.astimezone(ZoneInfo("Asia/Tokyo")))}


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        utc_text(datetime(2026, 11, 24))  # noqa: DTZ001 - a naive one
