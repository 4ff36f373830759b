"""Nothing can be called now: how many cases wait and why, and when the next one is due."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.console.states import EmptyQueueState
from cati_app.ui.stage.states import HistoryLine
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.history import HistoryList
from cati_app.ui.widgets.kit import Kit, label
from cati_app.ui.widgets.wording import command_key

_WIDTH, _WIDEST = 620, 960


class EmptyQueue(QWidget):
    """A card in the middle."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._title = label(kit, TextRole.HEADING, wrap=True)
        self._next = label(kit, TextRole.ANSWER, "accent", wrap=True)
        self._waiting = HistoryList(kit, TextRole.CONTROL)
        self._card = Card(kit, say("What waits, and why"), command_key("explain"))
        self._card.add(self._waiting)
        hint = say("The next case appears here automatically as soon as it is due.")
        self._hint = label(kit, TextRole.CONTROL, "muted", wrap=True, text=hint)
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        self._inner = QWidget()
        column = QVBoxLayout(self._inner)
        column.setSpacing(kit.theme.space(4))
        for widget in (self._title, self._next, self._card, self._hint):
            column.addWidget(widget)
        row = QHBoxLayout()  # not an alignment: that has the height which texts need at the width of the window
        row.addStretch(1)
        row.addWidget(self._inner)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(2)
        kit.theme.changed.connect(self._fit)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        self._inner.setFixedWidth(min(self._kit.theme.text_px(_WIDTH), _WIDEST))

    def render(self, state: EmptyQueueState) -> None:  # type: ignore[override]
        self._title.setText(state.title)
        self._next.setText(state.next_due)
        self._hint.setVisible(state.comes_by_itself)
        self._card.setVisible(bool(state.waiting))
        self._waiting.show_lines(tuple(HistoryLine(str(line.count), line.reason) for line in state.waiting))
