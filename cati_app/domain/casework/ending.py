"""Why a case is not called any more: by which rule it ended, and which attempt decided its code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cati_app.domain.calling.results import RetryRules
from cati_app.domain.outcomes.dispositions import OF_A_NUMBER, SOFT_REFUSAL, OutcomeClass, disposition
from cati_app.domain.outcomes.finality import History, closes, settled_code


class How(StrEnum):
    """The rule that ended a case."""

    RESULT = "result"  # a result after which nobody calls again
    NUMBERS_DEAD = "numbers_dead"  # nobody of the household can be reached at any of its numbers
    REFUSED_TWICE = "refused_twice"
    NOT_CONVERTED = "not_converted"  # the study does not try soft refusals again
    LIMIT = "limit"  # all contact attempts used up
    BLOCKED = "blocked"  # a number of it is on the block list


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
    how = ended_by(history, dials, retry, converts=converts)
    if how is None and (history.blocked_at is not None or history.preset == "refusal"):
        how = How.BLOCKED
    if how is None:
        return None
    decides = settled_code(history, unscreened).decides
    return Ending(how, decides.attempt_no if decides is not None else None)


def ended_by(history: History, dials: int, retry: RetryRules, *, converts: bool) -> How | None:
    """The rule by which what was done on a case ends the work on it; None while it may be called again."""
    results = [outcome.result for outcome in history.outcomes]
    if any(disposition(result).closes and result not in OF_A_NUMBER for result in results):
        return How.RESULT
    if results and results[-1] in OF_A_NUMBER and closes(results[-1], history):
        return How.NUMBERS_DEAD
    if results.count(SOFT_REFUSAL) > 1:
        return How.REFUSED_TWICE
    if SOFT_REFUSAL in results and not converts:
        return How.NOT_CONVERTED
    return How.LIMIT if dials >= retry.max_attempts else None
