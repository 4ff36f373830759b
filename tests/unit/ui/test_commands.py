"""The command table."""

from __future__ import annotations

import ast
from dataclasses import fields, replace
from itertools import product
from pathlib import Path

from cati_app.ui.stage import commands
from cati_app.ui.stage.commands import COMMANDS, Situation, enabled_now
from cati_app.ui.stage.panel_states import HelpState
from cati_app.ui.stage.states import ScreenName
from tests.modules_that_say import modules_that_say
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


def test_every_fact_that_commands_depend_on_is_set_somewhere() -> None:
    """A command whose fact nobody sets is offered and can never be given."""
    calls = [
        node
        for _, tree in modules_that_say(Path(commands.__file__).parents[1], "situate")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "situate"
    ]
    told = {keyword.arg for call in calls for keyword in call.keywords}

    assert {field.name for field in fields(Situation)} == told


def test_a_result_can_be_given_only_of_a_case_that_was_called() -> None:
    assert "result" not in enabled_now(Situation(ScreenName.DIAL))
    assert "result" not in enabled_now(Situation(ScreenName.DIAL, has_case=True))
    assert "result" in enabled_now(Situation(ScreenName.DIAL, has_case=True, can_give_result=True))


def test_f1_lists_the_commands_of_the_screen_in_front(site: Site) -> None:
    window = Window(site)
    window.press("help")
    assert isinstance(window.shell.panel, HelpState)
    assert enabled_now(Situation(ScreenName.LOGIN)) == window.shell.panel.commands

    window.sign_in(site.sue).press("help")
    assert isinstance(window.shell.panel, HelpState)
    assert "next_tab" in window.shell.panel.commands
    assert "dial" not in window.shell.panel.commands


def test_figures_of_one_person_are_offered_only_where_they_can_be_opened() -> None:
    team = Situation(ScreenName.BOARD, tab="team", has_seat=True)
    opening = {"figures_open", "figures_close"}

    assert not opening & set(enabled_now(team))
    assert opening <= set(enabled_now(replace(team, opens_figures=True)))
