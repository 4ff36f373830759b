"""Composition of a new study's pages: the window, its presenter, and the eye on the questionnaire."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QTimer, Slot

from cati_app.station.watched_files import FileState, look, marks, wait_words
from cati_app.texts import chosen
from cati_app.ui.error_hook import ErrorHook
from cati_app.ui.setting_up.field_port import FieldServices
from cati_app.ui.setting_up.field_presenter import FieldPresenter
from cati_app.ui.setting_up.port import SettingUpServices
from cati_app.ui.setting_up.presenter import SettingUpPresenter
from cati_app.ui.setting_up.view import SettingUpWindow
from cati_app.ui.setup import prepare
from cati_app.ui.tasks import TaskRunner
from cati_app.ui.translation import interface_language

_POLL_MS = 1500


class SettingUp(QObject):
    """The pages until a study is in the field, somebody goes back, or the window is closed.

    Args:
        field: What is done once the folder is there.
        show_preview: Opens the questionnaire as interviewers will see it, in a window of its own beside this one.
    """

    def __init__(
        self,
        services: SettingUpServices,
        field: FieldServices,
        show_preview: Callable[[Path], None],
        home: Path,
        language: str | None = None,
    ) -> None:
        super().__init__()
        self._kit, self._translation = prepare(interface_language(language))
        self._hook = ErrorHook()
        self._hook.install()
        self._runner = TaskRunner(self._hook.report)
        self._loop = QEventLoop()
        self._show_preview = show_preview
        self._services, self._field_services = services, field
        self.made: Path | None = None
        self.window = SettingUpWindow(self._kit)
        self.presenter = SettingUpPresenter(
            self.window, services, chosen(), self._runner, self._was_made, self._loop.quit, home
        )
        self.field = FieldPresenter(self.window, field, chosen(), self._runner, self._ended, home)
        self.window.preview_asked.connect(self._preview)
        self.window.closed.connect(self._loop.quit)
        self._seen = marks(())
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MS)
        self._poll.timeout.connect(self.look)

    def show(self) -> None:
        """Show the first page."""
        self.presenter.start()
        self.window.showMaximized()
        self.window.card.take_focus()
        self._poll.start()

    def run(self) -> None:
        """Until the window is left."""
        self.show()
        self._loop.exec()
        self.close()

    def close(self) -> None:
        """Join the threads and take the window away."""
        self._poll.stop()
        self._runner.shut_down()
        self._field_services.close()
        self.window.closed.disconnect(self._loop.quit)
        self.window.close()

    def _was_made(self, folder: Path) -> None:
        self.made = folder
        self._poll.stop()
        self.field.begin(folder)

    def _ended(self, whole: bool) -> None:
        if whole:
            self._services.ended()
        self._loop.quit()

    @Slot()
    def look(self) -> None:
        """Whether the questionnaire was saved since; what cannot be read yet is told, and looked at the next time."""
        if not self.presenter.form:
            return
        path = Path(self.presenter.form).expanduser()
        before, now = self._seen, marks([path])
        state = FileState.WHOLE if now == before else look(path).state
        if path in before:  # a path that is still typed is no file that is missed
            self.presenter.waits_for_file(wait_words(chosen(), path.name, state))
        if now == before or state is not FileState.WHOLE:
            return
        self._seen = now
        if path in before:
            self.presenter.saved(f"{datetime.now().astimezone():%H:%M:%S}")

    @Slot()
    def _preview(self) -> None:
        if self.presenter.form:
            self._show_preview(Path(self.presenter.form).expanduser())
