"""Checks several quotas of a study against one another: targets that contradict each other or cannot be met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Protocol

from cati_app.domain.errors import RuleViolation
from cati_app.study.model import Dimension, FurtherQuota, Quota, Study
from cati_app.study.rules import cell_targets

LIMITS = ("strict", "overrun")
"""Modes in which a full cell turns people away."""


class Note(Protocol):
    """Says one thing that does not fit."""

    def __call__(self, entry: str, path: str, /, **fields: object) -> None: ...


def check_quotas_together(study: Study, note: Note) -> None:
    """What each quota says for itself has been checked; a quota whose shares are wrong is compared with none."""
    names: dict[str, str] = {}
    for number, quota in enumerate(study.further_quotas, 1):
        if quota.name in names:
            note("quota-name-twice", f"further_quotas[{number}].name", name=quota.name)
        names[quota.name] = quota.name
    _frozen(study, note)
    for number, quota in enumerate(study.further_quotas, 1):
        _within(study, number, quota, note)
    _contradictions(study, note)


def _frozen(study: Study, note: Note) -> None:
    """A name in the export holds one variable with one set of categories."""
    known: dict[str, Dimension] = {}
    for path, dimension in study.quota_dimensions:
        name = dimension.freeze_as or f"quota_{dimension.variable}"
        first = known.setdefault(name, dimension)
        same = first.variable == dimension.variable and _values(first) == _values(dimension)
        if not same:
            note("quota-frozen-twice", f"{path}.freeze_as", name=name)


def _values(dimension: Dimension) -> list[tuple[str, tuple[str, ...]]]:
    return [(category.code, tuple(category.values)) for category in dimension.categories]


def _within(study: Study, number: int, quota: FurtherQuota, note: Note) -> None:
    """The categories a quota is for must be there before it; and no more can be wanted of them than there are."""
    path = f"further_quotas[{number}].within"
    above = {
        dimension.variable: (other, dimension)
        for other_path, other in reversed(study.quotas)
        if other_path == "quota" or other in study.further_quotas[: number - 1]
        for dimension in other.dimensions
    }
    for variable, codes in quota.within.items():
        if variable not in above:
            note("quota-within-unknown", f"{path}.{variable}", name=variable, known=", ".join(sorted(above)))
            continue
        other, dimension = above[variable]
        categories = [category.code for category in dimension.categories]
        for code in codes:
            if code not in categories:
                note(
                    "quota-within-category", f"{path}.{variable}", name=variable, code=code, known=", ".join(categories)
                )
        margin = margin_of(other, dimension)
        most = sum(margin.get(code, 0) for code in codes)
        if margin and other.mode in LIMITS and set(codes) <= set(categories) and quota.total > most:
            note("quota-within-too-large", path, name=quota.name, total=quota.total, most=most)


def _contradictions(study: Study, note: Note) -> None:
    """Quotas that all count everybody end the study together, or the smallest ends it for all."""
    limits = [(path, quota) for path, quota in study.quotas if quota.mode in LIMITS and not _is_for_some(quota)]
    for at, (path, quota) in enumerate(limits):
        for _, before in limits[:at]:
            if quota.total != before.total:
                totals = {"total": quota.total, "other_total": before.total}
                note("quota-totals-differ", f"{path}.total", name=quota.name, other=before.name, **totals)
        for dimension, other, known in _shared(quota, [before for _, before in limits[:at]]):
            mine, theirs = margin_of(quota, dimension), margin_of(other, known)
            for code in mine.keys() & theirs.keys() if quota.total == other.total else ():
                if mine[code] != theirs[code]:
                    facts = {"target": mine[code], "other_target": theirs[code], "other": other.name}
                    note("quota-margins-contradict", path, name=dimension.variable, code=code, **facts)
                    break


def _is_for_some(quota: Quota | FurtherQuota) -> bool:
    return isinstance(quota, FurtherQuota) and bool(quota.within)


def _shared(
    quota: Quota | FurtherQuota, before: list[Quota | FurtherQuota]
) -> Iterator[tuple[Dimension, Quota | FurtherQuota, Dimension]]:
    """Variables that an earlier quota counts by as well."""
    for dimension in quota.dimensions:
        for other in before:
            for known in other.dimensions:
                if known.variable == dimension.variable and _values(known) == _values(dimension):
                    yield dimension, other, known


def margin_of(quota: Quota | FurtherQuota, dimension: Dimension) -> Mapping[str, int]:
    """Targets by category of a dimension; none where the targets cannot be told."""
    try:
        targets = cell_targets(quota)
    except RuleViolation:
        return {}
    margin: Counter[str] = Counter()
    at = quota.dimensions.index(dimension)
    for cell, target in targets.items():
        parts = cell.split("/")
        if len(parts) == len(quota.dimensions):
            margin[parts[at]] += target
    return margin
