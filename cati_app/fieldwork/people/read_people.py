"""Who may sign in to a study."""

from __future__ import annotations

from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import Actor, needs


class ReadPeople:
    """Everybody, by number."""

    def __init__(self, units: CallingUnits) -> None:
        self._units = units

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor) -> tuple[User, ...]:
        """As they are now."""
        with self._units() as unit:
            return unit.people.all()
