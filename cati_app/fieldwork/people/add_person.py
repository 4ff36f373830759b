"""Gives a person a login."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.ids import UserId
from cati_app.domain.people.logins import checked_login
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.logging_events import happened
from cati_app.fieldwork.people.passwords import CheckPassword
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import Actor, needs


class AddPerson:
    """Adds people; each gets the number after the highest so far, and no number is given twice."""

    def __init__(self, units: CallingUnits, clock: Clock, ids: IdSource, check: CheckPassword) -> None:
        self._units = units
        self._clock = clock
        self._ids = ids
        self._check = check

    @needs(Right.SUPERVISE)
    def __call__(
        self,
        by: Actor,
        login: str,
        name: str,
        role: Role,
        password: str,
        languages: Sequence[str] = (),
        skills: Sequence[str] = (),
    ) -> User:
        """The new person with a password of the own choice.

        Args:
            by: Who adds; the first person of a study is added by the program.

        Raises:
            RuleViolation: `login_taken`, `login_unusable`, `supervisor_needed`; `password_too_short`,
                `password_all_alike`, `password_is_login`.
        """
        self._check(password, role, login)
        return self._added(by, login, name, role, password, languages, skills)[0]

    @needs(Right.SUPERVISE)
    def with_code(
        self,
        by: Actor,
        login: str,
        name: str,
        role: Role,
        languages: Sequence[str] = (),
        skills: Sequence[str] = (),
    ) -> tuple[User, str]:
        """The new person with a start code of 12 characters, told once, in place of which a password is chosen.

        Raises:
            RuleViolation: `login_taken`, `login_unusable`, `supervisor_needed`.
        """
        return self._added(by, login, name, role, None, languages, skills)

    def _added(
        self,
        by: Actor,
        login: str,
        name: str,
        role: Role,
        password: str | None,
        languages: Sequence[str],
        skills: Sequence[str],
    ) -> tuple[User, str]:
        kept = checked_login(login)
        code = ""
        with self._units() as unit:
            number = max((known.number for known in unit.people.all()), default=0) + 1
            user = User(UserId(self._ids.new_id()), kept, name, role, number, tuple(languages), tuple(skills))
            if password is None:
                code = unit.people.add_with_code(user)
            else:
                unit.people.add(user, password)
            unit.log.append([happened("person_added", self._clock, by, None, person=user.id, role=role.value)])
            unit.commit()
        return user, code
