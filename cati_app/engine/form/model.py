"""The definition of a questionnaire: immutable, picklable, parsed once and shared by interviews."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from cati_app.engine.expressions.catalogue import NAMESPACE
from cati_app.engine.form.dataset import DataSet, Indexes, data_set
from cati_app.engine.form.nodes import Choice, Dependency, Function, Node, NodeKind, RowFrame
from cati_app.engine.form.plan import RepeatPlan, ScreenPlan, Shuffle, flat
from cati_app.engine.form.screen import ChoiceView, QuestionView
from cati_app.engine.form.steps import SHIFT, NodeStep

ITEXT_ID = "itextId"  # column of choices: the identifier of the label


@dataclass(frozen=True)
class Form:
    """A questionnaire, ready to be asked."""

    name: str
    title: str
    version: str
    languages: tuple[tuple[str, str], ...]  # code and name
    default_language: str
    nodes: tuple[Node, ...]
    frames: tuple[RowFrame, ...]
    plan: tuple[ScreenPlan | RepeatPlan, ...]
    lists: Mapping[str, tuple[Choice, ...]]
    program: tuple[str, ...]  # Python source of each expression
    edges: tuple[tuple[Dependency, ...], ...]  # by node
    ranks: tuple[int, ...]  # by node: order of evaluation
    volatile: tuple[int, ...]  # nodes that read the time
    language_bound: tuple[int, ...]  # nodes that read the language
    shuffles: tuple[Shuffle, ...] = ()  # inner groups before those around them
    data: Mapping[str, DataSet] = field(default_factory=dict)  # files beside the questionnaire, and lists from them
    last_saved: frozenset[str] = frozenset()  # names read from the interview saved last
    asked_relevance: frozenset[int] = frozenset()  # nodes whose relevance an expression reads
    growing: frozenset[int] = frozenset()  # repeats whose count depends on their own rows
    read_as_stored: frozenset[int] = frozenset()  # values handed in that the group around them reads, relevant or not
    right_to_left: frozenset[str] = frozenset()  # codes of the languages written so
    language_unnamed: bool = False  # the questionnaire names no language: its only one is taken from the study

    @property
    def named_outside(self) -> str:
        """The language that was given for a questionnaire that names none, as given; blank for any other."""
        return self.languages[0][1] if self.language_unnamed else ""

    def spoken(self, language: str) -> str:
        """The language an interview is held in that was begun in another: the default where the form lacks it."""
        return language if language in {code for code, _ in self.languages} else self.default_language

    def directed(self, directions: Mapping[str, bool]) -> Form:
        """The form with directions given from outside, by language: whether it is written from right to left."""
        known = {code for code, _ in self.languages}
        wanted = self.right_to_left | {code for code, right in directions.items() if right and code in known}
        wanted -= {code for code, right in directions.items() if not right}
        return self if wanted == self.right_to_left else replace(self, right_to_left=wanted)

    def with_contact(self, is_contact: Callable[[Node], bool]) -> Form:
        """The form in which these nodes are contact data too."""
        nodes = tuple(replace(node, contact=True) if is_contact(node) else node for node in self.nodes)
        return self if nodes == self.nodes else replace(self, nodes=nodes)

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """The compiled expressions."""
        source = "(" + "".join(f"lambda r, c, d: {text},\n" for text in self.program) + ")"
        return tuple(eval(compile(source, "<form>", "eval"), dict(NAMESPACE)))  # our own generated code

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Node, ...]]:
        """Nodes by name."""
        nodes: dict[str, tuple[Node, ...]] = {}
        for node in self.nodes[1:]:
            nodes[node.name] = (*nodes.get(node.name, ()), node)
        return nodes

    @cached_property
    def by_path(self) -> Mapping[str, Node]:
        """Nodes by path."""
        return {node.path: node for node in self.nodes}

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """Direct children of each node."""
        children: list[list[int]] = [[] for _ in self.nodes]
        for node in self.nodes[1:]:
            children[node.parent].append(node.index)
        return tuple(tuple(line) for line in children)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Nodes in order of evaluation."""
        return tuple(sorted(range(len(self.nodes)), key=lambda index: self.ranks[index]))

    @cached_property
    def steps(self) -> tuple[NodeStep, ...]:
        """The nodes as the evaluation computes them, by rank."""
        order = (self.nodes[index] for index in self.order)
        return tuple(
            NodeStep(
                node,
                key=self.ranks[node.index] << SHIFT,
                parent_slot=self._slot_of_parent(node),
                functions=self.functions,
                asked_relevance=node.index in self.asked_relevance,
                edges=[(edge, self.ranks[edge.target] << SHIFT) for edge in self.edges[node.index]],
            )
            for node in order
        )

    def _slot_of_parent(self, node: Node) -> int:
        """The slot in the node's own row of what it stands in; -1 where that is the form or a repeat."""
        parent = self.nodes[node.parent]
        return parent.slot if parent.index > 0 and parent.own_frame < 0 else -1

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
        return tuple(flat(self.plan))

    @cached_property
    def indexes(self) -> Indexes:
        """What filters and look-ups search: choice lists and the files beside the questionnaire."""
        return Indexes({**{n: _table(rows) for n, rows in self.lists.items() if n not in self.data}, **self.data})

    @cached_property
    def here(self) -> tuple[Node, ...]:
        """Calculations run once, when they are reached."""
        return tuple(node for node in self.nodes if node.here >= 0)

    @cached_property
    def handed_in(self) -> Mapping[str, tuple[Node, ...]]:
        """Values handed in from outside, by name and by what they are: `username`, `caseid`, `deviceid` …"""
        nodes: dict[str, tuple[Node, ...]] = {}
        for node in self.nodes:
            if node.kind is NodeKind.HIDDEN and node.frame == 0:
                for name in dict.fromkeys((node.name, node.source or node.name)):
                    nodes[name] = (*nodes.get(name, ()), node)
        return nodes

    @cached_property
    def outside(self) -> Mapping[str, Node]:
        """Nodes outside repeats by reference and by name; of several with one name the first, where that is outside."""
        named = {name: nodes[0] for name, nodes in self.by_name.items() if nodes and nodes[0].frame == 0}
        return named | {path: node for path, node in self.by_path.items() if node.frame == 0}

    @cached_property
    def choice_views(self) -> dict[tuple[str, str], tuple[ChoiceView, ...]]:
        """Choices as shown, by list and language; filled as they are asked for."""
        return {}

    @cached_property
    def blank_views(self) -> dict[tuple[int, str], QuestionView]:
        """Unanswered questions that read the same in every interview, by node and language; filled when shown."""
        return {}

    @cached_property
    def single_views(self) -> dict[tuple[str, str, int], ChoiceView]:
        """Choices of filtered lists as shown, by list, language and index; filled as they are asked for."""
        return {}

    @cached_property
    def outward(self) -> tuple[tuple[tuple[Dependency, int], ...], ...]:
        """By frame: edges that leave its rows, with the frames to climb from their source to the rows' parent."""
        edges_out: list[dict[tuple[Dependency, int], None]] = [{} for _ in self.frames]
        for node in self.nodes[1:]:
            frame = node.frame
            while frame != 0:
                climb = self.frames[node.frame].depth - self.frames[frame].depth + 1
                for edge in self.edges[node.index]:
                    if edge.up >= climb:
                        edges_out[frame][edge, climb] = None
                frame = self.frames[frame].parent
        return tuple(tuple(edges) for edges in edges_out)

    @cached_property
    def reads(self) -> Mapping[int, tuple[int, ...]]:
        """What each node reads directly, in the order of the form."""
        sources: dict[int, dict[int, None]] = {}
        for source, edges in enumerate(self.edges):
            for edge in edges:
                sources.setdefault(edge.target, {})[source] = None
        return {target: tuple(read) for target, read in sources.items()}

    @cached_property
    def choices_by_name(self) -> Mapping[str, Mapping[str, Choice]]:
        """Choices by list and name."""
        return {name: _first_of_each(choices) for name, choices in self.lists.items()}

    @cached_property
    def places_by_name(self) -> Mapping[str, Mapping[str, int]]:
        """Indexes of choices in their lists, by list and name; of a name given twice, the first."""
        return {
            name: {choice.name: index for index, choice in reversed(tuple(enumerate(choices)))}
            for name, choices in self.lists.items()
        }

    @cached_property
    def itext_places(self) -> Mapping[str, tuple[str, int]]:
        """Choices by the identifiers of their labels: list and place."""
        return itext_places(self.lists)

    @cached_property
    def section_of(self) -> tuple[int, ...]:
        """By node: the top-level group that holds it, or the node itself outside groups."""
        sections: list[int] = []
        for node in self.nodes:
            sections.append(node.index if node.parent <= 0 else sections[node.parent])
        return tuple(sections)

    @cached_property
    def decided_on(self) -> tuple[int, ...]:
        """By node: the last screen whose answers can make it relevant or not; -1 where none can.

        What reads a value handed in from outside stays open up to the screen before its own.
        """
        outside = len(self.screens)
        known = [-1] * len(self.nodes)
        screens = [-1] * len(self.nodes)
        for index in self.order:
            node, plan = self.nodes[index], self.screen_of.get(index)
            late = known[index]
            if node.kind is NodeKind.HIDDEN:
                late = outside
            elif plan is not None:
                screens[index] = min(late, plan.index - 1)
                late = plan.index
            if node.own_frame >= 0 or node.kind is NodeKind.GROUP:
                for child in self.children[index]:
                    known[child] = max(known[child], late)
            for edge in self.edges[index]:
                known[edge.target] = max(known[edge.target], late)
        return tuple(screens)

    @cached_property
    def last_screen(self) -> Mapping[int, int]:
        """The number of the last screen within each group and repeat."""
        screens: dict[int, int] = {}
        for plan in self.screens:
            index = plan.questions[0]
            while index > 0:
                screens[index] = max(plan.index, screens.get(index, -1))
                index = self.nodes[index].parent
        return screens

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name in self.__dataclass_fields__}


