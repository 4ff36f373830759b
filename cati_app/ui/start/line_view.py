"""A study on the start page: its name, where it is, and when it was opened last."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from cati_app.texts import say
from cati_app.ui.start.states import StudyLine
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.enter import confirms, is_enter
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, label


class StudyRow(QFrame):
    """Has the focus as a whole; Enter opens it, Del takes it off the list."""

    open_asked = Signal(str)
    forget_asked = Signal(str)
    step_asked = Signal(int)
    focused = Signal(str)

    def __init__(self, kit: Kit, line: StudyLine) -> None:
        super().__init__()
        self._kit, self.line = kit, line
        self.setProperty("ground", "row" if line.is_there else "row_gone")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{line.title}, {line.state}")
        self.setAccessibleDescription(line.detail)
        self._open = KeyButton(kit, say("Open"), key_word("Return"), "primary")
        self._open.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._open.clicked.connect(self._ask)
        texts = QVBoxLayout()
        texts.setSpacing(kit.theme.space(1))
        texts.addWidget(label(kit, TextRole.TITLE, wrap=True, text=line.title))
        tone = "muted" if line.tone.value == "plain" else line.tone.value
        texts.addWidget(label(kit, TextRole.CONTROL_STRONG, tone, wrap=True, text=line.state))
        texts.addWidget(label(kit, TextRole.SMALL, "muted", wrap=True, text=line.detail))
        self._row = QHBoxLayout(self)
        self._row.addLayout(texts, 1)
        self._row.addWidget(self._open)
        keep = self._open.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._open.setSizePolicy(keep)
        self._open.hide()
        kit.theme.changed.connect(self._space)
        self._space()

    @Slot()
    def _space(self) -> None:
        theme = self._kit.theme
        self._row.setContentsMargins(theme.space(4), theme.space(3), theme.space(3), theme.space(3))
        self._row.setSpacing(theme.space(4))

    @Slot()
    def _ask(self) -> None:
        self.open_asked.emit(self.line.key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._open.setVisible(self.line.is_there)
        self.focused.emit(self.line.key)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._open.hide()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if is_enter(event):
            if confirms(self._kit, event):
                self._ask()
        elif key == Qt.Key.Key_Delete:
            self.forget_asked.emit(self.line.key)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step_asked.emit(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)
