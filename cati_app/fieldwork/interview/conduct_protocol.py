"""What the running interview is told and what it commands: the words between `conduct` and whoever drives it.

The outcome of a conversation is said in the words of the call: `call_protocol`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cati_app.domain.casework.cases import Case
from cati_app.domain.casework.interviews import Interview
from cati_app.domain.ids import InterviewId
from cati_app.domain.quota.cells import Decision
from cati_app.engine.form.answers import Answer
from cati_app.engine.session.carrying import Passage
from cati_app.engine.session.events import SessionEvent, SetApart
from cati_app.fieldwork.calling.call_protocol import (
    Announce,
    AppointmentMade,
    ClosePanel,
    ClosePressed,
    Failed,
    LanguageNeeded,
    LetClose,
    NoteSaved,
    OptedOut,
    PauseEnded,
    PausePressed,
    ResultChosen,
    Show,
    TakeBackPressed,
    Tell,
    Unsay,
)
from cati_app.fieldwork.calling.record_result import GivenResult
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.fieldwork.interview.finish_interview import EndedSitting
from cati_app.fieldwork.interview.screening import EarlyEnd
from cati_app.values import dataclass

# -- events ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Begun:
    """Somebody answered: the case's interview begins, or the one it has goes on."""

    offer: Offer
    note: str = ""


@dataclass(frozen=True, slots=True)
class InterviewCreated:
    """A new interview is in the store."""

    interview: Interview


@dataclass(frozen=True, slots=True)
class LogRead:
    """An interview goes on: what happened in it so far, oldest first."""

    interview: Interview
    events: Sequence[SessionEvent]
    passage: Passage | None = None  # where it was begun under another version of the questionnaire


@dataclass(frozen=True, slots=True)
class MovedAside:
    """The interview whose log did not fit is out of the way."""


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """An answer was confirmed; `last`: no question follows on this screen."""

    ref: str
    answer: Answer
    last: bool


@dataclass(frozen=True, slots=True)
class CheckKept:
    """The answer stands although its soft check fired."""

    ref: str
    reason: str
    last: bool


@dataclass(frozen=True, slots=True)
class BackPressed:
    """To the screen before."""


@dataclass(frozen=True, slots=True)
class QuestionChosen:
    """To a question already reached."""

    ref: str


@dataclass(frozen=True, slots=True)
class OtherPersonAnswered:
    """Another person is on the line: from the first question on; what was answered stays to be confirmed."""


@dataclass(frozen=True, slots=True)
class ScriptLanguageChosen:
    """The script goes on in another language."""

    code: str


@dataclass(frozen=True, slots=True)
class RemarkSaved:
    """A remark on a question."""

    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class Suspended:
    """The interview continues at the same question another time, due by the rules."""


@dataclass(frozen=True, slots=True)
class BrokenOff:
    """The person ended the interview."""


@dataclass(frozen=True, slots=True)
class GuideDone:
    """The conversation by the topic guide has come to its end: what comes of it is to be confirmed."""


@dataclass(frozen=True, slots=True)
class WrapUpConfirmed:
    """The outcome of the sitting is confirmed."""

    disposition: str
    note: str


@dataclass(frozen=True, slots=True)
class WrapUpClosed:
    """The sitting is not over after all."""


@dataclass(frozen=True, slots=True)
class AnswersStored:
    """The answers under way are durable; `seq` is the number of the last event."""

    seq: int


@dataclass(frozen=True, slots=True)
class AnswersNotStored:
    """The answers under way could not be written."""

    error: Exception


@dataclass(frozen=True, slots=True)
class PlaceDecided:
    """What the quota says; None when nothing moved."""

    interview_id: InterviewId
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class PlaceNotDecided:
    """The quota could not be asked."""

    interview_id: InterviewId
    error: Exception


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """On which decision an interview that goes on stands; None when there is none."""

    interview_id: InterviewId
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class ScreeningNotNoted:
    """That the screening was passed could not be written."""

    interview_id: InterviewId
    error: Exception


@dataclass(frozen=True, slots=True)
class SittingEnded:
    """The sitting and its result are in the store."""

    given: GivenResult


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The interview that was begun by mistake is out of the way."""


@dataclass(frozen=True, slots=True)
class CaseDropped:
    """The case went to others; what was answered stays stored."""


Input = (
    AnswerGiven
    | CheckKept
    | BackPressed
    | QuestionChosen
    | OtherPersonAnswered
    | ScriptLanguageChosen
    | RemarkSaved
    | PausePressed
    | PauseEnded
    | Suspended
    | AppointmentMade
    | LanguageNeeded
    | BrokenOff
    | GuideDone
    | OptedOut
    | ResultChosen
    | WrapUpConfirmed
    | TakeBackPressed
    | ClosePressed
)
"""What a person does: held back while an answer is not yet safe."""
Outcome = (
    InterviewCreated
    | LogRead
    | MovedAside
    | Withdrawn
    | AnswersStored
    | AnswersNotStored
    | PlaceDecided
    | PlaceNotDecided
    | PlaceFound
    | ScreeningNotNoted
    | SittingEnded
    | Failed
    | CaseDropped
)
Event = Input | Outcome | Begun | NoteSaved | WrapUpClosed


# -- commands ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CreateInterview:
    """Write a new interview; told by InterviewCreated."""

    case: Case
    language: str


@dataclass(frozen=True, slots=True)
class ReadLog:
    """Resume the interview; told by LogRead."""

    interview_id: InterviewId


@dataclass(frozen=True, slots=True)
class MoveAside:
    """Keep an interview whose log does not fit apart; told by MovedAside."""

    interview_id: InterviewId


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take back an interview in which nothing was answered; told by Withdrawn."""

    interview_id: InterviewId


