"""Second start: from the process to the first window painted, with the database and the questionnaire known."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from cati_app.demo.station import demo_station
from cati_app.resources import reference_study
from cati_app.station.folders import REHEARSAL, REHEARSED
from cati_app.station.known_studies import KnownStudies, KnownStudy
from cati_app.station.loading import LoadedStudy
from cati_app.station.machine import SystemClock
from cati_app.station.study_reading import read_study
from tests.bench.machine import Measured, products_ms

_WINDOW = """
import gc
import sys
import time
import cati_app.cli.screen as screen

screen.has_screen = lambda: True
from cati_app.__main__ import COLLECTED, main

gc.set_threshold(*COLLECTED)  # as `main` does before it imports a command
import cati_app.station.desktop as desktop


def run(self):
    self.show()
    for _ in range(3):
        desktop.application().processEvents()
    sys.stdout.write(f"{time.process_time()}\\n")
    sys.stdout.flush()
    self.close()
    return 0


desktop.Desktop.run = run
"""
_CHILD = (
    _WINDOW
    + """
sys.exit(main(["demo", "--out", sys.argv[1]]))
"""
)
_STUDY = (
    _WINDOW
    + """
sys.exit(main(["run", sys.argv[1] + "/study"]))
"""
)
_DESK = """
from PySide6.QtCore import QEventLoop


def run(self):
    self.show(fitted=True)
    window = self.first
    window.login.login_given.emit("supervision", "demo")
    while window.presenter.signed_in is None:
        desktop.application().processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    for _ in range(3):
        desktop.application().processEvents()
    sys.stdout.write(f"{time.process_time()}\\n")
    sys.stdout.flush()
    self.close()
    return 0


desktop.Desktop.run = run
"""
_SIGNED_IN = _WINDOW + _DESK + _STUDY.removeprefix(_WINDOW)
_PAGE = """
import sys
import time
import cati_app.__main__ as program
import cati_app.station.start_page as page
from PySide6.QtWidgets import QApplication

program.has_screen = lambda: True


def choose(self):
    self.show()
    for _ in range(3):
        QApplication.processEvents()
    sys.stdout.write(f"{time.process_time()}\\n")
    sys.stdout.flush()
    self.close()


page.StartPage.choose = choose
sys.exit(program.main([]))
"""
_EMPTY = """
import sys
import time
from PySide6.QtWidgets import QApplication, QMainWindow

application = QApplication([])
window = QMainWindow()
window.showMaximized()
for _ in range(3):
    application.processEvents()
sys.stdout.write(f"{time.process_time()}\\n")
sys.stdout.flush()
"""


def measure_page(rounds: int = 9) -> tuple[list[Measured], list[Measured]]:
    """The start page with three studies on it, and an empty window of PySide6, alternately, each after a first one."""
    with tempfile.TemporaryDirectory() as folder:
        known = KnownStudies(Path(folder) / "state")
        for n in range(3):
            at = datetime(2026, 11, 24, 9, n, tzinfo=UTC)
            known.note(KnownStudy(Path(folder) / f"study-{n}", "study", {"de": "Studie"}, at))
        pairs = [(_start(folder, _PAGE), _start(folder, _EMPTY)) for _ in range(rounds + 1)][1:]
    return [page for page, _ in pairs], [empty for _, empty in pairs]


def measure_study(rounds: int = 9) -> tuple[list[Measured], list[Measured]]:
    """A study until its sign-in is painted, and an empty window of PySide6, alternately, each after a first one."""
    with tempfile.TemporaryDirectory() as folder:
        _put_study(folder)
        pairs = [(_start(folder, _STUDY), _start(folder, _EMPTY)) for _ in range(rounds + 1)][1:]
    return [opened for opened, _ in pairs], [empty for _, empty in pairs]


def measure_desk(rounds: int = 9) -> tuple[list[Measured], list[Measured]]:
    """The same until a supervisor whose password was there at once sees the board: what a start puts off is in it."""
    with tempfile.TemporaryDirectory() as folder:
        _put_study(folder)
        pairs = [(_start(folder, _SIGNED_IN), _start(folder, _EMPTY)) for _ in range(rounds + 1)][1:]
    return [opened for opened, _ in pairs], [empty for _, empty in pairs]


def _put_study(folder: str) -> None:
    """The reference study with people.

    It lies in a folder as a rehearsal leaves one, so that its key comes as fast as from the keyring of an account.
    """
    study = Path(folder) / "study"
    shutil.copytree(reference_study(), study)
    (study / REHEARSED).touch()
    loaded = read_study(study)
    assert isinstance(loaded, LoadedStudy)
    demo_station(loaded, study / REHEARSAL, SystemClock(), random.Random(1)).database.close()


def measure_start(rounds: int = 8) -> list[Measured]:
    """Each start after the first one."""
    with tempfile.TemporaryDirectory() as folder:
        return [_start(folder) for _ in range(rounds + 1)][1:]


def _start(folder: str, child: str = _CHILD) -> Measured:
    """One start; of processor time it tells what the child took until it was painted, as the system counts it."""
    surroundings = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CACHE_HOME": folder,
        "CATI_STATE": f"{folder}/state",
    }
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's second start finds what the first one compiled
    products = median(products_ms() for _ in range(20))
    begin = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", child, folder], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=surroundings
    ) as process:
        assert process.stdout is not None
        line = next(line for line in process.stdout if line[:1].isdigit())  # a rehearsal says first that it is one
        painted = time.perf_counter()
        process.stdout.read()
    products = (products + median(products_ms() for _ in range(20))) / 2
    return Measured((painted - begin) * 1000, float(line) * 1000, products)
