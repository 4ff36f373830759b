"""The command table."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from cati_app.ui.stage.commands import COMMANDS, Situation, commands_of_screen, enabled_now
from cati_app.ui.stage.panel_states import HelpState
from cati_app.ui.stage.states import ScreenName
from tests.stations import Site
from tests.unit.ui.stagehands import Window


def test_no_key_has_two_commands_at_once() -> None:
    for screen, in_call in product(ScreenName, (True, False)):
        everything = Situation(
            screen,
            has_case=True,
            can_dial=True,
            can_hang_up=in_call,
            numbers=3,
            can_mute=True,
            can_go_back=True,
            languages=2,
            not_applicable=True,
            can_undo=True,
            can_pause=True,
            can_switch_user=True,
        )
        for situation in (
            replace(everything, tab="cases", has_story=True),
            replace(everything, tab="appointments"),
            replace(everything, tab="sample overview"),
            replace(everything, tab="sample result"),
        ):
            names = enabled_now(situation)
            keys = [key for command in COMMANDS if command.name in names for key in command.keys]
            assert len(keys) == len(set(keys))


def test_every_function_key_has_a_second_binding() -> None:
    for command in COMMANDS:
        if any(key.split("+")[-1] in {f"F{n}" for n in range(1, 13)} for key in command.keys):
            assert any(key.startswith("Alt+") for key in command.keys)


def test_a_result_can_be_given_only_where_there_is_a_case() -> None:
    assert "result" not in enabled_now(Situation(ScreenName.DIAL))
    assert "result" in enabled_now(Situation(ScreenName.DIAL, has_case=True))


def test_each_screen_has_its_own_commands() -> None:
    signing_in = commands_of_screen(Situation(ScreenName.LOGIN))
    dialling = commands_of_screen(Situation(ScreenName.DIAL))
    listing = commands_of_screen(Situation(ScreenName.BOARD, tab="cases"))

    assert {"help", "larger"} <= signing_in & dialling & listing
    assert set() == signing_in & {"dial", "undo", "pause", "next_tab", "pick", "switch_user"}
    assert {"dial", "undo", "result", "other_number"} <= dialling
    assert set() == dialling & {"pick", "find_case", "correct", "sample_import"}
    assert {"find_case", "correct", "open_case"} <= listing
    assert set() == listing & {"dial", "undo", "appointment", "sample_import", "dont_know", "pause"}


def test_f1_lists_the_commands_of_the_screen_in_front(site: Site) -> None:
    window = Window(site)
    window.press("help")
    assert isinstance(window.shell.panel, HelpState)
    assert commands_of_screen(Situation(ScreenName.LOGIN)) == window.shell.panel.commands

    window.sign_in(site.sue).press("help")
    assert isinstance(window.shell.panel, HelpState)
    assert "next_tab" in window.shell.panel.commands
    assert "dial" not in window.shell.panel.commands
