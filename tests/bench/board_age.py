"""How old the figures on a supervisor's board are while two stations of a hub call, and whether it is told.

From the hub's commit until the board shows what was committed, on a served hub, over TLS, in a real window. The hub's
database is looked at beside it, so a commit counts as up to a look earlier than it was seen.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from unittest.mock import patch

from PySide6.QtCore import QCoreApplication

from cati_app.demo.clock import ShiftedClock
from cati_app.fieldwork.monitor.board import BoardFigures
from cati_app.fieldwork.monitor.read_cases import CaseWindow
from cati_app.station.desktop import Desktop, WindowSettings
from cati_app.ui.desk.board.presenter import BoardPresenter
from cati_app.ui.setup import application
from cati_app.ui.stage.study_age import LOOKED_AT_MS, OLD
from tests.bench.pausing import pause
from tests.faults.hub_kills import TARGETS, StationProcess
from tests.hub_field import HubField, hub_field, opened
from tests.stations import PASSWORD, TUESDAY

SECONDS, CASES = 60.0, 600
_LOOK_S, _STEP_MS = 0.01, 20
_PACE_S = 0.2
_LONG_S = 60.0
_COUNTED = (
    "SELECT count(*) FROM interview WHERE state = 'completed' AND id NOT IN (SELECT interview_id FROM not_counted)"
)


@dataclass
class Counts:
    """How many complete interviews there are, and when so many were seen first.

    Args:
        seen: Seconds and count, in order.
    """

    seen: list[tuple[float, int]]

    def note(self, count: int) -> None:
        """So many now."""
        if not self.seen or self.seen[-1][1] != count:
            self.seen.append((time.perf_counter(), count))

    def from_(self, count: int) -> float | None:
        """When there were so many, or more; None: never."""
        return next((at for at, there in self.seen if there >= count), None)


@dataclass(frozen=True)
class BoardAge:
    """The outcome.

    Args:
        ages: Milliseconds from each commit until the board showed it.
        silent: Looks at the board at which it was older than a second, and said nothing.
        told: Looks at which it said how old it is.
        longest_silent_ms: How old it was at most while it said nothing.
        looking: Milliseconds of the window's thread for each of its own looks at which nothing had come: whether
            something has, and how old what is shown is.
        with_news: The same of those at which something had come, and everything was told to read it.
    """

    engine: str
    ages: list[float]
    looks: int
    silent: int
    told: int
    longest_silent_ms: float
    looking: list[float]
    with_news: list[float]
    load: float

    @property
    def is_kept(self) -> bool:
        """Promised is a second, or that it is told."""
        return not self.silent


def board_age(engine: str, seconds: float = SECONDS) -> BoardAge:
    """Two stations at work at a hub on that engine, and a supervisor's window.

    Raises:
        RuntimeError: in the end the board shows something else than the hub has.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as name, ExitStack() as kept:
        field = kept.enter_context(
            hub_field(engine, Path(name) / "field", stations=3, cases=CASES, questionnaire=TARGETS, from_shell=True)
        )
        at_hub, on_board = Counts([]), Counts([])
        looking, with_news = kept.enter_context(_looks_timed())
        kept.enter_context(_watched(field, at_hub))
        desktop = kept.enter_context(_board(field, on_board))
        callers = [kept.enter_context(_calling(field, number, login)) for number, login in ((1, "ann"), (2, "bob"))]
        line = desktop.first.roles.desk_views[0]._age
        looks: list[tuple[float, float, bool]] = []
        begun = time.perf_counter()
        while time.perf_counter() - begun < seconds:
            pause(_STEP_MS)
            looks.append((time.perf_counter(), _age(at_hub, on_board), bool(line.text())))
        for caller in callers:
            caller.leave()
        _settle(at_hub, on_board)
    ages = [(shown - at) * 1000 for at, count in at_hub.seen[1:] if (shown := on_board.from_(count)) is not None]
    old = OLD.total_seconds()
    quiet = [age for _, age, told in looks if not told]
    return BoardAge(
        engine,
        ages,
        len(looks),
        sum(age > old for age in quiet),
        len(looks) - len(quiet),
        max(quiet, default=0.0) * 1000,
        looking,
        with_news,
        os.getloadavg()[0],
    )


