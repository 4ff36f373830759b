"""The page of the settings: parts of the study, their settings, all about the one selected."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from cati_app.texts import say
from cati_app.ui.desk.parts import Page, RowsTable
from cati_app.ui.desk.settings.states import SettingsState
from cati_app.ui.theme import TextRole
from cati_app.ui.widgets.button_row import ButtonRow
from cati_app.ui.widgets.card import Card
from cati_app.ui.widgets.command_button import command_buttons
from cati_app.ui.widgets.fields import LineField
from cati_app.ui.widgets.kit import Kit, announce, follow_font, label

_GROUPS, _DETAIL = 284, 310
_ALL_BESIDE, _TWO_BESIDE = 1080, 700
"""Pixels of normal text from which on three cards stand beside each other, and two."""
_ROWS, _GROUP_ROWS = 11, 6
_NAME, _VALUE = 0, 1
_MOST_LINES = 6


class SettingsPage(Page):
    """Arrows choose, E or Enter changes; nothing is typed here but a word to find a setting."""

    group_selected = Signal(str)
    setting_selected = Signal(str)
    command_asked = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self._kit = kit
        self._notice = label(kit, TextRole.CONTROL_STRONG, "warn", wrap=True)
        self._undo = label(kit, TextRole.CONTROL, "accent", wrap=True)
        self.field = LineField(kit.keys)
        self.field.setAccessibleName(say("Find a setting"))
        self.field.setPlaceholderText(say("Find a setting"))  # its key stands in the footer
        follow_font(kit, self.field, TextRole.CONTROL)
        self.groups = RowsTable(kit, (0,), _GROUP_ROWS)
        self.groups.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.settings = RowsTable(kit, (_NAME, _VALUE), _ROWS)
        for table, slot in ((self.groups, self._group), (self.settings, self._setting)):
            table.table.selectionModel().currentRowChanged.connect(slot)
        texts = {
            "setting_edit": say("Change …"),
            "settings_in_force": say("Put in force …"),
            "undo_setting": say("Take back"),
            "study_publish": say("Bring to the hub …"),
            "shift_log": say("Shift log"),
        }
        self.buttons = command_buttons(kit, self.command_asked, texts)
        self.buttons["setting_edit"].set_look("primary")
        self._build()
        kit.theme.changed.connect(self._arrange)
        self._arrange()

    def _build(self) -> None:
        kit = self._kit
        self._groups_card = Card(kit, say("Parts of the study"))
        self._groups_card.add(self.field)
        self._groups_card.add(self.groups, 1)
        self._foot = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._groups_card.add(self._foot)
        self._list_card = Card(kit, " ")
        self._about = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._list_card.add(self._about)
        self._list_card.add(self.settings, 1)
        self._list_card.add(ButtonRow(kit, *self.buttons.values()))
        self._detail_card = Card(kit, " ")
        self._path = label(kit, TextRole.SMALL, "muted", wrap=True)
        self._path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lines = [label(kit, TextRole.CONTROL, wrap=True) for _ in range(_MOST_LINES)]
        self._version = label(kit, TextRole.SMALL, "muted", wrap=True)
        for part in (self._path, *self._lines):
            self._detail_card.add(part)
        self._detail_card.add_stretch()
        self._detail_card.add(self._version)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._inner = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._inner.addWidget(self._list_card, 1)
        self._inner.addWidget(self._detail_card)
        self._row.addWidget(self._groups_card)
        self._row.addLayout(self._inner, 1)
        for line in (self._notice, self._undo):
            line.hide()
            self.column.addWidget(line)
        self.column.addLayout(self._row, 1)

    @Slot()
    def _arrange(self) -> None:
        theme, width = self._kit.theme, self.width()
        row, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        is_wide, is_middling = width >= theme.text_px(_ALL_BESIDE), width >= theme.text_px(_TWO_BESIDE)
        self._row.setDirection(row if is_middling else below)
        self._inner.setDirection(row if is_wide else below)
        for layout in (self._row, self._inner):
            layout.setSpacing(theme.space(3))
        for card, pixels, beside in (
            (self._groups_card, _GROUPS, is_middling),
            (self._detail_card, _DETAIL, is_wide),
        ):
            card.setMinimumWidth(theme.text_px(pixels) if beside else 0)
            card.setMaximumWidth(theme.text_px(pixels) if beside else 16_777_215)  # Qt's own: as wide as it likes

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @Slot(QModelIndex, QModelIndex)
    def _group(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid() and not self.groups.signalsBlocked():
            self.group_selected.emit(self.groups.model.key(current.row()))

    @Slot(QModelIndex, QModelIndex)
    def _setting(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid() and not self.settings.signalsBlocked():
            self.setting_selected.emit(self.settings.model.key(current.row()))

    def render_settings(self, state: SettingsState) -> None:
        """Show a state; what the tables select meanwhile asks for nothing."""
        if state.notice and state.notice != self._notice.text():
            announce(self, state.notice)
        for line, text in ((self._notice, state.notice), (self._undo, state.undo)):
            line.setText(text)
            line.setVisible(bool(text))
        for table, shown in ((self.groups, state.groups), (self.settings, state.settings)):
            selection = table.table.selectionModel()
            selection.blockSignals(True)
            table.render_table(shown)
            selection.blockSignals(False)
            table.table.viewport().update()
        self._list_card.title.setText(state.title)
        self._about.setText(state.about)
        self._detail_card.title.setText(state.name)
        self._path.setText(f"\u2066{state.path}\u2069" if state.path else "")
        for number, line in enumerate(self._lines):
            told = state.lines[number] if number < len(state.lines) else None
            line.setVisible(told is not None)
            if told is not None:
                line.setText(f"{told.name}: {told.text}" if told.name else told.text)
        self._version.setText(state.version)
        self._foot.setText(state.foot)
        self.buttons["undo_setting"].setVisible(bool(state.undo))
        self.buttons["settings_in_force"].setVisible(not state.in_force)
        self.buttons["study_publish"].setVisible(state.publishes)
        self.settings.table.setAccessibleDescription("; ".join(line.text for line in state.lines))

    def take_focus(self) -> None:
        """To the settings."""
        self.settings.table.setFocus()
