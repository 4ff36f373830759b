"""The review as analysts have it: complete interviews, what waits, what was proposed, and what became of it.

It is as blind as that of supervisors: who held an interview is told nowhere, and why one is in the list only after
somebody has spoken – the analyst by a proposal, a supervisor by a verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from cati_app.domain.casework.field_days import CompleteFact
from cati_app.domain.casework.interview_quality import QualityFigures
from cati_app.domain.casework.review_proposals import AnswerCorrection, ProposalState, ReviewProposal
from cati_app.domain.ids import CaseId, InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.people.users import User
from cati_app.domain.sharing.leases import SetAside
from cati_app.fieldwork.monitor.read_reviews import GivenAnswer, ReadReviews, ReviewList
from cati_app.fieldwork.ports.unit import UnitOfWork, Units
from cati_app.fieldwork.quota.review_interview import reviewable
from cati_app.fieldwork.rights import needs
from cati_app.values import dataclass


class ReviewStanding(StrEnum):
    """How an interview stands in review."""

    WAITS = "waits"
    LOOKED_AT = "looked_at"  # nothing was found
    REJECTED = "rejected"
    COUNTS = "counts"  # and nobody asks for anything


@dataclass(frozen=True, slots=True)
class ReviewedInterview:
    """A complete interview.

    Args:
        named: `case_id` of data sets.
        ended_at: Aware UTC.
        proposals: From the first to the last.
        is_told: Somebody has spoken, so why it is in the list may be told.
        figures: What stood out, once that is told; None: nothing did, or it is not told yet.
    """

    id: InterviewId
    case_id: CaseId
    named: str
    ended_at: datetime
    language: str
    standing: ReviewStanding
    proposals: tuple[ReviewProposal, ...] = field(default=(), repr=False)
    is_told: bool = False
    figures: QualityFigures | None = field(default=None, repr=False)

    @property
    def waiting_proposal(self) -> ReviewProposal | None:
        """The one that nobody decided about yet."""
        return next((each for each in reversed(self.proposals) if each.is_open), None)


@dataclass(frozen=True, slots=True)
class ReviewedSet:
    """All of them, by `named`.

    Args:
        judged: Complete interviews that could have been flagged.
        people: Names to show beside proposals and verdicts on them, by id.
    """

    interviews: tuple[ReviewedInterview, ...] = ()
    judged: int = 0
    people: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenedInterview:
    """What is looked at of one interview; no contact data, and nobody's name.

    Args:
        started_at: Aware UTC, as `ended_at`.
        language: In which it was held last.
        corrections: What is proposed of its answers, in words: as given, and as it is to be.
    """

    started_at: datetime
    ended_at: datetime
    language: str
    answers: tuple[GivenAnswer, ...] = field(default=(), repr=False)
    corrections: tuple[tuple[AnswerCorrection, GivenAnswer, GivenAnswer], ...] = field(default=(), repr=False)


class ReadReviewed:
    """For analysts.

    Args:
        reviews: What supervisors read.
        units: Where interviews are read; with keys that open answers.
        called: What an interview is called in data sets.
    """

    def __init__(self, reviews: ReadReviews, units: Units, called: Callable[[InterviewId], str]) -> None:
        self._reviews = reviews
        self._units = units
        self._called = called

    @needs(Right.PROPOSE_REVIEW)
    def __call__(self, by: User, on_progress: Callable[[float], None] = lambda share: None) -> ReviewedSet:
        """As it stands now; `on_progress` and RuleViolation as for `ReadReviews`."""
        read = self._reviews(by, on_progress)
        with self._units() as unit:
            counted = tuple(unit.field_record.complete())
            rejected = tuple(_rejected(unit))
            people = {str(person.id): person.name for person in unit.people.all() if _speaks(person.id, read)}
        waits = {each.interview_id for each in read.waiting}
        told = [self._told(by, read, each, _standing(each.id, waits, read)) for each in counted]
        told += [self._told(by, read, each, ReviewStanding.REJECTED) for each in rejected]
        return ReviewedSet(tuple(sorted(told, key=lambda each: each.named)), len(read.judged), people)

    @needs(Right.PROPOSE_REVIEW)
    def open(
        self, by: User, case_id: CaseId, language: str, wanted: Sequence[AnswerCorrection] = ()
    ) -> OpenedInterview:
        """The answers of the interview of a case.

        Args:
            wanted: Corrections that are told in words with it.
            language: As for `ReadReviews.answers`.

        Raises:
            RuleViolation: `not_reviewable`.
        """
        answers = self._reviews.answers(by, case_id, language)
        worded = tuple((each, *self._reviews.correction(by, case_id, each, language)) for each in wanted)
        with self._units() as unit:
            interview = reviewable(unit, case_id).interview
        ended_at = interview.ended_at or interview.started_at
        return OpenedInterview(interview.started_at, ended_at, interview.language, answers, worded)

    def _told(self, by: User, read: ReviewList, each: CompleteFact, standing: ReviewStanding) -> ReviewedInterview:
        proposals = read.proposals.get(each.id, ())
        own = any(proposal.by == by.id and proposal.state is not ProposalState.WITHDRAWN for proposal in proposals)
        is_told = own or standing in (ReviewStanding.LOOKED_AT, ReviewStanding.REJECTED)
        return ReviewedInterview(
            each.id,
            each.case_id,
            self._called(each.id),
            each.ended_at,
            each.language,
            standing,
            proposals,
            is_told,
            read.figures.get(each.id) if is_told else None,
        )


def _standing(interview: InterviewId, waits: set[InterviewId], read: ReviewList) -> ReviewStanding:
    if interview in waits:
        return ReviewStanding.WAITS
    return ReviewStanding.LOOKED_AT if interview in read.passed else ReviewStanding.COUNTS


def _rejected(unit: UnitOfWork) -> Iterator[CompleteFact]:
    for known, uncounted in unit.interview_book.not_counted().items():
        if uncounted.why is SetAside.REJECTED:
            held = unit.interviews.get(known)
            yield CompleteFact(held.id, held.case_id, held.language, held.ended_at or held.started_at)


def _speaks(person: object, read: ReviewList) -> bool:
    """Whether somebody proposed something or decided about it: nobody else's name is needed."""
    spoken: Iterable[ReviewProposal] = (proposal for each in read.proposals.values() for proposal in each)
    return any(str(person) in (proposal.by, proposal.decided_by) for proposal in spoken)
