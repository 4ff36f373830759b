"""Decisions about relations as they are kept: what was decided on which versions, by whom and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from cati_app.domain.comparison.relations import Relation
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class WishedRelation:
    """What somebody decides about a theme.

    Args:
        proposal: Of the rule; None: it has none.
        sentence: That says the relation to readers.
        question: For the participation of residents; blank: none.
        versions: Of questionnaire, frame and experts' side, by name.
    """

    theme: str
    relation: Relation
    proposal: Relation | None
    sentence: str = field(repr=False)
    question: str = field(repr=False, default="")
    versions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RelationVersion:
    """A decision as it stands in the log.

    Args:
        by: Number of the person; None: nobody of that id is known.
        at: Aware UTC.
    """

    decided: WishedRelation
    by: int | None
    at: datetime
