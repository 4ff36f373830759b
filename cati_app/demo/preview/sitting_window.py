"""The preview of an expert study: the guided screen on the guide as it was saved last; nothing is stored."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Slot

from cati_app.demo.preview.frame import PreviewFrame
from cati_app.domain.findings import Finding, Severity
from cati_app.domain.sittings.facts import SittingFacts
from cati_app.domain.sittings.guide import TopicGuide
from cati_app.domain.sittings.guided_interview import GuidedInterview
from cati_app.fieldwork.sitting.sitting_conduct import SittingConduct
from cati_app.fieldwork.sitting.sitting_protocol import WriteSitting
from cati_app.station.machine import SystemClock, UuidSource
from cati_app.station.watched_files import FileState, look, marks
from cati_app.texts import chosen, say
from cati_app.ui.console.sitting.presenter import SittingPresenter
from cati_app.ui.console.sitting.view import SittingView
from cati_app.ui.console.sitting.words import SittingTexts
from cati_app.ui.setup import application
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import HeaderState, ScreenName
from cati_app.values import dataclass

_LOOK_MS = 1_000


@dataclass(frozen=True, slots=True)
class GuideRead:
    """An expert study as it was read.

    Args:
        guide: None where it has errors.
        languages: Names by code; conversations begin in the first.
        zone: IANA name.
        files: When one of these changes, it is read again.
    """

    guide: TopicGuide | None
    title: str
    languages: Mapping[str, str]
    zone: str
    expected_min: int
    sittings_most: int
    findings: tuple[Finding, ...]
    files: tuple[Path, ...]


class _Kept:
    """Implements `SittingStore` for as long as the window is open."""

    def __init__(self) -> None:
        self.facts: tuple[SittingFacts, ...] = ()

    def keep(self, write: WriteSitting, done: Callable[[], None], failed: Callable[[], None]) -> None:
        self.facts += write.facts
        done()


class GuidePreviewWindow(QObject):
    """Shows the sitting, reads the guide anew when it was saved. `close` joins the threads.

    Args:
        read: Reads the study anew.
    """

    def __init__(self, read: Callable[[], GuideRead], language: str | None = None, dark: bool | None = None) -> None:
        super().__init__()
        self._frame = PreviewFrame(language, dark, with_keys=False)
        self._hook, self._runner = self._frame.hook, self._frame.runner
        self.shell, self.line, self.findings = self._frame.shell, self._frame.line, self._frame.findings
        self._read, self._reading = read, False
        self._files: tuple[Path, ...] = ()
        self._marks = marks(())
        self._shown: GuideRead | None = None
        self._clock = SystemClock()
        self._ids = UuidSource(self._clock, random.SystemRandom())
        self._kept = _Kept()
        self.view = SittingView(self._frame.kit)
        self.shell.add_screen(ScreenName.SITTING, self.view)
        self.findings.hide()
        self.stage = Stage(self.shell, chosen(), self._runner)
        self.presenter = SittingPresenter(self.stage, self.view, self._clock, self._kept, self._over)
        self.presenter.hear(self.shell)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self.look)
        self.findings.left.connect(self._back_to_text)
        self.shell.close_asked.connect(self.shell.allow_close)
        self.shell.gone.connect(self._stop)

    def show(self) -> None:
        """Show the window and read for the first time."""
        self.stage.situate(screen=ScreenName.SITTING)
        self._frame.show(ScreenName.SITTING)
        self._begin_reading()
        self._look.start()

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
        self._look.stop()

    @Slot()
    def _back_to_text(self) -> None:
        self.view.allow_focus(True)

    @Slot()
    def look(self) -> None:
        """Read again what was saved, once it is whole."""
        if self._reading or marks(self._files) == self._marks:
            return
        if all(look(path).state is FileState.WHOLE for path in self._files):
            self._begin_reading()

    def _begin_reading(self) -> None:
        self._reading = True
        self._marks = marks(self._files)
        self._runner.submit("store", self._read, self._taken, self._failed)

    def _failed(self, error: Exception) -> None:
        self._reading = False
        self._hook.report(error)

    def _taken(self, read: GuideRead) -> None:
        self._reading = False
        if self._files != read.files:
            self._files, self._marks = read.files, marks(read.files)
        self.findings.show_findings(read.findings)
        errors = any(finding.severity is Severity.ERROR for finding in read.findings)
        self.findings.setVisible(errors)
        self.shell.render(HeaderState(say("Preview: {title}", title=read.title)))
        at = f"{datetime.now().astimezone():%H:%M:%S}"
        if read.guide is None:
            told = say("The guide has errors; save it mended, and it is read again. What was read last stays in sight.")
            self.line.tell(told, "bad")
            return
        self.line.tell(say("Read at {at}.", at=at), "ok")
        self._shown = read
        self._go_on(read, read.guide)

    def _go_on(self, read: GuideRead, guide: TopicGuide) -> None:
        """The same conversation with the guide as it stands now, at the same card."""
        running = self.presenter.conduct
        first = GuidedInterview(guide, None, read.sittings_most)
        conduct = SittingConduct(
            first.after_all(self._kept.facts), running.draft if running is not None else None, self._ids
        )
        texts = SittingTexts(
            say("Nobody is called"),
            next(iter(read.languages)),
            ZoneInfo(read.zone),
            read.expected_min,
            is_kept=False,
            languages=read.languages,
        )
        self.presenter.begin(conduct, texts)

    def _over(self, complete: bool) -> None:
        """The sitting ended; the next begins, and after the last one all begins again."""
        read = self._shown
        assert read is not None
        assert read.guide is not None
        held = GuidedInterview(read.guide, None, read.sittings_most).after_all(self._kept.facts).sitting
        if held >= read.sittings_most:
            self._kept.facts = ()
        said = say("All that must be asked was asked.") if complete else say("Something that must be asked is open.")
        self._go_on(read, read.guide)
        told = say("The sitting has ended; in the preview the next one begins at once.")
        self.stage.say(told, said)


def preview_guide(read: Callable[[], GuideRead], language: str | None = None, dark: bool | None = None) -> int:
    """Open the window; the exit code."""
    application()
    return GuidePreviewWindow(read, language, dark).run()
