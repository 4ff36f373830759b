"""Work without a line that is planned: cases and places in the quota that the hub of a study gives ahead."""

from __future__ import annotations

from datetime import timedelta

from cati_app.domain.people.users import User
from cati_app.domain.sharing.ahead import TakenAlong
from cati_app.fieldwork.ports.hub import HubCases
from cati_app.fieldwork.sharing.work_ahead import WorkAhead


class AheadAtHub:
    """Cases and places that are taken along.

    Args:
        hub: For who has signed in.
    """

    def __init__(self, ahead: WorkAhead, hub: HubCases) -> None:
        self._ahead = ahead
        self._hub = hub

    def take_along(self, user: User, cases: int, lasts: timedelta) -> TakenAlong:
        """So many cases, for so long, and places as the hub gives them.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_recovers`, `hub_session`; what came is here.
        """
        return self._ahead.take_along(user, self._hub, cases, lasts)

    def taken_along(self, user: User) -> TakenAlong:
        """What is here."""
        return self._ahead.taken_along(user)

    def give_back(self, user: User) -> int:
        """The places that were not used; how many. EnvironmentProblem: `hub_unreachable`."""
        return self._ahead.give_back(user, self._hub, at_once=True)
