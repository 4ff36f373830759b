"""The page of reports: a list, the verbs, and the pages of the one that is looked at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.analyst.reports.states import ReportsState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.bar import ThinBar
from cati_app.ui.widgets.button_row import ButtonRow
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.enter import confirms, is_enter, presses_button
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.keyed_list import KeyedList
from cati_app.ui.widgets.kit import Kit, announce, label, set_tone
from cati_app.ui.widgets.list_and_column import ListAndColumn
from cati_app.ui.widgets.opened_files import open_with_system
from cati_app.ui.widgets.paper import PaperView
from cati_app.ui.widgets.wording import command_key

_LIST, _BESIDE_FROM = 230, 900


class ReportsPage(QWidget):
    """Implements `ReportsView`."""

    report_chosen = Signal(str)
    look_asked = Signal()
    command_asked = Signal(str)
    stop_asked = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._state = ReportsState()
        self.list = KeyedList(kit, say("Reports"))
        self.list.installEventFilter(self)
        self.list.key_chosen.connect(self.report_chosen)
        self._detail = label(kit, TextRole.SMALL, "muted", wrap=True)
        self.look = KeyButton(kit, say("Look at the pages"), key_word("Return"), "primary")
        self.look.clicked.connect(self.look_asked)
        self.buttons = {
            "reports_language": self._button("reports_language", ""),
            "reports_write": self._button("reports_write", say("Write the report …")),
            "reports_open": self._button("reports_open", say("Open the files")),
        }
        self.stop = KeyButton(kit, say("Stop"), key_word("Esc"))
        self.stop.clicked.connect(self.stop_asked)
        self._message = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._files = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._empty = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self._looked = label(kit, TextRole.CAPTION, "muted", wrap=True)
        self.paper = PaperView(kit)
        self._bar = ThinBar(kit)
        self._build()
        kit.theme.changed.connect(self._arrange)
        self._arrange()
        self.render(ReportsState())

    def _button(self, command: str, text: str) -> KeyButton:
        button = KeyButton(self._kit, text, command_key(command))
        button.setObjectName(command)
        button.clicked.connect(self._pressed)
        return button

    @Slot()
    def _pressed(self) -> None:
        self.command_asked.emit(self.sender().objectName())

    def _build(self) -> None:
        kit = self._kit
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self.list)
        side.addWidget(self._detail)
        side.addStretch(1)
        card = Card(kit)
        parts = (ButtonRow(kit, self.look, *self.buttons.values(), self.stop), self._message, self._files, self._empty)
        for part in parts:
            card.add(part)
        self._parts = ListAndColumn(kit, self._side, (card, self._looked, self.paper))
        self._parts.fill(self, self._bar)

    @Slot()
    def _arrange(self) -> None:
        theme = self._kit.theme
        self._parts.arrange(self.width(), _LIST, _BESIDE_FROM)
        line = theme.line_height(TextRole.CONTROL) + theme.space(4)
        self.list.setFixedHeight(line * max(2, self.list.count()) + theme.space(3))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # -- what is shown ------------------------------------------------------------------------------------------

    def render(self, state: ReportsState) -> None:  # type: ignore[override]
        """Show a state; parts equal to the last ones are left alone."""
        old, self._state = self._state, state
        if old.reports != state.reports:
            self.list.fill((line.key, line.label) for line in state.reports)
            self._arrange()
        self.list.mark(state.selected)
        self._detail.setText(next((line.detail for line in state.reports if line.key == state.selected), ""))
        running = state.progress is not None
        self._bar.setVisible(running)
        self._bar.set_share(state.progress or 0.0)
        self.stop.setVisible(running)
        for button in (self.look, self.buttons["reports_write"]):
            button.setEnabled(not running)
        self.buttons["reports_language"].set_texts(state.language, command_key("reports_language"))
        self.buttons["reports_open"].setVisible(bool(state.files))
        if state.message and state.message != self._message.text():
            announce(self, state.message)
            self._parts.scroller.show_news(self._message)
        set_tone(self._message, state.tone.value)
        shown: tuple[tuple[QLabel, str], ...] = (
            (self._message, state.message),
            (self._files, "\n".join(state.files)),
            (self._empty, state.empty),
            (self._looked, state.looked),
        )
        for part, text in shown:
            part.setText(text)
            part.setVisible(bool(text))
        self.paper.setVisible(bool(state.pages))
        self.paper.render_pages(state.pages)

    def open_files(self, files: tuple[str, ...]) -> tuple[str, ...]:
        """With the program that the system has for them; those that did not open."""
        return open_with_system(files)

    # -- keys ---------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.list or not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if is_enter(event):
            event.ignore()  # it belongs to the page
        return is_enter(event)

    def run_local(self, name: str) -> bool:
        """A command of the table of commands."""
        if name not in ("scroll_up", "scroll_down"):
            return False
        self._parts.scroller.scroll_by_steps(-1 if name == "scroll_up" else 1)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if confirms(self._kit, event):
            if not presses_button(self) and self._state.progress is None:
                self.look_asked.emit()
        elif event.key() == Qt.Key.Key_Escape and self._state.progress is not None:
            self.stop_asked.emit()
        elif not is_enter(event):
            super().keyPressEvent(event)

    def take_focus(self) -> None:
        """To the list of reports."""
        self.list.setFocus()
