"""What time does to the queue: missed appointments, and cases that come back from a machine that died."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from cati_app.domain.calling.queue import Because
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.cases import Case, CaseState
from cati_app.domain.casework.interviews import InterviewState
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import CaseId
from cati_app.domain.outcomes.dispositions import SUSPENDED
from cati_app.domain.outcomes.finality import final_code
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from tests.casework import alter
from tests.stations import Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun


def test_an_undialled_case_comes_back_when_its_holder_sent_no_heartbeat(site: Site) -> None:
    held = site.offered(site.ann)
    site.clock.move(16 * 60)

    assert 1 == site.settle(site.bob)
    offer = site.offered(site.bob)

    assert (held.case.id, 1) == (offer.case.id, offer.attempt.attempt_no)
    assert "case_came_back" in site.kinds()


@pytest.mark.parametrize(("silent_s", "comes_back"), [(15 * 60, False), (15 * 60 + 1, True)])
def test_a_lease_holds_to_its_last_second_and_is_over_after_it(site: Site, silent_s: int, comes_back: bool) -> None:
    site.offered(site.ann)
    site.clock.move(silent_s)

    assert comes_back == site.station.look_ahead().unsettled(site.bob)
    assert comes_back == bool(site.settle(site.bob))
    assert comes_back == ("case_came_back" in site.kinds())


def test_a_dialled_case_comes_back_with_its_attempt_counted(site: Site) -> None:
    held = site.dialled(site.ann)
    site.clock.move(16 * 60)
    site.settle(site.bob)
    with site.units()() as unit:
        case = unit.cases.get(held.case.id)

    assert (None, 1, 1) == (case.locked_by, case.dials, case.attempts)


def test_a_sign_of_life_keeps_the_case(site: Site) -> None:
    site.offered(site.ann)
    for _ in range(4):
        site.clock.move(10 * 60)
        assert site.place(site.ann).keep_case(site.ann)

    assert 0 == site.settle(site.bob)


def test_ones_own_case_comes_back_as_it_was_after_a_restart(site: Site) -> None:
    held = site.offered(site.ann)
    site.clock.move(60 * 60)
    site.settle(site.ann)

    assert (held.attempt.id, Because.RESUME) == (site.offered(site.ann).attempt.id, site.offered(site.ann).because)


def test_an_appointment_nobody_kept_is_missed_after_an_hour(site: Site) -> None:
    offer = site.dialled()
    at = site.clock.now() + timedelta(minutes=30)
    site.place().record_result(site.ann, offer.attempt, "appointment_firm", agreed=Agreed(at, firm=True))
    site.clock.move_to(at + timedelta(minutes=60))
    assert 1 == site.settle(site.ann)
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
        alter(unit, case, appointment_at=at, appointment_firm=firm, appointment_owner=site.ann.id)
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
        alter(unit, offer.case.id, appointment_at=None, state="closed")
        unit.commit()
    return str(offer.case.id)


def test_a_missed_appointment_is_never_offered_as_one_however_many_there_are(site: Site) -> None:
    site.add_cases(range(6, 52))
    for number in range(1, 52):
        at = agree(site, number, 30, firm=True)
    site.clock.move_to(at + timedelta(hours=1))
    told = site.place().explain_case(site.ann, CaseId("case-1"))
    site.settle(site.ann)

    assert (True, "due") == (
        told.callable,
        next(one.rule for one in told.reasons if one.rule in ("due", "appointment")),
    )
    assert Because.NEVER_CALLED is site.offered(site.ann).because
    assert 20 + 20 == site.kinds().count("appointment_missed")  # twenty in one go: the others wait, and are not offered


def test_whoever_asks_while_a_firm_appointment_is_open_gets_it_whatever_it_was_before(site: Site) -> None:
    at = agree(site, 1, 30, firm=True)
    with site.units()() as unit:
        alter(unit, CaseId("case-1"), skill="conversion")  # it was a soft refusal; the person has agreed since
        unit.commit()
    site.clock.move_to(at - timedelta(minutes=5))

    assert "case-1" == site.offered(site.bob).case.id


def died_in_a_call(site: Site, **values: Any) -> Case:
    """A case whose holder's machine died in a call, after it came back."""
    held = site.dialled(site.ann)
    with site.units()() as unit:
        alter(unit, held.case.id, **values)
        unit.commit()
    for _ in range(2):
        number = held.case.numbers[0]
        site.place().start_call(site.ann, held.attempt, number)
    site.clock.move(16 * 60)
    site.settle(site.bob)
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


