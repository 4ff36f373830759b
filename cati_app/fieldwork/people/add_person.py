"""Gives a person a login."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.clock import IdSource
from cati_app.domain.ids import UserId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import Actor, needs


class AddPerson:
    """Adds people; each gets the number after the highest so far, and no number is given twice."""

    def __init__(self, units: CallingUnits, ids: IdSource) -> None:
        self._units = units
        self._ids = ids

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
        """The new person.

        Args:
            by: Who adds; the first person of a study is added by the program.

        Raises:
            RuleViolation: `login_taken`; `no_contact_access` when somebody without contact access adds a role with it.
        """
        with self._units() as unit:
            number = max((known.number for known in unit.people.all()), default=0) + 1
            user = User(UserId(self._ids.new_id()), login, name, role, number, tuple(languages), tuple(skills))
            unit.people.add(user, password)
            unit.commit()
        return user
