"""How experts and residents relate on a theme, in words."""

from __future__ import annotations

from cati_app.domain.comparison.relations import Relation
from cati_app.texts.words import Words


def relation_word(words: Words, relation: Relation | None) -> str:
    """A relation as readers call it; None: the rule proposes none."""
    if relation is None:
        return words.say("none: too little can be told")
    return {
        Relation.AGREEMENT: words.say("agreement"),
        Relation.CONTRADICTION: words.say("contradiction"),
        Relation.PARTLY: words.say("partly"),
        Relation.SHARED_AMBIVALENCE: words.say("shared ambivalence"),
        Relation.RESIDENTS_ONLY: words.say("residents only"),
        Relation.EXPERTS_ONLY: words.say("experts only"),
    }[relation]
