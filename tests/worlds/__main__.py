"""`python -m tests.worlds`: what orders of cases come to in the same simulated months."""

from __future__ import annotations

import argparse
import sys

from tests.worlds.month import Month, team
from tests.worlds.plain import PlainOrder
from tests.worlds.world import World


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(prog="tests.worlds")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--cases", type=int, default=50_000)
    arguments = parser.parse_args()
    for flat in (False, True):
        for seed in range(1, arguments.seeds + 1):
            figures = Month(World(seed, arguments.cases, flat=flat), PlainOrder(arguments.cases), team()).run()
            sys.stdout.write(
                f"{'flat' if flat else 'published'} {seed}: {figures.calls:,} calls, {figures.completes:,} completes, "
                f"{figures.per_100:.2f} per 100, breaks {sum(figures.breaks.values())}, firm appointments "
                f"{figures.firm_kept}/{figures.firm_could}\n"
            )


if __name__ == "__main__":
    main()
