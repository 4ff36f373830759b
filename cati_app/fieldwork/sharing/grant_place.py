"""At the hub: give a station the place in the quota that it asks for at the end of a screener."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial

from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CellId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import CellCount, Classification, decide
from cati_app.domain.quota.fitting import Fitting, cells_of, fitting_of, place_in
from cati_app.domain.sharing.handing import PlaceAnswer, PlaceRequest
from cati_app.domain.sharing.places import GrantState, PlaceGrant
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.quota.given_places import still_to_hold
from cati_app.fieldwork.quota.passing import passed
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.sharing.judge_interviews import is_judged, release_place
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
            RuleViolation: `lease_over` where the station does not have the case, or its interview is complete here;
                `no_cell` for one the study has not; `hub_recovers`, `hub_edition_lost` as `check_open`.
        """
        with self._units() as unit:
            known = unit.grants.get(asked.request)
            if known is not None and known.device == asked.device:
                return _answer(unit, known)
            check_open(unit, epoch)
            lease = unit.leases.get(asked.token)
            if known is not None or lease is None or lease.device != asked.device or not lease.is_open:
                raise RuleViolation("lease_over")
            if is_judged(unit, asked.interview_id):
                raise RuleViolation("lease_over")  # another station had it before, and has brought it complete
            fitting = fitting_of(asked.cell_id)
            counts = {count.cell_id: count for count in unit.quota.counts()}
            if not all(cell in counts for fits in fitting for cell in fits.cells):
                raise RuleViolation("no_cell")
            live = unit.grants.live_of(asked.interview_id)
            held = frozenset(cell for grant in live for cell in cells_of(grant.cell_id))
            if live and all(held.intersection(fits.cells) for fits in fitting):
                return _answer(unit, _newest_of(live, fitting))
            under = unit.grants.live_under(asked.token)
            if any(grant.interview_id > asked.interview_id for grant in under):
                raise RuleViolation("lease_over")  # a late copy: the station has begun another interview since
            decision = decide(_wished(fitting, held), partial(_of_others, counts, held))
            place = place_in(still_to_hold(decision.classification.cell_id, held))
            state = GrantState.LIVE if decision.has_place else GrantState.REFUSED
            grant = PlaceGrant(
                asked.request,
                asked.device,
                asked.interview_id,
                place if decision.has_place else decision.count.cell_id,
                self._clock.now(),
                state,
                asked.token,
            )
            if decision.has_place:
                unit.quota.hold(place)
                counts_now = [unit.quota.count(cell) for cell in cells_of(place)]
                unit.log.append(passed(moment(self._clock, user), asked.interview_id, counts_now))
                _give_back_others(unit, asked, under, place)
            unit.grants.save(grant)
            unit.commit()
            return _answer(unit, grant)


def _wished(fitting: Sequence[Fitting], held: Collection[CellId]) -> Classification:
    """What a station asks for; a cell that the interview has already is not chosen again."""
    kept = tuple(replace(f, cells=tuple(cell for cell in f.cells if cell in held) or f.cells) for f in fitting)
    several = kept if any(len(fits.cells) > 1 for fits in kept) else ()
    return Classification(place_in(fits.cells[0] for fits in kept), (), {}, several=several)


def _of_others(counts: Mapping[CellId, CellCount], held: Collection[CellId], cell: CellId) -> CellCount:
    """A cell as others have it."""
    count = counts[cell]
    return replace(count, in_progress=count.in_progress - 1) if cell in held else count


def _newest_of(live: Sequence[PlaceGrant], fitting: Sequence[Fitting]) -> PlaceGrant:
    """Of places that are held already, the last that is in the cells that are wanted."""
    wanted = {cell for fits in fitting for cell in fits.cells}
    return next((grant for grant in reversed(live) if wanted.issuperset(cells_of(grant.cell_id))), live[-1])


def _answer(unit: SharedUnit, grant: PlaceGrant) -> PlaceAnswer:
    """With the first of its cells as it stands; of a place that is refused, the one that takes nobody more."""
    return PlaceAnswer(grant, unit.quota.count(cells_of(grant.cell_id)[0]))


def _give_back_others(unit: SharedUnit, asked: PlaceRequest, before: Sequence[PlaceGrant], place: CellId) -> None:
    """A lease holds one place, and after a correction the one that the interview comes from.

    Args:
        before: Places of the lease until now, in the order in which they were given.
        place: What is given now; cells that the interview keeps stand in an earlier one.
    """
    of_interview = [grant for grant in before if grant.interview_id == asked.interview_id]
    wanted = {cell for fits in fitting_of(asked.cell_id) for cell in fits.cells} - set(cells_of(place))
    for grant in before:
        if grant not in of_interview[-1:] and not (
            grant in of_interview and wanted.intersection(cells_of(grant.cell_id))
        ):
            release_place(unit, grant)
