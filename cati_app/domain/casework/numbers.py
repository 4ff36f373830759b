"""Which of a case's numbers is dialled: the one somebody was reached on, else the one tried least."""

from __future__ import annotations

from collections.abc import Sequence, Set

from cati_app.domain.casework.cases import ContactNumber
from cati_app.domain.outcomes.dispositions import CONTACTS
from cati_app.domain.outcomes.finality import Outcome, dead_numbers


def number_to_dial(numbers: Sequence[ContactNumber], outcomes: Sequence[Outcome], spent: Set[str]) -> int:
    """Index of the number the next call goes to.

    Dead numbers and those that were called enough come last. A person is called again where he or she was reached
    last; nobody reached yet: the numbers take turns.

    Args:
        numbers: Of a case, in the order of the sample.
        outcomes: Of the case, oldest first.
        spent: Ids of numbers that may not be called now, because of calls made for whatever case.
    """
    dead = dead_numbers(outcomes)
    reached = next(
        (outcome.number for outcome in reversed(outcomes) if outcome.result in CONTACTS and outcome.number), None
    )

    def rank(index: int) -> tuple[bool, bool, bool, int, int]:
        number = numbers[index]
        return number.id in dead, number.id in spent, number.id != reached, number.dials, index

    return min(range(len(numbers)), key=rank, default=0)
