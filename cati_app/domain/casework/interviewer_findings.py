"""Whether more interviews of one person ask for a look than chance explains beside those of the others.

Source: the design's limit, 99.5 % of a beta-binomial; its two parameters are the interviews of the others, flagged and
not, with one added to each, so that few interviews of others leave much to chance (Bernardo & Smith, Bayesian Theory,
1994, section 3.2.2).
"""

from __future__ import annotations

from collections.abc import Collection
from math import exp, lgamma

from cati_app.domain.casework.interview_quality import INTERVIEWS_NEEDED
from cati_app.domain.people.shown_groups import PEOPLE_AT_LEAST
from cati_app.values import dataclass

INTERVIEWS_AT_LEAST = 20
"""Complete interviews of one person below which nothing is said."""
_SURE = 0.995


@dataclass(frozen=True, slots=True)
class FlaggedCount:
    """Interviews of a person or of a group.

    Args:
        flagged: That ask for a look, and in which nobody has found nothing; 0 to `all`.
        all: Complete ones that count.
    """

    flagged: int
    all: int

    def __add__(self, other: FlaggedCount) -> FlaggedCount:
        return FlaggedCount(self.flagged + other.flagged, self.all + other.all)


NO_INTERVIEWS = FlaggedCount(0, 0)


@dataclass(frozen=True, slots=True)
class InterviewerFinding:
    """Flagged interviews beside those of the others.

    Args:
        expected: That would be flagged if they were flagged as often as those of the others; None: nothing is compared.
        limit: Flagged interviews up to which chance explains them; None: as before.
    """

    own: FlaggedCount
    expected: float | None = None
    limit: int | None = None

    @property
    def is_beyond_chance(self) -> bool:
        """A talk may be due; it is no verdict."""
        return self.limit is not None and self.own.flagged > self.limit


def interviewer_finding(own: FlaggedCount, others: Collection[FlaggedCount]) -> InterviewerFinding:
    """Of one person or a group beside the others.

    Args:
        others: Of each other person. Nothing is compared with fewer than `PEOPLE_AT_LEAST` of them who held any: that
            would tell of those few.

    Returns:
        Without a comparison too below `INTERVIEWS_AT_LEAST`, or where so few were held in all that none is flagged.
    """
    held = [each for each in others if each.all]
    beside = sum(held, NO_INTERVIEWS)
    if own.all < INTERVIEWS_AT_LEAST or own.all + beside.all < INTERVIEWS_NEEDED or len(held) < PEOPLE_AT_LEAST:
        return InterviewerFinding(own)
    return InterviewerFinding(own, own.all * (beside.flagged + 1) / (beside.all + 2), chance_limit(own.all, beside))


def chance_limit(count: int, others: FlaggedCount) -> int:
    """The smallest number of flagged interviews of `count` that is not exceeded with 99.5 % certainty."""
    yes, no = others.flagged + 1, others.all - others.flagged + 1
    whole = lgamma(count + 1) - _log_beta(yes, no)
    reached = 0.0
    for flagged in range(count):
        ways = whole - lgamma(flagged + 1) - lgamma(count - flagged + 1)
        reached += exp(ways + _log_beta(flagged + yes, count - flagged + no))
        if reached >= _SURE:
            return flagged
    return count


def _log_beta(a: int, b: int) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
