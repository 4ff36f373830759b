"""People as their rows say it, with what opens their private halves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cati_app.domain.ids import UserId
from cati_app.domain.people.logins import meant
from cati_app.domain.people.users import Role, User
from cati_app.store.statements import Statements
from cati_app.values import dataclass

_PEOPLE = 'SELECT id, login, name, role, number, languages, skills, active FROM "user" ORDER BY number'
_PERSON = (
    "SELECT id, login, name, role, number, languages, skills, active,"
    ' box_key, sign_key, salt, cost, login_check, bundle, start_code, bundle_n FROM "user"'
)
_KEYS_FROM = 8  # columns before them make the person


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with what opens the private halves.

    Args:
        bundle_n: Counts the passwords chosen under these keys; 0 is the one with which they were made.
    """

    user: User
    box_key: str
    sign_key: str
    salt: bytes | None
    cost: str
    login_check: bytes | None
    bundle: bytes | None
    start_code: bool
    bundle_n: int = 0

    @property
    def is_sealed(self) -> bool:
        """Whether the person has keys; not in a database that an older version made."""
        return self.bundle is not None


def person_of(statements: Statements, login: str) -> PersonRow | None:
    """Who has a login."""
    user = meant(everybody(statements), login)
    return person_by_id(statements, user.id) if user is not None else None


def person_by_id(statements: Statements, person: str) -> PersonRow | None:
    """Somebody by id."""
    row = statements.row(f"{_PERSON} WHERE id = ?", person)
    return _row(row) if row is not None else None


@dataclass(frozen=True, slots=True)
class Sealing:
    """The outcome of giving people of an older database keys.

    Args:
        codes: Start codes of everybody but the supervisor who did it, told once.
        renamed: Logins that differed from another one in nothing but case; the old one, and the new one.
        copies: Copies of the database as it was, which the old passwords still open.
    """

    codes: tuple[tuple[User, str], ...]
    renamed: tuple[tuple[str, str], ...]
    copies: tuple[Path, ...]


def everybody(statements: Statements) -> tuple[User, ...]:
    """All people, by number; who has left, too."""
    return tuple(_user(tuple(row)) for row in statements.execute(_PEOPLE))


def _user(row: tuple[Any, ...]) -> User:
    """A person from id, login, name, role, number, languages, skills, active."""
    user_id, login, name, role, number, languages, skills, active = row
    return User(
        UserId(user_id), login, name, Role(role), number, tuple(languages.split()), tuple(skills.split()), bool(active)
    )


def _row(row: Any) -> PersonRow:
    box_key, sign_key, salt, cost, login_check, bundle, start_code, n = row[_KEYS_FROM:]
    user = _user(row[:_KEYS_FROM])
    return PersonRow(user, box_key, sign_key, salt, cost, login_check, bundle, bool(start_code), n)
