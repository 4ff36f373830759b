"""Key → next question while weeks of a log go to a hub beside it, and without: in turns, one beside the other."""

from __future__ import annotations

import random
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median, quantiles

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.events import NewEvent
from cati_app.station.desktop import Desktop
from cati_app.station.hub_lines import BY_ITSELF, MomentaryLine, client_over
from cati_app.station.hub_link import StationOutbox, access_of, enrol, push_over
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.store.log_outbox import LogOutbox
from cati_app.sync.code import EnrolCode
from tests.bench.key_to_question import Times, Typist
from tests.hub_field import LoggedHub

A_WEEK = 40 * 30 * 12
"""Events: forty hours, thirty attempts an hour, twelve events for each."""
WEEKS = 12
_PAGE = 2_000
_TEXT = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz ", k=400))


class _Pushed:
    """A log that goes to a hub while somebody types; the keys measured meanwhile are those that count."""

    def __init__(self, hub: LoggedHub) -> None:
        self._hub = hub
        self.is_over = False
        """Everything has arrived."""
        self.arrived = 0
        """Events at the hub when the last key was struck."""

    @contextmanager
    def beside(self, station: Station, desktop: Desktop) -> Iterator[None]:
        """From here to the end."""
        enrol(station.database, EnrolCode.typed(self._hub.code))
        desktop.runner.in_store(lambda: _fill(station))
        line = MomentaryLine(access_of(station.database), BY_ITSELF)
        stopped = threading.Event()

        def push() -> None:
            outbox = StationOutbox(LogOutbox(station.database), desktop.runner.in_store_when_quiet)
            client = client_over(line, access_of(station.database), tries=1)
            try:
                push_over(client, station.database, outbox)
            except EnvironmentProblem:
                if not stopped.is_set():
                    raise
                return
            self.is_over = True

        thread = threading.Thread(target=push, name="hub-worker")
        thread.start()
        try:
            yield
        finally:
            stopped.set()
            access = access_of(station.database)
            self.arrived = client_over(MomentaryLine(access), access, tries=1).standing().mark
            while thread.is_alive():
                line.let_go()
                thread.join(0.05)


def compare(loaded: LoadedStudy, keys: int, runs: int) -> list[tuple[Times, Times, int]]:
    """Without and with, in turns; and how many events went meanwhile.

    Raises:
        RuntimeError: the log had arrived before the keys were measured.
    """
    told: list[tuple[Times, Times, int]] = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as alone:
            without = Typist(loaded, Path(alone)).run(keys)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            with closing(LoggedHub(folder / "hub", from_shell=True)) as hub:
                hub.start()
                pushed = _Pushed(hub)
                beside = Typist(loaded, folder).run(keys, pushed.beside)
                if pushed.is_over:
                    raise RuntimeError("the log was there before the keys were struck: fewer keys, or more weeks")
        told.append((without, beside, pushed.arrived))
    return told


def print_compared(told: list[tuple[Times, Times, int]]) -> None:
    """p50 and p99 of each pair, each as a ratio to the fixed piece of Python work beside it too."""
    print(f"key → next question painted, and → durable (ms), without → while {WEEKS} weeks of a log go to a hub")
    for without, beside, events in told:
        for name in ("painted", "durable"):
            one, two = getattr(without, name), getattr(beside, name)
            p50 = median(two) / median(one)
            print(
                f"  {name:8} p50 {median(one):5.2f} → {median(two):5.2f} (× {p50:.2f})"
                f"   p99 {_p99(one):5.2f} → {_p99(two):5.2f}"
            )
        print(
            f"  20,000 products {median(without.python_work):.2f} → {median(beside.python_work):.2f}; {events} events"
        )


def _p99(times: list[float]) -> float:
    return quantiles(times, n=100)[98]


def _fill(station: Station) -> None:
    """Weeks of work that no hub has."""
    now = station.clock.now()
    facts = [NewEvent("exported", now, n, None, None, None, {"note": _TEXT}) for n in range(_PAGE)]
    for _ in range(WEEKS * A_WEEK // _PAGE):
        with station.units(None)() as unit:
            unit.log.append(facts)
            unit.commit()
