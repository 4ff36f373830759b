"""What a field came to so far, as a forecast reads it: attempts, screenings, numbers that are left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.cases import CaseState
from cati_app.domain.casework.field_days import CompleteFact
from cati_app.domain.ids import CaseId, CellId
from cati_app.domain.outcomes.dispositions import BREAK_OFF, COMPLETE, SUSPENDED
from cati_app.domain.sharing.leases import NotCounted, SetAside
from tests.stations import TUESDAY, Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish


class TestFieldRecord:
    def test_an_attempt_tells_whose_it_was_when_and_whether_it_closed_the_case(self, site: Site) -> None:
        offer = site.dialled()
        site.place().record_result(site.ann, offer.attempt, "refusal_household")
        site.clock.move_to(TUESDAY + timedelta(minutes=5))
        site.dialled(site.bob)
        with site.units()() as unit:
            first, second = unit.field_record.attempts()
        assert ("case-1", 1, site.ann.id, TUESDAY, TUESDAY, True, True) == (
            first.case_id,
            first.attempt_no,
            first.person,
            first.began_at,
            first.ended_at,
            first.dialled,
            first.closed,
        )
        assert ("refusal_household", None) == (first.result, second.result)
        assert (site.bob.id, None, True, False) == (second.person, second.ended_at, second.dialled, second.closed)

    def test_a_sitting_tells_the_appointments_of_its_case_and_a_call_when_it_was_over(self, site: Site) -> None:
        offer, place = site.offered(), site.place()
        call = place.start_call(site.ann, offer.attempt, offer.case.numbers[0])
        site.clock.move(10)
        place.end_call(site.ann, offer.attempt, call.id, "interviewer")
        agreed = Agreed(TUESDAY + timedelta(hours=2), firm=True)
        place.record_result(site.ann, offer.attempt, "appointment_firm", agreed=agreed)
        with site.units()() as unit:
            (first,) = unit.field_record.sittings()
            assert [(offer.case.id, 1, TUESDAY, TUESDAY + timedelta(seconds=10))] == list(unit.field_record.hung_up())
        assert (None, agreed, "appointment_firm") == (first.before, first.now, first.result)
        site.clock.move_to(agreed.at)
        kept = site.dialled()
        site.place().record_result(site.ann, kept.attempt, "refusal_household")
        with site.units()() as unit:
            told = [(one.attempt_no, one.before, one.now) for one in unit.field_record.sittings()]
        assert [(1, None, None), (2, agreed, None)] == told

    def test_an_attempt_without_a_call_is_told_as_such(self, site: Site) -> None:
        site.offered()
        with site.units()() as unit:
            (only,) = unit.field_record.attempts()
        assert not only.dialled

    def test_a_screened_person_is_told_with_the_place_also_where_the_cell_was_full(self, site: Site) -> None:
        with site.units()() as unit:
            assert () == tuple(unit.field_record.screenings())
        offer, interview = begun(site, YOUNG_MAN)
        finish(site, offer, interview, SUSPENDED)
        with site.units()() as unit:
            (one,) = unit.field_record.screenings()
            assert ("case-1", CellId("m/young"), True, TUESDAY) == (
                one.case_id,
                one.quota_place,
                one.accepted,
                one.screened_at,
            )
            known = unit.interviews.get(interview.id)
            unit.interviews.save(replace(known, quota_status="full", held=False))
            assert [False] == [told.accepted for told in unit.field_record.screenings()]

    def test_a_complete_interview_is_told_as_long_as_it_counts(self, site: Site) -> None:
        offer, interview = begun(site, YOUNG_MAN)
        with site.units()() as unit:
            assert [] == list(unit.field_record.complete())
        finish(site, offer, interview, COMPLETE)
        with site.units()() as unit:
            told = CompleteFact(interview.id, offer.case.id, "de", site.clock.now(), CellId("m/young"))
            assert [told] == list(unit.field_record.complete())
            assert {interview.id: site.ann.id} == dict(unit.field_record.holders())
            unit.interview_book.set_uncounted(NotCounted(interview.id, SetAside.REJECTED, TUESDAY))
            assert [] == list(unit.field_record.complete())
            assert {} == dict(unit.field_record.holders())

    def test_break_offs_are_told_by_the_question_asked_last(self, site: Site) -> None:
        offer, interview = begun(site, YOUNG_MAN)
        with site.units()() as unit:
            unit.interviews.save(replace(unit.interviews.get(interview.id), ref="/main/wish"))
            unit.commit()
        finish(site, offer, interview, BREAK_OFF)
        with site.units()() as unit:
            assert {"/main/wish": 1} == dict(unit.field_record.break_offs())

    def test_an_interview_that_was_not_screened_or_is_set_aside_tells_nothing(self, site: Site) -> None:
        _, interview = begun(site)
        with site.units()() as unit:
            assert [] == list(unit.field_record.screenings())
        assert site.place().reserve_place is not None
        site.place().reserve_place(site.ann, interview.id, YOUNG_MAN)  # type: ignore[misc]
        with site.units()() as unit:
            unit.interviews.save(unit.interviews.get(interview.id).set_aside())
            assert [] == list(unit.field_record.screenings())

    def test_numbers_left_are_those_of_open_cases_whose_person_was_not_screened(self, site: Site) -> None:
        offer = site.dialled()
        site.place().record_result(site.ann, offer.attempt, "busy")
        begun(site, YOUNG_MAN)
        with site.units()() as unit:
            left = unit.field_record.open_numbers()
        assert {0: 3, 1: 1} == dict(left)

    def test_portions_that_wait_are_counted(self, site: Site) -> None:
        with site.units()() as unit:
            assert () == tuple(unit.field_record.closed_portions())
            for number in (4, 5):
                case = unit.cases.get(CaseId(f"case-{number}"))
                unit.cases.save(replace(case, state=CaseState.UNRELEASED))
            assert [2] == list(unit.field_record.closed_portions())
