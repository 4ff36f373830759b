"""Everybody who could send a request hears what docs/hub-rights.md says, and a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cati_app.domain.events import NOT_AT_HUB
from cati_app.sync.line import HubCall
from tests.hub_rights import ASIDE, CELLS, OWN, RIGHTS, YES, Asking, asking
from tests.hub_scene import Who

_REFUSED = [
    (call, who) for call, who in CELLS if RIGHTS[call].heard[who] not in (YES, OWN, ASIDE) and call is not HubCall.ENROL
]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    with asking("files", tmp_path_factory.mktemp("rights") / "hub") as made:
        yield made


@pytest.mark.parametrize(("call", "who"), CELLS, ids=lambda told: str(told.name).lower())
def test_everybody_hears_what_the_page_says(hub: Asking, call: HubCall, who: Who) -> None:
    assert RIGHTS[call].heard[who] == hub.heard(call, who)


@pytest.mark.slow
def test_what_is_refused_changes_nothing(hub: Asking) -> None:
    for call, who in _REFUSED:
        scene = hub.scenes[RIGHTS[call].coming]
        RIGHTS[call].message(scene, who)  # what it needs is there from now on
        noted = (
            NOT_AT_HUB if call in (HubCall.SIGN_IN, HubCall.OWN_PASSWORD) else None
        )  # that it was refused is a fact of the hub
        answers = who is not Who.SUPERVISOR  # one who may ask is told the same again
        before = scene.kept(hub.storage, but=noted, answers=answers)
        heard = hub.heard(call, who)
        assert before == scene.kept(hub.storage, but=noted, answers=answers), (call, who, heard)


def test_without_any_secret_nothing_is_answered(hub: Asking) -> None:
    for call in set(HubCall) - {HubCall.ENROL}:
        assert 401 == hub.reply(call.method, call.path, None, "", "192.0.2.200").status_code, call
    assert 400 == hub.reply("POST", HubCall.ENROL.path, None, "", "192.0.2.200").status_code
    for path in ("/openapi.json", "/docs", "/v1", "/v1/sync", "/"):
        assert 404 == hub.reply("GET", path, None, "", "192.0.2.200").status_code, path
