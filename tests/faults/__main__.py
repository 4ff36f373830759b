"""`python -m tests.faults --kills 200`: the table of kill points and lost answers; 1 when anything was lost.

`--trust` prints which fault of disk, files, clock and machine came where, what the program said and what was lost.
`--hub` plays what lines, hub, PostgreSQL, stations and people do to each other; with `--write` into docs/faults-hub.md.
`--hub-kills 200` kills them at random, half of the times with a hub in files and half with one on a server.
`--attacks` prints what was tried with whose keys, and what the program said; with `--write` into SECURITY.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults import attacks, hub_faults, hub_kills, trust
from tests.faults.kills import run
from tests.faults.proofs import run as prove
from tests.faults.proofs import table
from tests.hub_storages import ENGINES


def main() -> int:
    """What is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--trust", action="store_true")
    parser.add_argument("--steps", type=int, default=24, help="of each operation, with --trust; 0: all")
    parser.add_argument("--hub", nargs="?", const="", metavar="WORD", help="faults with that word in them; all without")
    parser.add_argument("--engine", choices=ENGINES, help="with --hub: that one alone")
    parser.add_argument("--kept", type=Path, help="with --hub: what was played before, and goes on being noted")
    parser.add_argument("--hub-kills", type=int, metavar="KILLS")
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
    if arguments.hub_kills:
        return _hub_kills(arguments.hub_kills, arguments.seed)
    if arguments.hub is not None:
        engines = ENGINES if arguments.engine is None else (arguments.engine,)
        outcomes = hub_faults.run(arguments.hub, engines, arguments.kept)
        print(hub_faults.table(outcomes))
        if arguments.write and len(outcomes) == len(hub_faults.planned()):
            hub_faults.PAGE.write_text(hub_faults.page(outcomes), encoding="utf-8")
        return 0 if all(outcome.held for outcome in outcomes) else 1
    if arguments.trust:
        text, amiss = trust.printed(arguments.steps)
        sys.stderr.writelines(f"{line}\n" for line in amiss)
        print(text)
        return 1 if amiss else 0
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(Path(folder), arguments.kills, arguments.seed)
    print(outcome.table())
    return 1 if outcome.lost.total() or outcome.failures else 0


def _hub_kills(kills: int, seed: int) -> int:
    amiss = 0
    for engine in ENGINES:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            outcome = hub_kills.run(engine, Path(folder) / "field", kills // len(ENGINES), seed)
        print(f"{engine}: {outcome.table()}")
        amiss += len(outcome.amiss)
    return 1 if amiss else 0


if __name__ == "__main__":
    sys.exit(main())
