"""What supervisors did with cases in a shift, as its log tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from cati_app.domain.casework.watch_facts import ACCEPTED, REJECTED
from cati_app.domain.events import LoggedEvent
from cati_app.domain.ids import CaseId, CellId
from cati_app.fieldwork.ports.unit import CallingUnit
from cati_app.fieldwork.quota.follow_place import FOLLOWED
from cati_app.values import dataclass

AGREED, AGREED_BACK, CORRECTED = "appointment_changed", "appointment_change_undone", "result_changed"
VERDICTS = frozenset((REJECTED, ACCEPTED))
OF_CASES = VERDICTS | {AGREED, AGREED_BACK, CORRECTED, FOLLOWED}
_VERDICT_ASKED = {"reject": REJECTED, "accept": ACCEPTED}
"""Acts of a hub that are verdicts, as a station writes them before it asks."""
_HUB = "hub"


@dataclass(frozen=True, slots=True)
class CaseDone:
    """What was done with a case.

    Args:
        case_no: Number of the case.
        times: Of an appointment, before and after; None before: there was none.
        results: Of an attempt, before and after.
        places: In the quota, before and after.
    """

    case_no: int
    times: tuple[datetime | None, datetime] | None = None
    results: tuple[str, str] | None = None
    places: tuple[CellId, CellId] | None = None


def told_once(facts: Iterable[LoggedEvent], both: frozenset[str]) -> Iterator[LoggedEvent]:
    """Without verdicts that were said again to a hub, and the hub's word on what its station wrote too.

    Args:
        facts: By time.
        both: Kinds that hub and station write.
    """
    verdicts: dict[object, str] = {}
    for logged in facts:
        event = logged.event
        if event.kind in both and logged.device == _HUB:
            continue
        if event.kind in VERDICTS:
            interview = (event.payload or {}).get("interview")
            if verdicts.get(interview) == event.kind:
                continue
            verdicts[interview] = event.kind
        yield logged


def case_done(unit: CallingUnit, logged: LoggedEvent) -> CaseDone:
    """What a fact of `OF_CASES` tells."""
    event, told = logged.event, logged.event.payload or {}
    case_no = unit.cases.get(CaseId(event.case_id or "")).case_no
    if event.kind == AGREED:
        was = told.get("was")
        before = datetime.fromisoformat(str(was)) if was is not None else None
        return CaseDone(case_no, times=(before, datetime.fromisoformat(str(told["now"]))))
    if event.kind == CORRECTED:
        return CaseDone(case_no, results=(str(told.get("was", "")), str(told.get("result", ""))))
    if event.kind == FOLLOWED:
        return CaseDone(case_no, places=(CellId(str(told["stood"])), CellId(str(told["belongs"]))))
    return CaseDone(case_no)


def asked_of(told: Mapping[str, object]) -> tuple[str, object] | None:
    """Which verdict on which case a station asked a hub for: the reason stands there. None: something else."""
    kind = _VERDICT_ASKED.get(str(told.get("act")))
    return (kind, told.get("subject")) if kind is not None else None
