"""Commands, panels and the window."""

from __future__ import annotations

from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from cati_app.engine.form.screen import OutlineQuestion, OutlineSection, SectionState
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.ui.analyst.desk_view import AnalystView
from cati_app.ui.panels.texts import AppointmentPanel, TextPanel
from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.commands import COMMANDS, Situation, enabled_now
from cati_app.ui.stage.panel_states import (
    AppointmentInput,
    AppointmentPanelState,
    ChoicePanelState,
    ExplanationState,
    HelpState,
    OutlinePanelState,
    PanelKind,
    PauseState,
    ResultOption,
    TextPanelState,
    WrapUpState,
)
from cati_app.ui.stage.states import ScreenName
from cati_app.ui.widgets.kit import Kit
from tests.gui.conftest import Watch
from tests.gui.screens import console, dial_state, question, screen, single

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def given(shell: Shell) -> list[str]:
    heard: list[str] = []
    shell.command_given.connect(heard.append)
    return heard


def ask(shell: Shell, kind: QuestionKind = QuestionKind.TEXT) -> None:
    view = shell.stack.currentWidget()
    view.render(console(screen(question(kind))))  # type: ignore[call-overload]


def test_function_keys_reach_commands_from_a_text_field(shell: Shell, given: list[str], qtbot: QtBot) -> None:
    ask(shell)
    for key in (Qt.Key.Key_F4, Qt.Key.Key_F5, Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_F12):
        qtbot.keyClick(shell.focusWidget(), key)
    assert given == ["note", "hang_up", "result", "appointment", "explain"]


def test_alt_digits_do_the_same(shell: Shell, given: list[str], qtbot: QtBot) -> None:
    ask(shell)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_8, ALT)
    assert given == ["result"]


def test_undo_comes_before_the_text_field(shell: Shell, given: list[str], qtbot: QtBot) -> None:
    ask(shell)
    shell.set_enabled(enabled_now(Situation(ScreenName.CONSOLE, has_case=True, can_undo=True)))
    qtbot.keyClicks(shell.focusWidget(), "abc")
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Z, CTRL)
    assert given == ["undo"]
    assert shell.focusWidget().text() == "abc"


def test_without_a_result_to_take_back_the_field_undoes(shell: Shell, given: list[str], qtbot: QtBot) -> None:
    ask(shell)
    qtbot.keyClicks(shell.focusWidget(), "abc")
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Z, CTRL)
    assert given == []
    assert shell.focusWidget().text() == ""


def test_a_disabled_command_is_not_given(shell: Shell, given: list[str], qtbot: QtBot) -> None:
    ask(shell)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_F7)
    assert given == []


def test_page_down_answers_and_page_up_goes_back(shell: Shell, qtbot: QtBot) -> None:
    ask(shell)
    view = shell.stack.currentWidget()
    with qtbot.waitSignal(view.answer_given):
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_PageDown)
    with qtbot.waitSignal(view.back_pressed):
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_PageUp)


def test_text_size_follows_both_plus_keys(shell: Shell, kit, qtbot: QtBot) -> None:
    ask(shell)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Plus, CTRL)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Equal, CTRL)
    qtbot.waitUntil(lambda: kit.theme.percent == 120)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_0, CTRL)
    assert kit.theme.percent == 100


def test_steps_of_the_text_size_that_come_faster_than_windows_are_laid_out_are_taken_at_once(
    shell: Shell, kit, qtbot: QtBot
) -> None:
    ask(shell)
    laid_out: list[int] = []
    kit.theme.changed.connect(lambda: laid_out.append(kit.theme.percent))
    for _ in range(10):
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Plus, CTRL)
    qtbot.waitUntil(lambda: kit.theme.percent == 200)
    assert laid_out in ([200], [110, 200])

    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Plus, CTRL)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Minus, CTRL)
    qtbot.waitUntil(lambda: kit.theme.percent == 190)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Minus, CTRL)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_0, CTRL)
    qtbot.wait(20)
    assert kit.theme.percent == 100, "a step from before does not come after it"


def test_keys_of_questions_rest_while_a_panel_is_open(shell: Shell, given: list[str], qtbot: QtBot) -> None:
    ask(shell, QuestionKind.INTEGER)
    shell.show_panel(TextPanelState(PanelKind.NOTE, "Notiz"))
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F8, Qt.Key.Key_PageUp, Qt.Key.Key_F5):
        qtbot.keyClick(shell.focusWidget(), key)
    assert given == ["hang_up"]
    assert shell.open_panel() is PanelKind.NOTE


@pytest.mark.parametrize("panel", [TextPanelState(PanelKind.NOTE, "Notiz"), HelpState()])
def test_nobody_is_called_behind_a_panel(
    shell: Shell, given: list[str], qtbot: QtBot, panel: TextPanelState | HelpState
) -> None:
    idle = Situation(ScreenName.DIAL, has_case=True, can_dial=True, can_ring_back=True)
    shell.show_screen(ScreenName.DIAL)
    shell.set_enabled(enabled_now(idle))
    shell.show_panel(panel)
    for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_F5, modifier)
    assert given == []
    shell.hide_panel()
    qtbot.keyClick(shell, Qt.Key.Key_F5)
    assert given == ["dial"]


