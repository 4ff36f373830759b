"""What an interviewer's screens work with: the person, the study, and a use case for each goal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cati_app.domain.clock import Clock
from cati_app.domain.events import LoggedEvent
from cati_app.domain.people.users import User
from cati_app.domain.sampling.phone import PhoneNumber
from cati_app.engine.form.model import Form
from cati_app.engine.session.carrying import Passage
from cati_app.engine.session.events import SessionEvent
from cati_app.fieldwork.calling.explain_case import ExplainCase
from cati_app.fieldwork.calling.finish_attempt import FinishAttempt
from cati_app.fieldwork.calling.leave_word import LeaveWord
from cati_app.fieldwork.calling.make_call import EndCall, StartCall
from cati_app.fieldwork.calling.promise import CheckPromise
from cati_app.fieldwork.calling.record_result import RecordResult, TakeBackResult
from cati_app.fieldwork.calling.ring_back import EndRingBack, TakeRingBack
from cati_app.fieldwork.calling.settle_blocks import SettleBlocks
from cati_app.fieldwork.calling.settle_queue import KeepCase
from cati_app.fieldwork.calling.take_case import ReturnCase, TakeCase
from cati_app.fieldwork.interview.finish_interview import FinishInterview
from cati_app.fieldwork.interview.give_access_code import GiveAccessCode
from cati_app.fieldwork.interview.note_screened import NoteScreened
from cati_app.fieldwork.interview.record_events import RecordEvents
from cati_app.fieldwork.interview.set_aside import SetAsideInterview
from cati_app.fieldwork.interview.start_interview import ResumeInterview, StartInterview
from cati_app.fieldwork.people.seats import TellSeat
from cati_app.fieldwork.people.team_messages import OwnMessages
from cati_app.fieldwork.ports.dialer import Dialer
from cati_app.fieldwork.quota.read_place import ReadPlace
from cati_app.fieldwork.quota.reserve_place import ReservePlace
from cati_app.fieldwork.rules import StudyRules
from cati_app.ui.console.along import TakesAlong
from cati_app.ui.console.sitting_services import SittingServices
from cati_app.ui.stage.study_texts import StudyTexts
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class InterviewerServices:
    """Calls and interviews of a study."""

    user: User
    form: Form
    form_hash: str  # of the questionnaire file
    passage: Callable[[str], Passage | None]  # from the version of an interview to this one
    texts: StudyTexts
    rules: StudyRules
    clock: Clock
    dialer: Dialer
    take_case: TakeCase
    return_case: ReturnCase
    start_call: StartCall
    end_call: EndCall
    take_ring_back: TakeRingBack
    end_ring_back: EndRingBack
    leave_word: LeaveWord
    block_number: Callable[[PhoneNumber], int]  # of whoever wants no more calls, in no study
    new_id: Callable[[], str]
    record_result: RecordResult
    finish_attempt: FinishAttempt
    take_back: TakeBackResult
    settle_blocks: SettleBlocks
    start_interview: StartInterview
    resume_interview: ResumeInterview
    set_aside: SetAsideInterview
    record_events: RecordEvents
    read_session: Callable[[Sequence[LoggedEvent]], list[SessionEvent]]
    reserve_place: ReservePlace | None
    note_screened: NoteScreened
    give_access_code: GiveAccessCode
    finish_interview: FinishInterview
    explain_case: ExplainCase
    promise: CheckPromise
    keep_case: KeepCase
    tidy: Callable[[], None]  # housekeeping of the database, for moments in which nobody waits
    read_place: ReadPlace
    seats: TellSeat  # what the person does now
    messages: OwnMessages
    stop_waiting: Callable[[], None] | None = None
    """Whoever waits for a hub waits no longer, in any thread; None: nothing here waits for one."""
    sittings: SittingServices | None = None  # None: a study of questionnaires
    along: TakesAlong | None = None  # None: nothing is taken along here
    begin_pause: Callable[[], None] | None = None
    """What goes back to a hub when a pause begins; None: nothing does."""
