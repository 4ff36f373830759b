"""The same month through lists and through the services on a database, in the same world."""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.worlds.month import Figures, Month, team
from tests.worlds.report import explained, states, written
from tests.worlds.scheduled import ScheduledOrder, frames
from tests.worlds.through_store import StoreOrder
from tests.worlds.world import World


def compare(seeds: list[int], cases: int, days: int) -> None:
    """Print both, a line a seed."""
    _write(f"{days} days, 20 interviewers, {cases:,} cases: through the store, and through lists with the same rules")
    _write(
        "seed  store: calls  completes  per 100  breaks  firm kept/could  ms a call   lists: calls  completes  per 100"
    )
    for seed in seeds:
        begin = time.perf_counter()
        stored, _ = through_store(seed, cases, days)
        per_call = (time.perf_counter() - begin) * 1000 / max(1, stored.calls)
        world = World(seed, cases)
        listed = Month(world, ScheduledOrder(frames(world)), team(), days=days).run()
        _write(
            f"{seed:>4} {stored.calls:>13,} {stored.completes:>10,} {stored.per_100:>8.2f}"
            f" {sum(stored.breaks.values()):>7} {stored.firm_kept:>9}/{stored.firm_could:<6} {per_call:>9.1f}"
            f" {listed.calls:>14,} {listed.completes:>10,} {listed.per_100:>8.2f}"
        )


def report(seed: int, cases: int, days: int, file: Path) -> None:
    """Play one month through the store and write what became of every case."""
    _, text = through_store(seed, cases, days, told=True)
    file.write_text(text, encoding="utf-8")
    _write(text)


def through_store(seed: int, cases: int, days: int, *, told: bool = False) -> tuple[Figures, str]:
    """A month through the services in a temporary folder; where it is wanted, told day by day, and the report."""
    with TemporaryDirectory() as folder:
        world, people = World(seed, cases), team()
        order = StoreOrder(world, people, Path(folder))
        try:
            month = Month(world, order, people, days=days)
            lines = _Told()
            figures = month.run(lines.day) if told else month.run()
            station = order.finish()
            if not told:
                return figures, ""
            found = explained(order, cases, days)
            lines.line("explained", cases, "cases")
            assert states(station).get("closed", 0) == sum(found.closed.values())
            title = f"World {seed}: {cases:,} cases after {days} days"
            return figures, written(found, figures, title)
        finally:
            order.station.database.close()


class _Told:
    """A line a day and one for the explaining, so that a month that gets slower says when."""

    def __init__(self) -> None:
        self._calls, self._wall, self._cpu = 0, time.perf_counter(), time.process_time()

    def day(self, day: date, figures: Figures) -> None:
        self.line(str(day), figures.calls - self._calls, "calls")
        self._calls = figures.calls

    def line(self, title: str, count: int, of_what: str) -> None:
        """What each cost since the last line."""
        wall, cpu = time.perf_counter(), time.process_time()
        each = [1000 * spent / max(1, count) for spent in (wall - self._wall, cpu - self._cpu)]
        _write(f"{title} {count:>7,} {of_what}, {each[0]:.1f} ms each, {each[1]:.1f} of the processor")
        self._wall, self._cpu = wall, cpu


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
