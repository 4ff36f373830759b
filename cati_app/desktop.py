"""Composition root of the windows: brings the Qt screens, the presenters and a station together."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from cati_app.app import Station, study_texts
from cati_app.dialer.manual import ManualDialer
from cati_app.domain.people import Role
from cati_app.services.ports import Dialer
from cati_app.ui.error_hook import ErrorHook
from cati_app.ui.presenters.exporting import Exported
from cati_app.ui.presenters.stage import Stage
from cati_app.ui.presenters.states import LoginState, ScreenName, Tone, UserOption
from cati_app.ui.presenters.window import SignedIn, Views, WindowPresenter
from cati_app.ui.screens.console.dial import CallingView
from cati_app.ui.screens.console.view import InterviewView
from cati_app.ui.screens.desk.export import DataExportView
from cati_app.ui.screens.desk.login import SignInView
from cati_app.ui.screens.monitor.board import SupervisorView
from cati_app.ui.setup import prepare
from cati_app.ui.shell import Shell
from cati_app.ui.tasks import TaskRunner
from cati_app.ui.translation import QtWords, interface_language

_TICK_MS = 5000


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """How a window looks and dials."""

    language: str | None = None  # de, en; None: by the system
    dark: bool | None = None  # None: by the system
    scheme: str | None = None  # tel, sip; None: a telephone beside the screen
    sip_host: str = ""
    people: Sequence[tuple[str, str]] = ()  # logins offered on the first screen: login, label
    hint: str = ""  # a line on the first screen


class Desktop:
    """One window on a station, with the threads it needs. `close` joins them.

    Args:
        station: An open study.
        settings: Look and line.
        on_stored: Called with the number of the last event whenever answers are durable.
    """

    def __init__(
        self, station: Station, settings: WindowSettings, on_stored: Callable[[int], None] = lambda seq: None
    ) -> None:
        self.station = station
        self.settings = settings
        self.language = interface_language(settings.language)
        self.kit, self._translation = prepare(self.language)
        self.theme = self.kit.theme
        if settings.dark is not None:
            self.theme.set_dark(settings.dark)
        self.shell = Shell(self.kit, station.clock.monotonic_ms)
        self.hook = ErrorHook()
        self.hook.reported.connect(self.shell.show_error)
        self.runner = TaskRunner(self.hook.report)
        self.views = self._views()
        self.stage = Stage(self.shell, QtWords(), self.runner)
        login = LoginState(
            study_title=study_texts(station.loaded, self.language).title,
            users=tuple(UserOption(key, label) for key, label in settings.people),
            user=settings.people[0][0] if settings.people else "",
            message=settings.hint,
            tone=Tone.PLAIN,
        )
        self.presenter = WindowPresenter(self.stage, self.views, self.sign_in, login, on_stored)
        self._timer = QTimer(self.shell)
        self._timer.timeout.connect(self.presenter.tick)

    def show(self) -> None:
        """Open the window on the first screen."""
        self.presenter.start()
        self.shell.appear()
        gc.freeze()  # what is there now stays: no collection between two questions need look through it

    def run(self) -> int:
        """Show the window until it is closed; errors of the program are shown calmly and logged."""
        self.hook.install()
        self._timer.start(_TICK_MS)
        self.show()
        code = int(application().exec())
        self.close()
        return code

    def close(self) -> None:
        """Write what is under way, join the threads and close the window."""
        self._timer.stop()
        self.runner.shut_down()
        self.shell.allow_close()

    def sign_in(self, login: str, password: str) -> SignedIn | None:
        """Somebody at work; runs in the store's lane."""
        station = self.station
        found = station.sign_in(login, password)
        if found is None:
            return None
        user, cipher = found
        if user.role is Role.ANALYST or cipher is None:
            return SignedIn(user, None, _Export(station, self.language))
        station.prepare(cipher)
        texts = study_texts(station.loaded, self.language)
        return SignedIn(user, station.workplace(user, cipher, self._dialer(), texts), None)

    def _dialer(self) -> Dialer:
        return ManualDialer(self.settings.scheme, _open_uri, self.settings.sip_host)

    def _views(self) -> Views:
        kit, now_ms = self.kit, self.station.clock.monotonic_ms
        login, dial, console = SignInView(kit), CallingView(kit, now_ms=now_ms), InterviewView(kit, now_ms=now_ms)
        board, desk = SupervisorView(kit), DataExportView(kit)
        for name, screen in (
            (ScreenName.LOGIN, login),
            (ScreenName.DIAL, dial),
            (ScreenName.CONSOLE, console),
            (ScreenName.BOARD, board),
            (ScreenName.DESK, desk),
        ):
            self.shell.add_screen(name, screen)
        return Views(login=login, dial=dial, console=console, board=board, desk=desk)


class _Export:
    """Fulfils the presenters' `ExportStudy`."""

    def __init__(self, station: Station, language: str) -> None:
        self._station = station
        self._language = language

    def count(self) -> int:
        """Completed interviews."""
        return self._station.read_board()().completes

    def folder(self) -> str:
        """Beside the user's documents, by study."""
        return str(Path.home() / f"{self._station.loaded.study.id}-export")

    def __call__(self, folder: str, formats: Sequence[str]) -> Exported:
        """Write the data set."""
        from cati_app.exporting import export_station  # noqa: PLC0415 - pandas costs half a second of every start

        export = export_station(self._station, formats, Path(folder))
        return Exported(tuple(str(file) for file in export.files), export.rows)


def application(arguments: Sequence[str] = ()) -> QApplication:
    """The one QApplication, made if there is none."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["cati", *arguments])
        app.setApplicationName("cati")
    return app


def _open_uri(uri: str) -> bool:
    return QDesktopServices.openUrl(QUrl(uri))
