"""Logins and passwords that people choose: what is one login, and which passwords are too weak."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.users import Role, User

LONGEST_LOGIN = 64
SHORTEST_PASSWORD, SHORTEST_OF_SUPERVISOR = 10, 14
"""Characters; a supervisor's password opens everything and signs who takes part."""


def folded(login: str) -> str:
    """What two logins have in common that nobody should have to tell apart: case, and how letters are composed."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", login).casefold())


def meant(people: Sequence[User], login: str) -> User | None:
    """Whose login it is: case does not matter, but where two differ in nothing else it has to be written as it is."""
    alike = [user for user in people if folded(user.login) == folded(login)]
    return next((user for user in alike if user.login == login), alike[0] if len(alike) == 1 else None)


def checked_login(login: str) -> str:
    """The login as it is kept: composed letters.

    Raises:
        RuleViolation: `login_unusable`: empty, too long, with control characters or outer blanks.
    """
    plain = unicodedata.normalize("NFC", login)
    if (
        not 1 <= len(plain) <= LONGEST_LOGIN
        or plain != plain.strip()
        or any(unicodedata.category(letter) in ("Cc", "Cf", "Co", "Zl", "Zp") for letter in plain)
    ):
        raise RuleViolation("login_unusable")
    return plain


def check_password(password: str, role: Role, login: str) -> None:
    """Whether a person of that role may choose it.

    Raises:
        RuleViolation: `password_too_short` (`shortest`), `password_all_alike`, `password_is_login`.
    """
    shortest = SHORTEST_OF_SUPERVISOR if role is Role.SUPERVISOR else SHORTEST_PASSWORD
    plain = unicodedata.normalize("NFC", password)
    if len(plain) < shortest:
        raise RuleViolation("password_too_short", shortest=shortest)
    if len(set(plain)) == 1:
        raise RuleViolation("password_all_alike")
    if folded(plain) == folded(login):
        raise RuleViolation("password_is_login")
