"""Changes people and their keys: facts about somebody, somebody leaves, new keys for all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.domain.people.logins import checked_login
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.logging_events import happened
from cati_app.fieldwork.ports.people import People
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import Actor, needs


class ChangePerson:
    """Changes what is known of somebody; for another role see `ResetPassword`."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(
        self,
        by: Actor,
        person: UserId,
        *,
        login: str | None = None,
        name: str | None = None,
        languages: Sequence[str] | None = None,
        skills: Sequence[str] | None = None,
    ) -> User:
        """The person with what is given; the rest stays.

        Raises:
            RuleViolation: `supervisor_needed`, `no_such_person`, `login_taken`, `login_unusable`.
        """
        with self._units() as unit:
            before = _person(unit.people, person)
            after = replace(
                before,
                login=checked_login(login) if login is not None else before.login,
                name=name if name is not None else before.name,
                languages=tuple(languages) if languages is not None else before.languages,
                skills=tuple(skills) if skills is not None else before.skills,
            )
            if after == before:
                return before
            unit.people.change(after)
            changed = [fact for fact in ("login", "name", "languages", "skills") if _differ(before, after, fact)]
            what = " ".join(changed)
            unit.log.append([happened("person_changed", self._clock, by, None, person=person, changed=what)])
            unit.commit()
        return after


class DeactivatePerson:
    """Somebody leaves: an open session ends at its next action, and those who stay get new secrets."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor, person: UserId) -> None:
        """From now on the person cannot sign in; what was known to them opens nothing that is sealed later.

        Raises:
            RuleViolation: `supervisor_needed`, `no_such_person`, `not_yourself`, `last_supervisor`; `sheet_waits` for
                a supervisor who can open page 1 of the recovery sheet: it has to be confirmed before.
        """
        if person == by.id:
            raise RuleViolation("not_yourself")
        with self._units() as unit:
            if not _person(unit.people, person).active:
                return
            unit.people.deactivate(person)
            unit.log.append([happened("person_deactivated", self._clock, by, None, person=person)])
            unit.commit()


class RotateKeys:
    """New secrets for everybody, for instance when a copy of a password has got about."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor) -> None:
        """From now on everything is sealed with new secrets. RuleViolation: `supervisor_needed`."""
        with self._units() as unit:
            unit.people.rotate()
            unit.log.append([happened("keys_rotated", self._clock, by, None)])
            unit.commit()


class RecoverStudy:
    """After a restore elsewhere, with the recovery sheet: who is named stays, everybody else has left."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, by: Actor, stay: Collection[UserId]) -> None:
        """From now on everything is sealed with new secrets of those who stay.

        Raises:
            RuleViolation: `supervisor_must_stay` where no supervisor is named, `supervisor_needed` without page 1.
        """
        with self._units() as unit:
            unit.people.recover(stay)
            unit.log.append([happened("study_recovered", self._clock, by, None, people=" ".join(sorted(stay)))])
            unit.commit()


def _person(people: People, person: UserId) -> User:
    user = next((known for known in people.all() if known.id == person), None)
    if user is None:
        raise RuleViolation("no_such_person")
    return user


def _differ(before: User, after: User, what: str) -> bool:
    return bool(getattr(before, what) != getattr(after, what))
