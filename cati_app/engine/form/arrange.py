"""Random order of questions and blocks: the plan of one interview, arranged once by its seed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from cati_app.engine.expressions.functions import shuffled
from cati_app.engine.form.model import Form
from cati_app.engine.form.plan import RepeatPlan, ScreenPlan, Shuffle, Unit

_Items: TypeAlias = tuple[ScreenPlan | RepeatPlan, ...]
_OF_THE_PLAN = frozenset({"screens", "screen_of", "decided_on", "last_screen"})  # what a form derives from its plan


def arranged(form: Form, seed: int) -> Form:
    """The form with its random groups in the order of one interview; the form itself where nothing is random.

    Everything but the plan is shared with the form: an arranged one costs next to nothing.
    """
    if not form.shuffles:
        return form
    plan = form.plan
    for shuffle in form.shuffles:
        order = _order(shuffle, seed)
        plan = _in_order(plan, shuffle, order) if shuffle.screen < 0 else _rows_in_order(plan, shuffle, order)
    made = replace(form, plan=_numbered(plan))
    made.__dict__.update(
        {name: value for name, value in form.__dict__.items() if name not in made.__dict__ and name not in _OF_THE_PLAN}
    )
    return made


def _order(shuffle: Shuffle, seed: int) -> list[Unit]:
    """The units in the order of this interview; fixed ones keep their positions."""
    number = int.from_bytes(hashlib.sha256(f"{seed}:order:{shuffle.group}".encode()).digest()[:4], "big")
    loose = [str(index) for index, unit in enumerate(shuffle.units) if not unit.fixed]
    mixed = iter(shuffled(loose, number))
    return [unit if unit.fixed else shuffle.units[int(next(mixed))] for unit in shuffle.units]


def _in_order(plan: _Items, shuffle: Shuffle, order: Sequence[Unit]) -> _Items:
    """Blocks of screens swap positions; a block is identified by the numbers its screens had in the questionnaire."""
    first, last = shuffle.units[0].first, shuffle.units[-1].last
    inside = [item for item in plan if first <= item.index <= last]
    if not inside:
        return tuple(
            replace(item, items=_in_order(item.items, shuffle, order)) if isinstance(item, RepeatPlan) else item
            for item in plan
        )
    begin = min(plan.index(item) for item in inside)
    moved = [item for unit in order for item in inside if unit.first <= item.index <= unit.last]
    return (*plan[:begin], *moved, *plan[begin + len(inside) :])


def _rows_in_order(plan: _Items, shuffle: Shuffle, order: Sequence[Unit]) -> _Items:
    """The questions of one screen swap positions."""
    items: list[ScreenPlan | RepeatPlan] = []
    for item in plan:
        if isinstance(item, RepeatPlan):
            items.append(replace(item, items=_rows_in_order(item.items, shuffle, order)))
        elif item.index == shuffle.screen:
            rows = [index for unit in order for index in item.questions if unit.first <= index <= unit.last]
            items.append(replace(item, questions=tuple(rows)))
        else:
            items.append(item)
    return tuple(items)


def _numbered(plan: _Items) -> _Items:
    """Screens numbered in their new order."""
    return _Numbers().of(plan)


class _Numbers:
    def __init__(self) -> None:
        self._next = 0

    def _take(self) -> int:
        self._next += 1
        return self._next - 1

    def of(self, plan: _Items) -> _Items:
        """The same plan with new numbers."""
        return tuple(self._arranged(item) for item in plan)

    def _arranged(self, item: ScreenPlan | RepeatPlan) -> ScreenPlan | RepeatPlan:
        if isinstance(item, ScreenPlan):
            return replace(item, index=self._take())
        first = self._next
        items = self.of(item.items)
        more = replace(item.more, index=self._take()) if item.more is not None else None
        return replace(item, index=first, items=items, more=more)
