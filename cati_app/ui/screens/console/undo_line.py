"""The line that says what the last result was and how long it can be taken back."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QElapsedTimer, Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cati_app.ui.presenters.states import UndoState
from cati_app.ui.theme import Role
from cati_app.ui.widgets.kit import Kit, label
from cati_app.ui.widgets.wording import command_key

translate = QCoreApplication.translate
_TICK_MS = 500


class UndoLine(QWidget):
    """Counts down by itself and hides at zero."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._undo: UndoState | None = None
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.setProperty("ground", "surface")
        self.setProperty("edge", "bottom")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._text = label(kit, Role.CONTROL, wrap=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(kit.theme.space(4), kit.theme.space(2), kit.theme.space(4), kit.theme.space(2))
        layout.addWidget(self._text)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # nothing below it moves when it comes and goes
        self.setSizePolicy(policy)
        self.hide()

    def show_undo(self, undo: UndoState | None) -> None:
        if undo is self._undo and undo is not None:
            return
        self._undo = undo
        if undo is None:
            self._timer.stop()
            self.hide()
            return
        self._since.start()
        self._timer.start()
        self._tick()
        self.show()

    @Slot()
    def _tick(self) -> None:
        undo = self._undo
        left = 0 if undo is None else undo.seconds - self._since.elapsed() // 1000
        if undo is None or left <= 0:
            self.show_undo(None)
            return
        text = translate("Dial", "{result} – {key} takes it back ({seconds} s)")
        self._text.setText(text.format(result=undo.text, key=command_key("undo"), seconds=left))
