"""The line of a supervisor's message: between header and screen, so that it never lies over a question."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.stage.states import HistoryLine
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.history import HistoryList
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.kit import Kit, announce
from cati_app.ui.widgets.wording import command_key


class NoticeLine(QWidget):
    """Hidden while nothing waits to be read. Never takes the focus."""

    command_asked = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.setProperty("ground", "surface")
        self.setProperty("edge", "bottom")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = HistoryList(kit, TextRole.CONTROL_STRONG)
        self._shown = ("", False)
        button = KeyButton(kit, say("Read"), command_key("messages"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self._pressed)
        row = QHBoxLayout(self)
        pad = kit.theme.space(4)
        row.setContentsMargins(pad, kit.theme.space(2), pad, kit.theme.space(2))
        middle = QVBoxLayout()  # beside the button; a text of several lines takes all there is
        middle.addStretch(1)
        middle.addWidget(self._text)
        middle.addStretch(1)
        row.addLayout(middle, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @Slot()
    def _pressed(self) -> None:
        self.command_asked.emit("messages")

    def show_notice(self, text: str, *, urgent: bool) -> None:
        """A text, or nothing."""
        if (text, urgent) == self._shown:
            return
        self._shown = text, urgent
        self._text.show_lines((HistoryLine("⚠" if urgent else "●", text),) if text else ())
        self.setProperty("ground", "card_warn" if urgent else "surface")
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        announce(self, text)
