"""A station is made known to a hub once; a code for another station is not used up by it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.station import hub_link
from cati_app.sync.client import Client, Patience
from tests.hubs import HUB_ID
from tests.machines import HERE_SECRET, Machines
from tests.stations import Site


@pytest.fixture
def machines(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machines]:
    made = Machines(tmp_path, site, monkeypatch)
    made.publisher().publish()

    def client_on(line: object, secret: str, hub: str) -> Client:
        return Client(made.network, secret, lambda _: None, random.Random(1), Patience(), hub=HUB_ID)

    monkeypatch.setattr(hub_link, "HttpsLine", lambda *_: made.network)
    monkeypatch.setattr(hub_link, "shown_root", lambda *_: "a root")
    monkeypatch.setattr(hub_link, "client_on", client_on)
    yield made
    made.close()


def test_a_code_of_another_station_is_refused_and_still_lets_that_one_in(machines: Machines) -> None:
    database, code = machines.here.database, machines.code()
    database.state.keep_hub_secret(database.device, HUB_ID, HERE_SECRET)
    before = database.state.hub(database.device)

    with pytest.raises(EnvironmentProblem) as problem:
        hub_link.enrol(database, code)

    assert "hub_knows_station" == problem.value.code
    assert before == database.state.hub(database.device)
    assert machines.join(code).edition == 1, "the code waits for whom it was made"


def test_a_code_that_was_used_elsewhere_is_told_as_before(machines: Machines) -> None:
    code = machines.code()
    machines.join(code)

    with pytest.raises(EnvironmentProblem) as problem:
        hub_link.enrol(machines.here.database, code)

    assert "hub_refuses_code" == problem.value.code, "by a secret that the hub does not know"
