"""What only SQLite reads is marked where it stands, and listed in the decision on dialects: all of it, and no more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STORE = ROOT / "cati_app" / "store"
DECISION = ROOT / "docs" / "decisions" / "0017-statements-for-two-dialects.md"
LISTED = {
    "INDEXED BY": r"INDEXED BY",
    "json_each": r"\bjson_each\b",
    "json_extract": r"\bjson_extract\b",
    "group_concat": r"\bgroup_concat\b",
    "julianday": r"\bjulianday\b",
    "PRAGMA": r"\bPRAGMA\b",
    "sqlite_master": r"\bsqlite_master\b",
    "in_transaction": r"\bin_transaction\b",
    "BEGIN IMMEDIATE": r"BEGIN IMMEDIATE",
    "min()": r"\bmin\(level",
    "?1": r"\?[1-9]",
}
"""What only SQLite reads, as the decision names it, and how a line is known to have it."""
NEVER = r"\biif\(|\bifnull\(|INSERT OR|strftime|unixepoch|rowid|\bglob\b|LIMIT -|\bsum\([^()]*[<>=]"
"""There is a word for these that both dialects read; on lines of statements, which hold no Python of their own."""
WHOLE = {
    "backup.py",
    "connection.py",
    "database.py",
    "problems.py",
    "migrate.py",
    "newest_form.py",
    "blocklist.py",
    "tables.py",
}
"""Files that are SQLite's through and through."""
MARK, ABOVE = "# sqlite:", 8
FILES = sorted(path.name for path in STORE.glob("*.py"))
PARTLY = [name for name in FILES if name not in WHOLE]


def _lines(name: str) -> list[str]:
    return (STORE / name).read_text(encoding="utf-8").splitlines()


def _is_code(line: str) -> bool:
    return not line.lstrip().startswith("#")


def _rows() -> dict[str, str]:
    """What the decision says of each file of the store."""
    rows: dict[str, str] = {}
    for line in DECISION.read_text(encoding="utf-8").splitlines():
        if line.startswith("| `store/"):
            files, what = line.strip("| ").split(" | ")
            rows |= dict.fromkeys(re.findall(r"store/(\w+\.py)", files), what)
    return rows


@pytest.mark.parametrize("name", PARTLY)
def test_what_only_sqlite_reads_is_marked(name: str) -> None:
    lines = _lines(name)
    special = re.compile("|".join(LISTED.values()))
    unmarked = [
        f"{name}:{number + 1}: {line.strip()}"
        for number, line in enumerate(lines)
        if _is_code(line) and special.search(line)
        if not any(MARK in above for above in lines[max(0, number - ABOVE) : number + 1])
    ]

    assert [] == unmarked


@pytest.mark.parametrize("name", PARTLY)
def test_what_has_a_word_in_both_dialects_is_said_in_it(name: str) -> None:
    assert [] == [line.strip() for line in _lines(name) if _is_code(line) and re.search(NEVER, line)]


def test_the_decision_names_the_files_that_have_a_mark_and_no_others() -> None:
    marked = {name for name in PARTLY if any(MARK in line for line in _lines(name))}

    assert marked
    assert marked | WHOLE == set(_rows())


@pytest.mark.parametrize("name", [name for name in PARTLY if name in _rows()])
def test_the_decision_says_of_each_file_what_it_has(name: str) -> None:
    code = "\n".join(line for line in _lines(name) if _is_code(line))
    told = _rows()[name]

    assert {word for word, known in LISTED.items() if re.search(known, code)} == {
        word for word in LISTED if f"`{word}`" in told
    }


def test_the_rules_of_a_hub_read_alike_in_both_dialects() -> None:
    """Its driver of SQLite is the only file that speaks SQLite alone; a driver of either says `in_transaction`."""
    special = re.compile("|".join((*(known for word, known in LISTED.items() if word != "in_transaction"), NEVER)))
    files = [path for path in (STORE / "hub").glob("*.py") if path.name != "sqlite.py"]

    assert len(files) > 3
    assert [] == [
        (path.name, line) for path in files for line in path.read_text("utf-8").splitlines() if special.search(line)
    ]
