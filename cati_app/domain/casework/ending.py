"""Why a case is not called any more: by which rule it ended, and which attempt decided its code."""

from __future__ import annotations

from enum import StrEnum

from cati_app.domain.calling.results import RetryRules
from cati_app.domain.casework.so_far import SoFar
from cati_app.domain.outcomes.dispositions import OPT_OUT, SOFT_REFUSAL, OutcomeClass, disposition
from cati_app.domain.outcomes.finality import History, settled_code
from cati_app.values import dataclass


class How(StrEnum):
    """The rule that ended a case."""

    RESULT = "result"  # a result after which nobody calls again
    NUMBERS_DEAD = "numbers_dead"  # nobody of the household can be reached at any of its numbers
    REFUSED_TWICE = "refused_twice"
    NOT_CONVERTED = "not_converted"  # the study does not try soft refusals again
    LIMIT = "limit"  # all contact attempts used up
    BLOCKED = "blocked"  # a number of it is on the block list

    @property
    def by_result(self) -> bool:
        """Whether what was said ended it, whatever the rules of the study are."""
        return self in (How.RESULT, How.NUMBERS_DEAD)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a case ended."""

    how: How
    attempt_no: int | None  # the attempt that decided its code; None: no attempt did


def ending_of(
    history: History, dials: int, retry: RetryRules, *, converts: bool, unscreened: OutcomeClass
) -> Ending | None:
    """How a closed case ended.

    Args:
        history: The case with all its attempts.
        dials: Contact attempts made on it.
        converts: Whether the study tries soft refusals once more.

    Returns:
        None when no rule of today explains it: the rules were others then, or somebody closed it by hand.
    """
    outcomes = tuple(sorted(history.outcomes, key=lambda outcome: outcome.attempt_no))
    how = ended_by(SoFar(outcomes, history.numbers, dials, 0), retry, converts=converts)
    if how is None and (history.blocked_at is not None or history.preset == OPT_OUT):
        how = How.BLOCKED
    if how is None:
        return None
    decides = settled_code(history, unscreened).decides
    return Ending(how, decides.attempt_no if decides is not None else None)


def are_final(refusals: int) -> bool:
    """Whether so many soft refusals end the work on a case: the second one does."""
    return refusals > 1


def ended_by(so_far: SoFar, retry: RetryRules, *, converts: bool) -> How | None:
    """The rule by which what was done on a case ends the work on it; None while it may be called again.

    The only place that says so: a result that is given, foreseen, corrected or played again asks here.
    """
    rows = [disposition(outcome.result) for outcome in so_far.outcomes]
    if any(row.closes and not row.of_number for row in rows):
        return How.RESULT
    if rows and rows[-1].of_number and not so_far.numbers_left:
        return How.NUMBERS_DEAD
    if are_final(so_far.refusals):
        return How.REFUSED_TWICE
    contacts = [outcome.result for outcome, row in zip(so_far.outcomes, rows, strict=True) if row.contact]
    if not converts and contacts and contacts[-1] == SOFT_REFUSAL:  # else somebody agreed to go on since
        return How.NOT_CONVERTED
    return How.LIMIT if retry.are_used_up(so_far.dials) else None
