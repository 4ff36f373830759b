"""Every key in every state of an interview does its work, waits for its turn, or says why not.

The table has a cell for each state and each key there is: a new one of either without its cells fails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import get_args

import pytest

from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.errors import RuleViolation
from cati_app.engine.form.answers import Answer
from cati_app.fieldwork.calling import call_protocol as call
from cati_app.fieldwork.interview import conduct_protocol as say
from cati_app.fieldwork.interview.conduct import InterviewPhase
from cati_app.texts import words_of
from cati_app.ui.stage.wording import rule_text
from tests.stations import TUESDAY
from tests.unit.fieldwork.test_conduct import ALL, FULL, Script, kinds, offer, refusals


class Walk(Script):
    """A script that knows where it stands."""

    asked: say.HoldPlace | say.MovePlace | None = None

    def tell(self, event: say.Event) -> list[say.Command]:
        told = super().tell(event)
        self.asked = next((one for one in told if isinstance(one, say.HoldPlace | say.MovePlace)), self.asked)
        return told

    def ref_or(self, other: str) -> str:
        """The question on the screen."""
        session = self.conduct.session
        return other if session is None or session.at_end else session.ref or other

    def settle(self) -> list[say.Command]:
        """The store answers until nothing is under way; the quota gives a place."""
        told: list[say.Command] = []
        while self.conduct.phase in (InterviewPhase.WRITING, InterviewPhase.DECIDING):
            deciding = self.conduct.phase is InterviewPhase.DECIDING and self.asked is not None
            told += self.decide(self.asked) if deciding and self.asked is not None else self.safe()
        return told


KEYS: Mapping[type, Callable[[Walk], say.Event]] = {
    say.AnswerGiven: lambda script: say.AnswerGiven(script.ref_or("/gone"), Answer("3"), last=True),
    say.CheckKept: lambda script: say.CheckKept(script.ref_or("/gone"), "sure", last=True),
    say.BackPressed: lambda _: say.BackPressed(),
    say.QuestionChosen: lambda _: say.QuestionChosen("/screener/sex"),
    say.OtherPersonAnswered: lambda _: say.OtherPersonAnswered(),
    say.ScriptLanguageChosen: lambda _: say.ScriptLanguageChosen("en"),
    say.RemarkSaved: lambda _: say.RemarkSaved("/screener/sex", "asked twice"),
    call.PausePressed: lambda _: call.PausePressed(),
    call.PauseEnded: lambda _: call.PauseEnded(),
    say.Suspended: lambda _: say.Suspended(),
    call.AppointmentMade: lambda _: call.AppointmentMade(Agreed(TUESDAY, firm=True), ""),
    call.LanguageNeeded: lambda _: call.LanguageNeeded("en"),
    say.BrokenOff: lambda _: say.BrokenOff(),
    say.GuideDone: lambda _: say.GuideDone(),
    call.OptedOut: lambda _: call.OptedOut(),
    call.ResultChosen: lambda _: call.ResultChosen("refusal_respondent"),
    say.WrapUpConfirmed: lambda _: say.WrapUpConfirmed("complete", ""),
    call.TakeBackPressed: lambda _: call.TakeBackPressed(TUESDAY),
    call.ClosePressed: lambda _: call.ClosePressed(),
    call.NoteSaved: lambda _: call.NoteSaved("rings at six"),
    say.WrapUpClosed: lambda _: say.WrapUpClosed(),
}


def walk(*answers: str) -> Walk:
    begun = Walk()
    begun.begin()
    begun.answer_all(*answers)
    return begun


def opening() -> Walk:
    script = Walk()
    script.tell(say.Begun(offer()))
    return script


def writing() -> Walk:
    script = walk("1", "30")
    script.answer("3")
    return script


def stuck() -> Walk:
    script = writing()
    script.tell(say.AnswersNotStored(FULL))
    return script


def deciding() -> Walk:
    script = walk("1")
    script.answer("30")
    script.safe()
    return script


def wrapping_up() -> Walk:
    script = walk(*ALL[:-1])
    script.answer(ALL[-1])
    script.safe()
    return script


def ending() -> Walk:
    script = wrapping_up()
    script.tell(say.WrapUpConfirmed("complete", ""))
    return script


STATES: Mapping[InterviewPhase, Callable[[], Walk]] = {
    InterviewPhase.NONE: Walk,
    InterviewPhase.OPENING: opening,
    InterviewPhase.ASKING: lambda: walk("1", "30"),
    InterviewPhase.WRITING: writing,
    InterviewPhase.STUCK: stuck,
    InterviewPhase.DECIDING: deciding,
    InterviewPhase.WRAPPING_UP: wrapping_up,
    InterviewPhase.ENDING: ending,
}


@dataclass(frozen=True)
class Quiet:
    """Nothing is commanded, because somebody else says or shows it."""

    who: str


@dataclass(frozen=True)
class Waits:
    """For what is under way, which a failure repeats first; then it does what it does while a question is asked."""

    but: str = ""  # refused then, because of this


Cell = type | str | Quiet | Waits
NOTE = Quiet("the call shows the note")
PAUSE = Quiet("the window shows the pause")
CLOSED = Quiet("the panel closes itself")
BY_OTHERS: Mapping[type, Cell] = {call.NoteSaved: NOTE, say.WrapUpClosed: CLOSED}
NOBODY: Mapping[type, Cell] = {
    **BY_OTHERS,
    call.PausePressed: PAUSE,
    call.PauseEnded: PAUSE,
    call.ClosePressed: call.LetClose,
}
GONE = Waits("question_gone")  # the decision led on: the answer was to a question that is not on the screen any more
ENDS = (
    say.Suspended,
    call.AppointmentMade,
    call.LanguageNeeded,
    say.BrokenOff,
    call.OptedOut,
    call.ResultChosen,
    say.WrapUpConfirmed,
)
EVERYWHERE: Mapping[type, Cell] = {
    say.BackPressed: call.Show,
    say.QuestionChosen: call.Show,
    say.OtherPersonAnswered: call.Show,
    call.PausePressed: say.WriteAnswers,
    call.PauseEnded: say.WriteAnswers,
    call.TakeBackPressed: "answered_already",
    call.ClosePressed: call.LetClose,
    call.NoteSaved: NOTE,
    say.RemarkSaved: say.WriteAnswers,
    say.GuideDone: "interview_not_over",
    **dict.fromkeys(ENDS, say.EndSitting),
}
TABLE: Mapping[InterviewPhase, Mapping[type, Cell]] = {
    InterviewPhase.NONE: {**dict.fromkeys(KEYS, "no_interview"), **NOBODY},
    InterviewPhase.OPENING: {**dict.fromkeys(KEYS, "interview_opening"), **NOBODY},
    InterviewPhase.ASKING: {
        **EVERYWHERE,
        say.AnswerGiven: call.Show,
        say.CheckKept: call.Show,
        say.ScriptLanguageChosen: call.Show,
        say.WrapUpConfirmed: "interview_not_over",
        say.WrapUpClosed: CLOSED,
    },
    InterviewPhase.WRITING: {**dict.fromkeys(KEYS, Waits()), **BY_OTHERS},
    InterviewPhase.STUCK: {**dict.fromkeys(KEYS, Waits()), **BY_OTHERS},
    InterviewPhase.DECIDING: {
        **dict.fromkeys(KEYS, Waits()),
        **BY_OTHERS,
        say.AnswerGiven: GONE,
        say.CheckKept: GONE,
    },
    InterviewPhase.WRAPPING_UP: {
        **EVERYWHERE,
        say.AnswerGiven: "interview_at_end",
        say.CheckKept: "interview_at_end",
        say.ScriptLanguageChosen: say.ProposeEnd,
        say.WrapUpClosed: call.Show,
    },
    InterviewPhase.ENDING: {
        **dict.fromkeys(KEYS, "interview_ending"),
        **NOBODY,
        say.WrapUpClosed: "interview_ending",
    },
}


def test_every_state_and_every_key_has_a_cell() -> None:
    keys = {*get_args(say.Input), call.NoteSaved, say.WrapUpClosed}

    assert keys == set(KEYS)
    assert set(InterviewPhase) == set(STATES) == set(TABLE)
    assert dict.fromkeys(InterviewPhase, keys) == {phase: set(cells) for phase, cells in TABLE.items()}


@pytest.mark.parametrize("phase", InterviewPhase)
def test_the_states_are_those_they_are_called(phase: InterviewPhase) -> None:
    assert phase is STATES[phase]().conduct.phase


@pytest.mark.parametrize("phase", InterviewPhase)
@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.__name__)
def test_each_key_in_each_state_does_its_work_waits_or_says_why_not(phase: InterviewPhase, key: type) -> None:
    script, cell = STATES[phase](), TABLE[phase][key]

    told = script.tell(KEYS[key](script))

    if isinstance(cell, Waits):
        assert ([call.Unsay, say.WriteAnswers] if phase is InterviewPhase.STUCK else []) == kinds(told)
        told, cell = script.settle(), cell.but or TABLE[InterviewPhase.ASKING][key]
    if isinstance(cell, Quiet):
        assert [] == told
    elif isinstance(cell, str):
        assert [cell] == refusals(told)
    else:
        assert cell in kinds(told)
        assert [] == refusals(told)


def test_on_the_first_question_nothing_comes_before_it() -> None:
    assert ["first_question"] == refusals(walk().tell(say.BackPressed()))


def test_an_interview_without_an_answer_is_taken_back() -> None:
    assert [say.Withdraw] == kinds(walk().tell(call.TakeBackPressed(TUESDAY)))


def test_a_question_that_is_off_the_path_is_not_reached_by_the_outline() -> None:
    assert ["question_gone"] == refusals(walk().tell(say.QuestionChosen("/main/rooms")))


@pytest.mark.parametrize("code", sorted({c for cells in TABLE.values() for c in cells.values() if isinstance(c, str)}))
def test_every_reason_has_words_of_its_own(code: str) -> None:
    assert code not in rule_text(words_of("en"), RuleViolation(code))
