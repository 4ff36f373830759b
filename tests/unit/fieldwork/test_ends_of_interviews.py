"""Interviews that are suspended, resumed, broken off or set aside, and what becomes of their places."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from cati_app.domain.calling.queue import Because, Nothing, Waits
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.ids import CaseId, CellId
from cati_app.domain.outcomes.dispositions import SUSPENDED
from cati_app.engine.session.events import SessionEvent
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.rights import PROGRAM
from tests.casework import alter
from tests.stations import Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, cell, finish, refused, stored


def test_a_suspended_interview_keeps_its_place_until_a_day_after_its_appointment(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    at = site.clock.now() + timedelta(days=2)
    finish(site, offer, interview, SUSPENDED, Agreed(at, firm=True))
    site.clock.move_to(at + timedelta(hours=23, minutes=59))
    assert (1, (0, 1, 0)) == (site.settle(site.ann), cell(site))  # the appointment was missed, no more

    site.clock.move(60)

    assert (1, (0, 0, 1)) == (site.settle(site.ann), cell(site))
    assert site.station.verify()(PROGRAM).agrees


def test_interviews_that_keep_their_places_are_not_looked_at(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, SUSPENDED, Agreed(site.clock.now() + timedelta(days=2), firm=True))
    now, since = site.clock.now(), site.clock.now() - timedelta(days=9)
    with site.units()() as unit:
        before = unit.interviews.lapsed(now + timedelta(days=2), since)
        after = unit.interviews.lapsed(now + timedelta(days=9), since)

    assert ([], [(interview.id, False)]) == (list(before), [(one.id, closed) for one, closed in after])


def test_a_missed_appointment_does_not_cost_the_place_at_once(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    at = site.clock.now() + timedelta(days=2)
    finish(site, offer, interview, SUSPENDED, Agreed(at, firm=True))
    site.clock.move_to(at)
    again = site.dialled()
    site.place().record_result(site.ann, again.attempt, "no_answer")

    assert (0, offer.case.id) == (site.settle(site.ann), again.case.id)
    assert (0, 1, 0) == cell(site)


def test_an_interview_that_kept_its_place_goes_on_when_its_cell_is_full(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    at = site.clock.now() + timedelta(hours=1)
    with site.units()() as unit:
        alter(unit, offer.case.id, cell="m/young")
        unit.quota.hold(CellId("m/young"))  # somebody else has the other place
        unit.commit()
    finish(site, offer, interview, SUSPENDED, Agreed(at, firm=True))
    site.clock.move_to(at)

    told = site.place().explain_case(site.ann, offer.case.id)
    with_appointment = site.offered()
    site.place().return_case(site.ann, with_appointment.attempt)
    site.clock.move(3600)
    site.settle(site.ann)
    after_it = {site.offered(user).case.id for user in (site.ann, site.bob)}

    assert (True, offer.case.id) == (told.callable, with_appointment.case.id)
    assert offer.case.id in after_it


def test_once_its_place_has_lapsed_a_full_cell_keeps_it_from_being_called(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    with site.units()() as unit:
        alter(unit, offer.case.id, cell="m/young")
        unit.commit()
    finish(site, offer, interview, SUSPENDED)
    site.clock.move_to(site.clock.now() + timedelta(days=2))
    with site.units()() as unit:
        for number in range(2, 6):
            alter(unit, CaseId(f"case-{number}"), state="closed")
        unit.commit()

    assert 1 == site.settle(site.ann)
    with site.units()() as unit:
        for _ in range(2):
            unit.quota.hold(CellId("m/young"))
        unit.commit()
    nothing = site.place().take_case(site.ann)

    assert isinstance(nothing, Nothing)
    assert {Waits.CELL_FULL: 1} == nothing.waiting


def test_who_comes_back_after_the_place_is_gone_ends_politely(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, SUSPENDED)
    site.clock.move_to(site.clock.now() + timedelta(days=2))
    site.settle(site.ann)
    with site.units()() as unit:  # else the interrupted interview comes first
        alter(unit, offer.case.id, due_at=site.clock.now() + timedelta(days=1))
        unit.commit()
    for _ in range(2):
        other, another = begun(site, YOUNG_MAN)
        finish(site, other, another, "complete")
    with site.units()() as unit:
        alter(unit, offer.case.id, due_at=site.clock.now())
        unit.commit()
    assert offer.case.id == site.dialled().case.id

    resumed = site.place().resume_interview(site.ann, interview.id)

    assert ("full", False) == (resumed.interview.quota_status, resumed.interview.held)
    assert (2, 0, 1) == cell(site)


def test_who_comes_back_while_there_is_room_gets_a_place_again(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, SUSPENDED)
    site.clock.move_to(site.clock.now() + timedelta(days=2))
    site.settle(site.ann)
    assert offer.case.id == site.dialled(site.bob).case.id

    resumed = site.place().resume_interview(site.bob, interview.id)

    assert (True, (0, 1, 1)) == (resumed.interview.held, cell(site))
    assert (site.bob.id, None) == (resumed.interview.user_id, resumed.interview.ended_at)


def test_a_refusal_later_ends_the_suspended_interview_once_it_cannot_be_taken_back(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, SUSPENDED)
    site.clock.move(3600 * 2)
    with site.units()() as unit:
        alter(unit, offer.case.id, due_at=None, attempts=0)
        unit.commit()
    again = site.dialled()
    site.place().record_result(site.ann, again.attempt, "refusal_household")
    assert ((0, 1, 0), 0) == (cell(site), site.settle(site.ann))

    site.clock.move(10)

    assert (1, (0, 0, 1)) == (site.settle(site.ann), cell(site))
    assert ("broken_off", "break_off") == (stored(site, interview).state, stored(site, interview).disposition)


def test_an_interrupted_interview_is_suspended_when_a_result_is_given_instead(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    site.reopen()

    site.place().record_result(site.ann, site.offered().attempt, "no_answer")

    assert ("suspended", True) == (stored(site, interview).state, stored(site, interview).held)
    site.clock.move_to(site.clock.now() + timedelta(hours=25))
    assert 1 == site.settle(site.ann)
    assert offer.case.id


def test_suspending_on_the_last_contact_attempt_breaks_the_interview_off(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    with site.units()() as unit:
        alter(unit, offer.case.id, dials=10)
        unit.commit()

    finish(site, offer, interview, SUSPENDED)

    assert ("broken_off", (0, 0, 1)) == (stored(site, interview).state, cell(site))
    with site.units()() as unit:
        assert ("break_off", None) == (
            unit.cases.get(offer.case.id).disposition,
            unit.cases.get(offer.case.id).open_interview,
        )


def test_an_interview_ends_once(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, "complete")

    with refused("not_running"):
        finish(site, offer, interview, "break_off")
    with refused("not_resumable"):
        site.place().resume_interview(site.ann, interview.id)
    with refused("not_running"):
        site.place().set_aside(site.ann, interview.id)
    assert (1, 0, 0) == cell(site)


def test_a_case_has_one_open_interview(site: Site) -> None:
    offer, _ = begun(site)

    with refused("interview_open"):
        site.place().start_interview(site.ann, offer.case, "hash", "de")


def test_an_interview_set_aside_frees_case_and_place_and_keeps_its_log(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    event = SessionEvent("started", "", site.clock.now(), 0, {"seed": 1})
    site.place().record_events(site.ann, interview, [event], "", "de")

    site.place().set_aside(site.ann, interview.id)

    assert ("set_aside", (0, 0, 1)) == (stored(site, interview).state, cell(site))
    assert 1 == site.kinds().count("interview.started")
    assert site.place().start_interview(site.ann, offer.case, "hash", "de").id != interview.id


def test_a_result_taken_back_leaves_the_interrupted_interview_as_it_was(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    site.reopen()
    given = site.place().record_result(site.ann, offer.attempt, "callback_requested")
    site.place().take_back(site.ann, given)
    again, kept = site.offered(), stored(site, interview)

    assert (interview.id, Because.RESUME) == (again.case.open_interview, again.because)
    assert (InterviewState.RUNNING, True, None) == (kept.state, kept.held, kept.place_until)
    with refused("interview_open"):
        site.place().start_interview(site.ann, again.case, "hash", "de")


def again_in_hand(site: Site) -> tuple[Offer, Interview]:
    """A case with a suspended interview, offered and not dialled."""
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, SUSPENDED)
    site.clock.move_to(site.clock.now() + timedelta(hours=23))  # its place is kept for a day
    again = site.offered()
    assert offer.case.id == again.case.id
    return again, interview


def test_an_interview_neither_begins_nor_goes_on_nor_ends_without_a_call(site: Site) -> None:
    fresh = site.offered(site.bob)
    with refused("call_first"):
        site.place(site.bob).start_interview(site.bob, fresh.case, "hash", "de")
    site.place(site.bob).return_case(site.bob, fresh.attempt)
    again, interview = again_in_hand(site)

    with refused("call_first"):
        site.place().resume_interview(site.ann, interview.id)
    with site.units()() as unit:  # as an older version left it
        unit.interviews.save(replace(unit.interviews.get(interview.id), state=InterviewState.RUNNING))
        unit.commit()
    with refused("call_first"):
        finish(site, again, interview, "complete")
    site.place().start_call(site.ann, again.attempt, again.case.numbers[0])
    site.place().resume_interview(site.ann, interview.id)
    finish(site, again, interview, "complete")

    assert (1, 0, 0) == cell(site)


def test_a_running_interview_of_a_silent_machine_lapses_though_nothing_was_dialled(site: Site) -> None:
    _, interview = again_in_hand(site)
    with site.units()() as unit:  # as an older version left it
        left = replace(unit.interviews.get(interview.id), state=InterviewState.RUNNING)
        unit.interviews.save(replace(left, ended_at=None, place_until=None))
        unit.commit()
    site.clock.move(16 * 60)
    site.settle(site.bob)
    site.clock.move_to(site.clock.now() + timedelta(hours=25))

    assert (1, (0, 0, 1)) == (site.settle(site.ann), cell(site))
    assert "suspended" == stored(site, interview).state


def test_a_usable_interview_suspended_with_the_last_contact_attempt_is_partial(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    with site.units()() as unit:
        alter(unit, offer.case.id, dials=10)
        unit.commit()
    follows = (
        site.place()
        .finish_interview(site.ann, EndedSitting(interview.id, offer.attempt, SUSPENDED, [], {}, usable=True))
        .consequence
    )

    assert ("partial", None, "partial") == (follows.disposition, follows.due_at, stored(site, interview).disposition)