def test_an_interview_in_which_the_machine_died_counts_as_suspended(site: Site) -> None:
    _, interview = begun(site, YOUNG_MAN)
    site.clock.move(16 * 60)
    site.settle(site.bob)
    with site.units()() as unit:
        attempt = unit.calls.attempts_of(CaseId("case-1"))[0]
        case, kept = unit.cases.get(CaseId("case-1")), unit.interviews.get(interview.id)
        code = final_code(unit.histories.of_case(case.id), site.station.rules.unscreened)

    assert (SUSPENDED, SUSPENDED, "break_off") == (attempt.disposition, case.disposition, code)
    assert (InterviewState.SUSPENDED, True) == (kept.state, kept.held)


def test_after_a_missed_appointment_the_limits_are_kept_too(site: Site) -> None:
    offer = site.dialled()
    at = site.clock.now() + timedelta(minutes=30)
    site.place().record_result(site.ann, offer.attempt, "appointment_soft", agreed=Agreed(at, firm=False))
    with site.units()() as unit:
        alter(unit, offer.case.id, dials=10)
        unit.commit()
    site.clock.move_to(at + timedelta(minutes=61))
    site.settle(site.bob)
    with site.units()() as unit:
        case = unit.cases.get(offer.case.id)

    assert (CaseState.CLOSED, None) == (case.state, case.appointment)


def one_case(site: Site) -> None:
    """The first case is the only one to be called."""
    with site.units()() as unit:
        for number in range(2, 6):
            alter(unit, CaseId(f"case-{number}"), state="closed")
        unit.commit()


def lost(site: Site) -> tuple[Offer, Offer]:
    """A case Ann dialled and sent no heartbeat for, which Bob has in hand and dialled since."""
    one_case(site)
    first = site.dialled(site.ann)
    site.clock.move(16 * 60)
    site.settle(site.bob)
    second = site.dialled(site.bob)
    assert first.case.id == second.case.id
    return first, second


def refused(code: str) -> pytest.RaisesExc[RuleViolation]:
    return pytest.RaisesExc(RuleViolation, check=lambda rule: rule.code == code)


def test_who_lost_a_case_neither_dials_nor_interviews_nor_gives_a_result_on_it(site: Site) -> None:
    first, second = lost(site)
    place = site.place(site.ann)

    with refused("case_lost"):
        place.start_call(site.ann, first.attempt, first.case.numbers[0])
    with refused("case_lost"):
        place.start_interview(site.ann, first.case, "hash", "de")
    with refused("case_lost"):
        place.record_result(site.ann, first.attempt, "no_answer")
    with refused("case_lost"):
        place.return_case(site.ann, first.attempt)
    assert (site.bob.id, 1) == (site.case().locked_by, site.case().dials - 1)
    assert second.attempt.id


def test_who_lost_a_case_cannot_end_its_interview_and_its_next_holder_can(site: Site) -> None:
    one_case(site)
    first = site.dialled(site.ann)
    interview = site.place(site.ann).start_interview(site.ann, first.case, "hash", "de")
    site.clock.move(16 * 60)
    site.settle(site.bob)
    second = site.dialled(site.bob)

    with refused("case_lost"):
        site.place(site.ann).resume_interview(site.ann, interview.id)
    with refused("case_lost"):
        site.place(site.ann).finish_interview(
            site.ann, EndedSitting(interview.id, first.attempt, "no_eligible_person", [], {})
        )
    resumed = site.place(site.bob).resume_interview(site.bob, interview.id)
    site.place(site.bob).finish_interview(
        site.bob, EndedSitting(interview.id, second.attempt, "no_eligible_person", [], {})
    )

    assert (first.case.id, interview.id) == (second.case.id, resumed.interview.id)
    assert ("closed", "no_eligible_person") == (site.case().state, site.case().disposition)


