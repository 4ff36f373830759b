"""Passwords that were tried for a login: whoever tries again after failures waits, and never for long."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.logins import folded
from cati_app.domain.people.sign_ins import remembered, wait_s

if TYPE_CHECKING:
    from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits


def begin_attempt(units: CallingUnits, clock: Clock, login: str) -> datetime:
    """Counts the attempt as failed before the password is looked at: many at once do not get round the delay.

    Returns:
        When it was; by that it is forgotten again.

    Raises:
        RuleViolation: `sign_in_delayed`, with the seconds to wait.
    """
    now, name = clock.now(), folded(login)
    with units() as unit:
        failed = remembered(unit.sign_ins.failed(name), now)
        wait = wait_s(failed, now)
        if wait:
            raise RuleViolation("sign_in_delayed", seconds=wait)
        unit.sign_ins.keep_failed(name, [*failed, now])
        unit.commit()
    return now


def take_back_attempt(units: CallingUnits, login: str, tried_at: datetime) -> None:
    """It did not fail."""
    with units() as unit:
        forget_attempt(unit, login, tried_at)
        unit.commit()


def forget_attempt(unit: CallingUnit, login: str, tried_at: datetime) -> None:
    """The same, within another unit of work."""
    name = folded(login)
    failed = list(unit.sign_ins.failed(name))
    if tried_at in failed:
        failed.remove(tried_at)  # one of several that may have come at once
    unit.sign_ins.keep_failed(name, failed)
