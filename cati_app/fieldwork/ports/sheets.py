"""The recovery sheet of a study."""

from __future__ import annotations

from typing import Protocol

from cati_app.domain.people.sheets import RecoverySheet, SheetStatus


class Sheets(Protocol):
    """The sheet in force; what is on it is there only until it is confirmed, for the supervisor it waits for."""

    def status(self) -> SheetStatus | None:
        """Whether it waits, without anybody's keys; None where nobody can sign in yet, or nothing needs a sheet."""
        ...

    def waiting(self) -> RecoverySheet:
        """Both pages.

        Raises:
            RuleViolation: `sheet_confirmed`; `sheet_of_another` where it waits for another supervisor.
            EnvironmentProblem: `secret_swapped`, `share_missing`.
        """
        ...

    def confirm(self) -> None:
        """From now on page 1 is on paper only."""
        ...

    def renew(self) -> None:
        """Both pages anew, and the secrets of the study; it waits for whoever does it.

        Raises:
            RuleViolation: `supervisor_needed`; `two_supervisors_needed` where there are two and one signs.
        """
        ...
