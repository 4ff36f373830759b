"""Buttons that do a command of the table of commands."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal, SignalInstance, Slot

from cati_app.ui.widgets.key_button import KeyButton, Look
from cati_app.ui.widgets.kit import Kit
from cati_app.ui.widgets.wording import command_key


class CommandButton(KeyButton):
    """A button with the first key of its command.

    Signals:
        asked(str): the command, when it is pressed.
    """

    asked = Signal(str)

    def __init__(self, kit: Kit, command: str, text: str = "", look: Look = "plain") -> None:
        super().__init__(kit, text, command_key(command), look)
        self.command = command
        self.clicked.connect(self._ask)

    def say(self, text: str) -> None:
        """Change the label."""
        self.set_texts(text, self.key)

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(self.command)


def command_buttons(kit: Kit, asked: SignalInstance, texts: Mapping[str, str]) -> dict[str, CommandButton]:
    """Buttons for commands, by command.

    Args:
        asked: What emits the command of the one that is pressed.
        texts: Their labels, by command.
    """
    buttons = {command: CommandButton(kit, command, text) for command, text in texts.items()}
    for button in buttons.values():
        button.asked.connect(asked)
    return buttons
