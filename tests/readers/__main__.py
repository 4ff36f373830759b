"""Has other programs read what is written, and compute agreement again: `make readers`, SCHEMAS=FOLDER for XML."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from tests.readers.by_schema import by_schema
from tests.readers.in_duckdb import by_duckdb
from tests.readers.in_pspp import by_pspp
from tests.readers.in_qda import by_pyrefiqda, by_qda_schemas
from tests.readers.in_r import by_r
from tests.readers.in_spreadsheets import by_spreadsheets
from tests.readers.in_triples import by_triples
from tests.readers.of_agreement import by_krippendorff
from tests.readers.programs import NotAsked, NotThere
from tests.readers.seen import PROPERTIES, ReadBack, findings
from tests.readers.studies import ReadTable, written_tables

MUST_RUN = "CATI_ALL_TESTS_MUST_RUN"
"""In the environment: 1 where a reader that is not there is a failure, as in .ci/run."""
_SHOWN = 5
"""Names told of what differs in a property."""


def main() -> int:
    """0 where everything that was read is as it was written; 1 otherwise. Programs that are not there are named."""
    parser = argparse.ArgumentParser(prog="python -m tests.readers")
    parser.add_argument(
        "--schemas", type=Path, help="folder with the schemas of DDI and REFI-QDA; without it they are left out"
    )
    parser.add_argument("--packages", type=Path, help="folder with readers that are no dependency of the project")
    arguments = parser.parse_args()
    if arguments.packages is not None:
        sys.path.append(str(arguments.packages))  # last, so that nothing of the project's own gives way
    with tempfile.TemporaryDirectory() as name:
        tables = written_tables(Path(name))
        told: dict[str, list[str]] = {read.name: [] for read in tables}
        passed, failed, absent = 0, 0, []
        for reader in _readers(arguments.schemas):
            try:
                for read, seen in reader(tables):
                    found = findings(seen, read.table)
                    failed += any(found.values())
                    passed += not any(found.values())
                    told[read.name].append(_line(seen, found))
            except NotThere as missing:
                absent.append(f"not run: {missing}")
            except NotAsked as unasked:
                sys.stdout.write(f"not asked: {unasked}\n")
    for read in tables:
        _write_table(read, told[read.name])
    equal, other = _beside_data_sets(arguments.schemas, absent)
    passed, failed = passed + equal, failed + other
    sys.stdout.writelines(f"{line}\n" for line in absent)
    failed += len(absent) if os.environ.get(MUST_RUN) == "1" else 0
    sys.stdout.write(f"readers: {passed} passed, {failed} failed\n")
    return 1 if failed else 0


def _beside_data_sets(schemas: Path | None, absent: list[str]) -> tuple[int, int]:
    """How much of agreement and of REFI-QDA is equal, and how much differs; what is not there goes to `absent`."""
    equal = other = 0
    for checked in (by_krippendorff, by_pyrefiqda, partial(by_qda_schemas, schemas)):
        try:
            for what, by, differing in checked():
                other += bool(differing)
                equal += not differing
                sys.stdout.write(f"{what}, {by}: {_cell(differing)}\n")
        except NotThere as missing:
            absent.append(f"not run: {missing}")
        except NotAsked as unasked:
            sys.stdout.write(f"not asked: {unasked}\n")
    return equal, other


def _readers(schemas: Path | None) -> Iterable[Callable[[Sequence[ReadTable]], Iterator[tuple[ReadTable, ReadBack]]]]:
    return by_r, by_pspp, by_duckdb, by_spreadsheets, by_triples, partial(by_schema, schemas=schemas)


def _write_table(read: ReadTable, lines: Iterable[str]) -> None:
    table = read.table
    head = ["format", "reader", *PROPERTIES, "more"]
    sys.stdout.write(f"\n{read.name}: {len(table.rows)} rows, {len(table.variables)} variables\n\n")
    sys.stdout.write(f"| {' | '.join(head)} |\n|{'---|' * len(head)}\n")
    sys.stdout.writelines(lines)
    sys.stdout.write("\n")


def _line(seen: ReadBack, found: dict[str, list[str]]) -> str:
    cells = [_cell(found[name]) if name in found else "–" for name in PROPERTIES]
    further = [name if not names else f"{name} DIFFERS" for name, names in found.items() if name not in PROPERTIES]
    more = "; ".join(further)
    return f"| {' | '.join([f'`{seen.format}`', seen.reader, *cells, more or '–'])} |\n"


def _cell(names: list[str]) -> str:
    if not names:
        return "equal"
    return "DIFFERS: " + ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")


if __name__ == "__main__":
    sys.exit(main())
