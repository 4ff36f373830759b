"""Looks for answers that lead to a question: a bounded search over the values that its conditions tell apart.

A condition is *decided* when it only compares values with constants and the search runs to its end: then some answers
lead there, or none do. Everything else is undecided, and said to be. Calculated and handed-in values count as free
within what is known of them, so that what is called unreachable really is; what is called reachable may still be kept
apart by a calculation.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import combinations, pairwise, product
from math import ceil, floor, prod

from cati_app.domain.findings import Finding
from cati_app.engine.expressions.errors import ExpressionError
from cati_app.engine.expressions.parser import parse
from cati_app.engine.expressions.tree import Binary, Chain, Expression, FunctionCall, Reference, Text
from cati_app.engine.expressions.values import to_number, to_text
from cati_app.engine.form.model import Form
from cati_app.engine.form.nodes import Node, NodeKind
from cati_app.engine.kinds.facts import Choosing, Value
from cati_app.engine.sheets.codes import finding
from cati_app.engine.sheets.workbook import SheetRow, Workbook
from cati_app.engine.xlsform.limits import conjuncts, number_of
from cati_app.engine.xlsform.reach import test_of
from cati_app.values import dataclass

_MOST_STATES = 20_000  # tried for one condition
_MOST_IN_ALL = 400_000  # tried for a questionnaire
_MOST_FOLLOWED = 6  # questions that are varied together
_MOST_CHOSEN = 4  # constants of one multiple choice that are combined
_OTHER = "\u0001"  # a text that no constant equals
_ALWAYS = frozenset({"", "yes", "true", "true()", "1"})


class _UndecidedError(Exception):
    """The search cannot follow."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """A condition that the search cannot judge."""

    name: str
    row: int
    condition: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdicts on all conditions of a questionnaire."""

    findings: tuple[Finding, ...]
    undecided: tuple[Undecided, ...]
    conditions: int


def judge_paths(form: Form, workbook: Workbook) -> Judgement:
    """Search for answers to every condition; a questionnaire with errors must not be passed in."""
    rows = {row.number: row for row in workbook.sheet("survey").rows}
    search = _Search(form, rows)
    header = workbook.sheet("survey").headers.get("relevant", "relevant")
    findings: list[Finding] = []
    undecided: list[Undecided] = []
    conditions = 0
    for node in form.nodes[1:]:
        text = search.text(node)
        if text.lower() in _ALWAYS:
            continue
        conditions += 1
        try:
            if not search.possible(node):
                findings.append(finding("path-contradictory", "survey", node.row, header, name=node.name))
        except _UndecidedError:
            undecided.append(Undecided(node.name, node.row, text))
    if undecided:
        findings.append(finding("paths-undecided", "survey", None, header, count=len(undecided), all=conditions))
    return Judgement(tuple(findings), tuple(undecided), conditions)


