"""The sample tab: one page after the other, each with Enter for its verb and Esc for the way back."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from cati_app.texts import say
from cati_app.ui.desk.parts import Page
from cati_app.ui.desk.sample.columns_view import ColumnsPage
from cati_app.ui.desk.sample.overview_view import OverviewPage
from cati_app.ui.desk.sample.result import ResultPage
from cati_app.ui.desk.sample.running import RunningPage
from cati_app.ui.desk.sample.states import (
    ColumnsState,
    OverviewQuestion,
    OverviewState,
    ResultState,
    RunningState,
    SampleStep,
)
from cati_app.ui.desk.step_tab import StepTab
from cati_app.ui.widgets.enter import file_dialog
from cati_app.ui.widgets.kit import Kit


class SampleTab(StepTab):
    """Implements `SampleView`."""

    file_chosen = Signal(str)
    sheet_chosen = Signal(str)
    hidden_chosen = Signal(bool)
    columns_given = Signal(object, bool, str)
    confirmed = Signal()
    back_pressed = Signal()
    filter_chosen = Signal(str)
    save_asked = Signal(str)
    asked = Signal(object)
    release_confirmed = Signal()
    block_given = Signal(str)
    unblock_given = Signal(str, str, str, str)

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        self.overview, self.columns = OverviewPage(kit), ColumnsPage(kit)
        self.running, self.result = RunningPage(kit), ResultPage(kit)
        pages: dict[StrEnum, Page] = {
            SampleStep.OVERVIEW: self.overview,
            SampleStep.COLUMNS: self.columns,
            SampleStep.RUNNING: self.running,
            SampleStep.RESULT: self.result,
        }
        super().__init__(kit, pages, parent)
        self.dialog: QFileDialog | None = None
        self._connect()

    def _connect(self) -> None:
        self.overview.import_asked.connect(self.choose_file)
        self.overview.asked.connect(self.asked)
        self.overview.question.release_confirmed.connect(self.release_confirmed)
        self.overview.question.block_given.connect(self.block_given)
        self.overview.question.unblock_given.connect(self.unblock_given)
        self.columns.given.connect(self.columns_given)
        self.columns.sheet_chosen.connect(self.sheet_chosen)
        self.columns.hidden.clicked.connect(self.hidden_chosen)
        self.columns.back_pressed.connect(self.back_pressed)
        self.running.stop_pressed.connect(self.back_pressed)
        self.result.confirmed.connect(self.confirmed)
        self.result.back_pressed.connect(self.back_pressed)
        self.result.filter_chosen.connect(self.filter_chosen)
        self.result.save_asked.connect(self.choose_report)

    # -- what the presenter shows -------------------------------------------------------------------------------

    def show_step(self, step: SampleStep) -> None:
        """Bring a page to the front."""
        self.bring_to_front(step)

    def render_overview(self, state: OverviewState) -> None:
        self.overview.render_overview(state)
        self.settle(SampleStep.OVERVIEW)

    def render_columns(self, state: ColumnsState) -> None:
        self.columns.render_columns(state)
        self.settle(SampleStep.COLUMNS)

    def render_running(self, state: RunningState) -> None:
        self.running.render_running(state)
        self.settle(SampleStep.RUNNING)

    def render_result(self, state: ResultState) -> None:
        self.result.render_result(state)
        self.settle(SampleStep.RESULT)

    # -- keys ---------------------------------------------------------------------------------------------------

    def run_local(self, name: str) -> bool:
        """A command of the table."""
        questions = {
            "sample_release": OverviewQuestion.RELEASE,
            "sample_block": OverviewQuestion.BLOCK,
            "sample_unblock": OverviewQuestion.UNBLOCK,
        }
        if name == "sample_save" and self.step is SampleStep.RESULT:
            self.choose_report()
        elif self.step is SampleStep.OVERVIEW and name == "sample_import":
            self.choose_file()
        elif self.step is SampleStep.OVERVIEW and name in questions:
            self.asked.emit(questions[name])
        else:
            return super().run_local(name)
        return True

    def enter(self) -> None:
        """Enter on the page in front, where no button has it."""
        if self.step is SampleStep.COLUMNS:
            self.columns.confirm()
        elif self.step is SampleStep.RESULT and self.result.do.isEnabled():
            self.confirmed.emit()
        elif self.step is SampleStep.OVERVIEW and self.overview.question.isVisible():
            self.overview.question.confirm()

    def leave(self) -> bool:
        """The way back; False where there is none."""
        if self.step is not SampleStep.OVERVIEW:
            self.back_pressed.emit()
        elif self.overview.question.isVisible():
            self.asked.emit(OverviewQuestion.NOTHING)
        else:
            return False
        return True

    # -- files --------------------------------------------------------------------------------------------------

    @Slot()
    def choose_file(self) -> None:
        """A dialog that types and completes paths; it lies over the window and stops nothing."""
        dialog = self._dialog(say("Import a file …"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [
                say("Samples (*.csv *.txt *.tsv *.xlsx *.xlsm)"),
                say("All files (*)"),
            ]
        )
        dialog.fileSelected.connect(self.file_chosen)
        dialog.open()

    @Slot()
    def choose_report(self) -> None:
        """Where the report goes."""
        dialog = self._dialog(say("Save the report …"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile("report.csv")
        dialog.fileSelected.connect(self.save_asked)
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        self.dialog = file_dialog(self, title, str(Path.home()))
        return self.dialog
