"""What became of proposals, by what was said after them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cati_app.domain.casework.review_proposals import ProposalState, ReviewFact, ReviewProposal, Wish, proposals_after
from cati_app.domain.casework.watch_facts import ACCEPTED, CORRECTED, PASSED, PROPOSED, REJECTED, WITHDRAWN

AT = datetime(2026, 12, 1, 9, tzinfo=UTC)
TAKEN, NOT_TAKEN = ProposalState.TAKEN_OVER, ProposalState.NOT_TAKEN_OVER


def proposed(wish: Wish, by: str = "eve") -> ReviewFact:
    return ReviewFact(PROPOSED, by, AT, ReviewProposal(by, AT, wish, "why"))


@pytest.mark.parametrize(
    ("wish", "verdict", "state"),
    [
        (Wish.LOOK, PASSED, NOT_TAKEN),
        (Wish.LOOK, REJECTED, TAKEN),
        (Wish.REJECT, PASSED, NOT_TAKEN),
        (Wish.REJECT, REJECTED, TAKEN),
        (Wish.REJECT, CORRECTED, NOT_TAKEN),
        (Wish.ACCEPT, PASSED, TAKEN),
        (Wish.ACCEPT, ACCEPTED, TAKEN),
        (Wish.ACCEPT, REJECTED, NOT_TAKEN),
        (Wish.CORRECT, CORRECTED, TAKEN),
        (Wish.CORRECT, PASSED, NOT_TAKEN),
        (Wish.CORRECT, REJECTED, NOT_TAKEN),
    ],
)
def test_a_verdict_ends_every_proposal_and_takes_over_what_it_fulfils(
    wish: Wish, verdict: str, state: ProposalState
) -> None:
    later = AT + timedelta(hours=1)
    (known,) = proposals_after([proposed(wish), ReviewFact(verdict, "sue", later, answer="so")])
    assert (state, "sue", later, "so") == (known.state, known.decided_by, known.decided_at, known.answer)


def test_whoever_withdraws_withdraws_the_own_one_alone() -> None:
    facts = [proposed(Wish.REJECT, "eve"), proposed(Wish.ACCEPT, "max"), ReviewFact(WITHDRAWN, "eve", AT)]
    assert [ProposalState.WITHDRAWN, ProposalState.OPEN] == [each.state for each in proposals_after(facts)]


def test_a_later_verdict_changes_nothing_that_was_decided() -> None:
    facts = [proposed(Wish.REJECT), ReviewFact(PASSED, "sue", AT), ReviewFact(REJECTED, "tom", AT)]
    assert [(NOT_TAKEN, "sue")] == [(each.state, each.decided_by) for each in proposals_after(facts)]
    assert () == proposals_after([ReviewFact(PASSED, "sue", AT)])
