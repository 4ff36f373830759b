"""What a change of a cell will do, before it is done: what is left then, and which quotas contradict one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from cati_app.domain.ids import CellId
from cati_app.domain.quota.cells import ALWAYS_TAKES, CellCount, QuotaPlan
from cati_app.domain.quota.fitting import categories_of, is_unclassified
from cati_app.domain.quota.steering import CellEdit, SteeredCell
from cati_app.values import dataclass


@dataclass(frozen=True, slots=True)
class Figures:
    """Interviews of a cell, or of a quota.

    Args:
        target: In force: never less than what is achieved and held.
        left: Still to be done, those included that are held.
    """

    target: int
    left: int


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One of them, before and after."""

    before: Figures
    after: Figures


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A quota wants more than another lets in: of everybody, or of a category that both count.

    Args:
        category: Code; blank: of everybody.
    """

    quota: str
    other: str
    wants: int
    lets_in: int
    category: str = ""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a change will do.

    Args:
        smallest: Achieved and held, where that is more than what is wanted; the target that is in force then.
        contradictions: That come with it.
        other: The cell to which targets go, or from which they come back.
    """

    cell: Foreseen
    total: Foreseen
    smallest: int | None
    contradictions: tuple[Contradiction, ...]
    other: Foreseen | None = None


def foresee(plan: QuotaPlan, cells: Sequence[SteeredCell], edit: CellEdit) -> WhatIf:
    """What an edit will do to the cell and to its quota; of one that takes back, what that will do.

    Args:
        cells: As they stand.

    Raises:
        LookupError: no such cell.
    """
    before = {cell.count.cell_id: cell for cell in cells}
    now, wanted = before[edit.cell], _wanted(before[edit.cell], edit)
    after = {**before, edit.cell: wanted}
    other = None
    if edit.move is not None:
        takes = before[edit.move.to]
        more = after[edit.move.to] = takes.standing(takes.count.target + edit.move.count, takes.intake)
        other = Foreseen(_figures([takes.count]), _figures([more.count]))
    of_quota = next((q.targets for q in plan.quotas if edit.cell in q.targets), {edit.cell: 0})
    known = [{id_: cells_[id_].count for id_ in of_quota if id_ in cells_} for cells_ in (before, after)]
    holds = in_force(wanted.count)
    return WhatIf(
        Foreseen(_figures([now.count]), _figures([wanted.count])),
        Foreseen(_figures(known[0].values()), _figures(known[1].values())),
        holds if edit.target is not None and edit.target < holds else None,
        _come(plan, [_reach(cells_) for cells_ in (before, after)]),
        other,
    )


def _wanted(now: SteeredCell, edit: CellEdit) -> SteeredCell:
    """The cell of an edit as it will be."""
    target, intake = edit.target, edit.intake
    if edit.move is not None:
        target = max(0, now.count.target - edit.move.count)
    if edit.undoes and now.change is not None:
        target, intake = now.change.target, now.change.intake
    return now.standing(now.count.target if target is None else target, intake or now.intake)


def in_force(count: CellCount) -> int:
    """The target that holds: a wanted one below what is achieved and held shrinks as places come back.

    Where nobody is turned away a cell may well have more than its target.
    """
    return count.target if count.mode in ALWAYS_TAKES else max(count.target, count.taken)


def still_to_come(count: CellCount) -> int:
    """Interviews by which a cell may still grow: one that takes nobody has those left that are held."""
    return count.in_progress if count.closed or count.paused else max(0, in_force(count) - count.achieved)


def contradictions(plan: QuotaPlan, reach: Mapping[CellId, int]) -> Iterator[Contradiction]:
    """Quotas that turn people away and want more than another one of them lets in.

    Args:
        reach: How many interviews a cell can come to.
    """
    limits = [quota for quota in plan.quotas if quota.mode not in ALWAYS_TAKES]
    totals = {quota.name: sum(reach.get(cell, 0) for cell in quota.targets) for quota in limits}
    whole = [quota for quota in limits if not quota.within]
    for quota in limits:
        wants = totals[quota.name]
        for other in whole:
            if quota is other:
                continue
            for variable, codes in (quota.within or {}).items():
                margin = _margin(other, variable, reach)
                lets_in = sum(margin[code] for code in codes)
                if margin and wants > lets_in:
                    yield Contradiction(quota.name, other.name, wants, lets_in, "/".join(sorted(codes)))
            if quota.within:
                continue
            if wants > totals[other.name]:
                yield Contradiction(quota.name, other.name, wants, totals[other.name])
            for dimension in quota.dimensions:
                mine, theirs = (_margin(each, dimension.variable, reach) for each in (quota, other))
                for code in mine if mine.keys() == theirs.keys() else ():
                    if mine[code] > theirs[code]:
                        yield Contradiction(quota.name, other.name, mine[code], theirs[code], code)


def _margin(quota: QuotaPlan, variable: str, reach: Mapping[CellId, int]) -> Counter[str]:
    """By category of a variable; empty where the quota does not count by it."""
    at = next((n for n, dimension in enumerate(quota.dimensions) if dimension.variable == variable), None)
    if at is None:
        return Counter()
    margin = Counter(dict.fromkeys(quota.dimensions[at].categories, 0))
    for cell in quota.targets:
        margin[categories_of(cell)[at]] += reach.get(cell, 0)
    return margin


def _reach(cells: Mapping[CellId, SteeredCell]) -> dict[CellId, int]:
    """How many interviews each can come to: one that takes nobody, those it has."""
    return {
        id_: cell.count.taken if cell.count.closed or cell.count.paused else in_force(cell.count)
        for id_, cell in cells.items()
        if not is_unclassified(id_)
    }


def _come(plan: QuotaPlan, reaches: Sequence[Mapping[CellId, int]]) -> tuple[Contradiction, ...]:
    """Those after that were not there before, and those that have become larger."""
    before, after = (list(contradictions(plan, reach)) for reach in reaches)
    gaps = {_of(known): known.wants - known.lets_in for known in before}
    return tuple(gap for gap in after if gap.wants - gap.lets_in > gaps.get(_of(gap), 0))


def _of(gap: Contradiction) -> Contradiction:
    return replace(gap, wants=0, lets_in=0)


def _figures(counts: Iterable[CellCount]) -> Figures:
    """Of several together."""
    target = left = 0
    for count in counts:
        target += in_force(count)
        left += still_to_come(count)
    return Figures(target, left)
