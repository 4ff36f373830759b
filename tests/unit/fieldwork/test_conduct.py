"""The running interview as a script: events in, commands out, in order; no store, no screen, a clock that stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from cati_app.demo.clock import SimulatedClock
from cati_app.domain.calling.queue import Because
from cati_app.domain.calling.results import Consequence
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.cases import Attempt, Case, CaseState
from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.errors import EnvironmentProblem, RuleViolation
from cati_app.domain.ids import AttemptId, CaseId, InterviewId, UserId
from cati_app.domain.outcomes.dispositions import SUSPENDED
from cati_app.domain.people.users import Role, User
from cati_app.domain.quota.cells import CellCount, Decision, QuotaDimension, decide, find_place
from cati_app.engine.form.answers import Answer, Special
from cati_app.engine.session.events import SessionEvent
from cati_app.fieldwork.calling import call_protocol as call
from cati_app.fieldwork.calling.record_result import GivenResult
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview import conduct_protocol as say
from cati_app.fieldwork.interview.conduct import PLACE_CHANGES, SITTING_CHANGES, Conduct
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.interview.screening import EarlyEnd
from cati_app.fieldwork.rules import StudyRules
from cati_app.station.study_rules import rules_of
from tests.stations import TUESDAY, small_study

STUDY = small_study()
RULES = rules_of(STUDY.study, STUDY.form, 1.0)
NO_QUOTA = replace(RULES, quota=None)
ANN = User(UserId("ann"), "ann", "Ann", Role.INTERVIEWER, 1, (), ())
ID = InterviewId("interview-1")
FULL = EnvironmentProblem("disk_full", "full", "free some")
LOST = RuleViolation("case_lost")


def offer(interview: str | None = None) -> Offer:
    open_interview = InterviewId(interview) if interview else None
    case = Case(CaseId("case-1"), 1, "landline", CaseState.OPEN, open_interview=open_interview)
    return Offer(case, Attempt(AttemptId("attempt-1"), case.id, ANN.id, 1, TUESDAY), Because.NEVER_CALLED, (), True)


def interview(**changes: object) -> Interview:
    made = Interview(ID, CaseId("case-1"), ANN.id, InterviewState.RUNNING, "hash", "de", TUESDAY)
    return replace(made, **changes)  # type: ignore[arg-type]


class Script:
    """A machine with everything it commanded; what it writes is told stored by `safe`."""

    def __init__(self, rules: StudyRules = RULES) -> None:
        self.clock = SimulatedClock(TUESDAY)
        self.conduct = Conduct(ANN, STUDY.form, rules, ("de", "en"), self.clock)
        self.log: list[SessionEvent] = []

    def tell(self, event: say.Event) -> list[say.Command]:
        told = list(self.conduct.handle(event))
        self.log += [event for one in told if isinstance(one, say.WriteAnswers) for event in one.events]
        return told

    def begin(self) -> Script:
        """At the first question, everything safe."""
        self.tell(say.Begun(offer()))
        self.tell(say.InterviewCreated(interview()))
        self.safe()
        return self

    def safe(self) -> list[say.Command]:
        return self.tell(say.AnswersStored(7))

    def answer(self, text: str, ref: str | None = None) -> list[say.Command]:
        return self.tell(say.AnswerGiven(ref or self.ref, Answer(text), last=True))

    def answer_all(self, *texts: str) -> Script:
        """Each answer safe before the next; the quota gives a place."""
        for text in texts:
            told = self.answer(text)
            while told:
                asked = [one for one in told if isinstance(one, (say.HoldPlace, say.MovePlace))]
                wrote = any(isinstance(one, say.WriteAnswers) for one in told)
                told = self.decide(asked[0]) if asked else self.safe() if wrote else []
        return self

    def decide(self, asked: say.HoldPlace | say.MovePlace, taken: int = 0) -> list[say.Command]:
        return self.tell(say.PlaceDecided(asked.interview_id, decision(asked.values, taken)))

    @property
    def ref(self) -> str:
        assert self.conduct.session is not None
        return self.conduct.session.ref or ""


def decision(values: object, taken: int = 0) -> Decision:
    """Of a cell of two places, of which so many are taken."""
    assert RULES.quota is not None
    place = find_place(RULES.quota, values)  # type: ignore[arg-type]
    return decide(place, lambda _: CellCount(place.cell_id, 2, taken, 0))


def kinds(told: Sequence[say.Command]) -> list[type]:
    return [type(command) for command in told]


def refusals(told: Sequence[say.Command]) -> list[str]:
    """Why keys did nothing, as codes."""
    errors = [command.error for command in told if isinstance(command, call.Tell)]
    return [error.code for error in errors if isinstance(error, RuleViolation)]


def sitting(told: Sequence[say.Command]) -> EndedSitting:
    (ended,) = [one.sitting for one in told if isinstance(one, say.EndSitting)]
    return ended


# -- beginning ---------------------------------------------------------------------------------------------------


def test_an_interview_is_in_the_store_before_its_first_question_shows() -> None:
    script = Script()

    assert [say.CreateInterview(offer().case, "de")] == script.tell(say.Begun(offer()))
    told = script.tell(say.InterviewCreated(interview()))

    assert [say.ShowInterview, call.Show, say.WriteAnswers] == kinds(told)
    assert "/screener/sex" == script.ref


@pytest.mark.parametrize(("wished", "spoken"), [("en", "en"), ("fr", "de"), ("tr", "de"), (None, "de")])
def test_the_script_speaks_the_language_wished_where_study_and_form_have_it(wished: str | None, spoken: str) -> None:
    case = replace(offer().case, language=wished)
    form = replace(STUDY.form, languages=(("de", "Deutsch (de)"), ("en", "English (en)"), ("fr", "français (fr)")))
    conduct = Conduct(ANN, form, RULES, ("de", "en", "tr"), SimulatedClock(TUESDAY))

    assert [say.CreateInterview(case, spoken)] == list(conduct.handle(say.Begun(replace(offer(), case=case))))


@pytest.mark.parametrize(("first", "spoken"), [("en", "en"), ("de", "de"), ("tr", "de")])
def test_an_interview_begins_in_the_first_language_of_the_study_not_of_the_columns(first: str, spoken: str) -> None:
    form = replace(STUDY.form, languages=(("de", "Deutsch (de)"), ("en", "English (en)")))
    conduct = Conduct(ANN, form, RULES, (first, "de", "en"), SimulatedClock(TUESDAY))

    assert [say.CreateInterview(offer().case, spoken)] == list(conduct.handle(say.Begun(offer())))


@pytest.mark.parametrize("given", [(), ("1",), ("1", "30"), ("1", "30", "3")])
def test_a_replay_of_the_log_leads_to_the_same_question(given: tuple[str, ...]) -> None:
    before = Script().begin().answer_all(*given)
    again = Script()
    assert [say.ReadLog(ID)] == again.tell(say.Begun(offer(ID)))

    stands = before.conduct.interview
    assert stands is not None
    told = again.tell(say.LogRead(stands, before.log))

    assert (before.ref, [say.ShowInterview, call.Show]) == (again.ref, kinds(told)[:2])
    assert (say.FindPlaceHeld in kinds(told)) == (len(given) > 1)


def test_a_decision_that_a_crash_kept_from_the_form_is_told_at_the_replay() -> None:
    before = Script().begin().answer_all("1")
    before.answer("30")
    found = decision({"sex": "1", "age_group": "young"}, taken=2)
    decided = interview(
        quota_status=found.verdict.value, cell_id=found.classification.cell_id, frozen=found.classification.frozen
    )
    again = Script()
    again.tell(say.Begun(offer(ID)))

    again.tell(say.LogRead(decided, before.log))

    assert again.conduct.session is not None
    assert "full" == again.conduct.session.value("quota_status")


def test_a_kill_before_the_first_question_was_written_begins_the_same_interview() -> None:
    script = Script()
    script.tell(say.Begun(offer(ID)))

    assert say.ShowInterview in kinds(script.tell(say.LogRead(interview(), [])))


def test_a_log_that_does_not_fit_is_moved_aside_for_a_new_interview() -> None:
    gone = SessionEvent("answered", "/gone", TUESDAY, 0, {"text": "1"})
    script = Script()
    script.tell(say.Begun(offer(ID)))

    assert [say.MoveAside(ID)] == script.tell(say.LogRead(interview(), [gone]))
    case = replace(offer().case, open_interview=None)
    assert [say.TellMovedAside(), say.CreateInterview(case, "de")] == script.tell(say.MovedAside())


def test_an_interview_that_could_not_be_written_leaves_the_call_as_it_was() -> None:
    script = Script()
    script.tell(say.Begun(offer()))

    assert [say.TellNotBegun(), call.Tell(FULL)] == script.tell(call.Failed(FULL))
    assert [say.LoseCase(LOST)] == script.tell(call.Failed(LOST))


# -- the way to the disk -----------------------------------------------------------------------------------------


def test_the_next_question_shows_before_the_answer_is_written() -> None:
    script = Script().begin()

    assert [call.Show, say.WriteAnswers] == kinds(script.answer("1"))
    assert "/screener/age" == script.ref


def test_at_most_one_answer_is_not_yet_safe() -> None:
    script = Script().begin()
    script.answer("1")

    assert ([], "/screener/age") == (script.answer("30"), script.ref)
    told = script.safe()

    assert say.Acknowledge(7, all_of_them=True) == told[0]
    assert say.WriteAnswers in kinds(told)


def test_a_failed_answer_is_repeated_by_the_next_key_which_waits_for_it() -> None:
    script = Script().begin()
    (_, wrote) = script.answer("1")
    assert [say.TellNotStored(FULL)] == script.tell(say.AnswersNotStored(FULL))

    assert [call.Unsay(), wrote] == script.answer("30")
    script.safe()

    assert script.conduct.session is not None
    assert "30" == script.conduct.session.value("age")


def test_beyond_one_key_nothing_typed_into_a_failure_counts() -> None:
    script = Script().begin()
    script.answer("1")
    script.answer("30")
    script.tell(say.BackPressed())
    script.tell(say.AnswersNotStored(FULL))
    script.tell(call.PausePressed())
    (ask,) = [one for one in _until_asked(script) if isinstance(one, say.HoldPlace)]
    script.decide(ask)
    _until_asked(script)

    assert "/main/rooms" == script.ref  # the answer that was held counts, the step back after it does not


def _until_asked(script: Script) -> list[say.Command]:
    told, last = [], script.safe()
    while last:
        told += last
        last = script.safe() if say.WriteAnswers in kinds(last) else []
    return told


def test_steps_of_a_failure_are_written_in_their_order_at_once() -> None:
    script = Script().begin()
    (_, first) = script.answer("1")
    script.tell(say.AnswersNotStored(FULL))
    script.tell(say.CaseDropped())
    script.tell(say.Begun(offer()))
    other = interview(id=InterviewId("interview-2"))
    assert [say.ShowInterview, call.Show] == kinds(script.tell(say.InterviewCreated(other)))

    assert [call.Unsay(), first] == script.tell(call.PausePressed())
    (told,) = [one for one in script.safe() if isinstance(one, say.WriteAnswers)]
    assert other.id == told.interview.id


def test_the_window_closes_when_everything_is_safe() -> None:
    script = Script().begin()
    script.answer("1")

    assert [] == script.tell(call.ClosePressed())
    assert call.LetClose() in script.safe()


def test_a_pause_is_written_and_shows_nothing() -> None:
    assert [say.WriteAnswers] == kinds(Script().begin().tell(call.PausePressed()))


def test_an_answer_to_a_question_that_is_gone_changes_nothing_and_says_so() -> None:
    assert ["question_gone"] == refusals(Script().begin().answer("3", "/main/rooms"))


# -- the quota ---------------------------------------------------------------------------------------------------


def asked(script: Script) -> say.HoldPlace:
    """The last dimension is answered: what the quota is asked."""
    assert [say.WriteAnswers] == kinds(script.answer("30"))
    told = script.safe()
    (ask,) = [one for one in told if isinstance(one, say.HoldPlace)]
    return ask


def test_the_quota_is_asked_when_its_last_dimension_is_safe() -> None:
    script = Script().begin().answer_all("1")

    ask = asked(script)

    assert (ID, {"sex": "1", "age_group": "young"}) == (ask.interview_id, dict(ask.values))
    assert "/screener/age" == script.ref


def test_the_decision_leads_on_and_is_told_to_the_form() -> None:
    script = Script().begin().answer_all("1")
    told = script.decide(asked(script))

    assert [say.ShowPlace, call.Announce, call.Show, say.WriteAnswers] == kinds(told)
    assert call.Announce(PLACE_CHANGES) in told
    stands = script.conduct.interview
    assert stands is not None
    assert ("/main/rooms", "in", "m/young", True) == (script.ref, stands.quota_status, stands.cell_id, stands.held)


def test_a_full_cell_leads_to_the_polite_end() -> None:
    script = Script().begin().answer_all("1")
    script.decide(asked(script), taken=2)
    assert "/goodbye" == script.ref
    script.safe()

    assert say.ProposeEnd("quota_filled", "") in _until_proposed(script, "")


def _until_proposed(script: Script, *texts: str) -> list[say.Command]:
    told: list[say.Command] = []
    for text in texts:
        told += script.answer(text)
        while told and isinstance(told[-1], say.WriteAnswers):
            told += script.safe()
    return told


def test_input_waits_for_the_decision() -> None:
    script = Script().begin().answer_all("1")
    ask = asked(script)
    assert [] == script.tell(say.BackPressed())

    script.decide(ask)
    _until_asked(script)

    assert "/screener/age" == script.ref


def _undecided() -> Script:
    """On the question that decides, where nobody could be asked for a place."""
    script = Script().begin().answer_all("1")
    asked(script)
    script.tell(say.PlaceNotDecided(ID, FULL))
    return script


def test_a_place_that_nobody_could_be_asked_for_is_told_and_the_answers_are_stored() -> None:
    script = Script().begin().answer_all("1")
    asked(script)

    assert [say.TellNotDecided(FULL)] == script.tell(say.PlaceNotDecided(ID, FULL))
    assert "/screener/age" == script.ref


def test_the_same_answer_asks_for_the_place_again_and_goes_on() -> None:
    script = _undecided()

    told = script.answer("30")
    ask = next(one for one in (*told, *script.safe()) if isinstance(one, say.HoldPlace))
    decided = script.decide(ask)

    assert call.Unsay() in told
    assert [] == refusals(decided)
    assert "/screener/age" != script.ref


def test_another_answer_asks_for_the_place_of_that_one() -> None:
    script = _undecided()

    script.answer("60")
    (ask,) = [one for one in script.safe() if isinstance(one, say.HoldPlace)]

    assert {"sex": "1", "age_group": "old"} == dict(ask.values)


@pytest.mark.parametrize("end", [call.AppointmentMade(Agreed(TUESDAY, firm=True), ""), say.BrokenOff()])
def test_an_interview_without_a_place_can_be_left(end: say.Event) -> None:
    script = _undecided()

    assert say.EndSitting in kinds(script.tell(end))


def test_an_interview_without_a_place_goes_back_and_the_window_closes() -> None:
    script = _undecided()

    script.tell(say.BackPressed())
    script.safe()

    assert "/screener/age" != script.ref
    assert call.LetClose() in script.tell(call.ClosePressed())


def test_what_was_pressed_while_the_place_was_asked_for_does_its_work_and_answers_do_not() -> None:
    script = Script().begin().answer_all("1")
    asked(script)
    script.answer("31")
    script.tell(say.Suspended())

    told = script.tell(say.PlaceNotDecided(ID, FULL))

    assert [say.TellNotDecided, say.EndSitting] == kinds(told)


def test_a_corrected_answer_whose_place_nobody_could_be_asked_for_asks_again() -> None:
    script = Script().begin().answer_all("1", "30")
    script.tell(say.BackPressed())
    script.safe()
    script.answer("60")
    (moved,) = [one for one in script.safe() if isinstance(one, say.MovePlace)]
    script.tell(say.PlaceNotDecided(ID, FULL))

    script.answer("60")

    assert [moved] == [one for one in script.safe() if isinstance(one, say.MovePlace)]


def test_a_decision_for_an_interview_that_was_left_changes_nothing() -> None:
    script = Script().begin().answer_all("1")
    ask = asked(script)
    script.tell(say.CaseDropped())

    assert [] == script.decide(ask)
    assert [say.CreateInterview] == kinds(script.tell(say.Begun(offer())))


def test_a_correction_moves_the_place_once() -> None:
    script = Script().begin().answer_all("1", "30")
    script.tell(say.BackPressed())
    script.safe()
    script.answer("60")
    (ask,) = [one for one in script.safe() if isinstance(one, say.MovePlace)]
    assert {"sex": "1", "age_group": "old"} == dict(ask.values)

    script.tell(say.PlaceDecided(ID, None))  # no room there: the old place is kept
    _until_asked(script)
    script.tell(say.BackPressed())
    script.safe()
    script.answer("60")

    assert say.MovePlace not in kinds(script.safe())


def test_a_cell_without_room_is_not_asked_for_twice() -> None:
    plan = RULES.quota
    assert plan is not None
    by_age = QuotaDimension("age", False, "quota_age", ("young", "old"), {"30": "young", "60": "old", "61": "old"})
    plan = replace(plan, dimensions=(by_age,))
    script = Script(replace(RULES, quota=plan)).begin().answer_all("1")
    place = find_place(plan, {"age": "30"})
    asked(script)
    script.tell(say.PlaceDecided(ID, decide(place, lambda _: CellCount(place.cell_id, 2, 0, 0))))
    _until_asked(script)
    moves = []
    for age in ("60", "61"):
        script.tell(say.BackPressed())
        script.safe()
        script.answer(age)
        told = _until_asked(script)
        moves.append([dict(one.values) for one in told if isinstance(one, say.MovePlace)])
        if moves[-1]:
            script.tell(say.PlaceDecided(ID, None))
            _until_asked(script)

    assert [[{"age": "60"}], []] == moves


def test_who_answers_a_dimension_with_dont_know_is_decided_about_when_the_screener_is_left() -> None:
    script = Script().begin()
    script.tell(say.AnswerGiven("/screener/sex", Answer(special=Special.DONT_KNOW), last=True))
    script.safe()
    told = script.answer("30")
    assert [call.Show, say.WriteAnswers] == kinds(told)

    (ask,) = [one for one in script.safe() if isinstance(one, say.HoldPlace)]

    assert {"sex": "", "age_group": "young"} == dict(ask.values)


def test_who_is_not_eligible_is_no_matter_of_the_quota() -> None:
    script = Script().begin().answer_all("1")

    said = say.ProposeEnd("no_eligible_person", "", goodbye=EarlyEnd.NOT_ELIGIBLE)
    assert said in _until_proposed(script, "12")


def test_without_quota_the_passed_screening_is_noted_once() -> None:
    script = Script(NO_QUOTA).begin().answer_all("1")
    script.answer("30")
    assert say.NotePassedScreening(ID) in script.safe()

    script.answer("3")
    assert say.NotePassedScreening not in kinds(script.safe())


def test_a_note_of_the_screening_that_failed_is_tried_again() -> None:
    script = Script(NO_QUOTA).begin().answer_all("1", "30")
    assert [call.Tell(FULL)] == script.tell(say.ScreeningNotNoted(ID, FULL))
    script.answer("3")

    assert say.NotePassedScreening(ID) in script.safe()


# -- the end -----------------------------------------------------------------------------------------------------

ALL = ("1", "30", "3", "a tree", "0")


def test_a_complete_interview_is_proposed_and_ends_the_sitting_once() -> None:
    script = Script().begin().answer_all(*ALL[:-1])
    assert say.ProposeEnd("complete", "") == _until_proposed(script, ALL[-1])[-1]

    ended = sitting(script.tell(say.WrapUpConfirmed("complete", "")))
    assert ("complete", False, False) == (ended.disposition, ended.in_talk, ended.never_again)
    assert ["interview_ending"] == refusals(script.tell(say.WrapUpConfirmed("complete", "")))

    told = script.tell(say.SittingEnded(stored_result()))
    over = [say.TellEnded(ended), say.GoOnCalling()]
    assert [call.ClosePanel(), call.Unsay(), call.Announce(SITTING_CHANGES), *over] == told
    assert None is script.conduct.interview


def test_an_opt_out_goes_to_the_call_which_can_take_it_back() -> None:
    script = Script().begin().answer_all("1", "30")
    script.tell(call.OptedOut())

    assert say.GoOnCalling(stored_result(blocks=True)) == script.tell(say.SittingEnded(stored_result(blocks=True)))[-1]


def stored_result(*, blocks: bool = False) -> GivenResult:
    follows = Consequence("complete", None)
    return GivenResult(offer().attempt, "complete", follows, TUESDAY + timedelta(seconds=10), blocks=blocks)


# -- begun by mistake --------------------------------------------------------------------------------------------

TAKE_BACK = call.TakeBackPressed(TUESDAY)


def test_an_interview_without_an_answer_is_taken_back_and_the_call_goes_on() -> None:
    script = Script().begin()
    assert script.conduct.can_take_back

    assert [say.Withdraw(ID)] == script.tell(TAKE_BACK)
    told = script.tell(say.Withdrawn())
    assert [call.ClosePanel(), call.Announce(SITTING_CHANGES), say.TellWithdrawn()] == told
    assert (None, False) == (script.conduct.session, script.conduct.can_take_back)


@pytest.mark.parametrize("answer", [Answer("1"), Answer(special=Special.REFUSED)])
def test_after_the_first_answer_an_interview_is_not_taken_back(answer: Answer) -> None:
    script = Script().begin()
    script.tell(say.AnswerGiven(script.ref, answer, last=True))
    script.safe()
    script.tell(say.BackPressed())
    script.safe()

    assert (False, ["answered_already"]) == (script.conduct.can_take_back, refusals(script.tell(TAKE_BACK)))


def test_enter_on_an_unanswered_question_is_no_answer() -> None:
    script = Script().begin()
    script.answer("")
    script.safe()

    assert script.conduct.can_take_back


def test_a_required_answer_that_is_missing_is_asked_for_until_the_next_key() -> None:
    script = Script().begin()
    script.answer("")
    script.safe()
    missing = script.conduct.missing
    assert missing is not None
    assert (script.ref, "required") == (missing.ref, missing.code)

    script.answer("1")
    assert script.conduct.missing is None


def test_an_interview_of_an_earlier_sitting_is_not_taken_back() -> None:
    script = Script()
    script.tell(say.Begun(offer("interview-1")))
    script.tell(say.LogRead(interview(), tuple(Script().begin().log)))
    script.safe()

    assert (False, ["answered_already"]) == (script.conduct.can_take_back, refusals(script.tell(TAKE_BACK)))


def test_a_wrap_up_that_is_closed_leads_back_to_the_last_question_and_comes_again() -> None:
    script = Script().begin().answer_all(*ALL)
    script.tell(say.WrapUpClosed())
    assert "/main/again" == script.ref
    script.safe()

    assert say.ProposeEnd("complete", "") == _until_proposed(script, "0")[-1]


def test_a_sitting_that_could_not_be_written_is_ended_by_the_same_key() -> None:
    script = Script().begin().answer_all(*ALL)
    script.tell(say.WrapUpConfirmed("complete", ""))
    assert [call.Tell(FULL)] == script.tell(call.Failed(FULL))

    assert "complete" == sitting(script.tell(say.WrapUpConfirmed("complete", ""))).disposition


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("1",), "not_screened"),
        (("1", "30"), "break_off"),
        (("1", "30", "3", "a tree"), "partial"),
    ],
)
def test_a_break_off_counts_as_far_as_the_interview_got(given: tuple[str, ...], code: str) -> None:
    script = Script().begin().answer_all(*given)

    assert code == sitting(script.tell(say.BrokenOff())).disposition


def test_a_suspended_interview_keeps_what_it_is_worth() -> None:
    worth = [Script().begin().answer_all(*given).tell(say.Suspended()) for given in (ALL[:2], ALL[:4])]

    assert [(SUSPENDED, False), (SUSPENDED, True)] == [(one.disposition, one.usable) for one in map(sitting, worth)]


def test_a_suspension_takes_time_note_and_language_along() -> None:
    at = Agreed(TUESDAY, firm=True)
    agreed = sitting(Script().begin().tell(call.AppointmentMade(at, "six")))
    other = sitting(Script().begin().tell(call.LanguageNeeded("tr")))

    assert (at, "six", None, "tr") == (agreed.agreed, agreed.note, agreed.language, other.language)


def test_the_note_to_the_case_goes_with_the_sitting() -> None:
    script = Script().begin()

    assert [] == script.tell(call.NoteSaved(" after six "))
    assert "after six" == sitting(script.tell(say.Suspended())).note


@pytest.mark.parametrize(
    ("given", "code"), [((), "refusal"), (("1",), "refusal"), (("1", "30"), "break_off"), (ALL, "complete")]
)
def test_an_opt_out_counts_as_far_as_the_interview_got(given: tuple[str, ...], code: str) -> None:
    ended = sitting(Script().begin().answer_all(*given).tell(call.OptedOut()))

    assert (code, True) == (ended.disposition, ended.never_again)


def test_a_result_of_the_talk_that_needs_a_note_asks_for_it() -> None:
    script = Script().begin()
    asks = say.ProposeEnd("soft_refusal", "", of_the_talk=True, lacks_note=True)
    assert [asks] == script.tell(call.ResultChosen("soft_refusal"))
    assert [asks] == script.tell(say.WrapUpConfirmed("soft_refusal", ""))

    ended = sitting(script.tell(say.WrapUpConfirmed("soft_refusal", "in a hurry")))

    assert ("soft_refusal", "in a hurry", True) == (ended.disposition, ended.note, ended.in_talk)


def test_before_the_screening_a_talk_can_come_to_anything_later_only_to_an_opt_out() -> None:
    before, later = Script().begin().conduct.ending, Script().begin().answer_all("1", "30").conduct.ending
    assert before is not None
    assert later is not None

    assert [True, False] == [one.can_come_to("soft_refusal") for one in (before, later)]


def test_another_person_hears_the_introduction_again() -> None:
    script = Script().begin().answer_all("1", "30", "3")
    script.tell(say.OtherPersonAnswered())

    assert "/screener/sex" == script.ref


def test_a_case_that_went_to_others_is_left_and_typed_keys_with_it() -> None:
    script = Script().begin()
    script.answer("1")
    script.answer("30")
    assert [] == script.tell(say.CaseDropped())

    assert [say.Acknowledge(7, all_of_them=True)] == script.safe()
    assert (None, None) == (script.conduct.interview, script.conduct.session)


def test_a_key_held_for_one_interview_never_answers_in_the_next() -> None:
    script = Script().begin()
    script.answer("1")
    script.answer("2", "/screener/sex")
    script.tell(say.CaseDropped())
    script.tell(say.Begun(offer()))
    script.tell(say.InterviewCreated(interview(id=InterviewId("interview-2"))))
    _until_asked(script)

    assert "/screener/sex" == script.ref


def test_a_core_question_counts_with_a_value_alone() -> None:
    """Who only refuses has not given the core of the interview."""
    script = Script().begin().answer_all("1", "30")
    for ref in ("/main/rooms", "/main/wish"):
        script.tell(say.AnswerGiven(ref, Answer(special=Special.REFUSED), last=True))
        script.safe()
    session = script.conduct.session
    assert session is not None

    assert (0, 2) == session.core_progress()
    assert "break_off" == sitting(script.tell(say.BrokenOff())).disposition
