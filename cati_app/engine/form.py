"""The definition of a questionnaire: immutable, picklable, parsed once and shared by interviews."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from cati_app.engine.expr.catalogue import NAMESPACE
from cati_app.engine.screen import ChoiceView, Layout, QuestionKind

if TYPE_CHECKING:
    from cati_app.engine.expr.runtime import Runtime
    from cati_app.engine.rows import Row

Template: TypeAlias = tuple[str | int, ...]  # text, or the number of an expression whose value stands there
Texts: TypeAlias = Mapping[str, Template]  # by language code
Function: TypeAlias = Callable[["Row", "Runtime", str], Any]
NO_TEXTS: Texts = {}


class NodeKind(StrEnum):
    """What a node is for."""

    GROUP = "group"
    REPEAT = "repeat"
    QUESTION = "question"
    CALCULATION = "calculation"
    HIDDEN = "hidden"  # handed in from outside: study settings, sample fields, quota status
    SILENT = "silent"  # a type the telephone cannot ask: never shown, always blank


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list with the further columns that filters read."""

    name: str
    label: Texts
    code: str
    exclusive: bool = False
    fixed: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    row: int = 0


@dataclass(frozen=True, slots=True)
class Rules:
    """Numbers of a node's expressions, -1 where it has none."""

    relevant: int = -1
    calculation: int = -1
    constraint: int = -1
    required: int = -1
    read_only: int = -1
    count: int = -1
    choice_filter: int = -1
    soft: int = -1
    default: int = -1
    seed: int = -1


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of a node."""

    label: Texts = field(default_factory=dict)
    hint: Texts = field(default_factory=dict)
    help: Texts = field(default_factory=dict)
    constraint: Texts = field(default_factory=dict)
    required: Texts = field(default_factory=dict)
    soft: Texts = field(default_factory=dict)
    unit: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Node:
    """A question, group, repeat, calculation or hidden value. Index 0 is the form itself."""

    index: int
    name: str
    path: str
    kind: NodeKind
    parent: int
    frame: int
    slot: int
    row: int = 0  # in the sheet, for messages
    own_frame: int = -1
    question: QuestionKind | None = None
    rules: Rules = Rules()
    wording: Wording = Wording()
    choices: str = ""
    randomize: bool = False
    default_text: str = ""
    triggers: tuple[int, ...] = ()  # calculations to run when this answer changes
    triggered: bool = False  # a calculation that runs on its trigger only
    open_rows: bool = False  # a repeat the interviewer extends
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    searchable: bool = False
    date_parts: str = "day"
    seconds: float = 0.0
    core: bool = False
    contact: bool = False
    theme: str = ""
    status: Mapping[str, str] = field(default_factory=dict)
    field: str = ""
    possible: tuple[str, ...] = ()  # values of a calculation, where they can be told


@dataclass(frozen=True, slots=True)
class Frame:
    """What one row of a repeat holds (frame 0: everything outside repeats)."""

    repeat: int
    parent: int
    depth: int
    nodes: tuple[int, ...]  # by slot


@dataclass(frozen=True, slots=True)
class ScreenPlan:
    """The questions of one screen."""

    index: int
    questions: tuple[int, ...]
    layout: Layout = Layout.SINGLE
    group: int = 0  # list or grid: the group whose label introduces it


@dataclass(frozen=True, slots=True)
class RepeatPlan:
    """The screens of one row of a repeat; an open repeat ends with the screen `more`."""

    index: int  # number of its first screen
    node: int
    frame: int
    items: tuple[ScreenPlan | RepeatPlan, ...]
    more: ScreenPlan | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """Who must be computed anew: climb `up` frames from the row that changed, enter `down`, compute `target`."""

    target: int
    up: int
    down: tuple[int, ...]


@dataclass(frozen=True)
class Form:
    """A questionnaire, ready to be asked."""

    name: str
    title: str
    version: str
    languages: tuple[tuple[str, str], ...]  # code and name
    default_language: str
    nodes: tuple[Node, ...]
    frames: tuple[Frame, ...]
    plan: tuple[ScreenPlan | RepeatPlan, ...]
    lists: Mapping[str, tuple[Choice, ...]]
    program: tuple[str, ...]  # Python source of each expression
    edges: tuple[tuple[Edge, ...], ...]  # by node
    ranks: tuple[int, ...]  # by node: order of evaluation
    volatile: tuple[int, ...]  # nodes that read the time
    language_bound: tuple[int, ...]  # nodes that read the language
    bound_expressions: frozenset[int]  # expressions that read the language
    asked_relevance: frozenset[int] = frozenset()  # nodes whose relevance an expression reads

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """The compiled expressions."""
        source = "(" + "".join(f"lambda r, c, d: {text},\n" for text in self.program) + ")"
        return tuple(eval(compile(source, "<form>", "eval"), dict(NAMESPACE)))  # our own generated code

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Node, ...]]:
        """Nodes by name."""
        found: dict[str, tuple[Node, ...]] = {}
        for node in self.nodes[1:]:
            found[node.name] = (*found.get(node.name, ()), node)
        return found

    @cached_property
    def by_path(self) -> Mapping[str, Node]:
        """Nodes by path."""
        return {node.path: node for node in self.nodes}

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """Direct children of each node."""
        found: list[list[int]] = [[] for _ in self.nodes]
        for node in self.nodes[1:]:
            found[node.parent].append(node.index)
        return tuple(tuple(line) for line in found)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Nodes in order of evaluation."""
        return tuple(sorted(range(len(self.nodes)), key=lambda index: self.ranks[index]))

    @cached_property
    def core(self) -> tuple[int, ...]:
        """Questions that count for a usable break-off."""
        return tuple(node.index for node in self.nodes if node.core and node.kind is NodeKind.QUESTION)

    @cached_property
    def screen_of(self) -> Mapping[int, ScreenPlan]:
        """The screen each question stands on."""
        return {node: plan for plan in self.screens for node in plan.questions}

    @cached_property
    def screens(self) -> tuple[ScreenPlan, ...]:
        """Every screen in order, the `more` screens of open repeats included."""
        return tuple(_flat(self.plan))

    @cached_property
    def item_rows(self) -> Mapping[str, tuple[Mapping[str, str], ...]]:
        """Choices as mappings of their columns; the column "" holds the place in the list."""
        return {
            name: tuple({**choice.columns, "name": choice.name, "": str(place)} for place, choice in enumerate(choices))
            for name, choices in self.lists.items()
        }

    @cached_property
    def item_index(self) -> dict[tuple[str, str], dict[str, list[Mapping[str, str]]]]:
        """Choices by list, column and value; filled as it is asked for."""
        return {}

    @cached_property
    def choice_views(self) -> dict[tuple[str, str], tuple[ChoiceView, ...]]:
        """Choices as shown, by list and language; filled as they are asked for."""
        return {}

    @cached_property
    def outward(self) -> tuple[tuple[tuple[Edge, int], ...], ...]:
        """By frame: edges that leave its rows, with the frames to climb from their source to the rows' parent."""
        found: list[dict[tuple[Edge, int], None]] = [{} for _ in self.frames]
        for node in self.nodes[1:]:
            frame = node.frame
            while frame != 0:
                climb = self.frames[node.frame].depth - self.frames[frame].depth + 1
                for edge in self.edges[node.index]:
                    if edge.up >= climb:
                        found[frame][edge, climb] = None
                frame = self.frames[frame].parent
        return tuple(tuple(edges) for edges in found)

    @cached_property
    def choices_by_name(self) -> Mapping[str, Mapping[str, Choice]]:
        """Choices by list and name."""
        return {name: {choice.name: choice for choice in choices} for name, choices in self.lists.items()}

    @cached_property
    def section_of(self) -> tuple[int, ...]:
        """By node: the top-level group that holds it, or the node itself outside groups."""
        found: list[int] = []
        for node in self.nodes:
            found.append(node.index if node.parent <= 0 else found[node.parent])
        return tuple(found)

    @cached_property
    def decided_on(self) -> tuple[int, ...]:
        """By node: the last screen whose answers can make it relevant or not; -1 where none can.

        What reads a value handed in from outside stays open up to the screen before its own.
        """
        outside = len(self.screens)
        known = [-1] * len(self.nodes)
        found = [-1] * len(self.nodes)
        for index in self.order:
            node, plan = self.nodes[index], self.screen_of.get(index)
            late = known[index]
            if node.kind is NodeKind.HIDDEN:
                late = outside
            elif plan is not None:
                found[index] = min(late, plan.index - 1)
                late = plan.index
            if node.own_frame >= 0 or node.kind is NodeKind.GROUP:
                for child in self.children[index]:
                    known[child] = max(known[child], late)
            for edge in self.edges[index]:
                known[edge.target] = max(known[edge.target], late)
        return tuple(found)

    @cached_property
    def last_screen(self) -> Mapping[int, int]:
        """The number of the last screen within each group and repeat."""
        found: dict[int, int] = {}
        for plan in self.screens:
            index = plan.questions[0]
            while index > 0:
                found[index] = max(plan.index, found.get(index, -1))
                index = self.nodes[index].parent
        return found

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name in self.__dataclass_fields__}


def _flat(items: tuple[ScreenPlan | RepeatPlan, ...]) -> list[ScreenPlan]:
    found: list[ScreenPlan] = []
    for item in items:
        if isinstance(item, ScreenPlan):
            found.append(item)
        else:
            found += _flat(item.items)
            if item.more is not None:
                found.append(item.more)
    return found


def finite(value: float) -> float | None:
    """A number or None for NaN and infinities."""
    return value if math.isfinite(value) else None
