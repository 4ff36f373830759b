"""`python -m tests.worlds --seeds 20`: completes per 100 calls against the plain order, in the same worlds, in pairs.

Seeds begin at 101: what is set by default was chosen on seeds 1 to 10. With `--store` the month is played through the
services on a database, with `--report FILE` it is told what became of every case.
"""

from __future__ import annotations

import argparse
import os
import sys
from math import sqrt
from multiprocessing import Pool
from pathlib import Path
from statistics import mean, stdev

from tests.worlds import store_runs
from tests.worlds.month import DAYS, Figures, Month, Order, team
from tests.worlds.plain import PlainOrder
from tests.worlds.scheduled import ScheduledOrder, frames
from tests.worlds.world import World

FIRST_SEED = 101
_T975 = {
    1: 12.706,
    2: 4.303,
    3: 3.182,
    4: 2.776,
    5: 2.571,
    6: 2.447,
    7: 2.365,
    8: 2.306,
    9: 2.262,
    10: 2.228,
    11: 2.201,
    12: 2.179,
    13: 2.160,
    14: 2.145,
    15: 2.131,
    16: 2.120,
    17: 2.110,
    18: 2.101,
    19: 2.093,
}
"""Student's t, 97.5 %, by degrees of freedom; 2.09 beyond the table is on the safe side."""


def played(job: tuple[bool, int, int, int]) -> tuple[Figures, Figures]:
    """Plain and new order in the same world."""
    flat, seed, cases, days = job
    worlds = [World(seed, cases, flat=flat) for _ in range(2)]
    orders: tuple[Order, Order] = (PlainOrder(cases), ScheduledOrder(frames(worlds[1])))
    plain, new = (Month(world, order, team(), days=days).run() for world, order in zip(worlds, orders, strict=True))
    return plain, new


def gain(pairs: list[tuple[Figures, Figures]]) -> tuple[float, float, float]:
    """Mean gain in per cent, and its 95 % interval (t over the pairs)."""
    gains = [100 * (new.per_100 / plain.per_100 - 1) for plain, new in pairs]
    if len(gains) < 2:
        return gains[0], float("-inf"), float("inf")
    half = _T975.get(len(gains) - 1, 2.093) * stdev(gains) / sqrt(len(gains))
    return mean(gains), mean(gains) - half, mean(gains) + half


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(prog="tests.worlds")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--store", action="store_true", help="through the services on a database, beside the lists")
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="one month through the store: what became of each case"
    )
    arguments = parser.parse_args()
    seeds = [FIRST_SEED + n for n in range(arguments.seeds)]
    if arguments.report is not None:
        store_runs.report(FIRST_SEED, arguments.cases, arguments.days, arguments.report)
    elif arguments.store:
        store_runs.compare(seeds, arguments.cases, arguments.days)
    else:
        _in_pairs(seeds, arguments.cases, arguments.days)


def _in_pairs(seeds: list[int], cases: int, days: int) -> None:
    _write(f"{days} days, 20 interviewers, {cases:,} cases, {len(seeds)} paired seeds")
    _write(
        "world      seed  plain: calls  completes  per 100   new: calls  completes  per 100   breaks  firm kept/could"
    )
    with Pool(os.cpu_count()) as pool:
        for flat in (False, True):
            jobs = [(flat, seed, cases, days) for seed in seeds]
            pairs = []
            for (_, seed, _, _), pair in zip(jobs, pool.imap(played, jobs), strict=True):
                pairs.append(pair)
                _row("flat" if flat else "published", seed, *pair)
            middle, low, high = gain(pairs)
            name = "flat" if flat else "published"
            _write(f"{name} world: gain {middle:+.1f} % (95 % interval {low:+.1f} … {high:+.1f})")


def _row(world: str, seed: int, plain: Figures, new: Figures) -> None:
    _write(
        f"{world:<10} {seed:>4} {plain.calls:>13,} {plain.completes:>10,} {plain.per_100:>8.2f} {new.calls:>12,}"
        f" {new.completes:>10,} {new.per_100:>8.2f} {sum(plain.breaks.values()):>4}/{sum(new.breaks.values())}"
        f" {new.firm_kept:>9}/{new.firm_could}"
    )


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
