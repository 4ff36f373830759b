"""Who works on a study, with when each person signed in last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import needs
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class TeamMember:
    """One person; `has_code`: the start code was not used yet."""

    user: User
    has_code: bool
    last_sign_in: datetime | None


class ReadTeam:
    """Everybody, by number; who has left, too.

    Args:
        whole: Of a copy of what a hub has, whose log tells of every station; None: nobody signs in elsewhere.
    """

    def __init__(self, units: CallingUnits, whole: CallingUnits | None = None) -> None:
        self._units = units
        self._whole = whole

    @needs(Right.SUPERVISE)
    def __call__(self, by: User) -> Sequence[TeamMember]:
        """As they are now."""
        with self._units() as unit:
            people, waiting, signed_in = unit.people.all(), unit.people.waiting(), dict(unit.people.sign_ins())
        if self._whole is not None:
            with self._whole() as unit:
                for person, at in unit.people.sign_ins().items():
                    signed_in[person] = max(at, signed_in.get(person, at))
        return [TeamMember(user, user.id in waiting, signed_in.get(user.id)) for user in people]
