"""How many places a station gets ahead: a small part of what is free, and none where little is left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cati_app.domain.ids import CellId, InterviewId
from cati_app.domain.quota.cells import CellCount
from cati_app.domain.quota.fitting import UNCLASSIFIED
from cati_app.domain.sharing.ahead import places_ahead
from cati_app.domain.sharing.places import GrantState, PlaceGrant

OPEN = CellCount(CellId("m/young"), 100, 10, 10)


@pytest.mark.parametrize(
    ("each", "count", "stations", "ahead", "share", "places"),
    [
        (3, OPEN, 4, 0, 0.05, 3),
        (30, OPEN, 4, 0, 0.05, 5),  # together a twentieth of the target
        (30, OPEN, 4, 0, 0.5, 10),  # what is free, by twice the stations
        (30, OPEN, 4, 4, 0.05, 1),
        (30, OPEN, 4, 5, 0.05, 0),
        (30, OPEN, 4, 9, 0.05, 0),
        (3, OPEN, 79, 0, 0.05, 1),  # one at least while more are free than there are stations
        (3, OPEN, 80, 0, 0.05, 0),  # the last places are for whoever has a line
        (3, CellCount(CellId("c"), 10, 0, 0), 2, 0, 0.05, 1),  # a twentieth of ten is none, but one always may be ahead
        (3, CellCount(CellId("c"), 10, 0, 0), 2, 1, 0.05, 0),
        (3, CellCount(CellId("c"), 100, 0, 0, closed=True), 2, 0, 0.05, 0),
        (3, CellCount(UNCLASSIFIED, 100, 0, 0), 2, 0, 0.05, 0),
    ],
)
def test_how_many_places_a_station_gets_ahead(
    each: int, count: CellCount, stations: int, ahead: int, share: float, places: int
) -> None:
    assert places_ahead(each, count, stations=stations, ahead=ahead, share=share) == places


def test_a_place_is_given_ahead_until_it_is_used_for_an_interview() -> None:
    at = datetime(2026, 11, 24, 15, tzinfo=UTC)
    ahead = PlaceGrant("r.0", "aaaa0001", InterviewId(""), CellId("m/young"), at, GrantState.LIVE)
    kept = ahead.until(at + timedelta(hours=1))
    assert (kept.use_by, kept.for_interview(InterviewId("i")).interview_id) == (at + timedelta(hours=1), "i")
