"""At a station: work without a line that was planned. Cases and places are taken along, used, and given back.

A place that was taken along decides about a person as one that was asked for: the station's counter of the cell gets
room for this interview, and for no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from cati_app.domain.calling.queue import Nothing
from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.errors import EnvironmentProblem
from cati_app.domain.events import Moment
from cati_app.domain.ids import CellId, InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import ALWAYS_TAKES
from cati_app.domain.quota.fitting import cells_of, fitting_of, is_unclassified
from cati_app.domain.sharing.ahead import SURE_SHARE, TakenAlong
from cati_app.domain.sharing.leases import CaseLease
from cati_app.domain.sharing.places import GrantState, PlaceGrant
from cati_app.fieldwork.ports.hub import HubCases, StoreStep, TakesPlacesBack, at_once
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.sharing.borrow_case import AskForCase, PutCaseIn, is_worked, pack_case

REQUESTS_AT_ONCE = 100
"""Requests for cases that go back in one message."""
_BACK_A_LITTLE = timedelta(minutes=1)
"""A clock that goes back by more was set, and how much time has passed nobody knows."""


class WorkAhead:
    """Takes cases and places along, and uses them.

    Args:
        device: The station.
        in_store: Does what touches the store, while whoever asks waits for the hub.
    """

    def __init__(
        self, units: SharedUnits, clock: Clock, ids: IdSource, device: str, in_store: StoreStep = at_once
    ) -> None:
        self._in_store = in_store
        self._units = units
        self._clock = clock
        self._ids = ids
        self._device = device

    @needs(Right.CALL)
    def take_along(self, user: User, hub: HubCases, cases: int, lasts: timedelta) -> TakenAlong:
        """Ask for cases until so many are here, and for as many places of each cell as the hub gives ahead.

        Args:
            lasts: So long they may be worked, from now on.

        Raises:
            EnvironmentProblem: `hub_unreachable`, `hub_recovers`, `hub_session`; what came is here, and asked again it
                goes on.
        """
        in_store, ask = self._in_store, AskForCase(self._units, self._ids)
        put_in = PutCaseIn(self._units, self._device)
        while in_store(partial(self.taken_along, user)).cases < cases:
            request, asked_at = in_store(partial(ask, user)), self._clock.now()
            lent = hub.next_case(request, lasts)
            if isinstance(lent, Nothing):
                in_store(partial(ask.got_nothing, user))
                break
            in_store(partial(put_in, user, lent, asked_at, request=request))
        request, asked_at = in_store(self._places_request), self._clock.now()
        try:
            given = hub.places_ahead(request, cases, lasts)
        except EnvironmentProblem:
            in_store(partial(self._note, cut=True))
            raise
        in_store(partial(self._keep_places, given, asked_at + SURE_SHARE * lasts))
        return in_store(partial(self.taken_along, user))

    def _places_request(self) -> str:
        with self._units() as unit:
            request = unit.packages.places_request(self._ids.new_id())
            unit.commit()
        return request

    def _keep_places(self, given: Sequence[PlaceGrant], use_by: datetime) -> None:
        with self._units() as unit:
            for grant in given:
                unit.grants.save(grant.until(use_by))
            unit.packages.places_answered()
            unit.commit()

    @needs(Right.WORK)
    def taken_along(self, by: Actor) -> TakenAlong:
        """What is here."""
        now = self._clock.now()
        with self._units() as unit:
            free = [lease for lease in unit.leases.open_of(self._device) if not lease.waits]
            here = [lease for lease in free if self._is_untouched(unit, lease)]
            until = [lease.expires_at for lease in here if lease.is_taken_along(now)]
            places = tuple(unit.grants.ahead_at(self._device))
        return TakenAlong(len(here), places, len(until), min(until, default=None))

    @needs(Right.CALL)
    def pack_cases(self, user: User) -> int:
        """The person goes without a line no more: cases taken along and not worked wait for the hub; how many.

        One that was asked for, and whose answer never came, is none of them, and goes back with the places.
        """
        now = Moment(self._clock.now(), self._clock.monotonic_ms(), user.id)
        with self._units() as unit:
            back = [
                lease
                for lease in unit.leases.open_of(self._device)
                if lease.user_id == user.id and lease.is_taken_along(now.at) and self._is_untouched(unit, lease)
            ]
            for lease in back:
                pack_case(unit, lease, now)
            unit.packages.give_request_back(user.id)
            unit.commit()
        return len(back)

    def _is_untouched(self, unit: SharedUnit, lease: CaseLease) -> bool:
        return unit.cases.get(lease.case_id).locked_by is None and not is_worked(unit, lease)

    @needs(Right.CALL)
    def use_place(self, user: User, interview_id: InterviewId, wish: CellId) -> bool:
        """Use places that were taken along for an interview, one of each quota that needs one; whether there were.

        One whose time is over is used no more, nor any while the clock says less than it has said before.
        """
        now = self._clock.now()
        with self._units() as unit:
            last_at = unit.log.last_at()
            if last_at is not None and now < last_at - _BACK_A_LITTLE:
                return False
            ahead = [
                grant for grant in unit.grants.ahead_at(self._device) if grant.use_by is not None and now < grant.use_by
            ]
            place = unit.interviews.get(interview_id).place
            had = frozenset(cells_of(place)) if place is not None else frozenset()
            used: list[PlaceGrant] = []
            for fitting in fitting_of(wish):
                if had.intersection(fitting.cells) or any(_needs_none(unit, cell) for cell in fitting.cells):
                    continue
                grant = next((g for cell in fitting.cells for g in ahead if g.cell_id == cell), None)
                if grant is None:
                    return False
                used.append(grant)
            for grant in used:
                unit.grants.save(grant.for_interview(interview_id))
            if used:
                unit.grants.fit_cells()
                unit.packages.note_line(cut=True)
                unit.commit()
        return bool(used)

    @needs(Right.WORK)
    def needs_none(self, by: Actor, wish: CellId) -> bool:
        """Whether no quota turns a person away who fits these cells."""
        with self._units() as unit:
            return all(_needs_none(unit, fits.cells[0]) for fits in fitting_of(wish))

    @needs(Right.WORK)
    def shut_cell(self, by: Actor, wish: CellId) -> CellId | None:
        """A cell that fits and takes nobody because a supervisor said so, as the hub told last; None: none is."""
        with self._units() as unit:
            for fitting in fitting_of(wish):
                if all(_is_shut(unit, cell) for cell in fitting.cells):
                    return fitting.cells[0]
        return None

    @needs(Right.WORK)
    def note_cut(self, by: Actor) -> None:
        """The line is cut: when there is one again, what was taken along and not used goes back."""
        if self.taken_along(by).places:
            self._note(cut=True)

    def _note(self, *, cut: bool) -> None:
        with self._units() as unit:
            unit.packages.note_line(cut=cut)
            unit.commit()

    @needs(Right.WORK)
    def give_back(self, by: Actor, hub: TakesPlacesBack, *, at_once: bool = False) -> int:
        """With a line again: give back what was not used, and requests that nobody waits for; how many places.

        Args:
            at_once: Nobody goes without a line after all; else only what is over, or after the line was cut.

        Raises:
            EnvironmentProblem: `hub_unreachable`.
        """
        back, unanswered = self._in_store(partial(self._unused, at_once=at_once))
        cases = self._in_store(self._requests_back)
        if not back and unanswered is None and not cases:
            return 0
        hub.places_back([grant.id for grant in back], [] if unanswered is None else [unanswered], cases)
        self._in_store(partial(self._are_back, back, unanswered, cases))
        return len(back)

    @needs(Right.WORK)
    def give_requests_back(self, by: Actor, hub: TakesPlacesBack) -> None:
        """Only requests for cases that nobody waits for. EnvironmentProblem: as `give_back`."""
        cases = self._in_store(self._requests_back)
        if cases:
            hub.places_back([], [], cases)
            self._in_store(partial(self._are_back, [], None, cases, of_places=False))

    def _unused(self, *, at_once: bool) -> tuple[list[PlaceGrant], str | None]:
        """What goes back, and the request without an answer that goes with it.

        From now on no interview uses it: the hub may give it to others before the station hears so.
        """
        now = self._clock.now()
        with self._units() as unit:
            everything = at_once or unit.packages.was_cut()
            for grant in unit.grants.ahead_at(self._device):
                if everything or grant.use_by is None or now >= grant.use_by:
                    unit.grants.save(grant.to(GrantState.BACK))
            back = list(unit.grants.going_back(self._device))
            unanswered = unit.packages.places_unanswered() if everything else None
            unit.commit()
        return back, unanswered

    def _requests_back(self) -> Sequence[str]:
        with self._units() as unit:
            return unit.packages.requests_back(REQUESTS_AT_ONCE)

    def _are_back(
        self, back: Sequence[PlaceGrant], unanswered: str | None, cases: Sequence[str], *, of_places: bool = True
    ) -> None:
        with self._units() as unit:
            unit.packages.are_back(cases)
            if unanswered is not None:
                unit.packages.places_answered()
            for grant in back:
                unit.grants.forget(grant.id)
            if of_places:
                unit.packages.note_line(cut=False)
            unit.commit()


def _needs_none(unit: SharedUnit, cell: CellId) -> bool:
    return is_unclassified(cell) or unit.quota.count(cell).mode in ALWAYS_TAKES


def _is_shut(unit: SharedUnit, cell: CellId) -> bool:
    count = unit.quota.count(cell)
    return count.closed or count.paused
