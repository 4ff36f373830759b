"""What only SQLite reads is marked where it stands, and listed in the decision on dialects."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STORE = ROOT / "cati_app" / "store"
DECISION = ROOT / "docs" / "decisions" / "0017-statements-for-two-dialects.md"
SPECIAL = re.compile(
    r"INDEXED BY|json_each|json_extract|group_concat|\biif\(|\bmin\(level|julianday|PRAGMA|\?[1-9]|INSERT OR|strftime"
)
WHOLE = {"database.py", "problems.py", "migrate.py", "blocklist.py", "tables.py"}
"""Files that are SQLite's through and through."""
MARK, ABOVE = "# sqlite:", 8
FILES = sorted(path.name for path in STORE.glob("*.py"))


@pytest.mark.parametrize("name", [name for name in FILES if name not in WHOLE])
def test_what_only_sqlite_reads_is_marked(name: str) -> None:
    lines = (STORE / name).read_text(encoding="utf-8").splitlines()
    special = [
        number for number, line in enumerate(lines) if SPECIAL.search(line) and not line.lstrip().startswith("#")
    ]
    unmarked = [number for number in special if not any(MARK in one for one in lines[max(0, number - ABOVE) : number])]

    assert [] == [f"{name}:{number + 1}: {lines[number].strip()}" for number in unmarked]


def test_the_decision_names_every_file_that_has_a_mark() -> None:
    told = DECISION.read_text(encoding="utf-8")
    marked = [name for name in FILES if MARK in (STORE / name).read_text(encoding="utf-8")]

    assert marked
    assert [] == [name for name in {*marked, *WHOLE} if f"store/{name}" not in told]
