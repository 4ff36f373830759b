"""How the questions stand on screens, in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Sequence

from cati_app.engine.expressions.places import Places
from cati_app.engine.form.nodes import NodeKind
from cati_app.engine.form.plan import RepeatPlan, ScreenPlan, Shuffle, Unit, flat
from cati_app.engine.form.screen import ScreenLayout
from cati_app.engine.xlsform.flags import is_yes
from cati_app.engine.xlsform.survey import Item

_NO_LABEL = "list-nolabel"


class _Planner:
    def __init__(self, items: Sequence[Item], places: Places) -> None:
        self.items = items
        self.places = places
        self.count = 0
        self.shuffles: list[Shuffle] = []

    def number(self) -> int:
        self.count += 1
        return self.count - 1

    def sequence(self, parent: int) -> tuple[ScreenPlan | RepeatPlan, ...]:
        screens: list[ScreenPlan | RepeatPlan] = []
        grid: list[int] = []
        units: list[Unit] = []
        for index in self.items[parent].children:
            item = self.items[index]
            if item.type.question is not None and _NO_LABEL in item.appearance:
                grid.append(index)
                continue
            if item.kind in (NodeKind.QUESTION, NodeKind.GROUP, NodeKind.REPEAT):
                self.grid_unit(units, screens, grid, parent)
                first = self.count
                screens += self.unit_screens(item)
                self.unit(units, first, is_yes(item.row.get("cati_fixed")))
        self.grid_unit(units, screens, grid, parent)
        self.shuffle(parent, units)
        return tuple(screens)

    def grid_unit(
        self, units: list[Unit], screens: list[ScreenPlan | RepeatPlan], grid: list[int], parent: int
    ) -> None:
        first = self.count
        self.grid(screens, grid, parent)
        self.unit(units, first, False)

    def unit(self, units: list[Unit], first: int, fixed: bool) -> None:
        """Note the screens from a number on as something that keeps together in a random order."""
        if self.count > first:
            units.append(Unit(first, self.count - 1, fixed))

    def shuffle(self, parent: int, units: list[Unit], screen: int = -1) -> None:
        """Note that a group is asked in random order, where its row says so."""
        if self.items[parent].row.get("cati_order") == "random" and len(units) > 1:
            self.shuffles.append(Shuffle(parent, tuple(units), screen))

    def shuffle_rows(self, parent: int, plan: ScreenPlan) -> ScreenPlan:
        """The same for the questions of one screen."""
        rows = [Unit(index, index, is_yes(self.items[index].row.get("cati_fixed"))) for index in plan.questions]
        self.shuffle(parent, rows, plan.index)
        return plan

    def grid(self, screens: list[ScreenPlan | RepeatPlan], grid: list[int], parent: int) -> None:
        if grid:
            screens.append(ScreenPlan(self.number(), tuple(grid), ScreenLayout.GRID, parent))
            grid.clear()

    def unit_screens(self, item: Item) -> list[ScreenPlan | RepeatPlan]:
        if item.kind is NodeKind.QUESTION:
            return [ScreenPlan(self.number(), (item.index,))]
        if item.kind is NodeKind.REPEAT:
            return [self.repeat(item)]
        together = item.appearance & {"field-list", "table-list"}
        inner = self.inside(item.index) if together else None
        if not inner:
            return list(self.sequence(item.index))
        table = "table-list" in item.appearance or all(_NO_LABEL in self.items[i].appearance for i in inner)
        layout = ScreenLayout.GRID if table else ScreenLayout.LIST
        return [self.shuffle_rows(item.index, ScreenPlan(self.number(), inner, layout, item.index))]

    def inside(self, parent: int) -> tuple[int, ...] | None:
        """The questions within a group, None when it holds a repeat."""
        indexes: list[int] = []
        for index in self.items[parent].children:
            item = self.items[index]
            if item.kind is NodeKind.REPEAT:
                return None
            if item.kind is NodeKind.QUESTION:
                indexes.append(index)
            elif item.kind is NodeKind.GROUP:
                inner = self.inside(index)
                if inner is None:
                    return None
                indexes += inner
        return tuple(indexes)

    def repeat(self, item: Item) -> RepeatPlan:
        first = self.count
        items = self.sequence_of_repeat(item)
        more = None if item.row.get("repeat_count") else ScreenPlan(self.number(), (item.index,))
        return RepeatPlan(first, item.index, self.places.all[item.index].own_frame, items, more)

    def sequence_of_repeat(self, item: Item) -> tuple[ScreenPlan | RepeatPlan, ...]:
        inner = self.inside(item.index) if "field-list" in item.appearance else None
        if inner:
            return (self.shuffle_rows(item.index, ScreenPlan(self.number(), inner, ScreenLayout.LIST, item.index)),)
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


def plan_screens(
    items: Sequence[Item], places: Places
) -> tuple[tuple[ScreenPlan | RepeatPlan, ...], tuple[Shuffle, ...]]:
    """The screens of the form in order, repeats hold the screens of one row; and the groups in random order."""
    planner = _Planner(items, places)
    plan = planner.sequence(0)
    return plan, tuple(planner.shuffles)
