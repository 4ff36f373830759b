"""What analysts propose of an interview in review, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from cati_app.domain.casework.watch_facts import ACCEPTED, CORRECTED, PASSED, PROPOSED, REJECTED, WITHDRAWN
from cati_app.values import dataclass


class Wish(StrEnum):
    """What somebody proposes."""

    LOOK = "look"  # that it is looked at, as versions before knew it alone
    REJECT = "reject"
    ACCEPT = "accept"  # nothing was found in it
    CORRECT = "correct"  # an answer was another one


class ProposalState(StrEnum):
    """What became of it."""

    OPEN = "open"
    TAKEN_OVER = "taken_over"
    NOT_TAKEN_OVER = "not_taken_over"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class AnswerCorrection:
    """Another answer to one question.

    Args:
        ref: Of the question in the interview, rows of repeats included.
        text: As it is stored; blank with `special`.
        special: Don't know, refused, not applicable; blank for an answer.
    """

    ref: str
    text: str
    special: str = ""


@dataclass(frozen=True, slots=True)
class ReviewProposal:
    """One thing that somebody proposed.

    Args:
        by: Id of the person; as `decided_by`.
        at: Aware UTC; as `decided_at`.
        correction: Of `CORRECT` alone.
        answer: What a supervisor told whoever proposed it; blank: nothing.
    """

    by: str
    at: datetime
    wish: Wish = Wish.LOOK
    reason: str = ""
    correction: AnswerCorrection | None = None
    state: ProposalState = ProposalState.OPEN
    decided_by: str = ""
    decided_at: datetime | None = None
    answer: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it waits for a supervisor."""
        return self.state is ProposalState.OPEN


@dataclass(frozen=True, slots=True)
class ReviewFact:
    """Something that was said of an interview in review.

    Args:
        kind: One of `WATCH_FACTS` about interviews.
        by: Id of the person; blank: nobody in particular.
        proposal: Of `PROPOSED` alone.
        answer: Words to whoever proposed; blank: none.
    """

    kind: str
    by: str
    at: datetime
    proposal: ReviewProposal | None = None
    answer: str = ""


_TAKES_OVER = {
    PASSED: frozenset({Wish.ACCEPT}),
    REJECTED: frozenset({Wish.REJECT, Wish.LOOK}),
    ACCEPTED: frozenset({Wish.ACCEPT}),
    CORRECTED: frozenset({Wish.CORRECT}),
}
"""Which wishes each verdict fulfils; it ends all others."""


def proposals_after(facts: Iterable[ReviewFact]) -> tuple[ReviewProposal, ...]:
    """The proposals of one interview with what became of each, from the first to the last.

    Args:
        facts: About this interview, by time.
    """
    known: list[ReviewProposal] = []
    for fact in facts:
        if fact.kind == PROPOSED and fact.proposal is not None:
            known.append(fact.proposal)
        elif fact.kind == WITHDRAWN:
            known = [
                _decided(each, fact, ProposalState.WITHDRAWN) if each.is_open and each.by == fact.by else each
                for each in known
            ]
        elif fact.kind in _TAKES_OVER:
            known = [_after_verdict(each, fact) for each in known]
    return tuple(known)


def _after_verdict(proposal: ReviewProposal, fact: ReviewFact) -> ReviewProposal:
    if not proposal.is_open:
        return proposal
    takes_over = proposal.wish in _TAKES_OVER[fact.kind]
    return _decided(proposal, fact, ProposalState.TAKEN_OVER if takes_over else ProposalState.NOT_TAKEN_OVER)


def _decided(proposal: ReviewProposal, fact: ReviewFact, state: ProposalState) -> ReviewProposal:
    return replace(proposal, state=state, decided_by=fact.by, decided_at=fact.at, answer=fact.answer)
