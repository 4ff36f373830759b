"""A supervisor changes people while the hub of the study cannot be reached: a real hub, TLS, two stations."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.errors import EnvironmentProblem
from cati_app.station.joining import fetch
from cati_app.station.people_desk import StationPeople
from tests.hub_field import STARTS, hub_field, opened
from tests.stations import PASSWORD, TUESDAY

pytestmark = pytest.mark.slow


def test_whoever_left_while_the_hub_was_away_is_out_elsewhere_once_it_is_back(tmp_path: Path) -> None:
    with hub_field("files", tmp_path) as field:
        with opened(field.stations[0], 1, SimulatedClock(TUESDAY)) as station:
            signed_in = station.sign_in("sue", PASSWORD)
            assert signed_in is not None
            user, keys = signed_in
            station.hub.takes_passwords = True  # as in a window
            desk = StationPeople(station, keys, user, "en")
            assert desk.tell_hub is not None
            assert not desk.tell_waiting(), "the publication has told all of it"
            field.hub.end(signal.SIGTERM)
            desk.deactivate(next(person.id for person in station.logins() if person.login == "bob"))
            for tell in (desk.tell_hub, desk.tell_waiting):
                with pytest.raises(EnvironmentProblem, match="does not answer"):
                    tell()

            field.hub.start(*STARTS)

            assert (True, False) == (desk.tell_waiting(), desk.tell_waiting())
        with opened(field.stations[1], 2, SimulatedClock(TUESDAY)) as station:
            assert station.sign_in("bob", PASSWORD) is not None
            assert fetch(station.database, field.stations[1].study) is not None
            assert station.sign_in("bob", PASSWORD) is None
