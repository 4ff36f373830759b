"""`python -m tests.faults --kills 200`: the table of kill points and lost answers; 1 when anything was lost.

`--trust` prints which fault of disk, files, clock and machine came where, what the program said and what was lost.
`--attacks` prints what was tried with whose keys, and what the program said; with `--write` into SECURITY.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults import attacks, trust
from tests.faults.kills import run
from tests.faults.proofs import run as prove
from tests.faults.proofs import table


def main() -> int:
    """What is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--trust", action="store_true")
    parser.add_argument("--steps", type=int, default=24, help="of each operation, with --trust; 0: all")
    parser.add_argument("--attacks", action="store_true")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    if arguments.attacks:
        told = prove(attacks.ATTACKS)
        amiss = told.amiss(attacks.ATTACKS)
        sys.stderr.writelines(f"{line}\n" for line in amiss)
        print(table(attacks.ATTACKS, told))
        if arguments.write and not amiss:
            attacks.DOCUMENT.write_text(attacks.made(told), encoding="utf-8")
        return 1 if amiss else 0
    if arguments.trust:
        text, amiss = trust.printed(arguments.steps)
        sys.stderr.writelines(f"{line}\n" for line in amiss)
        print(text)
        return 1 if amiss else 0
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(Path(folder), arguments.kills, arguments.seed)
    print(outcome.table())
    return 1 if outcome.lost.total() or outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main())