def _age(at_hub: Counts, on_board: Counts) -> float:
    """Seconds since the oldest commit that the board does not show; 0: it shows all."""
    shown = on_board.seen[-1][1] if on_board.seen else 0
    missing = at_hub.from_(shown + 1)
    return 0.0 if missing is None else time.perf_counter() - missing


def _settle(at_hub: Counts, on_board: Counts) -> None:
    until = time.perf_counter() + _LONG_S
    while on_board.seen[-1][1] != at_hub.seen[-1][1]:
        if time.perf_counter() > until:
            raise RuntimeError("the board shows something else than the hub has")
        pause(_STEP_MS)


@contextmanager
def _watched(field: HubField, counts: Counts) -> Iterator[None]:
    """The hub's database, looked at again and again in a thread of its own."""
    stopped = threading.Event()

    def watch() -> None:
        with closing(field.hub.storage.study(field.study, writable=False)) as store:
            while not stopped.wait(_LOOK_S):
                with store.reading() as statements:
                    counts.note(int(statements.row(_COUNTED)[0]))

    thread = threading.Thread(target=watch, name="looks at the hub")
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


@contextmanager
def _looks_timed() -> Iterator[tuple[list[float], list[float]]]:
    """Milliseconds of the window's thread for looks of a window that opens from here on: without news, and with."""
    look, alike, with_news = Desktop._look_at_whole, list[float](), list[float]()

    def timed(desktop: Desktop) -> None:
        told, begin = desktop._news_told, time.thread_time()
        look(desktop)
        (alike if told == desktop._news_told else with_news).append((time.thread_time() - begin) * 1000)

    with patch.object(Desktop, "_look_at_whole", timed):
        yield alike, with_news


@contextmanager
def _board(field: HubField, counts: Counts) -> Iterator[Desktop]:
    """A supervisor has signed in at the first station; what the board shows is noted."""
    show = BoardPresenter._show

    def noted(presenter: BoardPresenter, read: tuple[BoardFigures, CaseWindow]) -> None:
        show(presenter, read)
        counts.note(read[0].completes)

    application()
    with (
        patch.object(BoardPresenter, "_show", noted),
        opened(field.stations[0], 1, ShiftedClock(TUESDAY)) as station,
    ):
        desktop = Desktop(station, WindowSettings(language="en", people=[("sue", "Sue")]))
        desktop.show()
        desktop._whole_timer.start(LOOKED_AT_MS)  # as `run` does
        desktop.first.login.login_given.emit("sue", PASSWORD)
        until = time.perf_counter() + _LONG_S
        while not counts.seen and time.perf_counter() < until:
            pause(_STEP_MS)
        try:
            yield desktop
        finally:
            desktop.close()
            QCoreApplication.processEvents()


@contextmanager
def _calling(field: HubField, number: int, login: str) -> Iterator[StationProcess]:
    station = StationProcess(field.stations[number], login, time.monotonic(), _PACE_S)
    try:
        yield station
    finally:
        if station.process.poll() is None:
            station.kill()


def print_board_age(told: BoardAge, write: Callable[[str], object] = print) -> None:
    """How old the figures were, and whether it was told where that is more than a second."""
    cuts = _cuts(told.ages)
    kept = "kept" if told.is_kept else "NOT KEPT"
    write(
        f"{told.engine}: from the hub's commit to the board, {len(told.ages)} interviews of two stations, load"
        f" {told.load:.1f}: p50 {cuts[49]:.0f}  p95 {cuts[94]:.0f}  p99 {cuts[98]:.0f}"
        f"  longest {max(told.ages, default=0):.0f} ms"
    )
    write(
        f"  promised: 1 s, or told: {kept}; of {told.looks} looks {told.told} at which it was told,"
        f" {told.silent} older than 1 s and not told (at most {told.longest_silent_ms:.0f} ms)"
    )
    for what, times in (("nothing had come", told.looking), ("something had", told.with_news)):
        cuts = _cuts(times)
        write(
            f"  the window's own looks, {1000 / LOOKED_AT_MS:.0f} a second, at which {what}: {len(times)}, each p50"
            f" {cuts[49]:.3f}  p99 {cuts[98]:.3f} ms of its thread"
        )


def _cuts(times: list[float]) -> list[float]:
    return quantiles(times, n=100, method="inclusive") if len(times) > 1 else [0.0] * 99
