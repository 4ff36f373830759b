"""`Cases` and `CaseQueue`: what use cases may rely on, whoever keeps the cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cati_app.domain.calling.queue import Because, DueCase, Route
from cati_app.domain.calling.routing import Lane
from cati_app.domain.calling.schedule import NEVER_TRIED, WeekPart
from cati_app.domain.casework.after_call import Made
from cati_app.domain.casework.cases import Appointment, Attempt, Call
from cati_app.domain.events import Moment
from cati_app.domain.ids import AppointmentId, AttemptId, CallId, CaseId
from tests.casework import alter
from tests.stations import TUESDAY, Site, add_cases, fiction

FIRST, SECOND = CaseId("case-1"), CaseId("case-2")
NOON = TUESDAY.replace(hour=0), TUESDAY + timedelta(days=1)


class TestCases:
    def test_what_is_saved_is_read_again_with_its_facts(self, site: Site) -> None:
        moment = Moment(site.clock.now(), 0, site.ann.id)
        with site.units()() as unit:
            taken, facts = unit.cases.get(FIRST).take(moment, Because.NEVER_CALLED)
            unit.cases.save(taken, facts)
            unit.commit()
        with site.units()() as unit:
            assert taken == unit.cases.get(FIRST)
            assert FIRST == unit.cases.locked_by(site.ann.id)
        assert "case_offered" == site.kinds()[-1]

    def test_what_is_not_committed_is_undone(self, site: Site) -> None:
        with site.units()() as unit:
            alter(unit, FIRST, skill="conversion")
        with site.units()() as unit:
            assert "" == unit.cases.get(FIRST).skill

    def test_a_case_is_saved_twice_in_one_transaction(self, site: Site) -> None:
        with site.units()() as unit:
            alter(unit, FIRST, skill="conversion", language="tr")
            alter(unit, FIRST, skill="")
            unit.commit()
        with site.units()() as unit:
            assert ("", "tr") == (unit.cases.get(FIRST).skill, unit.cases.get(FIRST).language)

    def test_what_a_sample_says_is_not_saved(self, site: Site) -> None:
        with site.units()() as unit:
            unit.cases.save(replace(unit.cases.get(FIRST), frame="mobile", locality="Asia/Tokyo|"))
            unit.commit()
        with site.units()() as unit:
            assert ("landline", "") == (unit.cases.get(FIRST).frame, unit.cases.get(FIRST).locality)

    def test_numbers_are_told_to_who_may_see_them(self, site: Site) -> None:
        with site.units()() as unit:
            assert [fiction(1)] == [one.number for one in unit.cases.get(FIRST).numbers]
        with site.blind_units()() as blind:
            assert [None] == [one.number for one in blind.cases.get(FIRST).numbers]

    def test_there_are_as_many_as_were_added_and_each_is_found_by_its_number(self, site: Site) -> None:
        with site.units()() as unit:
            assert (5, FIRST, None) == (unit.cases.count(), unit.cases.id_of(1), unit.cases.id_of(99))
            with pytest.raises(LookupError):
                unit.cases.get(CaseId("nobody"))

    def test_contact_attempts_are_counted_on_the_case_and_on_the_number_elsewhere(self, site: Site) -> None:
        site.add_cases([101])  # case 101 has the number that is the second one of case 1
        add_cases(site.units(), [201], lines=1)
        offer = site.dialled()
        with site.units()() as unit:
            assert 1 == unit.cases.made_within(offer.case.id, *NOON)
            assert 0 == unit.cases.made_within(offer.case.id, NOON[1], NOON[1] + timedelta(days=1))
            assert {} == unit.cases.made_elsewhere(offer.case.id, *NOON)
            assert (1, 1) == (unit.cases.get(FIRST).dials, unit.cases.get(FIRST).numbers[0].dials)

    def test_calls_of_a_number_that_two_cases_have_count_for_both(self, site: Site) -> None:
        site.add_cases([6], lines=2)
        site.add_cases([106])  # its number is the second one of case 6
        with site.units()() as unit:
            for number in range(1, 6):
                alter(unit, CaseId(f"case-{number}"), state="closed")
            alter(unit, CaseId("case-106"), state="closed")
            unit.commit()
        offer = site.offered()
        site.place().start_call(site.ann, offer.attempt, offer.case.numbers[1])
        with site.units()() as unit:
            other = unit.cases.get(CaseId("case-106"))
            assert {other.numbers[0].id: Made(1, 1)} == unit.cases.made_elsewhere(other.id, *NOON)

    def test_the_latest_results_are_read_oldest_first_and_notes_by_who_may(self, site: Site) -> None:
        offer = site.dialled()
        site.place().record_result(site.ann, offer.attempt, "busy", note="ask for Mrs Brown")
        with site.units()() as unit:
            (entry,) = unit.cases.history(FIRST)
        with site.blind_units()() as blind:
            (closed,) = blind.cases.history(FIRST)
        assert ("busy", "ask for Mrs Brown", None) == (entry.disposition, entry.note, entry.ring_s)
        assert ("busy", "") == (closed.disposition, closed.note)

    def test_first_calls_are_counted_on_and_off_again(self, site: Site) -> None:
        offer = site.dialled()
        given = site.place().record_result(site.ann, offer.attempt, "callback_requested")
        with site.units()() as unit:
            assert {("landline", WeekPart.AFTERNOON): (1, 1)} == dict(unit.cases.chances().counts)
        site.place().take_back(site.ann, given)
        with site.units()() as unit:
            assert (0, 0) == unit.cases.chances().counts["landline", WeekPart.AFTERNOON]
            assert NEVER_TRIED == unit.cases.get(FIRST).tried


class TestCaseQueue:
    def test_an_open_case_in_nobodys_hands_stands_on_the_route_of_its_needs(self, site: Site) -> None:
        with site.units()() as unit:
            alter(unit, SECOND, language="tr", skill="conversion")
            alter(unit, CaseId("case-3"), locked_by=site.bob.id, locked_at=TUESDAY)
            alter(unit, CaseId("case-4"), appointment_at=TUESDAY, appointment_owner=site.ann.id)
            alter(unit, CaseId("case-5"), state="unreleased")
            queue = unit.cases.queue
            routes = dict(queue.routes())
            counted = {routes[route_id]: n for (route_id, _), n in queue.counts().items() if n}
            assert {Route(): 1, Route("", "tr", "conversion", ""): 1} == counted
            assert [(CaseId("case-3"), site.bob.id, TUESDAY)] == list(queue.held())
            assert 1 == queue.count_appointments()

    def test_lower_levels_come_first_and_among_them_who_is_due_longest(self, site: Site) -> None:
        due = TUESDAY - timedelta(hours=1)
        with site.units()() as unit:
            alter(unit, FIRST, levels=(16, 20, 16, 16))
            alter(unit, SECOND, due_at=due)
            alter(unit, CaseId("case-3"), due_at=due - timedelta(hours=1))
            alter(unit, CaseId("case-4"), due_at=TUESDAY + timedelta(seconds=1))
            alter(unit, CaseId("case-5"), not_by=site.ann.id)
            queue = unit.cases.queue
            ((route_id, _),) = queue.routes()
            lanes = [Lane(route_id, WeekPart.AFTERNOON, lagging=False)]
            order = [found.case_id for found in queue.due_cases(lanes, TUESDAY, site.ann.id)]
            assert ["case-3", "case-2", "case-1"] == order
            assert DueCase(CaseId("case-3"), 0, "", False, True) == queue.first_due(lanes, TUESDAY, site.ann.id)
            assert TUESDAY + timedelta(seconds=1) == queue.next_due(route_id, site.ann.id, TUESDAY)
            assert {(route_id, ""): 1} == dict(queue.due_for_others(site.ann.id, TUESDAY))

    def test_among_routes_of_one_level_too_comes_first_who_is_due_longest_then_who_was_added_first(
        self, site: Site
    ) -> None:
        due = TUESDAY - timedelta(hours=1)
        with site.units()() as unit:
            alter(unit, FIRST, cell="*/town")
            alter(unit, SECOND, cell="*/country")
            alter(unit, CaseId("case-3"), cell="*/town")
            alter(unit, CaseId("case-4"), cell="*/country", due_at=due)
            alter(unit, CaseId("case-5"), cell="*/town", due_at=due - timedelta(hours=1))
            queue = unit.cases.queue
            lanes = [Lane(route_id, WeekPart.AFTERNOON, lagging=False) for route_id, _ in queue.routes()]
            order = [due.case_id for due in queue.due_cases(lanes, TUESDAY, site.ann.id)]
            assert ["case-1", "case-2", "case-3", "case-5", "case-4"] == order
            alter(unit, FIRST, due_at=due)
            alter(unit, CaseId("case-3"), locked_by=site.bob.id, locked_at=TUESDAY)
            assert SECOND == queue.first_due(lanes, TUESDAY, site.ann.id).case_id  # type: ignore[union-attr]

    def test_a_route_whose_first_case_is_in_hand_or_not_for_this_person_waits_for_its_next_one(
        self, site: Site
    ) -> None:
        with site.units()() as unit:
            hours = {number: TUESDAY - timedelta(hours=number) for number in (1, 2, 3, 4)}
            alter(unit, FIRST, cell="*/town", due_at=hours[1])
            alter(unit, SECOND, cell="*/country", due_at=hours[2])
            alter(unit, CaseId("case-3"), cell="*/town", due_at=hours[3], not_by=site.ann.id)
            alter(unit, CaseId("case-4"), cell="*/town", due_at=hours[4], locked_by=site.bob.id, locked_at=TUESDAY)
            alter(unit, CaseId("case-5"), cell="*/country", due_at=TUESDAY + timedelta(seconds=1))
            queue = unit.cases.queue
            lanes = [Lane(route_id, WeekPart.AFTERNOON, lagging=False) for route_id, _ in queue.routes()]
            assert SECOND == queue.first_due(lanes, TUESDAY, site.ann.id).case_id  # type: ignore[union-attr]
            order = [due.case_id for due in queue.due_cases(lanes, TUESDAY, site.ann.id)]
            assert [SECOND, FIRST] == order
            assert "case-3" == queue.first_due(lanes, TUESDAY, site.bob.id).case_id  # type: ignore[union-attr]

    def test_levels_on_which_nothing_is_due_yet_are_walked_past_and_the_next_time_is_sought_on_all(
        self, site: Site
    ) -> None:
        hours = {number: TUESDAY + timedelta(hours=number) for number in (1, 2, 3)}
        with site.units()() as unit:
            alter(unit, FIRST, levels=(4, 4, 4, 4), due_at=hours[3])
            alter(unit, SECOND, levels=(8, 8, 8, 8), due_at=hours[2])
            alter(unit, CaseId("case-3"), levels=(12, 12, 12, 12), due_at=hours[1], not_by=site.ann.id)
            alter(unit, CaseId("case-4"), levels=(20, 20, 20, 20), due_at=TUESDAY)
            alter(unit, CaseId("case-5"), levels=(24, 24, 24, 24), due_at=TUESDAY - timedelta(hours=1))
            queue = unit.cases.queue
            ((route_id, _),) = queue.routes()
            lanes = [Lane(route_id, WeekPart.AFTERNOON, lagging=False)]
            due = [found.case_id for found in queue.due_cases(lanes, TUESDAY, site.ann.id)]
            assert ["case-4", "case-5"] == due
            assert "case-4" == queue.first_due(lanes, TUESDAY, site.ann.id).case_id  # type: ignore[union-attr]
            assert None is queue.first_due(lanes, TUESDAY - timedelta(hours=2), site.ann.id)
            assert TUESDAY - timedelta(hours=1) == queue.next_due(route_id, site.ann.id)
            assert hours[2] == queue.next_due(route_id, site.ann.id, TUESDAY)
            assert hours[1] == queue.next_due(route_id, site.bob.id, TUESDAY)
            assert None is queue.next_due(route_id, site.bob.id, hours[3])

    def test_what_is_in_hand_is_passed_over_in_every_question_and_comes_back_where_it_was(self, site: Site) -> None:
        with site.units()() as unit:
            queue, now = unit.cases.queue, TUESDAY
            alter(unit, FIRST, levels=(16, 12, 16, 16))
            alter(unit, SECOND, not_by=site.ann.id)
            before = queue.routes(), dict(queue.counts())
            ((route_id, _),) = queue.routes()
            lanes = [Lane(route_id, WeekPart.AFTERNOON, lagging=False)]
            alter(unit, FIRST, locked_by=site.bob.id, locked_at=TUESDAY)
            alter(unit, SECOND, locked_by=site.ann.id, locked_at=TUESDAY)
            assert FIRST not in {due.case_id for due in queue.due_cases(lanes, now, site.bob.id)}
            assert {} == dict(queue.due_for_others(site.ann.id, now))
            for number in range(3, 1 + unit.cases.count()):
                alter(unit, CaseId(f"case-{number}"), locked_by=site.bob.id, locked_at=TUESDAY)
            assert None is queue.first_due(lanes, now, site.bob.id)
            assert None is queue.next_due(route_id, site.bob.id)
            assert ([], {}) == (list(queue.routes()), {k: n for k, n in queue.counts().items() if n})
            for number in range(1, 1 + unit.cases.count()):
                alter(unit, CaseId(f"case-{number}"), locked_by=None, locked_at=None)
            assert before == (queue.routes(), dict(queue.counts()))
            assert FIRST == queue.first_due(lanes, now, site.bob.id).case_id  # type: ignore[union-attr]

    def test_firm_appointments_come_before_soft_ones_and_those_to_come_by_time(self, site: Site) -> None:
        with site.units()() as unit:
            for number, (minutes, firm) in enumerate([(5, False), (9, True), (7, True), (60, True)], 1):
                at = TUESDAY + timedelta(minutes=minutes)
                case_id = CaseId(f"case-{number}")
                alter(unit, case_id, appointment_at=at, appointment_firm=firm, appointment_owner=site.ann.id)
            queue = unit.cases.queue
            now = [agreed.case_id for agreed in queue.appointments(TUESDAY + timedelta(minutes=10))]
            coming = [agreed.case_id for agreed in queue.coming()]
            assert ["case-3", "case-2", "case-1"] == now
            nine, seven = TUESDAY + timedelta(minutes=9), TUESDAY + timedelta(minutes=7)
            between = unit.cases.appointments_between
            assert [3, 2, 1, 0] == [
                between(TUESDAY, nine),
                between(TUESDAY, seven),
                between(seven, nine),
                between(nine, nine),
            ]
            assert ["case-1", "case-3", "case-2", "case-4"] == coming


class TestCalls:
    def test_an_attempt_is_begun_ended_and_reopened(self, site: Site) -> None:
        offer = site.dialled()
        with site.units()() as unit:
            attempt = unit.calls.attempt(offer.attempt.id)
            assert attempt == unit.calls.open_attempt_of(site.ann.id) == unit.calls.open_attempt_on(attempt.case_id)
            assert attempt.dialled
            result = site.station.rules.results.find("busy")
            assert result is not None
            ended = attempt.end(result, TUESDAY, TUESDAY + timedelta(seconds=10))
            unit.calls.save(ended)
            assert (ended,) == unit.calls.attempts_of(FIRST)
            assert [ended] == list(unit.calls.blocks_due(TUESDAY + timedelta(seconds=10)))
            assert [] == list(unit.calls.blocks_due(TUESDAY + timedelta(seconds=9)))
            assert (TUESDAY, {"busy": 1}) == (unit.calls.last_result_at(FIRST), dict(unit.calls.tally()))
            assert unit.calls.open_attempt_of(site.ann.id) is unit.calls.open_attempt_on(attempt.case_id) is None
            unit.calls.save(ended.reopen())
            assert attempt == unit.calls.attempt(attempt.id)

    def test_the_case_as_it_stood_is_kept_until_the_attempt_is_dropped(self, site: Site) -> None:
        with site.units()() as unit:
            before = unit.cases.get(FIRST).before()
        offer = site.offered()
        with site.units()() as unit:
            assert before == unit.calls.before(offer.attempt.id)
            unit.calls.drop(offer.attempt.id)
            with pytest.raises(LookupError):
                unit.calls.attempt(offer.attempt.id)

    def test_an_appointment_is_part_of_how_the_case_stood(self, site: Site) -> None:
        at = TUESDAY - timedelta(minutes=1)
        with site.units()() as unit:
            agreed = Appointment(AppointmentId(FIRST), FIRST, at, firm=True, owner=site.ann.id)
            alter(unit, FIRST, appointment=agreed, due_at=at)
            unit.commit()
        offer = site.offered()
        assert FIRST == offer.case.id
        with site.units()() as unit:
            assert agreed == unit.calls.before(offer.attempt.id).appointment

    def test_an_attempt_that_is_not_there_is_neither_saved_nor_told(self, site: Site) -> None:
        nobodys = Attempt(AttemptId("none"), FIRST, site.ann.id, 1, TUESDAY)
        with site.units()() as unit:
            with pytest.raises(LookupError):
                unit.calls.save(nobodys)
            with pytest.raises(LookupError):
                unit.calls.before(nobodys.id)

    def test_a_call_ends_once(self, site: Site) -> None:
        offer = site.dialled()
        with site.units()() as unit:
            (call,) = unit.calls.calls_of(offer.attempt.id)
            for ended_by in ("callee", "interviewer"):
                unit.calls.end_call(call.attempt_id, call.id, TUESDAY + timedelta(seconds=9), ended_by)
            (over,) = unit.calls.calls_of(offer.attempt.id)
            assert (TUESDAY + timedelta(seconds=9), "callee") == (over.ended_at, over.ended_by)
            with pytest.raises(LookupError):
                unit.calls.add_call(Call(CallId("x"), "nobody", call.number_id, TUESDAY))  # type: ignore[arg-type]

    def test_the_record_tells_every_case_with_results(self, site: Site) -> None:
        offer = site.dialled()
        site.place().record_result(site.ann, offer.attempt, "busy")
        with site.units()() as unit:
            (past,) = unit.calls.record()
        (attempt,) = past.attempts
        assert (1, "landline", "busy", (TUESDAY,), False) == (
            past.case_no,
            past.frame,
            attempt.result,
            attempt.dialled,
            attempt.agreed,
        )
