"""Gives back the places of suspended interviews whose appointment is long over, or whose case was closed since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from cati_app.domain.casework.interviews import Interview
from cati_app.domain.clock import Clock
from cati_app.domain.events import NewEvent
from cati_app.fieldwork.ports.unit import CallingUnit
from cati_app.fieldwork.rules import UNDO_WINDOW, StudyRules


def lapsed_now(unit: CallingUnit, rules: StudyRules, now: datetime) -> Sequence[tuple[Interview, bool]]:
    """Suspended interviews that keep their place no longer; with each, whether its case is closed."""
    return unit.interviews.lapsed(now, now - rules.suspended_keeps_place)


def release_lapsed(
    unit: CallingUnit,
    clock: Clock,
    rules: StudyRules,
    keeps: Callable[[Interview], bool] | None = None,
    give_back: Callable[[Interview], None] | None = None,
) -> int:
    """How many interviews lost their place or ended.

    Args:
        keeps: For which of them time does nothing now; None: for none.
        give_back: What it does to the counters that one goes on without its place; None: its cells hold one less.
    """
    now = clock.now()
    done = 0
    for interview, case_closed in lapsed_now(unit, rules, now):
        if keeps is not None and keeps(interview):
            continue
        if case_closed and not _for_good(unit, interview, now):
            continue
        if give_back is not None:
            give_back(interview)
        elif interview.place is not None:
            unit.quota.give_back(interview.place)
        _release(unit, clock, interview, now, ends=case_closed)
        done += 1
    return done


def _for_good(unit: CallingUnit, interview: Interview, now: datetime) -> bool:
    """The result that closed the case cannot be taken back any more."""
    result_at = unit.calls.last_result_at(interview.case_id)
    return result_at is None or now >= result_at + UNDO_WINDOW


def _release(unit: CallingUnit, clock: Clock, interview: Interview, now: datetime, *, ends: bool) -> None:
    unit.interviews.save(interview.end_for_good() if ends else interview.lapse())
    # Without its place it waits for room in its cell: that moves it in the queue.
    case = unit.cases.get(interview.case_id)
    unit.cases.save(case.end_interview() if ends else case)
    kind = "interview_lapsed" if ends else "place_lapsed"
    unit.log.append([NewEvent(kind, now, clock.monotonic_ms(), None, interview.case_id, interview.id)])
