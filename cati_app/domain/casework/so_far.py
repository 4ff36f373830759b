"""What was done on a case so far: the facts on which everything rests that follows from a result."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cati_app.domain.calling.chances import NO_CALLS_YET, Chances
from cati_app.domain.outcomes.dispositions import BUSY, SOFT_REFUSAL
from cati_app.domain.outcomes.finality import Outcome, dead_numbers
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class SoFar:
    """What was done on a case. Where a result is judged, it is the last of the outcomes, and its calls are counted."""

    outcomes: tuple[Outcome, ...]  # in the order of the attempts; those without a result left out
    numbers: tuple[str, ...]  # ids
    dials: int  # contact attempts in all
    today: int  # of them on the local day
    chances: Chances = NO_CALLS_YET

    @property
    def last(self) -> Outcome:
        """The result that is judged. IndexError where none was given yet."""
        return self.outcomes[-1]

    @property
    def dead(self) -> frozenset[str]:
        """Numbers on which nobody of the household can be reached."""
        return dead_numbers(self.outcomes)

    @property
    def numbers_left(self) -> bool:
        """Whether a number is not dead; False where it is not known of each result which number it speaks of."""
        known = all(outcome.number is not None or outcome.rang_back for outcome in self.outcomes)
        return known and not self.dead.issuperset(self.numbers)

    @property
    def refusals(self) -> int:
        """Soft ones."""
        return sum(outcome.result == SOFT_REFUSAL for outcome in self.outcomes)

    def busy_since(self, since: datetime) -> int:
        """How often the line was engaged from a time on."""
        return sum(outcome.result == BUSY and outcome.at >= since for outcome in self.outcomes)

    def with_result(self, outcome: Outcome, *, calls: int) -> SoFar:
        """With one result more, and with calls that are not counted yet."""
        outcomes = (*self.outcomes, outcome)
        return replace(self, outcomes=outcomes, dials=self.dials + calls, today=self.today + calls)


NOTHING_DONE = SoFar((), (), 0, 0)
