"""What the running call is told and what it commands: the words between `call_run` and whoever drives it."""

from __future__ import annotations

from datetime import datetime

from cati_app.domain.calling.line import CallEnd, LineProblem, LineState
from cati_app.domain.calling.queue import Nothing
from cati_app.domain.casework.after_call import Agreed
from cati_app.domain.casework.callers import CallerCase
from cati_app.domain.casework.cases import Attempt, Call, ContactNumber
from cati_app.domain.changes import ChangeSet
from cati_app.domain.ids import AttemptId, CallId
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.fieldwork.calling.record_result import GivenResult
from cati_app.fieldwork.calling.take_case import Offer
from cati_app.values import dataclass

# -- events ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CaseWanted:
    """Somebody sits down to work."""


@dataclass(frozen=True, slots=True)
class CaseOffered:
    """What the store gave, or why it gave nothing."""

    offered: Offer | Nothing


@dataclass(frozen=True, slots=True)
class DialPressed:
    """The key that dials, and hangs up what is dialled."""


@dataclass(frozen=True, slots=True)
class CallWritten:
    """The call is in the store: the line may be touched now."""

    call: Call


@dataclass(frozen=True, slots=True)
class LineFailed:
    """The line did not take the call."""

    call_id: CallId
    problem: LineProblem


@dataclass(frozen=True, slots=True)
class LineChanged:
    """The line tells of a call."""

    call_id: CallId
    state: LineState


@dataclass(frozen=True, slots=True)
class LineEnded:
    """The line tells that a call is over."""

    call_id: CallId
    end: CallEnd
    at: datetime


@dataclass(frozen=True, slots=True)
class NumberChosen:
    """Another number of the case, by its index from 0; None: the one after this, after the last the first."""

    index: int | None = None


@dataclass(frozen=True, slots=True)
class NoteWanted:
    """The note on the case is to be written, with no result."""


@dataclass(frozen=True, slots=True)
class NoteSaved:
    """The note on the case."""

    text: str


@dataclass(frozen=True, slots=True)
class ResultChosen:
    """A result of the study's book."""

    code: str


@dataclass(frozen=True, slots=True)
class OptedOut:
    """The household wants no more calls, in no study."""

    note: str = ""


@dataclass(frozen=True, slots=True)
class LanguageNeeded:
    """A colleague who speaks this language is to call back."""

    language: str


@dataclass(frozen=True, slots=True)
class AppointmentWanted:
    """A time is to be agreed."""


@dataclass(frozen=True, slots=True)
class AppointmentMade:
    """A time was agreed."""

    agreed: Agreed
    note: str


@dataclass(frozen=True, slots=True)
class ResultStored:
    """The result is in the store."""

    given: GivenResult
    offered: Offer | Nothing | None = None  # the next case, taken with it; None: it is still to be fetched


@dataclass(frozen=True, slots=True)
class TakeBackPressed:
    """The last result was wrong."""

    at: datetime


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The result is gone, its case in hand again."""

    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class GiveBackPressed:
    """The case is to go back undialled."""


@dataclass(frozen=True, slots=True)
class CaseReturned:
    """The undialled case is out of hand."""

    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class BeginPressed:
    """Somebody answered; without a case: look for one again."""


@dataclass(frozen=True, slots=True)
class RangBack:
    """The person who was called is on the line without a new call: they rang back, or the call was never over."""


@dataclass(frozen=True, slots=True)
class RingBackTaken:
    """The person who rang back has an attempt of their own, which nobody dialled."""

    offer: Offer  # the same case
    call: Call  # never in the store: no call of ours
    told: tuple[str, ...] = ()  # codes of rules for which the program would not call now


@dataclass(frozen=True, slots=True)
class CallerNamed:
    """Somebody rings back whose case is not in hand: their number."""

    number: PhoneNumber


@dataclass(frozen=True, slots=True)
class CallerNotTaken:
    """The case of the number is not taken up, and why."""

    answer: CallerCase | Exception


@dataclass(frozen=True, slots=True)
class PausePressed:
    """Work stops for a while: nobody is called meanwhile, and the clock of a question stands still."""


@dataclass(frozen=True, slots=True)
class PauseEnded:
    """Work goes on."""


@dataclass(frozen=True, slots=True)
class InterviewNotBegun:
    """The interview that was to begin did not."""


@dataclass(frozen=True, slots=True)
class InterviewOver:
    """The interview has its result; one that can be taken back comes along."""

    given: GivenResult | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """What was asked of the store failed."""

    error: Exception


@dataclass(frozen=True, slots=True)
class Ticked:
    """Some seconds went by."""

    at: datetime


@dataclass(frozen=True, slots=True)
class CallForbidden:
    """A hub said, after a call had begun, that it must not be: its case is in hand no more."""

    attempt_id: AttemptId
    error: Exception


@dataclass(frozen=True, slots=True)
class HoldRenewed:
    """Whether this person still had the case in hand."""

    attempt_id: AttemptId
    held: bool


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody else sits down."""


@dataclass(frozen=True, slots=True)
class ClosePressed:
    """The window is to close."""


@dataclass(frozen=True, slots=True)
class BlocksWritten:
    """What waited for the block list was written, or could not be: then the next start does it."""


