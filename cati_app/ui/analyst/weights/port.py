"""What the page of weights asks of the program; every call is for the store's lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from typing import Protocol, TypeAlias

from cati_app.domain.weighting.recipe import RecipeOptions
from cati_app.ui.analyst.weights.states import RecipeStep, WeightFigures
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class DraftRecipe:
    """A recipe that nobody has chosen yet.

    Args:
        files: With margins, or one that holds the whole recipe.
        options: What is named beside the margins.
    """

    files: tuple[str, ...] = ()
    options: RecipeOptions = field(default_factory=RecipeOptions)


@dataclass(frozen=True, slots=True)
class KeptWeighting:
    """A weighting that somebody chose.

    Args:
        key: Tells it apart.
        digest: Of the recipe; blank: from then on there were no weights.
        at: Local.
        by: Number of the person; None where nobody of that id is known here.
        since: Interviews that came since then.
        steps: Of the recipe.
    """

    key: str
    version: int
    digest: str
    at: datetime
    by: int | None
    reason: str
    since: int
    steps: tuple[RecipeStep, ...] = ()
    is_in_force: bool = False


@dataclass(frozen=True, slots=True)
class WeightsRead:
    """What there is to weigh.

    Args:
        interviews: That count.
        kept: The weightings that were chosen, the newest first.
    """

    interviews: int
    kept: tuple[KeptWeighting, ...] = ()


AskedWeights: TypeAlias = DraftRecipe | str
"""A draft, or the key of a weighting that was chosen."""


@dataclass(frozen=True, slots=True)
class LookedAtWeights:
    """Weights as they would be now.

    Args:
        digest: Of the recipe.
        is_met: Whether every margin is met.
        read: The same as `WeightsDesk.read`, as of now.
    """

    asked: AskedWeights
    figures: WeightFigures
    steps: tuple[RecipeStep, ...]
    digest: str
    is_met: bool
    read: WeightsRead


@dataclass(frozen=True, slots=True)
class WeightingChosen:
    """What is in force from now on: its version, and what there is now."""

    version: int
    read: WeightsRead


OnProgress: TypeAlias = Callable[[float], None]
"""Told the share that is done; what it raises ends the work, and nothing is stored or written."""


class WeightsDesk(Protocol):
    """The weights of a study."""

    def is_whole(self, file: str) -> bool:
        """Whether a file, by its name, holds a whole recipe; it is not opened."""
        ...

    def read(self, on_progress: OnProgress) -> WeightsRead:
        """The interviews, and the weightings that were chosen. RuleViolation, EnvironmentProblem: as `cati weigh`."""
        ...

    def look(self, asked: AskedWeights, on_progress: OnProgress) -> LookedAtWeights:
        """Weigh the interviews there are now; nothing is stored. RuleViolation, EnvironmentProblem: as `read`."""
        ...

    def choose(self, asked: AskedWeights, reason: str, on_progress: OnProgress) -> WeightingChosen:
        """Weigh the interviews there are now, and have data sets and tables weighed so from now on.

        Raises:
            RuleViolation: as `ChooseWeighting`; RuleViolation, EnvironmentProblem: as `read`.
        """
        ...

    def give_up(self, reason: str) -> WeightsRead:
        """From now on there are no weights. RuleViolation: as `ChooseWeighting`."""
        ...

    def study_folder(self) -> str:
        """Where files of margins are looked for before any was named."""
        ...

    def folder(self) -> str:
        """Where files go unless somebody says otherwise."""
        ...

    def write(self, asked: AskedWeights, folder: str, on_progress: OnProgress) -> tuple[str, ...]:
        """Write table, picture and recipe, all or none, and say which files."""
        ...
