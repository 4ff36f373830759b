"""Begin an interview on a case, or go on with one that was interrupted or suspended."""

from __future__ import annotations

from cati_app.domain.casework.cases import Case
from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.clock import Clock, IdSource
from cati_app.domain.events import LoggedEvent
from cati_app.domain.ids import CellId, InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.calling.holding import in_call
from cati_app.fieldwork.logging_events import happened, moment
from cati_app.fieldwork.ports.unit import CallingUnits
from cati_app.fieldwork.quota.own_place import take_again
from cati_app.fieldwork.rights import needs
from cati_app.fieldwork.rules import StudyRules
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class Resumed:
    """An interview that goes on, and its log; in a full cell where others got its place meanwhile.

    Args:
        is_cut: Facts are missing at its end that were there when it was suspended: on its way somebody left them out.
    """

    interview: Interview
    log: tuple[LoggedEvent, ...]
    is_cut: bool = False


class StartInterview:
    """Writes the interview before its first question is shown."""

    def __init__(self, units: CallingUnits, clock: Clock, ids: IdSource) -> None:
        self._units = units
        self._clock = clock
        self._ids = ids

    @needs(Right.CALL)
    def __call__(self, user: User, case: Case, form_hash: str, language: str) -> Interview:
        """A new interview on the case.

        Raises:
            RuleViolation: `case_lost` when the case went to others; `call_first` when nobody was called;
                `interview_open` when it has an interview already.
        """
        interview = Interview(
            id=InterviewId(self._ids.new_id()),
            case_id=case.id,
            user_id=user.id,
            state=InterviewState.RUNNING,
            form_hash=form_hash,
            language=language,
            started_at=self._clock.now(),
        )
        now = moment(self._clock, user)
        with self._units() as unit:
            begun = in_call(unit, user, case.id).case.begin_interview(interview.id)
            unit.interviews.add(interview)
            unit.cases.save(begun, [now.fact("interview_started", case.id, None, interview=interview.id)])
            unit.commit()
        return interview


class ResumeInterview:
    """Reads an interview's log; takes its place again if the place was given back meanwhile."""

    def __init__(self, units: CallingUnits, clock: Clock, rules: StudyRules) -> None:
        self._units = units
        self._clock = clock
        self._rules = rules

    @needs(Right.CALL)
    def __call__(self, user: User, interview_id: InterviewId) -> Resumed:
        """The interview and its events, oldest first.

        Raises:
            RuleViolation: `not_resumable` when it was finished or set aside; `case_lost` when the case went to
                others; `call_first` when nobody was called.
        """
        return self._go_on(user, interview_id)

    @needs(Right.CALL)
    def where_full(self, user: User, interview_id: InterviewId, full: CellId) -> Resumed:
        """The same where a cell has no place for this person any more, whatever the counter here says of others'.

        Raises:
            RuleViolation: as above.
        """
        return self._go_on(user, interview_id, full)

    def _go_on(self, user: User, interview_id: InterviewId, refused: CellId | None = None) -> Resumed:
        with self._units() as unit:
            interview = unit.interviews.get(interview_id)
            resumed = interview.resume(user.id)
            in_call(unit, user, interview.case_id)
            if interview.has_lost_place and self._rules.quota is not None:
                resumed = take_again(unit.quota, resumed, refused)
            is_cut = unit.interviews.is_cut(interview_id)
            unit.interviews.save(resumed)
            kinds = ("interview_resumed", "interview_cut") if is_cut else ("interview_resumed",)
            unit.log.append([happened(kind, self._clock, user, interview.case_id, None) for kind in kinds])
            log = unit.log.of_interview(interview_id)
            unit.commit()
        return Resumed(resumed, log, is_cut)
