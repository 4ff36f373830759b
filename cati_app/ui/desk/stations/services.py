"""What the tab of the stations works with."""

from __future__ import annotations

from cati_app.domain.calling.calendar import CallingCalendar
from cati_app.domain.clock import Clock
from cati_app.domain.people.users import User
from cati_app.ui.desk.stations.port import StationsPort
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class StationsServices:
    """The hub, for who has signed in.

    Args:
        calendar: Of the study, for its clock.
        device: The station here.
    """

    user: User
    port: StationsPort
    clock: Clock
    calendar: CallingCalendar
    device: str = ""
