"""What supervisors did with cases and the sample in a shift, as its log tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from cati_app.domain.casework.watch_facts import ACCEPTED
from cati_app.domain.events import LoggedEvent
from cati_app.domain.ids import CaseId
from cati_app.fieldwork.ports.unit import CallingUnit
from cati_app.fieldwork.quota.review_interview import REJECTED
from cati_app.fieldwork.sharing.review_at_hub import ACCEPT, REJECT

AGREED, AGREED_BACK, CORRECTED, RELEASED, IMPORTED = (
    *("appointment_changed", "appointment_change_undone", "result_changed"),
    *("sample_released", "sample_imported"),
)
VERDICTS = frozenset((REJECTED, ACCEPTED))
OF_CASES = VERDICTS | {AGREED, AGREED_BACK, CORRECTED}
OF_SAMPLE = frozenset((RELEASED, IMPORTED))
_VERDICT_ASKED = {REJECT: REJECTED, ACCEPT: ACCEPTED}
_HUB = "hub"


@dataclass(frozen=True, slots=True)
class CaseDone:
    """What was done with a case, or the sample.

    Args:
        case_no: Number of the case; None: it was the sample.
        times: Of an appointment, before and after; None before: there was none.
        results: Of an attempt, before and after.
        cases: Brought in, or released.
    """

    case_no: int | None = None
    times: tuple[datetime | None, datetime] | None = None
    results: tuple[str, str] | None = None
    cases: int = 0


def told_once(facts: Iterable[LoggedEvent]) -> Iterator[LoggedEvent]:
    """Without what the hub writes of an act that its station wrote too, and verdicts said again to a hub; by time."""
    verdicts: dict[object, str] = {}
    for logged in facts:
        event = logged.event
        if event.kind in OF_SAMPLE and logged.device == _HUB:
            continue
        if event.kind in VERDICTS:
            interview = (event.payload or {}).get("interview")
            if verdicts.get(interview) == event.kind:
                continue
            verdicts[interview] = event.kind
        yield logged


def case_done(unit: CallingUnit, logged: LoggedEvent) -> CaseDone:
    """What the fact tells; without the number of a case that is not here."""
    event, told = logged.event, logged.event.payload or {}
    if event.kind in OF_SAMPLE:
        cases = told.get("cases", told.get("added"))
        return CaseDone(cases=cases if isinstance(cases, int) else 0)
    case_no = unit.cases.get(CaseId(event.case_id)).case_no if event.case_id is not None else None
    if event.kind == AGREED:
        was = told.get("was")
        before = datetime.fromisoformat(str(was)) if was is not None else None
        return CaseDone(case_no, times=(before, datetime.fromisoformat(str(told["now"]))))
    if event.kind == CORRECTED:
        return CaseDone(case_no, results=(str(told.get("was", "")), str(told.get("result", ""))))
    return CaseDone(case_no)


def asked_of(told: Mapping[str, object]) -> tuple[str, object] | None:
    """Which verdict on which case a station asked a hub for: the reason stands there. None: something else."""
    kind = _VERDICT_ASKED.get(str(told.get("act")))
    return (kind, told.get("subject")) if kind is not None else None
