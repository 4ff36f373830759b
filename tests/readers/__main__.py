"""Writes a data set in every format and has other programs read it: `make readers`, with SCHEMAS=FOLDER for DDI."""

from __future__ import annotations

import argparse
import sys
import tempfile
from functools import partial
from pathlib import Path

from tests.readers import programs
from tests.readers.scene import scene, written
from tests.readers.seen import ReadBack, differences


def main() -> int:
    """0 where everything that was read is as it was written; 1 otherwise. Programs that are not there are named."""
    parser = argparse.ArgumentParser(prog="python -m tests.readers")
    parser.add_argument("--schemas", type=Path, default=Path("schemas"))
    parser.add_argument("--packages", type=Path, help="folder with readers that are no dependency of the project")
    arguments = parser.parse_args()
    schemas = arguments.schemas
    if arguments.packages is not None:
        sys.path.append(str(arguments.packages))  # last, so that nothing of the project's own gives way
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written(folder)
        for reader in (
            partial(programs.by_haven, folder, ".sav"),
            partial(programs.by_haven, folder, ".dta"),
            partial(programs.by_duckdb, folder),
            partial(programs.by_triples, folder),
            partial(programs.by_spreadsheets, folder),
            partial(programs.by_schema, folder, schemas),
            partial(programs.by_pspp, folder),
        ):
            try:
                for seen, told in reader():
                    found = list(differences(seen, scene(), told)) if seen.values else _failing(seen)
                    wrong += len(found)
                    sys.stdout.write(_line(seen, found))
            except programs.NotThere as missing:
                sys.stdout.write(f"| – | not run | {missing} |\n")
    return 1 if wrong else 0


def _failing(seen: ReadBack) -> list[str]:
    return [name for name, holds in seen.more.items() if not holds]


def _line(seen: ReadBack, found: list[str]) -> str:
    looked = [
        name for name, there in (("values", seen.values), ("labels", seen.labels), ("choices", seen.choices)) if there
    ]
    told = "; ".join(found) if found else "equal: " + ", ".join([*looked, *seen.more])
    return f"| {seen.format} | {seen.reader} | {told} |\n"


if __name__ == "__main__":
    sys.exit(main())
