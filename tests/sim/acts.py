"""What a supervisor decides at a simulated hub about cases, cells and stations, over a line that loses what is said."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.quota.steering_facts import CHANGES
from cati_app.fieldwork.quota.follow_place import PLACED
from cati_app.sync.case_messages import Act
from cati_app.sync.line import HubCall
from cati_app.sync.supervisor_client import SupervisorAtHub

ACTS = frozenset({HubCall.ACT, HubCall.WRITE_OFF, HubCall.STEER, HubCall.FOLLOW})
_KINDS = (
    *("station_paused", "station_resumed", "station_readmitted", "station_written_off", "case_taken_back"),
    *("interview_promoted", "interview_rejected", "interview_accepted", *CHANGES, *PLACED),
)
_LIST = ", ".join(f"'{kind}'" for kind in _KINDS)
ACTS_DONE = f"SELECT count(*) FROM hub_fact WHERE kind IN ({_LIST})"
"""How much a hub has noted of what supervisors decided."""


class SimActs:
    """What no answer came to is said once more, by chance; then it is the same act.

    Args:
        name: Of the station; acts are numbered within it.
        look: Whether the line is there, before each act.
        keep: What the hub vouches for, in the log of the station.
    """

    def __init__(
        self,
        hub: SupervisorAtHub,
        chance: random.Random,
        name: str,
        look: Callable[[], None],
        keep: Callable[[object], None],
    ) -> None:
        self._hub, self._chance, self._name, self._look, self._keep = hub, chance, name, look, keep
        self._waits: Callable[[], object] | None = None
        self._number = 0

    def __call__(self, act: Act, subject: str) -> None:
        """One act."""
        self._say(partial(self._hub.act, act, subject))

    def write_off(self, device: str) -> None:
        """A station is not waited for."""
        self._say(partial(self._hub.write_off, device))

    def go_on(self, life: str) -> None:
        """Cases are lent although stations lack."""
        self._say(partial(self._hub.act, Act.GO_ON, life))

    def _say(self, ask: Callable[[str], object]) -> None:
        """Lost answers are asked for again, by the same id."""
        self._look()
        if self._waits is None or self._chance.random() < 0.3:
            self._number += 1
            self._waits = partial(ask, f"{self._name} act {self._number}")
        with suppress(EnvironmentProblem):
            with suppress(RuleViolation):
                self._keep(self._waits())
            self._waits = None
