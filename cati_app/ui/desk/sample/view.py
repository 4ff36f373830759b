"""The sample tab: one page after the other, each with Enter for its verb and Esc for the way back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

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
from cati_app.ui.widgets.enter import confirms, file_dialog, is_enter, presses_button
from cati_app.ui.widgets.kit import Kit


class SampleTab(QWidget):
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
    _settled = Signal()

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self.step = SampleStep.OVERVIEW
        self.focus_waits = False
        self.overview, self.columns = OverviewPage(kit), ColumnsPage(kit)
        self.running, self.result = RunningPage(kit), ResultPage(kit)
        self._pages: dict[SampleStep, Page] = {
            SampleStep.OVERVIEW: self.overview,
            SampleStep.COLUMNS: self.columns,
            SampleStep.RUNNING: self.running,
            SampleStep.RESULT: self.result,
        }
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.dialog: QFileDialog | None = None
        self._connect()

    def _connect(self) -> None:
        self._settled.connect(self._take_focus, Qt.ConnectionType.QueuedConnection)
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
        if step is not self.step:
            self.step = step
            self._stack.setCurrentWidget(self._pages[step])
            self.focus_waits = True

    def render_overview(self, state: OverviewState) -> None:
        self.overview.render_overview(state)
        self._settle(SampleStep.OVERVIEW)

    def render_columns(self, state: ColumnsState) -> None:
        self.columns.render_columns(state)
        self._settle(SampleStep.COLUMNS)

    def render_running(self, state: RunningState) -> None:
        self.running.render_running(state)
        self._settle(SampleStep.RUNNING)

    def render_result(self, state: ResultState) -> None:
        self.result.render_result(state)
        self._settle(SampleStep.RESULT)

    def _settle(self, step: SampleStep) -> None:
        """A page that has just come to the front and has its contents gets the focus, once they are shown."""
        if self.focus_waits and step is self.step:
            self._settled.emit()

    @Slot()
    def _take_focus(self) -> None:
        if self.focus_waits and self.isVisible():
            self._pages[self.step].take_focus()
        self.focus_waits = False

    # -- keys ---------------------------------------------------------------------------------------------------

    def run_local(self, name: str) -> bool:
        """A command of the table."""
        if name in ("scroll_up", "scroll_down"):
            self._pages[self.step].scroller.scroll_by_steps(-1 if name == "scroll_up" else 1)
            return True
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
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._leave():
            return
        if event.key() == Qt.Key.Key_Escape:
            super().keyPressEvent(event)  # a message of the window may want it
        elif confirms(self._kit, event):
            if not presses_button(self):
                self._enter()
        elif not is_enter(event):
            super().keyPressEvent(event)

    def _enter(self) -> None:
        if self.step is SampleStep.COLUMNS:
            self.columns.confirm()
        elif self.step is SampleStep.RESULT and self.result.do.isEnabled():
            self.confirmed.emit()
        elif self.step is SampleStep.OVERVIEW and self.overview.question.isVisible():
            self.overview.question.confirm()

    def _leave(self) -> bool:
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
