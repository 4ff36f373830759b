"""Puts numbers on the block list that all studies share, and takes one off: who may, why, and when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.block_list import ProtocolLine
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.logging_events import happened
from cati_app.fieldwork.people.block_list_access import two_people, written_reason
from cati_app.fieldwork.rights import needs

if TYPE_CHECKING:
    from cati_app.fieldwork.ports.block_list import SharedBlockList
    from cati_app.fieldwork.ports.unit import CallingUnits


class KeepBlockList:
    """One person who sees contact data adds; two together, with a written reason, take off and begin anew.

    Every verb raises RuleViolation: `no_contact_access`; those for two people also `block_reason_needed`,
    `reason_holds_number`, `wrong_second_login`, `two_people_needed`.
    """

    def __init__(self, shared: SharedBlockList, clock: Clock) -> None:
        self._shared = shared
        self._clock = clock

    @needs(Right.KEEP_BLOCK_LIST)
    def holds(self, person: User, number: str) -> bool:
        """Whether a number (E.164) is on the list."""
        return bool(self._shared.holding([number]))

    @needs(Right.KEEP_BLOCK_LIST)
    def block(self, person: User, numbers: Sequence[str], reason: str = "") -> int:
        """Numbers (E.164) that must never be called again; how many of them were new."""
        login = person.login
        return self._shared.add(numbers, self._clock.now(), login, reason)

    @needs(Right.KEEP_BLOCK_LIST)
    def unblock(self, person: User, second: User | None, number: str, reason: str) -> None:
        """A number may be called again.

        Args:
            second: Who signed in beside the person; None when name or password were wrong.

        Raises:
            RuleViolation: also `not_on_blocklist`.
        """
        why = written_reason(reason)
        people = two_people(person, second)
        if not self._shared.remove(number, self._clock.now(), people, why):
            raise RuleViolation("not_on_blocklist")

    @needs(Right.KEEP_BLOCK_LIST)
    def begin_anew(self, person: User, second: User | None, reason: str) -> None:
        """An empty list in place of one that is lost for good.

        Raises:
            RuleViolation: also `blocklist_there`.
        """
        why = written_reason(reason)
        people = two_people(person, second)
        if not self._shared.begin_anew(self._clock.now(), people, why):
            raise RuleViolation("blocklist_there")

    @needs(Right.SUPERVISE)
    def protocol(self, person: User) -> tuple[ProtocolLine, ...]:
        """What was done to the list, oldest first, in all studies; without numbers."""
        return tuple(self._shared.protocol())

    @needs(Right.SUPERVISE)
    def count(self, person: User) -> int:
        """How many numbers are on it."""
        return self._shared.count()


class JoinBlockList:
    """Lets a study read the list of its machine that others made."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.KEEP_BLOCK_LIST)
    def __call__(self, person: User, peppers: Sequence[str]) -> int:
        """Keep what somebody who holds it, or page 1 of a recovery sheet, opened; how many were new.

        Raises:
            EnvironmentProblem: `blocklist_none`, `blocklist_foreign`.
        """
        with self._units() as unit:
            new = unit.blocklist.join(peppers)
            if new:
                unit.log.append([happened("block_list_joined", self._clock, person, None, count=new)])
                unit.commit()
        return new
