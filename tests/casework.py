"""Cases brought into the state a test needs, past the people who would have to work on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from cati_app.domain.casework.cases import Appointment, Case, CaseState
from cati_app.domain.ids import AppointmentId, CaseId, UserId
from cati_app.domain.sampling.sample import RenewedUnit
from cati_app.fieldwork.ports.unit import UnitOfWork

_OF_SAMPLE = ("locality", "cell")


def alter(
    unit: UnitOfWork,
    case_id: CaseId,
    *,
    state: str | None = None,
    appointment_at: datetime | None = None,
    appointment_firm: bool = False,
    appointment_owner: UserId | None = None,
    **values: Any,
) -> None:
    """A case with other values; a closed one is not in hand and has no time any more."""
    of_sample = {name: values.pop(name) for name in _OF_SAMPLE if name in values}
    if of_sample:
        _renew(unit, replace(unit.cases.get(case_id), **of_sample))
    case = replace(unit.cases.get(case_id), **values)
    if appointment_at is not None:
        owner = appointment_owner or UserId("")
        agreed = Appointment(AppointmentId(case_id), case_id, appointment_at, appointment_firm, owner)
        case = replace(case, appointment=agreed)
    if state == CaseState.CLOSED:
        case = case.close()
    elif state is not None:
        case = replace(case, state=CaseState(state))
    unit.cases.save(case)


def _renew(unit: UnitOfWork, case: Case) -> None:
    """As a sample file says it."""
    kept = tuple((number.id, place) for place, number in enumerate(case.numbers))
    renewed = RenewedUnit(case.id, case.frame, case.language, case.fields, kept, (), (), case.locality, case.cell)
    unit.sample.renew([renewed])
