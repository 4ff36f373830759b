"""At the hub: give a station the place in the quota that it asks for at the end of a screener."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sharing.handing import PlaceAnswer, PlaceRequest
from cati_app.domain.sharing.places import GrantState, PlaceGrant
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.sharing.judge_interviews import hold_one
from cati_app.fieldwork.sharing.recovery import check_open


class GrantPlace:
    """One transaction holds a place, last of all: nobody waits for a cell longer than for that."""

    def __init__(self, units: SharedUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.CALL)
    def __call__(self, user: User, epoch: int, asked: PlaceRequest) -> PlaceAnswer:
        """The place, or that there is none.

        Raises:
            RuleViolation: `lease_over` where the station does not have the case; `no_cell` for one the study has not;
                `hub_recovers`, `hub_edition_lost` as `check_open`.
        """
        with self._units() as unit:
            known = unit.grants.get(asked.request)
            if known is not None and known.device == asked.device:
                return PlaceAnswer(known, unit.quota.count(known.cell_id))
            check_open(unit, epoch)
            lease = unit.leases.get(asked.token)
            if known is not None or lease is None or lease.device != asked.device or not lease.is_open:
                raise RuleViolation("lease_over")
            count = next((count for count in unit.quota.counts() if count.cell_id == asked.cell_id), None)
            if count is None:
                raise RuleViolation("no_cell")
            live = next((g for g in unit.grants.live_of(asked.interview_id) if g.cell_id == asked.cell_id), None)
            if live is not None:
                return PlaceAnswer(live, count)
            under = unit.grants.live_under(asked.token)
            if any(grant.interview_id > asked.interview_id for grant in under):
                raise RuleViolation("lease_over")  # a late copy: the station has begun another interview since
            held = not count.closed and hold_one(unit, asked.cell_id, count)
            state = GrantState.LIVE if held else GrantState.REFUSED
            grant = PlaceGrant(
                asked.request, asked.device, asked.interview_id, asked.cell_id, self._clock.now(), state, asked.token
            )
            if held:
                _give_back_others(unit, asked, under)
            unit.grants.save(grant)
            unit.commit()
            return PlaceAnswer(grant, unit.quota.count(asked.cell_id))


def _give_back_others(unit: SharedUnit, asked: PlaceRequest, before: Sequence[PlaceGrant]) -> None:
    """A lease holds one place, and after a correction the one that the interview comes from.

    Args:
        before: Places of the lease until now, in the order in which they were given.
    """
    comes_from = [grant for grant in before if grant.interview_id == asked.interview_id][-1:]
    for grant in before:
        if grant not in comes_from:
            unit.quota.give_back(grant.cell_id)
            unit.grants.save(grant.to(GrantState.BACK))
