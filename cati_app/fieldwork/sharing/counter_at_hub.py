"""The counter of persons without a cell, closed and opened at the hub for all stations.

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
from cati_app.domain.quota.cells import UNCLASSIFIED, QuotaPlan
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.hub import StoreStep, at_once
from cati_app.fieldwork.ports.sharing import SharedUnits
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.quota.close_unclassified import CloseUnclassified
from cati_app.fieldwork.rights import needs


class CloseCounter:
    """At the hub: from then on no station gets a place of it, or again."""

    def __init__(self, units: SharedUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, *, closed: bool) -> None:
        """Close it, or open it again. RuleViolation: `counter_unchanged`; `no_cell` where the study has no quota."""
        now = moment(self._clock, user)
        with self._units() as unit:
            if UNCLASSIFIED not in {count.cell_id for count in unit.quota.counts()}:
                raise RuleViolation("no_cell")
            count = unit.quota.count(UNCLASSIFIED)
            if count.closed == closed:
                raise RuleViolation("counter_unchanged")
            unit.quota.close(UNCLASSIFIED, closed=closed)
            kind = "unclassified_closed" if closed else "unclassified_opened"
            unit.log.append([now.fact(kind, taken=count.taken, share=count.target)])
            unit.commit()


class HubCounter(Protocol):
    """The hub, for a supervisor who has signed in."""

    def close_counter(self, *, closed: bool) -> None:
        """Close it, or open it again.

        Raises:
            RuleViolation: `counter_unchanged`.
            EnvironmentProblem: `hub_unreachable`, `hub_sign_in`.
        """
        ...


class CloseUnclassifiedAtHub(CloseUnclassified):
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
    def __call__(self, user: User, reason: str, *, closed: bool) -> ChangeSet:
        """As on a laptop; the reason is kept before the hub is asked.

        Raises:
            RuleViolation: as on a laptop.
            EnvironmentProblem: as `HubCounter.close_counter`.
        """
        if self._quota is None:
            raise RuleViolation("no_quota")
        if not self._quota.accept_unclassified:
            raise RuleViolation("unclassified_never")
        if not reason.strip():
            raise RuleViolation("reason_needed")
        self._in_store(partial(self._note, user, reason.strip(), closed=closed))
        self._hub.close_counter(closed=closed)
        return frozenset({Topic.QUOTA})

    def _note(self, user: User, reason: str, *, closed: bool) -> None:
        now, kind = moment(self._times, user), "unclassified_closed" if closed else "unclassified_opened"
        with self._own() as unit:
            unit.log.append([now.fact(f"{kind}_asked", contact={"reason": reason})])
            unit.commit()