@dataclass(slots=True)
class _Search:
    form: Form
    rows: Mapping[int, SheetRow]
    left: int = _MOST_IN_ALL
    _conditions: dict[int, tuple[Expression, ...]] = field(default_factory=dict)

    def text(self, node: Node) -> str:
        row = self.rows.get(node.row)
        return row.get("relevant") if row is not None and row.get("name") in ("", node.name) else ""

    def conditions(self, index: int) -> tuple[Expression, ...]:
        """What must hold for a node to be asked: its own condition and those of the groups around it."""
        known = self._conditions.get(index)
        if known is None:
            node = self.form.nodes[index]
            text = self.text(node)
            try:
                own = () if text.lower() in _ALWAYS else conjuncts(parse(text))
            except ExpressionError:
                raise _UndecidedError from None
            known = (*own, *(self.conditions(node.parent) if node.parent > 0 else ()))
            self._conditions[index] = known
        return known

    def possible(self, node: Node) -> bool:
        """Whether some answers lead to a node; those it reads must themselves be asked to have an answer."""
        demands = list(self.conditions(node.index))
        if any(self.form.nodes[index].own_frame >= 0 for index in self.around(node.parent)):
            raise _UndecidedError  # rows of a repeat see one another in too many ways
        direct = self.read(demands, node)
        for read in (self.followed_back(direct), direct):
            guards = self.guards(read)
            domains = self.domains(read, demands, guards)
            if prod(len(values) for values in domains.values()) <= min(_MOST_STATES, self.left):
                return self.decides(demands, guards, domains)
        raise _UndecidedError

    def guards(self, read: Sequence[int]) -> dict[int, tuple[Expression, ...]]:
        """What must hold for the questions read to have an answer."""
        nodes = [self.form.nodes[index] for index in read]
        asked = [node.index for node in nodes if node.kind is NodeKind.QUESTION and node.frame == 0]
        return {index: self.followed(index, read) for index in asked}

    def decides(
        self,
        demands: Sequence[Expression],
        guards: Mapping[int, tuple[Expression, ...]],
        domains: Mapping[int, Sequence[str]],
    ) -> bool:
        """Whether some combination of values meets everything."""
        for combination in product(*domains.values()):
            self.left -= 1
            state = dict(zip(domains, combination, strict=True))
            if self.holds(demands, state) and self.all_asked(guards, state):
                return True
        return False

    def around(self, index: int) -> Iterator[int]:
        while index > 0:
            yield index
            index = self.form.nodes[index].parent

    def followed_back(self, read: list[int]) -> list[int]:
        """What is read, and what decides whether that is asked, as far back as the search can afford."""
        followed = list(read)
        for index in followed:  # grows on the way
            if self.form.nodes[index].kind is not NodeKind.QUESTION or self.form.nodes[index].frame != 0:
                continue
            try:
                parts = [part for part in self.conditions(index) if _is_simple(part)]
                more = [name for part in parts for name in self.names(part, index) if name not in followed]
            except _UndecidedError:
                continue
            followed += list(dict.fromkeys(more)) if len(followed) + len(more) <= _MOST_FOLLOWED else []
        return sorted(followed)

    def followed(self, index: int, read: Sequence[int]) -> tuple[Expression, ...]:
        """The conditions of a question that only read what the search reads anyway; others are left open."""
        try:
            parts = self.conditions(index)
        except _UndecidedError:
            return ()
        return tuple(part for part in parts if _is_simple(part) and set(self.names(part, index)) <= set(read))

    def read(self, parts: Sequence[Expression], node: Node) -> list[int]:
        indexes = {index for part in parts for index in self.names(part, node.index)}
        return sorted(indexes)

    def names(self, tree: Expression, at: int) -> list[int]:
        """The nodes that a condition reads."""
        if isinstance(tree, Reference) and not tree.predicates:
            known = self.form.by_name.get(tree.name, ())
            if len(known) != 1:
                raise _UndecidedError
            return [known[0].index]
        if isinstance(tree, Chain):
            return [index for part in tree.operands for index in self.names(part, at)]
        if isinstance(tree, Binary):
            return [*self.names(tree.left, at), *self.names(tree.right, at)]
        if isinstance(tree, FunctionCall):
            return [index for part in tree.arguments for index in self.names(part, at)]
        if isinstance(tree, Text) or number_of(tree) is not None:
            return []
        raise _UndecidedError

    def domains(
        self,
        read: Sequence[int],
        demands: Sequence[Expression],
        guards: Mapping[int, tuple[Expression, ...]],
    ) -> dict[int, list[str]]:
        """For each node read the values that the conditions can tell apart."""
        every = [*demands, *(part for parts in guards.values() for part in parts)]
        constants: dict[int, set[str]] = {index: set() for index in read}
        for part in every:
            for name, value in _constants(part):
                for known in self.form.by_name.get(name, ()):
                    constants.setdefault(known.index, set()).add(value)
        return {index: self.values(self.form.nodes[index], constants[index]) for index in read}

    def values(self, node: Node, constants: set[str]) -> list[str]:
        if node.kind is NodeKind.CALCULATION and node.possible:
            return sorted({"", *node.possible})  # blank as well, where a group around it is not asked
        if node.choosing is Choosing.ONE and node.choices:
            return ["", *(choice.name for choice in self.form.lists[node.choices])]
        if node.choosing is not None and node.choosing is not Choosing.ONE:
            return self.chosen(node, constants)
        numbers = sorted({number for text in constants if (number := to_number(text)) == number})
        if node.question is not None and node.question.facts.value is Value.NUMBER:
            return ["", *(to_text(number) for number in _around(numbers, node))]
        free = [to_text(number) for number in _around(numbers, None)]
        return ["", _OTHER, *dict.fromkeys([*sorted(constants - {""}), *free])]

    def chosen(self, node: Node, constants: set[str]) -> list[str]:
        names = [choice.name for choice in self.form.lists.get(node.choices, ())]
        told = [name for name in names if name in constants]
        rest = next((name for name in names if name not in constants), None)
        if len(told) > _MOST_CHOSEN or any(" " in text for text in constants):
            raise _UndecidedError
        pool = [*told, rest] if rest is not None else told
        sets = [" ".join(chosen) for size in range(len(pool) + 1) for chosen in combinations(pool, size)]
        return list(dict.fromkeys(sets))

    def all_asked(self, guards: Mapping[int, tuple[Expression, ...]], state: Mapping[int, str]) -> bool:
        return all(not state[index] or self.holds(parts, state) for index, parts in guards.items())

    def holds(self, parts: Sequence[Expression], state: Mapping[int, str]) -> bool:
        return all(self.true(part, state) for part in parts)

    def true(self, tree: Expression, state: Mapping[int, str]) -> bool:
        """The truth of a condition, as the engine would compute it."""
        if isinstance(tree, Chain) and tree.operator in ("and", "or"):
            join = all if tree.operator == "and" else any
            return join([self.true(part, state) for part in tree.operands])
        if isinstance(tree, FunctionCall):
            return self.called(tree, state)
        if isinstance(tree, Binary) and tree.operator in _COMPARED:
            left, right = self.value(tree.left, state), self.value(tree.right, state)
            numeric = tree.operator not in ("=", "!=") or isinstance(left, float) or isinstance(right, float)
            if numeric:
                if any(
                    isinstance(side, Text) and to_number(side.value) != to_number(side.value)
                    for side in (tree.left, tree.right)
                ):
                    raise _UndecidedError  # perhaps a date
                return _COMPARED[tree.operator](_number(left), _number(right))
            return (left == right) == (tree.operator == "=")
        raise _UndecidedError

    def called(self, tree: FunctionCall, state: Mapping[int, str]) -> bool:
        if tree.name == "not" and len(tree.arguments) == 1:
            return not self.true(tree.arguments[0], state)
        if tree.name in ("true", "false") and not tree.arguments:
            return tree.name == "true"
        if tree.name == "selected" and len(tree.arguments) == 2:
            value, other = self.value(tree.arguments[0], state), self.value(tree.arguments[1], state)
            if isinstance(value, str) and isinstance(other, str):
                return other.strip() in value.split()
        raise _UndecidedError

    def value(self, tree: Expression, state: Mapping[int, str]) -> str | float:
        if isinstance(tree, Text):
            return tree.value
        number = number_of(tree)
        if number is not None:
            return number
        if isinstance(tree, Reference) and not tree.predicates:
            return state[self.form.by_name[tree.name][0].index]
        raise _UndecidedError


