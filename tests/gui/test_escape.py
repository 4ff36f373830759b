"""Esc closes whatever says that it does, wherever the keyboard is and whatever is selected or typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import cati_app.ui.panels.host  # noqa: F401 - every panel is known once this is read
from cati_app.engine.form.answers import Answer
from cati_app.engine.form.screen import OutlineQuestion, OutlineSection, ScreenLayout, ScreenView, SectionState
from cati_app.engine.kinds.registry import QuestionKind
from cati_app.ui.console.interview.view import InterviewView
from cati_app.ui.panels.along import AlongPanel
from cati_app.ui.panels.choices import ChoicePanel, WrapUpPanel
from cati_app.ui.panels.forms import FormPanel
from cati_app.ui.panels.panel import Panel
from cati_app.ui.panels.planning import PlanPanel
from cati_app.ui.panels.reading import ExplanationPanel, HelpPanel, OutlinePanel, PausePanel
from cati_app.ui.panels.steering import SteeringPanel
from cati_app.ui.panels.texts import AppointmentPanel, TextPanel
from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.form_states import FieldState, FormState
from cati_app.ui.stage.panel_states import (
    AlongPanelState,
    AppointmentPanelState,
    ChoicePanelState,
    ExplanationState,
    FormPanelState,
    HelpState,
    OutlinePanelState,
    PanelKind,
    PanelState,
    PauseState,
    PlanPanelState,
    ReasonLine,
    SteeringPanelState,
    TextPanelState,
    WrapUpState,
)
from cati_app.ui.stage.states import MessageState
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from tests.gui.screens import choices, console, question, results, screen, single
from tests.gui.test_geometry import SCREENS, Window, language, settle, window

__all__ = ["language", "window"]
REACHED = OutlineSection("/a", "A", SectionState.CURRENT, 1, 2, (OutlineQuestion("/a/q", "Frage?", answered=True),))
PANELS: dict[type[Panel], PanelState] = {
    ChoicePanel: ChoicePanelState(PanelKind.RESULT, "Ergebnis", results()),
    WrapUpPanel: WrapUpState("Ende", (ReasonLine("Dauer", "10 min"),), results(), "no_answer"),
    TextPanel: TextPanelState(PanelKind.NOTE, "Notiz"),
    AppointmentPanel: AppointmentPanelState("Termin", date(2026, 11, 24)),
    OutlinePanel: OutlinePanelState((REACHED,), "/a/q"),
    HelpPanel: HelpState(),
    ExplanationPanel: ExplanationState("Warum?"),
    PausePanel: PauseState("Pause"),
    AlongPanel: AlongPanelState("Mitnehmen", date(2026, 11, 24)),
    SteeringPanel: SteeringPanelState("1", "Zelle", "Ziel ändern", target="12"),
    FormPanel: FormPanelState(PanelKind.OTHER, FormState("1", "Wer?", "Speichern", (), (FieldState("name", "Name"),))),
    PlanPanel: PlanPanelState("1", "Ziele planen", fields="\n" * 5),
}


def offering(widget: QWidget) -> list[KeyButton]:
    """Buttons in sight that say they are pressed by Esc."""
    esc = key_word("Esc")
    buttons = widget.findChildren(KeyButton)
    return [button for button in buttons if button.isVisible() and button.accessibleDescription() == esc]


def test_every_panel_is_known_here() -> None:
    assert set(Panel.__subclasses__()) == set(PANELS)


@pytest.mark.parametrize("typed", ["", "1", "x", "2", "3"])
@pytest.mark.parametrize("kind", PANELS, ids=lambda kind: kind.__name__)
def test_escape_closes_a_panel_from_everywhere_in_it(shell: Shell, qtbot: QtBot, kind: type[Panel], typed: str) -> None:
    for stop in range(6):
        shell.show_panel(PANELS[kind])
        settle()
        for _ in range(stop):
            qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Tab)
        qtbot.keyClicks(shell.focusWidget(), typed)
        assert bool(offering(shell.panels)) == (kind is not PausePanel)
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Escape)
        assert shell.open_panel() is None or kind is PausePanel, f"{typed!r} at stop {stop}"
        shell.hide_panel()


@pytest.mark.parametrize("kind", [ChoicePanel, WrapUpPanel], ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("typed", ["2\n", "2\n1", "3\n"])
def test_escape_leads_back_step_by_step_from_what_was_opened(
    shell: Shell, qtbot: QtBot, kind: type[Panel], typed: str
) -> None:
    shell.show_panel(PANELS[kind])
    for key in typed:
        if key == "\n":
            qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
        else:
            qtbot.keyClicks(shell.focusWidget(), key)
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Escape)
    assert shell.open_panel() is not None
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Escape)
    assert shell.open_panel() is None


@pytest.mark.parametrize(
    "shown",
    [
        *(screen(question(kind, choices=choices("a", "b"), answer=Answer())) for kind in QuestionKind),
        screen(question(QuestionKind.SINGLE, choices=choices("a", "b"), searchable=True)),
        screen(single("a"), single("b"), layout=ScreenLayout.GRID),
    ],
)
def test_escape_takes_a_message_away_in_every_question(shell: Shell, qtbot: QtBot, shown: ScreenView) -> None:
    interview = shell.stack.currentWidget()
    assert isinstance(interview, InterviewView)
    interview.render(console(shown))
    for typed in ("", "1"):
        shell.show_message(MessageState("Gespeichert."))
        qtbot.keyClicks(shell.focusWidget(), typed)
        qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Escape)
        assert not shell.message.isVisible()


def heard_of(parts: tuple[QWidget, ...], act: Callable[[], None]) -> set[str]:
    """The signals of screens that an act sets off."""
    heard: set[str] = set()
    connected: list[tuple[SignalInstance, Callable[..., None]]] = []
    for part in parts:
        for name in {name for kind in type(part).__mro__ if "cati_app" in kind.__module__ for name in vars(kind)}:
            signal = getattr(part, name, None)
            if isinstance(signal, SignalInstance):
                connected.append((signal, lambda *_, name=name: heard.add(name)))
    for signal, note in connected:
        signal.connect(note)
    act()
    settle()
    for signal, note in connected:
        signal.disconnect(note)
    return heard


def test_escape_does_what_the_buttons_of_every_screen_say(window: Window, qtbot: QtBot) -> None:
    shell = window.shell
    screens = (shell, window.login, window.board, window.board.cases, window.analyst, window.sample)
    shell.show()
    shell.activateWindow()
    tried = set()
    for name in SCREENS:
        if name.startswith("panel"):
            continue
        window.bring(name)
        for button in offering(shell):
            window.bring(name)
            by_button = heard_of(screens, button.click)
            window.bring(name)
            for stop in range(4):
                by_key = heard_of(screens, lambda: qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Escape))
                assert by_button <= by_key, f"{name}, stop {stop}"
                window.bring(name)
                for _ in range(stop + 1):
                    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Tab)
            assert by_button, name
            tried.add(name)
    assert {"columns", "running", "unblock"} <= tried
