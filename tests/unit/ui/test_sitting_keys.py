"""The keys of the guided screen: each means one thing, and none is typed into the text."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from cati_app.ui.stage.commands import COMMANDS, Situation, enabled_now
from cati_app.ui.stage.states import ScreenName


@pytest.mark.parametrize("facts", [{}, {"can_pause": True, "can_dial": True}, {"can_hang_up": True, "at_hub": True}])
def test_no_key_means_two_things_beside_the_text(facts: dict[str, Any]) -> None:
    names = enabled_now(replace(Situation(ScreenName.SITTING, can_switch_user=True, languages=2), **facts))
    keys = [key for command in COMMANDS if command.name in names for key in command.single_keys]

    assert sorted(set(keys)) == sorted(keys)
    assert {"card_next", "card_kind", "probe", "topic_done", "recorder", "sitting_end"} <= names


def test_no_key_is_one_that_is_typed_into_the_text() -> None:
    names = enabled_now(Situation(ScreenName.SITTING, languages=2))
    keys = [key for command in COMMANDS if command.name in names for key in command.single_keys]

    assert [] == [key for key in keys if not re.match(r"(Ctrl|Alt)\+|F\d|Esc$", key)]
