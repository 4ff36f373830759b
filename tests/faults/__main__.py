"""`python -m tests.faults --kills 200`: the table of kill points and lost answers; 1 when anything was lost."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults.kills import run

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(Path(folder), arguments.kills, arguments.seed)
    print(outcome.table())
    sys.exit(1 if outcome.lost.total() or outcome.failures else 0)
