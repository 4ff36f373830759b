"""How the two sides of a theme relate: what a rule proposes, and what a person decides, with a sentence."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from cati_app.domain.comparison.leanings import ExpertLeaning, ResidentLeaning
from cati_app.domain.errors import RuleViolation
from cati_app.domain.ids import UserId
from cati_app.values import dataclass, replace

RELATION_DECIDED = "relation_decided"
"""The fact that somebody decided; its sentences are sealed."""
FEWEST_EXPERTS = 5
"""Asked, from whom on their side counts."""


class Relation(StrEnum):
    """How experts and residents relate on a theme."""

    AGREEMENT = "agreement"
    CONTRADICTION = "contradiction"
    PARTLY = "partly"
    SHARED_AMBIVALENCE = "shared_ambivalence"
    RESIDENTS_ONLY = "residents_only"
    EXPERTS_ONLY = "experts_only"


def proposed_relation(experts: ExpertLeaning, residents: ResidentLeaning | None) -> Relation | None:
    """What the two leanings amount to; None where neither side has enough to say.

    Args:
        residents: None where no question asks for the theme, or nobody answered one.
    """
    if residents is None:
        return Relation.EXPERTS_ONLY if experts.asked >= FEWEST_EXPERTS else None
    if experts.asked < FEWEST_EXPERTS:
        return Relation.RESIDENTS_ONLY
    theirs, others = experts.leading, residents.leading
    if theirs is None and others is None:
        return Relation.SHARED_AMBIVALENCE
    if theirs is None or others is None:
        return Relation.PARTLY
    return Relation.AGREEMENT if theirs == others else Relation.CONTRADICTION


@dataclass(frozen=True, slots=True)
class DecidedRelation:
    """What a person decided.

    Args:
        sentence: That says it to readers, without blanks around it.
        at: Aware UTC.
    """

    relation: Relation
    sentence: str
    by: UserId
    at: datetime


@dataclass(frozen=True, slots=True)
class ThemeRelation:
    """The relation of a theme: the proposal stays beside whatever is decided.

    Args:
        proposal: As `proposed_relation`.
        decided: The last decision; None: nobody has decided.
    """

    theme: str
    proposal: Relation | None
    decided: DecidedRelation | None = None

    @property
    def departs(self) -> bool:
        """Whether somebody decided other than was proposed."""
        return self.decided is not None and self.decided.relation is not self.proposal

    def decide(self, relation: Relation, sentence: str, by: UserId, at: datetime) -> ThemeRelation:
        """With a person's decision in place of any before.

        Raises:
            RuleViolation: `relation_without_sentence`.
        """
        if not sentence.strip():
            raise RuleViolation("relation_without_sentence", theme=self.theme)
        return replace(self, decided=DecidedRelation(relation, sentence.strip(), by, at))
