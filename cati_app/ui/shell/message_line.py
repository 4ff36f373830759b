"""A calm line under the header: what happened, what is safe, what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.stage.states import MessageState, Tone
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, announce, label, set_tone

_SIGNS = {Tone.PLAIN: "", Tone.OK: "✓ ", Tone.WARN: "⚠ ", Tone.BAD: "✗ "}


class MessageLine(QWidget):
    """Hidden while there is nothing to say. Never takes the focus."""

    closed = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "surface")
        self.setProperty("edge", "bottom")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._detail = label(kit, TextRole.CONTROL, "muted", wrap=True)
        close = KeyButton(kit, say("Close"), key_word("Esc"))
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        close.clicked.connect(self.closed)
        texts = QVBoxLayout()
        texts.addWidget(self._text)
        texts.addWidget(self._detail)
        row = QHBoxLayout(self)
        pad = kit.theme.space(4)
        row.setContentsMargins(pad, kit.theme.space(2), pad, kit.theme.space(2))
        row.addLayout(texts, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_message(self, state: MessageState | None) -> None:
        self.setVisible(state is not None)
        if state is None:
            return
        self._text.setText(_SIGNS[state.tone] + state.text)
        set_tone(self._text, "" if state.tone is Tone.PLAIN else state.tone.value)
        self._detail.setText(state.detail)
        self._detail.setVisible(bool(state.detail))
        self.setAccessibleName(f"{state.text} {state.detail}")
        announce(self, self.accessibleName())
