"""Interviews and their places in the quota, through the services on the real store."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import InterviewId
from cati_app.domain.interviews import SUSPENDED, Interview, StoredDatum
from cati_app.domain.quota import CellCount, Verdict
from cati_app.engine.events import SessionEvent
from cati_app.services.finish_interview import Sitting, break_off_disposition
from cati_app.services.record_result import Agreed
from cati_app.services.start_interview import hidden_values
from cati_app.services.take_case import Offer
from tests.stations import Site

YOUNG_MAN = {"sex": "1", "age_group": "young"}


def refused(code: str) -> pytest.RaisesExc[RuleViolation]:
    return pytest.RaisesExc(RuleViolation, check=lambda rule: rule.code == code)


def begun(site: Site, values: dict[str, str] | None = None) -> tuple[Offer, Interview]:
    """An interview on the next case, with a place if values are given."""
    place, offer = site.place(), site.dialled()
    interview = place.start_interview(site.ann, offer.case, "hash", "de")
    if values is not None:
        assert place.reserve_place is not None
        place.reserve_place(site.ann, interview.id, values)
    return offer, interview


def finish(site: Site, offer: Offer, interview: Interview, name: str, agreed: Agreed | None = None) -> None:
    data = [StoredDatum("/screener/sex", "1", None)]
    site.place().finish_interview(site.ann, Sitting(interview.id, offer.attempt, name, data, {}, agreed))


def cell(site: Site, cell_id: str = "m/young") -> tuple[int, int, int]:
    """Achieved, in progress, rolled back."""
    with site.units()() as unit:
        count: CellCount = next(c for c in unit.quota.counts() if c.cell_id == cell_id)
    return count.achieved, count.in_progress, count.rolled_back


def stored(site: Site, interview: Interview) -> Interview:
    with site.units()() as unit:
        return unit.interviews.get(interview.id)


def test_a_place_is_held_while_the_interview_runs(site: Site) -> None:
    begun(site, YOUNG_MAN)

    assert (0, 1, 0) == cell(site)


@pytest.mark.parametrize(
    ("name", "counters", "state", "case"),
    [
        ("complete", (1, 0, 0), "completed", "closed"),
        ("break_off", (0, 0, 1), "broken_off", "closed"),
        ("partial", (0, 0, 1), "broken_off", "closed"),
        ("no_eligible_person", (0, 0, 1), "screened_out", "closed"),
        (SUSPENDED, (0, 1, 0), "suspended", "open"),
    ],
)
def test_the_end_of_an_interview_decides_what_becomes_of_its_place(
    site: Site, name: str, counters: tuple[int, int, int], state: str, case: str
) -> None:
    offer, interview = begun(site, YOUNG_MAN)

    finish(site, offer, interview, name)

    assert counters == cell(site)
    assert [(state, case)] == site.sql('SELECT i.state, c.state FROM interview i JOIN "case" c ON c.id = i.case_id')
    assert site.station.verify()().agrees


def test_a_full_cell_gives_no_place_and_says_so(site: Site) -> None:
    for _ in range(2):
        offer, interview = begun(site, YOUNG_MAN)
        finish(site, offer, interview, "complete")
    offer, interview = begun(site)
    place = site.place()
    assert place.reserve_place is not None

    decision = place.reserve_place(site.ann, interview.id, YOUNG_MAN)

    assert (Verdict.FULL, 2) == (decision.verdict, decision.count.achieved)
    finish(site, offer, interview, "quota_filled")
    assert ((2, 0, 0), "screened_out") == (cell(site), stored(site, interview).state)


def test_a_place_that_is_held_is_not_given_twice(site: Site) -> None:
    for _ in range(2):
        offer, interview = begun(site, YOUNG_MAN)
        finish(site, offer, interview, SUSPENDED)
    _, interview = begun(site, YOUNG_MAN)

    assert ("full", False) == (stored(site, interview).quota_status, stored(site, interview).held)


def test_the_decision_is_made_once(site: Site) -> None:
    _, interview = begun(site, YOUNG_MAN)
    place = site.place()
    assert place.reserve_place is not None

    with refused("already_decided"):
        place.reserve_place(site.ann, interview.id, {"sex": "2", "age_group": "old"})


def test_an_interview_without_a_place_never_counts_as_complete(site: Site) -> None:
    offer, interview = begun(site)

    with refused("no_place"):
        finish(site, offer, interview, "complete")


def test_who_cannot_be_classified_takes_one_of_the_few_places_for_that(site: Site) -> None:
    _, first = begun(site, {"sex": "1"})

    assert ("unclassified", (0, 1, 0)) == (stored(site, first).quota_status, cell(site, "unclassified"))


def test_a_corrected_answer_moves_the_place(site: Site) -> None:
    _, interview = begun(site, YOUNG_MAN)
    place = site.place()
    assert place.reserve_place is not None

    moved = place.reserve_place.move(site.ann, interview.id, {"sex": "2", "age_group": "young"})

    assert moved is not None
    assert ("f/young", (0, 0, 1), (0, 1, 0)) == (moved.place.cell_id, cell(site), cell(site, "f/young"))
    assert site.station.verify()().agrees


def test_without_room_in_the_new_cell_the_old_place_is_kept_and_marked(site: Site) -> None:
    for _ in range(2):
        offer, interview = begun(site, {"sex": "2", "age_group": "young"})
        finish(site, offer, interview, "complete")
    _, interview = begun(site, YOUNG_MAN)
    place = site.place()
    assert place.reserve_place is not None

    assert None is place.reserve_place.move(site.ann, interview.id, {"sex": "2", "age_group": "young"})
    kept = stored(site, interview)
    assert ("m/young", True, "f/young") == (kept.cell_id, kept.held, (kept.frozen or {}).get("quota_moved"))


def test_a_correction_can_lead_out_of_a_full_cell(site: Site) -> None:
    for _ in range(2):
        offer, interview = begun(site, YOUNG_MAN)
        finish(site, offer, interview, "complete")
    _, interview = begun(site, YOUNG_MAN)
    place = site.place()
    assert place.reserve_place is not None

    moved = place.reserve_place.move(site.ann, interview.id, {"sex": "1", "age_group": "old"})

    assert moved is not None
    assert ((2, 0, 0), (0, 1, 0)) == (cell(site), cell(site, "m/old"))
    assert site.station.verify()().agrees


def test_nothing_moves_while_the_cell_is_the_same(site: Site) -> None:
    _, interview = begun(site, YOUNG_MAN)
    place = site.place()
    assert place.reserve_place is not None

    assert None is place.reserve_place.move(site.ann, interview.id, YOUNG_MAN)
    assert (0, 1, 0) == cell(site)


def test_a_suspended_interview_keeps_its_place_until_a_day_after_its_appointment(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    at = site.clock.now() + timedelta(days=2)
    finish(site, offer, interview, SUSPENDED, Agreed(at, firm=True))
    site.clock.move_to(at + timedelta(hours=23, minutes=59))
    assert 0 == site.place().release_overdue()

    site.clock.move(60)

    assert (1, (0, 0, 1)) == (site.place().release_overdue(), cell(site))
    assert site.station.verify()().agrees


def test_a_missed_appointment_does_not_cost_the_place_at_once(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    at = site.clock.now() + timedelta(days=2)
    finish(site, offer, interview, SUSPENDED, Agreed(at, firm=True))
    site.clock.move_to(at)
    again = site.dialled()
    site.place().record_result(site.ann, again.attempt, "no_answer")

    assert (0, offer.case.id) == (site.place().release_overdue(), again.case.id)
    assert (0, 1, 0) == cell(site)


def test_who_comes_back_after_the_place_is_gone_ends_politely(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, SUSPENDED)
    site.clock.move_to(site.clock.now() + timedelta(days=2))
    site.place().release_overdue()
    for _ in range(2):
        other, another = begun(site, YOUNG_MAN)
        finish(site, other, another, "complete")

    resumed = site.place().resume_interview(site.ann, interview.id)

    assert (True, "full", False) == (resumed.place_lost, resumed.interview.quota_status, resumed.interview.held)
    assert (2, 0, 1) == cell(site)


def test_who_comes_back_while_there_is_room_gets_a_place_again(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, SUSPENDED)
    site.clock.move_to(site.clock.now() + timedelta(days=2))
    site.place().release_overdue()

    resumed = site.place().resume_interview(site.bob, interview.id)

    assert (False, True, (0, 1, 1)) == (resumed.place_lost, resumed.interview.held, cell(site))
    assert (site.bob.id, None) == (resumed.interview.user_id, resumed.interview.ended_at)


def test_a_refusal_later_ends_the_suspended_interview_once_it_cannot_be_taken_back(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    finish(site, offer, interview, SUSPENDED)
    site.clock.move(3600 * 2)
    with site.units()() as unit:
        unit.cases.update(offer.case.id, due_at=None, attempts=0)
        unit.commit()
    again = site.dialled()
    site.place().record_result(site.ann, again.attempt, "refusal_household")
    assert ((0, 1, 0), 0) == (cell(site), site.place().release_overdue())

    site.clock.move(10)

    assert (1, (0, 0, 1)) == (site.place().release_overdue(), cell(site))
    assert ("broken_off", "break_off") == (stored(site, interview).state, stored(site, interview).disposition)


def test_an_interrupted_interview_is_suspended_when_a_result_is_given_instead(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    site.reopen()

    site.place().record_result(site.ann, site.offered().attempt, "no_answer")

    assert ("suspended", True) == (stored(site, interview).state, stored(site, interview).held)
    site.clock.move_to(site.clock.now() + timedelta(hours=25))
    assert 1 == site.place().release_overdue()
    assert offer.case.id


def test_suspending_on_the_last_contact_attempt_breaks_the_interview_off(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    with site.units()() as unit:
        unit.cases.update(offer.case.id, dials=10)
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


def test_details_for_contacting_again_stand_only_in_the_consent_store_and_sealed(site: Site) -> None:
    offer, interview = begun(site, YOUNG_MAN)
    details = {"contact_name": "Mrs Brown", "contact_phone": "030 23125042"}
    site.place().finish_interview(site.ann, Sitting(interview.id, offer.attempt, "complete", [], details))

    box = site.sql("SELECT sealed FROM recontact")[0][0]

    assert isinstance(box, bytes)
    assert "Mrs Brown" in site.cipher.open(box)
    everything = [site.sql(f'SELECT * FROM "{table[0]}"') for table in site.sql(
        "SELECT name FROM sqlite_master WHERE type = 'table'")]  # fmt: skip
    assert ("Brown" in repr(everything), "23125042" in repr(everything)) == (False, False)


@pytest.mark.parametrize("ref", ["/main/contact_name", "/main/contact_phone"])
def test_answers_to_contact_questions_are_sealed_in_the_log_and_come_back(site: Site, ref: str) -> None:
    _, interview = begun(site)
    events = [
        SessionEvent("answered", ref, site.clock.now(), 1, {"text": "Mrs Brown", "special": None}),
        SessionEvent("remark", ref, site.clock.now(), 2, {"text": "Brown with e"}),
        SessionEvent("check", ref, site.clock.now(), 3, {"code": "soft", "reason": "really Brown"}),
    ]
    site.place().record_events(site.ann, interview, events, ref, "de")

    with site.units()() as unit:
        log = unit.log.of_interview(interview.id)

    assert "Brown" not in repr(log)
    assert [dict(e.data) for e in events] == [dict(e.data) for e in site.place().read_session(log)]


def test_other_answers_come_back_as_they_were(site: Site) -> None:
    _, interview = begun(site)
    event = SessionEvent("answered", "/main/wish", site.clock.now(), 1, {"text": "ÄÖ\n'\"", "special": None})
    site.place().record_events(site.ann, interview, [event], "/main/wish", "de")

    with site.units()() as unit:
        assert [event] == site.place().read_session(unit.log.of_interview(interview.id))


def test_answers_of_an_unknown_interview_are_refused_and_leave_nothing(site: Site) -> None:
    _, interview = begun(site)
    before = site.kinds()
    stranger = Interview(
        InterviewId("nobody"), interview.case_id, site.ann.id, interview.state, "", "de", site.clock.now()
    )

    with pytest.raises(LookupError):
        site.place().record_events(
            site.ann, stranger, [SessionEvent("answered", "/x", site.clock.now(), 1, {})], "/x", "de"
        )

    assert before == site.kinds()


@pytest.mark.parametrize(
    ("screened", "answered", "asked", "name"),
    [(True, 5, 10, "partial"), (True, 4, 10, "break_off"), (False, 9, 10, "break_off"), (True, 0, 0, "break_off")],
)
def test_half_of_the_core_questions_make_a_break_off_usable(
    screened: bool, answered: int, asked: int, name: str
) -> None:
    assert name == break_off_disposition(screened=screened, core_answered=answered, core_asked=asked, core_share=0.5)


def test_the_form_learns_sample_interviewer_and_introduction(site: Site) -> None:
    values = hidden_values(site.offered().case, site.ann, site.station.rules)

    assert ("north", "landline", "1", "Ann", "I") == tuple(
        values[name] for name in ("sample_region", "frame", "interviewer_no", "interviewer_name", "study_institute")
    )


def test_wrong_counters_are_found(site: Site) -> None:
    begun(site, YOUNG_MAN)
    with site.station.database.session() as session:
        session.connection().exec_driver_sql("UPDATE cell SET in_progress = 0, achieved = 1 WHERE id = 'm/young'")
        session.commit()

    found = site.station.verify()()

    assert (False, 1) == (found.agrees, len(found.cells))
    assert (1, 0, 0, 1) == (
        found.cells[0].achieved, found.cells[0].in_progress, found.cells[0].completed, found.cells[0].holding,
    )  # fmt: skip
