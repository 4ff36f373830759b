"""Cells and counters of persons without one, paused, closed and opened at the hub for all stations.

The reason stands sealed in the log of the station from which it was done: a hub can read what it is told.
"""

from __future__ import annotations

from functools import partial
from typing import Protocol

from cati_app.domain.changes import ChangeSet, Topic
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CellId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import QuotaPlan
from cati_app.domain.quota.fitting import UNCLASSIFIED
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.fieldwork.ports.sharing import SharedUnits
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.quota.halt_cell import HaltCell, check_halt, halt, halt_kind, halted
from cati_app.fieldwork.rights import needs


class CloseCounter:
    """At the hub: from then on no station gets a place of a cell, or again."""

    def __init__(self, units: SharedUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, *, closed: bool, paused: bool = False, cell: CellId = UNCLASSIFIED) -> None:
        """Close it, pause it, or open it again.

        Raises:
            RuleViolation: `counter_unchanged`; `no_cell` where the study has no such cell.
        """
        now = moment(self._clock, user)
        with self._units() as unit:
            if cell not in {count.cell_id for count in unit.quota.counts()}:
                raise RuleViolation("no_cell")
            count = halt(unit.quota, cell, closed=closed, paused=paused)
            unit.log.append([halted(now, count, closed=closed, paused=paused)])
            unit.commit()


class HubCounter(Protocol):
    """The hub, for a supervisor who has signed in."""

    def halt_cell(self, *, closed: bool, paused: bool, cell: CellId) -> None:
        """Close it, pause it, or open it again.

        Raises:
            RuleViolation: `counter_unchanged`, `no_cell`.
            EnvironmentProblem: `hub_unreachable`, `hub_sign_in`.
        """
        ...


class HaltCellAtHub(HaltCell):
    """At a station: for all of them.

    Args:
        units: Of the station, where the reason is kept.
        in_store: Keeps it there, while whoever asks waits for the hub in a thread of their own.
    """

    def __init__(
        self,
        units: CallingUnits,
        clock: Clock,
        plan: QuotaPlan | None,
        hub: HubCounter,
        in_store: StoreStep = at_once,
    ) -> None:
        super().__init__(units, clock, plan)
        self._own = units
        self._times = clock
        self._quota = plan
        self._hub = hub
        self._in_store = in_store

    @needs(Right.SUPERVISE)
    def __call__(
        self, user: User, reason: str, *, closed: bool, paused: bool = False, cell: CellId = UNCLASSIFIED
    ) -> ChangeSet:
        """As on a laptop; the reason is kept before the hub is asked.

        Raises:
            RuleViolation: as on a laptop.
            EnvironmentProblem: as `HubCounter.halt_cell`.
        """
        check_halt(self._quota, cell, reason)
        kind = halt_kind(cell, closed=closed, paused=paused)
        self._in_store(partial(self._note, user, kind, reason.strip(), cell))
        self._hub.halt_cell(closed=closed, paused=paused, cell=cell)
        return frozenset({Topic.QUOTA})

    def _note(self, user: User, kind: str, reason: str, cell: CellId) -> None:
        now, why = moment(self._times, user), {"reason": reason}
        told = {} if cell == UNCLASSIFIED else {"cell": cell}
        with self._own() as unit:
            unit.log.append([now.fact(f"{kind}_asked", contact=why, **told)])
            unit.commit()
