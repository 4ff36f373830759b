"""Who works on a study: read from rows, and changed by whoever signs the next head."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from cati_app.domain.ids import UserId
from cati_app.domain.people.users import NOBODY, Role, User
from cati_app.store.person_rows import everybody
from cati_app.store.staff_words import person_of
from cati_app.store.statements import Statements

if TYPE_CHECKING:
    from cati_app.domain.people.key_bundles import PasswordOffer, TakenBundle
    from cati_app.store.people_changes import PeopleChanges


_WAITING = 'SELECT id FROM "user" WHERE active AND start_code'
_SIGN_INS = (
    f"SELECT {person_of('e.told')}, max(e.at) FROM (SELECT user_id AS told, max(at) AS at FROM event"
    " WHERE kind = 'signed_in' AND user_id IS NOT NULL GROUP BY user_id) e GROUP BY 1"
)


class SqlPeople:
    """People within a unit of work; changes need the keys of a supervisor, or page 1 of the recovery sheet.

    Args:
        changes: What makes changes. RuleViolation: `supervisor_needed` where nobody may.
    """

    def __init__(self, statements: Statements, changes: Callable[[], PeopleChanges]) -> None:
        self._statements = statements
        self._changes = changes

    def all(self) -> tuple[User, ...]:
        """Everybody, by number; who has left, too."""
        return everybody(self._statements)

    def waiting(self) -> frozenset[UserId]:
        """Who has a start code and has not chosen a password yet."""
        return frozenset(UserId(person) for (person,) in self._statements.execute(_WAITING))

    def sign_ins(self) -> Mapping[UserId, datetime]:
        """When each person signed in last."""
        rows = self._statements.execute(_SIGN_INS)
        return {UserId(person): datetime.fromisoformat(at) for person, at in rows if person != NOBODY}

    def add(self, user: User, password: str) -> None:
        """A new login with keys of its own.

        Raises:
            RuleViolation: `login_taken`, `supervisor_needed`.
        """
        self._changes().add(user, password)

    def add_with_code(self, user: User) -> str:
        """The same with a start code in place of a password, which is told once."""
        return self._changes().add_with_code(user)

    def change(self, user: User) -> None:
        """Another login or name, other languages or skills; another role takes other keys (`reset`).

        Raises:
            RuleViolation: `login_taken`, `supervisor_needed`.
        """
        self._changes().change(user)

    def set_password(self, person: UserId, old: str, new: str) -> None:
        """Somebody's own password, in place of the old one or of a start code; copies of before open with the old one.

        Raises:
            RuleViolation: `wrong_login`.
        """
        self._changes().set_password(person, old, new)

    def offer_password(self, person: UserId, old: str, new: str) -> PasswordOffer:
        """Somebody's own password for the hub of the study, which takes it first; nothing is changed here.

        Raises:
            RuleViolation: `wrong_login`.
        """
        return self._changes().offer_password(person, old, new)

    def take_password(self, taken: TakenBundle) -> None:
        """What the hub has taken counts here, too."""
        self._changes().take_password(taken)

    def reset(self, person: UserId, role: Role | None = None) -> str:
        """New keys for somebody whose password is lost or known to others; the start code, which is told once.

        Args:
            role: Another one from now on.

        Raises:
            RuleViolation: `supervisor_needed`; with another role `last_supervisor`, `sheet_waits`.
        """
        return self._changes().reset(person, role)

    def deactivate(self, person: UserId) -> None:
        """Somebody has left: no sign-in any more, and new secrets for those who stay.

        Raises:
            RuleViolation: `supervisor_needed`, `last_supervisor`, `sheet_waits`.
        """
        self._changes().deactivate(person)

    def rotate(self) -> None:
        """New secrets for everybody. RuleViolation: `supervisor_needed`."""
        self._changes().rotate()

    def vouch_for_device(self) -> None:
        """Have the head name this device, which a restore made. RuleViolation: `supervisor_needed`."""
        self._changes().vouch_for_device()

    def recover(self, stay: Collection[UserId]) -> None:
        """By page 1 of the sheet: those who are not named have left, those who are get new secrets.

        Raises:
            RuleViolation: `supervisor_must_stay` where no supervisor is named, `supervisor_needed`.
        """
        self._changes().recover(stay)
