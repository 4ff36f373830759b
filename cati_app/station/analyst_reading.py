"""What an analyst at this station reads from, and the check before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cati_app.domain.people.users import User
from cati_app.station.opening import Station
from cati_app.store.trust.held_keys import HeldKeys

if TYPE_CHECKING:  # slow to load, and only stations of a hub need it
    from cati_app.station.whole_study import WholeReading


class AnalystReading:
    """An open study as an analyst has it.

    Args:
        station: Where the analyst signed in, and where is written.
        whole: The study as its hub has it, where that has the cases.
    """

    def __init__(self, station: Station, user: User, keys: HeldKeys, whole: WholeReading | None = None) -> None:
        self.station = station
        self.user = user
        self.keys = keys
        self.whole = whole

    @property
    def source(self) -> Station:
        """Where the interviews of all stations are read."""
        return self.whole.station if self.whole is not None else self.station

    def check_login(self) -> None:
        """Before anything is read or written. RuleViolation: `signed_out`."""
        self.station.people.check_there(self.keys)

    def check(self) -> None:
        """Before what would pass for the whole study.

        Raises:
            RuleViolation: `signed_out`.
            EnvironmentProblem: `whole_study_coming`.
        """
        self.check_login()
        if self.whole is not None:
            self.whole.check_all_here()
