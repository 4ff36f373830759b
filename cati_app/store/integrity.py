"""Looks through a database file: its pages, its structure, its links, and what the migrations must have made in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2

from cati_app.domain.phrases import Phrase
from cati_app.store import newest_form, revision
from cati_app.store.journal import pages_in_journal
from cati_app.values import dataclass

QUICKLY = 32 * 1024 * 1024  # bytes that a start looks through, in a quarter of a second
_TRIES = 3  # a page that is just being written is whole at the next look
_PAGE = re.compile(r"page (\d+)")
_BLANKS = re.compile(r"\s+")
_CHECKS = re.compile(r"CONSTRAINT (\w+) CHECK")
# sqlite: its catalogue; what it makes itself has no text
_OBJECTS = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
_QUEUE = (
    "SELECT count(*) FROM (SELECT route_id, rest, sum(n) AS n FROM (SELECT route_id, rest, n FROM queue_count"
    ' UNION ALL SELECT route_id, rest, -1 FROM "case" WHERE route_id IS NOT NULL) GROUP BY route_id, rest) t'
    " WHERE n <> 0"
)


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong with a database, or with what belongs to it; `text` names no content of it.

    Args:
        cure: What helps; blank where the newest whole backup does.
    """

    code: str
    text: str
    cure: str = ""


def damaged_pages(driver: Any, path: Path) -> list[int]:
    """Pages of the file whose seal is broken, where no newer one stands in the journal."""
    pages: set[int] | None = None
    for _ in range(_TRIES):
        # sqlite: SQLCipher's seals
        told = [str(row[0]) for row in driver.execute("PRAGMA cipher_integrity_check")]
        broken = {int(number) for text in told for number in _PAGE.findall(text)}
        broken = broken or ({0} if told else set())
        pages = broken if pages is None else pages & broken
        if not pages:
            return []
    return sorted((pages or set()) - pages_in_journal(path))


def faults(driver: Any, path: Path) -> tuple[Damage, ...]:
    """Everything that is wrong with file and structure."""
    broken = damaged_pages(driver, path)
    told = [Damage("pages", _pages(broken))] if broken else []
    try:
        told += _structure(driver)
        told += _links(driver)
        told += _objects(driver)
        if not told and driver.execute(_QUEUE).fetchone()[0]:
            told.append(Damage("counters", Phrase("The counters of the queue differ from its cases.")))
    except sqlcipher3.dbapi2.DatabaseError:
        told.append(Damage("structure", Phrase("The tables cannot be read through.")))
    return tuple(told)


def _pages(pages: list[int]) -> Phrase:
    listed = ", ".join(map(str, pages[:10])) + (" …" if len(pages) > 10 else "")
    return Phrase("Pages of the file are damaged: {pages}.", pages=listed)


def _structure(driver: Any) -> Iterator[Damage]:
    # sqlite: its own look through trees, indexes and conditions
    lines = [str(row[0]) for row in driver.execute("PRAGMA integrity_check(100)")]
    if lines != ["ok"]:
        yield Damage("structure", Phrase("The structure of the tables is damaged in {count} places.", count=len(lines)))


def _links(driver: Any) -> Iterator[Damage]:
    # sqlite: links whose end is missing
    broken = sorted({str(row[0]) for row in driver.execute("PRAGMA foreign_key_check")})
    if broken:
        yield Damage("links", Phrase("Rows point to others that are missing, in: {tables}.", tables=", ".join(broken)))


def _objects(driver: Any) -> Iterator[Damage]:
    """What the migrations make and is missing or different, and triggers that they do not make."""
    form = revision.current(driver)
    if form != revision.HEAD:
        return
    expected, there = _newest_form(), _described(driver)
    missing = sorted(f"{kind} {name}" for kind, name in expected.keys() - there.keys())
    changed = sorted(
        f"{kind} {name}" for kind, name in expected.keys() & there.keys() if expected[kind, name] != there[kind, name]
    )
    added = sorted(f"{kind} {name}" for kind, name in there.keys() - expected.keys() if kind == "trigger")
    if missing:
        yield Damage("missing", Phrase("What guards or finds the data is missing: {names}.", names=", ".join(missing)))
    if changed or added:
        names = ", ".join([*changed, *added])
        yield Damage("changed", Phrase("What guards or finds the data was changed from outside: {names}.", names=names))


@cache
def _newest_form() -> dict[tuple[str, str], str]:
    with closing(newest_form.made()) as driver:
        return _described(driver)


def _described(driver: Any) -> dict[tuple[str, str], str]:
    """Objects with what must be the same: the text of triggers and indexes, columns and conditions of tables."""
    described: dict[tuple[str, str], str] = {}
    for kind, name, text in driver.execute(_OBJECTS).fetchall():
        if kind == "table":
            # sqlite: columns as it lists them
            columns = [tuple(row[1:6]) for row in driver.execute(f'PRAGMA table_info("{name}")')]
            described[kind, name] = f"{columns} {sorted(_CHECKS.findall(text))}"
        else:
            described[kind, name] = _BLANKS.sub(" ", text)
    return described
