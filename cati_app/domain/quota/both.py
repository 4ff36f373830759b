"""Whether a person can be in a cell of one quota and in a cell of another one: what their dimensions say."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import QuotaDimension, QuotaPlan
from cati_app.domain.quota.fitting import categories_of, is_unclassified


def possible_together(quota: QuotaPlan, cell: CellId, other: QuotaPlan, cells: Sequence[CellId]) -> tuple[bool, ...]:
    """For each of the cells of another quota whether somebody of this cell can be in it; last whether in none of them.

    A category of one variable in both quotas decides where some value stands for both; `within` decides where the
    variable is a dimension of the other quota.
    """
    here = dict(zip((d.variable for d in quota.dimensions), categories_of(cell), strict=False))
    if not _within(other, here):
        return (False,) * len(cells) + (True,)
    told = [is_unclassified(each) or _meet(quota, here, other, each) for each in cells]
    return (*told, not (other.within or {}).keys() <= here.keys())


def _within(quota: QuotaPlan, categories: dict[str, str]) -> bool:
    """Whether a quota counts persons of these categories, as far as they tell."""
    return all(categories.get(variable) in (None, *codes) for variable, codes in (quota.within or {}).items())


def _meet(quota: QuotaPlan, here: dict[str, str], other: QuotaPlan, cell: CellId) -> bool:
    there = dict(zip((d.variable for d in other.dimensions), categories_of(cell), strict=False))
    own = {d.variable: d for d in quota.dimensions}
    shared = [(own[d.variable], d) for d in other.dimensions if d.variable in own]
    return _within(quota, there) and all(
        _agree(first, here[first.variable], second, there[second.variable]) for first, second in shared
    )


def _agree(first: QuotaDimension, category: str, second: QuotaDimension, other: str) -> bool:
    """Whether one value stands for both categories; several answers, or ranges that overlap, may."""
    if first.overlapping is not None or second.overlapping is not None:
        return True
    return any(code == category and second.values.get(value) == other for value, code in first.values.items())
