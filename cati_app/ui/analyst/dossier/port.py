"""What the page of the dossier asks of the program; every call is for the store's lane."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from cati_app.domain.comparison.relation_versions import RelationVersion, WishedRelation
from cati_app.domain.comparison.theme_sides import ThemeSides
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class DossierSet:
    """How the dossier stands.

    Args:
        themes: In its order.
        decided: Every version by theme, the one in force last.
        locked: Themes on which coders agree too little for what experts say to be told.
        versions: Of both sides, in words.
    """

    themes: tuple[ThemeSides, ...]
    decided: Mapping[str, tuple[RelationVersion, ...]]
    locked: frozenset[str] = frozenset()
    versions: str = ""


class DossierDesk(Protocol):
    """Both sides of a study, and what was decided about them."""

    def read(self) -> DossierSet:
        """The interviews, dossier.yaml and the decisions.

        Raises:
            EnvironmentProblem: `dossier_missing`, `dossier_errors`, `whole_study_coming`; as `cati tables`.
            RuleViolation: where a question or an answer of dossier.yaml is not in the data.
        """
        ...

    def decide(self, wish: WishedRelation) -> DossierSet:
        """Decide about a theme; how the dossier stands then.

        Raises:
            RuleViolation: `relation_without_sentence`, `text_too_long`.
        """
        ...

    def folder(self) -> str:
        """Where files go unless somebody says otherwise."""
        ...

    def write(self, folder: str, *, short: bool) -> tuple[str, ...]:
        """Write its files, all or none, and say which.

        Raises:
            RuleViolation: `dossier_open` while a relation waits for a decision.
            EnvironmentProblem: the folder cannot be written.
        """
        ...
