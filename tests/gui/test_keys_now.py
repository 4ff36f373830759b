"""Each key does what the window offers at this moment, or says why not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cati_app.texts import say
from cati_app.ui.analyst.desk_view import AnalystView
from cati_app.ui.desk.view import SupervisorView
from cati_app.ui.panels.reading import key_lines
from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.commands import COMMANDS, Situation, enabled_now
from cati_app.ui.stage.panel_states import ChoicePanelState, PanelKind, ResultOption, WrapUpState
from cati_app.ui.stage.states import MessageState, ScreenName
from tests.gui.screens import dial_state
from tests.gui.test_shell import ALT, CTRL, ask


def test_enter_in_a_list_without_a_selection_says_what_to_do(shell: Shell, qtbot: QtBot) -> None:
    ask(shell)
    shell.show_panel(ChoicePanelState(PanelKind.RESULT, "Ergebnis", (ResultOption("off", "Abbruch"),)))
    panel = shell.panels.panel
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    assert panel.message.startswith("In dieser Liste ist noch")
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_1)
    assert panel.message == ""


@pytest.mark.parametrize("keys", [(), (Qt.Key.Key_2,), (Qt.Key.Key_2, Qt.Key.Key_Return), (Qt.Key.Key_Tab,)])
def test_page_up_leads_back_from_the_end(shell: Shell, qtbot: QtBot, keys: tuple[Qt.Key, ...]) -> None:
    ask(shell)
    options = (ResultOption("complete", "vollständig"), ResultOption("never", "nie wieder", confirm="Wirklich?"))
    shell.show_panel(WrapUpState("Fertig", (), options, "complete"))
    for key in keys:
        qtbot.keyClick(shell.focusWidget(), key)
    with qtbot.waitSignal(shell.panel_closed) as closed:
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_PageUp)
    assert (closed.args, shell.panels.panel) == ([PanelKind.WRAP_UP], None)


def test_help_names_the_keys_of_this_moment_and_no_others(shell: Shell) -> None:
    ask(shell)
    now = enabled_now(Situation(ScreenName.CONSOLE, has_case=True))
    texts = {line.text for line in key_lines(now)}
    assert texts == {say(command.text) for command in COMMANDS if command.name in now}
    assert say("find a case by its number") not in texts


@pytest.mark.parametrize(
    ("key", "modifiers", "told"),
    [
        (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier, "Jetzt nicht möglich: Termin."),
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier, "Jetzt nicht möglich: Ergebnis"),
        (Qt.Key.Key_8, ALT, "Jetzt nicht möglich: Ergebnis"),
        (Qt.Key.Key_Z, CTRL, "Jetzt nicht möglich: das letzte"),
        (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier, "Jetzt nicht möglich: weiß nicht"),
    ],
)
def test_a_key_pressed_too_early_says_so(
    shell: Shell, qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier, told: str
) -> None:
    given: list[str] = []
    shell.command_given.connect(given.append)
    shell.set_enabled(enabled_now(Situation(ScreenName.DIAL, has_case=True, can_dial=True)))
    shell.show_screen(ScreenName.DIAL)
    shell.stack.currentWidget().render(dial_state())  # type: ignore[call-overload]
    qtbot.keyClick(shell.focusWidget(), key, modifiers)
    assert (given, shell.message.accessibleName()[: len(told)]) == ([], told)


def test_what_was_said_of_a_key_pressed_too_early_goes_with_the_next_command(shell: Shell, qtbot: QtBot) -> None:
    shell.set_enabled(enabled_now(Situation(ScreenName.DIAL, has_case=True, can_dial=True)))
    shell.show_screen(ScreenName.DIAL)
    shell.stack.currentWidget().render(dial_state())  # type: ignore[call-overload]
    for said, left in [(None, False), (MessageState("Gespeichert."), True)]:
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_F9)
        assert shell.message.isVisible()
        if said is not None:
            shell.show_message(said)
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_F5)
        assert left == shell.message.isVisible()


def test_what_is_said_of_a_key_lies_over_a_message_and_takes_it_not_away(shell: Shell, qtbot: QtBot) -> None:
    shell.set_enabled(enabled_now(Situation(ScreenName.DIAL, has_case=True, can_dial=True)))
    shell.show_screen(ScreenName.DIAL)
    shell.stack.currentWidget().render(dial_state())  # type: ignore[call-overload]
    closed: list[bool] = []
    shell.message_closed.connect(lambda: closed.append(True))
    for leave in (Qt.Key.Key_F5, Qt.Key.Key_Escape):
        shell.show_message(MessageState("Die Platte ist voll."))
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_F9)
        assert shell.message.accessibleName().startswith("Jetzt nicht")
        qtbot.keyClick(shell.focusWidget(), leave)
        assert shell.message.accessibleName().startswith("Die Platte"), leave
    assert closed == []
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Escape)
    assert (False, [True]) == (shell.message.isVisible(), closed)


@pytest.mark.parametrize(
    ("key", "modifiers", "told"),
    [
        (Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier, "F5 hat auf diesem Bildschirm keine Wirkung."),
        (Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier, "F2 hat auf diesem Bildschirm keine Wirkung."),
        (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier, "F9 hat auf diesem Bildschirm keine Wirkung."),
        (
            Qt.Key.Key_F8,
            Qt.KeyboardModifier.NoModifier,
            "F8 hat auf dieser Seite keine Wirkung.",
        ),
        (Qt.Key.Key_F12, Qt.KeyboardModifier.NoModifier, "F12 hat auf dieser Seite keine Wirkung."),
        (Qt.Key.Key_S, CTRL, "Strg+S hat auf dieser Seite keine Wirkung."),
        (Qt.Key.Key_T, Qt.KeyboardModifier.NoModifier, "Jetzt nicht möglich: anderes Ziel"),
        (
            Qt.Key.Key_Z,
            CTRL,
            "Jetzt nicht möglich: die eigene letzte Änderung einer Zelle zurücknehmen. Die eigene Änderung lässt sich",
        ),
    ],
)
def test_on_the_desk_a_key_of_calls_is_not_worded_as_in_an_interview(
    shell: Shell, qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier, told: str
) -> None:
    board = SupervisorView(shell._kit)
    shell.add_screen(ScreenName.BOARD, board)
    shell.show_screen(ScreenName.BOARD)
    shell.set_enabled(enabled_now(Situation(ScreenName.BOARD, tab="quotas")), "quotas")
    qtbot.keyClick(shell.focusWidget() or shell, key, modifiers)

    assert shell.message.accessibleName().startswith(told)


@pytest.mark.parametrize(
    ("tab", "told"),
    [
        ("weights", "Jetzt nicht möglich: von jetzt an keine"),
        ("review", "Jetzt nicht möglich: den"),
        ("reports", "Strg+Entf hat auf dieser Seite keine Wirkung."),
    ],
)
def test_a_key_of_several_pages_is_worded_as_that_of_the_page_in_sight(
    shell: Shell, qtbot: QtBot, tab: str, told: str
) -> None:
    desk = AnalystView(shell._kit)
    for key in ("review", "weights", "reports"):
        desk.add_page(key, key, QWidget())
    shell.add_screen(ScreenName.DESK, desk)
    shell.show_screen(ScreenName.DESK)
    desk.show_tab(tab)
    shell.set_enabled(enabled_now(Situation(ScreenName.DESK, tab=tab)), tab)
    qtbot.keyClick(shell.focusWidget() or shell, Qt.Key.Key_Delete, CTRL)

    assert shell.message.accessibleName().startswith(told)


def test_the_counter_of_persons_without_a_cell_has_no_key_where_there_is_no_quota() -> None:
    board = Situation(ScreenName.BOARD, tab="quotas")

    assert "unclassified" not in enabled_now(board)
    assert "unclassified" in enabled_now(replace(board, has_cells=True))
