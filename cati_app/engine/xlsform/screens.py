"""How the questions stand on screens, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.engine.expr.places import Places
from cati_app.engine.form import NodeKind, RepeatPlan, ScreenPlan, flat
from cati_app.engine.screen import Layout
from cati_app.engine.xlsform.survey import Item

_NO_LABEL = "list-nolabel"


class _Planner:
    def __init__(self, items: Sequence[Item], places: Places) -> None:
        self.items = items
        self.places = places
        self.count = 0

    def number(self) -> int:
        self.count += 1
        return self.count - 1

    def sequence(self, parent: int) -> tuple[ScreenPlan | RepeatPlan, ...]:
        found: list[ScreenPlan | RepeatPlan] = []
        grid: list[int] = []
        for index in self.items[parent].children:
            item = self.items[index]
            if item.type.question is not None and _NO_LABEL in item.appearance:
                grid.append(index)
                continue
            if item.kind in (NodeKind.QUESTION, NodeKind.GROUP, NodeKind.REPEAT):
                self.grid(found, grid, parent)
                found += self.one(item)
        self.grid(found, grid, parent)
        return tuple(found)

    def grid(self, found: list[ScreenPlan | RepeatPlan], grid: list[int], parent: int) -> None:
        if grid:
            found.append(ScreenPlan(self.number(), tuple(grid), Layout.GRID, parent))
            grid.clear()

    def one(self, item: Item) -> list[ScreenPlan | RepeatPlan]:
        if item.kind is NodeKind.QUESTION:
            return [ScreenPlan(self.number(), (item.index,))]
        if item.kind is NodeKind.REPEAT:
            return [self.repeat(item)]
        together = item.appearance & {"field-list", "table-list"}
        inner = self.inside(item.index) if together else None
        if not inner:
            return list(self.sequence(item.index))
        table = "table-list" in item.appearance or all(_NO_LABEL in self.items[i].appearance for i in inner)
        return [ScreenPlan(self.number(), inner, Layout.GRID if table else Layout.LIST, item.index)]

    def inside(self, parent: int) -> tuple[int, ...] | None:
        """The questions within a group, None when it holds a repeat."""
        found: list[int] = []
        for index in self.items[parent].children:
            item = self.items[index]
            if item.kind is NodeKind.REPEAT:
                return None
            if item.kind is NodeKind.QUESTION:
                found.append(index)
            elif item.kind is NodeKind.GROUP:
                inner = self.inside(index)
                if inner is None:
                    return None
                found += inner
        return tuple(found)

    def repeat(self, item: Item) -> RepeatPlan:
        first = self.count
        items = self.sequence_of_repeat(item)
        more = None if item.row.get("repeat_count") else ScreenPlan(self.number(), (item.index,))
        return RepeatPlan(first, item.index, self.places.all[item.index].own_frame, items, more)

    def sequence_of_repeat(self, item: Item) -> tuple[ScreenPlan | RepeatPlan, ...]:
        inner = self.inside(item.index) if "field-list" in item.appearance else None
        if inner:
            return (ScreenPlan(self.number(), inner, Layout.LIST, item.index),)
        return self.sequence(item.index)


def reached_at(plan: Sequence[ScreenPlan | RepeatPlan], items: Sequence[Item], index: int) -> int:
    """The first screen behind an item that is not asked; behind the last one, the number of screens."""
    count = 0
    for part in plan:
        if isinstance(part, ScreenPlan):
            if max(part.questions) > index:
                return part.index
            count = part.index + 1
            continue
        inner = reached_at(part.items, items, index)
        last = _last_within(items, part.node)
        if index <= last:
            within = inner <= max((screen.index for screen in flat(part.items)), default=-1)
            if within or part.more is not None:
                return inner if within or part.more is None else part.more.index
        count = max((screen.index for screen in flat([part])), default=count - 1) + 1
    return count


def _last_within(items: Sequence[Item], index: int) -> int:
    while items[index].children:
        index = items[index].children[-1]
    return index


def plan_screens(items: Sequence[Item], places: Places) -> tuple[ScreenPlan | RepeatPlan, ...]:
    """The screens of the form in order; repeats hold the screens of one row."""
    return _Planner(items, places).sequence(0)
