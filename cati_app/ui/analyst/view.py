"""The analyst's page: folder, tables, which interviews, formats, progress, what was written."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.analyst.states import ExportChoice, ExportState
from cati_app.ui.analyst.ticks_view import TickList
from cati_app.ui.stage.states import Tone
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.bar import ThinBar
from cati_app.ui.widgets.card import Card, centred
from cati_app.ui.widgets.enter import confirms, file_dialog, is_enter, presses_button
from cati_app.ui.widgets.fields import LineField, mark_refused
from cati_app.ui.widgets.foot_bar import FootBar
from cati_app.ui.widgets.key_button import KeyButton
from cati_app.ui.widgets.key_names import key_word
from cati_app.ui.widgets.kit import Kit, follow_font, label, set_tone
from cati_app.ui.widgets.pick_box import PickBox
from cati_app.ui.widgets.scroll import Scroll

_WIDTH, _WIDEST, _TWO_COLUMNS, _AROUND = 680, 960, 800, 60


class _WithMessages(QWidget):
    """A line, and below it what is said of it: both are in sight together."""

    def __init__(self, *messages: QWidget) -> None:
        super().__init__()
        self._messages = messages

    def message_of(self, _: QWidget) -> QWidget | None:
        """What is said, if anything is."""
        return next((message for message in self._messages if not message.isHidden()), None)


class DataExportView(QWidget):
    """Implements `ExportView`."""

    export_asked = Signal(str, object)
    stop_asked = Signal()
    since_changed = Signal(str, str)
    since_left = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._state = ExportState()
        self._parts, self._formats, self._ways = TickList(kit), TickList(kit), TickList(kit)
        self._interviews = PickBox(kit, say("Which interviews"))
        self._interviews.currentIndexChanged.connect(self._others_picked)
        self._since = LineField(kit.keys)
        self._since.setAccessibleName(say("Only what changed since"))
        follow_font(kit, self._since, TextRole.CONTROL)
        self._since.textChanged.connect(self._since_typed)
        self._since.editingFinished.connect(self._since_done)
        self._refused = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        set_tone(self._refused, Tone.WARN.value)
        self._refused.setVisible(False)
        self._given = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._given.setVisible(False)
        self._languages = PickBox(kit, say("Language of the labels"))
        self._title = label(kit, TextRole.HEADING, wrap=True)
        self._summary = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self._folder = LineField(kit.keys)
        self._folder.setAccessibleName(say("Folder"))
        follow_font(kit, self._folder, TextRole.CONTROL)
        self._browse = KeyButton(kit, say("Choose a folder …"))
        self._browse.clicked.connect(self._choose_folder)
        self._bar = ThinBar(kit)
        self._message = label(kit, TextRole.CONTROL_STRONG, wrap=True)
        self._files = label(kit, TextRole.CONTROL, "muted", wrap=True)
        self._files.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._notices_head = label(kit, TextRole.CAPTION, "muted", text=say("To know about this data set"))
        self.notices = label(kit, TextRole.CONTROL, wrap=True)
        self.notices.setTextInteractionFlags(self._files.textInteractionFlags())
        self.stop = KeyButton(kit, say("Stop"), key_word("Esc"))
        self.stop.clicked.connect(self.stop_asked)
        self._write = KeyButton(kit, say("Write the data set"), key_word("Return"), "primary")
        self._write.clicked.connect(self._ask)
        self._focus_returns = False  # to the button, once it is enabled again
        self._build()

    def _build(self) -> None:
        kit = self._kit
        self._card = Card(kit)
        self._card.add(self._title)
        self._card.add(self._summary)
        self._card.add(label(kit, TextRole.CAPTION, "muted", text=say("Folder")))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._folder, 1)
        line.addWidget(self._browse)
        self._card.add(row)
        choices: tuple[tuple[str, QWidget], ...] = (
            (say("Tables"), self._parts),
            (say("Which interviews"), self._interviews),
            (say("Only what changed since"), self._since_field()),
            (say("Formats"), self._formats),
            (say("Language of the labels"), self._languages),
            (say("Otherwise than usual"), self._ways),
        )
        for caption, widget in choices:
            self._card.add(label(kit, TextRole.CAPTION, "muted", text=caption))
            self._card.add(widget)
        for told in (self._message, self._files, self._notices_head, self.notices):
            self._card.add(told)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.addLayout(centred(self._card))
        column.addStretch(1)
        self._scroll = Scroll(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll)
        outer.addWidget(self._bar)
        outer.addWidget(FootBar(kit, self._write, self.stop))
        kit.theme.changed.connect(self._fit)
        self._fit()

    def _since_field(self) -> QWidget:
        """The line with what it does, and what the time in it gives."""
        told = say(
            "of the table of interviews only those of which something was written down since then, unweighted; those"
            " withdrawn since then as a table of their own. A day or a time, such as 2026-03-01 or 2026-03-01 18:00;"
            " empty: all"
        )
        self._since.setAccessibleDescription(told)
        field = _WithMessages(self._refused, self._given)
        column = QVBoxLayout(field)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._since)
        column.addWidget(self._refused)
        column.addWidget(self._given)
        column.addWidget(label(self._kit, TextRole.SMALL, "muted", wrap=True, text=told))
        return field

    @Slot()
    def _since_done(self) -> None:
        self.since_left.emit(self._since.text())

    @Slot()
    def _since_typed(self) -> None:
        self.since_changed.emit(self._since.text(), self._interviews.key())

    @Slot()
    def _others_picked(self) -> None:
        if self._since.text():
            self._since_typed()

    @Slot()
    def _fit(self) -> None:
        text_px = self._kit.theme.text_px
        room = max(text_px(_WIDTH), self.width() - text_px(_AROUND))
        width = min(room, _WIDEST)
        self._card.setFixedWidth(width)
        for ticks in (self._parts, self._formats, self._ways):
            ticks.arrange(2 if width >= text_px(_TWO_COLUMNS) else 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def render(self, state: ExportState) -> None:  # type: ignore[override]
        """Show a state; the folder and what is chosen by hand stay while they are offered."""
        old, self._state = self._state, state
        self._title.setText(state.title or say("Write the data set"))
        self._summary.setText(state.summary)
        if old.folder != state.folder:
            self._folder.setText(state.folder)
        if old.interviews != state.interviews:
            self._interviews.fill(state.interviews, "")
        if old.languages != state.languages:
            self._languages.fill(state.languages, "")
        self._given.setText(state.since)
        self._given.setVisible(bool(state.since))
        self._refuse_since(state)
        for ticks, before, now in (
            (self._parts, old.parts, state.parts),
            (self._formats, old.formats, state.formats),
            (self._ways, old.ways, state.ways),
        ):
            if before != now:
                ticks.fill(now)
                self._order()
        running = state.progress is not None
        self._bar.setVisible(running)
        self._bar.set_share(state.progress or 0.0)
        had_focus = self._write.hasFocus()
        self._write.setEnabled(not running)
        self.stop.setVisible(running)
        if running and had_focus:
            self._focus_returns = True
        elif not running and self._focus_returns:
            self._focus_returns = False
            self._write.setFocus()
        if state.message and (state.message != self._message.text() or not self._message.isVisible()):
            self._scroll.show_news(self._message)
        self._message.setText(state.message)
        self._message.setVisible(bool(state.message))
        set_tone(self._message, state.tone.value)
        self._files.setText("\n".join(state.files))
        self._files.setVisible(bool(state.files))
        self.notices.setText("\n".join(state.notices))
        for widget in (self._notices_head, self.notices):
            widget.setVisible(bool(state.notices))

    def _refuse_since(self, state: ExportState) -> None:
        mark_refused(self._since, bool(state.since_refused))
        self._refused.setText(state.since_refused)
        self._refused.setVisible(bool(state.since_refused))
        if state.asks_since:
            self._go_to_since()
            self._scroll.show_news(self._refused)

    def _go_to_since(self) -> None:
        self._since.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._since.selectAll()

    def begin_anew(self) -> None:
        """Somebody else may sit here now: folder, ticks and the time are what they are at first."""
        self._state = ExportState()
        self._since.blockSignals(True)
        self._since.clear()
        self._since.blockSignals(False)

    def _order(self) -> None:
        chosen = (*self._parts.boxes, self._interviews, self._since, *self._formats.boxes, self._languages)
        stops = (self._browse, *chosen, *self._ways.boxes, self._write, self.stop)
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)

    @Slot()
    def _choose_folder(self) -> None:
        dialog = file_dialog(self, say("Choose a folder …"), self._folder.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._folder.setText)
        dialog.open()

    @Slot()
    def _ask(self) -> None:
        if self._folder.text().strip() and self._state.progress is None:
            included, language = self._interviews.key(), self._languages.key()
            tables, formats, ways = self._parts.ticked(), self._formats.ticked(), self._ways.ticked()
            choice = ExportChoice(formats, tables, included, language, ways, self._since.text().strip())
            self.export_asked.emit(self._folder.text().strip(), choice)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if confirms(self._kit, event):
            if not presses_button(self):
                self._ask()
        elif event.key() == Qt.Key.Key_Escape and self._state.progress is not None:
            self.stop_asked.emit()
        elif not is_enter(event):
            super().keyPressEvent(event)

    def run_local(self, name: str) -> bool:
        if name in ("scroll_up", "scroll_down"):
            self._scroll.scroll_by_steps(-1 if name == "scroll_up" else 1)
            return True
        if name == "data_since":
            self._go_to_since()
            return True
        return False

    def take_focus(self) -> None:
        """To the verb, not to the folder: a line that is typed in keeps Ctrl+U, which changes the user elsewhere."""
        (self._write if self._write.isEnabled() else self._folder).setFocus()