def _table(choices: tuple[Choice, ...]) -> DataSet:
    columns = columns_of(choices)
    rows = [[choice.name if column == "name" else choice.columns[column] for column in columns] for choice in choices]
    return data_set(columns, rows)


def columns_of(choices: tuple[Choice, ...]) -> list[str]:
    """The columns of a choice list that filters may read, `name` first."""
    return ["name", *(column for column in choices[0].columns if column != "name")] if choices else ["name"]


def itext_id(name: str, index: int) -> str:
    """The identifier that pyxform gives the label of a choice, by its list and its place there, from 0."""
    return f"{name}-{index}"


def itext_places(lists: Mapping[str, tuple[Choice, ...]]) -> dict[str, tuple[str, int]]:
    """Choices by the identifiers of their labels, those of an XForm by what its column itextId says: list and place."""
    return {
        choice.columns.get(ITEXT_ID) or itext_id(name, index): (name, index)
        for name, choices in lists.items()
        for index, choice in enumerate(choices)
    }


def _first_of_each(choices: Sequence[Choice]) -> dict[str, Choice]:
    """Choices by name in the order of the list; of a name given twice, the first."""
    choices_by_code: dict[str, Choice] = {}
    for choice in choices:
        choices_by_code.setdefault(choice.name, choice)
    return choices_by_code
