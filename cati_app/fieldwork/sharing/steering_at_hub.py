"""Targets changed, cells paused, closed and opened at the hub for all stations, and that taken back.

The reason stands sealed in the log of the station from which it was done: a hub can read what it is told.
"""

from __future__ import annotations

from functools import partial
from typing import Protocol

from cati_app.domain.changes import ChangeSet, Topic
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import QuotaPlan
from cati_app.domain.quota.fitting import UNCLASSIFIED
from cati_app.domain.quota.moving import check_move
from cati_app.domain.quota.steering import ASKED, CellEdit
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.fieldwork.ports.sharing import SharedUnits
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.quota.steer_cell import REASON, SteerCell, check_edit, kind_of, steer
from cati_app.fieldwork.rights import needs


class SteerForAll:
    """At the hub: from then on it holds for every place that a station asks for."""

    def __init__(self, units: SharedUnits, clock: Clock, plan: QuotaPlan | None) -> None:
        self._units = units
        self._clock = clock
        self._plan = plan

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, edit: CellEdit) -> None:
        """Make a change; one that arrives again is made once.

        Raises:
            RuleViolation: `no_cell` where the study has no such cell, `move_apart` between two quotas, and as
                `SteeredCell.edited`, `moved` and `moved_back`.
        """
        now = moment(self._clock, user)
        with self._units() as unit:
            if not {count.cell_id for count in unit.quota.counts()} >= {*edit.cells}:
                raise RuleViolation("no_cell")
            if self._plan is not None:
                check_move(self._plan, edit)
            unit.log.append(steer(unit.quota, edit, now))
            unit.commit()


class HubSteering(Protocol):
    """The hub, for a supervisor who has signed in."""

    def steer_cell(self, edit: CellEdit) -> None:
        """Make a change.

        Raises:
            RuleViolation: `no_cell`, and as `SteeredCell.edited`.
            EnvironmentProblem: `hub_unreachable`, `hub_sign_in`.
        """
        ...


class SteerCellAtHub(SteerCell):
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
        hub: HubSteering,
        in_store: StoreStep = at_once,
    ) -> None:
        super().__init__(units, clock, plan)
        self._own = units
        self._times = clock
        self._quota = plan
        self._hub = hub
        self._in_store = in_store

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, edit: CellEdit, reason: str = "") -> ChangeSet:
        """As on a laptop; the reason is kept before the hub is asked.

        Raises:
            RuleViolation: as on a laptop.
            EnvironmentProblem: as `HubSteering.steer_cell`.
        """
        check_edit(self._quota, edit, reason)
        self._in_store(partial(self._note, user, edit, reason.strip()))
        self._hub.steer_cell(edit)
        return frozenset({Topic.QUOTA})

    def _note(self, user: User, edit: CellEdit, reason: str) -> None:
        now, why = moment(self._times, user), {REASON: reason} if reason else None
        told: dict[str, object] = {} if edit.target is None else {"target": edit.target}
        told["change"] = edit.version
        kind = f"{kind_of(edit)}{ASKED}"
        facts = [
            now.fact(kind, None, None, why, **told, **({} if cell == UNCLASSIFIED else {"cell": cell}))
            for cell in edit.cells
        ]
        with self._own() as unit:
            unit.log.append(facts)
            unit.commit()
