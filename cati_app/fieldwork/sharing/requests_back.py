"""At the hub: a station takes requests for cases back whose answers it never got, because nobody asks any more.

A case that was lent for one of them lies nowhere, and is nobody's.
"""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.clock import Clock
from cati_app.domain.events import Moment
from cati_app.domain.ids import CaseId, UserId
from cati_app.domain.people.rights import Right
from cati_app.domain.sharing.leases import CaseLease, LeaseEnd
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.rights import Actor, needs

_NO_CASE, _NOBODY = CaseId(""), UserId("")


class TakeRequestsBack:
    """Said once more, or by a late copy, it changes nothing; a late copy of the request lends nothing."""

    def __init__(self, units: SharedUnits, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.WORK)
    def __call__(self, by: Actor, epoch: int, device: str, requests: Sequence[str]) -> int:
        """How many cases came back now.

        Args:
            epoch: The life of the hub.
        """
        if not requests:
            return 0
        now = Moment(self._clock.now(), self._clock.monotonic_ms(), by.id)
        with self._units() as unit:
            given = [unit.leases.asked(device, request) for request in requests]
            back = [lease for lease in given if lease is not None and lease.is_open]
            for lease in back:
                _end(unit, now, lease)
            for request, known in zip(requests, given, strict=True):
                if known is None:
                    answer_nothing(unit, epoch, device, request, now)
            unit.commit()
        return len(back)


def answer_nothing(unit: SharedUnit, epoch: int, device: str, request: str, now: Moment) -> None:
    """The answer to a request is that nothing is lent: a late copy of it lends nothing either."""
    token = unit.leases.next_token(epoch, now.at)
    none = CaseLease(token, _NO_CASE, device, _NOBODY, request, now.at, now.at, now.at)
    unit.leases.save(none.end(now.at, LeaseEnd.NOTHING))


def _end(unit: SharedUnit, now: Moment, lease: CaseLease) -> None:
    newest = unit.leases.newest_of(lease.case_id)
    unit.leases.save(lease.end(now.at, LeaseEnd.SUPERSEDED))
    if newest is None or newest.token <= lease.token:
        unit.cases.save(unit.cases.get(lease.case_id).free(), [now.fact("case_came_back", lease.case_id)])
