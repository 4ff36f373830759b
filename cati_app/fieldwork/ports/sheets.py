"""The recovery sheet of a study."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from cati_app.domain.people.sheet import RecoverySheet, SheetInForce
from cati_app.fieldwork.ports.log import EventLog


class Sheets(Protocol):
    """The sheet of a study, as long as it is not on paper only."""

    def waiting(self) -> RecoverySheet | None:
        """The sheet that waits for who is signed in; None when it is on paper only, or waits for somebody else."""
        ...

    def facts(self) -> SheetInForce | None:
        """Where the sheet stands; None where none is needed, and before a study has people."""
        ...

    def is_confirmed(self) -> bool:
        """Whether somebody has shown to have it on paper."""
        ...

    def confirm(self) -> None:
        """From now on page 1 is on paper only."""
        ...

    def renew(self) -> RecoverySheet:
        """Another sheet in place of one that is lost, with new secrets for everybody.

        Raises:
            RuleViolation: `supervisor_needed`; `second_supervisor_needed` where there are two and only one signs.
        """
        ...


class SheetUnit(Protocol):
    """One transaction."""

    @property
    def sheets(self) -> Sheets: ...
    @property
    def log(self) -> EventLog: ...

    def commit(self) -> None:
        """Make it durable."""
        ...


SheetUnits = Callable[[], AbstractContextManager[SheetUnit]]
"""Opens a unit of work; leaving it without `commit` rolls back."""
