"""At the hub: places for a station that is about to work without a line, and what of them comes back unused."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.clock import Clock
from cati_app.domain.ids import InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sharing.ahead import AHEAD_AT_MOST, AheadRequest, places_ahead
from cati_app.domain.sharing.places import GrantState, PlaceGrant
from cati_app.fieldwork.ports.sharing import SharedUnits
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.fieldwork.sharing.recovery import check_open

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
            RuleViolation: `hub_recovers` while the hub does not know what all stations have.
        """
        now, lasts = self._clock.now(), min(asked.lasts, AHEAD_AT_MOST)
        with self._units() as unit:
            counts = unit.quota.counts()
            answered = unit.grants.get(asked.request)
            if answered is not None or not counts:
                ids = {f"{asked.request}.{n}" for n in range(len(counts) * asked.each)}
                return [grant for grant in unit.grants.live_at(asked.device) if grant.id in ids]
            check_open(unit, epoch)
            stations = sum(not station.written_off for station in unit.stations.all())
            mine = [grant.cell_id for grant in unit.grants.live_at(asked.device) if grant.interview_id == NOBODY]
            given: list[PlaceGrant] = []
            for count in counts:
                each, ahead = asked.each - mine.count(count.cell_id), unit.grants.count_ahead(count.cell_id)
                share = self._rules.places_ahead_share
                for _ in range(places_ahead(each, count, stations=max(1, stations), ahead=ahead, share=share)):
                    unit.quota.hold(count.cell_id)
                    name = f"{asked.request}.{len(given)}"
                    given.append(
                        PlaceGrant(name, asked.device, NOBODY, count.cell_id, now, GrantState.LIVE, use_by=now + lasts)
                    )
            for grant in given:
                unit.grants.save(grant)
            answer = PlaceGrant(asked.request, asked.device, NOBODY, counts[0].cell_id, now, GrantState.REFUSED)
            unit.grants.save(answer)  # a late copy of the request is answered, and holds nothing
            unit.commit()
        return given


class TakePlacesBack:
    """A station has a line again: places it was given ahead and has not used are free."""

    def __init__(self, units: SharedUnits) -> None:
        self._units = units

    @needs(Right.WORK)
    def __call__(self, by: Actor, device: str, ids: Sequence[str]) -> int:
        """How many came back now."""
        with self._units() as unit:
            back = [grant for grant in unit.grants.live_at(device) if grant.id in ids and grant.interview_id == NOBODY]
            for grant in back:
                unit.quota.give_back(grant.cell_id)
                unit.grants.save(grant.to(GrantState.BACK))
            unit.commit()
        return len(back)
