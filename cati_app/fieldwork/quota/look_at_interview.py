"""What leads to a verdict: an analyst proposes one for an interview, a supervisor looks and finds nothing.

All are facts of the log of the station where they are said, so they survive a hub that came back from a copy, and come
to all stations with the log. None changes a counter. What is said in words goes with its interview.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from cati_app.domain.casework.review_proposals import AnswerCorrection, ReviewProposal, Wish
from cati_app.domain.casework.watch_facts import ACCEPTED, CORRECTED, PASSED, PROPOSED, WITHDRAWN
from cati_app.domain.clock import Clock
from cati_app.domain.errors import RuleViolation
from cati_app.domain.events import LoggedEvent
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.fieldwork.logging_events import moment
from cati_app.fieldwork.ports.unit import CallingUnit, CallingUnits, UnitOfWork, Units
from cati_app.fieldwork.quota.review_facts import (
    ANSWER,
    CORRECTION,
    REASON,
    WISH,
    about,
    correction_text,
    facts_of_review,
    proposals_of,
    review_fact,
    watched_here,
)
from cati_app.fieldwork.quota.review_interview import check_not_own, reviewable
from cati_app.fieldwork.rights import needs
from cati_app.values import dataclass

LONGEST_REASON = 1_000
"""Characters."""
_CODINGS = "codings"
_VERDICTS = (PASSED, ACCEPTED, CORRECTED)


@dataclass(frozen=True, slots=True)
class Looks:
    """What was said of interviews so far.

    Args:
        proposed: And neither withdrawn nor looked at since; with the fact that came last.
        passed_at: Looked at, nothing more to be found, and not proposed since; with the time.
        codings: How often each of these had been coded then, where that is known.
    """

    proposed: dict[InterviewId, LoggedEvent]
    passed_at: dict[InterviewId, datetime]
    codings: dict[InterviewId, int]

    @property
    def passed(self) -> frozenset[InterviewId]:
        """Those in which nothing was found."""
        return frozenset(self.passed_at)

    def looked_before(self, interview: InterviewId, coded_at: datetime, codings: int) -> bool:
        """Whether nobody looked at it since it was coded last, and found nothing.

        Args:
            coded_at: By the clock of a station, aware UTC; it decides where the look did not say what it knew.
            codings: How often it was coded so far.
        """
        if interview not in self.passed_at:
            return True
        if interview in self.codings:
            return self.codings[interview] < codings
        return self.passed_at[interview] < coded_at

    def proposed_at(self) -> dict[InterviewId, datetime]:
        """When somebody asked for each."""
        return {known: logged.event.at for known, logged in self.proposed.items()}


def looks(facts: Iterable[LoggedEvent]) -> Looks:
    """From facts about interviews, by time: of those from several stations the latest decides."""
    opened: dict[InterviewId, list[LoggedEvent]] = {}
    passed_at: dict[InterviewId, datetime] = {}
    codings: dict[InterviewId, int] = {}
    for logged in facts:
        interview, event = about(logged), logged.event
        if event.kind == PROPOSED:
            opened.setdefault(interview, []).append(logged)
        elif event.kind == WITHDRAWN:
            kept = [each for each in opened.get(interview, ()) if each.event.user_id != event.user_id]
            opened[interview] = kept
        elif event.kind in _VERDICTS:
            opened.pop(interview, None)
            passed_at[interview] = event.at
            codings.pop(interview, None)
            knew = (event.payload or {}).get(_CODINGS)
            if isinstance(knew, int):
                codings[interview] = knew
    proposed = {interview: each[-1] for interview, each in opened.items() if each}
    passed = {known: at for known, at in passed_at.items() if known not in proposed}
    return Looks(proposed, passed, {known: count for known, count in codings.items() if known in passed})


@dataclass(frozen=True, slots=True)
class WantedProposal:
    """What somebody wants to propose.

    Args:
        reason: What stood out.
        correction: Of `CORRECT` alone.
    """

    wish: Wish
    reason: str
    correction: AnswerCorrection | None = None


class _Proposing:
    """What proposing and withdrawing have alike.

    Args:
        units: Where it is written.
        whole: Where interviews are read.
        here: Facts written here that may not have come to the whole study yet; None: all are there.
    """

    def __init__(self, units: CallingUnits, whole: Units, clock: Clock, here: CallingUnits | None = None) -> None:
        self._units = units
        self._whole = whole
        self._clock = clock
        self._here = here

    def _open_ones(
        self, unit: CallingUnit, interview: InterviewId, here: Iterable[LoggedEvent]
    ) -> list[ReviewProposal]:
        known = proposals_of(unit, facts_of_review(unit, here, {interview})).get(interview, ())
        return [each for each in known if each.is_open]


class ProposeReview(_Proposing):
    """An analyst proposes what shall be done with a complete interview that counts.

    Args:
        check: Whether the interview could have been held with a corrected answer. RuleViolation: why not.
    """

    def __init__(
        self,
        units: CallingUnits,
        whole: Units,
        clock: Clock,
        here: CallingUnits | None = None,
        check: Callable[[Units, InterviewId, AnswerCorrection], object] = lambda units, interview, correction: None,
    ) -> None:
        super().__init__(units, whole, clock, here)
        self._check = check

    @needs(Right.PROPOSE_REVIEW)
    def __call__(self, user: User, interview: InterviewId, wanted: WantedProposal) -> None:
        """Propose it.

        Raises:
            RuleViolation: `reason_needed`; `text_too_long`; `no_such_interview` where no complete interview that counts
                has that id; `review_proposed` where a proposal waits, whoever made it; what `check` has against it.
        """
        reason = wanted.reason.strip()
        if not reason:
            raise RuleViolation("reason_needed")
        if len(reason) > LONGEST_REASON:
            raise RuleViolation("text_too_long", most=LONGEST_REASON)
        now, here = moment(self._clock, user), watched_here(self._here)
        with self._whole() as unit:
            case_id = _case_of(unit, interview)
            key = unit.interviews.sealed_keys([interview]).get(interview)
            if case_id is None or key is None:
                raise RuleViolation("no_such_interview")
            if self._open_ones(unit, interview, here):
                raise RuleViolation("review_proposed")
        if wanted.correction is not None:
            self._check(self._whole, interview, wanted.correction)
        correction = "" if wanted.correction is None else correction_text(wanted.correction)
        words = {REASON: reason, WISH: wanted.wish.value, CORRECTION: correction}
        with self._units() as unit_here:
            unit_here.log.append([review_fact(now, PROPOSED, case_id, interview, key, words)])
            unit_here.commit()


class WithdrawProposal(_Proposing):
    """An analyst takes back what the same analyst proposed, as long as nobody decided about it."""

    @needs(Right.PROPOSE_REVIEW)
    def __call__(self, user: User, interview: InterviewId) -> None:
        """Take it back.

        Raises:
            RuleViolation: `nothing_to_withdraw` where none of this person waits.
        """
        now, here = moment(self._clock, user), watched_here(self._here)
        with self._whole() as unit:
            case_id = _case_of(unit, interview)
            if case_id is None or not any(each.by == user.id for each in self._open_ones(unit, interview, here)):
                raise RuleViolation("nothing_to_withdraw")
        with self._units() as unit_here:
            unit_here.log.append([now.fact(WITHDRAWN, interview=interview, case=case_id)])
            unit_here.commit()


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
    def __call__(self, user: User, case_id: CaseId, answer: str = "") -> None:
        """Say so.

        Args:
            answer: To whoever proposed something else; told to analysts, so it holds no contact data.

        Raises:
            RuleViolation: `not_reviewable`; `own_interview`; `review_unchanged` where it is rejected, or looked at;
                `reason_needed` where somebody proposed something else, and gets no answer; `text_too_long`.
        """
        if len(answer.strip()) > LONGEST_REASON:
            raise RuleViolation("text_too_long", most=LONGEST_REASON)
        now = moment(self._clock, user)
        with self._whole() as unit:
            under_review = reviewable(unit, case_id)
            check_not_own(under_review.interview, user.id)
            interview = under_review.interview.id
            facts = facts_of_review(unit, (), {interview})
            known, key = looks(facts), unit.interviews.sealed_keys([interview]).get(interview, b"")
            coded = [logged.event.at for logged in unit.log.of_codings([interview])]
            is_coded_anew = bool(coded) and known.looked_before(interview, max(coded), len(coded))
            is_new = interview not in known.passed or is_coded_anew
            if under_review.is_rejected or not is_new:
                raise RuleViolation("review_unchanged")
            if not answer.strip() and _wants_answer(proposals_of(unit, facts).get(interview, ())):
                raise RuleViolation("reason_needed")
        fact = now.fact(PASSED, interview=interview, case=case_id)
        if answer.strip():
            fact = review_fact(now, PASSED, case_id, interview, key, {ANSWER: answer.strip()})
        fact = replace(fact, payload={**(fact.payload or {}), _CODINGS: len(coded)})
        with self._units() as unit_here:
            unit_here.log.append([fact])
            unit_here.commit()

    @needs(Right.SUPERVISE)
    def asked(self, user: User, case_id: CaseId) -> ReviewProposal | None:
        """What an analyst proposes for the interview of a case; None: nothing waits."""
        with self._whole() as unit:
            interview = reviewable(unit, case_id).interview.id
            known = proposals_of(unit, facts_of_review(unit, (), {interview})).get(interview, ())
        return next((each for each in reversed(known) if each.is_open), None)


def _wants_answer(known: Iterable[ReviewProposal]) -> bool:
    return any(each.is_open and each.wish is not Wish.ACCEPT for each in known)


def _case_of(unit: UnitOfWork, interview: InterviewId) -> CaseId | None:
    """The case of a complete interview that counts; None: there is no such interview."""
    return next((each.case_id for each in unit.field_record.complete() if each.id == interview), None)