def test_a_note_is_saved_by_enter(shell: Shell, qtbot: QtBot) -> None:
    ask(shell)
    shell.show_panel(TextPanelState(PanelKind.REMARK, "Anmerkung", ref="/q"))
    qtbot.keyClicks(shell.focusWidget(), "zweifelt")
    with qtbot.waitSignal(shell.text_saved) as saved:
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    assert saved.args == [PanelKind.REMARK, "/q", "zweifelt"]


def test_escape_closes_a_panel_and_gives_the_keyboard_back(shell: Shell, qtbot: QtBot) -> None:
    ask(shell)
    before = shell.focusWidget()
    shell.show_panel(HelpState())
    with qtbot.waitSignal(shell.panel_closed):
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Escape)
    assert shell.open_panel() is None
    assert shell.focusWidget() is before


def test_an_appointment_is_typed(shell: Shell, qtbot: QtBot) -> None:
    ask(shell)
    shell.show_panel(AppointmentPanelState("Termin", date(2026, 11, 22)))
    qtbot.keyClicks(shell.focusWidget(), "2412")
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClicks(shell.focusWidget(), "18.45")
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClicks(shell.focusWidget(), "Tochter")
    with qtbot.waitSignal(shell.appointment_made) as made:
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    assert made.args == [AppointmentInput(date(2026, 12, 24), time(18, 45), True, "Tochter")]


def test_a_date_and_a_time_that_cannot_be_read_are_named_with_an_example(shell: Shell, qtbot: QtBot) -> None:
    ask(shell)
    shell.show_panel(AppointmentPanelState("Termin", date(2026, 11, 22)))
    panel = next(panel for panel in shell.findChildren(AppointmentPanel))
    assert "" == panel.said
    qtbot.keyClicks(shell.focusWidget(), "99")
    assert "Datum noch nicht lesbar, zum Beispiel 24.12. oder 2412" == panel.said
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClicks(shell.focusWidget(), "77")
    assert panel.said.endswith("Uhrzeit noch nicht lesbar, zum Beispiel 18:45 oder 1845")
    panel.day.clear()
    qtbot.keyClicks(panel.day, "2412")
    assert ("24. Dezember 2026" in panel.said, "Datum" in panel.said) == (True, False)


def test_a_choice_is_made_and_asked_again(shell: Shell, qtbot: QtBot) -> None:
    ask(shell)
    options = (ResultOption("suspend", "Unterbrechen"), ResultOption("off", "Abbruch", confirm="Wirklich?"))
    shell.show_panel(ChoicePanelState(PanelKind.RESULT, "Ergebnis", options))
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_2)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    with qtbot.waitSignal(shell.panel_choice_made) as made:
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    assert made.args == [PanelKind.RESULT, "off"]


def test_the_proposed_disposition_is_confirmed(shell: Shell, qtbot: QtBot) -> None:
    ask(shell)
    options = (ResultOption("complete", "vollständig"), ResultOption("partial", "Teilinterview"))
    shell.show_panel(WrapUpState("Fertig", (), options, "partial"))
    with qtbot.waitSignal(shell.wrap_up_confirmed) as confirmed:
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    assert confirmed.args == ["partial", ""]


def test_what_is_to_be_read_aloud_stands_above_the_result(shell: Shell, qtbot: QtBot) -> None:
    ask(shell)
    options = (ResultOption("quota_filled", "Quote erfüllt"),)
    shell.show_panel(WrapUpState("Fertig", (), options, "quota_filled", read_aloud="Danke, auf Wiederhören."))
    shown = [text for text in shell.findChildren(QLabel) if text.isVisible() and text.text().startswith("Danke")]
    assert len(shown) == 1

    shell.show_panel(WrapUpState("Fertig", (), options, "quota_filled"))
    assert not any(text.isVisible() and text.text().startswith("Danke") for text in shell.findChildren(QLabel))
    shell.hide_panel()


def test_a_pause_ends_by_enter(shell: Shell, qtbot: QtBot) -> None:
    ask(shell)
    shell.show_panel(PauseState("Pause"))
    with qtbot.waitSignal(shell.pause_ended):
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    shell.hide_panel()


def test_the_window_closes_only_when_allowed(shell: Shell, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shell.close_asked):
        shell.close()
    assert shell.isVisible()


def test_an_error_is_shown_and_the_question_stays(shell: Shell, qtbot: QtBot) -> None:
    ask(shell)
    shell.show_error("ValueError at page.py:1 render")
    assert shell.message.isVisible()
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Escape)
    assert not shell.message.isVisible()


