"""Who is at work: signing in and out, with the trace that each leaves in the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from cati_app.domain.clock import Clock
from cati_app.domain.events import Moment, NewEvent
from cati_app.domain.ids import UserId
from cati_app.domain.people.logins import folded
from cati_app.domain.people.rights import Right
from cati_app.domain.people.sign_ins import FAILED, SIGNED_IN, SIGNED_OUT
from cati_app.domain.people.users import User
from cati_app.fieldwork.people.attempts import begin_attempt, forget_attempt, take_back_attempt
from cati_app.fieldwork.rights import needs

if TYPE_CHECKING:
    from cati_app.fieldwork.ports.unit import CallingUnits

Keys = TypeVar("Keys")


class SignIn(Generic[Keys]):
    """Login and password to a person and what the password opens.

    Args:
        units: Where the attempt is written down.
        check: Knows the passwords.
    """

    def __init__(
        self, units: CallingUnits, clock: Clock, check: Callable[[str, str], tuple[User, Keys] | None]
    ) -> None:
        self._units = units
        self._clock = clock
        self._check = check

    def __call__(self, login: str, password: str, through: str) -> tuple[User, Keys] | None:
        """The person; None when login or password are wrong, which of them is not told.

        Args:
            through: What the person signs in to, for the log: a command, or the window.

        Raises:
            RuleViolation: `sign_in_delayed`, with the seconds to wait; the password was not looked at. What `check`
                raises counts as no failure.
        """
        tried_at = begin_attempt(self._units, self._clock, login)
        try:
            signed_in = self._check(login, password)
        except Exception:  # a right password with something to be done first, or nobody could look at it
            take_back_attempt(self._units, login, tried_at)
            raise
        with self._units() as unit:
            if signed_in is None:
                known = next((person.id for person in unit.people.all() if folded(person.login) == folded(login)), None)
                unit.log.append([self._fact(FAILED, known, through)])
            else:
                forget_attempt(unit, login, tried_at)
                unit.log.append([self._fact(SIGNED_IN, signed_in[0].id, through)])
            unit.commit()
        return signed_in

    def _fact(self, kind: str, who: UserId | None, through: str) -> NewEvent:
        """Nothing of what was typed is in it; whoever failed stands there only where that is a login."""
        return Moment(self._clock.now(), self._clock.monotonic_ms(), who).fact(kind, through=through)


class SignOut:
    """Writes down that somebody is not at work any more."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.WORK)
    def __call__(self, user: User) -> None:
        """Somebody else sits down, or the window closes."""
        with self._units() as unit:
            unit.log.append([Moment(self._clock.now(), self._clock.monotonic_ms(), user.id).fact(SIGNED_OUT)])
            unit.commit()
