"""Block lists side by side, within a unit of work; and how a station finds a number on those of the others."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from cati_app.domain.sharing.blocks import BlockItem, BlockKind
from cati_app.store.blocklist import number_hash, number_mark
from cati_app.store.database import Database
from cati_app.store.problems import environment_problems
from cati_app.store.statements import Statements
from cati_app.store.times import NEXT_NUMBER, number_at

_NEXT = NEXT_NUMBER.format(table="block_item")
_ADD = (
    f"INSERT INTO block_item (kind, value, gone, sealed, told, n) VALUES (?, ?, false, ?, true, {_NEXT})"
    " ON CONFLICT (kind, value) DO UPDATE SET gone = false, sealed = excluded.sealed, n = excluded.n"
    " WHERE block_item.gone OR block_item.sealed <> excluded.sealed"
)
_TAKE_OFF = f"UPDATE block_item SET gone = true, n = {_NEXT} WHERE kind = 'entry' AND value = ? AND NOT gone"
_AFTER = "SELECT n, kind, value, gone, sealed FROM block_item WHERE n > ? ORDER BY n LIMIT ?"
_LAST = "SELECT coalesce(max(n), 0) FROM block_item"
_KEEP = (
    "INSERT INTO block_item (kind, value, gone, sealed, told, n) VALUES (?, ?, ?, ?, ?, 0)"
    " ON CONFLICT (kind, value) DO UPDATE SET gone = excluded.gone, sealed = excluded.sealed, told = excluded.told"
)
_UNTOLD = "SELECT kind, value, gone, sealed FROM block_item WHERE NOT told ORDER BY kind, value LIMIT ?"
_TELL_AGAIN = "UPDATE block_item SET told = false WHERE NOT gone"
_KNOWN = "SELECT kind, value, sealed FROM block_item WHERE NOT gone"
_PEPPERS = "SELECT id, sealed FROM block_pepper ORDER BY id"
_KEEP_PEPPER = "INSERT INTO block_pepper (id, own, sealed) VALUES (?, false, ?) ON CONFLICT (id) DO NOTHING"
# sqlite: json_each spreads a list
_MARKED = "SELECT value FROM block_item WHERE kind = 'mark' AND value IN (SELECT value FROM json_each(?))"
_STANDS = "SELECT 1 FROM block_item WHERE kind = 'entry' AND value = ? AND NOT gone"


class SqlBlockFeed:
    """Block lists side by side, within a unit of work."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(self, items: Iterable[BlockItem], at: datetime) -> int:
        """What a station tells, under numbers above all that were given before `at`; how much of it was new."""
        n = number_at(at)
        rows = [(item.kind.value, item.value, item.sealed, n) for item in items]
        return sum(int(self._statements.execute(_ADD, row).rowcount) for row in rows)

    def take_off(self, hashes: Sequence[str], at: datetime) -> int:
        """Entries that two people have taken off, numbered likewise; how many stood there."""
        n = number_at(at)
        return sum(int(self._statements.execute(_TAKE_OFF, (n, value)).rowcount) for value in hashes)

    def after(self, n: int, limit: int) -> Sequence[tuple[int, BlockItem]]:
        """What changed behind a number, in order, each with its own."""
        return [(row[0], _item(row[1:])) for row in self._statements.all(_AFTER, n, limit)]

    def last(self) -> int:
        """Number of the last change; 0 before the first."""
        return int(self._statements.row(_LAST)[0])

    def keep(self, items: Iterable[BlockItem], *, told: bool) -> None:
        """At a station: what it has heard, or what the hub is to hear."""
        rows = [(item.kind.value, item.value, item.gone, item.sealed, told) for item in items]
        self._statements.many(_KEEP, rows)

    def untold(self, limit: int) -> Sequence[BlockItem]:
        """What the hub is to hear."""
        return [_item(row) for row in self._statements.all(_UNTOLD, limit)]

    def tell_again(self) -> None:
        """The hub came back from a copy, and is to hear everything that counts."""
        self._statements.execute(_TELL_AGAIN)

    def known(self) -> Mapping[tuple[str, str], str]:
        """Kind and value of all items that count, each with what is sealed of it."""
        return {(kind, value): sealed for kind, value, sealed in self._statements.all(_KNOWN)}

    def peppers(self) -> Mapping[str, str]:
        """Of the study: sealed, in hexadecimal, by name."""
        return {name: bytes(sealed).hex() for name, sealed in self._statements.all(_PEPPERS)}

    def keep_peppers(self, sealed: Mapping[str, str]) -> None:
        """Peppers of other stations; those that are here stay."""
        self._statements.many(_KEEP_PEPPER, [(name, bytes.fromhex(box)) for name, box in sealed.items()])


class OthersLists:
    """The lists of other stations, as the block list of a machine asks them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def holding(self, numbers: Collection[str], peppers: Collection[str]) -> frozenset[str]:
        """Which of these numbers (E.164) are on one of them.

        Args:
            peppers: That the study holds, hexadecimal.
        """
        driver = self._database.driver()
        with environment_problems(self._database.path):
            marks = {(number, pepper): str(number_mark(number, pepper)) for number in numbers for pepper in peppers}
            marked = {row[0] for row in driver.execute(_MARKED, (json.dumps(sorted(set(marks.values()))),))}
            near = [pair for pair, mark in marks.items() if mark in marked]
            return frozenset(number for number, pepper in near if self._stands(number_hash(number, pepper)))

    def _stands(self, hashed: str) -> bool:
        return self._database.driver().execute(_STANDS, (hashed,)).fetchone() is not None


def _item(row: Any) -> BlockItem:
    kind, value, gone, sealed = row
    return BlockItem(BlockKind(kind), value, bool(gone), sealed)
