"""What the hub does not take is kept, so that a command tells it beside an open window."""

from __future__ import annotations

from cati_app.domain.errors import EnvironmentProblem
from cati_app.station.refused_cases import RefusedCases
from cati_app.sync.case_store import Brought
from tests.stations import Site


def test_what_was_refused_last_is_known_to_another_program(site: Site) -> None:
    database = site.station.database
    refused = RefusedCases(database)
    assert (0, "") == refused.known()

    refused.note(Brought(1, 2, EnvironmentProblem("hub_refuses", "", "")))
    assert (2, "hub_refuses") == RefusedCases(database).known()

    refused.note(Brought(2))
    assert (0, "") == RefusedCases(database).known()
