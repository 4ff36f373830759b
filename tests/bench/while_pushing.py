"""Key → next question while weeks of a log go to a hub, beside keys while it waits: in turns, in one window.

What else the machine does, and how long the log in the file is, falls on both. In the field the hub is on a machine of
its own: here it has a processor of its own where there are two, the window's thread another one, and the lowest
priority. Caches and memory they share all the same. Nobody else works at a station: so the window goes before others'
work, where whoever measures may say so.
"""

from __future__ import annotations

import os
import random
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import TypeVar

from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.events import NewEvent
from cati_app.station.desktop import Desktop
from cati_app.station.hub_lines import BY_ITSELF, MomentaryLine, client_over
from cati_app.station.hub_link import StationOutbox, access_of, enrol, push_over
from cati_app.station.loading import LoadedStudy
from cati_app.station.opening import Station
from cati_app.store.log_outbox import LogOutbox
from cati_app.sync.code import EnrolCode
from tests.bench.key_to_question import WARM_UP, Times, Typist
from tests.bench.pausing import pause
from tests.hub_field import LoggedHub

A_WEEK = 40 * 30 * 12
"""Events: forty hours, thirty attempts an hour, twelve events for each."""
WEEKS = 12
TURN = 20
"""Keys while the log goes, and as many while it waits; chance says which come first, because questions come again."""
SETTLING = 2
"""Keys at the beginning of a turn that do not count: what was under way is still felt."""
_LONG_MS = 1_000
"""With pauses so long most of the keys that warm up come without."""
_PAGE = 2_000
_TEXT = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz ", k=400))
_LOWEST, _HIGH = 19, -15
_TOLD = "painted", "processor", "durable"
_LEAST_NOISE = 1.1
"""So much one run differs from the next however calm the machine is."""
_T = TypeVar("_T")


@dataclass(frozen=True)
class Hands:
    """How somebody types.

    Args:
        shortest_ms: Between two keys.
        longest_ms: The same.
        rarer: So many times fewer keys are struck.
        last_ms: The log goes so long before each key; None: all the time.
    """

    name: str
    shortest_ms: int
    longest_ms: int
    rarer: int = 1
    last_ms: int | None = None


HANDS = (
    Hands("a machine, without a pause", 0, 0),
    Hands("somebody very quick, 80 to 200 ms between keys", 80, 200),
    Hands("an interviewer, 400 to 2,000 ms between keys", 400, 2_000, rarer=2),
    Hands("somebody who listens, 2,300 to 3,500 ms between keys", 2_300, 3_500, rarer=5, last_ms=250),
)


class _Pushed:
    """A log that goes to a hub while somebody types, in every second turn."""

    def __init__(self, hub: LoggedHub) -> None:
        self._hub = hub
        self._goes = threading.Event()
        self.is_over = False
        """Everything has arrived."""
        self.arrived = self.written = 0
        """Events at the hub when the last key was struck, and those that came into the log since it first went."""

    def turn(self, *, goes: bool) -> None:
        """The log goes from now on, or waits before its next step."""
        if goes:
            self._goes.set()
        else:
            self._goes.clear()

    @contextmanager
    def beside(self, station: Station, desktop: Desktop) -> Iterator[None]:
        """From here to the end."""
        enrol(station.database, EnrolCode.typed(self._hub.code))
        runner, log, everywhere = desktop.runner, LogOutbox(station.database), os.sched_getaffinity(0)
        runner.in_store(lambda: _fill(station))
        filled = runner.in_store(log.end)
        line = MomentaryLine(access_of(station.database), BY_ITSELF)
        stopped = threading.Event()

        def when_quiet(step: Callable[[], _T], /) -> _T:
            self._goes.wait()
            return runner.in_store_when_quiet(step)

        def push() -> None:
            os.sched_setaffinity(0, everywhere)
            outbox = StationOutbox(log, runner.in_store, when_quiet)
            client = client_over(line, access_of(station.database), tries=1)
            try:
                with line.shared():
                    push_over(client, station.database, outbox)
            except EnvironmentProblem:
                if not stopped.is_set():
                    raise
                return
            self.is_over = True

        thread = threading.Thread(target=push, name="hub-worker")
        try:
            with self._apart(everywhere):
                thread.start()
                yield
        finally:
            stopped.set()
            self._goes.set()
            self.written = runner.in_store(log.end) - filled
            access = access_of(station.database)
            self.arrived = client_over(MomentaryLine(access), access, tries=1).standing().mark
            while thread.is_alive():
                line.let_go()
                thread.join(0.05)

    @contextmanager
    def _apart(self, processors: set[int]) -> Iterator[None]:
        """The hub on one processor and this thread on another, where there are two; others go where they like."""
        assert self._hub.process is not None
        first, last = min(processors), max(processors)
        for thread in Path(f"/proc/{self._hub.process.pid}/task").iterdir():
            os.sched_setaffinity(int(thread.name), {last})
        os.sched_setaffinity(0, {first} if first != last else processors)
        try:
            yield
        finally:
            os.sched_setaffinity(0, processors)


