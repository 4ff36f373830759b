"""At a station: what it has in hand of a hub, and what of its work the hub does not have."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.clock import Clock
from cati_app.domain.people.rights import Right
from cati_app.domain.sharing.leases import CaseLease, LeaseToken
from cati_app.fieldwork.ports.sharing import SharedUnit, SharedUnits
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.sharing.borrow_case import is_worked, waits_here
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class Unsent:
    """What of the work here the hub does not have.

    Args:
        cases: Worked and not handed in.
        interviews: Complete, in these cases.
        ready: Cases that are here to be called.
        until: How long calls may begin on all of these; None where there are none.
        since: When the first of what it does not have was done; None where it has everything.
    """

    cases: int = 0
    interviews: int = 0
    ready: int = 0
    until: datetime | None = None
    since: datetime | None = None


NOTHING_UNSENT = Unsent()


class ReadUnsent:
    """What of the work here the hub does not have; packages that were looked at before are not read again."""

    def __init__(self, units: SharedUnits, clock: Clock, device: str) -> None:
        self._units = units
        self._clock = clock
        self._device = device
        self._completed: dict[LeaseToken, int] = {}

    @needs(Right.WORK)
    def __call__(self, by: Actor) -> Unsent:
        """As it stands."""
        now = self._clock.now()
        with self._units() as unit:
            waiting = unit.packages.waiting()
            self._completed = {token: self._of(unit, token) for token in waiting}
            cases, interviews = len(waiting), sum(self._completed.values())
            ready, done_at = [], [unit.packages.waiting_since()]
            for lease in unit.leases.open_of(self._device):
                if is_worked(unit, lease):
                    cases += 1
                    done_at.append(unit.calls.last_result_at(lease.case_id))
                    held_here = unit.interviews.of_case(lease.case_id)
                    interviews += sum(interview.state is InterviewState.COMPLETED for interview in held_here)
                elif not lease.is_over(now) and not lease.waits and unit.cases.get(lease.case_id).locked_by is None:
                    ready.append(lease.expires_at)
        since = min((at for at in done_at if at is not None), default=None)
        return Unsent(cases, interviews, len(ready), min(ready, default=None), since)

    def _of(self, unit: SharedUnit, token: LeaseToken) -> int:
        known = self._completed.get(token)
        return unit.packages.completed_in(token) if known is None else known


class ReadConversations:
    """Whether somebody talks on the telephone now."""

    def __init__(self, units: SharedUnits) -> None:
        self._units = units

    @needs(Right.WORK)
    def __call__(self, by: Actor) -> bool:
        """Whether a case that is in hand here was called."""
        with self._units() as unit:
            attempts = (unit.calls.open_attempt_of(holder) for _, holder, _ in unit.cases.queue.held())
            return any(attempt is not None and attempt.had_call for attempt in attempts)


class ReadLeases:
    """What the station has in hand of a hub."""

    def __init__(self, units: SharedUnits, device: str) -> None:
        self._units = units
        self._device = device

    @needs(Right.WORK)
    def __call__(self, by: Actor) -> tuple[CaseLease, ...]:
        """Leases, by token; of a case that is in hand none waits."""
        with self._units() as unit:
            return tuple(replace(lease, waits=waits_here(unit, lease)) for lease in unit.leases.open_of(self._device))
