"""Passwords of people: argon2id hashes, checked and renewed."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from cati_app.store.keys import Cost


def hash_password(password: str, cost: Cost) -> str:
    """The hash to keep."""
    return _hasher(cost).hash(password)


def is_password(password_hash: str, password: str, cost: Cost) -> bool:
    """Whether the password belongs to the hash."""
    try:
        return _hasher(cost).verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def _hasher(cost: Cost) -> PasswordHasher:
    return PasswordHasher(time_cost=cost.time_cost, memory_cost=cost.memory_kib, parallelism=cost.lanes)
