"""What cases are told apart by on their way to the interview: a dimension of a quota, or a field of the sample."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cati_app.domain.casework.course import FlowStep
from cati_app.domain.casework.field_days import ScreeningFact
from cati_app.domain.ids import CaseId
from cati_app.domain.quota.cells import QuotaDimension, QuotaPlan
from cati_app.domain.quota.fitting import categories_of, cells_of, is_unclassified, quota_of
from cati_app.domain.tabulation.small_counts import hidden_counts
from cati_app.values import dataclass

NOT_KNOWN = ""
"""Group of the cases of which nothing tells another one."""
PERSONS_FROM = FlowStep.SCREENED
"""From here on counts are of people of whom something is known; before, of numbers that were called."""


@dataclass(frozen=True, slots=True)
class ByCategory:
    """The categories of a dimension.

    Args:
        quota: Prefix of its quota; blank for the first.
        at: Number of the dimension there, from 0.
    """

    quota: str
    at: int


@dataclass(frozen=True, slots=True)
class ByField:
    """What a field of the sample holds."""

    name: str


Grouping = ByCategory | ByField


def groupings(plan: QuotaPlan | None, fields: Iterable[str]) -> tuple[Grouping, ...]:
    """Each dimension of the quotas once, then the fields of the sample that are none of them.

    Args:
        fields: Those in the open.
    """
    told: dict[str, Grouping] = {}
    for quota in plan.quotas if plan is not None else ():
        for at, dimension in enumerate(quota.dimensions):
            told.setdefault(dimension.variable, ByCategory(quota.prefix, at))
    return (*told.values(), *(ByField(name) for name in sorted(fields) if name not in told))


def dimension_of(plan: QuotaPlan, grouping: ByCategory) -> QuotaDimension:
    """The dimension that is meant."""
    return next(quota for quota in plan.quotas if quota.prefix == grouping.quota).dimensions[grouping.at]


def groups_of_screened(screenings: Iterable[ScreeningFact], grouping: ByCategory) -> dict[CaseId, str]:
    """The category of every case whose place was decided; those without a cell of the quota are left out."""
    told: dict[CaseId, str] = {}
    for fact in screenings:
        for cell in cells_of(fact.quota_place):
            if quota_of(cell) == grouping.quota and not is_unclassified(cell):
                told[CaseId(fact.case_id)] = categories_of(cell)[grouping.at]
    return told


def hidden_groups(groups: Mapping[str, Mapping[FlowStep, int]], first: FlowStep) -> frozenset[tuple[str, FlowStep]]:
    """Which counts of which group are not told: of few people, and what would betray them.

    Args:
        first: The first step at which groups are told.
    """
    names = list(groups)
    return frozenset(
        (names[at], step)
        for step in FlowStep
        if step >= max(first, PERSONS_FROM)
        for at in hidden_counts([groups[name].get(step, 0) for name in names])
    )
