"""The other ports of calling and interviewing: interviews, answers, quota, log, histories, people, contact data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import psycopg
import pytest
import sqlcipher3.dbapi2

from cati_app.domain.casework.access_codes import AccessCode
from cati_app.domain.casework.form_versions import FormFiles, FormVersion
from cati_app.domain.casework.interviews import Interview, InterviewState, StoredDatum
from cati_app.domain.coding.unit_facts import ON_CODERS, ON_UNITS
from cati_app.domain.errors import RowRefused, RuleViolation
from cati_app.domain.events import ON_INTERVIEW, NewEvent
from cati_app.domain.focus_groups.consents import ConsentTerms
from cati_app.domain.ids import CaseId, CellId, InterviewId, UserId
from cati_app.domain.outcomes.dispositions import SUSPENDED
from cati_app.domain.people.sign_ins import REMEMBERED
from cati_app.domain.people.users import Role, User
from cati_app.domain.quota.cells import CellCount, CellState, QuotaMode
from cati_app.domain.quota.steering import CellEdit, Intake, SteeredCell
from cati_app.engine.session.events import SessionEvent
from tests.fakes.memory import Refused
from tests.stations import TUESDAY, Site
from tests.unit.fieldwork.sittings import YOUNG_MAN, begun, finish

FIRST, CELL = CaseId("case-1"), CellId("m/young")
REFUSED = (Refused, RowRefused, sqlcipher3.dbapi2.IntegrityError, psycopg.IntegrityError)


class TestInterviews:
    def test_an_interview_is_read_as_it_was_saved(self, site: Site) -> None:
        _, interview = begun(site, YOUNG_MAN)
        with site.units()() as unit:
            stored = unit.interviews.get(interview.id)
            assert (CELL, "in", TUESDAY) == (stored.place, stored.quota_status, stored.screened_at)
            rested = stored.rest(TUESDAY, timedelta(days=1))
            unit.interviews.save(rested)
            unit.commit()
        with site.units()() as unit:
            assert rested == unit.interviews.get(interview.id)
            assert (rested,) == tuple(unit.interviews.all_in([InterviewState.SUSPENDED]))
            with pytest.raises(LookupError):
                unit.interviews.get(InterviewId("none"))

    def test_a_place_lapses_at_its_very_time_or_with_its_case(self, site: Site) -> None:
        offer, interview = begun(site, YOUNG_MAN)
        finish(site, offer, interview, SUSPENDED)
        until, before = TUESDAY + timedelta(days=1), TUESDAY - timedelta(days=1)
        with site.units()() as unit:
            assert [] == list(unit.interviews.lapsed(until - timedelta(seconds=1), before))
            assert [False] == [closed for _, closed in unit.interviews.lapsed(until, before)]
            unit.cases.save(unit.cases.get(FIRST).close())
            assert [True] == [closed for _, closed in unit.interviews.lapsed(TUESDAY, before)]

    def test_data_replace_the_data_before(self, site: Site) -> None:
        _, interview = begun(site)
        with site.units()() as unit:
            for text in ("1", "2"):
                unit.interviews.save_data(interview.id, [StoredDatum("/sex", text, None)])
            assert {"/sex": StoredDatum("/sex", "2", None)} == dict(unit.interviews.data_of(interview.id))

    def test_answers_go_to_the_log_and_the_interview_knows_its_question(self, own_site: Site) -> None:
        _, interview = begun(own_site)
        last = own_site.place().record_events(
            own_site.ann, interview, [SessionEvent("answered", "/sex", TUESDAY, 0, {"text": "1"})], "/age", "tr"
        )
        with own_site.units()() as unit:
            stored = unit.interviews.get(interview.id)
            (logged,) = unit.log.of_interview(interview.id)
        assert ("/age", "tr", last) == (stored.ref, stored.language, logged.seq)
        assert ("interview.answered", {"text": "1", "ref": "/sex"}) == (logged.event.kind, logged.event.payload)


class TestAnswerLog:
    def test_events_are_durable_with_where_the_interview_stands(self, own_site: Site) -> None:
        _, interview = begun(own_site)
        with own_site.units()() as unit:
            _, before = unit.log.extent()
        answered = NewEvent("interview.answered", TUESDAY, 0, own_site.ann.id, FIRST, interview.id, {"text": "1"})

        last = own_site.station.answer_log(own_site.keys).record(
            interview.id, "hash", "/age", "tr", [answered, answered]
        )

        with own_site.units()() as unit:
            stored = unit.interviews.get(interview.id)
            assert (before + 2, "/age", "tr") == (last, stored.ref, stored.language)
            assert [before + 1, last] == [logged.seq for logged in unit.log.of_interview(interview.id)]

    def test_nothing_is_kept_of_an_interview_that_is_not_there(self, own_site: Site) -> None:
        with own_site.units()() as unit:
            before = unit.log.extent()
        answered = NewEvent("interview.answered", TUESDAY, 0, interview_id=InterviewId("none"))

        with pytest.raises(LookupError):
            own_site.station.answer_log(own_site.keys).record(InterviewId("none"), "hash", "/age", "tr", [answered])

        with own_site.units()() as unit:
            assert before == unit.log.extent()


class TestQuotaBook:
    def test_a_place_is_held_completed_and_given_back(self, site: Site) -> None:
        with site.units()() as unit:
            for move in (unit.quota.hold, unit.quota.hold, unit.quota.complete, unit.quota.give_back):
                move(CELL)
            assert CellCount(CELL, 2, 1, 0, 1) == unit.quota.count(CELL)
            assert CELL in [count.cell_id for count in unit.quota.counts()]
            assert 0 == unit.quota.count(CellId("none")).target

    def test_a_place_that_was_completed_is_in_progress_again(self, site: Site) -> None:
        with site.units()() as unit:
            for move in (unit.quota.hold, unit.quota.complete, unit.quota.reopen):
                move(CELL)
            assert CellCount(CELL, 2, 0, 1, 0) == unit.quota.count(CELL)

    @pytest.mark.parametrize("moves", ["hold hold hold", "complete", "give_back", "hold reopen"])
    def test_one_place_too_many_and_one_too_few_are_refused(self, site: Site, moves: str) -> None:
        *allowed, refused = moves.split()
        with site.units()() as unit:
            for name in allowed:
                getattr(unit.quota, name)(CELL)
            with pytest.raises(REFUSED):
                getattr(unit.quota, refused)(CELL)

    def test_a_cell_that_is_not_in_the_book_has_no_places(self, site: Site) -> None:
        with site.units()() as unit, pytest.raises(LookupError):
            unit.quota.hold(CellId("none"))

    def test_a_lowered_target_leaves_room_for_what_is_there_and_no_more(self, site: Site) -> None:
        with site.units()() as unit:
            unit.quota.hold(CELL)
            unit.quota.hold(CELL)
            unit.quota.set_targets({CELL: 1})
            unit.quota.give_back(CELL)
            unit.quota.complete(CELL)
            assert CellCount(CELL, 1, 1, 0, 1) == unit.quota.count(CELL)
            with pytest.raises(REFUSED):
                unit.quota.hold(CELL)

    def test_a_person_without_a_cell_finds_room_beyond_the_target(self, site: Site) -> None:
        with site.units()() as unit:
            unit.quota.set_targets({CELL: 1})
            unit.quota.hold(CELL)
            unit.quota.hold_beyond(CELL)
            unit.quota.hold_beyond(CELL)
            unit.quota.complete(CELL)
            assert CellCount(CELL, 1, 1, 2, 0) == unit.quota.count(CELL)
            unit.quota.give_back(CELL)
            with pytest.raises(REFUSED):
                unit.quota.hold(CELL)

    @pytest.mark.parametrize(
        ("mode", "moves"),
        [
            (QuotaMode.STRICT, "hold hold REFUSED"),
            (QuotaMode.OVERRUN, "hold hold hold complete hold complete REFUSED"),
            (QuotaMode.OVERRUN, "hold hold complete complete reopen hold complete complete REFUSED"),
            (QuotaMode.OVERRUN, "hold hold complete complete hold_beyond give_back REFUSED"),
            (QuotaMode.SOFT, "hold hold hold complete complete hold complete hold"),
            (QuotaMode.COUNTER, "hold hold complete complete hold hold"),
        ],
    )
    def test_the_store_itself_keeps_the_rule_of_each_mode(self, site: Site, mode: QuotaMode, moves: str) -> None:
        with site.units()() as unit:
            unit.quota.set_targets({CELL: 2}, {CELL: mode})
            for name in moves.split():
                if name == "REFUSED":
                    with pytest.raises(REFUSED):
                        unit.quota.hold(CELL)
                else:
                    getattr(unit.quota, name)(CELL)

    def test_a_place_of_several_quotas_is_held_in_each_of_its_cells(self, site: Site) -> None:
        west = CellId("region:west")
        with site.units()() as unit:
            unit.quota.set_targets({CELL: 2, west: 1})
            place = CellId(f"{CELL} {west}")
            unit.quota.hold(place)
            unit.quota.complete(place)
            assert [1, 1] == [unit.quota.count(cell).achieved for cell in (CELL, west)]
            with pytest.raises(REFUSED):
                unit.quota.hold(place)

    def test_a_target_that_a_supervisor_changed_stays_until_the_plan_names_another_one(self, site: Site) -> None:
        with site.units()() as unit:
            book = unit.quota
            book.set_targets({CELL: 5})
            book.hold(CELL)
            book.steer(book.steered(CELL).edited(CellEdit("a", CELL, 3), TUESDAY, site.sue.id))
            before = book.steered(CELL)
            book.set_targets({CELL: 5})
            assert before == book.steered(CELL)
            assert (3, 5, "a") == (before.count.target, before.planned, before.version)
            assert (TUESDAY, site.sue.id, 5, Intake.OPEN, 1) == _told(before)
            book.set_targets({CELL: 6})
            after = book.steered(CELL)
            assert (6, 6, "plan 6", None) == (after.count.target, after.planned, after.version, after.change)
            assert after in book.all_steered()

    def test_a_target_below_what_is_there_shrinks_to_it_and_not_at_once(self, site: Site) -> None:
        with site.units()() as unit:
            book = unit.quota
            for move in (book.hold, book.hold, book.complete):
                move(CELL)
            book.steer(book.steered(CELL).edited(CellEdit("a", CELL, 0), TUESDAY, site.sue.id))
            with pytest.raises(REFUSED):
                book.hold(CELL)
        with site.units()() as unit:
            book = unit.quota
            for move in (book.hold, book.hold, book.complete):
                move(CELL)
            book.steer(book.steered(CELL).edited(CellEdit("a", CELL, 0), TUESDAY, site.sue.id))
            book.give_back(CELL)
            assert CellCount(CELL, 0, 1, 0, 1) == book.count(CELL)

    def test_a_steered_cell_keeps_its_counters_and_one_that_is_not_there_is_told(self, site: Site) -> None:
        with site.units()() as unit:
            book, seen = unit.quota, unit.quota.steered(CELL)
            book.hold(CELL)
            book.steer(seen.edited(CellEdit("a", CELL, intake=Intake.CLOSED), TUESDAY, site.sue.id))
            assert (1, Intake.CLOSED) == (book.count(CELL).in_progress, book.steered(CELL).intake)
            with pytest.raises(LookupError):
                book.steered(CellId("none"))

    def test_a_cell_is_paused_closed_and_opened_and_its_counters_stay(self, site: Site) -> None:
        with site.units()() as unit:
            unit.quota.hold(CELL)
            unit.quota.close(CELL, closed=False, paused=True)
            assert CellState.PAUSED is unit.quota.count(CELL).state
            assert [CELL] == [count.cell_id for count in unit.quota.shut()]
            unit.quota.close(CELL, closed=True)
            assert (CellState.CLOSED, 1) == (unit.quota.count(CELL).state, unit.quota.count(CELL).taken)
            unit.quota.close(CELL, closed=False)
            assert CellState.OPEN is unit.quota.count(CELL).state
            assert ((), False) == (unit.quota.shut(), unit.quota.is_empty())


def _told(cell: SteeredCell) -> tuple[object, ...]:
    change = cell.change
    assert change is not None
    return change.at, change.by, change.target, change.intake, change.given


class TestEventLog:
    def test_facts_have_numbers_without_holes(self, site: Site) -> None:
        with site.units()() as unit:
            count, last = unit.log.extent()
            event = NewEvent("noted", TUESDAY, 7, site.ann.id, FIRST, InterviewId("i"), {"n": 1})
            assert (count + 2, last + 2) == (unit.log.append([event, event]), last + 2)
            assert (count + 2, last + 2) == unit.log.extent()
            assert [event, event] == [logged.event for logged in unit.log.of_kind("noted")]
            assert [last + 1, last + 2] == [logged.seq for logged in unit.log.of_interview(InterviewId("i"))]
            assert 2 == unit.log.kinds()["noted"]

    def test_facts_of_units_are_told_by_interview_and_those_of_coders_apart(self, own_site: Site) -> None:
        with own_site.units()() as unit:
            units = [
                NewEvent(kind, TUESDAY, 1, own_site.eve.id, payload={ON_INTERVIEW: interview})
                for kind in ON_UNITS
                for interview in ("i", "j")
            ]
            coders = [NewEvent(kind, TUESDAY, 1, own_site.eve.id, payload={"seat": 0}) for kind in ON_CODERS]
            unit.log.append([*units, *coders, NewEvent("noted", TUESDAY, 1)])
            assert units == [logged.event for logged in unit.log.of_units()]
            assert units[1::2] == [logged.event for logged in unit.log.of_units([InterviewId("j")])]
            assert [] == list(unit.log.of_units([]))
            assert coders == [logged.event for logged in unit.log.of_coders()]

    def test_the_time_of_the_last_fact_is_known_but_for_those_of_a_restore(self, site: Site) -> None:
        with site.units()() as unit:
            unit.log.append([NewEvent("test", TUESDAY, 0)])
            unit.log.append([NewEvent("database_restored", TUESDAY + timedelta(days=9), 0)])
            assert TUESDAY == unit.log.last_at()

    def test_the_last_rules_are_those_that_hold(self, site: Site) -> None:
        with site.units()() as unit:
            for number in (1, 2):
                unit.log.append([NewEvent("rules_in_force", TUESDAY, 0, payload={"number": number})])
            assert {"number": 2} == unit.log.last_rules()


class TestHistories:
    def test_a_case_is_told_with_everything_it_came_to(self, site: Site) -> None:
        offer, interview = begun(site, YOUNG_MAN)
        finish(site, offer, interview, "complete")
        with site.units()() as unit:
            history = unit.histories.of_case(FIRST)
            (outcome,) = history.outcomes
            later = TUESDAY + timedelta(minutes=1)
            assert ((outcome,), 1) == unit.histories.done(FIRST, TUESDAY, later)
            assert ((outcome,), 0) == unit.histories.done(FIRST, later, later + timedelta(days=1))
            assert ((), 0) == unit.histories.done(CaseId("none"), TUESDAY, later)
            assert ("complete", TUESDAY, "number-1-0", site.ann.id, 1) == (
                outcome.result,
                outcome.at,
                outcome.number,
                outcome.user,
                outcome.attempt_no,
            )
            assert (TUESDAY, False, None, "not_attempted") == (
                history.eligible_at,
                history.usable,
                history.blocked_at,
                history.preset,
            )
            assert history == unit.histories.of_number(1)
            assert [1, 2, 3, 4, 5] == [one.case_no for one in unit.histories.all()]
            (call,) = unit.histories.calls()
            assert (TUESDAY, 1, "complete") == (call.at, call.case_no, call.result)
            with pytest.raises(LookupError):
                unit.histories.of_case(CaseId("none"))

    def test_a_case_closed_for_the_block_list_tells_when(self, logged_site: Site) -> None:
        offer = logged_site.offered()
        with logged_site.units()() as unit:
            unit.blocklist.add([number.number.e164 for number in offer.case.numbers if number.number], TUESDAY, "x")
        with pytest.raises(RuleViolation, match="number_blocked"):
            logged_site.place().start_call(logged_site.ann, offer.attempt, offer.case.numbers[0])
        with logged_site.units()() as unit:
            assert TUESDAY == unit.histories.of_case(FIRST).blocked_at
            assert [(FIRST, "not_screened")] == [
                (one.case_id, code) for one, code in unit.histories.closed_unscreened()
            ]


class TestPeople:
    def test_a_login_is_taken_once_and_given_by_who_signs(self, own_site: Site) -> None:
        fay = User(UserId("fay"), "fay", "Fay", Role.INTERVIEWER, 9)
        with own_site.blind_units()() as blind, pytest.raises(RuleViolation, match="supervisor_needed"):
            blind.people.add(fay, "a long secret")
        with own_site.units()() as unit:
            unit.people.add(fay, "a long secret")
            with pytest.raises(RuleViolation, match="login_taken"):
                unit.people.add(replace(fay, id=UserId("other")), "a long secret")
            assert (own_site.ann, own_site.bob, own_site.sue, own_site.eve, fay) == unit.people.all()


class TestSignIns:
    def test_failed_attempts_are_remembered_as_they_were_told_last(self, site: Site) -> None:
        times = [TUESDAY, TUESDAY + timedelta(microseconds=1)]
        with site.units()() as unit:
            assert () == tuple(unit.sign_ins.failed("ann"))
            unit.sign_ins.keep_failed("ann", [*times, TUESDAY])
            unit.sign_ins.keep_failed("nobody", [TUESDAY])
            unit.sign_ins.keep_failed("ann", times)
            unit.commit()
        with site.units()() as unit:
            assert (times, [TUESDAY]) == (list(unit.sign_ins.failed("ann")), list(unit.sign_ins.failed("nobody")))
            unit.sign_ins.keep_failed("ann", [])
        with site.units()() as unit:
            assert times == list(unit.sign_ins.failed("ann"))

    def test_what_counts_no_more_is_forgotten_with_the_next_failure_of_anybody(self, site: Site) -> None:
        with site.units()() as unit:
            unit.sign_ins.keep_failed("a password in the wrong field", [TUESDAY])
            unit.sign_ins.keep_failed("bob", [TUESDAY + timedelta(seconds=1)])
            unit.sign_ins.keep_failed("ann", [TUESDAY + REMEMBERED])
            assert () == tuple(unit.sign_ins.failed("a password in the wrong field"))
            assert 1 == len(unit.sign_ins.failed("bob"))


class TestContacts:
    def test_contact_data_are_sealed_and_opened_by_who_may(self, site: Site) -> None:
        told = NewEvent("told", TUESDAY, 0, payload={"n": 1}, contact={"reason": "Mrs Brown"})
        with site.units()() as unit:
            unit.log.append([told])
            (logged,) = unit.log.of_kind("told")
            assert ("Mrs Brown", False) == (unit.contacts.of_fact(logged, "reason"), "Brown" in repr(logged))
            assert {"n", "reason_sealed"} == set(logged.event.payload or {})
            unit.commit()
        with site.blind_units()() as blind:
            for refused in (lambda: blind.log.append([told]), lambda: blind.contacts.of_fact(logged, "reason")):
                with pytest.raises(RuleViolation, match="no_contact_access"):
                    refused()

    def test_an_access_code_is_the_same_whenever_it_is_asked_for_and_finds_its_interview(self, own_site: Site) -> None:
        offer, first = begun(own_site)
        finish(own_site, offer, first, "break_off")
        interviews = [first.id, begun(own_site)[1].id]
        with own_site.units()() as unit:
            codes = [unit.access_codes.of(interview) for interview in interviews]
            unit.commit()
        one, two = codes
        assert one is not None
        assert two is not None
        assert one != two
        with own_site.units()() as unit:
            assert codes == [unit.access_codes.of(interview) for interview in interviews]
            assert [(interviews[0],), (interviews[1],)] == [
                unit.access_codes.interviews_with(one),
                unit.access_codes.interviews_with(two),
            ]
            assert () == unit.access_codes.interviews_with(AccessCode.numbered(12))
        with own_site.blind_units()() as blind:
            for refused in (
                lambda: blind.access_codes.of(interviews[0]),
                lambda: blind.access_codes.interviews_with(one),
            ):
                with pytest.raises(RuleViolation, match="no_contact_access"):
                    refused()

    def test_what_is_kept_by_consent_is_forgotten_on_demand(self, site: Site) -> None:
        with site.units()() as unit:
            unit.contacts.keep_for_recontact(FIRST, TUESDAY.date(), ConsentTerms(), {"name": "x"})
            assert frozenset({FIRST}) == unit.contacts.kept_cases()
            unit.contacts.forget_recontact(FIRST)
            assert frozenset() == unit.contacts.kept_cases()

    def test_a_consent_comes_back_with_its_terms_and_a_later_one_takes_its_place(self, site: Site) -> None:
        terms = ConsentTerms("again", "f" * 64, "de", {"age_group": "16-29"}, date(2026, 12, 31))
        with site.units()() as unit:
            unit.contacts.keep_for_recontact(FIRST, TUESDAY.date(), ConsentTerms(), {"name": "x"})
            (first,) = unit.contacts.consents()
            unit.contacts.keep_for_recontact(FIRST, date(2026, 3, 5), terms, {"details": "y"})
            (later,) = unit.contacts.consents()
            unit.commit()

        assert (TUESDAY.date(), ConsentTerms(), {"name": "x"}) == (first.given_on, first.terms, first.details)
        told = (later.id, later.case_id, later.given_on, later.terms, later.details)
        assert (first.id, FIRST, date(2026, 3, 5), terms, {"details": "y"}) == told
        with site.blind_units()() as blind, pytest.raises(RuleViolation, match="no_contact_access"):
            blind.contacts.consents()


class TestBlockList:
    def test_numbers_are_on_it_whatever_becomes_of_the_transaction(self, site: Site) -> None:
        with site.units()() as unit:
            assert 1 == unit.blocklist.add(["+493023125001"], TUESDAY, "x")
        with site.units()() as unit:
            assert 0 == unit.blocklist.add(["+493023125001"], TUESDAY, "x")
            unit.cases.block_numbers(CaseId("case-2"), TUESDAY)
            wanted = ["+493023125001", "+493023125002", "+493023125003"]
            assert frozenset(wanted[:2]) == unit.blocklist.holding(wanted)


def test_an_interview_of_the_store_and_of_the_fake_begin_alike(site: Site) -> None:
    _, interview = begun(site)
    with site.units()() as unit:
        stored: Interview = unit.interviews.get(interview.id)
    assert replace(interview, frozen={}) == stored


class TestFormVersions:
    FILES = FormFiles("form.md", b"| survey |", {"towns, and more.csv": b"name\n", "../odd": b"\x00\xff"})

    def test_a_version_is_kept_with_its_files_and_only_once(self, site: Site) -> None:
        later = TUESDAY + timedelta(days=2)
        with site.units()() as unit:
            start = len(unit.form_versions.all())
            unit.form_versions.keep(FormVersion("aaa", "1", "", later, later), self.FILES)
            unit.form_versions.keep(
                FormVersion("bbb", "2", "", later, later + timedelta(1)), FormFiles("b.md", b"b", {})
            )
            again = FormVersion("aaa", "3", "", later + timedelta(3), later + timedelta(3))
            unit.form_versions.keep(again, FormFiles("", b"", {}))
            unit.commit()
        with site.units()() as unit:
            kept = unit.form_versions.all()[start:]
            assert [("bbb", "2"), ("aaa", "1")] == [(one.hash, one.study_version) for one in kept]
            assert (later, later + timedelta(3)) == (kept[1].first_used_at, kept[1].in_force_at)
            assert self.FILES == unit.form_versions.files_of("aaa")
            assert unit.form_versions.files_of("ccc") is None

    def test_interviews_are_counted_by_the_version_they_were_held_with(self, site: Site) -> None:
        begun(site)
        with site.units()() as unit:
            ((_, states),) = unit.form_versions.interviews().items()
            assert {InterviewState.RUNNING: 1} == dict(states)
