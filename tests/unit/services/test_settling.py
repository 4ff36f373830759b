"""What time does to the queue: missed appointments, and cases that come back from a machine that died."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.queue import Because
from cati_app.services.record_result import Agreed
from tests.stations import Site


def test_an_undialled_case_comes_back_when_its_holder_gave_no_sign_of_life(site: Site) -> None:
    held = site.offered(site.ann)
    site.clock.move(16 * 60)

    assert 1 == site.place(site.bob).settle_queue(site.bob)
    offer = site.offered(site.bob)

    assert (held.case.id, 1) == (offer.case.id, offer.attempt.attempt_no)
    assert "case_came_back" in site.kinds()


def test_a_dialled_case_comes_back_with_its_attempt_counted(site: Site) -> None:
    held = site.dialled(site.ann)
    site.clock.move(16 * 60)
    site.place(site.bob).settle_queue(site.bob)
    with site.units()() as unit:
        case = unit.cases.get(held.case.id)

    assert (None, 1, 1) == (case.locked_by, case.dials, case.attempts)


def test_a_sign_of_life_keeps_the_case(site: Site) -> None:
    site.offered(site.ann)
    for _ in range(4):
        site.clock.move(10 * 60)
        assert site.place(site.ann).keep_case(site.ann)

    assert 0 == site.place(site.bob).settle_queue(site.bob)


def test_ones_own_case_comes_back_as_it_was_after_a_restart(site: Site) -> None:
    held = site.offered(site.ann)
    site.clock.move(60 * 60)
    site.place(site.ann).settle_queue(site.ann)

    assert (held.attempt.id, Because.RESUME) == (site.offered(site.ann).attempt.id, site.offered(site.ann).because)


def test_an_appointment_nobody_kept_is_missed_after_an_hour(site: Site) -> None:
    offer = site.dialled()
    at = site.clock.now() + timedelta(minutes=30)
    site.place().record_result(site.ann, offer.attempt, "appointment_firm", agreed=Agreed(at, firm=True))
    site.clock.move_to(at + timedelta(minutes=60))
    assert 1 == site.place().settle_queue(site.ann)
    with site.units()() as unit:
        case = unit.cases.get(offer.case.id)

    assert (None, site.clock.now()) == (case.appointment, case.due_at)
    assert "appointment_missed" in site.kinds()


def test_a_firm_appointment_is_kept_by_whoever_is_free(site: Site) -> None:
    offer = site.dialled()
    at = site.clock.now() + timedelta(minutes=30)
    site.place().record_result(site.ann, offer.attempt, "appointment_firm", agreed=Agreed(at, firm=True))
    site.clock.move_to(at)

    kept = site.offered(site.bob)

    assert (offer.case.id, Because.FIRM_APPOINTMENT) == (kept.case.id, kept.because)


def test_a_call_the_rules_forbid_is_recorded(site: Site) -> None:
    offer = site.offered()
    site.clock.move(4 * 3600)
    with pytest.raises(RuleViolation):
        site.place().start_call(site.ann, offer.attempt, offer.case.numbers[0])

    assert 1 == site.kinds().count("call_blocked")
    assert "call_started" not in site.kinds()