_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _number(value: str | float) -> float:
    return value if isinstance(value, float) else to_number(value)


def _is_simple(tree: Expression) -> bool:
    """Whether the search can compute a condition."""
    if isinstance(tree, Chain):
        return tree.operator in ("and", "or") and all(_is_simple(part) for part in tree.operands)
    if isinstance(tree, FunctionCall) and tree.name == "not":
        return all(_is_simple(part) for part in tree.arguments)
    if isinstance(tree, FunctionCall) and tree.name in ("true", "false"):
        return True
    return test_of(tree) is not None


def _constants(tree: Expression) -> Iterator[tuple[str, str]]:
    """The names compared and what they are compared with."""
    if isinstance(tree, Chain):
        for part in tree.operands:
            yield from _constants(part)
    elif isinstance(tree, FunctionCall) and tree.name == "not":
        for part in tree.arguments:
            yield from _constants(part)
    elif isinstance(tree, FunctionCall) and tree.name in ("true", "false"):
        return
    else:
        test = test_of(tree)
        if test is None:
            raise _UndecidedError
        yield test[0], test[2]


def _around(numbers: Sequence[float], node: Node | None) -> list[float]:
    """The numbers themselves, one between each two, one below and one above; within the bounds of a question."""
    low = node.minimum if node is not None else None
    high = node.maximum if node is not None else None
    whole = node is not None and (node.whole or (node.step or 0.5) % 1 == 0)
    points = sorted({*numbers, *(bound for bound in (low, high) if bound is not None)}) or [0.0]
    between = [(low_point + other) / 2 for low_point, other in pairwise(points)]
    candidates = {*points, *between, points[0] - 1, points[-1] + 1}
    if whole:
        candidates = {float(make(point) + step) for point in points for make in (floor, ceil) for step in (-1, 0, 1)}
    return sorted(point for point in candidates if (low is None or point >= low) and (high is None or point <= high))
