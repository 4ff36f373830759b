"""Enter on the result of a call → the next case painted: real keys into the real window, with a million cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cati_app.demo.hands import KEYS, type_character
from cati_app.station.desktop import Desktop, WindowSettings
from cati_app.station.opening import Station
from cati_app.ui.setup import application
from cati_app.ui.shell.view import Shell
from cati_app.ui.stage.states import ScreenName
from tests.bench.machine import Measured, Stopwatch

WARM_UP = 30
_RESULTS = "12"  # no answer, busy: both leave the case open


@dataclass
class WindowTimes:
    """What each measured key took, of processor time that of all threads of the application; and megabytes."""

    painted: list[Measured] = field(default_factory=list)
    products: list[float] = field(default_factory=list)
    memory_mb: float = 0.0  # of the process with its window, at the end


class CallingHands:
    """Signs in, dials, hangs up and gives results by keys."""

    def __init__(self, station: Station, login: str, password: str) -> None:
        application()
        self._station = station
        self._password = password
        self._desktop = Desktop(station, WindowSettings(language="de", dark=False, people=[(login, login)]))
        self._watch = Stopwatch()
        self.times = WindowTimes()

    def run(self, rounds: int) -> WindowTimes:
        """So many results, after a warm-up."""
        try:
            return self._measured(rounds)
        finally:
            self.close()

    def _measured(self, rounds: int) -> WindowTimes:
        self.sign_in()
        for turn in range(rounds + WARM_UP):
            self.call_and_select(_RESULTS[turn % len(_RESULTS)])
            before = self._case
            self._watch.look()
            self._watch.time(self.confirm, self.times.painted)
            assert self._case != before, "the key did not bring another case"
        self.times.memory_mb = resident_mb()
        self.times.painted = self.times.painted[WARM_UP:]
        self.times.products = self._watch.products[WARM_UP:]
        return self.times

    @property
    def shell(self) -> Shell:
        """The window."""
        return self._desktop.first.shell

    def sign_in(self) -> None:
        """Until the first case is in sight."""
        self._desktop.show()
        self.shell.activateWindow()
        self._rest()
        self._type(self._password)
        self._press("Return")
        self.shell.activateWindow()  # a window whose screens were made meanwhile has no focus of its own
        self._rest()
        assert self._desktop.first.stage.situation.screen is ScreenName.DIAL

    def call_and_select(self, digit: str) -> None:
        """Dial, hang up after ten seconds and select a result."""
        self._press("F5")
        self._station.clock.move(10)  # type: ignore[attr-defined]
        self._press("F5")
        self._type(digit)

    def confirm(self) -> None:
        """Enter, until the next case is painted."""
        self._press("Return")

    def close(self) -> None:
        """End the application; else its threads keep the process alive."""
        self._desktop.close()

    @property
    def _case(self) -> str:
        interviewer = self._desktop.first.roles.interviewing
        assert interviewer is not None
        assert interviewer.calling.offer is not None
        return str(interviewer.calling.offer.case.id)

    def _target(self) -> QWidget:
        return QApplication.focusWidget() or self.shell

    def _type(self, text: str) -> None:
        for character in text:
            type_character(self._target(), character)
        self._rest()

    def _press(self, key: str) -> None:
        QTest.keyClick(self._target(), KEYS[key])
        self._rest()

    def _rest(self) -> None:
        QCoreApplication.processEvents()
        while self._desktop.first.stage.busy:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        QCoreApplication.processEvents()


def resident_mb() -> float:
    """Memory this process holds now; the most it ever held where the system does not tell that."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
