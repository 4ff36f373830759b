"""A case, an attempt and an interview: what their verbs make of them, and what cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from cati_app.domain.calling.calendar import CallingCalendar, CallingWindow
from cati_app.domain.calling.queue import Because, Waits
from cati_app.domain.calling.results import RetryRules
from cati_app.domain.calling.schedule import ScheduleRules
from cati_app.domain.casework.after_call import Agreed, CaseRules, Made
from cati_app.domain.casework.cases import Attempt, Call, Case, CaseState, ContactNumber
from cati_app.domain.casework.interviews import Interview, InterviewState, broken_off_as, is_usable
from cati_app.domain.casework.so_far import SoFar
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.ids import AttemptId, CallId, CaseId, CellId, InterviewId, NumberId, UserId
from cati_app.domain.outcomes.finality import Outcome
from cati_app.domain.outcomes.result_book import STANDARD_RESULTS

NOW = datetime(2026, 11, 24, 13, tzinfo=UTC)  # Tuesday 14:00 in Berlin
HOURS = CallingWindow(time(9), time(20))
RETRY = RetryRules(15, 240, 240, 30, 7, 240, max_attempts=10, max_attempts_per_day=4)
RULES = CaseRules(CallingCalendar("Europe/Berlin", "DE", "NI", HOURS, HOURS, None, 20), RETRY, ScheduleRules())
ANN, BOB = UserId("ann"), UserId("bob")
CASE = Case(
    CaseId("c"),
    1,
    "landline",
    CaseState.OPEN,
    language="tr",
    numbers=(ContactNumber(NumberId("n"), 0, "landline", None),),
)


def moment(by: UserId = ANN, at: datetime = NOW) -> Moment:
    return Moment(at, 0, by)


def ended(code: str, at: datetime = NOW, by: UserId = ANN) -> Attempt:
    result = STANDARD_RESULTS.find(code)
    assert result is not None
    return Attempt(AttemptId("a"), CASE.id, by, 1, at).call().end(result, at)


def so_far(results: str) -> SoFar:
    """One call for each result, today."""
    outcomes = tuple(Outcome(code, NOW, number="n", attempt_no=n) for n, code in enumerate(results.split(), 1))
    return SoFar(outcomes, ("n",), len(outcomes), len(outcomes))


def test_a_result_is_judged_as_the_last_one_of_its_case() -> None:
    for results in ("", "busy no_answer"):
        with pytest.raises(ValueError, match="not the last"):
            CASE.apply(ended("busy"), so_far(results), RULES)


def test_a_case_taken_and_put_back_is_as_it_was() -> None:
    agreed = CASE.apply(
        ended("appointment_firm"), so_far("appointment_firm"), RULES, Agreed(NOW + timedelta(hours=1), firm=True)
    )[0]
    taken, facts = agreed.take(moment(BOB), Because.FIRM_APPOINTMENT)

    assert (BOB, NOW, 1) == (taken.locked_by, taken.locked_at, taken.attempts)
    assert [("case_offered", {"because": "firm_appointment"})] == [(fact.kind, fact.payload) for fact in facts]
    assert agreed == taken.put_back(agreed.before())


def test_what_did_not_come_from_working_on_it_stays_when_a_result_is_taken_back() -> None:
    held = CASE.take(moment(), Because.NEVER_CALLED).case
    call = Call(CallId("k"), AttemptId("a"), NumberId("n"), NOW)
    dialled = held.dial(call, moment()).case.begin_interview(InterviewId("i"))
    given = replace(dialled.apply(ended("busy"), so_far("busy"), RULES)[0].speak("pl"), cell="m/young")

    kept, back = (given.undo(CASE.before(), moment(BOB), language=language) for language in (False, True))

    assert ("pl", "tr") == (kept.language, back.language)
    assert (BOB, 1, 1, "i", "m/young") == (kept.locked_by, kept.attempts, kept.dials, kept.open_interview, kept.cell)
    assert (1, "not_attempted", "") == (kept.numbers[0].dials, kept.disposition, kept.rest)
    assert CASE.tried == kept.tried


def test_a_soft_refusal_rests_and_asks_for_somebody_else() -> None:
    refused, _ = CASE.apply(ended("soft_refusal"), so_far("soft_refusal"), RULES)

    assert ("conversion", ANN, 1, "refusal_rest") == (refused.skill, refused.not_by, refused.refusals, refused.rest)
    assert CaseState.CLOSED is refused.apply(ended("soft_refusal"), so_far("soft_refusal soft_refusal"), RULES)[0].state


def test_attempts_weighed_anew_are_those_that_count() -> None:
    refused, _ = CASE.apply(ended("soft_refusal"), so_far("soft_refusal"), RULES)

    assert _weight_of(refused) == _weight_of(CASE.weigh([ended("soft_refusal")], RULES))
    assert CASE == refused.weigh([], RULES).put_back(CASE.before())
    assert CASE.tried == refused.weigh([ended("soft_refusal").come_back(NOW, "returned")], RULES).tried


def _weight_of(case: Case) -> dict[str, object]:
    return {name: getattr(case, name) for name in ("tried", "levels", "refusals", "skill", "not_by")}


@pytest.mark.parametrize(
    ("made", "state", "rest"),
    [
        (Made(0, 0), None, ""),
        (Made(4, 4), CaseState.OPEN, Waits.DAY_LIMIT),
        (Made(10, 0), CaseState.CLOSED, ""),
    ],
)
def test_limits_stop_a_case_only_where_they_leave_no_call(made: Made, state: CaseState | None, rest: str) -> None:
    stopped = CASE.stop(made, moment(), RULES)

    assert (state, rest) == ((stopped.case.state, stopped.case.rest) if stopped is not None else (None, ""))


@pytest.mark.parametrize("made", [Made(dials, today) for dials in (0, 9, 10, 11) for today in (0, 3, 4, 5)])
def test_a_case_is_stopped_exactly_where_nobody_could_call_it_now_by_the_ordinary_rules(made: Made) -> None:
    missed = CASE.miss(made, moment(), RULES)
    callable_now = missed.case.state is CaseState.OPEN and missed.case.due_at == NOW

    assert (None if callable_now else missed) == CASE.stop(made, moment(), RULES)


def test_a_missed_appointment_is_told_with_its_time() -> None:
    at = NOW + timedelta(hours=1)
    agreed = CASE.apply(ended("appointment_soft"), so_far("appointment_soft"), RULES, Agreed(at, firm=False))[0]

    missed, facts = agreed.miss(Made(1, 1), moment(), RULES)

    assert (None, NOW) == (missed.appointment, missed.due_at)
    assert [("appointment_missed", {"at": at.isoformat()})] == [(fact.kind, fact.payload) for fact in facts]
    assert () == CASE.miss(Made(1, 1), moment(), RULES).facts


def test_a_dialled_case_of_a_silent_machine_waits_by_the_limits() -> None:
    held = CASE.take(moment(), Because.NEVER_CALLED).case

    back = held.come_back(Made(4, 4), NOW, RULES, suspended=True)

    assert (None, "interview_suspended", "day_limit", 1) == (back.locked_by, back.disposition, back.rest, back.attempts)
    assert "not_attempted" == held.come_back(Made(1, 1), NOW, RULES, suspended=False).disposition


@pytest.mark.parametrize(
    "values",
    [
        {"locked_at": NOW},
        {"state": CaseState.CLOSED, "locked_by": ANN},
        {"state": CaseState.CLOSED, "due_at": NOW},
    ],
)
def test_a_case_that_cannot_be_cannot_be_built(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="nobody"):
        replace(CASE, **values)


@pytest.mark.parametrize("case", [CASE.close(), CASE.take(moment(), Because.NEVER_CALLED).case])
def test_a_closed_case_or_one_in_hand_is_not_taken(case: Case) -> None:
    with pytest.raises(ValueError, match="taken"):
        case.take(moment(BOB), Because.NEVER_CALLED)


def test_only_a_closed_case_has_a_final_code() -> None:
    assert "refusal" == CASE.close().settle("refusal").disposition
    assert CASE == CASE.settle("refusal")


def test_an_attempt_ends_once_after_a_call_and_with_a_result() -> None:
    result = STANDARD_RESULTS.find("busy")
    assert result is not None
    attempt = Attempt(AttemptId("a"), CASE.id, ANN, 1, NOW)
    with pytest.raises(RuleViolation, match="not_dialled"):
        attempt.end(result, NOW)
    with pytest.raises(RuleViolation, match="result_given"):
        ended("busy").end(result, NOW)
    with pytest.raises(ValueError, match="result"):
        replace(attempt, ended_at=NOW)

    assert attempt.call() == ended("busy").reopen()


def test_a_place_is_held_in_a_cell_and_by_an_interview_that_can_go_on() -> None:
    interview = Interview(InterviewId("i"), CASE.id, ANN, InterviewState.RUNNING, "hash", "de", NOW)
    with pytest.raises(ValueError, match="place"):
        replace(interview, held=True)
    held = replace(interview, held=True, cell_id=CellId("m/young"))
    with pytest.raises(ValueError, match="place"):
        replace(held, state=InterviewState.COMPLETED)

    done = held.end("complete", NOW, in_talk=False, usable=False, place_until=NOW)
    assert (InterviewState.COMPLETED, None, None) == (done.state, done.place, done.place_until)
    with pytest.raises(RuleViolation, match="not_resumable"):
        done.resume(BOB)


@pytest.mark.parametrize(
    ("name", "in_talk", "keeps"),
    [
        ("interview_suspended", False, True),
        ("break_off", False, False),
        ("partial", False, False),
        ("complete", False, False),
        ("business", False, False),
        ("callback_requested", True, False),
        ("interview_suspended", True, False),
    ],
)
def test_which_end_keeps_the_place_is_said_beforehand_as_it_happens(name: str, in_talk: bool, keeps: bool) -> None:
    running = Interview(
        InterviewId("i"), CASE.id, ANN, InterviewState.RUNNING, "hash", "de", NOW, cell_id=CellId("m"), held=True
    )
    ended = running.end(name, NOW, in_talk=in_talk, usable=False, place_until=NOW)

    assert (keeps, keeps) == (running.keeps_place(name, in_talk=in_talk), ended.held)
    assert not replace(running, held=False).keeps_place(name, in_talk=in_talk)


def test_an_interview_put_to_rest_wakes_as_it_was_but_for_its_place() -> None:
    running = Interview(
        InterviewId("i"), CASE.id, ANN, InterviewState.RUNNING, "hash", "de", NOW, cell_id=CellId("m"), held=True
    )
    rested = running.rest(NOW, timedelta(days=1))

    assert (InterviewState.SUSPENDED, NOW + timedelta(days=1)) == (rested.state, rested.place_until)
    assert running == rested.wake(running)
    assert not rested.lapse().wake(running).held
    assert rested == rested.rest(NOW + timedelta(hours=1), timedelta(days=1))


@pytest.mark.parametrize(("answered", "asked", "name"), [(5, 10, "partial"), (4, 10, "break_off"), (0, 0, "break_off")])
def test_half_of_the_core_questions_make_a_break_off_usable(answered: int, asked: int, name: str) -> None:
    usable = is_usable(core_answered=answered, core_asked=asked, core_share=0.5)

    assert name == broken_off_as(usable=usable)
