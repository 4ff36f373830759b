"""Whatever is sent to a hub is taken, or refused with a word; a little of `python -m tests.hub_openapi`."""

from __future__ import annotations

from pathlib import Path

import pytest

from cati_app.sync.line import HubCall
from tests.hub_openapi import fuzzing

pytestmark = pytest.mark.slow
_EXAMPLES = 6
_TAKES_ANY = {
    HubCall.STATE,
    HubCall.PUSH,
    HubCall.HEADS_AFTER,
    HubCall.EDITION_NEWEST,
    HubCall.PARCEL,
    HubCall.DEVICES_WAITING,
}
"""Requests that say so little that some of those made up are good."""


def test_nothing_that_is_sent_upsets_a_hub(tmp_path: Path) -> None:
    with fuzzing("files", tmp_path / "hub") as fuzz:
        taken = {call for call in HubCall if fuzz.ask(call, _EXAMPLES)}

    assert taken >= _TAKES_ANY, "what is made up gets past the door"
