"""`CaseBook`, `InterviewBook` and `InterviewCounts`: lists, pages and counters, whoever keeps them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.case_list import FIRST, LAST, CaseFilter, CaseMark, CaseOrder, CaseStanding
from cati_app.domain.casework.case_record import Correction, PastCall
from cati_app.domain.casework.cases import Appointment
from cati_app.domain.casework.interviews import ENDED, Interview, InterviewState, StoredDatum
from cati_app.domain.casework.lengths import Length
from cati_app.domain.ids import AppointmentId, CaseId
from cati_app.domain.outcomes.dispositions import SUSPENDED
from cati_app.engine.session.events import SessionEvent
from cati_app.fieldwork.ports.unit import UnitOfWork
from tests.casework import alter
from tests.stations import TUESDAY, Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish

HOUR = timedelta(hours=1)
BY_DUE = CaseFilter(CaseStanding.OPEN, None, CaseOrder.DUE)
AMONG = tuple(CaseId(f"case-{case_no}") for case_no in (2, 4, 7))
FILTERS = [
    CaseFilter(standing, result, order, AMONG if standing is CaseStanding.REVIEW else ())
    for standing, result, order in product(CaseStanding, (None, "busy"), CaseOrder)
    if order is CaseOrder.NUMBER or standing in (CaseStanding.OPEN, CaseStanding.AGREED, CaseStanding.HELD)
]


def every_kind(site: Site) -> None:
    """Cases in every state.

    1 was busy and is due late, 2 has an appointment, Bob has 3 in hand, 4 is closed, 5 waits, 6 and 7 are due.
    """
    site.add_cases([6, 7])
    with site.units()() as unit:
        alter(unit, CaseId("case-1"), due_at=TUESDAY + HOUR, disposition="busy")
        at = TUESDAY + 2 * HOUR
        agreed = Appointment(AppointmentId("case-2"), CaseId("case-2"), at, firm=True, owner=site.ann.id)
        alter(unit, CaseId("case-2"), due_at=at, disposition="busy", appointment=agreed)
        alter(unit, CaseId("case-3"), locked_by=site.bob.id, locked_at=TUESDAY)
        alter(unit, CaseId("case-4"), disposition="busy", state="closed")
        alter(unit, CaseId("case-5"), state="unreleased")
        unit.commit()


WANTED = {
    (CaseStanding.ALL, None): [1, 2, 3, 4, 5, 6, 7],
    (CaseStanding.ALL, "busy"): [1, 2, 4],
    (CaseStanding.OPEN, None): [1, 2, 3, 6, 7],
    (CaseStanding.OPEN, "busy"): [1, 2],
    (CaseStanding.AGREED, None): [2],
    (CaseStanding.AGREED, "busy"): [2],
    (CaseStanding.HELD, None): [3],
    (CaseStanding.HELD, "busy"): [],
    (CaseStanding.CLOSED, None): [4],
    (CaseStanding.CLOSED, "busy"): [4],
    (CaseStanding.UNRELEASED, None): [5],
    (CaseStanding.UNRELEASED, "busy"): [],
    (CaseStanding.REVIEW, None): [2, 4, 7],
    (CaseStanding.REVIEW, "busy"): [2, 4],
}
DUE_LATER = {1: 1, 2: 2}
"""Cases that are due in so many hours; the others are due at once."""


def numbers(unit: UnitOfWork, wanted: CaseFilter, *, after: CaseMark = FIRST, limit: int = 100) -> list[int]:
    return [line.case_no for line in unit.case_book.after(wanted, after, limit)]


class TestCaseBook:
    @pytest.mark.parametrize("wanted", FILTERS, ids=lambda one: f"{one.standing}-{one.result}-{one.order}")
    def test_the_cases_of_a_filter_are_listed_in_its_order_from_either_end(
        self, site: Site, wanted: CaseFilter
    ) -> None:
        every_kind(site)
        listed = WANTED[wanted.standing, wanted.result]
        if wanted.order is CaseOrder.DUE:
            listed = sorted(listed, key=lambda case_no: (DUE_LATER.get(case_no, 0), case_no))
        with site.units()() as unit:
            assert listed == numbers(unit, wanted)
            assert listed[:2] == numbers(unit, wanted, limit=2)
            assert listed[-2:] == [line.case_no for line in unit.case_book.before(wanted, LAST, 2)]
            assert len(listed) == unit.case_book.count(wanted, 100)
            assert min(1, len(listed)) == unit.case_book.count(wanted, 1)

    @pytest.mark.parametrize("wanted", [CaseFilter(), BY_DUE])
    def test_a_page_goes_on_where_the_one_before_ended_and_back_again(self, site: Site, wanted: CaseFilter) -> None:
        every_kind(site)
        with site.units()() as unit:
            all_lines = unit.case_book.after(wanted, FIRST, 100)
            mark = all_lines[2].mark(wanted.order)
            assert list(all_lines[3:]) == list(unit.case_book.after(wanted, mark, 100))
            assert list(all_lines[:2]) == list(unit.case_book.before(wanted, mark, 100))
            assert [all_lines[1]] == list(unit.case_book.before(wanted, mark, 1))

    def test_a_line_tells_how_a_case_stands(self, site: Site) -> None:
        every_kind(site)
        with site.units()() as unit:
            lines = {line.case_no: line for line in unit.case_book.after(CaseFilter(), FIRST, 100)}
        agreed, held, closed = lines[2], lines[3], lines[4]
        at = TUESDAY + 2 * HOUR
        assert (at, True, site.ann.id, at) == (
            agreed.appointment_at,
            agreed.appointment_firm,
            agreed.appointment_owner,
            agreed.due_at,
        )
        assert (site.bob.id, None, "open") == (held.held_by, held.appointment_at, held.state)
        assert ("closed", "busy", "", 0, "") == (
            closed.state,
            closed.disposition,
            closed.last,
            closed.attempts,
            closed.language,
        )

    def test_a_line_tells_what_goes_on_with_a_case(self, site: Site) -> None:
        def line(case_no: int) -> tuple[bool, str | None, bool]:
            with site.units()() as unit:
                told = unit.case_book.after(CaseFilter(), CaseMark(0, case_no - 1), 1)[0]
            return told.is_dialled, told.interview, told.usable

        assert (False, None, False) == line(1)
        offer, interview = begun(site, YOUNG_MAN)
        assert (True, InterviewState.RUNNING, False) == line(1)
        finish(site, offer, interview, SUSPENDED)
        assert (False, InterviewState.SUSPENDED, False) == line(1)
        site.dialled()
        assert (True, None, False) == line(2)

    def test_the_last_result_is_in_the_words_of_the_study_and_that_of_the_latest_attempt(self, site: Site) -> None:
        for result in ("busy", "soft_refusal_respondent"):
            offer = site.dialled()
            site.place().record_result(site.ann, offer.attempt, result, note="x")
            site.clock.move(3600)
            with site.units()() as unit:
                for number in range(2, 6):
                    alter(unit, CaseId(f"case-{number}"), state="unreleased")
                unit.commit()
        with site.units()() as unit:
            (line, *_) = unit.case_book.after(CaseFilter(), FIRST, 1)
        assert ("soft_refusal", "soft_refusal_respondent", 2) == (line.disposition, line.last, line.attempts)

    def test_results_are_those_that_cases_have_and_numbers_those_there_are(self, site: Site) -> None:
        every_kind(site)
        with site.units()() as unit:
            assert ["busy", "not_attempted"] == sorted(unit.case_book.results())
            assert (1, 7) == unit.case_book.case_numbers()

    def test_the_record_of_a_case_is_told_in_order_and_opened_for_who_may(self, logged_site: Site) -> None:
        offer = logged_site.dialled()
        logged_site.clock.move(20)
        with logged_site.units()() as unit:
            (call,) = unit.calls.calls_of(offer.attempt.id)
        logged_site.place().end_call(logged_site.ann, offer.attempt, call.id, "interviewer")
        logged_site.place().record_result(
            logged_site.ann, offer.attempt, "refusal_household", note="do not wake the baby"
        )
        logged_site.station.change_result(logged_site.keys)(
            logged_site.sue, offer.case.id, 1, "no_answer", "it was the neighbour"
        )
        moment = TUESDAY + timedelta(seconds=20)
        with logged_site.units()() as unit:
            (closed,) = unit.case_book.sittings(offer.case.id, opened=False)
            (opened,) = unit.case_book.sittings(offer.case.id, opened=True)
            assert () == unit.case_book.sittings(CaseId("case-2"), opened=True)
        with logged_site.blind_units()() as blind:
            (blind_one,) = blind.case_book.sittings(offer.case.id, opened=True)
        corrected = Correction(
            offer.attempt.id, moment, logged_site.sue.id, "refusal_household", "no_answer", "it was the neighbour"
        )
        assert (1, logged_site.ann.id, TUESDAY, moment, "no_answer", (PastCall(0, TUESDAY, moment),), True) == (
            opened.attempt_no,
            opened.by,
            opened.started_at,
            opened.ended_at,
            opened.disposition,
            opened.calls,
            opened.has_note,
        )
        assert ("do not wake the baby", (corrected,)) == (opened.note, opened.corrections)
        sealed = replace(opened, note=None, corrections=(replace(corrected, reason=None),))
        assert (sealed, sealed) == (closed, blind_one)


def ended(site: Site, *results: str, minutes: int = 10) -> list[Interview]:
    """Interviews one after the other, each ended after so many minutes."""
    made = []
    for result in results:
        offer, interview = begun(site, YOUNG_MAN if result in ("complete", SUSPENDED) else None)
        site.clock.move(minutes * 60)
        finish(site, offer, interview, result)
        made.append(interview)
    return made


class TestInterviewBook:
    def test_pages_go_on_after_the_last_interview_until_there_is_none(self, site: Site) -> None:
        made = ended(site, "complete", "break_off", SUSPENDED)
        with site.units()() as unit:
            first = unit.interview_book.page(ENDED, None, 1)
            second = unit.interview_book.page(ENDED, first[-1].interview, 1)
            third = unit.interview_book.page(ENDED, second[-1].interview, 1)
            both = unit.interview_book.page(ENDED, None, 10)
            (suspended,) = unit.interview_book.page([InterviewState.SUSPENDED], None, 10)
        assert ([made[0].id], [made[1].id], []) == (
            [one.interview.id for one in first],
            [one.interview.id for one in second],
            [one.interview.id for one in third],
        )
        assert ([*first, *second], made[2].id) == (list(both), suspended.interview.id)

    def test_an_interview_comes_with_its_values_its_case_and_who_made_it(self, site: Site) -> None:
        ended(site, "complete")
        with site.units()() as unit:
            (record,) = unit.interview_book.page(ENDED, None, 10)
            assert unit.histories.of_case(CaseId("case-1")) == record.history
            assert unit.interviews.get(record.interview.id) == record.interview
        assert (1, "landline", site.ann.number, 1, {"/screener/sex": StoredDatum("/screener/sex", "1", None)}) == (
            record.case_no,
            record.frame,
            record.interviewer_no,
            record.attempts,
            record.values,
        )

    def test_every_interview_stands_somewhere_also_for_whoever_opens_no_answers(self, site: Site) -> None:
        made = ended(site, "complete", "break_off", SUSPENDED)
        _, running = begun(site)
        with site.units()() as unit:
            standings = tuple(unit.interview_book.standings())
            last = max(one.ended_at or one.started_at for one in unit.interviews.all_in(list(InterviewState)))
            assert last == unit.interview_book.last_at()
        told = [(one.id, one.state.value, one.disposition) for one in standings]
        assert {"de"} == {one.language for one in standings}
        expected = ["completed", "broken_off", "suspended", "running"]
        assert [one.id for one in (*made, running)] == [known for known, _, _ in told]
        assert expected == [state for _, state, _ in told]
        assert ["complete", "break_off"] == [disposition for _, _, disposition in told[:2]]

    def test_a_path_is_what_happened_in_the_interview_and_nothing_else_in_order(self, own_site: Site) -> None:
        offer, interview = begun(own_site)
        for ref in ("/screener/sex", "/screener/age"):
            event = SessionEvent("answered", ref, TUESDAY, 0, {"text": "1"})
            own_site.place().record_events(own_site.ann, interview, [event], ref, "de")
        finish(own_site, offer, interview, "break_off")
        own_site.clock.move(60)
        ended(own_site, "break_off")
        with own_site.units()() as unit:
            paths = unit.interview_book.paths(ENDED, None, 1)
            ((told, number, events),) = paths
            assert (interview.id, own_site.ann.number) == (told.id, number)
            assert list(unit.log.of_interview(interview.id)) == list(events)
            assert ["/screener/sex", "/screener/age"] == [
                (one.event.payload or {})["ref"] for one in events if one.event.kind == "interview.answered"
            ]


class TestInterviewCounts:
    def test_interviews_are_counted_where_they_stand(self, site: Site) -> None:
        ended(site, "complete", "break_off", "break_off", SUSPENDED)
        begun(site)
        with site.units()() as unit:
            counted = {state: n for state, n in unit.interview_counts.by_state().items() if n}
            assert {"completed": 1, "broken_off": 2, "suspended": 1, "running": 1} == counted
            assert () == unit.interview_counts.miscounted()

    def test_places_of_suspended_interviews_are_counted_by_cell(self, site: Site) -> None:
        ended(site, "complete", "break_off", SUSPENDED)
        begun(site, YOUNG_MAN)
        with site.units()() as unit:
            waiting = [one for one in unit.interviews.all_in([InterviewState.SUSPENDED]) if one.place is not None]
            assert Counter(one.place for one in waiting) == dict(unit.interview_counts.suspended_places())

    def test_completed_ones_are_counted_from_a_time_to_before_another(self, site: Site) -> None:
        ended(site, "complete", "break_off")
        at = TUESDAY + timedelta(minutes=10)
        second = timedelta(seconds=1)
        with site.units()() as unit:
            counts = unit.interview_counts
            assert (1, 0, 0) == (
                counts.completed_between(at, at + second),
                counts.completed_between(at - second, at),
                counts.completed_between(at + second, at + HOUR),
            )

    def test_lengths_of_complete_interviews_and_of_screenings_are_counted_apart(self, site: Site) -> None:
        ended(site, "complete", "complete", "break_off")
        with site.units()() as unit:
            counts = unit.interview_counts
            assert ({600: 2}, {0: 2}) == (dict(counts.lengths(Length.COMPLETE)), dict(counts.lengths(Length.SCREENER)))

    def test_what_lies_between_two_sittings_is_no_length(self, site: Site) -> None:
        offer, interview = begun(site, YOUNG_MAN)
        site.clock.move(10 * 60)
        finish(site, offer, interview, SUSPENDED, Agreed(site.clock.now() + 23 * HOUR, firm=True))
        site.clock.move(23 * 60 * 60)
        offer = site.dialled(site.ann)
        site.place().resume_interview(site.ann, interview.id)
        site.clock.move(5 * 60)
        finish(site, offer, interview, "complete")
        with site.units()() as unit:
            counts = unit.interview_counts
            ((seconds, n),) = counts.lengths(Length.COMPLETE).items()
            assert n == 1
            assert 15 * 60 <= seconds < 16 * 60, "and what the second call took before it went on"
            assert () == counts.miscounted()

    def test_an_interview_set_aside_was_neither_complete_nor_a_screening(self, site: Site) -> None:
        _, interview = begun(site, YOUNG_MAN)
        site.place().set_aside(site.ann, interview.id)
        with site.units()() as unit:
            counts = unit.interview_counts
            assert ({}, {}) == (dict(counts.lengths(Length.COMPLETE)), dict(counts.lengths(Length.SCREENER)))
            assert {"set_aside": 1} == {state: n for state, n in counts.by_state().items() if n}
            assert () == counts.miscounted()
