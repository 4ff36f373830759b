"""Who works on a study. Changes are signed by whoever makes them, which takes a supervisor's keys."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from cati_app.domain.ids import UserId
from cati_app.domain.people.key_bundles import PasswordOffer, TakenBundle
from cati_app.domain.people.users import Role, User


class People(Protocol):
    """People; a change without the keys of a supervisor raises RuleViolation `supervisor_needed`."""

    def all(self) -> tuple[User, ...]:
        """Everybody, by number; who has left, too."""
        ...

    def waiting(self) -> frozenset[UserId]:
        """Who has a start code and has not chosen a password yet."""
        ...

    def sign_ins(self) -> Mapping[UserId, datetime]:
        """When each person signed in last; nobody who never did."""
        ...

    def add(self, user: User, password: str) -> None:
        """A new login with keys of its own. RuleViolation: `login_taken`."""
        ...

    def add_with_code(self, user: User) -> str:
        """The same with a start code in place of a password; the code."""
        ...

    def change(self, user: User) -> None:
        """Another login or name, other languages or skills. RuleViolation: `login_taken`."""
        ...

    def set_password(self, person: UserId, old: str, new: str) -> None:
        """Somebody's own password, which takes no supervisor. RuleViolation: `wrong_login`."""
        ...

    def offer_password(self, person: UserId, old: str, new: str) -> PasswordOffer:
        """The same for the hub of the study, which takes it first; nothing is changed. RuleViolation: `wrong_login`."""
        ...

    def take_password(self, taken: TakenBundle) -> None:
        """What the hub has taken counts here, too."""
        ...

    def reset(self, person: UserId, role: Role | None = None) -> str:
        """New keys, and another role where one is given; the start code.

        Raises:
            RuleViolation: `last_supervisor`, `sheet_waits`.
        """
        ...

    def deactivate(self, person: UserId) -> None:
        """Somebody has left. RuleViolation: `last_supervisor`, `sheet_waits`."""
        ...

    def rotate(self) -> None:
        """New secrets for everybody."""
        ...

    def recover(self, stay: Collection[UserId]) -> None:
        """Those who are not named have left, those who are get new secrets. RuleViolation: `supervisor_must_stay`."""
        ...
