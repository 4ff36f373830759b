"""A person's own password, and new keys for somebody whose password is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.key_bundles import PasswordOffer, TakenBundle
from cati_app.domain.people.rights import Right
from cati_app.domain.people.sign_ins import FAILED
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.logging_events import happened
from cati_app.fieldwork.people.attempts import begin_attempt, forget_attempt, take_back_attempt
from cati_app.fieldwork.ports.hub import StoreStep
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import Actor, needs

CheckPassword = Callable[[str, Role, str], None]
"""Password, role and login: raises a RuleViolation where the person may not choose it."""


def any_password(password: str, role: Role, login: str) -> None:
    """In demos and rehearsals, which hold nothing."""


class ChangeOwnPassword:
    """Changes the password of whoever asks for it; copies of the database made before open with the old one."""

    def __init__(self, units: CallingUnits, clock: Clock, check: CheckPassword) -> None:
        self._units = units
        self._clock = clock
        self._check = check

    @needs(Right.WORK)
    def __call__(self, by: User, old: str, new: str) -> None:
        """From now on the new one.

        Args:
            old: The password so far, or the start code.

        Raises:
            RuleViolation: `password_too_short`, `password_all_alike`, `password_is_login`, `password_as_before`,
                `wrong_login` when the old one is wrong, after which the next attempt waits as at a sign-in:
                `sign_in_delayed`.
        """
        self._check(new, by.role, by.login)
        if new == old:
            raise RuleViolation("password_as_before")
        tried_at = begin_attempt(self._units, self._clock, by.login)
        try:
            with self._units() as unit:
                unit.people.set_password(by.id, old, new)
                forget_attempt(unit, by.login, tried_at)
                unit.log.append([happened("password_changed", self._clock, by, None)])
                unit.commit()
        except Exception as error:
            _note_failure(self._units, self._clock, by, tried_at, error)
            raise


class ChangePasswordAtHub:
    """The same where other stations have the person's keys, too: it counts once the hub of the study has taken it.

    Args:
        bring: Has the hub take it, and waits for that.
        in_store: Does a step of the store where it belongs.
    """

    def __init__(
        self,
        units: CallingUnits,
        clock: Clock,
        check: CheckPassword,
        bring: Callable[[PasswordOffer], TakenBundle],
        in_store: StoreStep,
    ) -> None:
        self._units = units
        self._clock = clock
        self._check = check
        self._bring = bring
        self._in_store = in_store

    @needs(Right.WORK)
    def __call__(self, by: User, old: str, new: str) -> PasswordOffer:
        """From now on the new one, at every station as soon as it has heard; what the hub has taken.

        Raises:
            RuleViolation: as `ChangeOwnPassword`; `password_elsewhere` where somebody was quicker at another station.
            EnvironmentProblem: what `bring` raises. Nothing was changed here then.
        """
        self._check(new, by.role, by.login)
        if new == old:
            raise RuleViolation("password_as_before")
        tried_at = self._in_store(partial(begin_attempt, self._units, self._clock, by.login))
        try:
            offer = self._in_store(partial(self._offer, by.id, old, new))
            self._in_store(partial(self._take, by, tried_at, self._bring(offer)))
        except Exception as error:
            self._in_store(partial(_note_failure, self._units, self._clock, by, tried_at, error))
            raise
        return offer

    def _offer(self, person: UserId, old: str, new: str) -> PasswordOffer:
        with self._units() as unit:
            return unit.people.offer_password(person, old, new)

    def _take(self, by: User, tried_at: datetime, taken: TakenBundle) -> None:
        with self._units() as unit:
            unit.people.take_password(taken)
            forget_attempt(unit, by.login, tried_at)
            unit.log.append([happened("password_changed", self._clock, by, None)])
            unit.commit()


def _note_failure(units: CallingUnits, clock: Clock, by: User, tried_at: datetime, error: Exception) -> None:
    if not isinstance(error, RuleViolation) or error.code != "wrong_login":
        take_back_attempt(units, by.login, tried_at)
        return
    with units() as unit:
        unit.log.append([happened(FAILED, clock, by, None, through="own password")])
        unit.commit()


class ResetPassword:
    """Gives somebody new keys under a start code, because the password is lost, or others know it."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor, person: UserId, role: Role | None = None) -> str:
        """The start code, 12 characters; it is told once and kept nowhere.

        Args:
            role: Another role from now on, which takes other keys.

        Raises:
            RuleViolation: `supervisor_needed`, `own_password` for one's own, `no_such_person`; with another role
                `last_supervisor`, `sheet_waits`.
        """
        if person == by.id:
            raise RuleViolation("own_password")
        with self._units() as unit:
            code = unit.people.reset(person, role)
            told = role.value if role is not None else ""
            unit.log.append([happened("password_reset", self._clock, by, None, person=person, role=told)])
            unit.commit()
        return code
