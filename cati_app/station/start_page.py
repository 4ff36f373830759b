"""Composition of the start page: the window, its presenter, and what the commands do behind it."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEventLoop

from cati_app.station.known_studies import KnownStudies
from cati_app.texts import chosen
from cati_app.ui.setup import prepare
from cati_app.ui.stage.runner import Lane
from cati_app.ui.start.port import Leave, StudiesListed
from cati_app.ui.start.presenter import StartPresenter
from cati_app.ui.start.view import StartWindow
from cati_app.ui.translation import interface_language
from cati_app.values import dataclass

if TYPE_CHECKING:
    from cati_app.ui.tasks import TaskRunner

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ways:
    """What is behind the page; as `StartServices`, whose index `StartPage` adds. None: not offered."""

    prepare: Callable[[Path], object]
    enter: Callable[[object, str], Leave]
    join: Callable[[str, Path, str], None]
    new: Callable[[], Leave] | None = None
    preview: Callable[[Path], Leave] | None = None
    language: Callable[[str], Leave] | None = None


class _OnDemand:
    """Lanes of threads from the first piece of work on; a start has none."""

    def __init__(self, unhandled: Callable[[Exception], None]) -> None:
        self._unhandled = unhandled
        self._runner: TaskRunner | None = None

    def submit(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        if self._runner is None:
            from cati_app.ui.tasks import TaskRunner  # noqa: PLC0415 - the first screen has no work for it

            self._runner = TaskRunner(self._unhandled)
        self._runner.submit(lane, work, done, failed)

    def shut_down(self) -> None:
        """Join the threads."""
        if self._runner is not None:
            self._runner.shut_down()


class StartPage:
    """The page until something is chosen. `close` joins its threads.

    Args:
        known: The index of this machine.
        ways: What is behind the page.
        home: Where dialogs for files begin.
        language: `de` or `en`; None: by the system.
    """

    def __init__(self, known: KnownStudies, ways: Ways, home: Path, language: str | None = None) -> None:
        self._known, self._ways = known, ways
        self._kit, self._translation = prepare(interface_language(language))
        self._loop = QEventLoop()
        self._next: Leave | None = None
        further = ("new", "preview", "language")
        offered = {"folder", "join"} | {name for name in further if getattr(ways, name) is not None}
        self.window = StartWindow(self._kit, frozenset(offered))
        self.window.closed.connect(self._loop.quit)
        self._runner = _OnDemand(self._rise)
        self.presenter = StartPresenter(self.window, self, chosen(), self._runner, self._leave, home)

    def choose(self) -> Leave | None:
        """Show the page until it is closed (None) or something else comes in its place."""
        self.show()
        self._loop.exec()
        self.close()
        return self._next

    def show(self) -> None:
        """Show the page."""
        self.presenter.start()
        self.window.showMaximized()
        gc.enable()  # the command begins without

    def close(self) -> None:
        """Join the threads and take the window away."""
        self._runner.shut_down()
        self.window.closed.disconnect(self._loop.quit)
        self.window.close()

    @staticmethod
    def _rise(error: Exception) -> None:
        raise error

    def _leave(self, leave: Leave) -> None:
        self._next = leave
        self._loop.quit()

    # -- StartServices ------------------------------------------------------------------------------------------

    def read(self) -> StudiesListed:
        """What the index says."""
        now = self._known.read()
        days = [study.opened_at.astimezone().date() for study in now.studies]
        return StudiesListed(now.studies, days, now.kept)

    def forget(self, folder: Path) -> None:
        """Take a study off the index. OSError where it cannot be written."""
        self._known.forget(folder)

    def prepare(self, folder: Path) -> object:
        """Read a study."""
        return self._ways.prepare(folder)

    def enter(self, prepared: object, passphrase: str) -> Leave:
        """Open its database."""
        return self._ways.enter(prepared, passphrase)

    def join(self, code: str, folder: Path, passphrase: str) -> None:
        """Make a study folder out of what waits at a hub."""
        self._ways.join(code, folder, passphrase)

    def other_language(self) -> Leave | None:
        """The page in the other language; the windows after it too."""
        other = "en" if self._translation.language == "de" else "de"
        return self._ways.language(other) if self._ways.language is not None else None

    def begin_new(self) -> Leave | None:
        """Set a study up."""
        self.window.repaint()  # it says that a window is being opened; to load that takes a moment
        return self._ways.new() if self._ways.new is not None else None

    def preview(self, form: Path) -> Leave | None:
        """The questionnaire as interviewers will see it."""
        self.window.repaint()
        return self._ways.preview(form) if self._ways.preview is not None else None
