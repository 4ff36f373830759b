"""Enter on the result of a call → the next case painted: real keys into the real window, with a million cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from cati_app.demo.hands import KEYS, type_character
from cati_app.station.desktop import Desktop, WindowSettings, application
from cati_app.station.opening import Station
from cati_app.ui.console.dial.presenter import CallingPresenter
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
            self._desktop.close()  # else its threads keep the process alive

    def _measured(self, rounds: int) -> WindowTimes:
        self._desktop.show()
        self._desktop.first.shell.activateWindow()
        self._rest()
        self._type(self._password)
        self._press("Return")
        self._desktop.first.shell.activateWindow()  # a window whose screens were made meanwhile has no focus of its own
        self._rest()
        assert self._desktop.first.stage.situation.screen is ScreenName.DIAL
        for turn in range(rounds + WARM_UP):
            self._one(turn)
        self.times.memory_mb = resident_mb()
        self.times.painted = self.times.painted[WARM_UP:]
        self.times.products = self._watch.products[WARM_UP:]
        return self.times

    def _one(self, turn: int) -> None:
        interviewer = self._desktop.first.roles.interviewing
        assert interviewer is not None
        calling = interviewer.calling
        before = _case(calling)
        self._press("F5")
        self._station.clock.move(10)  # type: ignore[attr-defined]
        self._press("F5")
        self._type(_RESULTS[turn % len(_RESULTS)])
        self._watch.look()
        self._watch.time(lambda: self._press("Return"), self.times.painted)
        assert _case(calling) != before, "the key did not bring another case"

    def _target(self) -> QWidget:
        return QApplication.focusWidget() or self._desktop.first.shell

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


def _case(calling: CallingPresenter) -> str:
    assert calling.offer is not None
    return str(calling.offer.case.id)


def resident_mb() -> float:
    """Memory this process holds now; the most it ever held where the system does not tell that."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
