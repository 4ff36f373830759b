"""What planning on the board asks of the rest: what tables and figures would come to, and the targets put in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from typing import Protocol

from cati_app.domain.changes import ChangeSet
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class PlanWish:
    """What is to be planned.

    Args:
        tables: Files with published tables, CSV or XLSX.
        quota: Name of one of the study's quotas; blank: the first.
        total: Interviews; None: they follow from the standard error.
        standard_error: Of a share, at most.
        deff: Design effect expected of weighting; it counts with a standard error.
        population: People there are; None: so many that it makes no difference.
        minimum: Interviews of each cell at least.
        factors: How many times as likely a category is to be interviewed, by variable and category.
        seed: A file with a cross table from elsewhere, whose associations the margins get; blank: none.
    """

    tables: tuple[str, ...]
    quota: str = ""
    total: int | None = None
    standard_error: Fraction | None = None
    deff: Fraction = Fraction(1)
    population: int | None = None
    minimum: int = 0
    factors: Mapping[tuple[str, str], Fraction] = field(default_factory=dict)
    seed: str = ""


@dataclass(frozen=True, slots=True)
class PlannedTarget:
    """A cell of a plan.

    Args:
        cell: As the board's cells are called, with the name of a further quota before it.
        categories: Its codes.
        exact: Interviews before they become whole ones.
    """

    cell: str
    categories: tuple[str, ...]
    target: int
    exact: float
    is_off: bool


@dataclass(frozen=True, slots=True)
class MadePlan:
    """What a wish comes to; nothing is changed.

    Args:
        digest: Of study.yaml, by which a change elsewhere is noticed.
        margins: Variable, category, share of the people, interviews.
        deff, effective: The price of oversampling.
        is_product: No association between the variables was assumed.
        seed: Where associations were taken from; blank: nowhere.
        sources: Where the margin of each variable comes from, and whether it is an estimate.
        faults: Why it cannot be put in force, untranslated.
        at_hub: Stations of a hub get it with the next edition.
    """

    wish: PlanWish
    digest: str
    total: int
    cells: tuple[PlannedTarget, ...]
    margins: tuple[tuple[str, str, float, int], ...]
    deff: float
    effective: float
    is_product: bool
    seed: str
    sources: Mapping[str, tuple[str, bool]]
    faults: Sequence[str] = ()
    at_hub: bool = False


class PlanDesk(Protocol):
    """Planning for one supervisor."""

    def quotas(self) -> Sequence[tuple[str, str]]:
        """Name and variables of each quota of the study; none: it has none yet."""
        ...

    def new_change(self) -> str:
        """Id of a plan that is about to be put in force."""
        ...

    def plan(self, wish: PlanWish) -> MadePlan:
        """From published tables to whole numbers; reads files alone, in any lane.

        Raises:
            RuleViolation: as `plan_targets`, `planned_size`; `plan_seed_many`, `plan_quota_unknown`.
            EnvironmentProblem: `sample_unreadable`, and as the settings.
        """
        ...

    def put_in_force(self, change: str, plan: MadePlan, reason: str) -> ChangeSet:
        """Write the targets into study.yaml; they hold from the next screening on. In the store's lane.

        Raises:
            RuleViolation, EnvironmentProblem: as `SettingsDesk.make`.
        """
        ...
