"""Which appointment came of a sitting, from what its case had next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.sittings import AppointmentGone, SittingAppointment, SittingFact, appointments_made
from cati_app.domain.ids import CaseId

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOMORROW = Agreed(NOON + DAY, firm=True)


def sitting(number: int, result: str | None = "no_answer", **appointments: Agreed | None) -> SittingFact:
    began = NOON + number * 7 * HOUR
    ended = None if result is None else began + HOUR
    known: dict[str, Agreed | None] = {"before": None, "now": None, **appointments}
    return SittingFact(CaseId("case-1"), number, began, ended, result, **known)


def made(*sittings: SittingFact, gone: tuple[AppointmentGone, ...] = ()) -> dict[int, SittingAppointment]:
    return {one.attempt_no: agreed for one, agreed in appointments_made(sittings, gone)}


def test_the_appointment_of_the_next_sitting_was_made_in_the_one_before() -> None:
    assert {1: SittingAppointment(TOMORROW.at, firm=True)} == made(
        sitting(1, "appointment_firm"), sitting(2, before=TOMORROW)
    )


def test_of_the_last_sitting_it_is_the_one_that_the_case_has() -> None:
    soft = Agreed(NOON + DAY, firm=False)
    assert {2: SittingAppointment(soft.at, firm=False)} == made(
        sitting(1, now=soft), sitting(2, "appointment_soft", now=soft)
    )


def test_a_sitting_without_a_result_has_made_none() -> None:
    assert {} == made(sitting(1, None, now=TOMORROW))


@pytest.mark.parametrize(
    ("result", "firm"), [("appointment_firm", True), ("appointment_soft", False), ("suspended", None)]
)
def test_of_one_that_nobody_kept_the_fact_tells_when_and_the_result_how_firm(result: str, firm: bool | None) -> None:
    missed = AppointmentGone(NOON + 10 * HOUR, TOMORROW.at)
    assert {1: SittingAppointment(TOMORROW.at, firm)} == made(sitting(1, result), sitting(2), gone=(missed,))


def test_what_somebody_else_agreed_on_later_was_not_made_in_the_sitting() -> None:
    changed = AppointmentGone(NOON + 10 * HOUR, TOMORROW.at)
    again = AppointmentGone(NOON + 11 * HOUR, NOON + 2 * DAY)
    first = AppointmentGone(NOON + 10 * HOUR, None)
    other = Agreed(NOON + 3 * DAY, firm=False)
    assert {1: SittingAppointment(TOMORROW.at, firm=True)} == made(
        sitting(1, "appointment_firm"), sitting(2, before=other), gone=(changed, again)
    )
    assert {} == made(sitting(1), sitting(2, before=other), gone=(first,))


def test_what_happened_before_a_sitting_or_after_the_next_says_nothing_of_it() -> None:
    early, late = (AppointmentGone(NOON + hours * HOUR, NOON) for hours in (1, 30))
    assert {1: SittingAppointment(TOMORROW.at, firm=True)} == made(
        sitting(1, "appointment_firm"), sitting(2, None, before=TOMORROW), gone=(early, late)
    )
