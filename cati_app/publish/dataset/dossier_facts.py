"""What a dossier is made of, whatever file it becomes."""

from __future__ import annotations

from collections.abc import Mapping

from cati_app.domain.comparison.relation_versions import RelationVersion
from cati_app.domain.comparison.theme_sides import ThemeSides
from cati_app.publish.dataset.table import DataTable
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """What the dossier is made of.

    Args:
        table: The data set of the residents, labelled in the language of the dossier.
        decided: The decision in force, by theme; each theme has one.
        locked: Themes on which coders agree too little for what experts say to be published.
        experts_version: Of the experts' side.
        source: Where the residents' figures come from.
        is_quota: Whether the sample has no chance to speak of.
    """

    table: DataTable
    themes: tuple[ThemeSides, ...]
    decided: Mapping[str, RelationVersion]
    locked: frozenset[str]
    experts_version: str
    source: str
    is_quota: bool
    is_weighed: bool
    is_rehearsal: bool