@dataclass(frozen=True)
class Compared:
    """Keys of one run.

    Args:
        without: While the log waited.
        beside: While it went.
        arrived: Events at the hub in the end.
        written: Events that came into the log meanwhile, in turns of both kinds.
        load: Of the machine, in the end.
    """

    hands: str
    without: Times
    beside: Times
    arrived: int
    written: int
    load: float

    @property
    def is_kept(self) -> bool:
        """Whether the next question came as fast, as far as a run of that length can tell."""
        waits, goes = self.without.painted, self.beside.painted
        halves = waits[::2], waits[1::2]
        for share in (50, 95):
            one, two = (_at(half, share) for half in halves)
            if _at(goes, share) > _at(waits, share) * max(_LEAST_NOISE, one / two, two / one):
                return False
        return True


def compare(loaded: LoadedStudy, keys: int, runs: int) -> list[Compared]:
    """So many keys in each run, with each kind of hands.

    Raises:
        RuntimeError: the log had arrived before the keys were measured.
    """
    return [_compared(loaded, keys, hands) for _ in range(runs) for hands in HANDS]


def _compared(loaded: LoadedStudy, keys: int, hands: Hands) -> Compared:
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with closing(LoggedHub(folder / "hub", from_shell=True)) as hub:
            hub.start()
            assert hub.process is not None
            os.setpriority(os.PRIO_PROCESS, hub.process.pid, _LOWEST)
            pushed = _Pushed(hub)

            def before(measured: int) -> None:
                goes, ms = _goes(measured - WARM_UP), 0
                if hands.longest_ms < _LONG_MS or measured >= WARM_UP - TURN:
                    ms = chance.randint(hands.shortest_ms, hands.longest_ms)
                if ms and hands.last_ms is not None:
                    pushed.turn(goes=False)
                    pause(ms - hands.last_ms)
                    ms = hands.last_ms
                pushed.turn(goes=goes)
                if ms:
                    pause(ms)

            with _before_others():
                times = Typist(loaded, folder).run(keys // hands.rarer, pushed.beside, before)
            if pushed.is_over:
                raise RuntimeError("the log was there before the keys were struck: fewer keys, or more weeks")
    without, beside = (_those(times, goes=goes) for goes in (False, True))
    return Compared(hands.name, without, beside, pushed.arrived, pushed.written, os.getloadavg()[0])


@contextmanager
def _before_others() -> Iterator[None]:
    """This thread, and those that begin meanwhile, have a higher priority."""
    usual = os.getpriority(os.PRIO_PROCESS, 0)
    with suppress(PermissionError):
        os.setpriority(os.PRIO_PROCESS, 0, _HIGH)
    try:
        yield
    finally:
        os.setpriority(os.PRIO_PROCESS, 0, usual)


def _goes(key: int) -> bool:
    """Whether the log goes at that key; it waits in the warm-up."""
    pair, turn = divmod(key // TURN, 2)
    return key >= 0 and random.Random(pair).randrange(2) == turn


def _those(times: Times, *, goes: bool) -> Times:
    """Of the turns in which the log goes, or waits."""
    counted = [n for n in range(len(times.painted)) if _goes(n) is goes and n % TURN >= SETTLING]
    kept = {name: [getattr(times, name)[n] for n in counted] for name in (*_TOLD, "stood")}
    return Times(**kept)


def print_compared(told: list[Compared], write: Callable[[str], object] = print) -> None:
    """Three quantiles of both, and their ratios."""
    write(
        f"key → next question painted, of it processor time of the window's thread, and → durable (ms), while {WEEKS}"
        f" weeks of a log wait → go to a hub, in turns of {TURN} keys"
    )
    for one in told:
        keys = len(one.without.painted)
        kept = "kept" if one.is_kept else "NOT KEPT"
        write(
            f"  {one.hands}: {keys} keys each, {one.arrived} events went and {one.written} were written,"
            f" load {one.load:.1f}"
        )
        write(
            f"    promised: painted as fast at p50 and p95, within what two halves of the waiting turns differ: {kept}"
        )
        stood = (f"{sum(times.stood) / keys:.2f}" for times in (one.without, one.beside))
        write(f"    the window's thread stood for something that another one had, times a key: {' → '.join(stood)}")
        for name in _TOLD:
            waits, goes = getattr(one.without, name), getattr(one.beside, name)
            figures = (
                f"{share} {before:5.2f} → {after:5.2f} (× {after / before:.2f})"
                for share, before, after in ((f"p{at}", _at(waits, at), _at(goes, at)) for at in (50, 95, 99))
            )
            write(f"    {name:9} {'   '.join(figures)}")


def _at(times: list[float], share: int) -> float:
    return quantiles(times, n=100)[share - 1]


def _fill(station: Station) -> None:
    """Weeks of work that no hub has."""
    now = station.clock.now()
    facts = [NewEvent("exported", now, n, None, None, None, {"note": _TEXT}) for n in range(_PAGE)]
    for _ in range(WEEKS * A_WEEK // _PAGE):
        with station.units(None)() as unit:
            unit.log.append(facts)
            unit.commit()
