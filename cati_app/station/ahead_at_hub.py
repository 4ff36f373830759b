"""Work without a line that is planned: cases and places in the quota that the hub of a study gives ahead."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from cati_app.domain.people.users import User
from cati_app.fieldwork.ports.hub import HubCases, StoreStep, at_once

if TYPE_CHECKING:  # handed in, and loaded, by whoever is at a hub
    from cati_app.domain.sharing.ahead import TakenAlong
    from cati_app.fieldwork.sharing.work_ahead import WorkAhead


class AheadAtHub:
    """Cases and places that are taken along.

    Args:
        hub: For who has signed in.
        in_store: Does what touches the store, while whoever asks waits for the hub.
    """

    def __init__(self, ahead: WorkAhead, hub: HubCases, in_store: StoreStep = at_once) -> None:
        self._ahead = ahead
        self._hub = hub
        self._in_store = in_store

    def take_along(self, user: User, cases: int, lasts: timedelta) -> TakenAlong:
        """So many cases, for so long, and places as the hub gives them.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_recovers`, `hub_session`; what came is here.
        """
        return self._ahead.take_along(user, self._hub, cases, lasts)

    def taken_along(self, user: User) -> TakenAlong:
        """What is here; in the store's lane."""
        return self._ahead.taken_along(user)

    def give_back(self, user: User) -> tuple[int, int]:
        """Cases that were not worked, and places that were not used; how many of each.

        Raises:
            EnvironmentProblem: `hub_unreachable`; the cases wait and go with whatever is handed in next.
        """
        cases = self._in_store(partial(self._ahead.pack_cases, user))
        places = self._ahead.give_back(user, self._hub, at_once=True)
        self._hub.hand_in()
        return cases, places
