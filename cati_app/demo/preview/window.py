"""The window of the preview: the interview's own screen, a line that says what it is, and the findings beside it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from cati_app.demo.preview.frame import PreviewFrame
from cati_app.demo.preview.presenter import PreviewPresenter
from cati_app.demo.preview.source import PreviewRead, ReadForm
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.findings import Finding, Severity
from cati_app.engine.form.model import Form
from cati_app.station.machine import SystemClock
from cati_app.station.watched_files import FileState, Marks, look, marks, wait_words
from cati_app.texts import chosen, say, worded
from cati_app.ui.console.interview.view import InterviewView
from cati_app.ui.setup import application
from cati_app.ui.stage.states import ScreenName

_SETTLE_MS, _AGAIN_MS, _POLL_MS = 250, 700, 3000
_WIDTHS = (0, 480, 800, 1280)
"""Pixels of the questionnaire; 0: all there are. A narrow column shows what a small screen would fold."""


class PreviewWindow(QObject):
    """Watches the files, has them read in a lane, and shows what came. `close` joins the threads.

    Args:
        read: Reads the questionnaire anew.
    """

    def __init__(self, read: ReadForm, language: str | None = None, dark: bool | None = None) -> None:
        super().__init__()
        self._frame = PreviewFrame(language, dark)
        self._hook, self._runner = self._frame.hook, self._frame.runner
        self.shell, self.line, self.findings = self._frame.shell, self._frame.line, self._frame.findings
        self._read = read
        self._files: tuple[Path, ...] = ()
        self._marks = marks(())
        self._reading = False
        self._width = 0
        self.view = InterviewView(self._frame.kit, alone=True)
        self.shell.add_screen(ScreenName.CONSOLE, self.view)
        self.presenter = PreviewPresenter(self.shell, self.view, chosen(), SystemClock(), self._show_quota)
        self._watcher = QFileSystemWatcher(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MS)
        self._connect()

    def _connect(self) -> None:
        self._watcher.fileChanged.connect(self._stirred)
        self._watcher.directoryChanged.connect(self._stirred)
        self._soon.timeout.connect(self.look)
        self._poll.timeout.connect(self.look)
        self.findings.chosen.connect(self._show_finding)
        self.findings.left.connect(self._back_to_question)
        self.line.width_button.clicked.connect(self.change_width)
        self.line.full.clicked.connect(self.presenter.play_full)
        self.line.again.clicked.connect(self.presenter.begin_again)
        self.line.findings.clicked.connect(self.findings.take_focus)
        for keys, act in (
            ("Ctrl+W", self.change_width),
            ("Ctrl+R", self.presenter.begin_again),
            ("Ctrl+D", self.findings.take_focus),
            ("Ctrl+K", self.presenter.play_full),
        ):
            QShortcut(QKeySequence(keys), self.shell).activated.connect(act)
        self.shell.gone.connect(self._stop)

    def show(self) -> None:
        """Show the window and read for the first time."""
        self.line.show_width(self._width)
        self._frame.show(ScreenName.CONSOLE)
        self._begin_reading()
        self._poll.start()

    def run(self) -> int:
        """Until the window is closed; the exit code."""
        self.show()
        code = int(application().exec())
        self.close()
        return code

    def close(self) -> None:
        """Join the threads and close the window."""
        self._stop()
        self._frame.close()

    @Slot()
    def _stop(self) -> None:
        self._watcher.blockSignals(True)  # what changes in the folder from now on stirs nothing
        self._poll.stop()
        self._soon.stop()

    # -- the files ------------------------------------------------------------------------------------------------

    @Slot(str)
    def _stirred(self, _: str) -> None:
        """Something happened: looked at once it has settled, for a save is many steps."""
        self._soon.start(_SETTLE_MS)

    @Slot()
    def look(self) -> None:
        """Look whether what is shown is still what is saved."""
        if self._reading:
            self._soon.start(_AGAIN_MS)
            return
        self._watch()
        now = marks(self._files)
        if now == self._marks:
            return
        states = {path: look(path) for path in self._files if now[path] != self._marks.get(path)}
        for path, seen in states.items():
            if seen.state is FileState.WHOLE:
                continue
            self._tell_wait(path.name, seen.state)
            self._soon.start(_AGAIN_MS)
            return
        self._begin_reading()

    def _tell_wait(self, file: str, state: FileState) -> None:
        """Why a file is not read yet."""
        self.line.tell(wait_words(chosen(), file, state), "muted" if state is FileState.HALF else "warn")

    def _watch(self) -> None:
        """Watch what there is; a file that was renamed over another one is a new one to the system."""
        wanted = {str(path) for path in self._files if path.exists()}
        wanted |= {str(path.parent) for path in self._files if path.parent.is_dir()}
        known = {*self._watcher.files(), *self._watcher.directories()}
        if wanted - known:
            self._watcher.addPaths(sorted(wanted - known))

    def _begin_reading(self) -> None:
        self._reading = True
        before, begun_ns = marks(self._files), int(datetime.now().astimezone().timestamp() * 1e9)
        self._runner.submit("store", self._read, lambda read: self._taken(read, before, begun_ns), self._failed)

    def _taken(self, read: PreviewRead, before: Marks, begun_ns: int) -> None:
        self._reading = False
        first = self.presenter.session is None
        self._files = read.files
        now = marks(read.files)
        self._marks = {path: before.get(path, _unless_newer(mark, begun_ns)) for path, mark in now.items()}
        self._watch()
        lost = self.presenter.take(read)
        self.findings.show_findings(read.findings, cell_of=read.cell_of)
        self._tell_read(read, lost, first=first)

    def _tell_read(self, read: PreviewRead, lost: int, *, first: bool) -> None:
        errors = sum(finding.severity is Severity.ERROR for finding in read.findings)
        at = f"{datetime.now().astimezone():%H:%M:%S}"
        if read.form is None or errors:
            if self.presenter.session is None:
                told = say("Nothing can be shown until the errors are mended. Save the file, and it is read again.")
            elif read.form is None:
                told = say("Read again at {at}: errors. What could be shown last stays in sight.", at=at)
            else:
                told = say("Read at {at}. With these errors the study cannot run.", at=at)
            self.line.tell(told, "bad")
            return
        told = say("Read at {at}.", at=at) if first else say("Read again at {at}, after it was saved.", at=at)
        if lost:
            told += " " + say("Answers without a place in it now: {count}.", count=lost)
        if any(look(path).is_open for path in read.files):
            told += " " + say("Open in a spreadsheet.")
        self.line.tell(told, "ok")

    def _failed(self, error: Exception) -> None:
        self._reading = False
        if not isinstance(error, EnvironmentProblem):
            self._hook.report(error)
            return
        self._marks = marks(self._files)
        self.line.tell(f"{worded(error.message)} {worded(error.cure)}", "bad")

    # -- what the preview has besides ------------------------------------------------------------------------------

    @Slot()
    def change_width(self) -> None:
        """The next width: all there is, a narrow column, that of a small screen, that of a desk."""
        self._width = _WIDTHS[(_WIDTHS.index(self._width) + 1) % len(_WIDTHS)]
        self.view.setMaximumWidth(self._width or 16_777_215)
        self.line.show_width(self._width)

    @Slot(object)
    def _show_finding(self, finding: Finding) -> None:
        """The question of a finding, where it stands in the sheet of questions."""
        session = self.presenter.session
        name = question_of(session.form, finding) if session is not None else ""
        if name and self.presenter.show_question(name):
            self._back_to_question()

    def _show_quota(self) -> None:
        self.line.show_quota(self.presenter.quota_told)

    @Slot()
    def _back_to_question(self) -> None:
        """The keys are for answering again."""
        self.view.page.allow_focus(True)


def question_of(form: Form, finding: Finding) -> str:
    """The question a finding is about: in its row, or the first that offers the choice of its row; blank: none."""
    if finding.row is None:
        return ""
    if finding.sheet == "survey":
        return next((node.name for node in form.nodes if node.row == finding.row), "")
    if finding.sheet != "choices":
        return ""
    lists = {name for name, choices in form.lists.items() if any(choice.row == finding.row for choice in choices)}
    return next((node.name for node in form.nodes if node.choices in lists), "")


def _unless_newer(mark: tuple[int, int, int] | None, begun_ns: int) -> tuple[int, int, int] | None:
    """The mark of a file that was not known before it was read; None where it was saved since: it is read again."""
    return None if mark is not None and mark[0] >= begun_ns else mark


def preview(read: ReadForm, language: str | None = None, dark: bool | None = None) -> int:
    """Open the window; the exit code."""
    application()
    return PreviewWindow(read, language, dark).run()