Key = (
    CaseWanted
    | DialPressed
    | NumberChosen
    | NoteWanted
    | NoteSaved
    | ResultChosen
    | OptedOut
    | LanguageNeeded
    | AppointmentWanted
    | AppointmentMade
    | TakeBackPressed
    | GiveBackPressed
    | BeginPressed
    | RangBack
    | CallerNamed
    | PausePressed
    | PauseEnded
    | Left
    | ClosePressed
)
LineEvent = LineFailed | LineChanged | LineEnded
Outcome = (
    CaseOffered
    | CallWritten
    | RingBackTaken
    | CallerNotTaken
    | ResultStored
    | TakenBack
    | CaseReturned
    | CallForbidden
    | HoldRenewed
    | BlocksWritten
    | InterviewNotBegun
    | InterviewOver
    | Failed
)
Event = Key | LineEvent | Outcome | Ticked


# -- commands -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FetchCase:
    """Ask the store for the next case; told by CaseOffered."""


@dataclass(frozen=True, slots=True)
class WriteCall:
    """Write the call before it is made; told by CallWritten."""

    attempt: Attempt
    number: ContactNumber


@dataclass(frozen=True, slots=True)
class WriteRingBack:
    """End the attempt in which the person was called, and begin theirs; told by RingBackTaken."""

    attempt: Attempt
    of_call: str  # the result that goes with it


@dataclass(frozen=True, slots=True)
class FindCaller:
    """Take up the case of a number; told by RingBackTaken or CallerNotTaken."""

    number: PhoneNumber


@dataclass(frozen=True, slots=True)
class Dial:
    """Dial; LineFailed tells when the line does not take it."""

    call_id: CallId
    number: PhoneNumber


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the call that is up."""


@dataclass(frozen=True, slots=True)
class WriteCallEnd:
    """Write how a call ended, on the attempt it belongs to."""

    attempt: Attempt
    call_id: CallId
    ended_by: str


@dataclass(frozen=True, slots=True)
class WriteRingBackEnd:
    """Tell the log that the person who rang back is on the line no more."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class StoreResult:
    """Give the result and take the next case; told by ResultStored."""

    attempt: Attempt
    disposition: str  # a name of the catalogue, or the code of one of the study's results
    note: str
    agreed: Agreed | None = None
    language: str | None = None
    never_again: bool = False


@dataclass(frozen=True, slots=True)
class UndoResult:
    """Undo the result; told by TakenBack."""

    given: GivenResult
    in_hand: Attempt | None  # goes back undialled in the same step


@dataclass(frozen=True, slots=True)
class GiveCaseBack:
    """Give the undialled case back; told by CaseReturned."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class RenewHold:
    """A heartbeat: somebody still works on the case; told by HoldRenewed."""

    attempt_id: AttemptId


@dataclass(frozen=True, slots=True)
class WriteBlocks:
    """Put on the block list what is due, and for somebody who leaves also what could be taken back; BlocksWritten."""

    leaves: bool = False


@dataclass(frozen=True, slots=True)
class TidyStore:
    """Housekeeping: it rings, nobody waits for the store now."""


@dataclass(frozen=True, slots=True)
class BeginInterview:
    """Begin the interview of the case, or go on with it; told by InterviewOver or InterviewNotBegun."""

    offer: Offer
    note: str


@dataclass(frozen=True, slots=True)
class DropInterview:
    """The case of the running interview went to others; what was answered stays stored."""


@dataclass(frozen=True, slots=True)
class AskNote:
    """The note on the case; with the result that needs one, if it is asked for that."""

    result: str = ""


@dataclass(frozen=True, slots=True)
class AskAppointment:
    """When to call again."""


@dataclass(frozen=True, slots=True)
class ShowCase:
    """Bring the case to the front."""


@dataclass(frozen=True, slots=True)
class Show:
    """Show the call as it stands."""


@dataclass(frozen=True, slots=True)
class ClosePanel:
    """Whatever was asked is settled."""


@dataclass(frozen=True, slots=True)
class Tell:
    """Word what is not allowed or went wrong."""

    error: Exception


@dataclass(frozen=True, slots=True)
class TellRingBack:
    """Whoever rang back has a result of their own; the call before has this one, where there was one."""

    of_call: str
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerCaller:
    """Say why the case of whoever rings back is not taken up."""

    answer: CallerCase | Exception


@dataclass(frozen=True, slots=True)
class TellReturned:
    """The case is given back."""


@dataclass(frozen=True, slots=True)
class Unsay:
    """What was said belongs to the case before."""


@dataclass(frozen=True, slots=True)
class Announce:
    """Tell every window what changed."""

    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class LetClose:
    """Everything is written: the window may go."""


StoreCommand = (
    FetchCase
    | WriteCall
    | WriteRingBack
    | FindCaller
    | WriteCallEnd
    | WriteRingBackEnd
    | StoreResult
    | UndoResult
    | GiveCaseBack
    | RenewHold
    | WriteBlocks
)
Command = (
    StoreCommand
    | Dial
    | HangUp
    | TidyStore
    | BeginInterview
    | DropInterview
    | AskNote
    | AskAppointment
    | ShowCase
    | Show
    | ClosePanel
    | Tell
    | TellReturned
    | TellRingBack
    | AnswerCaller
    | Unsay
    | Announce
    | LetClose
)
