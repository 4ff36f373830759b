"""Logins."""

from __future__ import annotations

from typing import Protocol

from cati_app.domain.people.users import User


class People(Protocol):
    """Logins."""

    def add(self, user: User, password: str) -> None:
        """A new login; with the contact key wrapped for it if its role may see contact data."""
        ...

    def all(self) -> tuple[User, ...]:
        """Everybody, by number."""
        ...
