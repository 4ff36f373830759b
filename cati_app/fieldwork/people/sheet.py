"""The recovery sheet: read it while it waits, confirm that it is on paper, make a new one; and what waits for it."""

from __future__ import annotations

from collections.abc import Callable

from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.rights import Right
from cati_app.domain.people.sheets import GROUPS, GroupsAsked, RecoverySheet, SheetStatus
from cati_app.domain.people.users import Role, User
from cati_app.fieldwork.logging_events import happened
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.rights import Actor, needs


class ReadSheet:
    """What is known of the sheet, and both pages while they wait."""

    def __init__(self, units: CallingUnits) -> None:
        self._units = units

    @needs(Right.WORK)
    def status(self, by: Actor) -> SheetStatus | None:
        """Whether it waits; None where nothing needs a sheet."""
        with self._units() as unit:
            return unit.sheets.status()

    @needs(Right.SUPERVISE)
    def __call__(self, by: User) -> RecoverySheet:
        """Both pages.

        Raises:
            RuleViolation: `sheet_confirmed`, `sheet_of_another`.
            EnvironmentProblem: `secret_swapped`, `share_missing`.
        """
        with self._units() as unit:
            return unit.sheets.waiting()


class ConfirmSheet:
    """Two groups typed back from the paper: after that both secrets are on paper only.

    Args:
        draw: A number from 0 to below its argument, by chance.
    """

    def __init__(self, units: CallingUnits, clock: Clock, draw: Callable[[int], int]) -> None:
        self._units = units
        self._clock = clock
        self._draw = draw

    @needs(Right.SUPERVISE)
    def ask(self, by: User) -> GroupsAsked:
        """Which groups; others each time, so that nobody notes them beforehand."""
        return GroupsAsked(self._draw(GROUPS) + 1, self._draw(GROUPS) + 1)

    @needs(Right.SUPERVISE)
    def __call__(self, by: User, asked: GroupsAsked, root_text: str, share_text: str) -> None:
        """The two groups, as somebody typed them.

        Raises:
            RuleViolation: `groups_misread`; as `ReadSheet`.
        """
        with self._units() as unit:
            unit.sheets.waiting().check(asked, root_text, share_text)
            unit.sheets.confirm()
            unit.log.append([happened("sheet_confirmed", self._clock, by, None)])
            unit.commit()


class RenewSheet:
    """A new sheet in place of one that is lost or was seen by others; two supervisors sign, or one who is alone."""

    def __init__(self, units: CallingUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, by: User, second: User | None) -> None:
        """New pages, which wait for whoever does it; the units carry the keys of both.

        Raises:
            RuleViolation: `two_supervisors_needed`.
        """
        if second is not None and (second.role is not Role.SUPERVISOR or second.id == by.id):
            raise RuleViolation("two_supervisors_needed")
        with self._units() as unit:
            unit.sheets.renew()
            beside = second.id if second is not None else ""
            unit.log.append([happened("sheet_renewed", self._clock, by, None, second=beside)])
            unit.commit()


def check_sheet(status: SheetStatus | None) -> None:
    """A sample comes in only when the sheet is on paper. RuleViolation `sheet_not_confirmed`."""
    if status is not None and status.waits:
        raise RuleViolation("sheet_not_confirmed")
