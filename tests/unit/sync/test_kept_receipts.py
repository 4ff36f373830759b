"""What a station shows a hub that lacks what it has acknowledged, and what it keeps of the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import pytest

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.sharing.handing import LentCase
from cati_app.domain.sharing.leases import BeforeCall
from cati_app.station.station_packages import StationPackages
from cati_app.sync.case_client import CaseClient
from cati_app.sync.case_store import CaseStore, KeptReceipt
from cati_app.sync.client import Client, Patience
from cati_app.sync.kept_receipts import ShownReceipts
from cati_app.sync.messages import Epoch, HubStanding, ReceiptTold
from tests.sim.hub import HUB_ID, SESSION
from tests.sim.station import Trouble, outbox_of
from tests.sim.world import World

LIFE = Epoch(n=1, id="1" * 32)
NO_TROUBLE = Trouble(0.0, 0.0, 0.0, 0.0)


def test_a_hub_from_a_copy_that_nobody_named_hears_so_before_it_lends_anything() -> None:
    """Its next act would have the number of the one that it has lost, and nobody could tell the two apart."""
    world = World(1, trouble=NO_TROUBLE)
    station, hub = world.stations[0], world.hub
    client = Client(station.line, "c" * 64, lambda seconds: None, world.chance, Patience(tries=1), hub=HUB_ID)
    packages = StationPackages(station.units, station.device)
    cases = CaseClient(client, outbox_of(station.kept), packages, station.device, clock=station.clock)
    hub.back_up()
    cases.next_case(SESSION, "one")
    hub.restore(world.chance.choice(hub.copies), noticed=False)
    life = hub.epoch

    with pytest.raises(EnvironmentProblem) as told:
        cases.next_case(SESSION, "two")

    assert "hub_recovers" == told.value.code
    assert hub.epoch.n > life.n
    assert [] == hub.kept.driver.execute("SELECT n FROM case_lease").fetchall()


def test_before_a_call_a_hub_in_another_life_is_asked_once_more_and_answers() -> None:
    """Else the call began unasked, although the line is there."""
    world = World(1, trouble=NO_TROUBLE)
    station, hub = world.stations[0], world.hub
    client = Client(station.line, "c" * 64, lambda seconds: None, world.chance, Patience(tries=1), hub=HUB_ID)
    packages = StationPackages(station.units, station.device)
    cases = CaseClient(client, outbox_of(station.kept), packages, station.device, clock=station.clock)
    lent = cases.next_case(SESSION, "one")
    assert isinstance(lent, LentCase)
    hub.back_up()
    hub.restore(world.chance.choice(hub.copies), noticed=True)

    assert cases.before_call(lent.lease.token) in (BeforeCall.FREE, BeforeCall.LOST)


@dataclass
class _Store:
    kept: str = ""

    def receipt(self) -> str:
        return self.kept

    def keep_receipt(self, receipt: str) -> None:
        self.kept = receipt


@dataclass
class _Stands:
    """A hub that stands so, whatever it is shown."""

    acts: int
    life: Epoch = LIFE

    def standing(self) -> HubStanding:
        receipt = ReceiptTold(mark=0, acts=self.acts, mac="2" * 64)
        return HubStanding(hub="b" * 32, epoch=self.life, mark=0, digest="", server_time="", receipt=receipt)

    def ask(self, *_: object) -> HubStanding:
        return self.standing()


def test_a_receipt_that_the_hub_takes_for_none_of_its_own_is_shown_once() -> None:
    """Its key is another one, or was lost: else nothing would be given to the station any more in this life."""
    store = _Store(KeptReceipt(life=LIFE, receipt=ReceiptTold(mark=0, acts=9, mac="1" * 64)).model_dump_json())
    receipts = ShownReceipts(cast("CaseStore", store))
    assert 9 == receipts.acts(LIFE)

    receipts.shown(cast("Client", _Stands(acts=4)))

    assert 4 == receipts.acts(LIFE)


def test_what_was_acknowledged_in_another_life_says_nothing_of_this_one() -> None:
    store = _Store(KeptReceipt(life=LIFE, receipt=ReceiptTold(mark=0, acts=9, mac="1" * 64)).model_dump_json())

    assert 0 == ShownReceipts(cast("CaseStore", store)).acts(Epoch(n=2, id="2" * 32))
    assert 0 == ShownReceipts(cast("CaseStore", _Store())).acts(LIFE)
