"""Hashes of numbers that must never be called again.

Keyed and slow, so that a copy of the table alone tells nothing; who holds the key can still test single numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from argon2.low_level import Type, hash_secret_raw
from sqlmodel import Session, select

from cati_app.store.tables import BlockedNumberRow, MetaRow

_TIME_COST, _MEMORY_KIB, _BYTES = 1, 8192, 32


def number_hash(e164: str, pepper: str) -> str:
    """The keyed slow hash of a number.

    Args:
        e164: The number.
        pepper: Hexadecimal key kept inside the encrypted database.
    """
    salt = bytes.fromhex(pepper)
    return hash_secret_raw(e164.encode(), salt, _TIME_COST, _MEMORY_KIB, 1, _BYTES, Type.ID).hex()


class SqlBlockList:
    """The block list within a unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def holding(self, numbers: Sequence[str]) -> frozenset[str]:
        """Which of these numbers (E.164) are on it."""
        blocked = set(self._session.exec(select(BlockedNumberRow.number_hash)))
        if not blocked:
            return frozenset()
        row = self._session.get(MetaRow, "pepper")
        assert row is not None
        return frozenset(number for number in numbers if number_hash(number, row.value) in blocked)
