"""Who is at work: signing in and out, with the trace that each leaves in the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar

from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment, NewEvent
from cati_app.domain.ids import UserId
from cati_app.domain.people.logins import folded
from cati_app.domain.people.rights import Right
from cati_app.domain.people.sign_ins import FAILED, SIGNED_IN, SIGNED_OUT, remembered, wait_s
from cati_app.domain.people.users import User
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits
from cati_app.fieldwork.rights import needs

Keys = TypeVar("Keys")


class Attempts:
    """Passwords that were tried for a login: whoever tries again after failures waits, and never for long.

    Args:
        units: Where attempts are remembered.
    """

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    def begin(self, login: str) -> datetime:
        """Counts the attempt as failed before the password is looked at: many at once do not get round the delay.

        Raises:
            RuleViolation: `sign_in_delayed`, with the seconds to wait.
        """
        now, name = self._clock.now(), folded(login)
        with self._units() as unit:
            failed = remembered(unit.sign_ins.failed(name), now)
            wait = wait_s(failed, now)
            if wait:
                raise RuleViolation("sign_in_delayed", seconds=wait)
            unit.sign_ins.keep_failed(name, [*failed, now])
            unit.commit()
        return now

    def take_back(self, login: str, tried_at: datetime) -> None:
        """It did not fail."""
        with self._units() as unit:
            self.forget(unit, login, tried_at)
            unit.commit()

    @staticmethod
    def forget(unit: CallingUnit, login: str, tried_at: datetime) -> None:
        """The same, within another unit of work."""
        name = folded(login)
        failed = list(unit.sign_ins.failed(name))
        if tried_at in failed:
            failed.remove(tried_at)  # one of several that may have come at once
        unit.sign_ins.keep_failed(name, failed)


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
        self._attempts = Attempts(units, clock)

    def __call__(self, login: str, password: str, through: str) -> tuple[User, Keys] | None:
        """The person; None when login or password are wrong, which of them is not told.

        Args:
            through: What the person signs in to, for the log: a command, or the window.

        Raises:
            RuleViolation: `sign_in_delayed`, with the seconds to wait; the password was not looked at. What `check`
                raises counts as no failure.
        """
        tried_at = self._attempts.begin(login)
        try:
            signed_in = self._check(login, password)
        except Exception:  # a right password with something to be done first, or nobody could look at it
            self._attempts.take_back(login, tried_at)
            raise
        with self._units() as unit:
            if signed_in is None:
                known = next((person.id for person in unit.people.all() if folded(person.login) == folded(login)), None)
                unit.log.append([self._fact(FAILED, known, through)])
            else:
                self._attempts.forget(unit, login, tried_at)
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
