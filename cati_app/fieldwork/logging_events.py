"""Makes events of the log with time and responsible person."""

from __future__ import annotations

from cati_app.domain.clock import Clock
from cati_app.domain.events import Moment, NewEvent
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.fieldwork.rights import Actor


def happened(
    kind: str,
    clock: Clock,
    user: Actor,
    case_id: CaseId | None,
    interview_id: InterviewId | None = None,
    **payload: object,
) -> NewEvent:
    """An event that happens now; the payload holds ids, codes and figures only."""
    return NewEvent(kind, clock.now(), clock.monotonic_ms(), user.id, case_id, interview_id, payload or None)


def moment(clock: Clock, user: Actor) -> Moment:
    """Now, and who acts."""
    return Moment(clock.now(), clock.monotonic_ms(), user.id)
