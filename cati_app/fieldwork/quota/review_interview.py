"""Review of complete interviews: a supervisor rejects one, and its place goes back; or accepts it again.

A rejected interview is kept as every other, named in data sets, and counts in no cell and no total. This is the one way
in which an interview that counted ceases to.
"""

from __future__ import annotations

from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.casework.watch_facts import ACCEPTED, REJECTED
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import Moment
from cati_app.domain.ids import CaseId, CellId, UserId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.quota.cells import CellCount, has_room
from cati_app.domain.quota.fitting import cells_of
from cati_app.domain.sharing.leases import NotCounted, SetAside
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import UnitOfWork, Units
from cati_app.fieldwork.rights import needs
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class Reviewable:
    """The interview of a case that can be reviewed. Nothing in it tells who held it.

    Args:
        is_rejected: It was rejected before.
        cells: Counters of the cells it counts in, or would.
    """

    interview: Interview
    is_rejected: bool
    cells: tuple[CellCount, ...]


def reviewable(unit: UnitOfWork, case_id: CaseId) -> Reviewable:
    """The complete interview of a case that counts, else the one rejected last. RuleViolation: `not_reviewable`."""
    uncounted = unit.interview_book.not_counted()
    complete = [each for each in unit.interviews.of_case(case_id) if each.state is InterviewState.COMPLETED]
    counted = [each for each in complete if each.id not in uncounted]
    rejected = [each for each in complete if each.id in uncounted and uncounted[each.id].why is SetAside.REJECTED]
    if not counted and not rejected:
        raise RuleViolation("not_reviewable")
    interview = counted[0] if counted else max(rejected, key=lambda each: uncounted[each.id].at)
    counts = tuple(unit.quota.count(cell) for cell in _cells(interview))
    return Reviewable(interview, not counted, counts)


def check_not_own(interview: Interview, by: UserId | None) -> None:
    """Whoever held an interview gives no verdict on it. RuleViolation: `own_interview`."""
    if interview.user_id == by:
        raise RuleViolation("own_interview")


def reject(unit: UnitOfWork, now: Moment, case_id: CaseId) -> Interview:
    """The interview counts no more: its place goes back.

    Raises:
        RuleViolation: `not_reviewable`, `own_interview`, `review_unchanged`.
    """
    under_review = reviewable(unit, case_id)
    check_not_own(under_review.interview, now.by)
    if under_review.is_rejected:
        raise RuleViolation("review_unchanged")
    if under_review.interview.cell_id is not None:
        unit.quota.reopen(under_review.interview.cell_id)
        unit.quota.give_back(under_review.interview.cell_id)
    unit.interview_book.set_uncounted(NotCounted(under_review.interview.id, SetAside.REJECTED, now.at))
    return under_review.interview


def accept_again(unit: UnitOfWork, now: Moment, case_id: CaseId) -> Interview:
    """A rejected interview counts again.

    Raises:
        RuleViolation: `not_reviewable`, `own_interview`, `review_unchanged`, `no_room`.
    """
    under_review = reviewable(unit, case_id)
    check_not_own(under_review.interview, now.by)
    if not under_review.is_rejected:
        raise RuleViolation("review_unchanged")
    if not all(has_room(count) for count in under_review.cells):
        raise RuleViolation("no_room")
    if under_review.interview.cell_id is not None:
        unit.quota.hold(under_review.interview.cell_id)
        unit.quota.complete(under_review.interview.cell_id)
    unit.interview_book.count_again(under_review.interview.id)
    return under_review.interview


class ReviewInterview:
    """Verdicts on one machine."""

    def __init__(self, units: Units, clock: Clock) -> None:
        self._units = units
        self._clock = clock

    @needs(Right.SUPERVISE)
    def __call__(self, user: User, case_id: CaseId, *, rejected: bool, reason: str) -> None:
        """Reject, or accept again.

        Args:
            reason: Why; stored sealed in the log.

        Raises:
            RuleViolation: `reason_needed`, `not_reviewable`, `own_interview`, `review_unchanged`, `no_room`.
        """
        if not reason.strip():
            raise RuleViolation("reason_needed")
        now = moment(self._clock, user)
        with self._units() as unit:
            interview = reject(unit, now, case_id) if rejected else accept_again(unit, now, case_id)
            kind, contact = REJECTED if rejected else ACCEPTED, {"reason": reason.strip()}
            unit.log.append([now.fact(kind, case_id, contact=contact, interview=interview.id)])
            unit.commit()

    @needs(Right.SUPERVISE)
    def look(self, user: User, case_id: CaseId) -> Reviewable:
        """What there is to review; reads only. RuleViolation: `not_reviewable`."""
        with self._units() as unit:
            return reviewable(unit, case_id)


def _cells(interview: Interview) -> tuple[CellId, ...]:
    return () if interview.cell_id is None else tuple(cells_of(interview.cell_id))
