"""At the hub: places for a station that is about to work without a line, and what of them comes back unused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cati_app.domain.clock import Clock
from cati_app.domain.ids import CellId, InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sharing.ahead import AHEAD_AT_MOST, AheadRequest, places_ahead
from cati_app.domain.sharing.places import GrantState, PlaceGrant
from cati_app.fieldwork.ports.sharing import SharedUnits
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.recovery import check_calls, check_open

NOBODY = InterviewId("")
"""Of a place that is given ahead, before it is used."""


class GrantAhead:
    """One transaction holds them all."""

    def __init__(self, units: SharedUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.CALL)
    def __call__(self, user: User, epoch: int, asked: AheadRequest) -> Sequence[PlaceGrant]:
        """The places; the same to the same request.

        Raises:
            RuleViolation: `hub_recovers`, `hub_edition_lost` as `check_open`; `station_paused`, `station_written_off`.
        """
        now, lasts = self._clock.now(), min(asked.lasts, AHEAD_AT_MOST)
        with self._units() as unit:
            counts = unit.quota.counts()
            answered = unit.grants.get(asked.request)
            if answered is not None or not counts:
                mine = unit.grants.live_at(asked.device)
                return [grant for grant in mine if _request_of(grant) == asked.request]
            check_open(unit, epoch)
            check_calls(unit, asked.device)
            stations = sum(not station.written_off for station in unit.stations.all())
            here = [grant.cell_id for grant in unit.grants.live_at(asked.device) if grant.interview_id == NOBODY]
            given: list[PlaceGrant] = []
            for count in counts:
                each, ahead = asked.each - here.count(count.cell_id), unit.grants.count_ahead(count.cell_id)
                share = self._rules.places_ahead_share
                for _ in range(places_ahead(each, count, stations=max(1, stations), ahead=ahead, share=share)):
                    unit.quota.hold(count.cell_id)
                    name = f"{asked.request}.{len(given)}"
                    given.append(
                        PlaceGrant(name, asked.device, NOBODY, count.cell_id, now, GrantState.LIVE, use_by=now + lasts)
                    )
            for grant in given:
                unit.grants.save(grant)
            unit.grants.save(_answer(asked.request, asked.device, counts[0].cell_id, now))
            unit.commit()
        return given


class TakePlacesBack:
    """A station has a line again: places it was given ahead and has not used are free."""

    def __init__(self, units: SharedUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.WORK)
    def __call__(self, by: Actor, device: str, ids: Sequence[str], requests: Sequence[str]) -> int:
        """How many came back now.

        Args:
            requests: Whose answers the station never got: all that was given for them comes back, and a copy of them
                that is still on its way holds nothing.
        """
        with self._units() as unit:
            back = [
                grant
                for grant in unit.grants.live_at(device)
                if grant.interview_id == NOBODY and (grant.id in ids or _request_of(grant) in requests)
            ]
            counts = unit.quota.counts()
            for request in requests:
                if counts and unit.grants.get(request) is None:
                    unit.grants.save(_answer(request, device, counts[0].cell_id, self._clock.now()))
            for grant in back:
                unit.quota.give_back(grant.cell_id)
                unit.grants.save(grant.to(GrantState.BACK))
            unit.commit()
        return len(back)


def _request_of(grant: PlaceGrant) -> str:
    return grant.id.rpartition(".")[0]


def _answer(request: str, device: str, cell_id: CellId, at: datetime) -> PlaceGrant:
    """That a request was answered: a late copy of it holds nothing."""
    return PlaceGrant(request, device, NOBODY, cell_id, at, GrantState.REFUSED)
