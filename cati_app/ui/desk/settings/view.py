"""The tab of settings: parts of the study, their settings, all about the one selected; the shift log behind it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from cati_app.texts import say
from cati_app.ui.desk.parts import Page
from cati_app.ui.desk.settings.list_view import SettingsPage
from cati_app.ui.desk.settings.log_view import LogPage
from cati_app.ui.desk.settings.states import SettingsState, SettingsStep, ShiftLogState
from cati_app.ui.desk.step_tab import StepTab
from cati_app.ui.widgets.enter import file_dialog
from cati_app.ui.widgets.kit import Kit

FILE_NAME = "cati-shift-log.csv"
"""Names neither the study nor the day: a file's name is seen by more people than what it holds."""


class SettingsTab(StepTab):
    """Implements `SettingsView`."""

    group_selected = Signal(str)
    setting_selected = Signal(str)
    word_typed = Signal(str)
    back_pressed = Signal()
    save_asked = Signal(str)
    command_asked = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        self.listing, self.log = SettingsPage(kit), LogPage(kit)
        pages: dict[StrEnum, Page] = {SettingsStep.LIST: self.listing, SettingsStep.LOG: self.log}
        super().__init__(kit, pages, parent)
        self.dialog: QFileDialog | None = None
        self.listing.group_selected.connect(self.group_selected)
        self.listing.setting_selected.connect(self.setting_selected)
        self.listing.field.textChanged.connect(self.word_typed)
        for page in (self.listing, self.log):
            page.command_asked.connect(self.command_asked)
        self.log.save_pressed.connect(self.ask_where_to_save)
        self.log.left.connect(self.back_pressed)
        for table in (self.listing.groups.table, self.listing.settings.table):
            table.installEventFilter(self)

    def show_step(self, step: SettingsStep) -> None:
        """Bring a page to the front."""
        self.bring_to_front(step)

    def render_settings(self, state: SettingsState) -> None:
        self.listing.render_settings(state)
        self.settle(SettingsStep.LIST)

    def render_log(self, state: ShiftLogState) -> None:
        self.log.render_log(state)
        self.settle(SettingsStep.LOG)

    # -- keys ---------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Left and right go from the parts to their settings and back; in the direction of the script."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            back, on = Qt.Key.Key_Left, Qt.Key.Key_Right
            if self.isRightToLeft():
                back, on = on, back
            if event.key() == on and watched is self.listing.groups.table:
                self.listing.settings.table.setFocus()
                return True
            if event.key() == back and watched is self.listing.settings.table:
                self.listing.groups.table.setFocus()
                return True
        return super().eventFilter(watched, event)

    def run_local(self, name: str) -> bool:
        """A command of the table."""
        if name == "settings_find" and self.step is SettingsStep.LIST:
            self.listing.field.setFocus()
            self.listing.field.selectAll()
            return True
        if name == "shift_save" and self.step is SettingsStep.LOG:
            self.ask_where_to_save()
            return True
        return super().run_local(name)

    def leave(self) -> bool:
        """Esc: out of the log; out of the field, which is emptied."""
        if self.step is SettingsStep.LOG:
            self.back_pressed.emit()
            return True
        if self.listing.field.text():
            self.listing.field.clear()
            self.listing.take_focus()
            return True
        return False

    def enter(self) -> None:
        """Enter: from the field into what was found, on a setting its panel."""
        if self.step is SettingsStep.LIST and self.listing.field.hasFocus():
            self.listing.settings.table.setFocus()
        elif self.step is SettingsStep.LIST:
            self.command_asked.emit("setting_edit")

    @Slot()
    def ask_where_to_save(self) -> None:
        """A dialog that types and completes paths; it lies over the window and stops nothing."""
        dialog = self.dialog = file_dialog(self, say("Save the shift log …"), str(Path.home()))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(FILE_NAME)
        dialog.fileSelected.connect(self.save_asked)
        dialog.open()
