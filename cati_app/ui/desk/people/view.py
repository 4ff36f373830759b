"""The tab of people: one page after the other, each with Enter for its verb and Esc for the way back."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from cati_app.texts import say
from cati_app.ui.desk.parts import Page
from cati_app.ui.desk.people.pages import CodePage, FormPage, ListPage, RecoveryPage, WorkPage
from cati_app.ui.desk.people.states import CodeState, PeopleState, PeopleStep, SheetState, WorkState
from cati_app.ui.desk.step_tab import StepTab
from cati_app.ui.stage.form_states import FormState
from cati_app.ui.stage.paper_states import PaperPage
from cati_app.ui.widgets.enter import file_dialog
from cati_app.ui.widgets.kit import Kit

FILE_NAME = "cati-sheet.pdf"
"""Names neither the study nor anybody: a file's name is seen by more people than what it holds."""


class Printing(Protocol):
    """Asks for a printer, and sends pages to it when one was chosen."""

    def __call__(self, tab: PeopleTab, pages: tuple[PaperPage, ...]) -> None:
        """The tab says `printed`, or `save_asked` where somebody chose a file instead."""
        ...


class PeopleTab(StepTab):
    """Implements `PeopleView`."""

    person_selected = Signal(str)
    form_given = Signal(object)
    confirmed = Signal()
    back_pressed = Signal()
    save_asked = Signal(str)
    printed = Signal(bool)
    command_asked = Signal(str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        self.listing, self.form, self.code = ListPage(kit), FormPage(kit), CodePage(kit)
        self.work, self.sheet = WorkPage(kit), RecoveryPage(kit)
        pages: dict[StrEnum, Page] = {
            PeopleStep.LIST: self.listing,
            PeopleStep.FORM: self.form,
            PeopleStep.CODE: self.code,
            PeopleStep.RUNNING: self.work,
            PeopleStep.SHEET: self.sheet,
        }
        super().__init__(kit, pages, parent)
        self._sheet_pages: tuple[PaperPage, ...] = ()
        self.dialog: QFileDialog | None = None
        self.printing: Printing = print_by_dialog
        self._connect()

    def _connect(self) -> None:
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
        self.bring_to_front(step)

    def render_people(self, state: PeopleState) -> None:
        self.listing.render_people(state)
        self.settle(PeopleStep.LIST)

    def render_form(self, state: FormState) -> None:
        self.form.render_form(state)
        self.settle(PeopleStep.FORM)

    def render_code(self, state: CodeState) -> None:
        self.code.render_code(state)
        self.settle(PeopleStep.CODE)

    def render_work(self, state: WorkState) -> None:
        self.work.render_work(state)
        self.settle(PeopleStep.RUNNING)

    def render_sheet(self, state: SheetState) -> None:
        self._sheet_pages = state.pages
        self.sheet.render_sheet(state)
        self.settle(PeopleStep.SHEET)

    # -- keys ---------------------------------------------------------------------------------------------------

    def run_local(self, name: str) -> bool:
        """A command of the table."""
        if name == "copy_code" and self.step is PeopleStep.CODE:
            self.code.copy_code()
            return True
        return super().run_local(name)

    def leave(self) -> bool:
        """Esc on the page in front; False where there is no way back."""
        if self.step not in (PeopleStep.FORM, PeopleStep.SHEET):
            return False
        self.back_pressed.emit()
        return True

    def enter(self) -> None:
        """Enter on the page in front, where no button has it."""
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
