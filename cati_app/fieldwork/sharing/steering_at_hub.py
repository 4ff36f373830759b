"""Targets changed, cells paused, closed and opened at the hub for all stations, and that taken back.

The reason stands sealed in the log of the station from which it was done: a hub can read what it is told.
"""

from __future__ import annotations

from collections.abc import Sequence
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
from cati_app.domain.quota.steering import CellEdit
from cati_app.domain.quota.steering_facts import ASKED
from cati_app.domain.sharing.decided import CellLeft, Vouched
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.people.note_hub import answer_fact
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
    def __call__(self, user: User, edit: CellEdit) -> Sequence[CellLeft]:
        """Make a change; one that arrives again is made once. How it has left its cells.

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
            left = [cell for cell in unit.quota.all_steered() if cell.version == edit.version]
            unit.commit()
        return [
            CellLeft(cell.count.cell_id, cell.count.target, cell.planned, cell.intake, cell.version, now.at, user.id)
            for cell in left
        ]


class HubSteering(Protocol):
    """The hub, for a supervisor who has signed in."""

    def steer_cell(self, edit: CellEdit) -> Sequence[Vouched]:
        """Make a change; what the hub vouches for.

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
        vouched = self._hub.steer_cell(edit)
        self._in_store(partial(self._answered, user, edit, vouched))
        return frozenset({Topic.QUOTA})

    def _answered(self, user: User, edit: CellEdit, vouched: Sequence[Vouched]) -> None:
        with self._own() as unit:
            unit.log.append([answer_fact(moment(self._times, user), edit.id, vouched)])
            unit.commit()

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
