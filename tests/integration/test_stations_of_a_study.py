"""A supervisor pauses a station of a running hub, and gives one up: what whoever works there hears, and can do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.station.stations_desk import StationsDesk
from tests.hub_field import HubField, hub_field
from tests.stations import PASSWORD


@contextmanager
def desk(field: HubField) -> Iterator[tuple[User, StationsDesk]]:
    """Of a supervisor, at the first station."""
    with field.at_work(0, "bob") as bob:
        known = bob.station.sign_in("sue", PASSWORD)
        assert known is not None
        yield known[0], bob.station.hub.stations(known[1])


def test_a_paused_station_finishes_its_conversation_and_begins_no_other(tmp_path: Path) -> None:
    with hub_field("files", tmp_path) as field, desk(field) as (sue, stations), field.at_work(1) as ann:
        device = ann.station.database.device
        offer = ann.called()
        stations.pause(sue, device, "a talk", paused=True)
        (seen,) = [each for each in stations.stations().stations if each.device == device]
        assert ("paused", 1) == (seen.halt, seen.cases)
        interview = ann.services.start_interview(ann.user, offer.case, "hash", "de")
        assert ann.services.reserve_place is not None
        values = {"sex": "1", "age_group": "young"}
        assert "in" == ann.services.reserve_place(ann.user, interview.id, values).verdict.value
        ann.services.record_result(ann.user, offer.attempt, "no_answer")
        with pytest.raises(EnvironmentProblem) as paused:
            ann.services.take_case(ann.user)
        assert "hub_paused" == paused.value.code

        stations.pause(sue, device, "it is over", paused=False)

        assert isinstance(ann.services.take_case(ann.user), Offer)


def test_a_station_that_was_given_up_calls_once_it_is_re_admitted(tmp_path: Path) -> None:
    with hub_field("files", tmp_path) as field, desk(field) as (sue, stations), field.at_work(1) as ann:
        device, offer = ann.station.database.device, ann.offered()
        assert (1, 0) == stations.write_off(sue, device, "it seemed lost")
        with pytest.raises(EnvironmentProblem) as given_up:
            ann.services.start_call(ann.user, offer.attempt, offer.case.numbers[0])
        assert "hub_written_off" == given_up.value.code
        stations.readmit(sue, device, "it was a long tunnel")
        ann.services.return_case(ann.user, offer.attempt)
        ann.leave()
        assert isinstance(ann.services.take_case(ann.user), Offer)
        assert [] == list(stations.aside())
