"""What the tab of the team works with."""

from __future__ import annotations

from dataclasses import dataclass

from cati_app.domain.clock import Clock
from cati_app.domain.people.users import User
from cati_app.fieldwork.monitor.read_staff_figures import ReadStaffFigures
from cati_app.fieldwork.people.seats import ReadSeats


@dataclass(frozen=True, slots=True)
class TeamServices:
    """Who is at work, and figures of groups.

    Args:
        figures: Reads beside the store's own thread.
    """

    user: User
    seats: ReadSeats
    figures: ReadStaffFigures
    clock: Clock
