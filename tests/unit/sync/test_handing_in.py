"""A case that the hub does not take keeps no other from going; who stops waiting stops all of it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from cati_app.domain.clock import Clock
from cati_app.domain.errors import NOT_WAITED_FOR, EnvironmentProblem
from cati_app.domain.sharing.leases import CaseBundle, LeaseToken
from cati_app.sync.case_client import CaseClient
from cati_app.sync.case_store import Brought, CaseStore
from cati_app.sync.client import Client, Outbox

FIRST, SECOND, THIRD = LeaseToken(1, 1), LeaseToken(1, 2), LeaseToken(1, 3)


@pytest.mark.parametrize(
    ("code", "tried", "is_told"),
    [
        ("hub_refuses", [FIRST, SECOND, THIRD], False),
        (NOT_WAITED_FOR, [FIRST, SECOND], True),
        ("hub_unreachable", [FIRST, SECOND], True),
    ],
)
def test_what_keeps_others_from_going(
    monkeypatch: pytest.MonkeyPatch, code: str, tried: list[LeaseToken], is_told: bool
) -> None:
    sent: list[LeaseToken] = []

    def hand_in(_: CaseClient, token: LeaseToken, bundle: CaseBundle, end: int) -> None:
        sent.append(token)
        if token == SECOND:
            raise EnvironmentProblem(code, "", "")

    monkeypatch.setattr(CaseClient, "_look", lambda _: None)
    monkeypatch.setattr(CaseClient, "_hand_in", hand_in)
    line = cast("Client", SimpleNamespace(push=lambda outbox: None))
    cases = SimpleNamespace(waiting=lambda: [FIRST, SECOND, THIRD], package=lambda token: None)
    log = cast("Outbox", SimpleNamespace(end=lambda: 0))
    client = CaseClient(line, log, cast("CaseStore", cases), "abcd1234", clock=cast("Clock", None))

    told: EnvironmentProblem | None = None
    brought = Brought()
    try:
        brought = client.hand_in()
    except EnvironmentProblem as problem:
        told = problem

    assert (tried, is_told) == (sent, told is not None)
    if not is_told:
        assert (2, 1) == (brought.taken, brought.refused)
        assert brought.refusal is not None
        assert code == brought.refusal.code
