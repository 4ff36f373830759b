"""Logins: password hashes, and the contact key wrapped for those who may see contact data."""

from __future__ import annotations

from sqlmodel import Session, col, select

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.users import Role, User
from cati_app.store.keys import ContactCipher, Cost
from cati_app.store.passwords import hash_password, is_password
from cati_app.store.tables import UserRow


class SqlPeople:
    """People within a unit of work."""

    def __init__(self, session: Session, cipher: ContactCipher | None, cost: Cost) -> None:
        self._session = session
        self._cipher = cipher
        self._cost = cost

    def add(self, user: User, password: str) -> None:
        """A new login; the first one brings the contact key into being.

        Raises:
            RuleViolation: `login_taken`; `no_contact_access` when a role with contact data is added by one without.
        """
        if self.by_login(user.login) is not None:
            raise RuleViolation("login_taken")
        if user.role.sees_contact_data and self._cipher is None:
            raise RuleViolation("no_contact_access")
        wrapped = None
        if user.role.sees_contact_data and self._cipher is not None:
            wrapped = self._cipher.wrapped_by(password, self._cost)
        self._session.add(
            UserRow(
                id=user.id,
                login=user.login,
                name=user.name,
                role=user.role.value,
                number=user.number,
                languages=" ".join(user.languages),
                skills=" ".join(user.skills),
                password_hash=hash_password(password, self._cost),
                wrapped_key=wrapped,
            )
        )
        self._session.flush()

    def by_login(self, login: str) -> User | None:
        """The person with that login."""
        row = self._row(login)
        return _user(row) if row else None

    def all(self) -> tuple[User, ...]:
        """Everybody, by number."""
        return tuple(_user(row) for row in self._session.exec(select(UserRow).order_by(col(UserRow.number))))

    def log_in(self, login: str, password: str) -> tuple[User, ContactCipher | None] | None:
        """The person and, if the role has it, the contact cipher; None when login or password are wrong."""
        row = self._row(login)
        if row is None:
            hash_password(password, self._cost)  # as slow as a wrong password, so that logins cannot be found out
            return None
        if not is_password(row.password_hash, password, self._cost):
            return None
        cipher = ContactCipher.unwrapped(row.wrapped_key, password) if row.wrapped_key else None
        return _user(row), cipher

    def _row(self, login: str) -> UserRow | None:
        return self._session.exec(select(UserRow).where(UserRow.login == login)).first()


def _user(row: UserRow) -> User:
    return User(
        UserId(row.id),
        row.login,
        row.name,
        Role(row.role),
        row.number,
        tuple(row.languages.split()),
        tuple(row.skills.split()),
    )
