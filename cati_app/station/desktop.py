"""Composition root of the windows: brings the Qt screens, the presenters and a station together."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from cati_app.dialer.manual import ManualDialer
from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.ports.dialer import Dialer
from cati_app.station.opening import Station, study_texts
from cati_app.station.sample_desk import StationSample
from cati_app.texts import chosen, say
from cati_app.ui.analyst.presenter import Exported
from cati_app.ui.analyst.view import DataExportView
from cati_app.ui.console.dial.view import CallingView
from cati_app.ui.console.interview.view import InterviewView
from cati_app.ui.desk.sample.view import SampleTab
from cati_app.ui.desk.view import SupervisorView
from cati_app.ui.error_hook import ErrorHook
from cati_app.ui.setup import prepare
from cati_app.ui.shell.presenter import SignedIn, Views, WindowPresenter
from cati_app.ui.shell.view import Shell
from cati_app.ui.sign_in.states import LoginState, UserOption
from cati_app.ui.sign_in.view import SignInView
from cati_app.ui.stage.broadcast import Broadcast
from cati_app.ui.stage.stage import Stage
from cati_app.ui.stage.states import ScreenName, Tone
from cati_app.ui.tasks import TaskRunner
from cati_app.ui.translation import interface_language
from cati_app.ui.widgets.kit import Kit

_TICK_MS = 5000


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """How a window looks and dials."""

    language: str | None = None  # de, en; None: by the system
    dark: bool | None = None  # None: by the system
    scheme: str | None = None  # tel, sip; None: a telephone beside the screen
    sip_host: str = ""
    people: Sequence[tuple[str, str]] = ()  # logins offered on the first screen: login, label
    user: str = ""  # login chosen beforehand; blank: the first one offered
    hint: str = ""  # a line on the first screen


class Window:
    """A window with its screens and presenters; several share a station, its threads and what changes there."""

    def __init__(self, desktop: Desktop, on_stored: Callable[[int], None]) -> None:
        clock, settings = desktop.station.clock, desktop.settings
        self.shell = Shell(desktop.kit, clock.monotonic_ms)
        desktop.hook.reported.connect(self.shell.show_error)
        self.views = _views(desktop.kit, self.shell, clock.monotonic_ms)
        self.stage = Stage(self.shell, chosen(), desktop.runner, desktop.broadcast)
        login = LoginState(
            study_title=study_texts(desktop.station.loaded, desktop.language).title,
            users=tuple(UserOption(key, label) for key, label in settings.people),
            user=settings.user or (settings.people[0][0] if settings.people else ""),
            message=settings.hint,
            tone=Tone.PLAIN,
        )
        self.presenter = WindowPresenter(self.stage, self.views, desktop.sign_in, login, on_stored, desktop.add_window)
        self.timer = QTimer(self.shell)
        self.timer.timeout.connect(self.presenter.tick)

    def show(self, *, fitted: bool) -> None:
        """Open on the first screen; `fitted`: with its frame on the screen there is, else at its own size."""
        self.presenter.start()
        if fitted:
            self.shell.appear()
        else:
            self.shell.show()


class Desktop:
    """The windows on a station, with the threads they need. `close` joins them.

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
        self.hook = ErrorHook()
        self.runner = TaskRunner(self.hook.report)
        self.broadcast = Broadcast()
        self._on_stored = on_stored
        self.windows = [Window(self, on_stored)]

    @property
    def first(self) -> Window:
        """The window that opens at the start."""
        return self.windows[0]

    def show(self, *, fitted: bool = False) -> None:
        """Open the first window."""
        self.first.show(fitted=fitted)
        gc.freeze()  # what is there now stays: no collection between two questions need look through it

    def add_window(self) -> None:
        """Another window on the same station, for instance the supervisor's beside the interviewer's."""
        window = Window(self, self._on_stored)
        self.windows.append(window)
        window.timer.start(_TICK_MS)
        window.show(fitted=True)

    def run(self) -> int:
        """Show the windows until all are closed; errors of the program are shown calmly and logged."""
        self.hook.install()
        self.first.timer.start(_TICK_MS)
        self.show(fitted=True)
        code = int(application().exec())
        self.close()
        return code

    def close(self) -> None:
        """Write what is under way, join the threads and close the windows."""
        for window in self.windows:
            window.timer.stop()
        self.runner.shut_down()
        for window in self.windows:
            window.shell.allow_close()

    def sign_in(self, login: str, password: str) -> SignedIn | None:
        """Somebody at work; runs in the store's lane.

        Raises:
            RuleViolation: `signed_in_elsewhere` for an interviewer who is at work in another window.
        """
        station = self.station
        found = station.sign_in(login, password)
        if found is None:
            return None
        user, cipher = found
        if user.role is Role.ANALYST or cipher is None:
            return SignedIn(user, _Export(station, self.language, user))
        at_work = [window.presenter.signed_in for window in self.windows]
        if user.role is Role.INTERVIEWER and any(person and person.user.id == user.id for person in at_work):
            raise RuleViolation("signed_in_elsewhere")
        station.prepare(cipher, user.id)
        texts = study_texts(station.loaded, self.language)
        if user.role is Role.SUPERVISOR:
            return SignedIn(user, station.supervisor(user, cipher, texts, StationSample(station, cipher, user)))
        return SignedIn(user, station.interviewer(user, cipher, self._dialer(), texts))

    def _dialer(self) -> Dialer:
        return ManualDialer(self.settings.scheme, _open_uri, self.settings.sip_host)


def _views(kit: Kit, shell: Shell, now_ms: Callable[[], int]) -> Views:
    """The screens, each known to the shell."""
    login, dial, console = SignInView(kit), CallingView(kit, now_ms=now_ms), InterviewView(kit, now_ms=now_ms)
    board, desk, sample = SupervisorView(kit), DataExportView(kit), SampleTab(kit, now_ms)
    board.add_page("sample", say("Sample"), sample)
    for name, screen in (
        (ScreenName.LOGIN, login),
        (ScreenName.DIAL, dial),
        (ScreenName.CONSOLE, console),
        (ScreenName.BOARD, board),
        (ScreenName.DESK, desk),
    ):
        shell.add_screen(name, screen)
    return Views(login=login, dial=dial, console=console, board=board, desk=desk, cases=board.cases, sample=sample)


class _Export:
    """Fulfils the presenters' `ExportStudy`."""

    def __init__(self, station: Station, language: str, user: User) -> None:
        self._station = station
        self._user = user
        self._language = language

    def count(self) -> int:
        """Completed interviews."""
        return self._station.read_board()().completes

    def folder(self) -> str:
        """Beside the user's documents, by study."""
        return str(Path.home() / f"{self._station.loaded.study.id}-export")

    def __call__(self, folder: str, formats: Sequence[str]) -> Exported:
        """Write the data set."""
        from cati_app.station.exporting import export_station  # noqa: PLC0415 - pandas costs half a second of every start

        export = export_station(self._station, formats, Path(folder))
        self._station.note_export(self._user.id, export.rows, formats)
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
