"""Sample fields of cases: those declared clear as they are, all others sealed with the contact key."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from cati_app.domain.sampling.clear_columns import divided
from cati_app.store.statements import Statements
from cati_app.store.trust.fields import Spot

Seal = Callable[[str, Spot], bytes]
Open = Callable[[bytes | None, Spot], str | None]

_DECLARED = "clear_columns"
"""Under which the database keeps the names of the fields that stay in the open."""
_KNOWN = f"SELECT value FROM meta WHERE key = '{_DECLARED}'"
_KEEP = (
    f"INSERT INTO meta (key, value) VALUES ('{_DECLARED}', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)
_BATCH = 2000  # rows read at a time
_READ = 'SELECT id, fields, sealed_fields FROM "case" WHERE id > ? ORDER BY id LIMIT ?'
_WRITE = 'UPDATE "case" SET fields = ?, sealed_fields = ? WHERE id = ?'
_ENCODER = json.JSONEncoder(ensure_ascii=False)
"""Writes fields; `dumps` would make one for each case."""


def fields_spot(case_id: str) -> Spot:
    """Where the sealed sample fields of a case stand."""
    return Spot("case", "sealed_fields", case_id)


class KeptFields(Mapping[str, str]):
    """All sample fields of a case that a role may see; read when somebody asks, for neither queue nor results do.

    Args:
        text: The fields in the open.
        sealed: The others.
        opened: Opens them; gives None without the contact key.
    """

    __slots__ = ("_case_id", "_clear", "_opened", "_sealed", "_text", "_whole")

    def __init__(self, case_id: str, text: str, sealed: bytes | None, opened: Open) -> None:
        self._case_id = case_id
        self._text = text
        self._sealed = sealed
        self._opened = opened
        self._clear: dict[str, str] | None = None
        self._whole: dict[str, str] | None = None

    def __getitem__(self, name: str) -> str:
        clear = self._in_the_open()
        return clear[name] if name in clear else self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _in_the_open(self) -> dict[str, str]:
        if self._clear is None:
            self._clear = json.loads(self._text)
        return self._clear

    def _all(self) -> dict[str, str]:
        if self._whole is None:
            sealed = self._opened(self._sealed, fields_spot(self._case_id))
            self._whole = {**self._in_the_open(), **(json.loads(sealed) if sealed is not None else {})}
        return self._whole


def columns_of(
    case_id: str, clear: Mapping[str, str], others: Mapping[str, str], seal: Seal
) -> tuple[str, bytes | None]:
    """Sample fields as the columns `fields` and `sealed_fields`."""
    sealed = seal(_ENCODER.encode(dict(others)), fields_spot(case_id)) if others else None
    return _ENCODER.encode(dict(clear)), sealed


def declared(statements: Statements) -> frozenset[str] | None:
    """Names of the fields that stay in the open; None in a database that an older version filled."""
    row = statements.row(_KNOWN)
    return frozenset(json.loads(row[0])) if row is not None else None


def divide(statements: Statements, clear: Collection[str], seal: Seal, opened: Open) -> int:
    """Seal what is not declared and open what is, and keep the declaration; how many cases that changed."""
    changed, after = 0, ""
    while rows := statements.all(_READ, after, _BATCH):
        moved = [columns for row in rows if (columns := _moved(row, clear, seal, opened)) is not None]
        if moved:
            statements.many(_WRITE, moved)
        changed += len(moved)
        after = rows[-1][0]
    statements.execute(_KEEP, (json.dumps(sorted(clear)),))
    return changed


def _moved(row: Any, clear: Collection[str], seal: Seal, opened: Open) -> tuple[str, bytes | None, str] | None:
    case_id, text, sealed = row
    fields = KeptFields(case_id, text, sealed, opened)
    in_the_open, others = divided(fields, clear)
    if in_the_open.keys() == json.loads(text).keys():
        return None
    return (*columns_of(case_id, in_the_open, others, seal), case_id)
