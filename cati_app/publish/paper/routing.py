"""What a picture of the routing shows: the questionnaire as nested frames, and who decides what is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.engine.form.screen import ScreenLayout
from cati_app.publish.paper.source import Source, names_in

_STEP = re.compile(r"(?:\.\.|[\w.-])/([^\W\d][\w.-]*)(?!\s*[\w.(-])")
QUOTA_STATUS = "quota_status"
_ALWAYS = frozenset({"", "yes", "true", "true()", "1"})


class Mark(StrEnum):
    """What a line or frame stands for."""

    QUESTION = "question"
    CALCULATION = "calculation"
    HIDDEN = "hidden"
    PLACE = "quota_place"
    SECTION = "section"
    GROUP = "group"
    LIST = "list"
    GRID = "grid"
    REPEAT = "repeat"
    CONDITION = "condition"


@dataclass(slots=True)
class Line:
    """A question, or a value that decides."""

    mark: Mark
    node: Node
    number: int = 0  # running number of the question, 0 without
    deciders: tuple[int, ...] = ()
    quota: bool = False


@dataclass(slots=True)
class RoutingBlock:
    """A frame around lines; `condition` in the author's own words, blank when it is always asked."""

    mark: Mark
    node: Node | None = None
    condition: str = ""
    deciders: tuple[int, ...] = ()
    parts: list[Line | RoutingBlock] = field(default_factory=list)


@dataclass(frozen=True)
class Routing:
    """The questionnaire from top to bottom."""

    parts: tuple[Line | RoutingBlock, ...]
    deciding: frozenset[int]


def question_numbers(source: Source) -> dict[int, int]:
    """Running numbers of the questions that ask something, by node."""
    asked = [node.index for node in source.form.nodes if node.kind is NodeKind.QUESTION and node.asks]
    return {index: number for number, index in enumerate(asked, 1)}


def condition_of(source: Source, node: Node) -> str:
    """The author's condition of a node, blank when it is always asked."""
    text = source.cell(node, "relevant")
    return "" if text.lower() in _ALWAYS else text


def read_by(source: Source, node: Node, text: str) -> tuple[int, ...]:
    """The nodes that an expression of a node reads, in order of the questionnaire."""
    names = [*names_in(text), *_STEP.findall(text)]
    read = {known.index for name in names if (known := source.resolve(name, node)) and known.index != node.index}
    return tuple(sorted(read))


def routing_of(source: Source, quota: frozenset[str] = frozenset(), screener: str = "") -> Routing:
    """The picture's content.

    Args:
        quota: Names of the variables whose values make up a quota cell.
        screener: Group after which the quota cell is decided, blank when there is none.
    """
    builder = _RoutingBuilder(source, quota, screener)
    parts = builder.inside(0)
    return Routing(tuple(parts), frozenset(builder.deciding))


class _RoutingBuilder:
    def __init__(self, source: Source, quota: frozenset[str], screener: str) -> None:
        self.source = source
        self.quota = quota
        self.screener = screener if any(node.name == screener for node in source.form.nodes) else ""
        self.numbers = question_numbers(source)
        self.deciding: set[int] = set()
        self._decide()

    def _decide(self) -> None:
        """Everything a condition, a count of rows or a quota reads, and what computes that."""
        nodes = self.source.form.nodes
        todo: list[int] = [node.index for node in nodes if node.name in self.quota]
        for node in nodes[1:]:
            for text in (condition_of(self.source, node), self.source.cell(node, "repeat_count")):
                todo += read_by(self.source, node, text)
        while todo:
            index = todo.pop()
            if index not in self.deciding:
                self.deciding.add(index)
                todo += self.computed_from(nodes[index])

    def computed_from(self, node: Node) -> tuple[int, ...]:
        if node.kind is not NodeKind.CALCULATION:
            return ()
        return read_by(self.source, node, self.source.cell(node, "calculation"))

    def inside(self, parent: int) -> list[Line | RoutingBlock]:
        """The parts of a group; neighbours with the same condition share a block."""
        parts: list[Line | RoutingBlock] = []
        for index in self.source.form.children[parent]:
            node = self.source.form.nodes[index]
            part = self.part(node)
            if part is None:
                continue
            condition = "" if isinstance(part, RoutingBlock) else condition_of(self.source, node)
            last = parts[-1] if parts else None
            if not condition or not isinstance(part, Line):
                parts.append(part)
            elif isinstance(last, RoutingBlock) and last.mark is Mark.CONDITION and last.condition == condition:
                last.parts.append(part)
            else:
                deciders = read_by(self.source, node, condition)
                parts.append(RoutingBlock(Mark.CONDITION, None, condition, deciders, [part]))
        return parts

    def part(self, node: Node) -> Line | RoutingBlock | None:
        if node.kind is NodeKind.QUESTION:
            return Line(Mark.QUESTION, node, self.numbers.get(node.index, 0), quota=node.name in self.quota)
        if node.kind in (NodeKind.GROUP, NodeKind.REPEAT):
            return self.block(node)
        if node.index not in self.deciding or (node.name == QUOTA_STATUS and self.screener):
            return None
        if node.kind is NodeKind.HIDDEN:
            return Line(Mark.HIDDEN, node, quota=node.name in self.quota)
        if node.kind is NodeKind.CALCULATION:
            return Line(Mark.CALCULATION, node, deciders=self.computed_from(node), quota=node.name in self.quota)
        return None

    def block(self, node: Node) -> RoutingBlock | None:
        parts = self.inside(node.index)
        if node.name == self.screener:
            status = next(iter(self.source.form.by_name.get(QUOTA_STATUS, ())), node)
            quota = [node.index for node in self.source.form.nodes if node.name in self.quota]
            parts.append(Line(Mark.PLACE, status, deciders=tuple(quota)))
        if not parts:
            return None
        condition = condition_of(self.source, node)
        texts = f"{condition} {self.source.cell(node, 'repeat_count')}"
        return RoutingBlock(self.mark(node), node, condition, read_by(self.source, node, texts), parts)

    def mark(self, node: Node) -> Mark:
        if node.kind is NodeKind.REPEAT:
            return Mark.REPEAT
        for plan in self.source.form.screens:
            if plan.group == node.index and plan.layout is not ScreenLayout.SINGLE:
                return Mark.GRID if plan.layout is ScreenLayout.GRID else Mark.LIST
        return Mark.SECTION if node.parent == 0 else Mark.GROUP


def lines_of(parts: tuple[Line | RoutingBlock, ...] | list[Line | RoutingBlock]) -> Iterator[Line]:
    """Every line within some parts, in order."""
    for part in parts:
        if isinstance(part, Line):
            yield part
        else:
            yield from lines_of(part.parts)
