"""A case that a hub lent is not offered again where its call is refused: for the hour, or as somebody wants none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cati_app.domain.calling.queue import Nothing, Waits
from cati_app.domain.errors import RuleViolation
from cati_app.domain.sharing.leases import BeforeCall
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.sharing.work_ahead import WorkAhead
from tests.line_to_field import ids_of
from tests.many import Field
from tests.unit.store.test_waiting_cases import AtStation

LAST_CALL = datetime(2026, 11, 24, 18, 40, tzinfo=UTC)
"""At 19:40 of the study's clock an interview of twenty minutes just ends in time."""
NEXT_MORNING = datetime(2026, 11, 25, 8, tzinfo=UTC)


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    made = Field(tmp_path)
    yield made
    made.check()
    made.close()


@pytest.fixture
def ann(field: Field) -> AtStation:
    return AtStation(field, field.stations[0])


def wait_until(field: Field, at: datetime) -> None:
    field.hub.clock.move((at - field.hub.clock.now()).total_seconds())


def test_refused_for_the_hour_and_given_back_it_does_not_come_again_and_again(field: Field, ann: AtStation) -> None:
    wait_until(field, LAST_CALL - timedelta(seconds=5))
    offer = ann.take()
    wait_until(field, LAST_CALL + timedelta(seconds=5))
    with pytest.raises(RuleViolation, match="outside_hours"):
        ann.call(offer)
    ann.place.return_case(ann.user, offer.attempt)

    nothing = ann.next()
    assert isinstance(nothing, Nothing)
    assert nothing.waiting[Waits.OUTSIDE_HOURS] > 0
    assert NEXT_MORNING == nothing.next_at
    ann.next()
    assert not ann.leases(), "it is at the hub again, for whoever calls first in the morning"

    wait_until(field, NEXT_MORNING)
    ann.call(ann.take())


def test_what_was_taken_along_stays_here_for_the_morning(field: Field, ann: AtStation) -> None:
    ahead = WorkAhead(ann.station.units, field.hub.clock, ids_of(ann.station), ann.station.device)
    ahead.take_along(ann.user, ann.line, 2, timedelta(days=2))
    ann.line.is_up = False
    wait_until(field, LAST_CALL + timedelta(seconds=5))

    nothing = ann.next()
    assert isinstance(nothing, Nothing)
    assert ({Waits.OUTSIDE_HOURS: 2}, NEXT_MORNING, 2) == (nothing.waiting, nothing.next_at, nothing.open_cases)
    assert 2 == len(ann.leases())

    wait_until(field, NEXT_MORNING)
    assert isinstance(ann.next(), Offer)


def test_refused_as_its_number_is_held_it_goes_back_and_another_one_comes(
    field: Field, ann: AtStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = ann.take()
    monkeypatch.setattr(ann.line, "before_call", lambda token: BeforeCall.HELD)
    with pytest.raises(RuleViolation, match="number_blocked"):
        ann.call(offer)
    monkeypatch.setattr(ann.line, "next_case", lambda *_, **__: Nothing({}, None, 0))

    assert isinstance(ann.next(), Nothing)
    assert not ann.leases()