def test_an_undialled_case_that_was_lost_says_so_too(site: Site) -> None:
    first = site.offered(site.ann)
    site.clock.move(16 * 60)
    site.settle(site.bob)
    site.offered(site.bob)

    with refused("case_lost"):
        site.place(site.ann).start_call(site.ann, first.attempt, first.case.numbers[0])
    with refused("case_lost"):
        site.place(site.ann).return_case(site.ann, first.attempt)
    with refused("case_lost"):
        site.place(site.ann).record_result(site.ann, first.attempt, "no_answer")
    assert not site.place(site.ann).keep_case(site.ann)


def test_a_clock_set_back_takes_a_case_from_nobody(site: Site) -> None:
    site.dialled(site.ann)
    site.clock._now -= timedelta(minutes=20)
    site.settle(site.bob)
    assert site.place(site.ann).keep_case(site.ann)

    site.clock.move(16 * 60)
    site.settle(site.bob)

    assert "case_came_back" in site.kinds()


def set_forward(site: Site, minutes: int) -> None:
    """Somebody sets the clock: its hands move, and no time passes."""
    site.clock._now += timedelta(minutes=minutes)
    site.clock._begin += timedelta(minutes=minutes)


@pytest.mark.parametrize("minutes", [16, 120, 3 * 24 * 60])
def test_a_clock_set_forward_takes_a_case_from_nobody(site: Site, minutes: int) -> None:
    site.offered(site.ann)
    site.settle(site.bob)
    site.clock.move(60)
    set_forward(site, minutes)
    site.settle(site.bob)
    assert site.place(site.ann).keep_case(site.ann)

    site.clock.move(16 * 60)
    site.settle(site.bob)

    assert "case_came_back" in site.kinds()


def test_whoever_signs_in_after_the_clock_was_set_forward_takes_a_case_from_nobody_either(site: Site) -> None:
    site.dialled(site.ann)
    set_forward(site, 30)
    site.settle(site.bob)

    assert site.place(site.ann).keep_case(site.ann)


@pytest.mark.on_store
def test_a_clock_set_forward_is_remembered_until_it_could_be_stored(site: Site) -> None:
    site.offered(site.ann)
    set_forward(site, 120)
    site.sql_write("CREATE TRIGGER full BEFORE UPDATE ON \"case\" BEGIN SELECT RAISE(ABORT, 'disk full'); END", ())
    with pytest.raises(Exception, match="disk full"):
        site.settle(site.bob)
    site.sql_write("DROP TRIGGER full", ())
    site.settle(site.bob)

    assert site.place(site.ann).keep_case(site.ann)


def test_a_machine_that_died_before_the_clock_was_set_forward_keeps_its_case_no_longer(site: Site) -> None:
    site.offered(site.ann)
    site.reopen()  # all that was in memory is gone
    set_forward(site, 30)
    site.reopen()
    site.settle(site.bob)

    assert "case_came_back" in site.kinds()


def test_who_wants_no_more_calls_gets_none_though_the_case_was_lost(site: Site) -> None:
    first, _ = lost(site)

    with pytest.RaisesExc(RuleViolation, check=lambda rule: (rule.code, rule.context) == ("case_lost", {"blocked": 1})):
        site.place(site.ann).record_result(site.ann, first.attempt, "refusal", never_again=True)

    assert (True, 1) == (site.is_blocked(1), site.kinds().count("numbers_blocked"))


def test_a_lost_case_that_was_never_dialled_puts_nothing_on_the_block_list(site: Site) -> None:
    first = site.offered(site.ann)
    site.clock.move(16 * 60)
    site.settle(site.bob)

    with refused("case_lost"):
        site.place(site.ann).record_result(site.ann, first.attempt, "refusal", never_again=True)
    assert not site.is_blocked(1)
