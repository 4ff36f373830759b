"""What a station asks its hub of the whole study, and what it hears."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from cati_app.domain.sharing.changes import ChangeMark
from cati_app.sync.case_messages import SessionBegun
from cati_app.sync.change_client import ChangeClient
from cati_app.sync.change_messages import ChangesAsked, ChangesTold
from cati_app.sync.client import Client
from cati_app.sync.messages import Epoch, HubStanding
from tests.stations import TUESDAY

_LIFE = Epoch(n=1, id="a" * 32)


class _Client:
    """Over a line to a hub that has one page more."""

    def __init__(self) -> None:
        self.asked: list[ChangesAsked] = []

    def standing(self) -> HubStanding:
        return HubStanding(hub="b" * 32, epoch=_LIFE, mark=0, digest="", server_time="", receipt=None)

    def ask(self, kind: type, call: Any, request: Any) -> Any:
        if kind is SessionBegun:
            return SessionBegun(session="5" * 64, until=TUESDAY + timedelta(days=1))
        self.asked.append(request)
        return ChangesTold(n=7, within=3, last=9, more=True)


def test_a_mark_goes_to_the_hub_whole_and_comes_back_whole() -> None:
    client = _Client()
    changes = ChangeClient(cast("Client", client), "sue", b"\1" * 32)

    life, page = changes.after(f"1.{_LIFE.id}", ChangeMark(4, 2, 8))

    assert [(4, 2, 8)] == [(asked.n, asked.within, asked.last) for asked in client.asked]
    assert (f"1.{_LIFE.id}", ChangeMark(7, 3, 9)) == (life, page.mark)


def test_in_another_life_of_the_hub_everything_is_asked_for() -> None:
    client = _Client()

    ChangeClient(cast("Client", client), "sue", b"\1" * 32).after("0.b", ChangeMark(4, 2, 8))

    assert [(0, 0, 0)] == [(asked.n, asked.within, asked.last) for asked in client.asked]
