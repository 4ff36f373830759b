"""Hashes of numbers that must never be called again.

Keyed and slow, so that a copy of the table alone tells nothing; who holds the key can still test single numbers.
"""

from __future__ import annotations

from argon2.low_level import Type, hash_secret_raw

_TIME_COST, _MEMORY_KIB, _BYTES = 1, 8192, 32


def number_hash(e164: str, pepper: str) -> str:
    """The keyed slow hash of a number.

    Args:
        e164: The number.
        pepper: Hexadecimal key kept inside the encrypted database.
    """
    salt = bytes.fromhex(pepper)
    return hash_secret_raw(e164.encode(), salt, _TIME_COST, _MEMORY_KIB, 1, _BYTES, Type.ID).hex()
