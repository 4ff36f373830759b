"""What the record tells of sittings beside their results: the appointment that there was, and the one that was made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.dispositions import APPOINTMENT_FIRM, APPOINTMENTS
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class SittingFact:
    """An attempt, and the appointments of its case.

    Args:
        ended_at: When its result was given; None: it has none yet.
        before: The appointment that the case had when it began.
        now: The one that the case has as it stands.
    """

    case_id: CaseId
    attempt_no: int  # from 1
    began_at: datetime
    ended_at: datetime | None
    result: str | None
    before: Agreed | None
    now: Agreed | None


@dataclass(frozen=True, slots=True)
class AppointmentGone:
    """That a case no longer had an appointment: nobody kept it, or somebody agreed otherwise."""

    at: datetime
    was: datetime | None  # for when; None: there was none, and somebody agreed on one


@dataclass(frozen=True, slots=True)
class SittingAppointment:
    """An appointment that was made on the telephone."""

    at: datetime
    firm: bool | None  # None: nothing tells any more


def appointments_made(
    sittings: Sequence[SittingFact], gone: Iterable[AppointmentGone]
) -> Iterator[tuple[SittingFact, SittingAppointment]]:
    """The appointment that came of each sitting of a case, where one did.

    After a result a case has the appointment that was made with it and no other, so what it had next was made then. Of
    one that went with the block list nothing tells.

    Args:
        sittings: Of one case, in order.
        gone: Of the same case, in order.
    """
    facts = tuple(gone)
    for sitting, after in pairwise([*sittings, None]):
        if sitting is None or sitting.ended_at is None:
            continue
        until = after.began_at if after is not None else None
        first = next((fact for fact in facts if _is_between(fact.at, sitting.ended_at, until)), None)
        if first is not None:
            made = None if first.was is None else SittingAppointment(first.was, _firm_by(sitting.result))
        else:
            agreed = after.before if after is not None else sitting.now
            made = None if agreed is None else SittingAppointment(agreed.at, agreed.firm)
        if made is not None:
            yield sitting, made


def _is_between(at: datetime, ended_at: datetime, until: datetime | None) -> bool:
    return ended_at <= at and (until is None or at <= until)


def _firm_by(result: str | None) -> bool | None:
    return result == APPOINTMENT_FIRM if result in APPOINTMENTS else None
