"""What time does to the queue: missed appointments, and cases that come back from a machine that died."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cati_app.domain.cases import Case, CaseState
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId
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


def agree(site: Site, number: int, minutes: int, *, firm: bool) -> datetime:
    """An appointment of Ann's with the case of that number, in so many minutes."""
    at = site.clock.now() + timedelta(minutes=minutes)
    with site.units()() as unit:
        case = CaseId(f"case-{number}")
        unit.cases.update(case, appointment_at=at, appointment_firm=firm, appointment_owner=site.ann.id)
        unit.commit()
    return at


def test_a_firm_appointment_still_in_its_time_comes_before_one_that_is_late(site: Site) -> None:
    agree(site, 1, 30, firm=True)
    in_time = agree(site, 2, 45, firm=True)
    agree(site, 3, 20, firm=False)
    site.clock.move_to(in_time + timedelta(minutes=3))  # the first is 18 minutes late: that cannot be mended any more

    assert ["case-2", "case-1", "case-3"] == [taken(site) for _ in range(3)]


def taken(site: Site) -> str:
    """The case Ann gets now; it is then out of the way."""
    offer = site.offered(site.ann)
    site.place().return_case(site.ann, offer.attempt)
    with site.units()() as unit:
        unit.cases.update(offer.case.id, appointment_at=None, state="closed")
        unit.commit()
    return str(offer.case.id)


def test_a_missed_appointment_is_never_offered_as_one_however_many_there_are(site: Site) -> None:
    site.add_cases(range(6, 32))
    for number in range(1, 32):
        at = agree(site, number, 30, firm=True)
    site.clock.move_to(at + timedelta(hours=1))
    told = site.place().explain_case(site.ann, CaseId("case-1"))
    site.place().settle_queue(site.ann)

    assert (True, "due") == (
        told.callable,
        next(one.rule for one in told.reasons if one.rule in ("due", "appointment")),
    )
    assert Because.NEVER_CALLED is site.offered(site.ann).because
    assert 20 == site.kinds().count("appointment_missed")


def test_whoever_asks_while_a_firm_appointment_is_open_gets_it_whatever_it_was_before(site: Site) -> None:
    at = agree(site, 1, 30, firm=True)
    with site.units()() as unit:
        unit.cases.update(CaseId("case-1"), skill="conversion")  # it was a soft refusal; the person has agreed since
        unit.commit()
    site.clock.move_to(at - timedelta(minutes=5))

    assert "case-1" == site.offered(site.bob).case.id


def died_in_a_call(site: Site, **values: object) -> Case:
    """A case whose holder's machine died in a call, after it came back."""
    held = site.dialled(site.ann)
    with site.units()() as unit:
        unit.cases.update(held.case.id, **values)
        unit.commit()
    for _ in range(2):
        number = held.case.numbers[0]
        site.place().start_call(site.ann, held.attempt, number)
    site.clock.move(16 * 60)
    site.place(site.bob).settle_queue(site.bob)
    with site.units()() as unit:
        return unit.cases.get(held.case.id)


def test_a_case_that_comes_back_is_not_offered_when_the_day_has_had_its_calls(site: Site) -> None:
    case = died_in_a_call(site)

    assert (3, "day_limit") == (case.dials, case.rest)
    assert site.station.rules.calendar.next_open(site.clock.now() + timedelta(hours=8)) == case.due_at
    assert case.id != site.offered(site.bob).case.id


def test_a_case_that_comes_back_with_its_last_attempt_used_up_is_closed(site: Site) -> None:
    case = died_in_a_call(site, dials=8)

    assert (10, CaseState.CLOSED, "not_attempted") == (case.dials, case.state, case.disposition)


def test_after_a_missed_appointment_the_limits_are_kept_too(site: Site) -> None:
    offer = site.dialled()
    at = site.clock.now() + timedelta(minutes=30)
    site.place().record_result(site.ann, offer.attempt, "appointment_soft", agreed=Agreed(at, firm=False))
    with site.units()() as unit:
        unit.cases.update(offer.case.id, dials=10)
        unit.commit()
    site.clock.move_to(at + timedelta(minutes=61))
    site.place(site.bob).settle_queue(site.bob)
    with site.units()() as unit:
        case = unit.cases.get(offer.case.id)

    assert (CaseState.CLOSED, None) == (case.state, case.appointment)
