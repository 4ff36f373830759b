"""Logins: password hashes, and the contact key wrapped for those who may see contact data."""

from __future__ import annotations

from typing import Any

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.users import Role, User
from cati_app.store.keys import ContactCipher, Cost
from cati_app.store.passwords import hash_password, is_password
from cati_app.store.statements import Statements
from cati_app.store.trust.held_keys import HeldKeys

_COLUMNS = "id, login, name, role, number, languages, skills, password_hash, wrapped_key"
_PEOPLE = f'SELECT {_COLUMNS} FROM "user"'
_ADD = f'INSERT INTO "user" ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'


class SqlPeople:
    """People within a unit of work."""

    def __init__(self, statements: Statements, keys: HeldKeys | None, cost: Cost) -> None:
        self._statements = statements
        self._contact = keys.contact if keys is not None else None
        self._cost = cost

    def add(self, user: User, password: str) -> None:
        """A new login; the first one creates the contact key.

        Raises:
            RuleViolation: `login_taken`; `no_contact_access` when a role with contact data is added by one without.
        """
        if self._row(user.login) is not None:
            raise RuleViolation("login_taken")
        if user.role.sees_contact_data and self._contact is None:
            raise RuleViolation("no_contact_access")
        wrapped = None
        if user.role.sees_contact_data and self._contact is not None:
            wrapped = self._contact.wrapped_by(password, self._cost)
        languages, skills = " ".join(user.languages), " ".join(user.skills)
        known = user.id, user.login, user.name, user.role.value, user.number, languages, skills
        self._statements.execute(_ADD, (*known, hash_password(password, self._cost), wrapped))

    def all(self) -> tuple[User, ...]:
        """Everybody, by number."""
        return tuple(_user(row) for row in self._statements.execute(f"{_PEOPLE} ORDER BY number"))

    def log_in(self, login: str, password: str) -> tuple[User, HeldKeys] | None:
        """The person and what the password opens; None when login or password are wrong."""
        row = self._row(login)
        if row is None:
            hash_password(password, self._cost)  # as slow as a wrong password, so that logins cannot be found out
            return None
        password_hash, wrapped_key = row[-2:]
        if not is_password(password_hash, password, self._cost):
            return None
        contact = ContactCipher.unwrapped(wrapped_key, password) if wrapped_key else None
        return _user(row), HeldKeys(contact)

    def _row(self, login: str) -> Any:
        return self._statements.row(f"{_PEOPLE} WHERE login = ?", login)


def _user(row: Any) -> User:
    user_id, login, name, role, number, languages, skills = row[:7]
    return User(UserId(user_id), login, name, Role(role), number, tuple(languages.split()), tuple(skills.split()))
