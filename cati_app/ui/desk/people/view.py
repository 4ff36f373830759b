"""The tab of people: one page after the other, each with Enter for its verb and Esc for the way back."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from cati_app.texts import say
from cati_app.ui.desk.parts import Page
from cati_app.ui.desk.people.pages import CodePage, FormPage, ListPage, RecoveryPage, WorkPage
from cati_app.ui.desk.people.states import CodeState, PeopleState, PeopleStep, SheetState, WorkState
from cati_app.ui.stage.form_states import FormState
from cati_app.ui.stage.paper_states import PaperPage
from cati_app.ui.widgets.enter import confirms, file_dialog, is_enter, presses_button
from cati_app.ui.widgets.kit import Kit

FILE_NAME = "cati-sheet.pdf"
"""Names neither the study nor anybody: a file's name is seen by more people than what it holds."""


class Printing(Protocol):
    """Asks for a printer, and sends pages to it when one was chosen."""

    def __call__(self, tab: PeopleTab, pages: tuple[PaperPage, ...]) -> None:
        """The tab says `printed`, or `save_asked` where somebody chose a file instead."""
        ...


class PeopleTab(QWidget):
    """Implements `PeopleView`."""

    person_selected = Signal(str)
    form_given = Signal(object)
    confirmed = Signal()
    back_pressed = Signal()
    save_asked = Signal(str)
    printed = Signal(bool)
    command_asked = Signal(str)
    _settled = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self.step = PeopleStep.LIST
        self.focus_waits = False
        self.listing, self.form, self.code = ListPage(kit), FormPage(kit), CodePage(kit)
        self.work, self.sheet = WorkPage(kit), RecoveryPage(kit)
        self._pages: dict[PeopleStep, Page] = {
            PeopleStep.LIST: self.listing,
            PeopleStep.FORM: self.form,
            PeopleStep.CODE: self.code,
            PeopleStep.RUNNING: self.work,
            PeopleStep.SHEET: self.sheet,
        }
        self._sheet_pages: tuple[PaperPage, ...] = ()
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.dialog: QFileDialog | None = None
        self.printing: Printing = print_by_dialog
        self._connect()

    def _connect(self) -> None:
        self._settled.connect(self._take_focus, Qt.ConnectionType.QueuedConnection)
        self.listing.person_selected.connect(self.person_selected)
        self.listing.command_asked.connect(self.command_asked)
        self.form.form.given.connect(self.form_given)
        self.form.form.left.connect(self.back_pressed)
        self.code.confirmed.connect(self.confirmed)
        self.sheet.confirmed.connect(self.confirmed)
        self.sheet.left.connect(self.back_pressed)
        self.sheet.save_pressed.connect(self.ask_where_to_save)
        self.sheet.print_pressed.connect(self.ask_printer)

    # -- what the presenter shows -------------------------------------------------------------------------------

    def show_step(self, step: PeopleStep) -> None:
        """Bring a page to the front; secrets of the one before are forgotten."""
        if step is self.step:
            return
        if self.step is PeopleStep.FORM:
            self.form.form.forget()
        elif self.step is PeopleStep.CODE:
            self.code.forget()
        elif self.step is PeopleStep.SHEET:
            self._sheet_pages = ()
            self.sheet.render_sheet(SheetState())
        self.step = step
        self._stack.setCurrentWidget(self._pages[step])
        self.focus_waits = True

    def render_people(self, state: PeopleState) -> None:
        self.listing.render_people(state)
        self._settle(PeopleStep.LIST)

    def render_form(self, state: FormState) -> None:
        self.form.render_form(state)
        self._settle(PeopleStep.FORM)

    def render_code(self, state: CodeState) -> None:
        self.code.render_code(state)
        self._settle(PeopleStep.CODE)

    def render_work(self, state: WorkState) -> None:
        self.work.render_work(state)
        self._settle(PeopleStep.RUNNING)

    def render_sheet(self, state: SheetState) -> None:
        self._sheet_pages = state.pages
        self.sheet.render_sheet(state)
        self._settle(PeopleStep.SHEET)

    def _settle(self, step: PeopleStep) -> None:
        """A page that has just come to the front and has its contents gets the focus, once they are shown."""
        if self.focus_waits and step is self.step:
            self._settled.emit()

    @Slot()
    def _take_focus(self) -> None:
        if self.focus_waits and self.isVisible():
            self._pages[self.step].take_focus()
        self.focus_waits = False

    def take_focus(self) -> None:
        """To the page in front."""
        self._pages[self.step].take_focus()

    # -- keys ---------------------------------------------------------------------------------------------------

    def run_local(self, name: str) -> bool:
        """A command of the table."""
        if name in ("scroll_up", "scroll_down"):
            self._pages[self.step].scroller.scroll_by_steps(-1 if name == "scroll_up" else 1)
            return True
        if name == "copy_code" and self.step is PeopleStep.CODE:
            self.code.copy_code()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        leaves = event.key() == Qt.Key.Key_Escape
        if leaves and self.step in (PeopleStep.FORM, PeopleStep.SHEET):
            self.back_pressed.emit()
        elif leaves:
            super().keyPressEvent(event)  # a message of the window may want it
        elif confirms(self._kit, event):
            if not presses_button(self):
                self._enter()
        elif not is_enter(event):
            super().keyPressEvent(event)

    def _enter(self) -> None:
        if self.step is PeopleStep.FORM:
            self.form.form.confirm()
        elif self.step in (PeopleStep.CODE, PeopleStep.SHEET):
            self.confirmed.emit()

    # -- paper --------------------------------------------------------------------------------------------------

    @Slot()
    def ask_where_to_save(self) -> None:
        """A dialog that types and completes paths; it lies over the window and stops nothing."""
        dialog = self.dialog = file_dialog(self, say("Save the recovery sheet …"), str(Path.home()))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(FILE_NAME)
        dialog.fileSelected.connect(self.save_asked)
        dialog.open()

    @Slot()
    def ask_printer(self) -> None:
        """The printer's own dialog; nothing of the sheet is written to a file for it by us."""
        if self._sheet_pages:
            self.printing(self, self._sheet_pages)


def print_by_dialog(tab: PeopleTab, pages: tuple[PaperPage, ...]) -> None:
    """The printer somebody chooses in the system's dialog; a file is written by our own way, which looks where to."""
    from PySide6.QtGui import QPageSize  # noqa: PLC0415 - nobody prints at most starts
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - see above

    from cati_app.ui.widgets.paper import print_pages  # noqa: PLC0415 - see above

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setDocName("cati")
    dialog = QPrintDialog(printer, tab)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def chosen() -> None:
        if printer.outputFileName():
            tab.save_asked.emit(printer.outputFileName())
        else:
            tab.printed.emit(print_pages(printer, pages))

    dialog.accepted.connect(chosen)
    QDialog.open(dialog)  # its own `open` wants the name of a slot