@dataclass(frozen=True, slots=True)
class WriteAnswers:
    """Write events in their order; told by AnswersStored or AnswersNotStored."""

    interview: Interview
    events: tuple[SessionEvent, ...]
    ref: str  # the question on the screen afterwards
    language: str


@dataclass(frozen=True, slots=True)
class HoldPlace:
    """Decide about a screened person; told by PlaceDecided or PlaceNotDecided."""

    interview_id: InterviewId
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MovePlace:
    """A deciding answer was corrected; told by PlaceDecided or PlaceNotDecided."""

    interview_id: InterviewId
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FindPlaceHeld:
    """Look up the decision an interview stands on; told by PlaceFound."""

    interview: Interview


@dataclass(frozen=True, slots=True)
class NotePassedScreening:
    """Without quota too, what the screening established is kept; ScreeningNotNoted tells when it was not."""

    interview_id: InterviewId


@dataclass(frozen=True, slots=True)
class HoldSitting:
    """The opening is through: a sitting by the topic guide begins, or the one goes on that the interview has."""

    interview: Interview


@dataclass(frozen=True, slots=True)
class EndSitting:
    """Write the sitting and its result; told by SittingEnded."""

    sitting: EndedSitting


@dataclass(frozen=True, slots=True)
class ShowInterview:
    """Bring the interview to the front."""


@dataclass(frozen=True, slots=True)
class ShowPlace:
    """The cell of this person, and the place in it."""

    decision: Decision


@dataclass(frozen=True, slots=True)
class ProposeEnd:
    """The outcome of the sitting, to be confirmed."""

    disposition: str
    note: str
    of_the_talk: bool = False  # chosen, and not the questionnaire's own outcome
    lacks_note: bool = False
    goodbye: EarlyEnd | None = None  # a text is to be read first
    own_words: tuple[str, ...] = ()  # the questionnaire's text for it, where it has one further on


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Answers are durable up to this event; `all_of_them`: nothing else is under way."""

    seq: int
    all_of_them: bool


@dataclass(frozen=True, slots=True)
class TellNotStored:
    """The last step is not stored; the next key repeats it."""

    error: Exception


@dataclass(frozen=True, slots=True)
class TellNotDecided:
    """Nobody could be asked for a place; every answer is stored, and the next one asks again."""

    error: Exception


@dataclass(frozen=True, slots=True)
class TellMovedAside:
    """A new interview begins; the answers of the earlier one are kept apart."""


@dataclass(frozen=True, slots=True)
class TellFormChanged:
    """The interview goes on under another version of the questionnaire."""

    taken: int  # answers that stand
    to_confirm: int  # answers that stand at their question until they are confirmed
    apart: tuple[SetApart, ...]  # answers without a place


@dataclass(frozen=True, slots=True)
class TellNotBegun:
    """No interview came of it; the call goes on."""


@dataclass(frozen=True, slots=True)
class LoseCase:
    """The case went to others: the call has to be left too."""

    error: Exception


@dataclass(frozen=True, slots=True)
class GoOnCalling:
    """The interview is over: on to the next case; a result that can be taken back comes along."""

    given: GivenResult | None = None


@dataclass(frozen=True, slots=True)
class TellEnded:
    """What the sitting came to is stored."""

    sitting: EndedSitting


@dataclass(frozen=True, slots=True)
class TellWithdrawn:
    """There is no interview after all; the call goes on."""


StoreCommand = (
    CreateInterview
    | ReadLog
    | MoveAside
    | Withdraw
    | WriteAnswers
    | HoldPlace
    | MovePlace
    | FindPlaceHeld
    | NotePassedScreening
    | HoldSitting
    | EndSitting
)
Command = (
    StoreCommand
    | ShowInterview
    | Show
    | ShowPlace
    | ProposeEnd
    | Acknowledge
    | TellNotDecided
    | TellNotStored
    | TellMovedAside
    | TellFormChanged
    | TellNotBegun
    | LoseCase
    | GoOnCalling
    | TellEnded
    | TellWithdrawn
    | ClosePanel
    | Tell
    | Unsay
    | Announce
    | LetClose
)
