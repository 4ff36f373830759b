"""`python -m tests.sim --histories 10000`: runs histories, and tells the first violations with their seeds."""

from __future__ import annotations

import argparse
import sys
import time

from tests.sim.histories import Summary, run


def main() -> int:
    """0 when every property held in every history."""
    parser = argparse.ArgumentParser(prog="python -m tests.sim")
    parser.add_argument("--histories", type=int, default=300)
    parser.add_argument("--first", type=int, default=0, help="seed of the first history")
    parser.add_argument("--steps", type=int, default=200)
    arguments = parser.parse_args()
    began, summary = time.monotonic(), Summary()
    for seed in range(arguments.first, arguments.first + arguments.histories):
        summary.add(run(seed, arguments.steps))
    sys.stdout.write(f"{summary.text()} in {time.monotonic() - began:.0f} s\n")
    return 1 if summary.violations else 0


if __name__ == "__main__":
    raise SystemExit(main())