@pytest.mark.parametrize("percent", [80, 100, 150, 200])
def test_call_controls_and_answers_are_reachable(shell: Shell, kit, qtbot: QtBot, percent: int) -> None:
    view = shell.stack.currentWidget()
    shell.resize(1280, 720)
    kit.theme.set_percent(percent)
    view.render(console(screen(single(count=12))))  # type: ignore[call-overload]
    qtbot.waitUntil(lambda: view.page.width() > 0)
    controls = view.case.controls if view.case.isVisible() else view.bar.controls
    for button in controls.all:
        corner = button.mapTo(shell, button.rect().bottomRight())
        assert shell.rect().contains(corner)
        assert button.width() >= button.sizeHint().width()
    for _ in range(60):
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Down, CTRL)
    assert view.page.vertical.value() == view.page.vertical.maximum()


def test_every_command_that_can_be_given_has_an_action_and_no_other_is_enabled(shell: Shell) -> None:
    first = frozenset(command.name for command in COMMANDS[::2])
    shell.set_enabled(first)
    assert {action.objectName() for action in shell.actions() if action.isEnabled()} == first

    shell.set_enabled(frozenset(command.name for command in COMMANDS))
    assert [command.name for command in COMMANDS] == sorted(
        (action.objectName() for action in shell.actions() if action.isEnabled()),
        key=[command.name for command in COMMANDS].index,
    )
    assert "F10" not in {key for command in COMMANDS for key in command.keys}


def test_explanations_are_read(shell: Shell, qtbot: QtBot) -> None:
    ask(shell)
    shell.show_panel(ExplanationState("Warum?", text="Ein Termin ist fällig."))
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    assert shell.open_panel() is None


def test_a_bouncing_enter_does_not_reach_the_next_screen(shell: Shell, watch: Watch, qtbot: QtBot) -> None:
    shell.show_screen(ScreenName.DIAL)
    dial = shell.stack.currentWidget()
    dial.render(dial_state(results_enabled=True, can_begin=True))  # type: ignore[call-overload]
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    shell.show_screen(ScreenName.CONSOLE)
    ask(shell)
    watch.step = 100
    with qtbot.assertNotEmitted(shell.stack.currentWidget().answer_given):
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)


@pytest.mark.parametrize(("key", "reached"), [(Qt.Key.Key_Down, "/q6"), (Qt.Key.Key_Up, "/q4")])
def test_arrows_move_in_the_outline(shell: Shell, qtbot: QtBot, key: Qt.Key, reached: str) -> None:
    ask(shell)
    asked = tuple(OutlineQuestion(f"/q{n}", f"Frage {n}", answered=True) for n in range(9))
    section = OutlineSection("/a", "Wohnen", SectionState.CURRENT, 9, 9, asked)
    shell.show_panel(OutlinePanelState((section,), "/q5"))
    qtbot.keyClick(shell.focusWidget(), key)
    with qtbot.waitSignal(shell.jump_chosen) as jumped:
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    assert jumped.args == [reached]


def test_a_screen_too_small_for_the_frame_gets_a_maximised_window(shell: Shell) -> None:
    assert shell.screen().availableSize().height() <= 800  # of the offscreen platform
    shell.hide()
    shell.appear()
    assert shell.isMaximized() == (shell.screen().availableSize().width() <= 1280)


def test_a_reason_is_asked_for_with_its_verb_and_says_what_is_missing(shell: Shell, kit, qtbot: QtBot) -> None:
    state = TextPanelState(PanelKind.CORRECT_REASON, "Warum?", message="Bitte einen Grund.", action="Korrigieren")
    shell.show_panel(state)
    panel = shell.panels.panel
    assert isinstance(panel, TextPanel)
    before = panel.field.viewport().font().pixelSize()
    kit.theme.set_percent(200)

    assert ("Korrigieren", "Bitte einen Grund.", True) == (
        panel._primary.text(),
        panel._message.text(),
        panel._message.isVisible(),
    )
    assert 2 * before == panel.field.viewport().font().pixelSize()
    shell.show_panel(TextPanelState(PanelKind.NOTE, "Notiz"))
    assert ("Speichern", False) == (panel._primary.text(), panel._message.isVisible())


def test_a_panel_of_a_tab_closes_when_another_tab_comes(shell: Shell, kit: Kit, qtbot: QtBot) -> None:
    desk = AnalystView(kit)
    for key in ("data", "tables"):
        desk.add_page(key, key, QWidget())
    shell.add_screen(ScreenName.DESK, desk)
    shell.set_enabled(enabled_now(Situation(ScreenName.DESK, tab="data")))
    shell.show_screen(ScreenName.DESK)
    shell.show_panel(ExplanationState("Verbindung", text="Der Hub antwortet."))
    with qtbot.waitSignal(shell.panels.closed):
        qtbot.keyClick(shell, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert ("tables", True) == (desk.tab, shell.is_enabled("next_tab"))
