"""The running call as a script: events in, commands out, in order; no store, no screen, time is an event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cati_app.domain.calling.line import CallEnd, Capabilities, EndedBy, LineProblem, LineState, Recording
from cati_app.domain.calling.queue import NOT_ASKED, Because, Nothing
from cati_app.domain.calling.results import Consequence
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.callers import UNKNOWN_CALLER
from cati_app.domain.casework.cases import Attempt, Call, Case, CaseState, ContactNumber
from cati_app.domain.casework.so_far import NOTHING_DONE
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import AttemptId, CallId, CaseId, InterviewId, NumberId, UserId
from cati_app.domain.outcomes.finality import Outcome
from cati_app.domain.sampling.phone import LineKind, PhoneNumber
from cati_app.fieldwork.calling import call_protocol as say
from cati_app.fieldwork.calling.call_run import RESULT_CHANGES, CallPhase, CallRun
from cati_app.fieldwork.calling.record_result import GivenResult
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.station.study_rules import rules_of
from tests.stations import fiction, small_study

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
RULES = rules_of(small_study().study, small_study().form, 1.0)
NUMBERS = tuple(
    ContactNumber(NumberId(f"n{i}"), i, "landline", PhoneNumber(f"+49302312500{i}", LineKind.LANDLINE)) for i in (0, 1)
)
PAUSE = NOT_ASKED


def offer(number: int = 1, *, dialled: bool = False) -> Offer:
    """Case `number`, which Ann has in hand."""
    case = Case(CaseId(f"case-{number}"), number, "landline", CaseState.OPEN, numbers=NUMBERS)
    attempt = Attempt(AttemptId(f"attempt-{number}"), case.id, UserId("ann"), 1, NOW)
    return Offer(case, attempt, Because.NEVER_CALLED, (), dialled)


def call(name: str = "call-1", number: int = 1) -> Call:
    return Call(CallId(name), AttemptId(f"attempt-{number}"), NUMBERS[0].id, NOW)


def theirs() -> Offer:
    """The same case with the attempt of the person who rang back."""
    attempt = replace(offer().attempt, id=AttemptId("attempt-2"), attempt_no=2, rang_back=True)
    so_far = replace(NOTHING_DONE, outcomes=(Outcome("no_answer", NOW),))
    return replace(offer(dialled=True), attempt=attempt, because=Because.RANG_BACK, so_far=so_far)


def given(number: int = 1, *, blocks: bool = False) -> GivenResult:
    follows = Consequence("no_answer", NOW + timedelta(hours=3))
    return GivenResult(offer(number).attempt, "no_answer", follows, NOW + timedelta(seconds=10), blocks=blocks)


def ended(name: str = "call-1", after_s: int = 22) -> say.LineEnded:
    return say.LineEnded(CallId(name), CallEnd(EndedBy.INTERVIEWER), NOW + timedelta(seconds=after_s))


def after(*events: say.Event, line: Capabilities | None = None) -> CallRun:
    """A machine that lived through these."""
    run = CallRun(RULES, line or Capabilities(), NOW)
    for event in events:
        run.handle(event)
    return run


OFFERED = (say.CaseWanted(), say.CaseOffered(offer()))
DIALLED = (*OFFERED, say.DialPressed(), say.CallWritten(call()))
HUNG_UP = (*DIALLED, ended())


def test_a_call_from_the_offer_to_the_next_one() -> None:
    run = after()
    result = say.StoreResult(offer().attempt, "no_answer", "")

    script: list[tuple[say.Event, tuple[say.Command, ...]]] = [
        (say.CaseWanted(), (say.FetchCase(),)),
        (say.CaseOffered(offer()), (say.ShowCase(), say.Show())),
        (say.DialPressed(), (say.Unsay(), say.WriteCall(offer().attempt, NUMBERS[0]))),
        (say.CallWritten(call()), (say.Dial(CallId("call-1"), _phone()), say.Show(), say.TidyStore())),
        (say.LineChanged(CallId("call-1"), LineState.RINGING), (say.Show(),)),
        (say.ResultChosen("no_answer"), (say.HangUp(), result)),
        (ended(), (say.WriteCallEnd(offer().attempt, CallId("call-1"), "interviewer"), say.Show())),
        (
            say.ResultStored(given(), offer(2)),
            (say.ClosePanel(), say.Unsay(), say.Announce(RESULT_CHANGES), say.ShowCase(), say.Show()),
        ),
    ]
    for event, commands in script:
        assert commands == run.handle(event), event


def test_a_next_case_that_was_not_taken_with_the_result_is_fetched() -> None:
    run = after(*HUNG_UP, say.ResultChosen("no_answer"))

    assert say.FetchCase() == run.handle(say.ResultStored(given()))[-1]
    assert () == run.handle(say.DialPressed())
    assert (say.ShowCase(), say.Show()) == run.handle(say.CaseOffered(offer(2)))


def test_nothing_of_the_last_case_is_left_with_the_next_one() -> None:
    run = after(*HUNG_UP, say.NumberChosen(1), say.NoteSaved("later"), say.ResultChosen("no_answer"))

    run.handle(say.ResultStored(given(), offer(2)))

    assert (offer(2), 0, "", False) == (run.offer, run.number_place, run.note, run.is_dialled)
    assert given().undo_until == run.taken_back_until(NOW)
    assert (say.Unsay(), say.WriteCall(offer(2).attempt, NUMBERS[0])) == run.handle(say.DialPressed())


def test_with_a_result_it_is_told_that_there_is_no_next_case() -> None:
    run = after(*HUNG_UP, say.ResultChosen("no_answer"), say.ResultStored(given(), PAUSE))

    assert (None, PAUSE) == (run.offer, run.nothing)


def _phone() -> PhoneNumber:
    assert NUMBERS[0].number is not None
    return NUMBERS[0].number


@pytest.mark.parametrize(
    ("events", "phase"),
    [
        (OFFERED, CallPhase.IDLE),
        (DIALLED, CallPhase.DIALLING),
        ((*DIALLED, say.LineChanged(CallId("call-1"), LineState.RINGING)), CallPhase.RINGING),
        ((*DIALLED, say.LineChanged(CallId("call-1"), LineState.CONNECTED)), CallPhase.TALKING),
        ((*DIALLED, say.BeginPressed()), CallPhase.TALKING),
        (HUNG_UP, CallPhase.ENDED),
    ],
)
def test_the_phase_follows_line_and_interview(events: tuple[say.Event, ...], phase: CallPhase) -> None:
    assert phase is after(*events).phase


def test_the_length_of_a_call_is_measured_at_its_end() -> None:
    assert 22 == after(*HUNG_UP).last_call_s


# -- each event of a line belongs to one call -----------------------------------------------------------------


def test_the_end_of_another_call_changes_nothing() -> None:
    run = after(*DIALLED)

    assert () == run.handle(ended("call-0"))
    assert run.can_hang_up


def test_a_state_of_another_call_changes_nothing() -> None:
    run = after(*DIALLED)

    assert () == run.handle(say.LineChanged(CallId("call-0"), LineState.CONNECTED))
    assert CallPhase.DIALLING is run.phase


def test_a_late_end_is_written_on_its_own_attempt_and_frees_the_line() -> None:
    run = after(*DIALLED, say.ResultChosen("no_answer"), say.ResultStored(given()), say.CaseOffered(offer(2)))
    assert (False, ()) == (run.can_dial, run.handle(say.DialPressed()))

    told = run.handle(ended())

    assert (say.WriteCallEnd(offer(1).attempt, CallId("call-1"), "interviewer"), say.Show()) == told
    assert (True, False) == (run.can_dial, run.is_dialled)
    assert () == run.handle(ended())


def test_a_line_that_does_not_take_the_call_leaves_the_case_to_a_result() -> None:
    run = after(*DIALLED)
    problem = LineProblem("adapter", "no program")

    told = run.handle(say.LineFailed(CallId("call-1"), problem))

    assert (say.WriteCallEnd(offer().attempt, CallId("call-1"), "adapter"), say.Show(), say.Tell(problem)) == told
    assert (True, True, False) == (run.can_give_result, run.can_dial, run.can_return_case)


# -- what may be done when ------------------------------------------------------------------------------------


def test_a_result_needs_a_call() -> None:
    run = after(*OFFERED)

    (told,) = run.handle(say.ResultChosen("no_answer"))

    assert isinstance(told, say.Tell)
    assert isinstance(told.error, RuleViolation)
    assert ("not_dialled", False) == (told.error.code, run.can_give_result)


PAUSED = (*OFFERED, say.PausePressed())
THEIRS = replace(call(), id=CallId("theirs"))
RANG_BACK = (*HUNG_UP, say.RangBack(), say.RingBackTaken(theirs(), THEIRS))
ASKING = (*DIALLED, say.BeginPressed())
AGREED = say.AppointmentMade(Agreed(NOW + timedelta(days=1), firm=True), "")
STATES: dict[str, tuple[say.Event, ...]] = {
    "empty": (say.CaseWanted(), say.CaseOffered(PAUSE)),
    "offered": OFFERED,
    "paused": PAUSED,
    "dialled": DIALLED,
    "talking": (*DIALLED, say.LineChanged(CallId("call-1"), LineState.CONNECTED)),
    "hung up": HUNG_UP,
    "rang back": RANG_BACK,
    "asking": ASKING,
    "asking, hung up": (*ASKING, ended()),
    "asking, paused": (*ASKING, ended(), say.PausePressed()),
    "waiting": (*HUNG_UP, say.ResultChosen("no_answer")),
}
FIRST, LATER, UP, NONE = "not_dialled", "nobody_on_the_line", "call_first", ""
KEYS: dict[str, tuple[say.Key, dict[str, object]]] = {
    "F5": (
        say.DialPressed(),
        {
            **dict.fromkeys(("offered", "hung up", "asking, hung up"), say.WriteCall),
            **dict.fromkeys(("dialled", "talking", "asking"), say.HangUp),
            "rang back": say.WriteRingBackEnd,
        },
    ),
    "Shift+F5": (say.RangBack(), {"hung up": say.WriteRingBack}),
    "Shift+F5, a number": (say.CallerNamed(fiction(1)), dict.fromkeys(("empty", "offered"), say.FindCaller)),
    "Enter": (
        say.BeginPressed(),
        {
            "empty": say.FetchCase,
            **dict.fromkeys(("offered", "paused"), UP),
            **dict.fromkeys(("dialled", "talking", "rang back"), say.BeginInterview),
            "hung up": LATER,
        },
    ),
    "digit": (
        say.ResultChosen("no_answer"),
        {
            **dict.fromkeys(("offered", "paused"), FIRST),
            **dict.fromkeys(("dialled", "talking", "hung up", "rang back"), say.StoreResult),
        },
    ),
    "never again": (
        say.OptedOut(),
        {
            **dict.fromkeys(("offered", "paused"), FIRST),
            **dict.fromkeys(("dialled", "talking", "hung up", "rang back"), say.StoreResult),
        },
    ),
    "F9": (
        say.AppointmentWanted(),
        {
            **dict.fromkeys(("offered", "paused"), FIRST),
            **dict.fromkeys(("dialled", "talking", "hung up", "rang back"), say.AskAppointment),
        },
    ),
    "appointment": (
        AGREED,
        {
            **dict.fromkeys(("offered", "paused"), FIRST),
            **dict.fromkeys(("dialled", "talking", "hung up", "rang back"), say.StoreResult),
        },
    ),
    "Ctrl+R": (say.GiveBackPressed(), dict.fromkeys(("offered", "paused"), say.GiveCaseBack)),
    "Ctrl+T": (
        say.NumberChosen(),
        dict.fromkeys(
            ("offered", "paused", "hung up", "waiting", "asking, hung up", "asking, paused"),
            say.Show,
        ),
    ),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("key", KEYS)
def test_each_key_in_each_state_does_its_work_or_says_why_not(state: str, key: str) -> None:
    event, expected = KEYS[key]

    done = [
        command.error.code
        if isinstance(command, say.Tell) and isinstance(command.error, RuleViolation)
        else type(command)
        for command in after(*STATES[state]).handle(event)
    ]

    assert (expected.get(state, None) in done) if state in expected else not done


@pytest.mark.parametrize("state", STATES)
def test_what_is_offered_is_what_works(state: str) -> None:
    """The footer and the buttons read these; the keys do the same."""
    offers: dict[str, Callable[[CallRun], bool]] = {
        "F5": lambda run: run.can_dial or run.can_hang_up,
        "Shift+F5": lambda run: run.can_ring_back,
        "Shift+F5, a number": lambda run: run.can_find_caller,
        "Enter": lambda run: run.can_begin_interview or run.offer is None,
        "digit": lambda run: run.can_give_result and not run.in_interview,
        "Ctrl+R": lambda run: run.can_return_case,
    }
    if state == "waiting":
        return  # for a moment, until the store has answered
    for key, offered in offers.items():
        works = isinstance(KEYS[key][1].get(state), type)
        assert offered(after(*STATES[state])) == works, key


def test_a_line_that_went_dead_offers_no_interview_until_the_person_rings_back() -> None:
    run = after(*HUNG_UP)
    assert (CallPhase.ENDED, False) == (run.phase, run.can_begin_interview)

    assert (say.Unsay(), say.WriteRingBack(offer().attempt, "no_answer")) == run.handle(say.RangBack())
    told = run.handle(say.RingBackTaken(theirs(), THEIRS))
    assert (say.Announce(RESULT_CHANGES), say.Show(), say.TellRingBack("no_answer")) == told
    assert (CallPhase.TALKING, True) == (run.phase, run.can_begin_interview)

    end = say.WriteRingBackEnd(theirs().attempt)
    assert ((end, say.Show()), CallPhase.ENDED) == (run.handle(say.DialPressed()), run.phase)


def test_a_case_found_by_its_number_takes_the_place_of_the_one_in_hand() -> None:
    run = after(*OFFERED, say.CallerNamed(fiction(1)))
    told = run.handle(say.RingBackTaken(theirs(), THEIRS, ("outside_hours",)))

    assert (say.ClosePanel(), say.ShowCase()) == told[:2]
    assert say.TellRingBack("", ("outside_hours",)) == told[-1]
    assert (CallPhase.TALKING, True, False) == (run.phase, run.can_begin_interview, run.can_find_caller)


def test_a_case_that_is_not_taken_up_leaves_everything_as_it_was() -> None:
    run = after(*OFFERED, say.CallerNamed(fiction(1)))

    assert (say.AnswerCaller(UNKNOWN_CALLER),) == run.handle(say.CallerNotTaken(UNKNOWN_CALLER))
    assert (offer().case.id, True) == (run.offer and run.offer.case.id, run.can_find_caller)


def test_what_the_line_told_is_the_result_of_the_call_before_somebody_rang_back() -> None:
    talked = (*DIALLED, say.LineChanged(CallId("call-1"), LineState.CONNECTED), ended())
    busy = (*DIALLED, say.LineEnded(CallId("call-1"), CallEnd(EndedBy.NETWORK, sip_code=486), NOW))

    for events, result in ((talked, "line_problem"), (busy, "busy"), (HUNG_UP, "no_answer")):
        assert say.WriteRingBack(offer().attempt, result) in after(*events).handle(say.RangBack())


def test_the_result_of_whoever_rang_back_goes_to_their_attempt() -> None:
    end, result = say.WriteRingBackEnd(theirs().attempt), say.StoreResult(theirs().attempt, "no_answer", "")

    assert (end, result) == after(*RANG_BACK).handle(say.ResultChosen("no_answer"))
    assert say.WriteCall(theirs().attempt, theirs().case.numbers[0]) in after(*RANG_BACK, say.DialPressed()).handle(
        say.DialPressed()
    )


def test_an_interview_interrupted_by_a_crash_goes_on_until_somebody_hangs_up() -> None:
    waiting = offer(dialled=True)
    waiting = replace(waiting, case=replace(waiting.case, open_interview=InterviewId("interview-1")))
    run = after(say.CaseWanted(), say.CaseOffered(waiting))
    assert run.can_begin_interview

    run.handle(say.DialPressed())
    run.handle(say.CallWritten(call()))
    run.handle(ended())
    assert not run.can_begin_interview


def test_nobody_is_fetched_during_a_pause() -> None:
    due = Nothing({}, NOW + timedelta(minutes=1), 1)
    run = after(say.CaseWanted(), say.CaseOffered(due), say.PausePressed())
    assert () == run.handle(say.Ticked(NOW + timedelta(minutes=2)))
    run.handle(say.PauseEnded())
    assert (say.FetchCase(),) == run.handle(say.Ticked(NOW + timedelta(minutes=2)))


def test_an_interview_that_ended_with_an_opt_out_is_taken_back_for_ten_seconds() -> None:
    run = after(*ASKING, say.InterviewOver(given(blocks=True)), ended(), say.CaseOffered(offer(2)))

    assert (1, False) == (run.given_of.case_no if run.given_of else 0, run.is_dialled)
    assert (say.UndoResult(given(blocks=True), offer(2).attempt),) == run.handle(say.TakeBackPressed(NOW))
    assert () == run.handle(say.Ticked(NOW + timedelta(seconds=11)))


def test_an_opt_out_at_the_end_of_an_interview_is_blocked_once_it_stands() -> None:
    run = after(*ASKING, say.InterviewOver(given(blocks=True)), ended(), say.CaseOffered(offer(2)))

    assert say.WriteBlocks() in run.handle(say.Ticked(NOW + timedelta(seconds=11)))


def test_only_an_undialled_case_goes_back() -> None:
    assert (say.GiveCaseBack(offer().attempt),) == after(*OFFERED).handle(say.GiveBackPressed())
    assert () == after(*DIALLED).handle(say.GiveBackPressed())


def test_after_giving_back_nothing_comes_by_itself() -> None:
    run = after(*OFFERED, say.GiveBackPressed())

    told = run.handle(say.CaseReturned(frozenset()))

    assert (say.Announce(frozenset()), say.Show(), say.TellReturned()) == told
    assert (None, PAUSE) == (run.offer, run.nothing)
    assert (say.Unsay(), say.FetchCase()) == run.handle(say.BeginPressed())


@pytest.mark.parametrize(
    "again", [say.ResultChosen("no_answer"), say.DialPressed(), say.BeginPressed(), say.TakeBackPressed(NOW)]
)
def test_until_the_store_answers_no_second_thing_is_done(again: say.Event) -> None:
    assert () == after(*HUNG_UP, say.ResultChosen("no_answer")).handle(again)


def test_a_result_that_needs_a_note_asks_until_there_is_one() -> None:
    run = after(*HUNG_UP)

    assert (say.AskNote("soft_refusal"),) == run.handle(say.ResultChosen("soft_refusal"))
    assert (say.ClosePanel(), say.AskNote("soft_refusal")) == run.handle(say.NoteSaved("  "))
    stored = say.StoreResult(offer().attempt, "soft_refusal", "in a hurry")
    assert (say.ClosePanel(), stored) == run.handle(say.NoteSaved("in a hurry "))


def test_a_note_for_its_own_sake_gives_no_result() -> None:
    run = after(*HUNG_UP, say.ResultChosen("soft_refusal"))

    assert (say.AskNote(),) == run.handle(say.NoteWanted())
    assert (say.ClosePanel(), say.Show()) == run.handle(say.NoteSaved("later"))
    assert "later" == run.note


def test_what_a_household_wishes_becomes_a_result() -> None:
    attempt, at = offer().attempt, Agreed(NOW, firm=True)
    wishes: list[tuple[say.Event, say.Command]] = [
        (say.OptedOut(), say.StoreResult(attempt, "refusal", "", never_again=True)),
        (say.LanguageNeeded("tr"), say.StoreResult(attempt, "callback_requested", "", language="tr")),
        (say.AppointmentMade(at, "six"), say.StoreResult(attempt, "appointment_firm", "six", at)),
        (
            say.AppointmentMade(replace(at, firm=False), ""),
            say.StoreResult(attempt, "appointment_soft", "", replace(at, firm=False)),
        ),
    ]
    for wish, result in wishes:
        assert (result,) == after(*HUNG_UP).handle(wish)


def test_another_number_follows_the_last_by_the_first_and_none_while_a_call_is_up() -> None:
    run = after(*OFFERED)
    places = []
    for event in (say.NumberChosen(), say.NumberChosen(), say.NumberChosen(1)):
        assert (say.Show(),) == run.handle(event)
        places.append(run.number_place)

    assert [1, 0, 1] == places
    assert () == after(*DIALLED).handle(say.NumberChosen())


# -- taking back, time, leaving -------------------------------------------------------------------------------

GIVEN = (*HUNG_UP, say.ResultChosen("no_answer"), say.ResultStored(given()), say.CaseOffered(offer(2)))


def test_a_result_is_taken_back_until_its_ten_seconds_are_over() -> None:
    last = NOW + timedelta(seconds=9)
    run = after(*GIVEN)
    assert given().undo_until == run.taken_back_until(last)

    assert (say.UndoResult(given(), offer(2).attempt),) == run.handle(say.TakeBackPressed(last))
    assert (say.Announce(RESULT_CHANGES), say.FetchCase()) == run.handle(say.TakenBack(RESULT_CHANGES))


def test_after_ten_seconds_the_result_stands() -> None:
    late, run = NOW + timedelta(seconds=10), after(*GIVEN)
    assert None is run.taken_back_until(late)

    told = run.handle(say.TakeBackPressed(late))[0]

    assert isinstance(told, say.Tell)
    assert isinstance(told.error, RuleViolation)
    assert "undo_too_late" == told.error.code
    assert () == run.handle(say.TakeBackPressed(late))


@pytest.mark.parametrize("step", [say.DialPressed(), say.TakeBackPressed(NOW)])
def test_whoever_goes_on_takes_nothing_back_any_more(step: say.Event) -> None:
    assert None is after(*GIVEN, step).taken_back_until(NOW)


def test_the_offer_to_take_back_goes_by_itself() -> None:
    run = after(*GIVEN)

    assert () == run.handle(say.Ticked(NOW + timedelta(seconds=9)))
    assert (say.Show(),) == run.handle(say.Ticked(NOW + timedelta(seconds=10)))


def test_an_opt_out_is_blocked_once_it_cannot_be_taken_back() -> None:
    run = after(*HUNG_UP, say.OptedOut(), say.ResultStored(given(blocks=True)), say.CaseOffered(offer(2)))

    assert () == run.handle(say.Ticked(NOW + timedelta(seconds=9)))
    assert say.WriteBlocks() in run.handle(say.Ticked(NOW + timedelta(seconds=10)))
    assert (say.LetClose(),) == run.handle(say.ClosePressed())


def test_the_window_closes_after_the_opt_out_is_written() -> None:
    run = after(*HUNG_UP, say.OptedOut(), say.ResultStored(given(blocks=True)))

    assert (say.WriteBlocks(leaves=True),) == run.handle(say.ClosePressed())
    assert (say.LetClose(),) == run.handle(say.BlocksWritten())


def test_the_hold_on_a_case_is_renewed_once_a_minute() -> None:
    run = after(*OFFERED)
    times = [0, 59, 60, 119, 120]

    renewed = [bool(run.handle(say.Ticked(NOW + timedelta(seconds=s)))) for s in times]

    assert [False, False, True, False, True] == renewed


def test_a_case_that_went_to_others_is_left_for_the_next_one() -> None:
    run = after(*DIALLED, say.BeginPressed())

    told = run.handle(say.HoldRenewed(offer().attempt.id, held=False))

    kinds = [say.ClosePanel, say.DropInterview, say.HangUp, say.FetchCase, say.Tell]
    assert kinds == [type(command) for command in told]
    assert (say.WriteCallEnd(offer().attempt, CallId("call-1"), "interviewer"),) == run.handle(ended())


def test_a_call_that_the_hub_forbids_after_it_began_ends_at_once() -> None:
    run = after(*DIALLED)
    told = run.handle(say.CallForbidden(offer().attempt.id, RuleViolation("number_blocked")))

    assert [say.ClosePanel, say.HangUp, say.FetchCase, say.Tell] == [type(command) for command in told]
    assert () == after(*GIVEN).handle(say.CallForbidden(offer(1).attempt.id, RuleViolation("number_blocked")))


def test_a_renewal_that_comes_late_does_not_take_the_next_case_away() -> None:
    assert () == after(*GIVEN).handle(say.HoldRenewed(offer(1).attempt.id, held=False))


def test_the_next_case_comes_when_its_time_has_come() -> None:
    due = NOW + timedelta(minutes=5)
    run = after(say.CaseWanted(), say.CaseOffered(Nothing({}, due, 3)))

    assert () == run.handle(say.Ticked(due - timedelta(seconds=1)))
    assert (say.FetchCase(),) == run.handle(say.Ticked(due))


def test_a_case_that_must_not_be_called_makes_room_for_the_next() -> None:
    rule = RuleViolation("number_blocked", settled=True)
    run = after(*OFFERED, say.DialPressed())

    assert (say.Tell(rule), say.Announce(RESULT_CHANGES), say.FetchCase()) == run.handle(say.Failed(rule))


def test_after_a_failure_the_same_key_tries_again() -> None:
    full = EnvironmentProblem("disk_full", "full", "free some")
    run = after(*HUNG_UP, say.ResultChosen("no_answer"))

    assert (say.Tell(full),) == run.handle(say.Failed(full))
    assert (say.StoreResult(offer().attempt, "no_answer", ""),) == run.handle(say.ResultChosen("no_answer"))


def test_nobody_leaves_a_called_case_and_an_uncalled_one_goes_back_without_a_word() -> None:
    assert not after(*HUNG_UP).may_leave
    run = after(*OFFERED)
    assert run.may_leave

    assert (say.GiveCaseBack(offer().attempt),) == run.handle(say.Left())
    assert () == run.handle(say.Failed(RuleViolation("case_lost")))


def test_an_interview_ends_its_call_and_leads_to_the_next_case() -> None:
    run = after(*DIALLED, say.NoteSaved("second floor"))
    assert (say.Unsay(), say.BeginInterview(offer(), "second floor")) == run.handle(say.BeginPressed())
    assert ((), ()) == (run.handle(say.BeginPressed()), run.handle(say.ResultChosen("busy")))

    assert (say.HangUp(), say.FetchCase()) == run.handle(say.InterviewOver())


def test_an_interview_that_did_not_begin_can_be_begun_again() -> None:
    run = after(*DIALLED, say.BeginPressed(), say.InterviewNotBegun())

    assert (say.Unsay(), say.BeginInterview(offer(), "")) == run.handle(say.BeginPressed())


def test_a_call_within_an_interview_goes_on_with_the_same_attempt() -> None:
    run = after(*DIALLED, say.BeginPressed(), ended())

    assert (say.Unsay(), say.WriteCall(offer().attempt, NUMBERS[0])) == run.handle(say.DialPressed())


# -- recording --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "line", "expected"),
    [
        (False, Capabilities(record_until_end=True), Recording.OFF),
        (True, Capabilities(), Recording.IMPOSSIBLE),
        (True, Capabilities(record_until_end=True), Recording.AFTER_CONSENT),
        (True, Capabilities(record_start_stop=True), Recording.AFTER_CONSENT),
    ],
)
def test_recording_follows_the_notice_and_the_line(declared: bool, line: Capabilities, expected: Recording) -> None:
    assert expected is CallRun(replace(RULES, records_calls=declared), line, NOW).recording
