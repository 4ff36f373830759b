"""What leads to a verdict: an analyst asks for a look at an interview, a supervisor looks and finds nothing.

Both are facts of the log of the station where it is said, so they survive a hub that came back from a copy, and come to
all stations with the log. Neither changes a counter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from cati_app.domain.casework.watch_facts import ACCEPTED, PASSED, PROPOSED
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import LoggedEvent, NewEvent
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnits, UnitOfWork, Units
from cati_app.fieldwork.quota.review_interview import check_not_own, reviewable
from cati_app.fieldwork.rights import needs
from cati_app.values import dataclass

REASON = "reason"
LONGEST_REASON = 1_000
"""Characters."""


@dataclass(frozen=True, slots=True)
class Looks:
    """What was said of interviews so far.

    Args:
        proposed: And not looked at since, with the time and the fact, in which the reason is sealed.
        passed: Looked at, nothing found, and not proposed since; with the time.
    """

    proposed: dict[InterviewId, LoggedEvent]
    passed_at: dict[InterviewId, datetime]

    @property
    def passed(self) -> frozenset[InterviewId]:
        """Those in which nothing was found."""
        return frozenset(self.passed_at)

    def looked_before(self, interview: InterviewId, at: datetime) -> bool:
        """Whether nobody looked at it since that time, and found nothing; aware UTC."""
        return interview not in self.passed_at or self.passed_at[interview] < at

    def proposed_at(self) -> dict[InterviewId, datetime]:
        """When somebody asked for each."""
        return {known: logged.event.at for known, logged in self.proposed.items()}


def looks(facts: Iterable[LoggedEvent]) -> Looks:
    """From facts of the log; of facts from several stations the latest decides."""
    last: dict[InterviewId, LoggedEvent] = {}
    for logged in facts:
        if logged.event.kind not in (PROPOSED, PASSED, ACCEPTED):
            continue
        known = InterviewId(str((logged.event.payload or {}).get("interview", "")))
        if known not in last or last[known].event.at <= logged.event.at:
            last[known] = logged
    proposed = {known: logged for known, logged in last.items() if logged.event.kind == PROPOSED}
    return Looks(proposed, {known: logged.event.at for known, logged in last.items() if known not in proposed})


class ProposeReview:
    """An analyst asks for a look at a complete interview.

    Args:
        whole: Where interviews are read.
        called: What an interview is called in data sets, which is how analysts know it.
    """

    def __init__(self, units: CallingUnits, whole: Units, clock: Clock, called: Callable[[InterviewId], str]) -> None:
        self._units = units
        self._whole = whole
        self._clock = clock
        self._called = called

    @needs(Right.PROPOSE_REVIEW)
    def __call__(self, user: User, named: str, reason: str) -> None:
        """Ask for it.

        Args:
            named: `case_id` of the data set.
            reason: What stood out; sealed with the key of answers.

        Raises:
            RuleViolation: `reason_needed`; `text_too_long`; `no_such_interview` where no complete interview is called
                that; `review_unchanged` where it is rejected, or waits because somebody asked for it before.
        """
        if not reason.strip():
            raise RuleViolation("reason_needed")
        if len(reason) > LONGEST_REASON:
            raise RuleViolation("text_too_long", most=LONGEST_REASON)
        now = moment(self._clock, user)
        with self._whole() as unit:
            interview_id, case_id = self._interview_called(unit, named.strip().lower())
            if interview_id in looks(unit.log.of_watch()).proposed:
                raise RuleViolation("review_unchanged")
        told = {"interview": interview_id, "case": case_id}
        fact = NewEvent(PROPOSED, now.at, now.mono_ms, now.by, payload=told, remarks={REASON: reason.strip()})
        with self._units() as unit_here:
            unit_here.log.append([fact])
            unit_here.commit()

    def _interview_called(self, unit: UnitOfWork, named: str) -> tuple[InterviewId, CaseId]:
        for each in unit.field_record.complete():
            if self._called(each.id) == named:
                return each.id, each.case_id
        if any(self._called(known) == named for known in unit.interview_book.not_counted()):
            raise RuleViolation("review_unchanged")
        raise RuleViolation("no_such_interview")


class FindNothing:
    """A supervisor looked at an interview: it stays as it is, and what asked for a look is gone.

    Args:
        whole: Where interviews are read.
    """

    def __init__(self, units: CallingUnits, whole: Units, clock: Clock) -> None:
        self._units = units
        self._whole = whole
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, case_id: CaseId) -> None:
        """Say so.

        Raises:
            RuleViolation: `not_reviewable`; `own_interview`; `review_unchanged` where it is rejected, or looked at.
        """
        now = moment(self._clock, user)
        with self._whole() as unit:
            under_review = reviewable(unit, case_id)
            check_not_own(under_review.interview, user.id)
            interview, known = under_review.interview.id, looks(unit.log.of_watch())
            coded = max((logged.event.at for logged in unit.log.of_codings([interview])), default=None)
            is_new = interview not in known.passed or (coded is not None and known.looked_before(interview, coded))
            if under_review.is_rejected or not is_new:
                raise RuleViolation("review_unchanged")
        with self._units() as unit_here:
            unit_here.log.append([now.fact(PASSED, interview=under_review.interview.id, case=case_id)])
            unit_here.commit()

    @needs(Right.SUPERVISE)
    def asked(self, user: User, case_id: CaseId) -> str:
        """What an analyst wants looked at in the interview of a case; blank: nobody asks."""
        with self._whole() as unit:
            logged = looks(unit.log.of_watch()).proposed.get(reviewable(unit, case_id).interview.id)
            return "" if logged is None else unit.contacts.of_fact(logged, REASON)
