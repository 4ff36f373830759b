"""`python -m tests.sim --histories 10000`: runs histories, and tells the first violations with their seeds."""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from tests.postgres_server import end_server
from tests.sim.engines import ENGINES
from tests.sim.histories import Summary, compared, ended_by, run


def main() -> int:
    """0 when every property held in every history."""
    parser = argparse.ArgumentParser(prog="python -m tests.sim")
    parser.add_argument("--histories", type=int, default=300)
    parser.add_argument("--first", type=int, default=0, help="seed of the first history")
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument(
        "--engine", choices=ENGINES, default="memory", help="file, server: stations in encrypted files, the hub there"
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--compared",
        action="store_true",
        help="with the same in memory; there, with right clocks",
    )
    arguments = parser.parse_args()
    play = compared if arguments.compared else run
    began, summary = time.monotonic(), Summary()
    seeds = range(arguments.first, arguments.first + arguments.histories)
    if arguments.engine == "server":  # each process would start a server of its own
        for seed in seeds:
            summary.add(play(seed, arguments.steps, "server"))
        end_server()
    else:
        with ProcessPoolExecutor(arguments.processes) as pool:
            played = [(seed, pool.submit(play, seed, arguments.steps, arguments.engine)) for seed in seeds]
            for seed, future in played:
                error = future.exception()
                summary.add(future.result() if error is None else ended_by(seed, error))
    sys.stdout.write(f"{summary.text()} in {time.monotonic() - began:.0f} s\n")
    return 1 if summary.violations else 0


if __name__ == "__main__":
    raise SystemExit(main())
