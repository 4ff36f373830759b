"""Every key that an interview offers does something that is seen; of the others the window says "not possible now".

What a key does while something is being written stands in tests/unit/fieldwork/test_keys_of_interviews.py.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cati_app.ui.stage.commands import COMMANDS
from tests.stations import Site
from tests.unit.ui.stagehands import Window


@pytest.fixture
def window(site: Site) -> Window:
    return Window(site).sign_in(site.ann)


def begun(window: Window) -> None:
    window.begin()


def answered(window: Window) -> None:
    window.begin()
    window.answer_all("1", "30")


def at_the_end(window: Window) -> None:
    window.begin()
    window.answer_all("1", "30", "3", "a tree", "0")


STATES: dict[str, Callable[[Window], None]] = {state.__name__: state for state in (begun, answered, at_the_end)}


def seen(window: Window) -> tuple[object, ...]:
    """What a person sees of the window, and what was written."""
    shell, views = window.shell, window.views
    shown = len(views.console.states), len(views.dial.states), views.console.states[-1] if views.console.states else ""
    return shell.screen, shell.panel, shell.message, shell.header, shown, window.site.kinds()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", [command.name for command in COMMANDS if not command.local])
def test_a_key_that_is_offered_does_something_that_is_seen(window: Window, state: str, name: str) -> None:
    STATES[state](window)
    if name not in window.shell.enabled or name == "new_window":  # said by the window, or seen beside it
        return
    window.shell.show_message(None)
    before = seen(window)

    window.press(name)
    window.rest()

    assert before != seen(window)
