"""The cards of all experts, for whoever codes them, releases quotes or writes about them."""

from __future__ import annotations

from collections.abc import Collection

from cati_app.domain.casework.interviews import Interview, InterviewState
from cati_app.domain.ids import InterviewId
from cati_app.domain.people.rights import Right
from cati_app.domain.sittings.card_pile import cards_of
from cati_app.domain.sittings.cards import GuideCard
from cati_app.domain.sittings.facts import QuoteMoved
from cati_app.fieldwork.ports.unit import UnitOfWork, Units
from cati_app.fieldwork.rights import Actor, needs
from cati_app.fieldwork.sitting.quote_facts import quotes_moved
from cati_app.fieldwork.sitting.sitting_log import SittingRecord, record_of
from cati_app.values import dataclass

_HELD = tuple(state for state in InterviewState if state is not InterviewState.SET_ASIDE)


@dataclass(frozen=True, slots=True)
class ExpertCards:
    """What was written down of what one expert said.

    Args:
        record: Of all sittings.
        steps: What became of quotes afterwards, in order.
    """

    interview: Interview
    record: SittingRecord
    steps: tuple[QuoteMoved, ...] = ()

    @property
    def cards(self) -> tuple[GuideCard, ...]:
        """As they stand, in the order in which they were closed."""
        return cards_of((*self.record.facts, *self.steps))


class ReadCards:
    """Reads the cards of every interview, whether it is over or goes on; those set aside are left out."""

    def __init__(self, units: Units) -> None:
        self._units = units

    @needs(Right.EXPORT)
    def __call__(self, by: Actor) -> tuple[ExpertCards, ...]:
        """By start of the interview, without those in which no sitting was held.

        Raises:
            RuleViolation: `answers_sealed` without keys that open answers.
        """
        with self._units() as unit:
            return expert_cards(unit)


def expert_cards(unit: UnitOfWork, only: Collection[InterviewId] | None = None) -> tuple[ExpertCards, ...]:
    """The same within a transaction; of these interviews, or of all."""
    held = (interview for interview in unit.interviews.all_in(_HELD) if only is None or interview.id in only)
    interviews = {interview.id: interview for interview in held}
    facts = unit.log.of_sittings(interviews)
    steps = quotes_moved(unit)
    return tuple(
        ExpertCards(interview, record_of(facts[known]), steps.get(known, ()))
        for known, interview in interviews.items()
        if known in facts
    )
