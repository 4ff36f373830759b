"""Second start: from the process to the first window painted, with the demo database and the questionnaire known."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from statistics import median

from tests.bench.machine import Measured, products_ms

_CHILD = """
import sys
import time
import cati_app.cli.demo as demo
from cati_app.__main__ import main

demo.has_screen = lambda: True
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
sys.exit(main(["demo", "--out", sys.argv[1]]))
"""


def measure_start(rounds: int = 8) -> list[Measured]:
    """Each start after the first one."""
    with tempfile.TemporaryDirectory() as folder:
        return [_start(folder) for _ in range(rounds + 1)][1:]


def _start(folder: str) -> Measured:
    """One start; of processor time it tells what the child took until it was painted, as the system counts it."""
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CACHE_HOME": folder}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's second start finds what the first one compiled
    products = median(products_ms() for _ in range(20))
    begin = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", _CHILD, folder], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=surroundings
    ) as child:
        assert child.stdout is not None
        line = child.stdout.readline()
        painted = time.perf_counter()
        child.stdout.read()
    products = (products + median(products_ms() for _ in range(20))) / 2
    return Measured((painted - begin) * 1000, float(line) * 1000, products)
